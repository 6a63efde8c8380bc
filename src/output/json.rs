//! Results as JSON, one object a line. The first key is always `"v":1`; keys have a fixed order.

use super::paths::PathPrinter;
use crate::article::{
    Basis, Confidence, Cue, DateValue, Kind, RECORD_VERSION, Record, SkipReason, Span, Speaker, statement_id,
    write_line,
};
use crate::engine::{ArticleHead, Facet, Hit, Passage, StatementHit, Status};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Which query of a batch a hit belongs to.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BatchTag<'q> {
    /// The query, verbatim.
    pub query: &'q str,
    /// Place among its hits, from 1.
    pub rank: usize,
}

#[derive(Serialize)]
struct HitLine<'h> {
    v: u32,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    batch: Option<BatchTag<'h>>,
    id: &'h str,
    #[serde(flatten)]
    head: HeadKeys<'h>,
    score: f32,
    snippets: Vec<SnippetKeys<'h>>,
}

#[derive(Serialize)]
struct HeadKeys<'h> {
    path: String,
    member: Option<&'h str>,
    line: Option<u64>,
    title: Option<&'h str>,
    published: Option<&'h DateValue>,
    outlet: Option<&'h str>,
}

impl<'h> HeadKeys<'h> {
    fn new(article: &'h ArticleHead, paths: &PathPrinter) -> Self {
        Self {
            path: paths.of(article),
            member: article.member.as_deref(),
            line: article.line,
            title: article.title.as_deref(),
            published: article.published.as_ref(),
            outlet: article.outlet.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct SnippetKeys<'h> {
    text: &'h str,
    start: usize,
    end: usize,
    highlights: &'h [Span],
    speakers: &'h [String],
}

impl<'h> From<&'h Passage> for SnippetKeys<'h> {
    fn from(passage: &'h Passage) -> Self {
        let Span { start, end } = passage.span;
        Self { text: &passage.text, start, end, highlights: &passage.highlights, speakers: &passage.speakers }
    }
}

#[derive(Serialize)]
struct StatementLine<'h> {
    v: u32,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    batch: Option<BatchTag<'h>>,
    id: String,
    article: &'h str,
    #[serde(flatten)]
    head: HeadKeys<'h>,
    score: f32,
    start: usize,
    end: usize,
    parts: &'h [Span],
    text: &'h str,
    kind: Kind,
    speakers: &'h [Speaker],
    cue: Option<&'h Cue>,
    confidence: Confidence,
    basis: &'h Basis,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<ContextKeys<'h>>,
}

#[derive(Serialize)]
struct ContextKeys<'h> {
    text: &'h str,
    start: usize,
    end: usize,
}

/// The fields of a hit of `search`.
pub const HIT_FIELDS: &[&str] =
    &["query", "rank", "id", "path", "member", "line", "title", "published", "outlet", "score", "snippets"];

/// The fields of a hit of `said`.
pub const STATEMENT_FIELDS: &[&str] = &[
    "query",
    "rank",
    "id",
    "article",
    "path",
    "member",
    "line",
    "title",
    "published",
    "outlet",
    "score",
    "start",
    "end",
    "parts",
    "text",
    "kind",
    "speakers",
    "cue",
    "confidence",
    "basis",
    "context",
];

fn hit_keys<'h>(hit: &'h Hit, paths: &PathPrinter, batch: Option<BatchTag<'h>>) -> HitLine<'h> {
    let snippets = hit.snippets.iter().map(SnippetKeys::from).collect();
    let head = HeadKeys::new(&hit.article, paths);
    HitLine { v: RECORD_VERSION, batch, id: &hit.article.id, head, score: hit.score, snippets }
}

fn row(keys: &impl Serialize) -> io::Result<Map<String, Value>> {
    match serde_json::to_value(keys)? {
        Value::Object(row) => Ok(row),
        _ => Ok(Map::new()),
    }
}

