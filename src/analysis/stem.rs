//! From a word to the term under which it is indexed: folded, then stemmed by the language of the text.

use super::{Token, TokenKind, fold_into};
use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

/// Version of the analysis. It is written into every index; an index made with another one is refused.
pub const VERSION: u32 = 1;

/// Longest word that is indexed, in bytes; longer ones are data, not words.
const LONGEST_WORD: usize = 64;

/// Distinct words whose terms are remembered.
const REMEMBERED_WORDS: usize = 1 << 16;

/// Turns words into index terms for one language. News repeats its words, so the terms of words seen are remembered.
#[derive(Clone)]
pub struct Analyzer {
    stemmer: Option<Stemmer>,
    folded: String,
    terms: FxHashMap<Box<str>, Box<str>>,
}

impl Analyzer {
    /// An analyzer for the language with this ISO 639-1 code. A text in an unknown language is treated as English;
    /// words of a language without a stemmer are only folded.
    pub fn for_language(code: Option<&str>) -> Self {
        let stemmer = algorithm(code.unwrap_or("en")).map(Stemmer::new);
        Self { stemmer, folded: String::new(), terms: FxHashMap::default() }
    }

    /// The term of one word: folded and stemmed. None for words that are not indexed (too long).
    pub fn term(&mut self, word: &str) -> Option<&str> {
        if word.len() > LONGEST_WORD {
            return None;
        }
        if !self.terms.contains_key(word) {
            if self.terms.len() >= REMEMBERED_WORDS {
                self.terms.clear();
            }
            let term = self.analyse(word);
            self.terms.insert(word.into(), term);
        }
        self.terms.get(word).map(|term| &**term)
    }

    fn analyse(&mut self, word: &str) -> Box<str> {
        self.folded.clear();
        fold_into(word, &mut self.folded);
        match &self.stemmer {
            Some(stemmer) => stemmer.stem(&self.folded).into(),
            None => self.folded.as_str().into(),
        }
    }

    /// The terms of a text's tokens with their place among its words, for an index with positions.
    pub fn terms<'t>(&mut self, text: &'t str, tokens: &'t [Token], mut each: impl FnMut(&str, &Token, usize)) {
        let words = tokens.iter().filter(|token| token.kind != TokenKind::Mark);
        for (position, token) in words.enumerate() {
            if let Some(term) = self.term(token.of(text)) {
                each(term, token, position);
            }
        }
    }
}

fn algorithm(code: &str) -> Option<Algorithm> {
    Some(match code {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "et" => Algorithm::Estonian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_by_language() {
        let mut english = Analyzer::for_language(Some("en"));
        let noun = english.term("Negotiations").map(str::to_owned);
        assert_eq!(noun.as_deref(), english.term("negotiated"));
        let mut none = Analyzer::for_language(Some("zz"));
        assert_eq!(none.term("Négociations"), Some("negociations"));
    }

    #[test]
    fn leaves_out_what_is_no_word() {
        assert_eq!(Analyzer::for_language(Some("en")).term(&"x".repeat(65)), None);
    }
}
