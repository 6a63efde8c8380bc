//! From a word to the terms under which it is indexed: folded, and stemmed by the language of the text.

use super::{fold, fold_into};
use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

/// Version of the analysis. It is written into every index; an index made with another one is refused.
pub const VERSION: u32 = 2;

/// Longest word that is indexed, in bytes; longer ones are data, not words.
pub const LONGEST_WORD: usize = 64;

/// Distinct words whose terms are remembered.
const REMEMBERED_WORDS: usize = 1 << 16;

/// What stands between a term and its language. The stems of two languages mean different words; terms of English, and
/// of texts whose language is not known, bear no language.
const LANGUAGE_MARK: char = '\u{1f}';

/// The terms of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Its stem, folded.
    pub stem: Box<str>,
    /// The stem of its folded form where that is another one: what somebody finds it by who leaves out the accents.
    pub unaccented: Option<Box<str>>,
}

impl Terms {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.stem).chain(self.unaccented.as_deref())
    }
}

/// Turns words into index terms for one language. News repeats its words, so the terms of words seen are remembered.
#[derive(Clone)]
pub struct Analyzer {
    stemmer: Option<Stemmer>,
    /// What its terms end with.
    language: String,
    folded: String,
    terms: FxHashMap<Box<str>, Terms>,
}

impl Analyzer {
    /// An analyzer for the language with this ISO 639-1 code. A text in an unknown language is treated as English;
    /// words of a language without a stemmer are only folded.
    pub fn for_language(code: Option<&str>) -> Self {
        let found = algorithm(code.unwrap_or("en"));
        let language = match found {
            Some((_, "en")) => String::new(),
            Some((_, code)) => format!("{LANGUAGE_MARK}{code}"),
            None => LANGUAGE_MARK.to_string(),
        };
        let stemmer = found.map(|(algorithm, _)| Stemmer::new(algorithm));
        Self { stemmer, language, folded: String::new(), terms: FxHashMap::default() }
    }

    /// What tells its terms from those of other languages.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether its terms begin with the letter that the folded word begins with. Dutch and Arabic stems lose prefixes.
    pub fn keeps_beginnings(&self) -> bool {
        !matches!(self.language.trim_start_matches(LANGUAGE_MARK), "nl" | "ar")
    }

    /// The terms of one word. None for words that are not indexed (too long).
    pub fn terms(&mut self, word: &str) -> Option<&Terms> {
        if word.len() > LONGEST_WORD {
            return None;
        }
        if !self.terms.contains_key(word) {
            if self.terms.len() >= REMEMBERED_WORDS {
                self.terms.clear();
            }
            let terms = self.analyse(word);
            self.terms.insert(word.into(), terms);
        }
        self.terms.get(word)
    }

    /// Stemmers know their languages' accents, so the word is stemmed before they are folded away.
    fn analyse(&mut self, word: &str) -> Terms {
        self.folded.clear();
        fold_into(word, &mut self.folded);
        let Some(stemmer) = &self.stemmer else {
            return Terms { stem: self.with_language(&self.folded), unaccented: None };
        };
        let unaccented = stemmer.stem(&self.folded);
        if word.is_ascii() {
            return Terms { stem: self.with_language(&unaccented), unaccented: None };
        }
        let small = word.to_lowercase();
        let stem = fold(&stemmer.stem(&small)).into_owned();
        let other = (stem != *unaccented).then(|| self.with_language(&unaccented));
        Terms { stem: self.with_language(&stem), unaccented: other }
    }

    fn with_language(&self, stem: &str) -> Box<str> {
        format!("{stem}{}", self.language).into()
    }
}

/// The stemmer of a language, and the code that its terms bear.
fn algorithm(code: &str) -> Option<(Algorithm, &'static str)> {
    Some(match code {
        "ar" => (Algorithm::Arabic, "ar"),
        "ca" => (Algorithm::Catalan, "ca"),
        "da" => (Algorithm::Danish, "da"),
        "nl" => (Algorithm::Dutch, "nl"),
        "en" => (Algorithm::English, "en"),
        "et" => (Algorithm::Estonian, "et"),
        "fi" => (Algorithm::Finnish, "fi"),
        "fr" => (Algorithm::French, "fr"),
        "de" => (Algorithm::German, "de"),
        "el" => (Algorithm::Greek, "el"),
        "hu" => (Algorithm::Hungarian, "hu"),
        "it" => (Algorithm::Italian, "it"),
        "no" | "nb" | "nn" => (Algorithm::Norwegian, "no"),
        "pt" => (Algorithm::Portuguese, "pt"),
        "ro" => (Algorithm::Romanian, "ro"),
        "ru" => (Algorithm::Russian, "ru"),
        "sr" => (Algorithm::Serbian, "sr"),
        "es" => (Algorithm::Spanish, "es"),
        "sv" => (Algorithm::Swedish, "sv"),
        "ta" => (Algorithm::Tamil, "ta"),
        "tr" => (Algorithm::Turkish, "tr"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(language: &str, word: &str) -> String {
        let mut analyzer = Analyzer::for_language(Some(language));
        analyzer.terms(word).map(|terms| terms.stem.to_string()).unwrap_or_default()
    }

    #[test]
    fn stems_by_language() {
        assert_eq!(stem("en", "Negotiations"), stem("en", "negotiated"));
        assert_eq!(stem("es", "Investigación"), stem("es", "investigaciones"));
        assert_eq!(stem("ru", "Зеленский"), stem("ru", "Зеленского"));
        assert_eq!(stem("zz", "Négociations"), "negociations\u{1f}");
        assert_ne!(stem("fr", "organisation"), stem("en", "organisation"));
    }

    #[test]
    fn words_are_found_without_their_accents() {
        let mut french = Analyzer::for_language(Some("fr"));
        let plain = french.terms("eternite").cloned();
        let accented = french.terms("éternité").cloned();
        let plain = plain.map(|terms| terms.stem);
        assert!(accented.is_some_and(|terms| terms.unaccented == plain));
    }

    #[test]
    fn leaves_out_what_is_no_word() {
        assert_eq!(Analyzer::for_language(Some("en")).terms(&"x".repeat(65)), None);
    }
}
