//! Writing: records in the order of their sources, and commit points.
//!
//! A cluster has no transactions over several documents. What makes up for it: ids are stable, so that to write again does
//! no harm; a source is in the manifest only when everything of it is acknowledged, so that what was cut off is read
//! again; and of a source that is read again, what was not written again goes when it is finished.

use super::address::Address;
use super::bulk::{Operation, send_all};
use super::client::Client;
use super::document::{self, Keys, key};
use super::making::{create, is_empty, latest, wait_for_copies};
use super::manifest::{self, Indices};
use super::outgoing::{Found, Outbox, Outgoing, delete, taken};
use super::{kept_out, names};
use crate::article::{Record, STANDARD_INPUT, Skip, SkipReason};
use crate::engine::{EngineError, GivenUp, KnownSource, Writer, Written};
use crate::index::WriteOptions;
use crate::index::document::article_key;
use crate::settings::Connection;
use crate::source::{Fingerprint, location, source_key};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// Sources whose old documents are looked for at once.
const SOURCES_AT_ONCE: usize = 500;

/// An index in a cluster, open for writing. Several processes may write to one, on different roots.
pub struct ClusterWriter {
    pub(super) client: Arc<Client>,
    pub(super) indices: Indices,
    number: u64,
    rebuild: bool,
    /// Number of this run; no other has it, and later ones have higher ones.
    run: i64,
    /// Whether there was nothing in the index when it was opened.
    was_empty: bool,
    state: Mutex<State>,
    owners: Arc<RwLock<Owners>>,
    outbox: Mutex<Outbox>,
}

/// The sources that keep their articles.
#[derive(Default)]
struct Owners {
    sources: Arc<FxHashMap<u64, KnownSource>>,
    /// Those that this run has taken out or reads again.
    forgotten: FxHashSet<u64>,
}

#[derive(Default)]
struct State {
    /// Numbers of the articles that this run has written, with those of their sources.
    written: FxHashMap<u64, u64>,
    /// Sources that were read to their end since the last commit.
    finished: FxHashSet<u64>,
    /// Sources whose documents in the manifest are to be written, for they lost an article.
    changed: FxHashSet<u64>,
    /// Sources that were taken out since the last commit.
    removed: FxHashSet<u64>,
    /// Articles that were lost to other sources and whose own is not finished.
    lost: Vec<(u64, Skip)>,
    given_up: Vec<GivenUp>,
    kept_out: FxHashSet<u64>,
    /// Whether articles have come or gone.
    names_are_due: bool,
}

impl ClusterWriter {
    /// Opens the index at an address, or makes a new one there.
    pub fn open(place: &str, connection: &Connection, options: WriteOptions) -> Result<Self, EngineError> {
        let client = Client::new(Address::parse(place)?, connection)?;
        let current = match manifest::current(&client) {
            Err(EngineError::Version { .. }) if options.rebuild => Some(latest(&client)?),
            current => current?,
        };
        // From here on a restart of a node ends nothing.
        let client = Arc::new(client.patient());
        let number = match (current, options.rebuild) {
            (Some(number), false) => number,
            (Some(_), true) => latest(&client)? + 1,
            (None, _) => 1,
        };
        let indices = Indices::numbered(&client.address.name, number);
        if options.rebuild || current.is_none() {
            create(&client, &indices, connection, current.is_none())?;
        }
        if let (Some(old), true) = (current, options.rebuild) {
            kept_out::copy(&client, &Indices::numbered(&client.address.name, old), &indices)?;
        }
        client.json("POST", &format!("{}/_refresh", indices.all().join(",")), None)?;
        let sources = manifest::sources(&client, &indices)?;
        let was_empty = sources.is_empty() && is_empty(&client, &indices)?;
        let sources: FxHashMap<u64, KnownSource> =
            sources.into_iter().map(|source| (source_key(&source.root, &source.path), source)).collect();
        let owners = Arc::new(RwLock::new(Owners { sources: Arc::new(sources), forgotten: FxHashSet::default() }));
        let state = State { kept_out: kept_out::keys(&client, &indices)?, ..State::default() };
        let asked = owners.clone();
        let is_owner = move |source: u64| {
            let owners = asked.read().unwrap_or_else(PoisonError::into_inner);
            owners.sources.contains_key(&source) && !owners.forgotten.contains(&source)
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos() as i64);
        // Later runs have higher numbers, and two of the same moment different ones.
        let run = (now & !0xFFFF) | i64::from(std::process::id() & 0xFFFF);
        let outbox = Mutex::new(Outbox::new(client.clone(), indices.clone(), run, Box::new(is_owner)));
        let state = Mutex::new(state);
        Ok(Self { client, indices, number, rebuild: options.rebuild, run, was_empty, state, owners, outbox })
    }

