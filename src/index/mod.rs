//! Writing to Tantivy: schema, records → documents, the manifest, versions and the lock.
//!
//! Implements [`crate::engine::Writer`]. It does not know the query tree and prints nothing.

mod directory;
pub mod document;
mod folder;
mod forgotten;
mod maintain;
mod manifest;
mod names;
mod packed;
pub mod schema;
mod sealed;
pub mod stored;
mod tokenizer;
mod writer;

pub use directory::IndexDirectory;
pub use folder::Folder;
pub use maintain::forgotten;
pub use manifest::sources;
pub use names::{each_value, folds};
pub use tokenizer::register;
pub use writer::{IndexWriter, WriteOptions};
