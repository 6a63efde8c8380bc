//! Records on their way into the cluster: batches, the threads that send them, and what happens where an id is taken.
//!
//! An article is created before its statements are written, so that of two sources with one id only one gets in, whichever
//! process reads them.

use super::bulk::{Operation, Sent, send, send_all};
use super::client::Client;
use super::document::key;
use super::manifest::Indices;
use crate::article::{Locator, Skip, SkipReason};
use crate::engine::EngineError;
use crate::index::stored;
use crate::source::{location, source_key};
use crossbeam_channel::{Receiver, Sender, bounded};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// Bytes of a request.
const BATCH_BYTES: usize = 4 << 20;

/// Requests in flight.
const SENDERS: usize = 2;

/// A record ready to be sent.
pub struct Outgoing {
    /// Number of its id.
    pub article_key: u64,
    /// Number of its source.
    pub source_key: u64,
    /// Its id.
    pub id: String,
    /// Root of its source.
    pub root: String,
    /// Where it came from.
    pub locator: Locator,
    /// The article's document.
    pub article: String,
    /// Those of its statements.
    pub statements: Vec<String>,
    /// Whether it takes the place of what is there.
    pub replaces: bool,
}

impl Outgoing {
    fn bytes(&self) -> usize {
        self.article.len() + self.statements.iter().map(|statement| statement.len() + 128).sum::<usize>() + 256
    }

    fn id(&self) -> String {
        key(self.article_key)
    }
}

/// What sending found out.
#[derive(Default)]
pub struct Found {
    /// Records that are not kept: number of the source, and why.
    pub lost: Vec<(u64, Arc<str>, Skip)>,
    /// Articles that took the place of another source's: number of that source, its root, and what it is told.
    pub replaced: Vec<(u64, Arc<str>, Skip)>,
    /// Articles that took the place of others: statements of earlier runs are to go.
    pub taken_over: Vec<u64>,
    error: Option<EngineError>,
}

/// Whether a source keeps its articles: one that is known, and neither gone nor read again.
pub type IsOwner = dyn Fn(u64) -> bool + Send + Sync;

struct Shared {
    client: Arc<Client>,
    indices: Indices,
    run: i64,
    is_owner: Box<IsOwner>,
    found: Mutex<Found>,
}

/// The way to the threads that send, and these.
type Workers = (Sender<Vec<Outgoing>>, Vec<JoinHandle<()>>);

/// The sending end.
pub struct Outbox {
    shared: Arc<Shared>,
    batch: Vec<Outgoing>,
    bytes: usize,
    workers: Option<Workers>,
}

impl Outbox {
    /// An outbox for some indices.
    pub fn new(client: Arc<Client>, indices: Indices, run: i64, is_owner: Box<IsOwner>) -> Self {
        let shared = Arc::new(Shared { client, indices, run, is_owner, found: Mutex::default() });
        Self { shared, batch: Vec::new(), bytes: 0, workers: None }
    }

    /// Takes a record. Waits while enough is in flight.
    pub fn put(&mut self, record: Outgoing) -> Result<(), EngineError> {
        self.bytes += record.bytes();
        self.batch.push(record);
        if self.bytes >= BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), EngineError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        if let Some(error) = self.shared.found().error.take() {
            return Err(error);
        }
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        let (sender, _) = self.workers.get_or_insert_with(|| start(&self.shared));
        sender.send(batch).map_err(|_| EngineError::Other("the threads that send have ended".to_owned()))
    }

    /// Waits until everything is acknowledged, and gives what was found out since the last time.
    pub fn drain(&mut self) -> Result<Found, EngineError> {
        self.flush()?;
        if let Some((sender, workers)) = self.workers.take() {
            drop(sender);
            for worker in workers {
                drop(worker.join());
            }
        }
        let mut found = std::mem::take(&mut *self.shared.found());
        found.error.take().map_or(Ok(found), Err)
    }
}