    /// Ends the work. A rebuilt index takes the old one's place if it is `complete`.
    pub fn close(self, complete: bool) -> Result<(), EngineError> {
        if !self.rebuild {
            return Ok(());
        }
        let name = &self.client.address.name;
        if !complete {
            return self.client.json("DELETE", &self.indices.all().join(","), None).map(drop);
        }
        let old: Vec<String> =
            (1..self.number).flat_map(|number| Indices::numbered(name, number).all().map(str::to_owned)).collect();
        let existing = self.client.json("GET", &format!("{name}/_mapping?filter_path=*.mappings._meta"), None)?;
        let existing: Vec<&String> = existing.as_object().map(|found| found.keys().collect()).unwrap_or_default();
        let mut actions: Vec<Value> =
            self.indices.all().iter().map(|index| json!({ "add": { "index": index, "alias": name } })).collect();
        let gone: Vec<&String> = existing.into_iter().filter(|index| old.contains(index)).collect();
        actions.extend(gone.iter().map(|index| json!({ "remove_index": { "index": index } })));
        self.client.json("POST", "_aliases", Some(&json!({ "actions": actions }))).map(drop)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sources(&self) -> Arc<FxHashMap<u64, KnownSource>> {
        self.owners.read().unwrap_or_else(PoisonError::into_inner).sources.clone()
    }

    fn change<T>(&self, work: impl FnOnce(&mut Owners) -> T) -> T {
        work(&mut self.owners.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes what is known of a source, if it is known.
    fn alter(&self, source: u64, work: impl FnOnce(&mut KnownSource)) {
        self.change(|owners| Arc::make_mut(&mut owners.sources).get_mut(&source).map(work));
    }

    /// Takes an article out of what a source is said to have.
    fn take_from(&self, source: u64, skip: Skip) {
        self.alter(source, |known| {
            known.articles = known.articles.saturating_sub(1);
            known.skips.push(skip);
        });
    }

    /// Waits for everything that is in flight, and notes what came of it.
    fn settle(&self) -> Result<Vec<u64>, EngineError> {
        let Found { lost, replaced, taken_over, .. } = self.outbox().drain()?;
        let mut state = self.state();
        for (source, root, skip) in lost {
            state.given_up.push(GivenUp { root, skip: skip.clone(), is_lost: true });
            state.lost.push((source, skip));
        }
        for (source, root, skip) in replaced {
            state.given_up.push(GivenUp { root, skip: skip.clone(), is_lost: false });
            state.changed.insert(source);
            self.take_from(source, skip);
        }
        let (now, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut state.lost).into_iter().partition(|(source, _)| state.finished.contains(source));
        state.lost = later;
        now.into_iter().for_each(|(source, skip)| self.take_from(source, skip));
        Ok(taken_over)
    }

    /// Deletes what earlier runs have left of sources that are finished or gone, and of articles that others took over.
    fn clean(&self, taken_over: &[u64]) -> Result<(), EngineError> {
        let sources = self.sources();
        let (finished, removed): (Vec<u64>, Vec<u64>) = {
            let state = self.state();
            // What comes through a pipe adds to what came before.
            let is_pipe = |source: &u64| sources.get(source).is_some_and(|source| *source.path == *STANDARD_INPUT);
            (
                state.finished.iter().copied().filter(|source| !is_pipe(source)).collect(),
                state.removed.iter().copied().collect(),
            )
        };
        if self.was_empty && removed.is_empty() && taken_over.is_empty() {
            return Ok(());
        }
        let both = [&self.indices.articles, &self.indices.statements].map(String::as_str);
        self.refresh(&both)?;
        let keys = |sources: &[u64]| sources.iter().map(|source| key(*source)).collect::<Vec<_>>();
        for index in both {
            for sources in finished.chunks(SOURCES_AT_ONCE) {
                let of_sources = json!({ "terms": { "source": keys(sources) } });
                let query = json!({ "bool": { "filter": [of_sources, self.of_earlier_runs()] } });
                delete(&self.client, index, &query)?;
            }
            for sources in removed.chunks(SOURCES_AT_ONCE) {
                delete(&self.client, index, &json!({ "terms": { "source": keys(sources) } }))?;
            }
        }
        for articles in taken_over.chunks(SOURCES_AT_ONCE) {
            let of_articles = json!({ "terms": { "article": keys(articles) } });
            let query = json!({ "bool": { "filter": [of_articles, self.of_earlier_runs()] } });
            delete(&self.client, &self.indices.statements, &query)?;
        }
        Ok(())
    }

    /// What earlier runs have written. What a later one has, that works on the same source, stays.
    fn of_earlier_runs(&self) -> Value {
        json!({ "range": { "run": { "lt": self.run } } })
    }

    /// Writes the manifest's documents of what was finished, changed or taken out.
    fn put_sources(&self) -> Result<(), EngineError> {
        let (put, removed): (FxHashSet<u64>, FxHashSet<u64>) = {
            let mut state = self.state();
            let finished = std::mem::take(&mut state.finished);
            let changed = std::mem::take(&mut state.changed);
            (finished.union(&changed).copied().collect(), std::mem::take(&mut state.removed))
        };
        let sources = self.sources();
        let mut operations: Vec<Operation> = Vec::with_capacity(put.len() + removed.len());
        for source in put.iter().filter_map(|source| sources.get(source)) {
            let id = manifest::source_id(&source.root, &source.path);
            let document = manifest::source_document(source)?.to_string();
            operations.push(Operation::index(&self.indices.sources, &id, document));
        }
        operations.extend(removed.iter().map(|source| Operation::delete(&self.indices.sources, &key(*source))));
        for part in operations.chunks(10 * SOURCES_AT_ONCE) {
            send_all(&self.client, part)?;
        }
        Ok(())
    }

    fn refresh(&self, indices: &[&str]) -> Result<(), EngineError> {
        self.client.json("POST", &format!("{}/_refresh", indices.join(",")), None).map(drop)
    }

    /// Works the folded names out anew.
    pub(super) fn fold_names(&self) -> Result<(), EngineError> {
        let document = manifest::names_document(&names::fold(&self.client, &self.indices)?)?;
        let path = format!("{}/_doc/names?refresh=true", self.indices.sources);
        self.client.json("PUT", &path, Some(&document)).map(drop)
    }

    /// Forgets that a source was read, so that the next run reads it again.
    pub(super) fn read_again(&self, root: &str, path: &str) {
        let source = source_key(root, path);
        self.alter(source, |known| known.fingerprint = Fingerprint::default());
        self.state().changed.insert(source);
    }

    /// Notes that an article of a source was taken out.
    pub(super) fn has_one_less(&self, root: &str, path: &str) {
        let source = source_key(root, path);
        self.alter(source, |known| known.articles = known.articles.saturating_sub(1));
        self.state().changed.insert(source);
    }
}

impl Writer for ClusterWriter {
    type Prepared = Outgoing;

    fn prepare(&self, record: Record, root: &str) -> Result<Outgoing, EngineError> {
        let article = &record.article;
        let keys = (article_key(&article.id), source_key(root, &article.locator.path));
        let named = Keys { article: key(keys.0), source: key(keys.1), run: self.run };
        let documents = document::documents(&record, root, &named)?;
        Ok(Outgoing {
            article_key: keys.0,
            source_key: keys.1,
            id: article.id.clone(),
            root: root.to_owned(),
            locator: article.locator.clone(),
            article: documents.article,
            statements: documents.statements,
            replaces: article.locator.path == STANDARD_INPUT,
        })
    }

    fn known_sources(&self) -> Result<Arc<FxHashMap<u64, KnownSource>>, EngineError> {
        Ok(self.sources())
    }

    fn known_source(&self, root: &str, path: &str) -> Result<Option<KnownSource>, EngineError> {
        Ok(self.sources().get(&source_key(root, path)).cloned())
    }

    fn forget_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        let source = source_key(root, path);
        self.change(|owners| {
            Arc::make_mut(&mut owners.sources).remove(&source);
            owners.forgotten.insert(source);
        });
        let mut state = self.state();
        state.removed.insert(source);
        state.names_are_due = true;
        Ok(())
    }

    fn reread_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        let source = source_key(root, path);
        self.change(|owners| owners.forgotten.insert(source));
        Ok(())
    }

    /// What was written of it stays, for it took the place of what was there; the next run reads the source again.
    fn abandon_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        self.change(|owners| owners.forgotten.remove(&source_key(root, path)));
        self.read_again(root, path);
        Ok(())
    }

