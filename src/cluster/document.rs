//! Records → documents of the cluster: one for the article with its statements inside, and one for each statement.

use super::mapping::{STATEMENTS, values_of};
use super::texts::{self, Place};
use crate::analysis::{fold, words};
use crate::article::{Record, Span};
use crate::engine::EngineError;
use crate::field::{FieldKind, field};
use crate::index::schema::day_number;
use crate::index::stored;
use crate::indexed::{self, Indexed, TextValue, searched_text};
use base64::Engine;
use serde_json::{Map, Value, json};

/// A record as documents, ready to be sent.
pub struct Documents {
    /// The article's.
    pub article: String,
    /// Those of its statements, in order.
    pub statements: Vec<String>,
}

/// Who a document belongs to.
pub struct Keys {
    /// The article.
    pub article: String,
    /// Its source.
    pub source: String,
    /// The run that read it.
    pub run: i64,
}

/// A number as documents and their ids have it.
pub fn key(number: u64) -> String {
    format!("{number:016x}")
}

/// The documents of a record.
pub fn documents(record: &Record, root: &str, keys: &Keys) -> Result<Documents, EngineError> {
    let failed = |error: serde_json::Error| EngineError::Other(error.to_string());
    let article = &record.article;
    let language = article.language.as_deref();
    let (text, word_places) = searched_text(record);
    let places = texts::places(&text);
    let mut document = start(record, keys, &places);
    texts::put(&mut document, "text", &texts::stretches(&places));
    indexed::of_article(record, root, &mut |name, value| add(&mut document, name, language, value));
    // What all statements have alike is written once.
    let mut shared = only_of_articles(&document);
    shared.extend(named(record, keys));
    let shared = members(shared);
    let mut inside = String::new();
    let mut statements = Vec::with_capacity(record.statements.len());
    for (number, statement) in (1..).zip(&record.statements) {
        let parts = statement.parts.iter().filter_map(|part| word_places.of(*part));
        let parts: Vec<&[Place]> = parts.filter_map(|part: Span| places.get(part.start..part.end)).collect();
        let mut own = Map::new();
        texts::put(&mut own, "text", &parts);
        indexed::of_statement(record, statement, &mut |name, value| add(&mut own, name, language, value));
        let own = members(own);
        let words: usize = parts.iter().map(|part| part.len()).sum();
        statements.push(format!("{{{own},{shared},\"number\":{number},\"words\":{words}}}"));
        inside.push_str(if inside.is_empty() { "{" } else { ",{" });
        inside.push_str(&own);
        inside.push('}');
    }
    document.insert("format".to_owned(), article.format.clone().into());
    document.insert("head".to_owned(), json!({ "list": stored::head_to_text(article, root).map_err(failed)? }));
    let rest = stored::pack(record, root).map_err(failed)?;
    document.insert("record".to_owned(), base64::engine::general_purpose::STANDARD.encode(rest).into());
    let content = serde_json::to_string(&article.text).map_err(failed)?;
    let document = members(document);
    let article = format!("{{{document},\"content\":{content},\"{STATEMENTS}\":[{inside}]}}");
    Ok(Documents { article, statements })
}

/// The members of an object as JSON, without the brackets around them.
fn members(object: Map<String, Value>) -> String {
    let mut text = Value::Object(object).to_string();
    text.pop();
    text.drain(..1);
    text
}

fn start(record: &Record, keys: &Keys, places: &[Place]) -> Map<String, Value> {
    let mut document = named(record, keys);
    document.insert("words".to_owned(), texts::count(places).into());
    document
}

/// What articles and statements begin with.
fn named(record: &Record, keys: &Keys) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("id".to_owned(), record.article.id.clone().into());
    document.insert("article".to_owned(), keys.article.clone().into());
    document.insert("source".to_owned(), keys.source.clone().into());
    document.insert("run".to_owned(), keys.run.into());
    document
}

/// The fields of an article that clauses on its statements ask for.
fn only_of_articles(document: &Map<String, Value>) -> Map<String, Value> {
    let is_its = |name: &str| {
        let own = ["_forms", "_plain", "_value", "_first", "_last"]
            .iter()
            .find_map(|ending| name.strip_suffix(ending))
            .unwrap_or(name);
        field(own).is_some_and(|field| field.subject == crate::field::Subject::Article)
    };
    document.iter().filter(|(name, _)| is_its(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn add(document: &mut Map<String, Value>, name: &str, language: Option<&str>, value: Indexed) {
    let Some(field) = field(name) else { return };
    match value {
        Indexed::Text(text) => {
            let places = texts::places(&TextValue::of(language, text).into_string());
            texts::put(document, name, &texts::stretches(&places));
        }
        Indexed::Words(text) => match field.kind {
            FieldKind::Keyword => append(document, name, text.into()),
            FieldKind::Path => append(document, name, path(text).into()),
            _ => append(document, name, name_words(text).into()),
        },
        Indexed::Value(value) => append(document, &values_of(name), value.into()),
        Indexed::Days(earliest, latest) => {
            let (first, last) = (day_number(earliest), day_number(latest));
            append(document, name, json!({ "gte": first, "lte": last }));
            if field.kind == FieldKind::Date {
                document.insert(format!("{name}_first"), first.into());
                document.insert(format!("{name}_last"), last.into());
            }
        }
    }
}

fn append(document: &mut Map<String, Value>, name: &str, value: Value) {
    if let Value::Array(values) = document.entry(name.to_owned()).or_insert_with(|| Value::Array(Vec::new())) {
        values.push(value);
    }
}

/// The folded words of a name.
fn name_words(name: &str) -> String {
    words(name).into_iter().map(|word| fold(word.of(name)).into_owned()).collect::<Vec<_>>().join(" ")
}

/// The folded parts of a path.
fn path(path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.map(|part| texts::path_part(&fold(part))).collect::<Vec<_>>().join(" ")
}
