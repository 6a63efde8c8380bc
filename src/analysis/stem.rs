//! From a word to the term under which it is indexed: folded, then stemmed by the language of the text.

use super::{Token, TokenKind, fold_into};
use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token as StemToken, TokenStream, Tokenizer};

/// Version of the analysis. It is written into every index; an index made with another one is refused.
pub const VERSION: u32 = 1;

/// Longest word that is indexed, in bytes; longer ones are data, not words.
const LONGEST_WORD: usize = 64;

/// Turns words into index terms for one language.
pub struct Analyzer {
    stemmer: Option<TextAnalyzer>,
    folded: String,
}

impl Analyzer {
    /// An analyzer for the language with this ISO 639-1 code; words are only folded where there is no stemmer.
    pub fn for_language(code: Option<&str>) -> Self {
        let stemmer = code
            .and_then(stemmer_language)
            .map(|language| TextAnalyzer::builder(OneWord::default()).filter(Stemmer::new(language)).build());
        Self { stemmer, folded: String::new() }
    }

    /// The term of one word: folded and stemmed. None for words that are not indexed (too long).
    pub fn term<'a>(&'a mut self, word: &str) -> Option<std::borrow::Cow<'a, str>> {
        if word.len() > LONGEST_WORD {
            return None;
        }
        self.folded.clear();
        fold_into(word, &mut self.folded);
        let Some(stemmer) = &mut self.stemmer else {
            return Some(std::borrow::Cow::Borrowed(&self.folded));
        };
        let mut stream = stemmer.token_stream(&self.folded);
        stream.advance().then(|| std::borrow::Cow::Owned(std::mem::take(&mut stream.token_mut().text)))
    }

    /// The terms of a text's tokens with their place among its words, for an index with positions.
    pub fn terms<'t>(&mut self, text: &'t str, tokens: &'t [Token], mut each: impl FnMut(&str, &Token, usize)) {
        let words = tokens.iter().filter(|token| token.kind != TokenKind::Mark);
        for (position, token) in words.enumerate() {
            if let Some(term) = self.term(token.of(text)) {
                each(&term, token, position);
            }
        }
    }
}

fn stemmer_language(code: &str) -> Option<Language> {
    Some(match code {
        "ar" => Language::Arabic,
        "da" => Language::Danish,
        "nl" => Language::Dutch,
        "en" => Language::English,
        "fi" => Language::Finnish,
        "fr" => Language::French,
        "de" => Language::German,
        "el" => Language::Greek,
        "hu" => Language::Hungarian,
        "it" => Language::Italian,
        "no" | "nb" | "nn" => Language::Norwegian,
        "pt" => Language::Portuguese,
        "ro" => Language::Romanian,
        "ru" => Language::Russian,
        "es" => Language::Spanish,
        "sv" => Language::Swedish,
        "ta" => Language::Tamil,
        "tr" => Language::Turkish,
        _ => return None,
    })
}

/// A tokenizer whose one token is the whole string: tantivy's stemmers are filters behind a tokenizer.
#[derive(Clone, Default)]
struct OneWord {
    token: StemToken,
}

struct OneWordStream<'a> {
    token: &'a mut StemToken,
    done: bool,
}

impl Tokenizer for OneWord {
    type TokenStream<'a> = OneWordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> OneWordStream<'a> {
        self.token.text.clear();
        self.token.text.push_str(text);
        OneWordStream { token: &mut self.token, done: false }
    }
}

impl TokenStream for OneWordStream<'_> {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &StemToken {
        self.token
    }

    fn token_mut(&mut self) -> &mut StemToken {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_by_language() {
        let mut english = Analyzer::for_language(Some("en"));
        let noun = english.term("Negotiations").map(|term| term.into_owned());
        assert_eq!(noun.as_deref(), english.term("negotiated").as_deref());
        let mut none = Analyzer::for_language(None);
        assert_eq!(none.term("Négociations").as_deref(), Some("negociations"));
    }

    #[test]
    fn leaves_out_what_is_no_word() {
        assert_eq!(Analyzer::for_language(Some("en")).term(&"x".repeat(65)), None);
    }
}