    fn write(&self, mut record: Outgoing) -> Result<Written, EngineError> {
        let mut state = self.state();
        if state.kept_out.contains(&record.article_key) {
            return Ok(Written::Forgotten);
        }
        state.names_are_due = true;
        let Some(owner) = state.written.get(&record.article_key).copied() else {
            state.written.insert(record.article_key, record.source_key);
            drop(state);
            return self.outbox().put(record).map(|()| Written::Kept);
        };
        let sources = self.sources();
        let place = location(&record.root, &record.locator.path);
        let loser = sources.get(&owner).filter(|owner| place < location(&owner.root, &owner.path));
        let Some(loser) = loser.filter(|_| owner != record.source_key) else {
            let skip = Skip::new(record.locator, SkipReason::DuplicateId, taken(&record.id));
            return Ok(Written::Left(skip));
        };
        state.written.insert(record.article_key, record.source_key);
        state.changed.insert(owner);
        drop(state);
        let locator = crate::article::Locator::file(&*loser.path);
        let skip = Skip::new(locator, SkipReason::DuplicateId, taken(&record.id));
        // What is there of it has to be there before it can be replaced, and its statements may be more.
        let before = self.settle()?;
        self.take_from(owner, skip.clone());
        record.replaces = true;
        let (of_article, of_source) = (key(record.article_key), key(record.source_key));
        self.outbox().put(record)?;
        self.clean(&[before, self.settle()?].concat())?;
        self.refresh(&[&self.indices.statements])?;
        let others = json!({ "bool": {
            "filter": [{ "term": { "article": of_article } }], "must_not": [{ "term": { "source": of_source } }],
        } });
        delete(&self.client, &self.indices.statements, &others)?;
        Ok(Written::Instead(skip))
    }

    fn finish_source(&self, source: &KnownSource) -> Result<(), EngineError> {
        let key = source_key(&source.root, &source.path);
        // Of one that was only looked at, and has another time, what is there stays.
        let is_read = self.change(|owners| {
            let is_new = Arc::make_mut(&mut owners.sources).insert(key, source.clone()).is_none();
            owners.forgotten.remove(&key) || is_new
        });
        let mut state = self.state();
        if is_read {
            state.finished.insert(key)
        } else {
            state.changed.insert(key)
        };
        Ok(())
    }

    fn commit(&self) -> Result<(), EngineError> {
        let taken_over = self.settle()?;
        self.clean(&taken_over)?;
        self.put_sources()?;
        self.refresh(&self.indices.all())
    }

    fn finish(&self) -> Result<(), EngineError> {
        self.commit()?;
        let names_are_due = std::mem::take(&mut self.state().names_are_due);
        if !names_are_due {
            return Ok(());
        }
        wait_for_copies(&self.client, &self.indices)?;
        self.refresh(&self.indices.all())?;
        self.fold_names()
    }

    fn given_up(&self) -> Vec<GivenUp> {
        std::mem::take(&mut self.state().given_up)
    }
}
