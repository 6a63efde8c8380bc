//! The program's own analysis as Tantivy tokenizers.

use super::schema::{FORMS_TOKENIZER, NAME_TOKENIZER, PATH_TOKENIZER, TEXT_TOKENIZER};
use crate::analysis::{Analyzer, LONGEST_WORD, fold, fold_into, words};
use crate::article::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Registers the tokenizers that the schema names.
pub fn register(manager: &TokenizerManager) {
    for (name, kind) in [
        (TEXT_TOKENIZER, Kind::Text),
        (NAME_TOKENIZER, Kind::Name),
        (FORMS_TOKENIZER, Kind::Lines),
        (PATH_TOKENIZER, Kind::Path),
    ] {
        manager.register(name, TextAnalyzer::from(Words::new(kind)));
    }
}

/// A value of a text field: the language's code in a first line of its own, then the text.
pub fn text_value(language: Option<&str>, text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 3);
    value.push_str(language.unwrap_or_default());
    value.push('\n');
    value.push_str(text);
    value
}

/// A value of a field of forms: the distinct words of some texts, folded, one a line.
pub fn forms_value<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut value = String::new();
    for text in texts {
        for word in words(text) {
            let word = word.of(text);
            if word.len() <= LONGEST_WORD && seen.insert(word) {
                value.push_str(&fold(word));
                value.push('\n');
            }
        }
    }
    value
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Name,
    Lines,
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
            Kind::Name | Kind::Lines | Kind::Path => (None, value),
        };
        let words = match self.kind {
            Kind::Path => parts(text, '/'),
            Kind::Lines => parts(text, '\n'),
            Kind::Text | Kind::Name => words(text),
        };
        let (token, second) = (&mut self.token, &mut self.second);
        WordStream {
            text,
            words: words.into_iter(),
            analyzer,
            token,
            second,
            is_folded: matches!(self.kind, Kind::Lines),
        }
    }
}

fn parts(text: &str, separator: char) -> Vec<Span> {
    let mut start = 0;
    let parts = text.split(separator).map(|part| {
        let place = Span::new(start, start + part.len());
        start += part.len() + separator.len_utf8();
        place
    });
    parts.filter(|place| !place.is_empty()).collect()
}

struct WordStream<'a> {
    text: &'a str,
    words: std::vec::IntoIter<Span>,
    analyzer: Option<&'a mut Analyzer>,
    token: &'a mut Token,
    /// The other term of the word before, which stands at the same place.
    second: &'a mut String,
    is_folded: bool,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.second.is_empty() {
            self.token.text.clear();
            self.token.text.push_str(self.second);
            self.second.clear();
            return true;
        }
        for place in self.words.by_ref() {
            let word = place.of(self.text);
            self.token.position = self.token.position.wrapping_add(1);
            self.token.offset_from = place.start;
            self.token.offset_to = place.end;
            self.token.text.clear();
            match &mut self.analyzer {
                Some(analyzer) => match analyzer.terms(word) {
                    Some(terms) => {
                        self.token.text.push_str(&terms.stem);
                        self.second.push_str(terms.unaccented.as_deref().unwrap_or_default());
                    }
                    None => continue,
                },
                None if self.is_folded => self.token.text.push_str(word),
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
        let accents = text_value(Some("fr"), "la éternité");
        let expected = [(0, "la\u{1f}fr"), (1, "etern\u{1f}fr"), (1, "eternit\u{1f}fr")];
        assert_eq!(terms(Kind::Text, &accents), expected.map(|(place, term)| (place, term.to_owned())));
        let forms = forms_value(["Bridges and bridges", "Élan and bridge"].into_iter());
        assert_eq!(terms(Kind::Lines, &forms).len(), 5);
        assert_eq!(terms(Kind::Name, "Élise Orlo"), [(0, "elise".into()), (1, "orlo".into())]);
        assert_eq!(terms(Kind::Path, "2025/03/A.txt"), [(0, "2025".into()), (1, "03".into()), (2, "a.txt".into())]);
    }
}
