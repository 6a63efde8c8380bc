//! Sending documents: some requests in flight at once, each of a bounded size; what the cluster is too busy for is sent
//! again; what it refuses is told.

use super::client::Client;
use crate::engine::EngineError;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long documents are sent again that the cluster is too busy for.
const PATIENCE: Duration = Duration::from_secs(300);

/// First pause between two tries, and the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LAST_PAUSE: Duration = Duration::from_secs(10);

/// What is done to one document.
pub struct Operation {
    /// The line that says what: `create`, `index` or `delete`, index and id.
    pub action: Value,
    /// The document; none where it is deleted.
    pub document: Option<String>,
}

impl Operation {
    /// Writes a document that may not be there yet.
    pub fn create(index: &str, id: &str, document: String) -> Self {
        Self { action: json!({ "create": { "_index": index, "_id": id } }), document: Some(document) }
    }

    /// Writes a document, whether it is there or not.
    pub fn index(index: &str, id: &str, document: String) -> Self {
        Self { action: json!({ "index": { "_index": index, "_id": id } }), document: Some(document) }
    }

    /// Writes a document of a run, unless a later run has written it already.
    pub fn of_run(index: &str, id: &str, run: i64, document: String) -> Self {
        let action = json!({ "index": { "_index": index, "_id": id, "version": run, "version_type": "external_gte" } });
        Self { action, document: Some(document) }
    }

    /// Deletes a document.
    pub fn delete(index: &str, id: &str) -> Self {
        Self { action: json!({ "delete": { "_index": index, "_id": id } }), document: None }
    }

    /// Deletes a document if it is still as it was seen.
    pub fn delete_unchanged(index: &str, id: &str, hit: &Value) -> Self {
        let (number, term) = (&hit["_seq_no"], &hit["_primary_term"]);
        let action = json!({ "delete": { "_index": index, "_id": id, "if_seq_no": number, "if_primary_term": term } });
        Self { action, document: None }
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.document.as_ref().map_or(0, String::len) + 128
    }
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is done.
    Done,
    /// It was to be created, and is there already; was to be deleted as it was seen, and is not so any more; or a later run
    /// has written it.
    Conflict,
    /// The cluster cannot take it, and why.
    Refused(String),
}

/// Sends operations none of which may be refused.
pub fn send_all(client: &Client, operations: &[Operation]) -> Result<(), EngineError> {
    let refused = send(client, operations)?.into_iter().find_map(|sent| match sent {
        Sent::Refused(reason) => Some(reason),
        Sent::Done | Sent::Conflict => None,
    });
    refused.map_or(Ok(()), |reason| Err(EngineError::Other(format!("{}: {reason}", client.address.place()))))
}

/// Sends operations, and gives what became of each, in their order.
pub fn send(client: &Client, operations: &[Operation]) -> Result<Vec<Sent>, EngineError> {
    let mut results: Vec<Option<Sent>> = vec![None; operations.len()];
    let (start, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        let open: Vec<usize> = (0..operations.len()).filter(|place| results[*place].is_none()).collect();
        if open.is_empty() {
            return Ok(results.into_iter().flatten().collect());
        }
        let busy = once(client, operations, &open, &mut results)?;
        let Some(busy) = busy else { continue };
        if start.elapsed() >= PATIENCE {
            return Err(EngineError::Other(format!("{}: {busy}", client.address.place())));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(LAST_PAUSE);
    }
}

/// Sends those that are open. Gives the reason where some were not taken and are worth another try.
fn once(
    client: &Client,
    operations: &[Operation],
    open: &[usize],
    results: &mut [Option<Sent>],
) -> Result<Option<String>, EngineError> {
    let mut body = Vec::with_capacity(open.iter().map(|place| operations[*place].bytes()).sum());
    for operation in open.iter().map(|place| &operations[*place]) {
        body.extend_from_slice(operation.action.to_string().as_bytes());
        body.push(b'\n');
        if let Some(document) = &operation.document {
            body.extend_from_slice(document.as_bytes());
            body.push(b'\n');
        }
    }
    let answer = client.ask("POST", "_bulk?filter_path=errors,items.*.status,items.*.error", Some(&body))?;
    if !matches!(answer.status, 200..=299) {
        return Err(client.refused(&answer));
    }
    let answer = answer.json();
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.len() != open.len() {
        return Err(EngineError::Other(format!("{}: its answer is cut off", client.address.place())));
    }
    let mut busy = None;
    for (place, item) in open.iter().zip(items) {
        let Some(item) = item.as_object().and_then(|item| item.values().next()) else { continue };
        let reason = || item["error"]["reason"].as_str().unwrap_or("no reason").to_owned();
        results[*place] = match item["status"].as_u64().unwrap_or(0) {
            200..=299 => Some(Sent::Done),
            404 if operations[*place].document.is_none() => Some(Sent::Done),
            409 => Some(Sent::Conflict),
            status @ (403 | 429 | 500..=599) if is_passing(status, item) => {
                busy = Some(reason());
                None
            }
            _ => Some(Sent::Refused(reason())),
        };
    }
    Ok(busy)
}

/// Whether a document was refused for a reason that passes: the cluster is busy, a shard is moving, a disk is full and may
/// be made room on.
fn is_passing(status: u64, item: &Value) -> bool {
    status != 403 || item["error"]["type"].as_str() == Some("cluster_block_exception")
}
