//! What can go wrong in an engine.

/// What went wrong in an engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no index at that place.
    #[error("no index at {0}")]
    Missing(String),
    /// The index was made by another version of the program.
    #[error("the index at {place} has version {found}, this program reads version {expected}")]
    Version {
        /// Where.
        place: String,
        /// Its version.
        found: String,
        /// The version that is read.
        expected: String,
    },
    /// The index cannot be used as it is.
    #[error("the index at {place} is damaged: {detail}")]
    Damaged {
        /// Where.
        place: String,
        /// How.
        detail: String,
    },
    /// The folder holds something else.
    #[error("{0} is not empty, and not an index")]
    Foreign(String),
    /// There is no room for what is to be written.
    #[error("no room is left on the disk of {0}")]
    Full(String),
    /// Another writer holds the index.
    #[error("another process{} is writing to {place}", .process.map(|id| format!(" ({id})")).unwrap_or_default())]
    Locked {
        /// Where.
        place: String,
        /// Its process id, where it is known.
        process: Option<u32>,
    },
    /// The engine cannot be asked: it is not reached, does not know the user, or is too old.
    #[error("the index at {place} cannot be used: {detail}")]
    Unusable {
        /// Where.
        place: String,
        /// Why.
        detail: String,
        /// What would help.
        hint: String,
    },
    /// Anything else: a full disk, a permission.
    #[error("{0}")]
    Other(String),
}
