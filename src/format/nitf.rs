//! NITF 3.x (IPTC, News Industry Text Format): one article a file.

use super::{Options, html, new_article, xml};
use crate::analysis::byline_names;
use crate::article::{Article, Basis, RawSource, Skip};
use crate::calendar::parse_moment;
use roxmltree::Node;

/// Reads a file.
pub fn parse(source: &RawSource, _options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = xml::text(source);
    each(xml::parse(&text, source).map(|document| {
        let mut article = new_article(source);
        fill(&mut article, document.root_element());
        article
    }));
}

/// Fills an article from a `nitf` element; what it has already is kept.
pub fn fill(article: &mut Article, nitf: Node<'_, '_>) {
    let element = |name: &str| xml::first(nitf, name);
    let attribute = |name: &str, key: &str| {
        element(name)
            .and_then(|node| node.attribute(key))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let head = element("hedline");
    let headline = |name: &str| head.and_then(|head| xml::first(head, name)).and_then(xml::words);
    article.title = article.title.take().or_else(|| headline("hl1")).or_else(|| element("title").and_then(xml::words));
    article.subtitle = article.subtitle.take().or_else(|| headline("hl2"));
    if article.authors.is_empty() {
        article.authors = xml::all(nitf, "byline").flat_map(authors).collect();
    }
    let outlet =
        || attribute("pubdata", "name").or(attribute("doc.rights", "provider")).or(attribute("doc-id", "regsrc"));
    article.outlet = article.outlet.take().or_else(outlet);
    article.section = article.section.take().or_else(|| attribute("pubdata", "position.section"));
    article.dateline_place = article.dateline_place.take().or_else(|| element("dateline").and_then(place));
    if article.id.is_empty() {
        article.id = attribute("doc-id", "id-string").unwrap_or_default();
    }
    let language = nitf.attributes().find(|attribute| attribute.name() == "lang").map(|attribute| attribute.value());
    article.language = article.language.take().or_else(|| super::json::language_code(language?));
    for (name, key) in
        [("date.issue", "norm"), ("date.release", "norm"), ("story.date", "norm"), ("pubdata", "date.publication")]
    {
        let moment = attribute(name, key).and_then(|written| parse_moment(&written));
        if let (None, Some(moment)) = (&article.published, moment) {
            article.published = Some(moment.believed(Basis::key("metadata", name)));
        }
    }
    if let Some(content) = element("body.content") {
        html::fill_from_fragment(article, &xml::markup(content));
    }
}

/// The people of a byline: those that are marked, else those that it names.
fn authors(byline: Node<'_, '_>) -> Vec<String> {
    let marked: Vec<String> = xml::all(byline, "person").filter_map(xml::words).collect();
    match marked.is_empty() {
        true => xml::words_without(byline, &["byttl", "virtloc"]).map(|words| byline_names(&words)).unwrap_or_default(),
        false => marked.iter().flat_map(|name| byline_names(name)).collect(),
    }
}

/// The place of a dateline: the city, else what stands before the first comma.
fn place(dateline: Node<'_, '_>) -> Option<String> {
    let location = xml::first(dateline, "location").unwrap_or(dateline);
    if let Some(city) = xml::first(location, "city") {
        return xml::words(city);
    }
    let words = xml::words_without(location, &["story.date"])?;
    let place = words.split(',').next().unwrap_or_default().trim_matches([' ', '-', '–', '—']);
    (!place.is_empty()).then(|| place.to_owned())
}
