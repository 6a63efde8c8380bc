//! Web pages: the article's text, found by readability, and its fields from what the page says of itself.

mod body;
mod byline;
mod day;
mod density;
mod headline;
mod json_ld;
mod metadata;
mod seen;
mod strip;

use super::{Options, charset, new_article};
use crate::article::{Article, RawSource, Role, Skip, SkipReason};
use body::Body;
use dom_query::Document;
use dom_smoothie::{Config, ParsePolicy, Readability};

/// Deepest nesting of elements that is read.
const DEEPEST: usize = 1000;

/// Share of the readable text that an `articleBody` must have over to be believed instead.
const BODY_FACTOR: usize = 2;

/// Elements in which readers see no line of the article: the walks for its day and its byline pass them over.
const UNSEEN: &[&str] = &["script", "style", "noscript", "template", "nav", "select", "svg", "head", "iframe"];

/// Share, in per cent, of the readable text that the place with the most paragraphs needs to be believed instead.
const DENSER: usize = 200;

/// The element in which readability leaves what it has found.
const READABLE: &str = "#readability-page-1";

/// Reads a page.
pub fn parse(source: &RawSource, _options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let page = charset::decode(&source.bytes, source.told_charset(), true);
    let bare = strip::without_programs(&page);
    if opens_too_deep(&bare) {
        return each(Err(too_deep(source)));
    }
    let document = Document::from(bare.as_str());
    if is_too_deep(&document) {
        return each(Err(too_deep(source)));
    }
    let mut article = new_article(source);
    let described = json_ld::find(&document);
    metadata::fill(&mut article, &page, &document, described.as_ref());
    let dense = density::find(&document);
    let mut body = readable(document, &bare).unwrap_or_default();
    if dense.length() * 100 > DENSER * body.length() {
        body = dense;
    }
    if body.length() == 0 {
        body = Body::of_paragraphs(&Document::from(bare.as_str()));
    }
    let written = described.as_ref().and_then(|described| described.get("articleBody")).and_then(|text| text.as_str());
    if let Some(written) = written.filter(|written| written.trim().len() > BODY_FACTOR * body.length()) {
        body = Body::of_text(written);
    }
    body.without_title(article.title.as_deref());
    body.without_byline(&article.authors);
    (article.text, article.blocks) = body.into_text();
    if article.text.is_empty() {
        return each(Err(Skip::new(source.locator.clone(), SkipReason::NoText, "there is no article on the page")));
    }
    each(Ok(article));
}

/// Fills text and blocks from markup that is an article's text alone.
pub fn fill_from_fragment(article: &mut Article, markup: &str) {
    let mut body = if opens_too_deep(markup) {
        Body::of_text(markup)
    } else {
        let document = Document::fragment(markup);
        if is_too_deep(&document) { Body::of_text(&document.text()) } else { Body::of(&document.root()) }
    };
    body.without_title(article.title.as_deref());
    (article.text, article.blocks) = body.into_text();
}

/// Text that may hold character references, as titles in metadata do.
pub fn plain(text: &str) -> String {
    if text.contains('&') || text.contains('<') {
        Document::fragment(text).text().trim().to_owned()
    } else {
        text.trim().to_owned()
    }
}

/// Whether a text is markup, and not one that only speaks of it.
pub fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    let tags = ["<p>", "<p ", "<div", "</p>", "<br>", "<br/>", "<br />"];
    start.starts_with('<') && start.contains('>') && start.contains("</") || tags.iter().any(|tag| text.contains(tag))
}

/// The article that readability finds: at the first try mostly, which spares it a copy of the page; else by all its tries,
/// for which `page` is parsed again.
fn readable(document: Document, page: &str) -> Option<Body> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let enough = config.char_threshold;
    let new = |document, config| Readability::with_document(document, None, Some(config)).ok();
    let mut readability = new(document, config.clone())?;
    let first = readability.parse_with_policy(ParsePolicy::Strict);
    if !first.is_ok_and(|found| found.length >= enough) {
        let again = Document::from(page);
        without_consent(&again);
        readability = new(again, config)?;
        readability.parse().ok()?;
    }
    // The tree that is left holds the article and nothing else: no need to parse its markup again.
    Some(Body::of(&readability.doc.select_single(READABLE).nodes().first()?.clone()))
}

/// Takes out notes about cookies, which readability's milder tries take for text where an article is short.
fn without_consent(page: &Document) {
    const LONGEST: usize = 2000;
    for note in page.select("div, section, aside, p, dialog, form").nodes() {
        let names = [note.class(), note.id_attr()].into_iter().flatten();
        let is_note = names.into_iter().any(|names| {
            let names = names.to_ascii_lowercase();
            names.contains("cookie") || names.contains("consent") || names.contains("gdpr")
        });
        if is_note && note.text().len() < LONGEST {
            note.remove_from_parent();
        }
    }
}

fn too_deep(source: &RawSource) -> Skip {
    let detail = format!("elements are nested more than {DEEPEST} deep");
    Skip::new(source.locator.clone(), SkipReason::Malformed, detail)
}

/// Elements that are never closed by the start of another one, so that each start without an end is one level more.
const NESTING: &[&str] = &[
    "div",
    "span",
    "section",
    "article",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "b",
    "i",
    "em",
    "strong",
    "font",
    "center",
    "small",
    "big",
    "sub",
    "sup",
    "u",
    "s",
    "svg",
    "g",
];

/// Whether the tags alone nest too deep. Parsing takes time that grows with the square of the depth, so this is found
/// out before.
fn opens_too_deep(page: &str) -> bool {
    let mut depth = 0usize;
    for at in memchr::memchr_iter(b'<', page.as_bytes()) {
        let tag = page.as_bytes().get(at + 1..).unwrap_or_default();
        let (closes, tag) = tag.strip_prefix(b"/").map_or((false, tag), |tag| (true, tag));
        let length = tag.iter().take(11).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = tag.get(..length).unwrap_or_default();
        if !NESTING.iter().any(|nesting| name.eq_ignore_ascii_case(nesting.as_bytes())) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Counts the nesting without recursion, so that no page can exhaust the stack.
fn is_too_deep(document: &Document) -> bool {
    let mut stack = vec![(document.root(), 0)];
    while let Some((node, depth)) = stack.pop() {
        if depth > DEEPEST {
            return true;
        }
        stack.extend(node.children_it(false).filter(|child| child.is_element()).map(|child| (child, depth + 1)));
    }
    false
}

/// The role of an element's text; none for elements that are no block of their own.
fn role(element: &str) -> Option<Role> {
    Some(match element {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "li" | "dt" | "dd" => Role::ListItem,
        "blockquote" => Role::Quotation,
        "p" | "div" | "section" | "article" | "main" | "pre" | "tr" | "td" | "th" | "table" | "ul" | "ol" | "dl"
        | "header" | "body" | "center" | "address" | "hr" => Role::Paragraph,
        _ => return None,
    })
}
