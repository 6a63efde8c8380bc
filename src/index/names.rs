//! The table of folded names: one document, worked out anew whenever the articles have changed.

use super::schema::IndexSchema;
use super::stored::StoredText;
use crate::analysis::{Fold, fold_names};
use crate::engine::EngineError;
use crate::field::field;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use tantivy::{Searcher, SegmentReader, TantivyDocument, Term};

/// Type term of the table's document.
const NAMES: &str = "names";

/// Articles that a name needs to be looked at; most of the names of an archive occur once.
const ARTICLES_MIN: u64 = 2;

fn failed(error: impl std::fmt::Display) -> EngineError {
    EngineError::Other(error.to_string())
}

/// The term by which the table is found and replaced.
pub fn term(schema: &IndexSchema) -> Term {
    Term::from_field_text(schema.kind, NAMES)
}

/// The document of the table for the articles of `searcher`.
pub fn document(schema: &IndexSchema, searcher: &Searcher) -> Result<TantivyDocument, EngineError> {
    let folds = fold_names(&persons(schema, searcher).map_err(failed)?);
    let rows: Vec<[&str; 3]> =
        folds.iter().map(|fold| [fold.from.as_str(), fold.to.as_str(), fold.rule.as_str()]).collect();
    let mut document = TantivyDocument::new();
    document.add_text(schema.kind, NAMES);
    document.add_text(schema.names, serde_json::to_string(&rows).map_err(failed)?);
    Ok(document)
}

/// The table as the last commit has it; empty where there is none.
pub fn folds(schema: &IndexSchema, searcher: &Searcher) -> Result<Vec<Fold>, EngineError> {
    let query = tantivy::query::TermQuery::new(term(schema), tantivy::schema::IndexRecordOption::Basic);
    let found = searcher.search(&query, &tantivy::collector::DocSetCollector).map_err(failed)?;
    let Some(address) = found.into_iter().max() else { return Ok(Vec::new()) };
    let stored: StoredText = searcher.doc(address).map_err(failed)?;
    let rows: Vec<[String; 3]> = serde_json::from_str(&stored.0).map_err(failed)?;
    Ok(rows.into_iter().map(|[from, to, rule]| Fold { from, to, rule }).collect())
}

/// The persons of all articles with the number of articles that name them, in order of their names.
fn persons(schema: &IndexSchema, searcher: &Searcher) -> tantivy::Result<Vec<(String, u64)>> {
    let Some(values) = field("person").and_then(|field| schema.of_article(field).values) else { return Ok(Vec::new()) };
    let column = schema.schema.get_field_name(values);
    // First by number, so that names of one article take no memory.
    let mut counts: FxHashMap<u64, u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        each_value(segment, column, |name, articles| *counts.entry(hashed(name)).or_default() += articles)?;
    }
    let mut names: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        each_value(segment, column, |name, articles| {
            if counts.get(&hashed(name)).is_some_and(|all| *all >= ARTICLES_MIN) {
                *names.entry(name.to_vec()).or_default() += articles;
            }
        })?;
    }
    let named = |(name, count): (Vec<u8>, u64)| (String::from_utf8_lossy(&name).into_owned(), count);
    let mut names: Vec<(String, u64)> = names.into_iter().map(named).collect();
    names.sort_unstable();
    Ok(names)
}

fn hashed(name: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    hasher.finish()
}

/// Every value of a column with the number of documents that have it, deleted ones left out.
pub fn each_value(segment: &SegmentReader, column: &str, mut each: impl FnMut(&[u8], u64)) -> tantivy::Result<()> {
    let Some(column) = segment.fast_fields().str(column)? else { return Ok(()) };
    let mut counts = vec![0_u64; column.num_terms()];
    for document in segment.doc_ids_alive() {
        for ordinal in column.term_ords(document) {
            if let Some(count) = counts.get_mut(ordinal as usize) {
                *count += 1;
            }
        }
    }
    let ordinals: Vec<u64> = (0..).zip(&counts).filter(|(_, count)| **count > 0).map(|(ordinal, _)| ordinal).collect();
    let mut at = ordinals.iter();
    column.dictionary().sorted_ords_to_term_cb(&ordinals, |name| {
        let count = at.next().and_then(|ordinal| counts.get(*ordinal as usize));
        each(name, count.copied().unwrap_or(0));
    })?;
    Ok(())
}
