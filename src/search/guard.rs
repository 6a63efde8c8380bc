//! The reader that everybody else sees: whatever a damaged file does to the code that reads it, an error comes of it.
//!
//! Tantivy trusts its files and panics where a length or a place in them is wrong. Checking all of them at every start
//! would cost more than a search, so a panic in here is taken for what it is: a sign of damage.

use super::reader::IndexReader as Unguarded;
use crate::analysis::Fold;
use crate::engine::{
    ArticleHead, Counted, EngineError, Facet, Hit, KnownSource, Period, Reader, Request, Results, StatementHit, Status,
    StoredRecord, Suggestion, Timeline,
};
use crate::field::Field;
use crate::query::Query;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

thread_local! {
    /// Whether this thread is at work on files that may be damaged.
    static READING: Cell<bool> = const { Cell::new(false) };
}

static QUIET: Once = Once::new();

/// How often an index that cannot be opened is tried again, and what lies between.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(25);

/// An index open for reading, as of one commit.
pub struct IndexReader {
    inner: Unguarded,
    place: String,
}

/// Does some work on the files of the index at `place`.
fn guarded<T>(place: &str, work: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !READING.get() {
                usual(panic);
            }
        }));
    });
    let outer = READING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    READING.set(outer);
    result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        let detail = format!("a file of it cannot be read ({})", text.unwrap_or("no reason"));
        Err(EngineError::Damaged { place: place.to_owned(), detail })
    })
}

impl IndexReader {
    /// Opens the index in `folder`, as of its last commit.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        let place = folder.display().to_string();
        let mut tries = 0;
        loop {
            match guarded(&place, || Unguarded::open(folder)) {
                Ok(inner) => return Ok(Self { inner, place }),
                // Another process may be putting a rebuilt index in this one's place.
                Err(_) if tries < TRIES && folder.is_dir() => std::thread::sleep(PAUSE),
                Err(error) => return Err(error),
            }
            tries += 1;
        }
    }

    fn ask<T>(&self, question: impl FnOnce(&Unguarded) -> Result<T, EngineError>) -> Result<T, EngineError> {
        guarded(&self.place, || question(&self.inner))
    }
}

impl Reader for IndexReader {
    fn search(&self, request: &Request) -> Result<Results<Hit>, EngineError> {
        self.ask(|reader| reader.search(request))
    }

    fn said(&self, request: &Request) -> Result<Results<StatementHit>, EngineError> {
        self.ask(|reader| reader.said(request))
    }

    fn count(&self, query: &Query, counted: Counted) -> Result<u64, EngineError> {
        self.ask(|reader| reader.count(query, counted))
    }

    fn top(&self, field: &Field, query: &Query, counted: Counted, limit: usize) -> Result<Vec<Facet>, EngineError> {
        self.ask(|reader| reader.top(field, query, counted, limit))
    }

    fn folded(&self, query: &Query) -> Result<Vec<Fold>, EngineError> {
        self.ask(|reader| reader.folded(query))
    }

    fn fetch(&self, id: &str) -> Result<Option<StoredRecord>, EngineError> {
        self.ask(|reader| reader.fetch(id))
    }

    fn timeline(&self, query: &Query, counted: Counted, period: Option<Period>) -> Result<Timeline, EngineError> {
        self.ask(|reader| reader.timeline(query, counted, period))
    }

    fn suggestions(&self, query: &Query, counted: Counted) -> Result<Vec<Suggestion>, EngineError> {
        self.ask(|reader| reader.suggestions(query, counted))
    }

    fn values(&self, field: &Field, beginning: &str, limit: usize) -> Result<Vec<String>, EngineError> {
        self.ask(|reader| reader.values(field, beginning, limit))
    }

    fn faults(&self) -> Result<Vec<String>, EngineError> {
        self.ask(Reader::faults)
    }

    fn articles_at(&self, root: &str, path: &str) -> Result<Vec<ArticleHead>, EngineError> {
        self.ask(|reader| reader.articles_at(root, path))
    }

    fn similar_ids(&self, id: &str) -> Result<Vec<String>, EngineError> {
        self.ask(|reader| reader.similar_ids(id))
    }

    fn known_sources(&self) -> Result<Vec<KnownSource>, EngineError> {
        self.ask(Reader::known_sources)
    }

    fn status(&self) -> Result<Status, EngineError> {
        self.ask(Reader::status)
    }
}