/// A hit of `search` as a row.
pub fn hit_row(hit: &Hit, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<Map<String, Value>> {
    row(&hit_keys(hit, paths, batch))
}

/// A hit of `search`.
pub fn hit_line(out: &mut dyn Write, hit: &Hit, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<()> {
    write_line(out, &hit_keys(hit, paths, batch))
}

fn statement_keys<'h>(hit: &'h StatementHit, paths: &PathPrinter, batch: Option<BatchTag<'h>>) -> StatementLine<'h> {
    let statement = &hit.statement;
    let context = hit.context.as_ref();
    StatementLine {
        v: RECORD_VERSION,
        batch,
        id: statement_id(&hit.article.id, hit.number),
        article: &hit.article.id,
        head: HeadKeys::new(&hit.article, paths),
        score: hit.score,
        start: statement.span.start,
        end: statement.span.end,
        parts: &statement.parts,
        text: &hit.words,
        kind: statement.kind,
        speakers: &statement.speakers,
        cue: statement.cue.as_ref(),
        confidence: statement.confidence,
        basis: &statement.basis,
        context: context.map(|context| ContextKeys {
            text: &context.text,
            start: context.span.start,
            end: context.span.end,
        }),
    }
}

/// A hit of `said` as a row.
pub fn statement_row(
    hit: &StatementHit,
    paths: &PathPrinter,
    batch: Option<BatchTag>,
) -> io::Result<Map<String, Value>> {
    row(&statement_keys(hit, paths, batch))
}

/// A hit of `said`: the statement as in its record, with what tells of its article.
pub fn statement_line(
    out: &mut dyn Write,
    hit: &StatementHit,
    paths: &PathPrinter,
    batch: Option<BatchTag>,
) -> io::Result<()> {
    write_line(out, &statement_keys(hit, paths, batch))
}

/// An object with these keys, in this order, behind the version.
pub fn object<'k>(keys: impl IntoIterator<Item = (&'k str, Value)>) -> Map<String, Value> {
    let version = std::iter::once(("v", RECORD_VERSION.into()));
    version.chain(keys).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The row for a query of a batch that found nothing.
pub fn no_hits_row(query: &str) -> Map<String, Value> {
    object([("query", query.into()), ("hits", 0.into())])
}

/// A record.
pub fn record_line(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    write_line(out, record)
}

/// A value of `top`.
pub fn facet_row(field: &str, facet: &Facet) -> Map<String, Value> {
    object([("field", field.into()), ("value", facet.value.as_str().into()), ("count", facet.count.into())])
}

/// The number that `count` gives, in a batch with its query.
pub fn count_row(query: Option<&str>, count: u64) -> Map<String, Value> {
    object(query.map(|query| ("query", query.into())).into_iter().chain([("count", count.into())]))
}

#[derive(Serialize)]
struct StatusKeys<'s> {
    v: u32,
    index: &'s str,
    articles: u64,
    statements: u64,
    sources: u64,
    bytes: u64,
    earliest: Option<String>,
    latest: Option<String>,
    roots: &'s [String],
    formats: BTreeMap<&'s str, u64>,
    languages: BTreeMap<&'s str, u64>,
    kinds: BTreeMap<&'s str, u64>,
    coverage: BTreeMap<&'s str, u64>,
    forgotten: u64,
    skips: &'s BTreeMap<SkipReason, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<&'s crate::engine::ClusterStatus>,
}

/// What an index holds.
pub fn status_line(out: &mut dyn Write, status: &Status) -> io::Result<()> {
    fn counts(facets: &[Facet]) -> BTreeMap<&str, u64> {
        facets.iter().map(|facet| (facet.value.as_str(), facet.count)).collect()
    }
    let keys = StatusKeys {
        v: RECORD_VERSION,
        index: &status.place,
        articles: status.articles,
        statements: status.statements,
        sources: status.sources,
        bytes: status.index_bytes,
        earliest: status.earliest.map(|day| day.to_string()),
        latest: status.latest.map(|day| day.to_string()),
        roots: &status.roots,
        formats: counts(&status.formats),
        languages: counts(&status.languages),
        kinds: counts(&status.kinds),
        coverage: status.coverage.iter().copied().collect(),
        forgotten: status.forgotten,
        skips: &status.skips_by_reason,
        cluster: status.cluster.as_ref(),
    };
    write_line(out, &keys)
}
