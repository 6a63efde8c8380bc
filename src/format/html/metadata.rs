//! The fields of an article from what its page says of itself: JSON-LD, then meta elements, then what readers see.

use crate::analysis::byline_names;
use crate::article::{Article, Basis, DateValue};
use crate::calendar::{Moment, parse_moment};
use crate::format::json::language_code;
use dom_query::Document;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// Meta elements of each field, best first.
const TITLE: &[&str] =
    &["og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "sailthru.title", "hdl"];
const SITE: &[&str] = &["og:site_name", "application-name", "dc.publisher", "al:ios:app_name", "twitter:site"];
const SECTION: &[&str] = &["article:section", "parsely-section", "sailthru.section", "section"];
const AUTHOR: &[&str] =
    &["author", "byl", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator"];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "publicationdate",
    "article.published",
    "displaydate",
    "originalpublicationdate",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "pdate",
    "ptime",
    "timestamp",
    "creation_date",
    "dc.created",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "revised",
];

/// Where readers see the author.
const BYLINES: &str =
    "[rel=author], [itemprop=author], .byline, .author, .article-author, .byline-name, .c-byline, .autor, .auteur";

/// Where readers see the day, best first.
const DATES: &[&str] = &[
    "[itemprop=datePublished]",
    "article time[datetime]",
    "time[pubdate]",
    "time[datetime]",
    "time",
    ".published",
    ".pubdate",
    ".publish-date",
    ".published-date",
    ".date-published",
    ".entry-date",
    ".post-date",
    ".article-date",
    ".article__date",
    ".date",
    ".dateline",
    ".timestamp",
    ".byline",
];

/// Fills an article's fields.
pub fn fill(article: &mut Article, document: &Document, described: Option<&Map<String, Value>>) {
    if let Some(described) = described {
        self::described(article, described);
    }
    let meta = meta(document);
    let text = |keys: &[&str]| {
        keys.iter().find_map(|key| meta.get(*key)).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    article.outlet = article.outlet.take().or_else(|| text(SITE)).map(|site| site.trim_start_matches('@').to_owned());
    article.title = title(document, article.title.take(), text(TITLE), article.outlet.as_deref());
    article.section = article.section.take().or_else(|| text(SECTION));
    article.url = canonical(document).or(article.url.take()).or_else(|| meta.get("og:url").cloned());
    article.url = article.url.take().filter(|url| url.contains("://"));
    if article.authors.is_empty() {
        article.authors = authors(document, &meta);
    }
    let html = document.select_single("html");
    let language = html.attr("lang").map(|code| code.to_string()).or_else(|| meta.get("og:locale").cloned());
    article.language = article.language.take().or_else(|| language.and_then(|code| language_code(&code)));
    article.published = article.published.take().or_else(|| published(document, &meta, article.url.as_deref()));
    article.modified = article.modified.take().or_else(|| meta_date(&meta, MODIFIED));
}

/// What JSON-LD says; its keys are among those that JSON articles have by convention.
fn described(article: &mut Article, described: &Map<String, Value>) {
    let known = [
        "headline",
        "alternativeHeadline",
        "datePublished",
        "dateModified",
        "publisher",
        "articleSection",
        "inLanguage",
        "url",
        "author",
        "editor",
    ];
    let kept: Map<String, Value> =
        known.iter().filter_map(|key| described.get(*key).map(|value| ((*key).to_owned(), value.clone()))).collect();
    let (id, text) = (std::mem::take(&mut article.id), std::mem::take(&mut article.text));
    crate::format::json::fill(article, &kept, "json-ld");
    (article.id, article.text) = (id, text);
    article.title = article.title.take().map(|title| plain(&title));
    article.authors = article.authors.iter().flat_map(|author| byline_names(author)).collect();
}

/// Text that may hold character references, as titles in metadata do.
fn plain(text: &str) -> String {
    if text.contains('&') || text.contains('<') {
        Document::fragment(text).text().trim().to_owned()
    } else {
        text.trim().to_owned()
    }
}

fn meta(document: &Document) -> FxHashMap<String, String> {
    let mut found = FxHashMap::default();
    for element in document.select("meta[content]").nodes() {
        let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attribute| element.attr(attribute));
        if let (Some(key), Some(content)) = (key, element.attr("content")) {
            found.entry(key.to_ascii_lowercase()).or_insert_with(|| content.to_string());
        }
    }
    found
}

/// The title without the site's name: what the page calls its headline, else the heading, else the page's title.
fn title(document: &Document, described: Option<String>, meta: Option<String>, site: Option<&str>) -> Option<String> {
    let heading = || {
        let headings = document.select("h1");
        let nodes = headings.nodes();
        (nodes.len() == 1).then(|| nodes[0].text().split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let page = || Some(document.select_single("title").text().trim().to_owned());
    let found = described.or(meta).map(|title| plain(&title)).filter(|title| !title.is_empty()).or_else(heading);
    let found = found.filter(|title| !title.is_empty()).or_else(page)?;
    Some(without_site(&found, site).to_owned()).filter(|title| !title.is_empty())
}

fn without_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        let Some((rest, last)) = title.rsplit_once(separator) else { continue };
        let names_site = site.is_some_and(|site| last.trim().eq_ignore_ascii_case(site.trim()));
        if names_site || matches!(separator, " | " | " :: ") && rest.len() > last.len() {
            return rest.trim();
        }
    }
    title
}

fn canonical(document: &Document) -> Option<String> {
    document.select_single("link[rel=canonical]").attr("href").map(|href| href.to_string())
}

fn authors(document: &Document, meta: &FxHashMap<String, String>) -> Vec<String> {
    let named = AUTHOR.iter().filter_map(|key| meta.get(*key)).map(|names| byline_names(names));
    if let Some(names) = named.into_iter().find(|names| !names.is_empty()) {
        return names;
    }
    let seen = document.select(BYLINES);
    let texts = seen.nodes().iter().take(5).map(|node| node.text().split_whitespace().collect::<Vec<_>>().join(" "));
    texts
        .filter(|text| text.len() < 120)
        .map(|text| byline_names(&text))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn value(moment: Moment, basis: Basis) -> DateValue {
    let Moment { value, precision, earliest, latest } = moment;
    DateValue { value, precision, earliest: Some(earliest), latest: Some(latest), basis }
}

fn meta_date(meta: &FxHashMap<String, String>, keys: &[&str]) -> Option<DateValue> {
    keys.iter().find_map(|key| Some(value(parse_moment(meta.get(*key)?)?, Basis::key("meta", *key))))
}

fn published(document: &Document, meta: &FxHashMap<String, String>, url: Option<&str>) -> Option<DateValue> {
    meta_date(meta, PUBLISHED)
        .or_else(|| attribute_date(document))
        .or_else(|| url.and_then(crate::calendar::day_in_path).map(|day| DateValue::day(day, Basis::rule("url"))))
        .or_else(|| visible_date(document))
}

/// The day in an attribute that is meant for programs.
fn attribute_date(document: &Document) -> Option<DateValue> {
    DATES.iter().take(5).find_map(|selector| {
        document.select(selector).nodes().iter().take(3).find_map(|node| {
            let (name, text) = ["datetime", "content"].iter().find_map(|name| Some((*name, node.attr(name)?)))?;
            Some(value(parse_moment(&text)?, Basis::key("time-element", name)))
        })
    })
}

/// The first text that is a date where readers look for one.
fn visible_date(document: &Document) -> Option<DateValue> {
    DATES.iter().find_map(|selector| {
        document.select(selector).nodes().iter().take(4).find_map(|node| {
            let text = node.text();
            let pieces = text.split(['|', '•', '·', '\n']).chain([&*text]);
            let moment = pieces.map(without_words).find_map(parse_moment)?;
            Some(value(moment, Basis::key("visible", *selector)))
        })
    })
}

/// A date without what pages write before it.
fn without_words(text: &str) -> &str {
    const WORDS: [&str; 8] =
        ["published", "posted", "updated", "date", "on", "first published", "publié le", "veröffentlicht am"];
    let mut text = text.trim();
    loop {
        let lower = text.to_lowercase();
        let word =
            WORDS.iter().find(|word| lower.strip_prefix(**word).is_some_and(|rest| rest.starts_with([' ', ':'])));
        match word.and_then(|word| text.get(word.len()..)) {
            Some(rest) => text = rest.trim_start_matches([':', ' ']),
            None => return text,
        }
    }
}
