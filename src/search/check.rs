//! Whether an index is whole: its files against their checksums, its articles against the manifest.

use super::matches::numbers;
use super::reader::IndexReader;
use crate::engine::EngineError;
use crate::source::source_key;
use rustc_hash::FxHashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use tantivy::{DocId, SegmentReader};

/// Bytes in which the end of a file fits.
const LONGEST_END: u64 = 1024;

/// What is wrong, one line for each fault.
pub fn faults(reader: &IndexReader) -> Result<Vec<String>, EngineError> {
    let other = |error: &dyn std::fmt::Display| EngineError::Other(error.to_string());
    let mut faults = Vec::new();
    let damaged = reader.index.validate_checksum().map_err(|error| other(&error))?;
    let mut damaged: Vec<String> = damaged.iter().map(|file| file.display().to_string()).collect();
    let files = reader.index.load_metas().map_err(|error| other(&error))?.list_segment_files();
    for file in files.iter().filter(|file| !has_whole_end(&reader.folder.index().join(file))) {
        damaged.push(file.display().to_string());
    }
    damaged.sort_unstable();
    damaged.dedup();
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
        let is_pipe = *source.path == *crate::article::STANDARD_INPUT;
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

/// Whether the end of a file, which Tantivy's checksum does not cover, is as this version of it writes it: a version and a
/// checksum as JSON, the length of that, and a number that never changes. Some files are not there, such as those of what is
/// deleted where nothing is.
fn has_whole_end(file: &Path) -> bool {
    let Ok(mut file) = File::open(file) else { return true };
    let mut content = Vec::new();
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let is_read = file
        .seek(SeekFrom::Start(length.saturating_sub(LONGEST_END)))
        .and_then(|_| file.take(LONGEST_END).read_to_end(&mut content));
    is_read.is_ok() && version_of(&content).is_some_and(|version| is_ours(&version))
}

/// The version at the end of a file of Tantivy's.
fn version_of(content: &[u8]) -> Option<serde_json::Value> {
    let (content, _) = content.split_last_chunk::<4>()?;
    let (content, length) = content.split_last_chunk::<4>()?;
    let start = content.len().checked_sub(u32::from_le_bytes(*length) as usize)?;
    let mut end: serde_json::Value = serde_json::from_slice(content.get(start..)?).ok()?;
    Some(end.get_mut("version")?.take())
}

/// Whether a version is that of the Tantivy in this program, or of one that differs in its last number and came before.
fn is_ours(version: &serde_json::Value) -> bool {
    let Ok(mut own) = serde_json::to_value(tantivy::version()) else { return false };
    let patch = |version: &serde_json::Value| version.get("patch").and_then(serde_json::Value::as_u64);
    let is_earlier = patch(version).zip(patch(&own)).is_some_and(|(found, own)| found <= own);
    own["patch"] = version.get("patch").cloned().unwrap_or_default();
    is_earlier && own == *version
}

/// Counts the articles of a segment by source, and looks whether every statement stands behind an article.
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
