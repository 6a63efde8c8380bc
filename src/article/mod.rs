//! The plain types that flow through the program: from bytes to an article, from an article to a record.
//!
//! Owns what a source, an article, a statement, an entity and a date mention *are*. It does no input or
//! output and knows no index.

mod json;

pub use json::{RECORD_VERSION, statement_id};

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

/// How to find a source again: its path, and the member or line inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Locator {
    /// Path relative to the root it was found under, with `/` between its parts; `-` for standard input.
    pub path: String,
    /// Member of a container, if the source lies in one.
    pub member: Option<String>,
    /// Line (from 1) of a file with one article a line; place (from 1) in a file that holds a list of articles.
    pub line: Option<u64>,
}

impl Locator {
    /// The locator of a whole file.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), member: None, line: None }
    }

    /// The same file, at one line.
    pub fn at_line(&self, line: u64) -> Self {
        Self { line: Some(line), ..self.clone() }
    }
}

impl std::fmt::Display for Locator {
    /// `path`, `path!member`, `path:line`: as messages name a source.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        if let Some(member) = &self.member {
            write!(f, "!{member}")?;
        }
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}

/// The bytes of one source: a file (decompressed), or one line of a file with an article a line.
#[derive(Clone, Debug)]
pub struct RawSource {
    /// Where it is.
    pub locator: Locator,
    /// Its content, decompressed.
    pub bytes: Vec<u8>,
    /// Name of the root it was found under: part of the id of an article that has none of its own.
    pub root: std::sync::Arc<str>,
    /// SHA-256 of the source as it lies (of a line: of that line), as `sha256sum` prints it.
    pub sha256: String,
}

/// Why a source gave no article: a fixed list, so that counts by reason can be compared over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// The file could not be opened or read.
    Unreadable,
    /// Nothing, or nothing but white space, is in it.
    Empty,
    /// Not text of any kind.
    Binary,
    /// A kind of file that no reader exists for; the detail names it.
    Unsupported,
    /// Recognised, but it breaks the rules of its format.
    Malformed,
    /// Parsed, but there is no text of an article in it.
    NoText,
    /// Larger than the limit for one article.
    TooLarge,
    /// Compressed data that ends early or is damaged.
    Damaged,
    /// Another source has an article of the same id; the first by locator was kept.
    DuplicateId,
    /// Not a regular file: a device, a socket, a named pipe.
    SpecialFile,
}

impl SkipReason {
    /// The reason as it is printed and counted.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Unsupported => "unsupported",
            Self::Malformed => "malformed",
            Self::NoText => "no-text",
            Self::TooLarge => "too-large",
            Self::Damaged => "damaged",
            Self::DuplicateId => "duplicate-id",
            Self::SpecialFile => "special-file",
        }
    }
}

/// A source that gave no article, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// The source.
    pub locator: Locator,
    /// One of the fixed reasons.
    pub reason: SkipReason,
    /// What exactly was wrong, for a person.
    pub detail: String,
}

impl Skip {
    /// A skip of `locator` for `reason`.
    pub fn new(locator: Locator, reason: SkipReason, detail: impl Into<String>) -> Self {
        Self { locator, reason, detail: detail.into() }
    }
}

impl std::fmt::Display for Skip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.locator, self.reason.name())?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
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
    /// When it was last changed, by its own word.
    pub modified: Option<DateValue>,
    /// The text; verbatim for text, Markdown and JSON sources.
    pub text: String,
    /// The text's stretches with their roles, in order, not overlapping. A format that sees structure (HTML) fills
    /// them; where they are empty, `extract` finds them in the text.
    pub blocks: Vec<Block>,
}

/// How somebody's words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All in quotation marks.
    Direct,
    /// Partly in quotation marks.
    Mixed,
    /// Reported speech.
    Indirect,
    /// An item of a list, or a paragraph, under a speaker's heading or label.
    Listed,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 4] = [Kind::Direct, Kind::Mixed, Kind::Indirect, Kind::Listed];

    /// The name in queries and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Listed => "listed",
        }
    }
}

/// How far a rule can be trusted: measured, not guessed (`docs/quality.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// More often right than wrong.
    Low,
    /// Right in most cases.
    Medium,
    /// Nearly always right.
    High,
}

impl Confidence {
    /// The name in queries and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Canonical name; none where the speaker is only described ("a senior official").
    pub name: Option<String>,
    /// First byte of what stands for the speaker at that place: a name, a pronoun, a description.
    pub start: usize,
    /// End of it.
    pub end: usize,
}

/// The words that report the speech.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// The words: "said", "according to".
    pub text: String,
    /// First byte.
    pub start: usize,
    /// End.
    pub end: usize,
}

/// Something that somebody is reported to have said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// From the first part's start to the last part's end.
    pub span: Span,
    /// The stretches of content, without quotation marks around them and without the attribution between them.
    pub parts: Vec<Span>,
    /// How it is reported.
    pub kind: Kind,
    /// Who said it: nobody known, one, or several.
    pub speakers: Vec<Speaker>,
    /// The words that report it.
    pub cue: Option<Cue>,
    /// How far to trust the attribution.
    pub confidence: Confidence,
    /// The rule that attributed it.
    pub basis: Basis,
}

impl Statement {
    /// The content: the parts joined by " … ".
    pub fn words(&self, text: &str) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.of(text)).collect();
        parts.join(" … ")
    }
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityType {
    /// A human being.
    Person,
    /// A company, party, ministry, club, alliance.
    Organization,
    /// A country, city, river, square.
    Place,
    /// Another name: a treaty, an event, a work.
    Misc,
}

impl EntityType {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Misc => "misc",
        }
    }
}

/// A named thing with all the places where the text names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Canonical name in this article.
    pub name: String,
    /// Where it is named, in order.
    pub mentions: Vec<Span>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A day or more of the calendar.
    Date,
    /// A time of a day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// A time that the text talks about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateMention {
    /// First byte.
    pub start: usize,
    /// End.
    pub end: usize,
    /// The words.
    pub text: String,
    /// TIMEX3 value.
    pub value: String,
    /// How exact it is.
    pub precision: Precision,
    /// First day it can mean; none when nothing supports one.
    pub earliest: Option<Day>,
    /// Last day it can mean.
    pub latest: Option<Day>,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// The rule that found and resolved it.
    pub basis: Basis,
}

/// What is known of one article: the unit that `extract` prints and `index` stores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The article.
    pub article: Article,
    /// Who said what, in order of the text.
    pub statements: Vec<Statement>,
    /// Who and what it names.
    pub entities: Vec<Entity>,
    /// The times it talks about, in order of the text.
    pub dates: Vec<DateMention>,
}
