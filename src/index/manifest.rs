//! The manifest: which sources the index knows. One document a source, read back from columns.

use super::schema::{IndexSchema, SOURCE};
use crate::article::Skip;
use crate::engine::{EngineError, KnownSource};
use crate::source::Fingerprint;
use std::sync::Arc;
use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

/// All sources of an index, in no order.
pub fn sources(schema: &IndexSchema, searcher: &Searcher) -> Result<Vec<KnownSource>, EngineError> {
    Ok(entries(schema, searcher)?.into_iter().map(|(source, _)| source).collect())
}

/// All sources with the runs that read them.
pub fn entries(schema: &IndexSchema, searcher: &Searcher) -> Result<Vec<(KnownSource, u64)>, EngineError> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        segment_sources(schema, segment, &mut found).map_err(|error| EngineError::Other(error.to_string()))?;
    }
    Ok(found)
}

fn segment_sources(
    schema: &IndexSchema,
    segment: &SegmentReader,
    found: &mut Vec<(KnownSource, u64)>,
) -> tantivy::Result<()> {
    let columns = segment.fast_fields();
    let name = |field| schema.schema.get_field_name(field);
    let documents = of_sources(schema, segment)?;
    if documents.is_empty() {
        return Ok(());
    }
    let roots = texts(columns.str(name(schema.source_root))?, &documents)?;
    let paths = texts(columns.str(name(schema.source_path))?, &documents)?;
    let mut numbers: Vec<Column<u64>> = Vec::new();
    for field in schema.source_numbers {
        numbers.push(columns.u64(name(field))?);
    }
    for ((document, root), path) in documents.into_iter().zip(roots).zip(paths) {
        let number = |place: usize| numbers.get(place).and_then(|column| column.first(document)).unwrap_or(0);
        let fingerprint = Fingerprint {
            size: number(0),
            modified: number(1) as i64,
            digest: u128::from(number(2)) << 64 | u128::from(number(3)),
        };
        let skips = if number(5) > 0 { skips(schema, segment, document)? } else { Vec::new() };
        found.push((KnownSource { root, path, fingerprint, articles: number(4), skips }, number(6)));
    }
    Ok(())
}

/// The documents of sources: few among those of articles and statements.
fn of_sources(schema: &IndexSchema, segment: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
    let term = Term::from_field_text(schema.kind, SOURCE);
    let postings = segment.inverted_index(schema.kind)?.read_postings(&term, IndexRecordOption::Basic)?;
    let Some(mut postings) = postings else { return Ok(Vec::new()) };
    let mut documents = Vec::new();
    while postings.doc() != TERMINATED {
        documents.push(postings.doc());
        postings.advance();
    }
    if let Some(alive) = segment.alive_bitset() {
        documents.retain(|document| alive.is_alive(*document));
    }
    Ok(documents)
}

fn skips(schema: &IndexSchema, segment: &SegmentReader, document: DocId) -> tantivy::Result<Vec<Skip>> {
    let stored: TantivyDocument = segment.get_store_reader(1)?.get(document)?;
    let bytes = stored.get_first(schema.source_skips).and_then(|value| value.as_bytes());
    Ok(bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default())
}

/// The first text of each document; the dictionary is read once, in its order.
fn texts(column: Option<StrColumn>, documents: &[DocId]) -> tantivy::Result<Vec<Arc<str>>> {
    let Some(column) = column else { return Ok(vec![Arc::default(); documents.len()]) };
    let ordinals: Vec<u64> =
        documents.iter().map(|document| column.term_ords(*document).next().unwrap_or(u64::MAX)).collect();
    let mut distinct: Vec<u64> = ordinals.iter().copied().filter(|ordinal| *ordinal != u64::MAX).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let mut names: Vec<Arc<str>> = Vec::with_capacity(distinct.len());
    column.dictionary().sorted_ords_to_term_cb(&distinct, |bytes| {
        names.push(String::from_utf8_lossy(bytes).into());
    })?;
    let text = |ordinal: &u64| distinct.binary_search(ordinal).ok().and_then(|place| names.get(place).cloned());
    Ok(ordinals.iter().map(|ordinal| text(ordinal).unwrap_or_default()).collect())
}
