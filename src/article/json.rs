//! A record as JSON: the keys, in their fixed order, of `docs/json.md`.

use super::{Article, DateMention, DateValue, Entity, Record, Span, Speaker, Statement};
use super::{Basis, Confidence, Cue, Kind};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

/// Version of the record's JSON: the first key of every line.
pub const RECORD_VERSION: u32 = 1;

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("v", &RECORD_VERSION)?;
        article_entries(&self.article, &mut map)?;
        map.serialize_entry("statements", &StatementList(self))?;
        map.serialize_entry("entities", &self.entities as &Vec<Entity>)?;
        map.serialize_entry("dates", &self.dates as &Vec<DateMention>)?;
        map.end()
    }
}

fn article_entries<M: SerializeMap>(article: &Article, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("id", &article.id)?;
    map.serialize_entry("path", &article.locator.path)?;
    map.serialize_entry("member", &article.locator.member)?;
    map.serialize_entry("line", &article.locator.line)?;
    map.serialize_entry("format", &article.format)?;
    map.serialize_entry("sha256", &article.sha256)?;
    map.serialize_entry("title", &article.title)?;
    map.serialize_entry("subtitle", &article.subtitle)?;
    map.serialize_entry("authors", &article.authors)?;
    map.serialize_entry("editors", &article.editors)?;
    map.serialize_entry("outlet", &article.outlet)?;
    map.serialize_entry("section", &article.section)?;
    map.serialize_entry("dateline_place", &article.dateline_place)?;
    map.serialize_entry("url", &article.url)?;
    map.serialize_entry("language", &article.language)?;
    map.serialize_entry("published", &article.published as &Option<DateValue>)?;
    map.serialize_entry("modified", &article.modified as &Option<DateValue>)?;
    map.serialize_entry("text", &article.text)
}

struct StatementList<'r>(&'r Record);

impl Serialize for StatementList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Record { article, statements, .. } = self.0;
        let mut list = serializer.serialize_seq(Some(statements.len()))?;
        for (index, statement) in statements.iter().enumerate() {
            list.serialize_element(&StatementRow::new(article, index, statement))?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct StatementRow<'r> {
    id: String,
    start: usize,
    end: usize,
    parts: &'r [Span],
    text: String,
    kind: Kind,
    speakers: &'r [Speaker],
    cue: Option<&'r Cue>,
    confidence: Confidence,
    basis: &'r Basis,
}

impl<'r> StatementRow<'r> {
    fn new(article: &Article, index: usize, statement: &'r Statement) -> Self {
        Self {
            id: statement_id(&article.id, index + 1),
            start: statement.span.start,
            end: statement.span.end,
            parts: &statement.parts,
            text: statement.words(&article.text),
            kind: statement.kind,
            speakers: &statement.speakers,
            cue: statement.cue.as_ref(),
            confidence: statement.confidence,
            basis: &statement.basis,
        }
    }
}

/// The id of the statement with this number (from 1) in the article.
pub fn statement_id(article_id: &str, number: usize) -> String {
    format!("{article_id}#{number}")
}
