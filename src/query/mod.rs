//! The query language: text → tree, with positioned errors. Pure; it knows no engine.
//!
//! Words, `"phrases"`, `"words near"~5`, patterns (`wor*`, `word~`, `=word`, `/w.rd/`), `OR`, `NOT` or `-`, parentheses,
//! `field:value` for every row of [`crate::field::FIELDS`], and `said( … )`. Plain words are never an error; a clause that is recognised and cannot be obeyed always is.

mod clause;
mod display;
mod error;
mod lexer;
mod near;
mod parser;
mod pattern;
mod tree;

pub use error::QueryError;
pub use near::{follow_each_other, stand_near};
pub use parser::{ParseOptions, parse};
pub use pattern::{Matcher, Pattern};
pub use tree::{Match, Node, Query, Value};
