//! From the bytes of a source to articles: detection, charset, and one parser a format.
//!
//! Owns what the formats look like. It does no input or output and starts no threads.

use crate::article::{Article, RawSource, Skip};

/// Parses one source and hands every article in it to `each`, in order. A source that cannot be read as an article is
/// handed over as a [`Skip`], so that nothing is lost in silence.
pub fn parse(_source: RawSource, _each: &mut dyn FnMut(Result<Article, Skip>)) {}

/// Whether a file has one article a line.
pub fn looks_like_json_lines(_head: &[u8], path: &str) -> bool {
    path.ends_with(".jsonl") || path == "-"
}
