//! Reading from Tantivy: query tree → Tantivy queries, ranking, facets, records by id.
//!
//! Implements [`crate::engine::Reader`]. It knows nothing of sources and formats and prints nothing.

mod check;
mod compile;
pub(crate) mod facets;
mod guard;
pub(crate) mod hits;
mod matches;
pub(crate) mod names;
pub(crate) mod order;
pub(crate) mod places;
mod reader;
pub(crate) mod scoring;
mod side_by_side;
mod suggest;
mod text_query;
pub(crate) mod timeline;
mod vocabulary;
pub(crate) mod words;

pub use guard::IndexReader;
pub use side_by_side::SideBySide;
#[cfg(feature = "cluster")]
pub(crate) use suggest::{LETTERS_FOR_TWO, LETTERS_MIN, a_word_begins, fields_with_words};
#[cfg(feature = "cluster")]
pub(crate) use vocabulary::{beginning_with, most_frequent};

use crate::field::{Field, Subject};
use crate::index::schema::{ARTICLE, IndexSchema, STATEMENT, Stored};

/// What a query is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
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
