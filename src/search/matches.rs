//! The documents that a query selects, segment by segment, and how articles and statements are joined.
//!
//! An article's statements lie right behind it in its segment, in order: the article of the statement with number N is
//! N documents before it.

use rustc_hash::FxHashMap;
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

/// Selected documents of one segment, in order.
pub struct SegmentMatches {
    /// Place of the segment among the searcher's.
    pub segment: u32,
    /// Its documents.
    pub documents: Vec<DocId>,
}

/// The documents that a query selects; deleted ones are left out.
pub fn collect(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Vec<SegmentMatches>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut all = Vec::new();
    for (place, segment) in searcher.segment_readers().iter().enumerate() {
        let mut documents = Vec::new();
        let mut scorer = weight.scorer(segment, 1.0)?;
        let alive = segment.alive_bitset();
        let mut document = scorer.doc();
        while document != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(document)) {
                documents.push(document);
            }
            document = scorer.advance();
        }
        all.push(SegmentMatches { segment: place as u32, documents });
    }
    Ok(all)
}

/// Sets of documents that can be asked whether one is in them.
#[derive(Default)]
pub struct DocumentSets {
    sets: FxHashMap<SegmentId, Arc<Vec<u64>>>,
}

impl DocumentSets {
    /// What a query selects.
    pub fn of(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Self> {
        let mut sets = Self::default();
        for found in collect(searcher, query)? {
            let segment = searcher.segment_reader(found.segment);
            sets.insert(segment, found.documents.into_iter());
        }
        Ok(sets)
    }

    /// Adds documents of a segment, in any order.
    pub fn insert(&mut self, segment: &SegmentReader, documents: impl Iterator<Item = DocId>) {
        let mut bits = vec![0u64; segment.max_doc() as usize / 64 + 1];
        for document in documents {
            if let Some(word) = bits.get_mut(document as usize / 64) {
                *word |= 1 << (document % 64);
            }
        }
        self.sets.insert(segment.segment_id(), Arc::new(bits));
    }

    fn documents(&self, segment: &SegmentReader) -> impl Iterator<Item = DocId> {
        let bits = self.sets.get(&segment.segment_id()).cloned().unwrap_or_default();
        (0..segment.max_doc()).filter(move |document| has(&bits, *document))
    }

    /// A query that selects just these.
    pub fn into_query(self) -> Box<dyn Query> {
        let sets = self.sets;
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let bits = sets.get(&segment.segment_id()).cloned().unwrap_or_default();
            Ok(move |document: DocId| has(&bits, document))
        });
        Box::new(DocPredicateQuery::from(predicate))
    }
}

fn has(bits: &[u64], document: DocId) -> bool {
    bits.get(document as usize / 64).is_some_and(|word| word >> (document % 64) & 1 == 1)
}

/// The articles of some statements.
pub fn articles_of(searcher: &Searcher, statements: &DocumentSets) -> tantivy::Result<DocumentSets> {
    let mut articles = DocumentSets::default();
    for segment in searcher.segment_readers() {
        let numbers = numbers(segment)?;
        let found = statements.documents(segment).filter_map(|statement| article_of(&numbers, statement));
        articles.insert(segment, found);
    }
    Ok(articles)
}

/// The statements of some articles.
pub fn statements_of(searcher: &Searcher, articles: &DocumentSets) -> tantivy::Result<DocumentSets> {
    let mut statements = DocumentSets::default();
    for segment in searcher.segment_readers() {
        let numbers = numbers(segment)?;
        let found = articles.documents(segment).flat_map(|article| {
            let numbers = &numbers;
            (article + 1..segment.max_doc())
                .take_while(move |document| numbers.first(*document) == Some(u64::from(document - article)))
        });
        statements.insert(segment, found);
    }
    Ok(statements)
}

/// The column of the statements' numbers.
pub fn numbers(segment: &SegmentReader) -> tantivy::Result<Column<u64>> {
    let column = segment.fast_fields().column_opt::<u64>("number")?;
    Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
}

/// The article of a statement; none for documents that are no statements.
pub fn article_of(numbers: &Column<u64>, statement: DocId) -> Option<DocId> {
    let number = numbers.first(statement)?;
    statement.checked_sub(u32::try_from(number).ok()?)
}
