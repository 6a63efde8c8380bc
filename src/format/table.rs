//! CSV (RFC 4180) and tab-separated values: one article a row, columns named as the keys of JSON articles are.

use super::cut::{Rows, delimiter};
use super::{Options, charset, json};
use crate::article::{Article, RawSource, Skip, SkipReason};
use crate::source::Cutter;
use csv::{ReaderBuilder, StringRecord, Trim};
use serde_json::{Map, Value};

/// A row is an article; commas, semicolons, tabs and bars are told by the first line.
pub fn cut(head: &[u8], _name: &str) -> Option<Box<dyn Cutter>> {
    Some(Box::new(Rows::new(delimiter(head))))
}

/// Reads one row behind the row with the names of the columns.
pub fn parse(source: &RawSource, options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let bytes = source.framed();
    let text = charset::decode(&bytes, None, false);
    let mut rows = ReaderBuilder::new()
        .delimiter(delimiter(text.as_bytes()))
        .flexible(true)
        .trim(Trim::Headers)
        .from_reader(text.as_bytes());
    let malformed = |detail: String| Skip::new(source.locator.clone(), SkipReason::Malformed, detail);
    let columns = rows.headers().cloned();
    each(match (columns, rows.records().next()) {
        (Ok(columns), Some(Ok(row))) => json::article(source, &object(&columns, &row), options),
        (Err(error), _) | (_, Some(Err(error))) => Err(malformed(format!("CSV: {error}"))),
        (Ok(_), None) => Err(malformed("CSV: no row behind the names of the columns".to_owned())),
    });
}

/// A row as an object; empty cells are left out. The usual names of columns are written in small letters.
fn object(columns: &StringRecord, row: &StringRecord) -> Map<String, Value> {
    let cells = columns.iter().zip(row).filter(|(_, cell)| !cell.trim().is_empty());
    let mut object = Map::new();
    for (column, cell) in cells {
        object.insert(column.to_ascii_lowercase(), Value::from(cell));
        object.insert(column.to_owned(), Value::from(cell));
    }
    object
}
