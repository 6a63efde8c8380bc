//! Writing to Tantivy: schema, records → documents, the manifest, versions and the lock.
//!
//! Implements [`crate::engine::Writer`]. It does not know the query tree and prints nothing.

use crate::engine::EngineError;
use std::path::Path;

/// How an index is opened for writing.
#[derive(Clone, Copy, Debug)]
pub struct WriteOptions {
    /// Bytes for what is not yet on disk, over all threads.
    pub memory: u64,
    /// Threads that write.
    pub threads: usize,
    /// Wait for another writer instead of failing.
    pub wait: bool,
}

/// An index open for writing. Only one process at a time can have one.
pub struct IndexWriter {}

impl IndexWriter {
    /// Opens the index in `folder`, or makes a new one there.
    pub fn open(_folder: &Path, _options: WriteOptions) -> Result<Self, EngineError> {
        Ok(Self {})
    }
}
