//! JSON: one article, a list of articles, or an article a line. Keys by convention.

use super::{charset, html, new_article};
use crate::analysis::byline_names;
use crate::article::{Article, Basis, DateValue, RawSource, Skip, SkipReason};
use crate::calendar::parse_moment;
use serde_json::{Map, Value};

/// Keys under which an object may hold its list of articles.
const LISTS: &[&str] = &["articles", "items", "results", "docs", "documents", "data", "hits", "response"];

/// Keys of each field, best first.
const TITLE: &[&str] = &["title", "headline", "headlines", "name"];
const SUBTITLE: &[&str] = &["subtitle", "subheadline", "alternativeHeadline", "standfirst"];
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "articleBody",
    "body_text",
    "body_xhtml",
    "body_html",
    "content_html",
    "content_text",
    "fulltext",
    "maintext",
    "bodies",
];
const AUTHORS: &[&str] = &["authors", "author", "byline", "creator"];
const EDITORS: &[&str] = &["editors", "editor"];
const OUTLET: &[&str] = &["source", "publisher", "outlet", "publication", "site_name", "newspaper"];
const URL: &[&str] = &["url", "external_url", "link", "canonical_url", "permalink", "web_url"];
const SECTION: &[&str] = &["section", "category", "articleSection"];
const LANGUAGE: &[&str] = &["language", "lang", "inLanguage"];
const PUBLISHED: &[&str] = &[
    "date",
    "published",
    "publishedAt",
    "published_at",
    "pubDate",
    "datePublished",
    "publication_date",
    "date_publish",
    "created",
    "date_published",
    "versioncreated",
    "firstcreated",
    "versionCreated",
    "firstCreated",
];
const MODIFIED: &[&str] =
    &["modified", "updated", "updatedAt", "dateModified", "date_modify", "date_modified", "lastmod"];
const ID: &[&str] = &["id", "_id", "guid", "uuid", "uri"];

/// Reads a JSON source.
pub fn parse(source: &RawSource, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = charset::decode(&source.bytes, false);
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => match list(&object) {
            Some(articles) => each_of(source, articles, each),
            None => each(article(source, &object)),
        },
        Ok(Value::Array(articles)) => each_of(source, &articles, each),
        Ok(_) => each(Err(Skip::new(source.locator.clone(), SkipReason::Malformed, "it is no JSON object"))),
        Err(error) => each(Err(Skip::new(source.locator.clone(), SkipReason::Malformed, format!("JSON: {error}")))),
    }
}

/// The list of articles in an object that is no article itself.
fn list(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    if TEXT.iter().any(|key| object.get(*key).is_some_and(Value::is_string)) {
        return None;
    }
    let found = LISTS.iter().find_map(|key| object.get(*key))?;
    match found {
        Value::Array(articles) => Some(articles).filter(|articles| articles.iter().all(Value::is_object)),
        Value::Object(inner) => list(inner),
        _ => None,
    }
}

fn each_of(source: &RawSource, articles: &[Value], each: &mut dyn FnMut(Result<Article, Skip>)) {
    if articles.is_empty() {
        return each(Err(Skip::new(source.locator.clone(), SkipReason::NoText, "the list is empty")));
    }
    for (number, value) in (1..).zip(articles) {
        let place = RawSource { locator: source.locator.at_line(number), bytes: Vec::new(), ..source.clone() };
        each(match value {
            Value::Object(object) => article(&place, object),
            _ => Err(Skip::new(place.locator, SkipReason::Malformed, "it is no JSON object")),
        });
    }
}

/// The article that an object describes; a skip where it has no text.
pub fn article(source: &RawSource, object: &Map<String, Value>) -> Result<Article, Skip> {
    let mut article = new_article(source);
    fill(&mut article, object, "metadata");
    let text = TEXT.iter().find_map(|key| object.get(*key)).and_then(running_text);
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Err(Skip::new(source.locator.clone(), SkipReason::NoText, "there is no text under a known key"));
    };
    if looks_like_markup(&text) {
        html::fill_from_fragment(&mut article, &text);
    } else {
        article.text = text;
    }
    Ok(article)
}

fn running_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(paragraphs) => {
            let paragraphs: Vec<&str> = paragraphs.iter().filter_map(Value::as_str).collect();
            match paragraphs.is_empty() {
                true => values_of(value).and_then(running_text),
                false => Some(paragraphs.join("\n\n")),
            }
        }
        Value::Object(inner) => {
            ["text", "html", "rendered", "value", "raw"].iter().find_map(|key| inner.get(*key)).and_then(running_text)
        }
        _ => None,
    }
}

/// ninjs 2 and 3 (IPTC): of a list of objects with a role and a value, the value of the main one.
fn values_of(list: &Value) -> Option<&Value> {
    let list = list.as_array()?;
    let main = list.iter().find(|value| value.get("role").and_then(Value::as_str) == Some("main"));
    main.or(list.first())?.get("value")
}

fn looks_like_markup(text: &str) -> bool {
    let start = text.trim_start();
    let tags = ["<p>", "<p ", "<div", "</p>", "<br>", "<br/>", "<br />"];
    start.starts_with('<') && start.contains('>') && start.contains("</") || tags.iter().any(|tag| text.contains(tag))
}

/// Fills an article's fields from keys by convention; `rule` names in the basis where they stood.
pub fn fill(article: &mut Article, object: &Map<String, Value>, rule: &'static str) {
    let text =
        |keys: &[&str]| keys.iter().find_map(|key| object.get(*key).and_then(name)).filter(|text| !text.is_empty());
    article.title = text(TITLE);
    article.subtitle = text(SUBTITLE);
    article.outlet = text(OUTLET);
    article.url = text(URL);
    article.section = text(SECTION);
    article.language = text(LANGUAGE).and_then(|code| language_code(&code));
    article.id = text(ID).unwrap_or_default();
    article.authors = AUTHORS.iter().find_map(|key| object.get(*key).map(names)).unwrap_or_default();
    article.editors = EDITORS.iter().find_map(|key| object.get(*key).map(names)).unwrap_or_default();
    article.published = date(object, PUBLISHED, rule);
    article.modified = date(object, MODIFIED, rule);
}

/// The two-letter code of a language tag.
pub fn language_code(tag: &str) -> Option<String> {
    let code = tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase();
    ((2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(inner) => ["name", "title", "text"].iter().find_map(|key| inner.get(*key)).and_then(name),
        Value::Array(values) => values_of(value).or(values.first()).and_then(name),
        _ => None,
    }
}

fn names(value: &Value) -> Vec<String> {
    let found: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(name).collect(),
        value => name(value).map(|names| byline_names(&names)).unwrap_or_default(),
    };
    found.into_iter().filter(|name| !name.is_empty()).collect()
}

fn date(object: &Map<String, Value>, keys: &[&str], rule: &'static str) -> Option<DateValue> {
    keys.iter().find_map(|key| {
        let moment = parse_moment(&name(object.get(*key)?)?)?;
        Some(moment.believed(Basis::key(rule, *key)))
    })
}
