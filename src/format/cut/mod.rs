//! Where the articles of a list begin and end: lines, rows of a table, objects of a JSON list, elements of XML.

mod elements;
mod lines;
mod objects;
mod rows;

pub use elements::Elements;
pub use lines::Lines;
pub use objects::Objects;
pub use rows::{Rows, delimiter};
