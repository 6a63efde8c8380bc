//! A record as JSON: the keys, in their fixed order, of `docs/json.md`.

use super::{Article, DateMention, DateValue, Entity, Record, Span, Speaker, Statement};
use super::{Basis, Confidence, Cue, Kind};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// Version of the record's JSON: the first key of every line.
pub const RECORD_VERSION: u32 = 1;

/// Writes a value as one line of JSON. Characters that some programs take for the end of a line, though JSON does not
/// (U+0085, U+2028, U+2029), are escaped, so that a line is a line to everyone.
pub fn write_line<W: Write + ?Sized>(out: &mut W, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, OneLine);
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

struct OneLine;

impl serde_json::ser::Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let bytes = fragment.as_bytes();
        let mut written = 0;
        for at in memchr::memchr2_iter(0xc2, 0xe2, bytes) {
            let escape: &[u8] = match bytes.get(at..).unwrap_or_default() {
                [0xc2, 0x85, ..] => b"\\u0085",
                [0xe2, 0x80, 0xa8, ..] => b"\\u2028",
                [0xe2, 0x80, 0xa9, ..] => b"\\u2029",
                _ => continue,
            };
            out.write_all(bytes.get(written..at).unwrap_or_default())?;
            out.write_all(escape)?;
            written = at + if bytes[at] == 0xc2 { 2 } else { 3 };
        }
        out.write_all(bytes.get(written..).unwrap_or_default())
    }
}

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

#[cfg(test)]
mod tests {
    #[test]
    fn a_line_is_a_line_to_everyone() {
        let mut out = Vec::new();
        let text = "a\u{85}b\u{2028}\u{2029}é–\nc";
        assert!(super::write_line(&mut out, &text).is_ok());
        let line = String::from_utf8_lossy(&out).into_owned();
        assert_eq!(line, "\"a\\u0085b\\u2028\\u2029é–\\nc\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).ok().as_deref(), Some(text));
    }
}
