//! What a query means: the tree that engines read.

use super::Pattern;
use crate::calendar::Interval;
use crate::field::{Field, FieldKind};

/// How many of the plain words of a query have to match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// All of them.
    #[default]
    All,
    /// At least 60 % of them, rounded up.
    Most,
    /// At least one.
    Any,
}

/// A query that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Its tree.
    pub root: Node,
    /// What to tell the user although it was understood: `speaker:Vladimir Putin` read as a name and a word, say.
    pub notes: Vec<String>,
}

impl Query {
    /// The query that everything matches.
    pub fn everything() -> Self {
        Self { root: Node::Everything, notes: Vec::new() }
    }
}

/// What the value of a clause is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words that stand next to each other in this order (one word: anywhere). As typed; engines fold them.
    Words(Vec<String>),
    /// A stretch of the calendar.
    Dates(Interval),
    /// A value compared whole.
    Exact(String),
    /// Values with a word of one of these forms.
    Pattern(Pattern),
}

/// One node of the tree. What is looked for in the text scores; clauses only select.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Matches everything: the empty query.
    Everything,
    /// All of them.
    All(Vec<Node>),
    /// At least one of them.
    Any(Vec<Node>),
    /// At least `required` of them (`--match most`).
    AtLeast {
        /// How many.
        required: usize,
        /// Of which.
        nodes: Vec<Node>,
    },
    /// Not it.
    Not(Box<Node>),
    /// One word of the text (title included), stemmed by language.
    Word(String),
    /// Words of the text next to each other in this order.
    Phrase(Vec<String>),
    /// Words of the text in any order, with at most `within` other words between them.
    Near {
        /// The words.
        words: Vec<String>,
        /// Other words between them.
        within: u32,
    },
    /// A word of the text in one of these forms.
    Pattern(Pattern),
    /// A clause on a field.
    Clause {
        /// The field.
        field: &'static Field,
        /// What it has to be.
        value: Value,
    },
    /// `said( … )`: all of it inside one and the same statement.
    Said(Box<Node>),
}

impl Node {
    /// Hands every clause on a field to `each`, in order.
    pub fn each_clause<'n>(&'n self, each: &mut dyn FnMut(&'static Field, &'n Value)) {
        match self {
            Self::All(nodes) | Self::Any(nodes) | Self::AtLeast { nodes, .. } => {
                nodes.iter().for_each(|node| node.each_clause(each));
            }
            Self::Not(node) | Self::Said(node) => node.each_clause(each),
            Self::Clause { field, value } => each(field, value),
            Self::Everything | Self::Word(_) | Self::Phrase(_) | Self::Near { .. } | Self::Pattern(_) => {}
        }
    }

    /// The words of the clauses that can name persons, whose names are folded over the archive.
    pub fn named_persons(&self) -> Vec<&[String]> {
        let mut named: Vec<&[String]> = Vec::new();
        self.each_clause(&mut |field, value| match value {
            _ if !matches!(field.kind, FieldKind::Person | FieldKind::DateOrName) => {}
            Value::Words(words) => named.push(words),
            Value::Exact(name) => named.push(std::slice::from_ref(name)),
            Value::Dates(_) | Value::Pattern(_) => {}
        });
        named
    }
}
