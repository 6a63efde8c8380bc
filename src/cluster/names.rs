//! The persons of all articles, from which the folded names are worked out.

use super::client::Client;
use super::manifest::Indices;
use super::mapping::values_of;
use crate::analysis::{Fold, fold_names};
use crate::engine::EngineError;
use serde_json::{Value, json};

/// Names that are asked for at once.
const PAGE: usize = 10_000;

/// Articles that a name needs to be looked at, as in a local index.
const ARTICLES_MIN: u64 = 2;

/// Works out which names stand for which, from what the cluster's readers can see.
pub fn fold(client: &Client, indices: &Indices) -> Result<Vec<Fold>, EngineError> {
    let mut names: Vec<(String, u64)> = Vec::new();
    let query = json!({ "match_all": {} });
    each_value(client, &indices.articles, &query, &values_of("person"), |name, articles| {
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
    let mut after = Value::Null;
    loop {
        let mut composite = json!({ "size": PAGE, "sources": [{ "value": { "terms": { "field": field } } }] });
        if !after.is_null() {
            composite["after"] = after;
        }
        let body = json!({ "size": 0, "track_total_hits": false, "query": query, "aggs": { "values": { "composite": composite } } });
        let answer = client.json("POST", &format!("{index}/_search"), Some(&body))?;
        let values = &answer["aggregations"]["values"];
        for bucket in values["buckets"].as_array().into_iter().flatten() {
            if let Some((value, count)) = bucket["key"]["value"].as_str().zip(bucket["doc_count"].as_u64()) {
                each(value.to_owned(), count);
            }
        }
        after = values["after_key"].clone();
        if after.is_null() {
            return Ok(());
        }
    }
}
