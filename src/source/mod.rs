//! Finding bytes: walking roots, decompressing, splitting files with an article a line, and what has changed.
//!
//! Owns how sources are found and read. It knows neither markup nor the index. Source files are opened read-only, and
//! nothing of an archive is ever written to disk.

mod change;
mod lines;
mod open;
mod pipe;
mod walk;

pub use change::{Change, Fingerprint, change, location, source_key};
pub use lines::{LineReader, Piece};
pub use open::{SourceReader, digest_of, digest_of_file, is_compressed_name};
pub use walk::{Found, FoundFile, Root, WalkError, WalkOptions, walk};
