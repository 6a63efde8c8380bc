//! Who wrote an article, as its readers see it: names in elements that are made for authors, weighed by their place.

use super::UNSEEN;
use super::headline::Headline;
use crate::analysis::byline_names;
use dom_query::{Document, NodeRef};

/// Longest text of an element that is read as a byline, in bytes.
const LONGEST: usize = 90;

/// Bytes of text behind the headline in which the byline stands.
const NEAR: usize = 700;

/// Points that names need to be believed.
const BELIEVED: i32 = 9;

/// Bytes of text between two names of one byline.
const TOGETHER: usize = 40;

/// Parts of addresses that lead to authors.
const ADDRESSES: &[&str] = &[
    "/author/",
    "/authors/",
    "/autor/",
    "/auteur/",
    "/contributor",
    "/producers/",
    "/people/",
    "/staff/",
    "/writers/",
    "/profile/",
];

/// What is written before a name, in small letters.
const LEADS: &[&str] =
    &["by", "written by", "text by", "words by", "author:", "von", "par", "por", "di", "door", "posted by", "by:"];

/// Names of classes that are made for bylines, with their points.
const CLASSES: &[(&str, i32)] = &[
    ("author-name", 9),
    ("author_name", 9),
    ("author__name", 9),
    ("authorname", 9),
    ("byline", 8),
    ("written-by", 8),
    ("text__author", 8),
    ("author", 6),
    ("autor", 6),
    ("auteur", 6),
    ("writer", 5),
    ("contributor", 5),
];

/// Words that tell of somebody else than the author, or of no name.
const OTHERS: &[&str] = &[
    "reviewed",
    "edited",
    "editor:",
    "fact-check",
    "fact check",
    "photo",
    "courtesy",
    "illustrat",
    "all posts",
    "articles by",
    "more by",
    "full bio",
    "about the author",
    "the author",
    "read more",
    "view all",
    "posts by",
    "follow",
    "meet ",
];

/// Names of classes that hold other things than the article.
const ASIDE: &[&str] =
    &["comment", "related", "sidebar", "footer", "recommend", "popular", "widget", "menu", "carousel"];

struct Candidate {
    names: Vec<String>,
    points: i32,
    at: usize,
    kind: u64,
}

#[derive(Default)]
struct Walk {
    at: usize,
    headline: Headline,
    candidates: Vec<Candidate>,
    /// Whether the last text was a label such as "By".
    led: bool,
}

/// The names in the byline that is most likely the article's; none where nothing is likely enough.
pub fn find(document: &Document, title: Option<&str>) -> Vec<String> {
    let mut walk = Walk { headline: Headline::new(title), ..Walk::default() };
    walk.below(&document.root(), false);
    let headline = walk.headline.at.unwrap_or(0);
    let points = |candidate: &Candidate| {
        let near = candidate.at >= headline && candidate.at - headline < NEAR;
        let before = candidate.at < headline && headline - candidate.at < NEAR / 3;
        candidate.points
            + if near {
                8
            } else if before {
                4
            } else {
                0
            }
    };
    let mut best: Option<(i32, &Candidate)> = None;
    for candidate in &walk.candidates {
        let points = points(candidate);
        if best.is_none_or(|(most, _)| points > most) {
            best = Some((points, candidate));
        }
    }
    let Some((_, best)) = best.filter(|(points, _)| *points >= BELIEVED) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    let mut last = best.at;
    for candidate in walk.candidates.iter().filter(|candidate| candidate.at >= best.at && candidate.kind == best.kind) {
        if candidate.at - last > TOGETHER {
            break;
        }
        last = candidate.at;
        for name in &candidate.names {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

impl Walk {
    fn below(&mut self, node: &NodeRef, aside: bool) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text(), aside);
                continue;
            }
            let Some(name) = child.node_name().filter(|name| !UNSEEN.contains(&&**name)) else { continue };
            self.headline.see(&child, &name, self.at);
            let class = [child.class(), child.id_attr()].into_iter().flatten().map(|names| names.to_ascii_lowercase());
            let class = class.collect::<Vec<_>>().join(" ");
            let whole = matches!(&*name, "body" | "html" | "main" | "article");
            let aside = aside
                || matches!(&*name, "aside" | "footer")
                || !whole && ASIDE.iter().any(|word| class.contains(word));
            if !whole {
                self.element(&child, &name, &class, aside);
            }
            self.below(&child, aside);
        }
    }

    /// An element that is made for an author.
    fn element(&mut self, node: &NodeRef, name: &str, class: &str, aside: bool) {
        let by_class = CLASSES.iter().find(|(word, _)| class.contains(word)).map_or(0, |(_, points)| *points);
        let marked = node.attr("rel").is_some_and(|rel| rel.contains("author"))
            || node.attr("itemprop").is_some_and(|property| property.contains("author"));
        let linked =
            name == "a" && node.attr("href").is_some_and(|address| ADDRESSES.iter().any(|part| address.contains(part)));
        let points = by_class.max(if marked { 9 } else { 0 }).max(if linked { 8 } else { 0 });
        if points == 0 {
            return;
        }
        let text = node.text();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let led = self.led && linked;
        let kind = points as u64 * 2 + u64::from(linked);
        self.add(&text, points + if led { 3 } else { 0 }, kind, aside);
    }

    /// "By Ada Venn": a text, or what follows the label.
    fn text(&mut self, text: &str, aside: bool) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let lower = text.get(..text.len().min(LONGEST)).unwrap_or_default().to_lowercase();
        let led = std::mem::replace(&mut self.led, LEADS.contains(&lower.trim_end_matches(':')));
        let labelled = ["by ", "written by ", "text by ", "words by "].iter().any(|label| lower.starts_with(label));
        if text.len() < LONGEST && (led || labelled) && text.starts_with(char::is_uppercase) {
            self.add(text, 6, 1, aside);
        }
        self.at += text.len();
    }

    fn add(&mut self, text: &str, points: i32, kind: u64, aside: bool) {
        if text.len() > LONGEST || text.len() < 3 {
            return;
        }
        let lower = text.to_lowercase();
        if OTHERS.iter().any(|word| lower.contains(word)) {
            return;
        }
        let names = byline_names(text);
        if names.is_empty() {
            return;
        }
        let points = points + if text.len() < 40 { 2 } else { 0 } - if aside { 14 } else { 0 };
        self.candidates.push(Candidate { names, points, at: self.at, kind });
    }
}
