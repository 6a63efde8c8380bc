//! What is wrong with a query, and where.

use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// A query that was not understood. No search is made for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The query, or the clause that a flag stands for.
    pub query: String,
    /// Bytes of the query that are wrong.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What would work.
    pub hint: Option<String>,
}

impl QueryError {
    /// The query with carets under what is wrong: two lines. Line breaks and tabs of the query are shown as blanks.
    pub fn pointer(&self) -> String {
        let shown: String =
            self.query.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
        let before = self.query.get(..self.at.start).unwrap_or_default();
        let under = self.query.get(self.at.clone()).unwrap_or_default();
        let carets = "^".repeat(under.width().max(1));
        format!("{shown}\n{}{carets}", " ".repeat(before.width()))
    }
}
