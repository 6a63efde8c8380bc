//! JSON-LD: what a page says of its article in schema.org's words (<https://schema.org/NewsArticle>).

use dom_query::Document;
use serde_json::{Map, Value};

/// Deepest place in which an article is looked for.
const DEEPEST: usize = 8;

/// The object that describes the page's article.
pub fn find(document: &Document) -> Option<Map<String, Value>> {
    let mut best: Option<Map<String, Value>> = None;
    for script in document.select("script[type=\"application/ld+json\"]").nodes() {
        let text = script.text();
        let Ok(value) = serde_json::from_str::<Value>(text.trim().trim_end_matches(';')) else { continue };
        if let Some(article) = article(&value, 0)
            && best.as_ref().is_none_or(|best| article.len() > best.len())
        {
            best = Some(article.clone());
        }
    }
    best
}

fn article(value: &Value, depth: usize) -> Option<&Map<String, Value>> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Array(values) => values.iter().find_map(|value| article(value, depth + 1)),
        Value::Object(object) if is_article(object.get("@type")) => Some(object),
        Value::Object(object) => {
            let places = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"];
            places.iter().filter_map(|key| object.get(*key)).find_map(|value| article(value, depth + 1))
        }
        _ => None,
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let is_one = |kind: &str| {
        let kind = kind.rsplit('/').next().unwrap_or(kind);
        kind.ends_with("Article") || kind.ends_with("Posting") || matches!(kind, "Report" | "Review" | "CreativeWork")
    };
    match kind {
        Some(Value::String(kind)) => is_one(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    }
}
