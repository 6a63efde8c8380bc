//! A tree as the one query text that means it.

use super::{Node, Query, Value};
use crate::calendar::Interval;
use std::fmt::{self, Display, Formatter};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Node::Everything => Ok(()),
            Node::All(nodes) => list(f, nodes, " "),
            Node::Any(nodes) => list(f, nodes, " OR "),
            Node::AtLeast { required, nodes } => {
                write!(f, "at least {required} of (")?;
                list(f, nodes, " ")?;
                f.write_str(")")
            }
            Node::Not(inner) => {
                f.write_str("NOT ")?;
                bracketed(f, inner)
            }
            Node::Word(word) if matches!(word.as_str(), "OR" | "AND" | "NOT") => write!(f, "\"{word}\""),
            Node::Word(word) => f.write_str(word),
            Node::Phrase(words) => write!(f, "\"{}\"", words.join(" ")),
            Node::Near { words, within } => write!(f, "\"{}\"~{within}", words.join(" ")),
            Node::Pattern(pattern) => pattern.fmt(f),
            Node::Clause { field, value } => write!(f, "{}:{value}", field.name),
            Node::Said(inner) => write!(f, "said({inner})"),
        }
    }
}

fn list(f: &mut Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        bracketed(f, node)?;
    }
    Ok(())
}

fn bracketed(f: &mut Formatter<'_>, node: &Node) -> fmt::Result {
    match node {
        Node::All(_) | Node::Any(_) => write!(f, "({node})"),
        node => node.fmt(f),
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Value::Words(words) => match words.as_slice() {
                [word] => f.write_str(word),
                words => write!(f, "\"{}\"", words.join(" ")),
            },
            Value::Exact(value) => {
                match value.chars().any(|character| character.is_whitespace() || "()\"“”".contains(character)) {
                    true => write!(f, "\"{value}\""),
                    false => f.write_str(value),
                }
            }
            Value::Pattern(pattern) => pattern.fmt(f),
            Value::Dates(Interval { earliest, latest }) => {
                if let (Some(earliest), Some(latest)) = (earliest, latest)
                    && earliest == latest
                {
                    return write!(f, "{earliest}");
                }
                earliest.map_or(Ok(()), |day| write!(f, "{day}"))?;
                f.write_str("..")?;
                latest.map_or(Ok(()), |day| write!(f, "{day}"))
            }
        }
    }
}
