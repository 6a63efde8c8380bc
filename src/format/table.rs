//! CSV (RFC 4180) and tab-separated values: one article a row, columns named as the keys of JSON articles are.

use super::{charset, json};
use crate::article::{Article, RawSource, Skip, SkipReason};
use csv::{ReaderBuilder, StringRecord, Trim};
use serde_json::{Map, Value};

/// Comma-separated values; semicolons and tabs are told by the first line.
pub fn parse(source: &RawSource, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = charset::decode(&source.bytes, false);
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    let delimiter =
        [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(Trim::Headers).from_reader(text.as_bytes());
    let malformed =
        |error: csv::Error| Skip::new(source.locator.clone(), SkipReason::Malformed, format!("CSV: {error}"));
    let columns = match reader.headers() {
        Ok(columns) => columns.clone(),
        Err(error) => return each(Err(malformed(error))),
    };
    let mut number = 0;
    for row in reader.records() {
        number += 1;
        match row {
            Ok(row) => {
                let place = RawSource { locator: source.locator.at_line(number), bytes: Vec::new(), ..source.clone() };
                each(json::article(&place, &object(&columns, &row)));
            }
            Err(error) => return each(Err(malformed(error))),
        }
    }
    if number == 0 {
        each(Err(Skip::new(source.locator.clone(), SkipReason::NoText, "the table has no rows")));
    }
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
