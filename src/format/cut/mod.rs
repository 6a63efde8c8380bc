//! Where the articles of a list begin and end: rows of a table, objects of a JSON list, elements of XML. (Lines are
//! `source::Lines`.)

mod elements;
mod objects;
mod rows;

pub use elements::Elements;
pub use objects::Objects;
pub use rows::{Rows, delimiter};
