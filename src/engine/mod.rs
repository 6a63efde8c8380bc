//! The seam between the program and what stores and searches its records.
//!
//! Owns the small traits that an engine implements and the types that come back. It names no engine: `index` and
//! `search` implement it with Tantivy.

mod error;
mod status;

pub use error::EngineError;
pub use status::{ClusterStatus, Status};

use crate::analysis::Fold;
use crate::article::{Article, DateValue, Day, EntityType, Record, Skip, Span, Statement};
use crate::field::Field;
use crate::query::Query;
use crate::source::Fingerprint;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A source as the manifest remembers it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownSource {
    /// Root under which it was found: relative to the folder that holds the index where it can be, else absolute.
    pub root: Arc<str>,
    /// Path relative to the root.
    pub path: Arc<str>,
    /// What tells whether it has changed.
    pub fingerprint: Fingerprint,
    /// How many articles it gave.
    pub articles: u64,
    /// What in it could not be read.
    pub skips: Vec<Skip>,
}

/// What an engine does with the records of a run. `prepare` may be called from any thread; everything else is called
/// from one, in the order of the sources, so that what is stored does not depend on the number of threads.
pub trait Writer: Sync {
    /// A record made ready to be written, so that the costly part runs in parallel.
    type Prepared: Send;

    /// Makes a record ready; `root` is the root of its source, as in [`KnownSource::root`].
    fn prepare(&self, record: Record, root: &str) -> Result<Self::Prepared, EngineError>;

    /// The sources that the index knows, by their numbers ([`crate::source::source_key`]).
    fn known_sources(&self) -> Result<Arc<FxHashMap<u64, KnownSource>>, EngineError>;

    /// One of them, as this run has left it.
    fn known_source(&self, root: &str, path: &str) -> Result<Option<KnownSource>, EngineError>;

    /// Takes out everything that came from a source that is gone.
    fn forget_source(&self, root: &str, path: &str) -> Result<(), EngineError>;

    /// Notes that a source which is known is read again. What came of it before stays until it is finished, and stays for
    /// good if it is abandoned. No commit may come in between.
    fn reread_source(&self, root: &str, path: &str) -> Result<(), EngineError>;

    /// Takes out what this run has written of a source that it reads again and does not finish.
    fn abandon_source(&self, root: &str, path: &str) -> Result<(), EngineError>;

    /// Writes one record of the source that is being read.
    fn write(&self, record: Self::Prepared) -> Result<Written, EngineError>;

    /// Notes that a source was read to its end.
    fn finish_source(&self, source: &KnownSource) -> Result<(), EngineError>;

    /// What turned out after it was written, each once.
    fn given_up(&self) -> Vec<GivenUp> {
        Vec::new()
    }

    /// Makes everything so far durable and visible to readers, all at once.
    fn commit(&self) -> Result<(), EngineError>;

    /// Ends a run: commits, and brings up to date what is worked out over the whole archive.
    fn finish(&self) -> Result<(), EngineError> {
        self.commit()
    }
}

/// What became of a record that was given to a [`Writer`].
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// It is in the index.
    Kept,
    /// Its id is taken by another source.
    Left(Skip),
    /// It is an article that was taken out for good.
    Forgotten,
    /// It is in the index, and an article with its id from a later source is not any more.
    Instead(Skip),
}

/// An article that is not in the index, as was found out after it was written: another source has its id, or the engine
/// refuses it.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenUp {
    /// Root of the source that does not have it.
    pub root: Arc<str>,
    /// Why.
    pub skip: Skip,
    /// Whether it was written in this run, and counted.
    pub is_lost: bool,
}

/// An article that may come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Its id.
    pub id: String,
    /// Root and path of its source; none if it had not been taken out.
    pub source: Option<(String, String)>,
}

/// What compacting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// Segments there were.
    pub segments: u64,
    /// Segments there are.
    pub segments_left: u64,
    /// Deleted documents that were in them.
    pub deleted: u64,
    /// Those that still are: a cluster keeps them for a while for its copies.
    pub deleted_left: u64,
    /// Size before.
    pub bytes_before: u64,
    /// Size now.
    pub bytes: u64,
}

/// What is done to an index as a whole.
pub trait Maintainer {
    /// Takes articles out and keeps them out: id, root and path of each.
    fn forget(&self, articles: &[(String, String, String)]) -> Result<(), EngineError>;

    /// Lets articles in again. Their sources are read again by the next run that comes by them.
    fn restore(&self, ids: &[String]) -> Result<Vec<Restored>, EngineError>;

    /// Makes the files as small and as few as they can be.
    fn compact(&self) -> Result<Compacted, EngineError>;
}

/// Order of hits. Ties are by publication day (newest first), then by id, so that the order is total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first; articles without a day last.
    Newest,
    /// Oldest first; articles without a day last.
    Oldest,
    /// Shuffled, the same way for the same seed.
    Shuffled(u64),
}

/// What is asked of a reader.
#[derive(Clone, Copy, Debug)]
pub struct Request<'q> {
    /// The query.
    pub query: &'q Query,
    /// Order of hits.
    pub sort: Sort,
    /// Hits to leave out at the start.
    pub offset: usize,
    /// Hits to return; 0 for all.
    pub limit: usize,
    /// Snippets a hit.
    pub snippets: usize,
    /// Sentences to show around what matched.
    pub context: usize,
    /// Whether each hit says how it scored.
    pub explain: bool,
}

/// Hits, and how many there are in all.
#[derive(Clone, Debug, Default)]
pub struct Results<H> {
    /// All matches, returned or not.
    pub total: u64,
    /// The hits asked for, in order.
    pub hits: Vec<H>,
}

