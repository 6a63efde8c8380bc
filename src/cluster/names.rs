//! The persons of all articles, from which the folded names are worked out.

use super::client::Client;
use super::compile::everything;
use super::manifest::Indices;
use super::mapping::values_of;
use crate::analysis::{Fold, fold_names};
use crate::engine::EngineError;
use serde_json::{Value, json};

/// Values that are asked for at once.
const PAGE: usize = 10_000;

/// Articles that a name needs to be looked at, as in a local index.
const ARTICLES_MIN: u64 = 2;

/// Works out which names stand for which, from what the cluster's readers can see.
pub fn fold(client: &Client, indices: &Indices) -> Result<Vec<Fold>, EngineError> {
    let mut names: Vec<(String, u64)> = Vec::new();
    each_value(client, &indices.articles, &everything(), &values_of("person"), |name, articles| {
        if articles >= ARTICLES_MIN {
            names.push((name, articles));
        }
    })?;
    names.sort_unstable();
    Ok(fold_names(&names))
}

/// Calls `each` with every value of a field in what a query selects, and the number of documents that have it.
pub fn each_value(
    client: &Client,
    index: &str,
    query: &Value,
    field: &str,
    mut each: impl FnMut(String, u64),
) -> Result<(), EngineError> {
    each_bucket(client, index, query, json!([{ "value": { "terms": { "field": field } } }]), |key, count| {
        if let Some(value) = key["value"].as_str() {
            each(value.to_owned(), count);
        }
    })
}

/// Calls `each` with every combination of values that the sources of a composite name, and the number of documents that have
/// it, a page after the other.
pub fn each_bucket(
    client: &Client,
    index: &str,
    query: &Value,
    sources: Value,
    mut each: impl FnMut(&Value, u64),
) -> Result<(), EngineError> {
    let mut composite = json!({ "size": PAGE, "sources": sources });
    loop {
        let found = client.aggregate(index, query, json!({ "buckets": { "composite": composite } }))?;
        for bucket in found["buckets"]["buckets"].as_array().into_iter().flatten() {
            each(&bucket["key"], bucket["doc_count"].as_u64().unwrap_or(0));
        }
        match &found["buckets"]["after_key"] {
            Value::Null => return Ok(()),
            after => composite["after"] = after.clone(),
        }
    }
}
