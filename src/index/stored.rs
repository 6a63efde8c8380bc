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

/// What hits show of an article, as a JSON list for a column: in the order of its fields here.
pub fn head_to_text(article: &Article, root: &str) -> Result<String, serde_json::Error> {
    let place = (root, &article.locator.path, &article.locator.member, article.locator.line);
    serde_json::to_string(&(&article.id, place, &article.title, &article.published, &article.outlet))
}

/// Reads what [`head_to_text`] wrote.
pub fn head_from_text(text: &str) -> Result<ArticleHead, serde_json::Error> {
    let (id, (root, path, member, line), title, published, outlet) = serde_json::from_str(text)?;
    Ok(ArticleHead { id, root, path, member, line, title, published, outlet })
}

/// A value of the document store.
struct Text(String);

impl ValueDeserialize for Text {
    fn deserialize<'de, D: ValueDeserializer<'de>>(deserializer: D) -> Result<Self, DeserializeError> {
        deserializer.deserialize_string().map(Self)
    }
}

/// The text that is stored with a document.
pub struct StoredText(pub String);

impl DocumentDeserialize for StoredText {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        let first = document.next_field::<Text>()?;
        Ok(Self(first.map(|(_, text)| text.0).unwrap_or_default()))
    }
}
