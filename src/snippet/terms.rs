//! What a query's words and names look like in a text.

use crate::analysis::{Analyzer, Token, TokenKind, fold, tokenize};
use crate::article::Span;
use crate::field::FieldKind;
use crate::query::{Node, Query, Value};
use rustc_hash::FxHashMap;

/// Longest word that is looked up, in bytes.
const LONGEST_WORD: usize = 64;

/// One thing that is looked for: terms next to each other.
struct Wanted {
    terms: Vec<String>,
    /// Whether the terms are stemmed words of the text, or folded words of a name.
    is_text: bool,
}

/// What a query looks for in a text of one language; what it must not find is left out.
pub struct Terms {
    wanted: Vec<Wanted>,
    /// First term → what begins with it.
    by_text: FxHashMap<String, Vec<usize>>,
    by_name: FxHashMap<String, Vec<usize>>,
    analyzer: Analyzer,
}

/// A place where something that is wanted stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its bytes.
    pub span: Span,
    /// Which of the wanted things it is.
    pub which: usize,
    /// How many words it has.
    pub words: usize,
}

impl Terms {
    /// What `query` looks for in a text with this language code.
    pub fn from_query(query: &Query, language: Option<&str>) -> Self {
        let mut terms = Self {
            wanted: Vec::new(),
            by_text: FxHashMap::default(),
            by_name: FxHashMap::default(),
            analyzer: Analyzer::for_language(language),
        };
        terms.gather(&query.root);
        terms
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    fn gather(&mut self, node: &Node) {
        match node {
            Node::Word(word) => self.add(std::slice::from_ref(word), true),
            Node::Phrase(words) => self.add(words, true),
            Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
                nodes.iter().for_each(|node| self.gather(node));
            }
            Node::Said(inner) => self.gather(inner),
            Node::Clause { field, value: Value::Words(words) } => match field.kind {
                FieldKind::Name | FieldKind::Person | FieldKind::DateOrName => self.add(words, false),
                FieldKind::Text | FieldKind::Keyword | FieldKind::Date | FieldKind::Path => {}
            },
            Node::Clause { .. } | Node::Not(_) | Node::Everything => {}
        }
    }

    fn add(&mut self, words: &[String], is_text: bool) {
        let mut terms = Vec::with_capacity(words.len());
        for word in words {
            for token in tokenize(word).iter().filter(|token| token.kind != TokenKind::Mark) {
                let term = match is_text {
                    true => self.analyzer.term(token.of(word)).map(str::to_owned),
                    false => Some(fold(token.of(word)).into_owned()),
                };
                terms.extend(term);
            }
        }
        let Some(first) = terms.first().cloned() else { return };
        let index = if is_text { &mut self.by_text } else { &mut self.by_name };
        index.entry(first).or_default().push(self.wanted.len());
        self.wanted.push(Wanted { terms, is_text });
    }

    /// Every place in `text` where something wanted stands, in order; a phrase only where the whole of it stands.
    pub fn matches(&self, text: &str) -> Vec<Match> {
        if self.is_empty() {
            return Vec::new();
        }
        let tokens: Vec<Token> = tokenize(text).into_iter().filter(|token| token.kind != TokenKind::Mark).collect();
        let mut analyzer = self.analyzer.clone();
        let mut found = Vec::new();
        for index in 0..tokens.len() {
            self.matches_at(text, &tokens, index, &mut analyzer, &mut found);
        }
        found
    }

    fn matches_at(&self, text: &str, tokens: &[Token], index: usize, analyzer: &mut Analyzer, found: &mut Vec<Match>) {
        let word = tokens[index].of(text);
        if word.len() > LONGEST_WORD {
            return;
        }
        let by_text = match self.by_text.is_empty() {
            true => None,
            false => analyzer.term(word).and_then(|term| self.by_text.get(term)),
        };
        let by_name = if self.by_name.is_empty() { None } else { self.by_name.get(&*fold(word)) };
        for which in by_text.into_iter().chain(by_name).flatten() {
            let Some(wanted) = self.wanted.get(*which) else { continue };
            let words = wanted.terms.len();
            let Some(run) = tokens.get(index..index + words) else { continue };
            let is_whole = run.iter().zip(&wanted.terms).skip(1).all(|(token, term)| match wanted.is_text {
                true => analyzer.term(token.of(text)) == Some(term.as_str()),
                false => *fold(token.of(text)) == **term,
            });
            if let (true, Some(last)) = (is_whole, run.last()) {
                found.push(Match { span: Span::new(tokens[index].start, last.end), which: *which, words });
            }
        }
    }
}

/// The places in `text` that matched, in order, joined where they overlap.
pub fn highlights(text: &str, terms: &Terms) -> Vec<Span> {
    joined(terms.matches(text).iter().map(|found| found.span))
}

/// Spans in order of their starts, joined where they overlap.
pub fn joined(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}
