//! The stored form of a record: everything that cannot be worked out again from the rest.

use crate::article::{Article, DateMention, Entity, Record, Statement};
use crate::engine::StoredRecord;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Outgoing<'r> {
    root: &'r str,
    article: &'r Article,
    statements: &'r [Statement],
    entities: &'r [Entity],
    dates: &'r [DateMention],
}

#[derive(Deserialize)]
struct Incoming {
    root: String,
    article: Article,
    statements: Vec<Statement>,
    entities: Vec<Entity>,
    dates: Vec<DateMention>,
}

/// A record and the root of its source as bytes for the document store.
pub fn to_bytes(record: &Record, root: &str) -> Result<Vec<u8>, serde_json::Error> {
    let Record { article, statements, entities, dates } = record;
    serde_json::to_vec(&Outgoing { root, article, statements, entities, dates })
}

/// Reads what [`to_bytes`] wrote.
pub fn from_bytes(bytes: &[u8]) -> Result<StoredRecord, serde_json::Error> {
    let Incoming { root, article, statements, entities, dates } = serde_json::from_slice(bytes)?;
    Ok(StoredRecord { record: Record { article, statements, entities, dates }, root })
}
