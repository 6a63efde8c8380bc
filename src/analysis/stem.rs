//! From a word to the terms under which it is indexed: folded, and stemmed by the language of the text.

use super::{fold, fold_into};
use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

/// Version of the analysis. It is written into every index; an index made with another one is refused.
pub const VERSION: u32 = 3;

/// Longest word that is indexed, in bytes; longer ones are data, not words.
pub const LONGEST_WORD: usize = 64;

/// Distinct words whose terms are remembered: nearly all that a text has. Every thread has such a memory for each field and
/// language, of about 200 bytes a word.
const REMEMBERED_WORDS: usize = 1 << 14;

/// What stands between a term and its language. The stems of two languages mean different words; terms of English, and
/// of texts whose language is not known, bear no language.
const LANGUAGE_MARK: char = '\u{1f}';

/// What stands in the index between a stem and the form of the word. See [`push_term`].
const FORM_MARK: char = '\u{1e}';

/// Appends the index term of a word: its stem and its form, so that one list of places serves both what looks for the
/// word in any form and what looks for this form. A form that is the stem itself is left out.
pub fn push_term(stem: &str, form: &str, out: &mut String) {
    out.push_str(stem);
    out.push(FORM_MARK);
    if stem.split(LANGUAGE_MARK).next() != Some(form) {
        out.push_str(form);
    }
}

/// The terms of all forms of a stem are those from the first of these on, before the second.
pub fn terms_of_stem(stem: &str) -> (String, String) {
    (format!("{stem}{FORM_MARK}"), format!("{stem}{LANGUAGE_MARK}"))
}

/// The form that a term is of, whether it is of stemmed text or, as terms of names are, the form alone.
pub fn form_of_term(term: &[u8]) -> &[u8] {
    let Some(mark) = memchr::memrchr(FORM_MARK as u8, term) else { return term };
    match term.get(mark + 1..) {
        Some(form) if !form.is_empty() => form,
        _ => term.split(|byte| *byte == LANGUAGE_MARK as u8 || *byte == FORM_MARK as u8).next().unwrap_or_default(),
    }
}

/// The terms of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Its stem, folded.
    pub stem: Box<str>,
    /// The stem of its folded form where that is another one: what somebody finds it by who leaves out the accents.
    pub unaccented: Option<Box<str>>,
    /// The word itself, folded.
    pub form: Box<str>,
}

impl Terms {
    /// Its stems.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
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

    /// Whether its terms begin with the letter that the folded word begins with. Dutch, Arabic and Tamil stems lose prefixes,
    /// Serbian ones are in Latin letters.
    pub fn keeps_beginnings(&self) -> bool {
        !matches!(self.language.trim_start_matches(LANGUAGE_MARK), "ar" | "nl" | "sr" | "ta")
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
            return Terms { stem: self.with_language(&self.folded), unaccented: None, form: (*self.folded).into() };
        };
        let unaccented = stemmer.stem(&self.folded);
        let form = (*self.folded).into();
        if word.is_ascii() {
            return Terms { stem: self.with_language(&unaccented), unaccented: None, form };
        }
        let small = word.to_lowercase();
        let stem = fold(&stemmer.stem(&small)).into_owned();
        let other = (stem != *unaccented).then(|| self.with_language(&unaccented));
        Terms { stem: self.with_language(&stem), unaccented: other, form }
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
    fn terms_tell_stem_and_form() {
        for (stem, form) in
            [("bridg", "bridges"), ("bridg\u{1f}fr", "bridges"), ("tram", "tram"), ("tram\u{1f}", "tram")]
        {
            let mut term = String::new();
            push_term(stem, form, &mut term);
            let (first, beyond) = terms_of_stem(stem);
            assert!(first <= term && term < beyond);
            assert_eq!(form_of_term(term.as_bytes()), form.as_bytes());
        }
        assert_eq!(form_of_term(b"orlo"), b"orlo");
        assert!(terms_of_stem("bridg").1 <= terms_of_stem("bridg\u{1f}fr").0);
    }

    #[test]
    fn leaves_out_what_is_no_word() {
        assert_eq!(Analyzer::for_language(Some("en")).terms(&"x".repeat(65)), None);
    }
}
