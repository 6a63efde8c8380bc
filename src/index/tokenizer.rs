//! The program's own analysis as Tantivy tokenizers.

use super::schema::{NAME_TOKENIZER, PATH_TOKENIZER, TEXT_TOKENIZER};
use crate::analysis::{Analyzer, fold_into, push_term, words};
use crate::article::Span;
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Registers the tokenizers that the schema names.
pub fn register(manager: &TokenizerManager) {
    for (name, kind) in [(TEXT_TOKENIZER, Kind::Text), (NAME_TOKENIZER, Kind::Name), (PATH_TOKENIZER, Kind::Path)] {
        manager.register(name, TextAnalyzer::from(Words::new(kind)));
    }
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
    second: String,
}

impl Words {
    fn new(kind: Kind) -> Self {
        Self { kind, analyzers: FxHashMap::default(), token: Token::default(), second: String::new() }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> WordStream<'a> {
        self.token.reset();
        self.second.clear();
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
            Kind::Text => Cut::Lines(text.split('\n')),
            Kind::Path => Cut::Parts(text.split('/')),
            Kind::Name => Cut::Words(text, words(text).into_iter()),
        };
        WordStream { words, analyzer, token: &mut self.token, second: &mut self.second }
    }
}

/// The pieces of a value.
enum Cut<'a> {
    Lines(std::str::Split<'a, char>),
    Parts(std::str::Split<'a, char>),
    Words(&'a str, std::vec::IntoIter<Span>),
}

impl<'a> Iterator for Cut<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        match self {
            Self::Lines(lines) => lines.next(),
            Self::Parts(parts) => parts.find(|part| !part.is_empty()),
            Self::Words(text, words) => words.next().map(|word| word.of(text)),
        }
    }
}

struct WordStream<'a> {
    words: Cut<'a>,
    analyzer: Option<&'a mut Analyzer>,
    token: &'a mut Token,
    /// The other term of the word before, which stands at the same place.
    second: &'a mut String,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.second.is_empty() {
            self.token.text.clear();
            self.token.text.push_str(self.second);
            self.second.clear();
            return true;
        }
        for word in self.words.by_ref() {
            self.token.position = self.token.position.wrapping_add(1);
            self.token.text.clear();
            match &mut self.analyzer {
                None => fold_into(word, &mut self.token.text),
                Some(_) if word.is_empty() => continue,
                Some(analyzer) => {
                    let Some(terms) = analyzer.terms(word) else { continue };
                    push_term(&terms.stem, &terms.form, &mut self.token.text);
                    if let Some(unaccented) = &terms.unaccented {
                        push_term(unaccented, &terms.form, self.second);
                    }
                }
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
    use crate::indexed::TextValue;

    fn terms(kind: Kind, value: &str) -> Vec<(usize, String)> {
        let mut words = Words::new(kind);
        let mut stream = words.token_stream(value);
        let mut found = Vec::new();
        stream.process(&mut |token| found.push((token.position, token.text.clone())));
        found
    }

    fn value(language: &str, texts: &[&str]) -> String {
        let mut value = TextValue::new(Some(language), 0);
        texts.iter().for_each(|text| value.push(text, |_, _| ()));
        value.into_string()
    }

    #[test]
    fn each_field_has_its_words() {
        let english = value("en", &["The mayors’ reply", "Bees"]);
        let expected = [(0, "the\u{1e}"), (1, "mayor\u{1e}mayors"), (2, "repli\u{1e}reply"), (4, "bee\u{1e}bees")];
        assert_eq!(terms(Kind::Text, &english), expected.map(|(place, term)| (place, term.to_owned())));
        let french = value("fr", &["la éternité"]);
        let expected =
            [(0, "la\u{1f}fr\u{1e}"), (1, "etern\u{1f}fr\u{1e}eternite"), (1, "eternit\u{1f}fr\u{1e}eternite")];
        assert_eq!(terms(Kind::Text, &french), expected.map(|(place, term)| (place, term.to_owned())));
        assert_eq!(terms(Kind::Name, "Élise Orlo"), [(0, "elise".into()), (1, "orlo".into())]);
        assert_eq!(terms(Kind::Path, "2025/03/A.txt"), [(0, "2025".into()), (1, "03".into()), (2, "a.txt".into())]);
    }

    #[test]
    fn words_are_told_where_they_will_stand() {
        let mut places = Vec::new();
        let mut text = TextValue::new(None, 0);
        text.push("One two", |word, place| places.push((word.start, place)));
        text.push("three", |word, place| places.push((word.start, place)));
        assert_eq!(places, [(0, 0), (4, 1), (0, 3)]);
        assert_eq!(terms(Kind::Text, &TextValue::new(Some("de"), 0).into_string()), []);
        let found: Vec<usize> = terms(Kind::Text, &text.into_string()).iter().map(|(place, _)| *place).collect();
        assert_eq!(found, [0, 1, 3]);
    }
}
