//! Finding bytes: walking roots, decompressing, containers, sources with many articles, and what has changed.
//!
//! Owns how sources are found and read. It knows neither markup nor the index. Source files are opened read-only, and
//! nothing of an archive is ever written to disk.

mod change;
mod compression;
mod lines;
mod meter;
mod open;
mod parts;
mod peek;
mod pipe;
mod tar;
mod unpack;
mod walk;
mod warc;
mod zip;

pub use change::{Change, Fingerprint, change, half_of_digest, location, source_key};
pub use compression::without_compression;
pub use lines::Lines;
pub use meter::unreadable;
pub use open::{SourceReader, digest_of, digest_of_file};
pub use parts::{Cutter, Mark, PartReader, Parts, Piece};
pub use peek::Peeked;
pub use unpack::{HEAD_BYTES, Place, Unpacker, Visitor, is_packed_name};
pub use walk::{Found, FoundFile, Root, WalkError, WalkOptions, walk};
