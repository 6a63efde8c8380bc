//! Words of text as a Tantivy query: the articles, or the statements, in which they stand as they should.

use super::Target;
use super::places::{Occurrences, Parts};
use super::vocabulary::{IndexedWord, PatternPlaces};
use crate::query::{follow_each_other, stand_near};
use std::sync::Arc;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError};

/// How words have to stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Each behind the one before.
    Following,
    /// In any order, with so many other words between them at most.
    Near(u32),
}

/// Where the words come from.
#[derive(Clone, Debug)]
enum Source {
    Words(Vec<IndexedWord>),
    /// Any form that a pattern means: very many terms, so that their places are gathered, a segment at a time.
    Pattern(PatternPlaces),
}

/// Selects the articles or statements that have the words.
#[derive(Clone, Debug)]
pub struct TextQuery {
    source: Arc<Source>,
    order: Order,
    target: Target,
}

impl TextQuery {
    /// What has all of some words in an order; nothing for no words.
    pub fn of_words(words: Vec<IndexedWord>, order: Order, target: Target) -> Self {
        Self { source: Arc::new(Source::Words(words)), order, target }
    }

    /// The statements with a form that a pattern means.
    pub fn of_pattern(places: PatternPlaces) -> Self {
        Self { source: Arc::new(Source::Pattern(places)), order: Order::Following, target: Target::Statements }
    }

    fn documents(&self, segment: &SegmentReader) -> tantivy::Result<Documents> {
        let option = match &*self.source {
            Source::Words(words) if words.len() == 1 && self.target == Target::Articles => IndexRecordOption::Basic,
            _ => IndexRecordOption::WithFreqsAndPositions,
        };
        let words = match &*self.source {
            Source::Words(words) => {
                words.iter().map(|word| Occurrences::of_word(word, segment, option)).collect::<tantivy::Result<_>>()?
            }
            Source::Pattern(places) => vec![Occurrences::Listed { list: places.of(segment)?, at: 0 }],
        };
        let parts = match self.target {
            Target::Articles => None,
            Target::Statements => Some(Parts::open(segment)?),
        };
        Ok(Documents::new(words, self.order, parts))
    }
}

impl Query for TextQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for TextQuery {
    fn scorer(&self, segment: &SegmentReader, boost: f32) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ConstScorer::new(self.documents(segment)?, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("this query only selects".to_owned()))
    }
}

/// The documents of one segment that have the words.
struct Documents {
    words: Vec<Occurrences>,
    order: Order,
    /// For statements: their parts.
    parts: Option<Parts>,
    /// Documents of the article at hand that have the words: itself, or statements of it.
    found: Vec<DocId>,
    /// The document at hand among them.
    at: usize,
    /// Places of each word in the article at hand, and in the document that is looked at.
    places: Vec<Vec<u32>>,
    inside: Vec<Vec<u32>>,
}

impl Documents {
    fn new(words: Vec<Occurrences>, order: Order, parts: Option<Parts>) -> Self {
        let places = vec![Vec::new(); words.len()];
        let inside = places.clone();
        let mut documents = Self { words, order, parts, found: Vec::new(), at: 0, places, inside };
        documents.find(0);
        documents
    }

    /// Goes to the first article from `article` on with something that has the words.
    fn find(&mut self, mut article: DocId) {
        self.at = 0;
        self.found.clear();
        while self.found.is_empty() && article < TERMINATED {
            article = self.together(article);
            if article == TERMINATED {
                return;
            }
            self.look_into(article);
            article += 1;
        }
    }

    /// The first article from `article` on that has all of the words.
    fn together(&mut self, mut article: DocId) -> DocId {
        if self.words.is_empty() {
            return TERMINATED;
        }
        loop {
            let farthest = self.words.iter_mut().map(|word| word.seek(article)).max().unwrap_or(TERMINATED);
            if farthest == TERMINATED || self.words.iter().all(|word| word.article() == farthest) {
                return farthest;
            }
            article = farthest;
        }
    }

    fn look_into(&mut self, article: DocId) {
        if self.parts.is_none() && self.words.len() == 1 {
            return self.found.push(article);
        }
        for (word, places) in self.words.iter_mut().zip(&mut self.places) {
            word.places(places);
        }
        let Some(parts) = &self.parts else {
            if is_in_order(self.order, &self.places) {
                self.found.push(article);
            }
            return;
        };
        for statement in parts.statements_of(article) {
            for (places, inside) in self.places.iter().zip(&mut self.inside) {
                parts.inside(statement, places, inside);
            }
            if self.inside.iter().all(|places| !places.is_empty()) && is_in_order(self.order, &self.inside) {
                self.found.push(statement);
            }
        }
    }
}

fn is_in_order(order: Order, places: &[Vec<u32>]) -> bool {
    match order {
        Order::Following => follow_each_other(places),
        Order::Near(within) => stand_near(places, within),
    }
}

impl DocSet for Documents {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at >= self.found.len()
            && let Some(article) = self.words.first().map(Occurrences::article)
            && article != TERMINATED
        {
            self.find(article + 1);
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target >= TERMINATED {
            self.words.clear();
            self.found.clear();
        }
        while self.doc() < target {
            self.at += self.found.get(self.at..).unwrap_or_default().partition_point(|document| *document < target);
            if self.at >= self.found.len() {
                let owner = self.parts.as_ref().map_or(target, |parts| parts.article_of(target));
                let next = self.words.first().map_or(TERMINATED, |word| word.article().saturating_add(1));
                self.find(owner.max(next).min(TERMINATED));
            }
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.found.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        let lengths = self.words.iter().map(Occurrences::length);
        lengths.min().unwrap_or_default()
    }
}
