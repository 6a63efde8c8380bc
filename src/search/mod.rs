//! Reading from Tantivy: query tree → Tantivy queries, ranking, facets, records by id.
//!
//! Implements [`crate::engine::Reader`]. It knows nothing of sources and formats and prints nothing.

mod check;
mod compile;
mod facets;
mod forms;
mod guard;
mod hits;
mod matches;
mod names;
mod nearness;
mod order;
mod reader;
mod scoring;
mod side_by_side;
mod suggest;
mod timeline;
mod words;

pub use guard::IndexReader;
pub use side_by_side::SideBySide;

/// What a query is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Articles,
    Statements,
}

impl Target {
    /// The other one: what a query is joined with.
    fn other(self) -> Self {
        match self {
            Self::Articles => Self::Statements,
            Self::Statements => Self::Articles,
        }
    }
}
