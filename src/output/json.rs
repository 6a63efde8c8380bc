//! Results as JSON, one object a line. The first key is always `"v":1`; keys have a fixed order.

use super::paths::PathPrinter;
use crate::article::{
    Basis, Confidence, Cue, DateValue, Kind, RECORD_VERSION, Record, SkipReason, Span, Speaker, statement_id,
    write_line,
};
use crate::engine::{ArticleHead, Facet, Hit, Passage, StatementHit, Status};
use serde::Serialize;
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
}

impl<'h> From<&'h Passage> for SnippetKeys<'h> {
    fn from(passage: &'h Passage) -> Self {
        let Span { start, end } = passage.span;
        Self { text: &passage.text, start, end, highlights: &passage.highlights }
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
}

/// A hit of `search`.
pub fn hit_line(out: &mut dyn Write, hit: &Hit, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<()> {
    let snippets = hit.snippets.iter().map(SnippetKeys::from).collect();
    let head = HeadKeys::new(&hit.article, paths);
    write_line(out, &HitLine { v: RECORD_VERSION, batch, id: &hit.article.id, head, score: hit.score, snippets })
}

/// A hit of `said`: the statement as in its record, with what tells of its article.
pub fn statement_line(
    out: &mut dyn Write,
    hit: &StatementHit,
    paths: &PathPrinter,
    batch: Option<BatchTag>,
) -> io::Result<()> {
    let statement = &hit.statement;
    write_line(
        out,
        &StatementLine {
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
        },
    )
}

/// The line for a query of a batch that found nothing.
pub fn no_hits_line(out: &mut dyn Write, query: &str) -> io::Result<()> {
    write_line(out, &serde_json::json!({"v": RECORD_VERSION, "query": query, "hits": 0}))
}

/// A record.
pub fn record_line(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    write_line(out, record)
}

#[derive(Serialize)]
struct FacetKeys<'f> {
    v: u32,
    field: &'f str,
    value: &'f str,
    count: u64,
}

/// A value of `top`.
pub fn facet_line(out: &mut dyn Write, field: &str, facet: &Facet) -> io::Result<()> {
    write_line(out, &FacetKeys { v: RECORD_VERSION, field, value: &facet.value, count: facet.count })
}

#[derive(Serialize)]
struct CountKeys<'q> {
    v: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'q str>,
    count: u64,
}

/// The number that `count` gives.
pub fn count_line(out: &mut dyn Write, query: Option<&str>, count: u64) -> io::Result<()> {
    write_line(out, &CountKeys { v: RECORD_VERSION, query, count })
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
    skips: &'s BTreeMap<SkipReason, u64>,
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
        skips: &status.skips_by_reason,
    };
    write_line(out, &keys)
}
