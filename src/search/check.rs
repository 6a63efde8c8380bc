//! Whether an index is whole: its files against their checksums, its articles against the manifest.

use super::matches::numbers;
use super::reader::IndexReader;
use crate::engine::EngineError;
use crate::source::source_key;
use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentReader};

/// What is wrong, one line for each fault.
pub fn faults(reader: &IndexReader) -> Result<Vec<String>, EngineError> {
    let other = |error: &dyn std::fmt::Display| EngineError::Other(error.to_string());
    let mut faults = Vec::new();
    let damaged = reader.index.validate_checksum().map_err(|error| other(&error))?;
    let mut damaged: Vec<String> = damaged.iter().map(|file| file.display().to_string()).collect();
    damaged.sort_unstable();
    faults.extend(damaged.iter().map(|file| format!("the file {file} is not as it was written")));
    if let Err(error) = crate::index::forgotten(&reader.folder) {
        faults.push(error.to_string());
    }
    if !faults.is_empty() {
        return Ok(faults); // What stands in damaged files proves nothing.
    }
    let mut articles: FxHashMap<u64, u64> = FxHashMap::default();
    for segment in reader.searcher.segment_readers() {
        count_articles(reader, segment, &mut articles, &mut faults).map_err(|error| other(&error))?;
    }
    for source in crate::index::sources(&reader.schema, &reader.searcher)? {
        let found = articles.remove(&source_key(&source.root, &source.path)).unwrap_or(0);
        let is_pipe = source.path == crate::article::STANDARD_INPUT;
        if found != source.articles && !is_pipe {
            let name = crate::source::location(&source.root, &source.path);
            faults.push(format!("{name}: {found} articles in the index, {} in the manifest", source.articles));
        }
    }
    if !articles.is_empty() {
        faults.push(format!(
            "articles of {} sources that were not read to their end; the next run of index reads them again",
            articles.len()
        ));
    }
    Ok(faults)
}

/// Counts the articles of a segment by source, and looks whether every statement stands behind its article.
fn count_articles(
    reader: &IndexReader,
    segment: &SegmentReader,
    articles: &mut FxHashMap<u64, u64>,
    faults: &mut Vec<String>,
) -> tantivy::Result<()> {
    let name = |field| reader.schema.schema.get_field_name(field);
    let columns = segment.fast_fields();
    let numbers = numbers(segment)?;
    let Some(sources) = columns.column_opt::<u64>(name(reader.schema.source_number))? else { return Ok(()) };
    let mut lost = 0_u64;
    for document in segment.doc_ids_alive() {
        match numbers.first(document) {
            None => {
                if let Some(source) = sources.first(document) {
                    *articles.entry(source).or_default() += 1;
                }
            }
            Some(number) => {
                let article = u64::from(document).checked_sub(number).map(|article| article as DocId);
                lost += u64::from(article.and_then(|article| sources.first(article)).is_none());
            }
        }
    }
    if lost > 0 {
        faults.push(format!("{lost} statements do not stand behind their articles"));
    }
    Ok(())
}
