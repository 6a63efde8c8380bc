//! Statements: who said what.

use super::{Names, Reading};
use crate::article::Statement;

/// Finds the statements of an article, in order of the text.
pub fn find(_reading: &Reading, _names: &Names) -> Vec<Statement> {
    Vec::new()
}
