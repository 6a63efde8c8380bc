//! NewsML-G2 (IPTC): an item, or a message with many. The text of an item is inline: XHTML, NITF or plain.

use super::cut::Elements;
use super::{Options, html, new_article, nitf, xml};
use crate::analysis::byline_names;
use crate::article::{Article, Basis, DateValue, RawSource, Skip, SkipReason};
use crate::calendar::parse_moment;
use crate::source::Cutter;
use roxmltree::Node;

/// First elements of items and messages, in small letters.
pub const ELEMENTS: &[&str] = &["newsitem", "newsmessage", "packageitem"];

/// The items of a message; an item that is a file of its own is one article.
pub fn cut(head: &[u8], _name: &str) -> Option<Box<dyn Cutter>> {
    let message = memchr::memmem::find(head, b"newsMessage")?;
    let item = memchr::memmem::find(head, b"newsItem").unwrap_or(usize::MAX);
    (message < item).then(|| Box::new(Elements::new(&["newsItem"])) as Box<dyn Cutter>)
}

/// Reads an item, with the frame of its message if it came in one.
pub fn parse(source: &RawSource, _options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = xml::text(source);
    let document = match xml::parse(&text, source) {
        Ok(document) => document,
        Err(skip) => return each(Err(skip)),
    };
    let Some(item) = xml::first(document.root_element(), "newsItem") else {
        return each(Err(Skip::new(source.locator.clone(), SkipReason::NoText, "a package, without text of its own")));
    };
    let mut article = new_article(source);
    fill(&mut article, item);
    each(match article.text.is_empty() {
        true => Err(Skip::new(source.locator.clone(), SkipReason::NoText, "the item has no text in it")),
        false => Ok(article),
    });
}

fn fill(article: &mut Article, item: Node<'_, '_>) {
    let words =
        |above: &str, name: &str| xml::first(item, above).and_then(|node| xml::first(node, name)).and_then(xml::words);
    article.title = words("contentMeta", "headline");
    let by: Vec<String> = xml::first(item, "contentMeta")
        .map(|meta| xml::all(meta, "by").filter_map(xml::words).flat_map(|by| byline_names(&by)).collect())
        .unwrap_or_default();
    article.authors = if by.is_empty() { people(item) } else { by };
    article.outlet = xml::first(item, "provider").and_then(name);
    article.id = item.attribute("guid").unwrap_or_default().to_owned();
    let tag = xml::first(item, "contentMeta")
        .and_then(|meta| xml::first(meta, "language"))
        .and_then(|node| node.attribute("tag"));
    let own = item.attributes().find(|attribute| attribute.name() == "lang").map(|attribute| attribute.value());
    article.language = tag.or(own).and_then(super::json::language_code);
    article.dateline_place = words("contentMeta", "dateline").and_then(|dateline| {
        let place = dateline.split([',', '(']).next().unwrap_or_default().trim_matches([' ', '-', '–', '—']).to_owned();
        (!place.is_empty()).then_some(place)
    });
    let (first, version) = (date(item, "firstCreated"), date(item, "versionCreated"));
    article.modified =
        version.clone().filter(|version| first.as_ref().is_some_and(|first| first.value != version.value));
    article.published = first.or(version);
    content(article, item);
}

/// The people who made an item, where no line names them.
fn people(item: Node<'_, '_>) -> Vec<String> {
    let meta = xml::first(item, "contentMeta");
    let creators = meta.into_iter().flat_map(|meta| xml::all(meta, "creator"));
    creators.filter_map(name).flat_map(|name| byline_names(&name)).collect()
}

/// The name of a party: its `name`, else its literal, else the local part of its code.
fn name(party: Node<'_, '_>) -> Option<String> {
    let code = || party.attribute("qcode").map(|code| code.rsplit(':').next().unwrap_or(code));
    let own = xml::first(party, "name").and_then(xml::words);
    own.or_else(|| party.attribute("literal").or_else(code).map(str::to_owned)).filter(|name| !name.trim().is_empty())
}

fn date(item: Node<'_, '_>, key: &'static str) -> Option<DateValue> {
    let written = xml::words(xml::first(item, key)?)?;
    Some(parse_moment(&written)?.believed(Basis::key("metadata", key)))
}

/// The text of an item, from the first rendition that has one.
fn content(article: &mut Article, item: Node<'_, '_>) {
    for inline in xml::all(item, "inlineXML") {
        if let Some(inner) = xml::first(inline, "nitf") {
            nitf::fill(article, inner);
        } else {
            html::fill_from_fragment(article, &xml::markup(xml::first(inline, "body").unwrap_or(inline)));
        }
        if !article.text.is_empty() {
            return;
        }
    }
    for inline in xml::all(item, "inlineData") {
        let text: String = inline.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
        match inline.attribute("contenttype").is_some_and(|kind| kind.contains("html")) {
            true => html::fill_from_fragment(article, &text),
            false => article.text = text.trim().to_owned(),
        }
        if !article.text.is_empty() {
            return;
        }
    }
}
