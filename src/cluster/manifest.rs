//! The manifest: a document for each source that was read to its end, one for each article that is kept out, and the table
//! of folded names; all in the third index.

use super::client::Client;
use super::document::key;
use super::mapping::{ENGINE_MIN, KINDS, version};
use crate::analysis::Fold;
use crate::article::Skip;
use crate::engine::{EngineError, KnownSource};
use crate::source::{Fingerprint, source_key};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Sources that are read at once.
const PAGE: usize = 5_000;

/// Names of the three indices of one index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indices {
    /// Those of the articles.
    pub articles: String,
    /// Those of the statements.
    pub statements: String,
    /// Those of the sources.
    pub sources: String,
}

impl Indices {
    /// The names with a number.
    pub fn numbered(name: &str, number: u64) -> Self {
        let [articles, statements, sources] = KINDS.map(|kind| format!("{name}-{kind}-{number}"));
        Self { articles, statements, sources }
    }

    /// All three.
    pub fn all(&self) -> [&str; 3] {
        [&self.articles, &self.statements, &self.sources]
    }
}

/// The number of the indices that the alias stands for; none if there is no such index. Where there is none that can be used,
/// a look at the engine itself comes first, which may say why.
pub fn current(client: &Client) -> Result<Option<u64>, EngineError> {
    match look_up(client) {
        Ok(Some(number)) => Ok(Some(number)),
        other => check_engine(client).and(other),
    }
}

fn look_up(client: &Client) -> Result<Option<u64>, EngineError> {
    let name = &client.address.name;
    let answer = client.ask("GET", &format!("{name}/_mapping?filter_path=*.mappings._meta"), None)?;
    match answer.status {
        404 => return Ok(None),
        200..=299 => {}
        _ => return Err(client.refused(&answer)),
    }
    let indices = answer.json();
    let foreign = || EngineError::Foreign(client.address.place());
    let mut number = None;
    for (index, meta) in indices.as_object().ok_or_else(foreign)? {
        let found = meta["mappings"]["_meta"]["onrecord"].as_str().ok_or_else(foreign)?;
        if found != version() {
            let (found, expected) = (found.to_owned(), version());
            return Err(EngineError::Version { place: client.address.place(), found, expected });
        }
        number = index.rsplit('-').next().and_then(|number| number.parse().ok());
    }
    number.map(Some).ok_or_else(foreign)
}

/// Whether the engine is one that can be used.
fn check_engine(client: &Client) -> Result<(), EngineError> {
    let root = client.json("GET", "", None)?;
    let unusable = |detail: String, hint: &str| {
        Err(EngineError::Unusable { place: client.address.place(), detail, hint: hint.to_owned() })
    };
    let number = root["version"]["number"].as_str().unwrap_or_default();
    if root["version"]["distribution"].as_str() != Some("opensearch") {
        return unusable("what answers there is not OpenSearch".to_owned(), "name an OpenSearch cluster");
    }
    let major: u64 = number.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    if major < ENGINE_MIN {
        let hint = format!("OpenSearch {ENGINE_MIN} or newer is needed");
        return unusable(format!("OpenSearch {number} is too old"), &hint);
    }
    Ok(())
}

/// A source as its document has it.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    root: String,
    path: String,
    size: u64,
    modified: i64,
    digest: String,
    articles: u64,
    skips: Vec<Skip>,
}

/// The id of a source's document.
pub fn source_id(root: &str, path: &str) -> String {
    key(source_key(root, path))
}

/// The document of a source.
pub fn source_document(source: &KnownSource) -> Result<Value, EngineError> {
    let entry = Entry {
        root: source.root.to_string(),
        path: source.path.to_string(),
        size: source.fingerprint.size,
        modified: source.fingerprint.modified,
        digest: format!("{:032x}", source.fingerprint.digest),
        articles: source.articles,
        skips: source.skips.clone(),
    };
    let entry = serde_json::to_value(entry).map_err(|error| EngineError::Other(error.to_string()))?;
    Ok(json!({ "kind": "source", "root": &*source.root, "articles": source.articles, "entry": entry }))
}

fn source(entry: &Value) -> Option<KnownSource> {
    let entry = Entry::deserialize(entry).ok()?;
    let digest = u128::from_str_radix(&entry.digest, 16).ok()?;
    Some(KnownSource {
        root: entry.root.into(),
        path: entry.path.into(),
        fingerprint: Fingerprint { size: entry.size, modified: entry.modified, digest },
        articles: entry.articles,
        skips: entry.skips,
    })
}

/// All sources, in no order.
pub fn sources(client: &Client, indices: &Indices) -> Result<Vec<KnownSource>, EngineError> {
    let mut found = Vec::new();
    each_entry(client, indices, "source", |entry| found.extend(source(entry)))?;
    Ok(found)
}

/// Calls `each` with the entry of every document of a kind.
pub fn each_entry(
    client: &Client,
    indices: &Indices,
    kind: &str,
    mut each: impl FnMut(&Value),
) -> Result<(), EngineError> {
    let body = json!({ "size": PAGE, "sort": ["_doc"], "query": { "term": { "kind": kind } } });
    let mut answer = client.json("POST", &format!("{}/_search?scroll=1m", indices.sources), Some(&body))?;
    loop {
        let hits = answer["hits"]["hits"].as_array().cloned().unwrap_or_default();
        hits.iter().for_each(|hit| each(&hit["_source"]["entry"]));
        let scroll = answer["_scroll_id"].clone();
        if hits.len() < PAGE {
            drop(client.json("DELETE", "_search/scroll", Some(&json!({ "scroll_id": scroll })))?);
            return Ok(());
        }
        answer = client.json("POST", "_search/scroll", Some(&json!({ "scroll": "1m", "scroll_id": scroll })))?;
    }
}

/// The table of folded names; empty where there is none.
pub fn folds(client: &Client, indices: &Indices) -> Result<Vec<Fold>, EngineError> {
    let answer = client.ask("GET", &format!("{}/_doc/names?_source_includes=body", indices.sources), None)?;
    folds_of(&answer.json())
}

/// What asks for the table among other documents.
pub fn names_question(indices: &Indices) -> Value {
    json!({ "_index": indices.sources, "_id": "names", "_source": ["body"] })
}

/// The table in the answer for its document.
pub fn folds_of(document: &Value) -> Result<Vec<Fold>, EngineError> {
    let rows = document["_source"]["body"].as_str().map(serde_json::from_str::<Vec<[String; 3]>>);
    let rows = rows.transpose().map_err(|error| EngineError::Other(error.to_string()))?.unwrap_or_default();
    Ok(rows.into_iter().map(|[from, to, rule]| Fold { from, to, rule }).collect())
}

/// The document of the table of folded names.
pub fn names_document(folds: &[Fold]) -> Result<Value, EngineError> {
    let rows: Vec<[&str; 3]> =
        folds.iter().map(|fold| [fold.from.as_str(), fold.to.as_str(), fold.rule.as_str()]).collect();
    let body = serde_json::to_string(&rows).map_err(|error| EngineError::Other(error.to_string()))?;
    Ok(json!({ "kind": "names", "body": body }))
}
