//! The program's own analysis as Tantivy tokenizers.

use super::schema::{NAME_TOKENIZER, PATH_TOKENIZER, TEXT_TOKENIZER};
use crate::analysis::{Analyzer, TokenKind, fold_into, tokenize};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Registers the tokenizers that the schema names.
pub fn register(manager: &TokenizerManager) {
    manager.register(TEXT_TOKENIZER, TextAnalyzer::from(Words::new(Kind::Text)));
    manager.register(NAME_TOKENIZER, TextAnalyzer::from(Words::new(Kind::Name)));
    manager.register(PATH_TOKENIZER, TextAnalyzer::from(Words::new(Kind::Path)));
}

/// A value of a text field: the language's code in a first line of its own, then the text.
pub fn text_value(language: Option<&str>, text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 3);
    value.push_str(language.unwrap_or_default());
    value.push('\n');
    value.push_str(text);
    value
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Name,
    Path,
}

#[derive(Clone)]
struct Words {
    kind: Kind,
    analyzers: FxHashMap<String, Analyzer>,
    token: Token,
}

impl Words {
    fn new(kind: Kind) -> Self {
        Self { kind, analyzers: FxHashMap::default(), token: Token::default() }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> WordStream<'a> {
        self.token.reset();
        let (analyzer, text) = match self.kind {
            Kind::Text => {
                let (language, text) = value.split_once('\n').unwrap_or(("", value));
                if !self.analyzers.contains_key(language) {
                    let code = (!language.is_empty()).then_some(language);
                    self.analyzers.insert(language.to_owned(), Analyzer::for_language(code));
                }
                (self.analyzers.get_mut(language), text)
            }
            Kind::Name | Kind::Path => (None, value),
        };
        let words = match self.kind {
            Kind::Path => path_parts(text),
            Kind::Text | Kind::Name => {
                let tokens = tokenize(text).into_iter().filter(|token| token.kind != TokenKind::Mark);
                tokens.map(|token| (token.start, token.end)).collect()
            }
        };
        WordStream { text, words: words.into_iter(), analyzer, token: &mut self.token }
    }
}

fn path_parts(path: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let parts = path.split('/').map(|part| {
        let place = (start, start + part.len());
        start += part.len() + 1;
        place
    });
    parts.filter(|(start, end)| start < end).collect()
}

struct WordStream<'a> {
    text: &'a str,
    words: std::vec::IntoIter<(usize, usize)>,
    analyzer: Option<&'a mut Analyzer>,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        for (start, end) in self.words.by_ref() {
            let word = self.text.get(start..end).unwrap_or_default();
            self.token.position = self.token.position.wrapping_add(1);
            self.token.offset_from = start;
            self.token.offset_to = end;
            self.token.text.clear();
            match &mut self.analyzer {
                Some(analyzer) => match analyzer.term(word) {
                    Some(term) => self.token.text.push_str(term),
                    None => continue,
                },
                None => fold_into(word, &mut self.token.text),
            }
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(kind: Kind, value: &str) -> Vec<(usize, String)> {
        let mut words = Words::new(kind);
        let mut stream = words.token_stream(value);
        let mut found = Vec::new();
        stream.process(&mut |token| found.push((token.position, token.text.clone())));
        found
    }

    #[test]
    fn each_field_has_its_words() {
        let text = text_value(Some("en"), "The mayors’ reply");
        assert_eq!(terms(Kind::Text, &text), [(0, "the".into()), (1, "mayor".into()), (2, "repli".into())]);
        assert_eq!(terms(Kind::Name, "Élise Orlo"), [(0, "elise".into()), (1, "orlo".into())]);
        assert_eq!(terms(Kind::Path, "2025/03/A.txt"), [(0, "2025".into()), (1, "03".into()), (2, "a.txt".into())]);
    }
}
