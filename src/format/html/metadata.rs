//! The fields of an article from what its page says of itself: JSON-LD, then meta elements, then what readers see.

use super::day::Page;
use super::plain;
use crate::analysis::byline_names;
use crate::article::Article;
use crate::calendar::DayOrder;
use crate::format::json::language_code;
use dom_query::Document;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// Meta elements of each field, best first.
const TITLE: &[&str] =
    &["og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "sailthru.title", "hdl"];
const SITE: &[&str] = &["og:site_name", "application-name", "dc.publisher", "al:ios:app_name", "twitter:site"];
const SECTION: &[&str] = &["article:section", "parsely-section", "sailthru.section", "section"];
const AUTHOR: &[&str] = &[
    "author",
    "byl",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "citation_author",
];

/// Fills an article's fields.
pub fn fill(article: &mut Article, source: &str, document: &Document, described: Option<&Map<String, Value>>) {
    let asked = article.url.take();
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
    article.url = article.url.take().filter(|url| url.contains("://")).or(asked);
    article.authors = authors(article, document, &meta);
    let html = document.select_single("html");
    let language = html.attr("lang").map(|code| code.to_string()).or_else(|| meta.get("og:locale").cloned());
    article.language = article.language.take().or_else(|| language.and_then(|code| language_code(&code)));
    let page = Page {
        source,
        document,
        meta: &meta,
        title: article.title.as_deref(),
        url: article.url.as_deref(),
        order: order(html.attr("lang").as_deref()),
    };
    let (published, modified) = (page.published(article.published.take()), page.modified());
    article.published = published;
    article.modified = article.modified.take().or(modified);
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
    crate::format::json::fill(article, &kept, "json-ld", &crate::format::Keys::default());
    (article.id, article.text) = (id, text);
    article.title = article.title.take().map(|title| plain(&title));
    article.authors = article.authors.iter().flat_map(|author| byline_names(author)).collect();
}

/// English pages write the month first, unless they say that they are not from America.
fn order(language: Option<&str>) -> DayOrder {
    match language.map(str::to_ascii_lowercase).as_deref() {
        None | Some("en" | "en-us" | "en_us") => DayOrder::MonthFirst,
        Some(_) => DayOrder::DayFirst,
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

/// Longest name that is no name, in bytes.
const LONGEST_HANDLE: usize = 40;

/// The names in metadata, else those that readers see; a publisher that calls itself the author gives way to a person.
fn authors(article: &Article, document: &Document, meta: &FxHashMap<String, String>) -> Vec<String> {
    let mut known = article.authors.clone();
    if known.is_empty() {
        let named = AUTHOR.iter().filter_map(|key| meta.get(*key)).map(|names| byline_names(&plain(names)));
        known = named.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    }
    if known.is_empty() && meta.get("twitter:label1").is_some_and(|label| label.eq_ignore_ascii_case("written by")) {
        known = meta.get("twitter:data1").map(|names| byline_names(&plain(names))).unwrap_or_default();
    }
    if known.is_empty() {
        known.extend(AUTHOR.iter().filter_map(|key| meta.get(*key)).find_map(|name| handle(&plain(name))));
    }
    let is_person = |name: &String| name.contains(' ') && !is_outlet(name, article.outlet.as_deref());
    if known.iter().any(is_person) {
        return known;
    }
    let seen = super::byline::find(document, article.title.as_deref());
    if known.is_empty() || seen.iter().any(is_person) { seen } else { known }
}

/// What metadata calls the author although it is no name as people have them: "the harbour team", "avenn".
fn handle(name: &str) -> Option<String> {
    let name = name.trim();
    let plain = !name.contains("://") && !name.contains('@') && name.chars().any(char::is_alphabetic);
    (plain && name.len() > 1 && name.len() <= LONGEST_HANDLE).then(|| name.to_owned())
}

/// Whether a name is the publisher's, with or without "Team" and the like.
fn is_outlet(name: &str, outlet: Option<&str>) -> bool {
    let bare = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (name, outlet) = (bare(name), bare(outlet.unwrap_or_default()));
    !outlet.is_empty() && (name.starts_with(&outlet) || outlet.starts_with(&name))
}
