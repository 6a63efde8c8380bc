//! The stored form of a record: everything that cannot be worked out again from the rest.

use crate::article::{Article, DateMention, Entity, Record, Statement};
use crate::engine::{ArticleHead, StoredRecord};
use serde::{Deserialize, Serialize};
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize, ValueDeserializer,
};

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

/// A record and the root of its source as JSON for the document store.
pub fn to_text(record: &Record, root: &str) -> Result<String, serde_json::Error> {
    let Record { article, statements, entities, dates } = record;
    serde_json::to_string(&Outgoing { root, article, statements, entities, dates })
}

/// Reads what [`to_text`] wrote.
pub fn from_text(text: &str) -> Result<StoredRecord, serde_json::Error> {
    let Incoming { root, article, statements, entities, dates } = serde_json::from_str(text)?;
    Ok(StoredRecord { record: Record { article, statements, entities, dates }, root })
}

/// What hits show of an article, which is stored before its record so that the rest need not be read.
pub fn head_to_text(article: &Article, root: &str) -> Result<String, serde_json::Error> {
    serde_json::to_string(&ArticleHead::new(article, root))
}

/// Reads what [`head_to_text`] wrote.
pub fn head_from_text(text: &str) -> Result<ArticleHead, serde_json::Error> {
    serde_json::from_str(text)
}

/// A text of the document store.
struct StoredText(String);

impl ValueDeserialize for StoredText {
    fn deserialize<'de, D: ValueDeserializer<'de>>(deserializer: D) -> Result<Self, DeserializeError> {
        deserializer.deserialize_string().map(Self)
    }
}

/// The text of the first value that is stored with a document.
pub struct FirstText(pub String);

impl DocumentDeserialize for FirstText {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        let first = document.next_field::<StoredText>()?;
        Ok(Self(first.map(|(_, text)| text.0).unwrap_or_default()))
    }
}

/// The text of the second value that is stored with a document.
pub struct SecondText(pub String);

impl DocumentDeserialize for SecondText {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        document.next_field::<StoredText>()?;
        let second = document.next_field::<StoredText>()?;
        Ok(Self(second.map(|(_, text)| text.0).unwrap_or_default()))
    }
}
