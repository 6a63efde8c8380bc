//! JSON: one article, a list of articles, or an article a line.

use super::cut::Objects;
use super::{Keys, Options, charset, html, new_article};
use crate::analysis::byline_names;
use crate::article::{Article, Basis, RawSource, Skip, SkipReason};
use crate::calendar::parse_moment;
use crate::source::{Cutter, Lines};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// Keys under which an object may hold its list of articles.
const LISTS: &[&str] = &["articles", "items", "results", "docs", "documents", "data", "hits", "response"];

/// Deepest object that a list of articles is looked for in.
const LIST_DEPTH: usize = 4;

/// An article a line, a list of articles, or one article.
pub fn cut(head: &[u8], name: &str) -> Option<Box<dyn Cutter>> {
    if super::is_json_lines(head, name) {
        return Some(Box::new(Lines::default()));
    }
    Some(Box::new(Objects::new(list_start(head)?)))
}

/// Where the list of articles starts in JSON that begins with `head`: behind its bracket. The whole is a list of objects,
/// or it is an object that has one under a usual key, before any text of its own.
fn list_start(head: &[u8]) -> Option<usize> {
    let mut at = usize::from(head.starts_with(b"\xef\xbb\xbf")) * 3;
    for _ in 0..LIST_DEPTH {
        at += head.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let inside = head.get(at + 1..)?;
        match head.get(at)? {
            b'[' => {
                let first = inside.iter().find(|byte| !byte.is_ascii_whitespace())?;
                return matches!(first, b'{' | b']').then_some(at + 1);
            }
            b'{' => at = listed_value(head, at + 1)?,
            _ => return None,
        }
    }
    None
}

/// Where the value of the first key that lists articles starts, in an object that opens right before `at`.
fn listed_value(head: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += head.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b',')?;
        let mut keys = serde_json::Deserializer::from_slice(head.get(at..)?).into_iter::<String>();
        let key = keys.next()?.ok()?;
        at += keys.byte_offset();
        at += head.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b':')?;
        if LISTS.contains(&key.as_str()) && matches!(head.get(at)?, b'[' | b'{') {
            return Some(at);
        }
        if Keys::is_text(&key) && head.get(at) == Some(&b'"') {
            return None;
        }
        let mut values = serde_json::Deserializer::from_slice(head.get(at..)?).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        at += values.byte_offset();
    }
}

/// Reads a JSON object.
pub fn parse(source: &RawSource, options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = charset::decode(&source.bytes, None, false);
    each(match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => article(source, &object, options).map(|mut article| {
            if let Some(frame) = &source.frame {
                feed_fields(&mut article, &frame.before, &frame.after);
            }
            article
        }),
        Ok(_) => Err(Skip::new(source.locator.clone(), SkipReason::Malformed, "it is no JSON object")),
        Err(error) => Err(Skip::new(source.locator.clone(), SkipReason::Malformed, format!("JSON: {error}"))),
    });
}

/// What a JSON feed (jsonfeed.org, version 1.1) says of all its entries.
fn feed_fields(article: &mut Article, before: &[u8], after: &[u8]) {
    if memchr::memmem::find(before, b"jsonfeed.org").is_none() {
        return;
    }
    let Ok(Value::Object(feed)) = serde_json::from_slice(&[before, after].concat()) else { return };
    let text = |key: &str| feed.get(key).and_then(name).filter(|text| !text.is_empty());
    article.outlet = article.outlet.take().or_else(|| text("title"));
    article.language = article.language.take().or_else(|| language_code(&text("language")?));
    if article.authors.is_empty() {
        article.authors = ["authors", "author"].iter().find_map(|key| feed.get(*key).map(names)).unwrap_or_default();
    }
}

/// The article that an object describes; a skip where it has no text. A title over an empty text is a flash: an article.
pub fn article(source: &RawSource, object: &Map<String, Value>, options: &Options) -> Result<Article, Skip> {
    let mut article = new_article(source);
    fill(&mut article, object, "metadata", &options.keys);
    let text = options.keys.values(object, "text").find_map(|(_, value)| running_text(value));
    let Some(text) = text.filter(|text| !text.trim().is_empty() || article.title.is_some()) else {
        return Err(Skip::new(source.locator.clone(), SkipReason::NoText, "there is no text under a known key"));
    };
    if html::is_markup(&text) {
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

/// Fills an article's fields; `rule` names in the basis where they stood.
pub fn fill(article: &mut Article, object: &Map<String, Value>, rule: &'static str, keys: &Keys) {
    let text = |field| keys.values(object, field).find_map(|(_, value)| name(value).filter(|text| !text.is_empty()));
    let people = |field| keys.values(object, field).next().map(|(_, value)| names(value)).unwrap_or_default();
    let date = |field| {
        keys.values(object, field).find_map(|(key, value)| {
            let moment = parse_moment(&name(value)?)?;
            Some(moment.believed(Basis::key(rule, key)))
        })
    };
    article.title = text("title");
    article.subtitle = text("subtitle");
    article.outlet = text("outlet");
    article.url = text("url").or(article.url.take());
    article.section = text("section");
    article.language = text("language").and_then(|code| language_code(&code));
    article.id = text("id").unwrap_or_default();
    article.authors = people("authors");
    article.editors = people("editors");
    article.published = date("published");
    article.modified = date("modified")
        .filter(|modified| article.published.as_ref().is_none_or(|published| published.value != modified.value));
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