impl Shared {
    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, batches: &Receiver<Vec<Outgoing>>) {
        for batch in batches {
            // After a failure the rest is only drained.
            if self.found().error.is_none()
                && let Err(error) = self.send(batch)
            {
                self.found().error.get_or_insert(error);
            }
        }
    }

    fn send(&self, mut batch: Vec<Outgoing>) -> Result<(), EngineError> {
        let operation = |record: &mut Outgoing, replaces: bool| {
            let (id, document) = (record.id(), std::mem::take(&mut record.article));
            match replaces {
                true => Operation::of_run(&self.indices.articles, &id, self.run, document),
                false => Operation::create(&self.indices.articles, &id, document),
            }
        };
        let operations: Vec<Operation> = batch
            .iter_mut()
            .map(|record| {
                let replaces = record.replaces;
                operation(record, replaces)
            })
            .collect();
        let sent = send(&self.client, &operations)?;
        let mut kept = Vec::with_capacity(batch.len());
        let mut taken = Vec::new();
        for ((mut record, sent), operation) in batch.into_iter().zip(sent).zip(operations) {
            match sent {
                Sent::Done => {
                    if record.replaces {
                        // Statements that it had before may be more.
                        self.found().taken_over.push(record.article_key);
                    }
                    kept.push(record);
                }
                // A later run over the same source has it.
                Sent::Conflict if record.replaces => {}
                Sent::Conflict => {
                    record.article = operation.document.unwrap_or_default();
                    taken.push(record);
                }
                Sent::Refused(reason) => self.lose(&record, SkipReason::Malformed, &reason),
            }
        }
        let mut won = self.contest(taken)?;
        let operations: Vec<Operation> = won.iter_mut().map(|record| operation(record, true)).collect();
        for (record, sent) in won.into_iter().zip(send(&self.client, &operations)?) {
            match sent {
                Sent::Refused(reason) => self.lose(&record, SkipReason::Malformed, &reason),
                Sent::Done => kept.push(record),
                Sent::Conflict => {}
            }
        }
        self.send_statements(kept)
    }

    fn send_statements(&self, records: Vec<Outgoing>) -> Result<(), EngineError> {
        let mut operations = Vec::new();
        for record in records {
            let id = record.id();
            for (number, statement) in (1..).zip(record.statements) {
                let id = format!("{id}-{number}");
                operations.push(Operation::of_run(&self.indices.statements, &id, self.run, statement));
            }
        }
        send_all(&self.client, &operations)
    }

    /// Of records whose ids are taken, those that take the place of what is there: their own source's, one's that is not in
    /// the manifest, one's that comes behind their own.
    fn contest(&self, records: Vec<Outgoing>) -> Result<Vec<Outgoing>, EngineError> {
        if records.is_empty() {
            return Ok(records);
        }
        let owners = self.owners(&records)?;
        let mut won = Vec::new();
        for record in records {
            let Some((root, path)) = owners.get(&record.id()) else {
                won.push(record);
                continue;
            };
            let owner = source_key(root, path);
            if owner == record.source_key {
                won.push(record);
                continue;
            }
            let is_owner = (self.is_owner)(owner);
            if is_owner && location(&record.root, &record.locator.path) >= location(root, path) {
                self.lose(&record, SkipReason::DuplicateId, &taken(&record.id));
                continue;
            }
            let mut found = self.found();
            found.taken_over.push(record.article_key);
            if is_owner {
                let skip = Skip::new(Locator::file(path), SkipReason::DuplicateId, taken(&record.id));
                found.replaced.push((owner, root.as_str().into(), skip));
            }
            won.push(record);
        }
        Ok(won)
    }

    /// Root and path of the sources whose articles have these ids now.
    fn owners(&self, records: &[Outgoing]) -> Result<FxHashMap<String, (String, String)>, EngineError> {
        let ids: Vec<String> = records.iter().map(Outgoing::id).collect();
        let path = format!("{}/_mget?_source_includes=head", self.indices.articles);
        let answer = self.client.json("POST", &path, Some(&json!({ "ids": ids })))?;
        let mut owners = FxHashMap::default();
        for document in answer["docs"].as_array().into_iter().flatten() {
            let head = document["_source"]["head"]["list"].as_str().and_then(|list| stored::head_from_text(list).ok());
            if let Some((id, head)) = document["_id"].as_str().zip(head) {
                owners.insert(id.to_owned(), (head.root, head.path));
            }
        }
        Ok(owners)
    }

    fn lose(&self, record: &Outgoing, reason: SkipReason, detail: &str) {
        let skip = Skip::new(record.locator.clone(), reason, detail);
        self.found().lost.push((record.source_key, record.root.as_str().into(), skip));
    }
}

/// What the source is told whose id another one has.
pub fn taken(id: &str) -> String {
    format!("another source has an article with the id {id}")
}

fn start(shared: &Arc<Shared>) -> Workers {
    let (sender, batches) = bounded(1);
    let worker = |_| {
        let (shared, batches) = (shared.clone(), batches.clone());
        std::thread::spawn(move || shared.work(&batches))
    };
    (sender, (0..SENDERS).map(worker).collect())
}

/// Deletes what a query selects, as far as it has not changed since; gives how many documents.
pub fn delete(client: &Client, index: &str, query: &Value) -> Result<u64, EngineError> {
    const PAGE: usize = 1_000;
    let body = json!({
        "size": PAGE, "query": query, "_source": false, "seq_no_primary_term": true, "sort": ["_doc"],
    });
    let mut deleted = 0;
    loop {
        let answer = client.json("POST", &format!("{index}/_search"), Some(&body))?;
        let hits = answer["hits"]["hits"].as_array().cloned().unwrap_or_default();
        let operations: Vec<Operation> = hits
            .iter()
            .filter_map(|hit| Some(Operation::delete_unchanged(hit["_index"].as_str()?, hit["_id"].as_str()?, hit)))
            .collect();
        let done = send(client, &operations)?.iter().filter(|sent| **sent == Sent::Done).count();
        deleted += done as u64;
        if hits.len() < PAGE || done == 0 {
            return Ok(deleted);
        }
        client.json("POST", &format!("{index}/_refresh"), None)?;
    }
}
