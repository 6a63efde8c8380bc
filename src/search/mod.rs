//! Reading from Tantivy: query tree → Tantivy queries, ranking, facets, records by id.
//!
//! Implements [`crate::engine::Reader`]. It knows nothing of sources and formats and prints nothing.

use crate::engine::EngineError;
use std::path::Path;

/// An index open for reading.
pub struct IndexReader {}

impl IndexReader {
    /// Opens the index in `folder`, as of its last commit.
    pub fn open(_folder: &Path) -> Result<Self, EngineError> {
        Ok(Self {})
    }
}
