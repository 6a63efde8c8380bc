//! Feeds: RSS 0.9–2.0 (with the modules content and Dublin Core), RSS 1.0 and Atom (RFC 4287): one article an entry, with
//! its full text where the feed has it.

use super::cut::Elements;
use super::{Options, html, new_article, xml};
use crate::analysis::byline_names;
use crate::article::{Article, Basis, DateValue, RawSource, Skip, SkipReason};
use crate::calendar::parse_moment;
use crate::source::Cutter;
use roxmltree::Node;
use url::Url;

/// First elements of feeds.
pub const ELEMENTS: &[&str] = &["rss", "feed", "rdf:rdf"];

/// Elements of the entries.
const ENTRIES: &[&str] = &["item", "entry"];

/// Namespace of the attributes that every element can have.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Parts of the names of namespaces whose elements are about pictures and sound.
const MEDIA: &[&str] = &["mrss", "itunes"];

/// An entry is an article.
pub fn cut(_head: &[u8], _name: &str) -> Option<Box<dyn Cutter>> {
    Some(Box::new(Elements::new(ENTRIES)))
}

/// Reads one entry in the frame of its feed.
pub fn parse(source: &RawSource, _options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = xml::text(source);
    let declared;
    let document = match xml::parse(&text, source) {
        Ok(document) => document,
        Err(_) => {
            declared = xml::with_prefixes(text.clone());
            match xml::parse(&declared, source) {
                Ok(document) => document,
                Err(skip) => return each(Err(skip)),
            }
        }
    };
    let root = document.root_element();
    let entry = root.descendants().find(|node| ENTRIES.contains(&node.tag_name().name()));
    let Some(entry) = entry else {
        return each(Err(Skip::new(source.locator.clone(), SkipReason::Malformed, "no entry where one begins")));
    };
    let feed = xml::first(root, "channel").unwrap_or(root);
    let mut article = new_article(source);
    fill(&mut article, feed, entry);
    each(match article.text.trim().is_empty() {
        true => Err(Skip::new(source.locator.clone(), SkipReason::NoText, "the entry has no text")),
        false => Ok(article),
    });
}

