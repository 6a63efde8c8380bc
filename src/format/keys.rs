//! The keys of JSON objects, columns of tables and fields of front matter: those by convention, and those a user names.

use serde_json::{Map, Value};

/// Which keys hold which field of an article, best first.
const CONVENTIONS: &[(&str, &[&str])] = &[
    ("title", &["headline", "headlines", "title", "name"]),
    ("subtitle", &["subtitle", "subheadline", "alternativeHeadline", "standfirst"]),
    (
        "text",
        &[
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
            "summary",
            "description",
        ],
    ),
    ("authors", &["authors", "author", "byline", "by", "creator"]),
    ("editors", &["editors", "editor"]),
    ("outlet", &["source", "publisher", "outlet", "publication", "site_name", "newspaper"]),
    ("url", &["url", "external_url", "link", "canonical_url", "permalink", "web_url"]),
    ("section", &["section", "category", "articleSection", "categories"]),
    ("language", &["language", "lang", "inLanguage"]),
    (
        "published",
        &[
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
            "firstcreated",
            "firstCreated",
            "versioncreated",
            "versionCreated",
        ],
    ),
    (
        "modified",
        &[
            "modified",
            "updated",
            "updatedAt",
            "dateModified",
            "date_modify",
            "date_modified",
            "lastmod",
            "versioncreated",
            "versionCreated",
        ],
    ),
    ("id", &["id", "_id", "guid", "uuid", "uri"]),
];

/// Other names of fields, as queries and people use them.
const ALIASES: &[(&str, &str)] = &[
    ("author", "authors"),
    ("editor", "editors"),
    ("date", "published"),
    ("body", "text"),
    ("content", "text"),
    ("source", "outlet"),
    ("publisher", "outlet"),
    ("lang", "language"),
];

/// Why a mapping of keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is not `field=key`.
    #[error("'{0}' is not FIELD=KEY")]
    Shape(String),
    /// There is no such field.
    #[error("'{0}' is no field of an article")]
    Field(String),
}

/// Where the fields of an article stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    named: Vec<(&'static str, String)>,
}

impl Keys {
    /// The names of the fields that can be mapped.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        CONVENTIONS.iter().map(|(field, _)| *field)
    }

    /// Adds `field=key` mappings, separated by commas. A key may lead into objects: `body.raw`.
    pub fn add(&mut self, mappings: &str) -> Result<(), KeyError> {
        for mapping in mappings.split(',').map(str::trim).filter(|mapping| !mapping.is_empty()) {
            let (field, key) = mapping.split_once('=').ok_or_else(|| KeyError::Shape(mapping.to_owned()))?;
            let field = field.trim();
            let plain = ALIASES.iter().find(|(alias, _)| *alias == field).map_or(field, |(_, own)| *own);
            let own = Self::fields().find(|own| *own == plain).ok_or_else(|| KeyError::Field(field.to_owned()))?;
            if key.trim().is_empty() {
                return Err(KeyError::Shape(mapping.to_owned()));
            }
            self.named.push((own, key.trim().to_owned()));
        }
        Ok(())
    }

    /// The values that an object has for a field, best first, with their keys. Where the user has named keys, these
    /// alone are looked at.
    pub fn values<'o>(
        &'o self,
        object: &'o Map<String, Value>,
        field: &'static str,
    ) -> impl Iterator<Item = (&'o str, &'o Value)> {
        let is_named = self.named.iter().any(|(own, _)| *own == field);
        let named = self.named.iter().filter(move |(own, _)| *own == field).map(|(_, key)| key.as_str());
        let known = CONVENTIONS.iter().find(|(own, _)| *own == field && !is_named);
        let known = known.into_iter().flat_map(|(_, keys)| keys.iter().copied());
        named.chain(known).filter_map(move |key| Some((key, at_key(object, key)?)))
    }

    /// Whether a key is one that an article's text stands under by convention.
    pub fn is_text(key: &str) -> bool {
        let is_teaser = matches!(key, "summary" | "description");
        !is_teaser && CONVENTIONS.iter().any(|(field, keys)| *field == "text" && keys.contains(&key))
    }
}

/// The value of a key, or of a path of keys with dots between them.
fn at_key<'o>(object: &'o Map<String, Value>, key: &str) -> Option<&'o Value> {
    if let Some(value) = object.get(key) {
        return Some(value);
    }
    let (outer, rest) = key.split_once('.')?;
    match object.get(outer)? {
        Value::Object(inner) => at_key(inner, rest),
        Value::Array(values) => values.first()?.as_object().and_then(|inner| at_key(inner, rest)),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn named_keys_replace_those_by_convention() {
        let mut keys = Keys::default();
        keys.add("text=body.raw, author=meta.by").unwrap();
        let object = serde_json::json!({"body": {"raw": "Words"}, "text": "no", "meta": {"by": "Ada"}, "title": "T"});
        let object = object.as_object().unwrap();
        let first = |field| keys.values(object, field).next().map(|(key, value)| (key, value.as_str().unwrap()));
        assert_eq!(first("text"), Some(("body.raw", "Words")));
        assert_eq!(first("authors"), Some(("meta.by", "Ada")));
        assert_eq!(first("title"), Some(("title", "T")));
        assert!(matches!(keys.add("text"), Err(KeyError::Shape(_))));
        assert!(matches!(keys.add("colour=x"), Err(KeyError::Field(_))));
    }
}
