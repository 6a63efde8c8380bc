//! `said( … )` with clauses on the article inside it. In an article, statements are stored without what they share with it,
//! so such a clause is asked of the article itself: whatever it is there, it is for all statements of the article. A query
//! is taken apart by the clauses being so or not (Shannon's expansion), and put together again.

use crate::engine::EngineError;
use crate::field::Subject;
use crate::query::Node;

/// Clauses on articles inside one `said( … )`; each doubles the query.
const CLAUSES_MAX: usize = 8;

/// What has to hold of the article, and what of one of its statements.
pub struct Case {
    /// Clauses that have to hold, and those that may not.
    pub article: Vec<(Node, bool)>,
    /// The rest of the query, without clauses on the article.
    pub statement: Node,
}

/// The cases in which some statement of an article matches `inner`.
pub fn cases(inner: &Node) -> Result<Vec<Case>, EngineError> {
    let mut clauses: Vec<Node> = Vec::new();
    gather(inner, &mut clauses);
    if clauses.len() > CLAUSES_MAX {
        let message =
            format!("more than {CLAUSES_MAX} clauses on the article inside said( … ) cannot be asked of a cluster");
        return Err(EngineError::Other(message));
    }
    let mut cases = Vec::new();
    for choice in 0..1_u32 << clauses.len() {
        let holds = |place: usize| choice >> place & 1 == 1;
        let statement = with(inner, &clauses, &holds);
        if statement != nothing() {
            let article = clauses.iter().cloned().enumerate().map(|(place, clause)| (clause, holds(place))).collect();
            cases.push(Case { article, statement });
        }
    }
    Ok(cases)
}

/// What nothing matches.
fn nothing() -> Node {
    Node::Not(Box::new(Node::Everything))
}

fn is_of_article(node: &Node) -> bool {
    matches!(node, Node::Clause { field, .. } if field.subject == Subject::Article)
}

fn gather(node: &Node, found: &mut Vec<Node>) {
    match node {
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
            nodes.iter().for_each(|node| gather(node, found));
        }
        Node::Not(inner) | Node::Said(inner) => gather(inner, found),
        clause if is_of_article(clause) && !found.contains(clause) => found.push(clause.clone()),
        _ => {}
    }
}

/// A query with every clause on the article replaced by whether it holds.
fn with(node: &Node, clauses: &[Node], holds: &dyn Fn(usize) -> bool) -> Node {
    let each = |nodes: &[Node]| -> Vec<Node> { nodes.iter().map(|node| with(node, clauses, holds)).collect() };
    match node {
        Node::All(nodes) => {
            let mut nodes = each(nodes);
            nodes.retain(|node| *node != Node::Everything);
            if nodes.contains(&nothing()) { nothing() } else { one_or(nodes, Node::Everything, Node::All) }
        }
        Node::Any(nodes) => {
            let mut nodes = each(nodes);
            nodes.retain(|node| *node != nothing());
            if nodes.contains(&Node::Everything) { Node::Everything } else { one_or(nodes, nothing(), Node::Any) }
        }
        Node::AtLeast { required, nodes } => Node::AtLeast { required: *required, nodes: each(nodes) },
        Node::Not(inner) => match with(inner, clauses, holds) {
            Node::Not(inner) if *inner == Node::Everything => Node::Everything,
            inner => Node::Not(Box::new(inner)),
        },
        Node::Said(inner) => with(inner, clauses, holds),
        node => match clauses.iter().position(|clause| clause == node) {
            Some(place) if holds(place) => Node::Everything,
            Some(_) => nothing(),
            None => node.clone(),
        },
    }
}

fn one_or(mut nodes: Vec<Node>, none: Node, several: fn(Vec<Node>) -> Node) -> Node {
    match nodes.len() {
        0 => none,
        1 => nodes.remove(0),
        _ => several(nodes),
    }
}
