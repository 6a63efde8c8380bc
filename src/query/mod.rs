//! The query language: text → tree, with positioned errors. Pure; it knows no engine.
//!
//! Words, `"phrases"`, `OR`, `NOT` or `-`, parentheses, `field:value` for every row of [`crate::field::FIELDS`], and
//! `said( … )`. Plain words are never an error; a clause that is recognised and cannot be obeyed always is.

mod clause;
mod display;
mod error;
mod lexer;
mod parser;
mod tree;

pub use error::QueryError;
pub use parser::{ParseOptions, parse};
pub use tree::{Match, Node, Query, Value};
