//! The query language: text → tree, with positioned errors. Pure; it knows no engine.

mod tree;

pub use tree::{Match, Node, Query, Value};
