//! The article by the density of its paragraphs: for pages that are built of many sections, of which readability takes
//! one for the whole.

use super::body::Body;
use dom_query::{Document, NodeId, NodeRef};
use rustc_hash::FxHashMap;

/// Bytes of text that a paragraph needs to count.
const PARAGRAPH_MIN: usize = 60;

/// Share of a place's paragraphs that one child needs for the article to lie in it, in per cent.
const MOST: usize = 55;

/// Share of a place's paragraphs, in per cent, with which an element is no mere surrounding whatever it is called.
const LARGE: usize = 40;

/// Elements that hold paragraphs.
const PARAGRAPHS: &[&str] = &["p", "li", "blockquote", "pre", "dd"];

/// Elements that are never part of an article.
const LEFT_OUT: &[&str] =
    &["nav", "aside", "footer", "form", "script", "style", "noscript", "template", "head", "button", "select"];

/// Parts of names of classes of what stands around articles.
const AROUND: &[&str] = &[
    "comment",
    "related",
    "sidebar",
    "footer",
    "recommend",
    "popular",
    "newsletter",
    "cookie",
    "breadcrumb",
    "menu",
    "share",
    "social",
    "promo",
    "navigation",
    "subscribe",
    "author-bio",
    "modal",
    "popup",
    "advert",
    "disclosure",
    "toc",
    "table-of-contents",
];

/// Whether an element is never part of an article, as far as its own name tells.
fn is_left_out(node: &NodeRef, name: &str) -> bool {
    LEFT_OUT.contains(&name)
        || node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|hidden| &*hidden == "true")
}

/// Whether an element stands around the article, as far as its classes tell.
fn is_around(node: &NodeRef, name: &str) -> bool {
    if matches!(name, "html" | "body" | "main" | "article") {
        return false;
    }
    [node.class(), node.id_attr()].into_iter().flatten().any(|names| {
        let names = names.to_ascii_lowercase();
        AROUND.iter().any(|word| names.contains(word))
    })
}

/// What is left out of a place: what stands around the article, unless it has most of the place's paragraphs.
pub struct Around {
    weights: Weights,
    whole: usize,
}

impl Around {
    /// Whether an element is left out.
    pub fn has(&self, node: &NodeRef, name: &str) -> bool {
        let weight = || self.weights.get(&node.id).copied().unwrap_or(0);
        is_left_out(node, name) || is_around(node, name) && weight() * 100 < self.whole * LARGE
    }
}

/// The place of a page in which most of its paragraphs stand, as blocks.
pub fn find(document: &Document) -> Body {
    let mut place = document.root();
    let mut weights = Weights::default();
    let mut weight = weigh(&place, &mut weights);
    loop {
        let children = place.children_it(false).filter(NodeRef::is_element);
        let weighed = children.map(|child| (weights.get(&child.id).copied().unwrap_or(0), child));
        match weighed.max_by_key(|(weight, _)| *weight) {
            Some((heavy, child)) if heavy > 0 && heavy * 100 >= weight * MOST => (place, weight) = (child, heavy),
            _ => break,
        }
    }
    if weight == 0 { Body::default() } else { Body::of_place(&place, Around { weights, whole: weight }) }
}

/// Bytes in the paragraphs below an element.
type Weights = FxHashMap<NodeId, usize>;

/// Bytes in the paragraphs below a node that are no lists of links, noted for every element on the way.
fn weigh(node: &NodeRef, weights: &mut Weights) -> usize {
    let name = node.node_name();
    let name = name.as_deref().unwrap_or_default();
    if is_left_out(node, name) {
        return 0;
    }
    let weight = if PARAGRAPHS.contains(&name) {
        let (mut length, mut linked) = (0, 0);
        measure(node, false, &mut length, &mut linked);
        if length >= PARAGRAPH_MIN && linked * 3 < length { length } else { 0 }
    } else {
        node.children_it(false).filter(NodeRef::is_element).map(|child| weigh(&child, weights)).sum()
    };
    if weight > 0 {
        weights.insert(node.id, weight);
    }
    weight
}

/// Adds up the bytes of text below a node, and those in links.
fn measure(node: &NodeRef, in_link: bool, length: &mut usize, linked: &mut usize) {
    for child in node.children_it(false) {
        if child.is_text() {
            let bytes = child.text().trim().len();
            *length += bytes;
            *linked += if in_link { bytes } else { 0 };
        } else {
            let in_link = in_link || child.node_name().as_deref() == Some("a");
            measure(&child, in_link, length, linked);
        }
    }
}
