//! Reading from Tantivy: query tree → Tantivy queries, ranking, facets, records by id.
//!
//! Implements [`crate::engine::Reader`]. It knows nothing of sources and formats and prints nothing.

mod check;
mod compile;
mod facets;
mod guard;
mod hits;
mod matches;
mod names;
mod order;
mod places;
mod reader;
mod scoring;
mod side_by_side;
mod suggest;
mod text_query;
mod timeline;
mod vocabulary;
mod words;

pub use guard::IndexReader;
pub use side_by_side::SideBySide;

use crate::field::{Field, Subject};
use crate::index::schema::{ARTICLE, IndexSchema, STATEMENT, Stored};

/// What a query is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Articles,
    Statements,
}

impl Target {
    /// The type term of its documents.
    fn kind(self) -> &'static str {
        match self {
            Self::Articles => ARTICLE,
            Self::Statements => STATEMENT,
        }
    }

    /// Whose documents have the values of a field, asked for these, and where.
    fn stored(self, schema: &IndexSchema, field: &Field) -> (Self, Stored) {
        match (field.subject, self) {
            (Subject::Article, _) | (Subject::Both, Self::Articles) => (Self::Articles, schema.of_article(field)),
            (Subject::Statement, _) | (Subject::Both, Self::Statements) => {
                (Self::Statements, schema.of_statement(field))
            }
        }
    }

    /// The other one: what a query is joined with.
    fn other(self) -> Self {
        match self {
            Self::Articles => Self::Statements,
            Self::Statements => Self::Articles,
        }
    }
}
