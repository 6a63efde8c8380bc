//! The plain types that flow through the program: from bytes to an article, from an article to a record.
//!
//! Owns what a source, an article, a statement, an entity and a date mention *are*. It does no input or
//! output and knows no index.

mod json;
mod record;
mod source;

pub use json::{RECORD_VERSION, statement_id, write_line};
pub use record::{Confidence, Cue, DateMention, Entity, EntityType, Kind, Record, Speaker, Statement, TimexType};
pub use source::{Frame, Locator, RawSource, Response, STANDARD_INPUT, Skip, SkipReason};

use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};

pub use jiff::civil::Date as Day;

/// A byte range into [`Article::text`], end exclusive. Written as `[start,end]` in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(from = "(usize, usize)")]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end` (bytes, end exclusive).
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words under the span; empty when it does not lie on character boundaries of `text`.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Length in bytes.
    pub const fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers nothing.
    pub const fn is_empty(&self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_seq(Some(2))?;
        pair.serialize_element(&self.start)?;
        pair.serialize_element(&self.end)?;
        pair.end()
    }
}

/// The role of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The article's title.
    Title,
    /// The line under the title.
    Subtitle,
    /// Place and day at the start of a report ("MINSK, March 13 (Agency) —").
    Dateline,
    /// A heading inside the text, or a label such as a speaker's name before a list.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list, without its bullet or number.
    ListItem,
    /// A block quotation.
    Quotation,
    /// Who wrote or edited it.
    Byline,
    /// What is not the article: footers, share buttons, related links. Not indexed, gives no statements.
    Boilerplate,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Subtitle,
        Self::Dateline,
        Self::Heading,
        Self::Paragraph,
        Self::ListItem,
        Self::Quotation,
        Self::Byline,
        Self::Boilerplate,
    ];
}

/// A stretch of [`Article::text`] with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Where it is; trimmed of white space at both ends.
    pub span: Span,
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A time of a day.
    Time,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A season, a quarter or a half of a year.
    Quarter,
    /// A year.
    Year,
    /// A decade.
    Decade,
    /// A century.
    Century,
    /// A length of time or something vague ("recently"), without a place in the calendar.
    None,
}

impl Precision {
    /// All of them, the finest first.
    pub const ALL: [Self; 9] = [
        Self::Time,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Decade,
        Self::Century,
        Self::None,
    ];
}

/// Why the program believes a value: the rule's name, and the span or the key that the rule read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Name of the rule.
    pub rule: std::borrow::Cow<'static, str>,
    /// Where in the text the rule found its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// End of that span.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// The metadata key that the value came from, such as `datePublished`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Basis {
    /// A basis that is the rule alone.
    pub const fn rule(rule: &'static str) -> Self {
        Self { rule: std::borrow::Cow::Borrowed(rule), start: None, end: None, key: None }
    }

    /// A basis that points at the text.
    pub const fn at(rule: &'static str, span: Span) -> Self {
        Self { rule: std::borrow::Cow::Borrowed(rule), start: Some(span.start), end: Some(span.end), key: None }
    }

    /// A basis that names a metadata key.
    pub fn key(rule: &'static str, key: impl Into<String>) -> Self {
        Self { rule: std::borrow::Cow::Borrowed(rule), start: None, end: None, key: Some(key.into()) }
    }

    /// The span the rule read, if it read the text.
    pub fn span(&self) -> Option<Span> {
        Some(Span::new(self.start?, self.end?))
    }
}

/// A date of the article itself: published or modified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateValue {
    /// TIMEX3 value: `2025-03-14`, `2025-03`, `2025`, `2025-03-14T10:30`.
    pub value: String,
    /// How exactly it is known.
    pub precision: Precision,
    /// First day it can mean.
    pub earliest: Option<Day>,
    /// Last day it can mean.
    pub latest: Option<Day>,
    /// Where it came from.
    pub basis: Basis,
}

impl DateValue {
    /// One day, believed because of `basis`.
    pub fn day(day: Day, basis: Basis) -> Self {
        Self { value: day.to_string(), precision: Precision::Day, earliest: Some(day), latest: Some(day), basis }
    }
}

impl DateValue {
    /// Whether both can mean the same day.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let both = |left: Option<Day>, right: Option<Day>| left.zip(right).is_none_or(|(left, right)| left <= right);
        both(self.earliest, other.latest) && both(other.earliest, self.latest)
    }
}

/// One news item after parsing. [`Article::text`] is the one string that every span points into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Stable id: see `docs/design.md`.
    pub id: String,
    /// Where it came from.
    pub locator: Locator,
    /// Name of the format it was read as (`text`, `html`, …).
    pub format: std::borrow::Cow<'static, str>,
    /// SHA-256 of the source's bytes.
    pub sha256: String,
    /// Title.
    pub title: Option<String>,
    /// Second title.
    pub subtitle: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who edited it.
    pub editors: Vec<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// The place of the dateline.
    pub dateline_place: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<DateValue>,
    /// Other days of publication that something less trusted tells: contradictions, for people to see.
    pub published_otherwise: Vec<DateValue>,
    /// When it was last changed, by its own word.
    pub modified: Option<DateValue>,
    /// The text; verbatim for text, Markdown and JSON sources. It is stored by itself, as are the blocks.
    #[serde(skip)]
    pub text: String,
    /// The text's stretches with their roles, in order, not overlapping. A format that sees structure (HTML) fills
    /// them; where they are empty, `extract` finds them in the text.
    #[serde(skip)]
    pub blocks: Vec<Block>,
}

impl Article {
    /// Takes a day of publication where none is known from something more trusted; what contradicts that is kept apart.
    pub fn add_published(&mut self, value: DateValue) {
        match &self.published {
            None => self.published = Some(value),
            Some(known) if known.agrees_with(&value) => {}
            Some(_) => self.published_otherwise.push(value),
        }
    }
}
