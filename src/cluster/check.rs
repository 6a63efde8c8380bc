//! Whether an index is whole: its articles and statements against the manifest and each other, and its shards.

use super::client::Client;
use super::compile::everything;
use super::counting::count;
use super::document::key;
use super::manifest::{self, Indices};
use super::names::each_value;
use crate::article::STANDARD_INPUT;
use crate::engine::EngineError;
use crate::source::{location, source_key};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

/// What is wrong, one line for each fault.
pub fn faults(client: &Client, indices: &Indices) -> Result<Vec<String>, EngineError> {
    let mut faults = Vec::new();
    let health = client.json("GET", &format!("_cluster/health/{}", indices.all().join(",")), None)?;
    if health["status"].as_str() == Some("red") {
        faults.push("shards of it are not there: the cluster is red".to_owned());
        return Ok(faults); // What stands in the others proves nothing.
    }
    let all = everything();
    let mut articles: FxHashMap<String, u64> = FxHashMap::default();
    each_value(client, &indices.articles, &all, "source", |source, count| {
        articles.insert(source, count);
    })?;
    for source in manifest::sources(client, indices)? {
        let found = articles.remove(&key(source_key(&source.root, &source.path))).unwrap_or(0);
        if found != source.articles && *source.path != *STANDARD_INPUT {
            let name = location(&source.root, &source.path);
            faults.push(format!("{name}: {found} articles in the index, {} in the manifest", source.articles));
        }
    }
    if !articles.is_empty() {
        faults.push(format!(
            "articles of {} sources that were not read to their end; the next run of index reads them again",
            articles.len()
        ));
    }
    let statements = count(client, &indices.statements, &all)?;
    let inside = inside(client, indices)?;
    if statements != inside {
        faults.push(format!("{statements} statements by themselves, {inside} inside their articles"));
    }
    Ok(faults)
}

/// How many statements the articles have inside.
fn inside(client: &Client, indices: &Indices) -> Result<u64, EngineError> {
    let aggregations: Value = json!({ "inside": { "nested": { "path": super::mapping::STATEMENTS } } });
    let found = client.aggregate(&indices.articles, &everything(), aggregations)?;
    Ok(found["inside"]["doc_count"].as_u64().unwrap_or(0))
}