/// What a hit tells of its article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleHead {
    /// Id.
    pub id: String,
    /// Root, as in [`KnownSource::root`].
    pub root: String,
    /// Path below the root.
    pub path: String,
    /// Member of a container.
    pub member: Option<String>,
    /// Line or place in a file of several articles.
    pub line: Option<u64>,
    /// Title.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<DateValue>,
    /// Who published it.
    pub outlet: Option<String>,
}

/// What a word, or two words near each other, adds to the score of a hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The word, or both.
    pub what: String,
    /// What it adds.
    pub score: f32,
}

impl ArticleHead {
    /// The head of an article whose source lies under `root`.
    pub fn new(article: &Article, root: &str) -> Self {
        Self {
            id: article.id.clone(),
            root: root.to_owned(),
            path: article.locator.path.clone(),
            member: article.locator.member.clone(),
            line: article.locator.line,
            title: article.title.clone(),
            published: article.published.clone(),
            outlet: article.outlet.clone(),
        }
    }
}

/// A passage that shows why an article matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its words, verbatim.
    pub text: String,
    /// Where it lies in the article's text (bytes).
    pub span: Span,
    /// What matched, as bytes of the article's text.
    pub highlights: Vec<Span>,
    /// Who says it, where the passage lies in a statement.
    pub speakers: Vec<String>,
}

/// An article that matched.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its score.
    pub score: f32,
    /// The article.
    pub article: ArticleHead,
    /// Passages.
    pub snippets: Vec<Passage>,
    /// How it scored, if that was asked for.
    pub contributions: Vec<Contribution>,
}

/// A statement that matched.
#[derive(Clone, Debug)]
pub struct StatementHit {
    /// Its score.
    pub score: f32,
    /// Its article.
    pub article: ArticleHead,
    /// Its number in the article, from 1.
    pub number: usize,
    /// The statement.
    pub statement: Statement,
    /// Its words: the parts joined by " … ".
    pub words: String,
    /// What matched, as bytes of `words`.
    pub highlights: Vec<Span>,
    /// The sentences around it and itself, if they were asked for.
    pub context: Option<Passage>,
    /// How it scored, if that was asked for.
    pub contributions: Vec<Contribution>,
}

/// A value of a field, and how many articles (or statements) have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many.
    pub count: u64,
}

/// The steps of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Days.
    Day,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// A step of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its first day.
    pub first: Day,
    /// What of it matches.
    pub count: u64,
    /// All that there is of it.
    pub all: u64,
}

/// Counts by time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Its steps.
    pub period: Period,
    /// From the first step with a match to the last, in order, empty ones in between.
    pub bars: Vec<Bar>,
    /// Matches whose day is not known closely enough.
    pub undated: u64,
}

/// A word of a query that the index does not have, and the nearest that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The field, for words of clauses.
    pub field: Option<&'static str>,
    /// As it was asked for.
    pub wrong: String,
    /// What the index has that is most like it, if anything is.
    pub right: Option<String>,
}

/// What is searched or counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Articles.
    Articles,
    /// Statements.
    Statements,
}

impl Counted {
    /// The word for one of them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Articles => "article",
            Self::Statements => "statement",
        }
    }
}

/// A record as an index gives it back.
#[derive(Clone, Debug)]
pub struct StoredRecord {
    /// The record.
    pub record: Record,
    /// Root of its source.
    pub root: String,
}

/// What an engine answers.
pub trait Reader: Sync {
    /// Ranked articles.
    fn search(&self, request: &Request) -> Result<Results<Hit>, EngineError>;

    /// Ranked statements.
    fn said(&self, request: &Request) -> Result<Results<StatementHit>, EngineError>;

    /// The number of articles or statements that match.
    fn count(&self, query: &Query, counted: Counted) -> Result<u64, EngineError>;

    /// The most frequent values of a field in what matches, most frequent first, then by value; 0 for all.
    fn top(&self, field: &Field, query: &Query, counted: Counted, limit: usize) -> Result<Vec<Facet>, EngineError>;

    /// The names that the archive folds into those that a query asks for.
    fn folded(&self, query: &Query) -> Result<Vec<Fold>, EngineError>;

    /// The record of an article.
    fn fetch(&self, id: &str) -> Result<Option<StoredRecord>, EngineError>;

    /// Counts by time; without a period one that suits the range.
    fn timeline(&self, query: &Query, counted: Counted, period: Option<Period>) -> Result<Timeline, EngineError>;

    /// For words that nothing in the index has: those that look like them.
    fn suggestions(&self, query: &Query, counted: Counted) -> Result<Vec<Suggestion>, EngineError>;

    /// Values of a field that begin with some letters, most frequent first, for completions.
    fn values(&self, field: &Field, beginning: &str, limit: usize) -> Result<Vec<String>, EngineError>;

    /// What is wrong with the index, one line for each fault; empty if nothing is.
    fn faults(&self) -> Result<Vec<String>, EngineError>;

    /// What the source at this place below a root gave, in no order.
    fn articles_at(&self, root: &str, path: &str) -> Result<Vec<ArticleHead>, EngineError>;

    /// Ids of articles that look like this one, for a hint.
    fn similar_ids(&self, id: &str) -> Result<Vec<String>, EngineError>;

    /// The sources that the index knows, in no order.
    fn known_sources(&self) -> Result<Vec<KnownSource>, EngineError>;

    /// What the index holds.
    fn status(&self) -> Result<Status, EngineError>;
}

/// The query field of an entity type, where it has one.
pub const fn entity_field(kind: EntityType) -> Option<&'static str> {
    match kind {
        EntityType::Person => Some("person"),
        EntityType::Organization => Some("org"),
        EntityType::Place => Some("place"),
        EntityType::Misc => None,
    }
}