fn fill(article: &mut Article, feed: Node<'_, '_>, entry: Node<'_, '_>) {
    article.title = child(entry, "title").and_then(plain);
    article.outlet = child(entry, "source").and_then(outlet).or_else(|| child(feed, "title").and_then(plain));
    let own = people(entry);
    article.authors = if own.is_empty() { people(feed) } else { own };
    article.section = child(entry, "category").or(child(entry, "subject")).and_then(|category| {
        category.attribute("label").or(category.attribute("term")).map(str::to_owned).or_else(|| plain(category))
    });
    article.language = language(entry).or_else(|| language(feed));
    article.url = address(entry).or(article.url.take());
    article.published = date(entry, &["pubDate", "published", "issued", "date"]);
    article.modified = date(entry, &["updated", "modified"]);
    for name in ["encoded", "content", "description", "summary"] {
        if let Some(content) = child(entry, name) {
            body(article, content);
        }
        if !article.text.trim().is_empty() {
            return;
        }
    }
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    let is_media = |child: &Node<'_, '_>| {
        child.tag_name().namespace().is_some_and(|space| MEDIA.iter().any(|media| space.contains(media)))
    };
    node.children().filter(move |child| child.tag_name().name() == name && !is_media(child))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

/// The words of an element whose text can be markup.
fn plain(node: Node<'_, '_>) -> Option<String> {
    let words = html::plain(&xml::words(node)?).split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// Where an entry was taken from.
fn outlet(source: Node<'_, '_>) -> Option<String> {
    child(source, "title").map_or_else(|| plain(source), plain)
}

/// The people of an entry or a feed. RSS writes `mail@example.org (Name)`.
fn people(node: Node<'_, '_>) -> Vec<String> {
    let name = |author: Node<'_, '_>| {
        let name = child(author, "name").map_or_else(|| plain(author), plain)?;
        match (name.contains('@'), name.split_once('('), name.split_once('<')) {
            (true, Some((_, inside)), _) => Some(inside.trim_end_matches(')').to_owned()),
            (true, None, Some((before, _))) => Some(before.trim().to_owned()),
            _ => Some(name),
        }
    };
    let creators: Vec<String> = children(node, "creator").filter_map(name).collect();
    let named = if creators.is_empty() { children(node, "author").filter_map(name).collect() } else { creators };
    let mut people: Vec<String> = Vec::new();
    for name in named.iter().flat_map(|name| byline_names(name)) {
        if !people.contains(&name) {
            people.push(name);
        }
    }
    people
}

fn language(node: Node<'_, '_>) -> Option<String> {
    let own =
        node.attributes().find(|attribute| attribute.name() == "lang").map(|attribute| attribute.value().to_owned());
    super::json::language_code(&own.or_else(|| child(node, "language").and_then(xml::words))?)
}

/// The address of an entry: its link, else an id that is one.
fn address(entry: Node<'_, '_>) -> Option<String> {
    let is_page = |link: &Node<'_, '_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let links = || children(entry, "link").filter(is_page);
    let linked = links().find_map(|link| link.attribute("href").map(str::to_owned).or_else(|| xml::words(link)));
    let guid =
        || child(entry, "guid").filter(|guid| guid.attribute("isPermaLink") != Some("false")).and_then(xml::words);
    let found = linked.or_else(guid)?;
    // Bases stand one inside another; each is relative to the one around it (XML Base).
    let mut bases: Vec<&str> = entry.ancestors().filter_map(|node| node.attribute((XML, "base"))).collect();
    bases.reverse();
    let join = |base: Option<Url>, next: &str| match &base {
        Some(base) => base.join(next).ok(),
        None => Url::parse(next).ok(),
    };
    let base = bases.into_iter().fold(None, join);
    match found.contains("://") {
        true => Some(found),
        false => Some(base?.join(&found).ok()?.to_string()),
    }
}

fn date(entry: Node<'_, '_>, names: &[&'static str]) -> Option<DateValue> {
    names.iter().find_map(|name| {
        let written = xml::words(child(entry, name)?)?;
        let moment = parse_moment(&written).or_else(|| parse_moment(&with_century(&written)?))?;
        Some(moment.believed(Basis::key("metadata", *name)))
    })
}

/// A date as RFC 822 wrote it, with a year of two digits, as its successors do.
fn with_century(written: &str) -> Option<String> {
    let is_year = |word: &&str| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = written.split_whitespace().collect();
    let at = words.iter().skip(1).rposition(is_year)? + 1;
    words.get(at + 1).filter(|time| time.contains(':'))?;
    let century = if words[at] < "70" { "20" } else { "19" };
    Some(format!("{} {century}{}", words[..at].join(" "), words[at..].join(" ")))
}

/// The text of an entry: elements, markup that is escaped, or plain text.
fn body(article: &mut Article, content: Node<'_, '_>) {
    let kind = content.attribute("type").unwrap_or_default();
    if kind.contains("xhtml") || content.children().any(|child| child.is_element()) {
        return html::fill_from_fragment(article, &xml::markup(content));
    }
    let text = content.text().unwrap_or_default();
    match kind == "text" || !html::is_markup(text) {
        true => article.text = html::plain(text),
        false => html::fill_from_fragment(article, text),
    }
}

#[cfg(test)]
mod tests {
    use super::with_century;

    #[test]
    fn years_of_two_digits_are_read_before_a_time() {
        assert_eq!(with_century("Sun, 04 Feb 24 21:10:00 EST").as_deref(), Some("Sun, 04 Feb 2024 21:10:00 EST"));
        assert_eq!(with_century("Sun, 04 Feb 2024 21:10:00 EST"), None);
        assert_eq!(with_century("04 Feb"), None);
    }
}
