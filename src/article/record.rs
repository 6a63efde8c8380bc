//! What is found in an article: statements, names and times.

use super::{Article, Basis, Day, Precision, Span};
use serde::{Deserialize, Serialize};

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
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

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
    /// All types.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Misc];

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
    /// The country of a place, as its two letters (ISO 3166-1), where it is sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
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

impl TimexType {
    /// All types.
    pub const ALL: [Self; 4] = [Self::Date, Self::Time, Self::Duration, Self::Set];
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
