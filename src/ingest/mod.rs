//! The pipeline: sources → articles → records → an ordered sink, on all threads, in bounded memory.
//!
//! Owns the threads, commit points, counting and progress. What is written does not depend on the number of threads:
//! everything reaches the sink in the order of the sources. It does not know the terminal.
//!
//! One thread finds and reads (`scan`), the pool parses and extracts (`work`), the caller's thread writes (`sink`).

mod fetch;
mod plan;
mod read;
mod records;
mod scan;
mod sink;
mod work;

pub use fetch::fetch;
pub use plan::{Plan, plan};
pub use records::extract;
pub use sink::covers;

use crate::article::Skip;
use crate::engine::{EngineError, Writer};
use crate::format;
use crate::settings::{Budget, Limits};
use crate::source::{Root, WalkOptions};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};

/// What is read.
#[derive(Clone, Debug)]
pub enum Input {
    /// Folders and files.
    Roots(Vec<Root>),
    /// Standard input: articles as JSON, one a line, or anything else that a file can be.
    StandardInput,
}

/// How a run goes about it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads for parsing and extraction.
    pub threads: usize,
    /// Bytes of sources that may be in flight.
    pub in_flight: u64,
    /// Which files are looked at.
    pub walk: WalkOptions,
    /// Read unchanged sources again.
    pub force: bool,
    /// Remove what is gone from roots that were scanned whole.
    pub prune: bool,
    /// Stop at the first skip.
    pub strict: bool,
    /// How sources are read.
    pub read: ReadOptions,
}

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// What a source may cost.
    pub limits: Limits,
    /// What the user says of all sources.
    pub format: format::Options,
}

/// Counters that a run updates and that anyone may watch.
#[derive(Debug, Default)]
pub struct Progress {
    /// Articles written.
    pub articles: AtomicU64,
    /// Bytes of sources read.
    pub bytes: AtomicU64,
    /// Bytes of sources found so far.
    pub bytes_found: AtomicU64,
    /// Whether all sources are found, so that `bytes_found` is the whole.
    pub all_found: AtomicBool,
    /// Skips.
    pub skips: AtomicU64,
    /// Signal that asks the run to stop after what is in hand: 0 for none. Set from outside.
    pub stop: AtomicI32,
    /// Set by the run itself when it cannot go on.
    pub(crate) cancelled: AtomicBool,
}

impl Progress {
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed) != 0 || self.cancelled.load(Ordering::Relaxed)
    }
}

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Articles written.
    pub articles: u64,
    /// Statements in them.
    pub statements: u64,
    /// Sources read.
    pub sources: u64,
    /// Sources left alone because they have not changed.
    pub unchanged: u64,
    /// Sources that are gone and were taken out.
    pub removed: u64,
    /// Sources that are gone and were left in the index.
    pub gone: u64,
    /// Bytes of sources read.
    pub bytes: u64,
    /// Every skip with the name of its root, in the order of the sources; those that are remembered among them.
    pub skips: Vec<(Arc<str>, Skip)>,
    /// The signal that ended the run early.
    pub stopped: Option<i32>,
    /// Whether the first skip ended the run (`strict`).
    pub ended_by_skip: bool,
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The engine did.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The output cannot be written to.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
    /// The threads cannot be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
}

/// Reads `input` into an engine; only what changed since the engine last saw it.
pub fn index<W: Writer>(
    writer: &W,
    input: &Input,
    options: &Options,
    progress: &Progress,
) -> Result<Summary, IngestError> {
    let known = writer.known_sources()?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.max(1))
        .thread_name(|number| format!("extract-{number}"))
        .build()
        .map_err(|error| IngestError::Threads(error.to_string()))?;
    let budget = Budget::new(options.in_flight);
    let (job_sender, jobs) = crossbeam_channel::unbounded();
    let (done_sender, done) = crossbeam_channel::unbounded();
    let scanner = scan::Scanner::new(&known, options, progress, budget, job_sender);
    let mut sink = sink::Sink::new(options, progress);
    std::thread::scope(|threads| {
        let scanning = threads.spawn(move || scanner.run(input));
        let result = pool.in_place_scope(|workers| {
            for _ in 0..options.threads.max(1) {
                let (jobs, done) = (jobs.clone(), done_sender.clone());
                workers.spawn(move |_| work::run(writer, options, progress, &jobs, &done));
            }
            drop((jobs, done_sender));
            sink.receive(writer, &done)
        });
        let seen = scanning.join().unwrap_or_default();
        result?;
        sink.finish(writer, input, &known, &seen)
    })
}
