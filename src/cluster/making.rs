//! Making the indices of an index, and waiting for them.

use super::client::Client;
use super::manifest::Indices;
use super::mapping::{self, KINDS, REPLICAS, SHARDS};
use crate::engine::EngineError;
use crate::settings::Connection;
use serde_json::json;

/// Makes the three indices. Another process may be doing the same; whoever comes second takes what is there.
pub fn create(client: &Client, indices: &Indices, connection: &Connection, is_first: bool) -> Result<(), EngineError> {
    let shards = connection.shards.unwrap_or(SHARDS);
    let replicas = connection.replicas.unwrap_or(REPLICAS);
    for (kind, index) in KINDS.iter().zip(indices.all()) {
        let shards = if *kind == "sources" { 1 } else { shards };
        let mut body = mapping::index(kind, shards, replicas);
        if is_first {
            body["aliases"] = json!({ client.address.name.as_str(): {} });
        }
        let answer = client.ask("PUT", index, Some(body.to_string().as_bytes()))?;
        let is_there = answer.json()["error"]["type"].as_str() == Some("resource_already_exists_exception");
        if !matches!(answer.status, 200..=299) && !is_there {
            return Err(client.refused(&answer));
        }
    }
    let path = format!("_cluster/health/{}?wait_for_status=yellow&timeout=30s", indices.all().join(","));
    client.json("GET", &path, None)?;
    wait_for_copies(client, indices)
}

/// Waits a while for the copies that are being made: one that is not ready yet takes documents, and no notice of their
/// being searchable from now on.
pub fn wait_for_copies(client: &Client, indices: &Indices) -> Result<(), EngineError> {
    let all = indices.all().join(",");
    let path = format!("_cluster/health/{all}?wait_for_no_initializing_shards=true&timeout=20s");
    // Whether they came in time or not (408), the work goes on.
    client.ask("GET", &path, None).map(drop)
}

/// The highest number of any indices of that name, finished or not.
pub fn latest(client: &Client) -> Result<u64, EngineError> {
    let pattern = format!("{}-articles-*/_alias", client.address.name);
    let found = client.json("GET", &pattern, None)?;
    let numbers =
        found.as_object().into_iter().flatten().filter_map(|(index, _)| index.rsplit('-').next()?.parse().ok());
    Ok(numbers.max().unwrap_or(0))
}

/// Whether it has no articles.
pub fn is_empty(client: &Client, indices: &Indices) -> Result<bool, EngineError> {
    let answer = client.json("GET", &format!("{}/_count", indices.articles), None)?;
    Ok(answer["count"].as_u64() == Some(0))
}
