//! The pipeline: sources → articles → records → an ordered sink, on all threads, in bounded memory.
//!
//! Owns the threads, commit points, counting and progress. What is written does not depend on the number of threads:
//! everything reaches the sink in the order of the sources. It does not know the terminal.

use crate::article::Skip;
use crate::engine::{EngineError, Writer};
use crate::source::{Root, WalkOptions};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64};

/// What is read.
#[derive(Clone, Debug)]
pub enum Input {
    /// Folders and files.
    Roots(Vec<Root>),
    /// Articles on standard input, one JSON object a line.
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
    /// Sources taken out because they are gone.
    pub removed: u64,
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
    _writer: &mut W,
    _input: &Input,
    _options: &Options,
    _progress: &Progress,
) -> Result<Summary, IngestError> {
    Ok(Summary::default())
}

/// Hands the records of `input` to `each` as JSON lines, in the order of the sources, without any index.
pub fn extract(
    _input: &Input,
    _options: &Options,
    _progress: &Progress,
    _each: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<Summary, IngestError> {
    Ok(Summary::default())
}
