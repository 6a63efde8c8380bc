//! The writer: takes records in the order of their sources and keeps one article an id.

use super::directory::IndexDirectory;
use super::document::{self, HeldDocument, Prepared};
use super::folder::{Folder, Lock};
use super::forgotten::Forgotten;
use super::manifest;
use super::names;
use super::schema::IndexSchema;
use super::tokenizer;
use crate::article::{Record, STANDARD_INPUT, Skip, SkipReason};
use crate::engine::{EngineError, KnownSource, Writer, Written};
use crate::settings::Budget;
use crate::source::{location, source_key};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};
use tantivy::{Index, Term};

/// Least bytes that Tantivy wants for each of its threads.
const BYTES_PER_THREAD_MIN: u64 = 16 << 20;

/// Memory from which on two merges run at the same time: each holds whole columns.
const MEMORY_FOR_MERGES: u64 = 512 << 20;

/// Memory that a merge takes for each of its documents, statements among them.
const BYTES_PER_MERGED_DOCUMENT: u64 = 512;

/// Documents from which on a segment is not merged by itself any more, whatever the memory.
const MERGED_DOCUMENTS_MIN: usize = 100_000;

/// Documents from which on a segment is never merged by itself.
const MERGED_DOCUMENTS_MAX: usize = 10_000_000;

/// Deleted documents that a segment may have before it is merged.
const DELETED_SHARE_MAX: f32 = 0.3;

/// How an index is opened for writing.
#[derive(Clone, Copy, Debug)]
pub struct WriteOptions {
    /// Bytes for what is not yet on disk, over all threads.
    pub memory: u64,
    /// Bytes of documents that wait to be taken in.
    pub queue: u64,
    /// Threads that write.
    pub threads: usize,
    /// Wait for another writer instead of failing.
    pub wait: bool,
    /// Write a new index beside the old one, and put it in its place when the run is complete.
    pub rebuild: bool,
}

/// An index open for writing. Only one process at a time can have one.
pub struct IndexWriter {
    pub(super) folder: Folder,
    pub(super) schema: IndexSchema,
    index: Index,
    /// Written to by one thread at a time; the lock lets a commit, which needs it alone, come in between.
    inner: RwLock<tantivy::IndexWriter<HeldDocument>>,
    queue: Budget,
    /// Whether there is anything to commit.
    is_changed: AtomicBool,
    rebuild: bool,
    /// Number of this run: one more than that of any that has left a source.
    run: u64,
    state: Mutex<State>,
    _lock: Lock,
}

/// Which ids are taken, and by which sources.
#[derive(Default)]
struct State {
    /// Number of an article's id → number of its source.
    owners: FxHashMap<u64, u64>,
    /// Sources as the last commit knows them and as this run has changed them; shared with who asked for them.
    sources: Arc<FxHashMap<u64, KnownSource>>,
    /// The runs that read them.
    runs: FxHashMap<u64, u64>,
    /// Sources that this run has taken out or reads again: ids they owned are free, unless they were written again.
    forgotten: FxHashSet<u64>,
    /// Sources that gave up an article to another: that one, then the loser's root and path.
    given_up: Vec<(u64, Arc<str>, Arc<str>)>,
    /// Ids written in this run.
    written: FxHashSet<u64>,
    /// Articles that stay out.
    kept_out: Forgotten,
    /// Whether the last commit has articles that the table of names does not know yet.
    names_are_due: bool,
}

pub(super) fn other(error: impl std::fmt::Display) -> EngineError {
    EngineError::Other(error.to_string())
}

/// What a commit carries after which names are still to be folded.
const NAMES_ARE_DUE: &str = "names are due";

/// What an error says somewhere in it when a disk is full, a quota used up, or a file as large as it may be: the kind of
/// it, or the number of the system's.
const FULL: [&str; 6] = ["StorageFull", "QuotaExceeded", "FileTooLarge", "os error 28", "os error 122", "os error 27"];

/// Bytes that are written to learn whether a disk is full.
const PROBE_BYTES: usize = 256 << 10;

/// An error of Tantivy's, which wraps those of the system in many ways and hides those of its threads.
fn failed(folder: &Folder, error: &tantivy::TantivyError) -> EngineError {
    let text = format!("{error:?}");
    let is_full = FULL.iter().any(|sign| text.contains(sign));
    let is_hidden = matches!(error, tantivy::TantivyError::ErrorInThread(_));
    if is_full || is_hidden && folder.is_full(PROBE_BYTES) {
        return EngineError::Full(folder.place());
    }
    other(error)
}

impl IndexWriter {
    /// Opens the index in `path`, or makes a new one there.
    pub fn open(path: &Path, options: WriteOptions) -> Result<Self, EngineError> {
        let folder = Folder::new(path);
        match folder.create() {
            Err(EngineError::Version { .. }) if options.rebuild => {}
            result => result?,
        }
        let lock = folder.lock(options.wait)?;
        folder.recover()?;
        let place = if options.rebuild { folder.new_index() } else { folder.index() };
        let schema = IndexSchema::new();
        let index = open_or_create(&folder, &place, &schema)?;
        tokenizer::register(index.tokenizers());
        let threads = options.threads.min((options.memory / BYTES_PER_THREAD_MIN) as usize).clamp(1, 8);
        let bytes = (options.memory as usize).max(threads * BYTES_PER_THREAD_MIN as usize);
        let writing = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(bytes / threads)
            .num_merge_threads(if options.memory < MEMORY_FOR_MERGES { 1 } else { 2 })
            .build();
        let inner = index.writer_with_options(writing).map_err(|error| failed(&folder, &error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
        let documents = (options.memory / BYTES_PER_MERGED_DOCUMENT) as usize;
        policy.set_max_docs_before_merge(documents.clamp(MERGED_DOCUMENTS_MIN, MERGED_DOCUMENTS_MAX));
        inner.set_merge_policy(Box::new(policy));
        let inner = RwLock::new(inner);
        let state = Mutex::new(State::default());
        let queue = Budget::new(options.queue);
        let is_changed = AtomicBool::new(false);
        let mut writer = Self {
            folder,
            schema,
            index,
            inner,
            queue,
            is_changed,
            rebuild: options.rebuild,
            run: 0,
            state,
            _lock: lock,
        };
        writer.run = writer.read_state()?;
        Ok(writer)
    }

    /// Ends the work: waits for merges, and puts a rebuilt index in the old one's place if it is `complete`. Only what
    /// was committed is kept.
    pub fn close(self, complete: bool) -> Result<(), EngineError> {
        let Self { folder, index, inner, rebuild, _lock, .. } = self;
        let inner = inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        inner.wait_merging_threads().map_err(other)?;
        drop(index);
        if rebuild && complete { folder.swap() } else { Ok(()) }
    }

    /// Tantivy's writer, to change something.
    pub(super) fn inner(&self) -> RwLockReadGuard<'_, tantivy::IndexWriter<HeldDocument>> {
        self.is_changed.store(true, Ordering::Relaxed);
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what needs the writer alone.
    pub(super) fn exclusively<T>(&self, work: impl FnOnce(&mut tantivy::IndexWriter<HeldDocument>) -> T) -> T {
        work(&mut self.inner.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// The last commit.
    pub(super) fn searcher(&self) -> Result<tantivy::Searcher, EngineError> {
        let reader: tantivy::IndexReader =
            self.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into().map_err(other)?;
        Ok(reader.searcher())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what the last commit left: the sources, and who owns which id. Articles of a source that is not in the
    /// manifest are what an interrupted run had read of it; they are taken out, the source is read again. Gives the number
    /// of the next run.
    fn read_state(&self) -> Result<u64, EngineError> {
        let searcher = self.searcher()?;
        let mut state = self.state();
        let mut next = 1;
        let entries = manifest::entries(&self.schema, &searcher)?;
        let mut sources = FxHashMap::with_capacity_and_hasher(entries.len(), FxBuildHasher);
        state.runs.reserve(entries.len());
        state.owners.reserve(entries.len());
        for (source, run) in entries {
            let key = source_key(&source.root, &source.path);
            sources.insert(key, source);
            state.runs.insert(key, run);
            next = next.max(run + 1);
        }
        state.sources = Arc::new(sources);
        state.names_are_due = self.index.load_metas().map_err(other)?.payload.as_deref() == Some(NAMES_ARE_DUE);
        state.kept_out = Forgotten::read(&self.folder)?;
        for key in state.kept_out.keys() {
            self.inner().delete_term(Term::from_field_u64(self.schema.article_key, key));
        }
        let mut unfinished = FxHashSet::default();
        for segment in searcher.segment_readers() {
            let column = |field| segment.fast_fields().u64(self.schema.schema.get_field_name(field)).map_err(other);
            let (articles, sources) = (column(self.schema.article_number)?, column(self.schema.source_number)?);
            for document in segment.doc_ids_alive() {
                let Some((article, source)) = articles.first(document).zip(sources.first(document)) else { continue };
                if state.sources.contains_key(&source) {
                    state.owners.insert(article, source);
                } else {
                    unfinished.insert(source);
                }
            }
        }
        drop(state);
        for source in unfinished {
            (1..=next).for_each(|run| self.remove(source, Some(run)));
        }
        Ok(next)
    }

    /// Forgets that a source was read, so that the next run reads it again. What it gave stays until then.
    pub(super) fn reread(&self, root: &str, path: &str) {
        let known = self.state().sources.get(&source_key(root, path)).cloned();
        if let Some(mut source) = known {
            source.fingerprint = crate::source::Fingerprint::default();
            // Failing to note it costs no more than the article's return.
            drop(self.put_source(&source));
        }
    }

    /// Notes that an article of a source was taken out.
    pub(super) fn has_one_less(&self, root: &str, path: &str) -> Result<(), EngineError> {
        let known = self.state().sources.get(&source_key(root, path)).cloned();
        known.map_or(Ok(()), |mut source| {
            source.articles = source.articles.saturating_sub(1);
            self.put_source(&source)
        })
    }

    /// Makes everything so far durable; where nothing was changed, no file is touched. The commit says whether names are
    /// still to be folded: should the run end here, the next one does it.
    pub(super) fn commit_now(&self, names_are_due: bool) -> Result<(), EngineError> {
        if !self.is_changed.load(Ordering::Relaxed) && self.state().names_are_due == names_are_due {
            return Ok(());
        }
        let commit = |inner: &mut tantivy::IndexWriter<HeldDocument>| {
            let mut commit = inner.prepare_commit()?;
            commit.set_payload(if names_are_due { NAMES_ARE_DUE } else { "" });
            commit.commit()
        };
        self.exclusively(commit).map_err(|error| self.failed(&error))?;
        self.is_changed.store(false, Ordering::Relaxed);
        self.state().names_are_due = names_are_due;
        Ok(())
    }

    /// Commits, and works the folded names out anew.
    pub(super) fn fold_names(&self) -> Result<(), EngineError> {
        self.commit_now(true)?;
        let names = names::document(&self.schema, &self.searcher()?)?;
        self.inner().delete_term(names::term(&self.schema));
        self.inner().add_document(HeldDocument::new(names)).map_err(|error| self.failed(&error))?;
        self.commit_now(false)
    }

    fn failed(&self, error: &tantivy::TantivyError) -> EngineError {
        failed(&self.folder, error)
    }

    /// Takes out what a run has read of a source.
    fn remove(&self, source: u64, run: Option<u64>) {
        if let Some(run) = run {
            let key = document::run_key(source, run);
            self.inner().delete_term(Term::from_field_u64(self.schema.source_key, key));
        }
    }

    fn put_source(&self, source: &KnownSource) -> Result<(), EngineError> {
        let key = source_key(&source.root, &source.path);
        self.inner().delete_term(Term::from_field_u64(self.schema.manifest_key, key));
        let mut state = self.state();
        let run = *state.runs.entry(key).or_insert(self.run);
        Arc::make_mut(&mut state.sources).insert(key, source.clone());
        drop(state);
        let document = HeldDocument::new(document::source_document(&self.schema, source, run)?);
        self.inner().add_document(document).map_err(|error| self.failed(&error))?;
        Ok(())
    }

    /// Makes room for an article that standard input brings again. False if this run has brought it already.
    fn replace(&self, article_key: u64) -> bool {
        let is_new = !self.state().written.contains(&article_key);
        if is_new {
            self.inner().delete_term(Term::from_field_u64(self.schema.article_key, article_key));
        }
        is_new
    }

    /// Hands an article with its statements to the index.
    fn put(&self, mut record: Prepared) -> Result<(), EngineError> {
        {
            let mut state = self.state();
            state.owners.insert(record.article_key, record.source_key);
            state.written.insert(record.article_key);
        }
        let permit = self.queue.take(record.bytes);
        if let Some(last) = record.documents.last_mut() {
            last.permit = Some(permit);
        }
        // One call for all documents of an article: Tantivy puts them into one segment, next to each other.
        let operations: Vec<UserOperation<HeldDocument>> =
            record.documents.into_iter().map(UserOperation::Add).collect();
        self.inner().run(operations).map_err(|error| self.failed(&error))?;
        Ok(())
    }

    fn note_given_up(&self, winner: u64, loser: u64) {
        let mut state = self.state();
        let given_up = state.sources.get(&loser).map(|loser| (winner, loser.root.clone(), loser.path.clone()));
        state.given_up.extend(given_up);
    }

    /// Takes an article out whose id belongs to a source that comes before its own, and says so in the manifest.
    fn give_up(&self, article_key: u64, loser: u64, id: &str) -> Result<Option<Skip>, EngineError> {
        self.inner().delete_term(Term::from_field_u64(self.schema.article_key, article_key));
        let Some(mut source) = self.state().sources.get(&loser).cloned() else { return Ok(None) };
        let skip = duplicate(crate::article::Locator::file(&*source.path), id);
        source.articles = source.articles.saturating_sub(1);
        source.skips.push(skip.clone());
        self.put_source(&source)?;
        Ok(Some(skip))
    }
}

fn duplicate(locator: crate::article::Locator, id: &str) -> Skip {
    Skip::new(locator, SkipReason::DuplicateId, format!("another source has an article with the id {id}"))
}

/// Bytes of records that are compressed together. Larger blocks are smaller and take longer to read one record from; above
/// 128 KiB a level of Zstandard works with larger tables.
const STORE_BLOCK_BYTES: usize = 160 << 10;

/// How hard they are compressed (Zstandard's levels).
const STORE_LEVEL: i32 = 5;

fn open_or_create(folder: &Folder, place: &Path, schema: &IndexSchema) -> Result<Index, EngineError> {
    let damaged = |error: tantivy::TantivyError| match failed(folder, &error) {
        EngineError::Other(detail) => EngineError::Damaged { place: folder.place(), detail },
        error => error,
    };
    if place.join("meta.json").is_file() {
        let directory = IndexDirectory::open(place).map_err(|error| damaged(error.into()))?;
        return Index::open(directory).map_err(damaged);
    }
    std::fs::create_dir_all(place).map_err(|error| other(format!("{}: {error}", place.display())))?;
    let compressor = tantivy::store::ZstdCompressor { compression_level: Some(STORE_LEVEL) };
    let settings = tantivy::IndexSettings {
        docstore_compression: tantivy::store::Compressor::Zstd(compressor),
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..Default::default()
    };
    let directory = IndexDirectory::open(place).map_err(|error| damaged(error.into()))?;
    Index::builder().schema(schema.schema.clone()).settings(settings).open_or_create(directory).map_err(damaged)
}

impl Writer for IndexWriter {
    type Prepared = Prepared;

    fn prepare(&self, record: Record, root: &str) -> Result<Prepared, EngineError> {
        document::documents(&self.schema, &record, root, self.run)
    }

    fn known_sources(&self) -> Result<Arc<FxHashMap<u64, KnownSource>>, EngineError> {
        Ok(self.state().sources.clone())
    }

    fn known_source(&self, root: &str, path: &str) -> Result<Option<KnownSource>, EngineError> {
        Ok(self.state().sources.get(&source_key(root, path)).cloned())
    }

    fn forget_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        let key = source_key(root, path);
        let mut state = self.state();
        Arc::make_mut(&mut state.sources).remove(&key);
        state.forgotten.insert(key);
        let run = state.runs.remove(&key);
        drop(state);
        self.inner().delete_term(Term::from_field_u64(self.schema.manifest_key, key));
        self.remove(key, run);
        Ok(())
    }

    /// The ids of its articles are free from now on; the articles go when it is finished.
    fn reread_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        self.state().forgotten.insert(source_key(root, path));
        Ok(())
    }

    /// What other sources gave up to it is not there any more: they are read again by the next run.
    fn abandon_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        let key = source_key(root, path);
        self.remove(key, Some(self.run));
        let mut state = self.state();
        state.forgotten.remove(&key);
        let losers: Vec<_> = state.given_up.iter().filter(|(winner, ..)| *winner == key).cloned().collect();
        drop(state);
        losers.iter().for_each(|(_, root, path)| self.reread(root, path));
        Ok(())
    }

    fn write(&self, record: Prepared) -> Result<Written, EngineError> {
        let owner = {
            let state = self.state();
            if state.kept_out.contains(record.article_key) {
                return Ok(Written::Forgotten);
            }
            let owner = state.owners.get(&record.article_key).copied();
            let is_free = |key: &u64| state.forgotten.contains(key) && !state.written.contains(&record.article_key);
            owner.filter(|key| !is_free(key)).map(|key| (key, state.sources.get(&key).cloned()))
        };
        let Some((key, source)) = owner else { return self.put(record).map(|()| Written::Kept) };
        let place = location(&record.root, &record.locator.path);
        if key == record.source_key && record.locator.path == STANDARD_INPUT && self.replace(record.article_key) {
            return self.put(record).map(|()| Written::Kept);
        }
        let comes_first =
            key != record.source_key && source.is_some_and(|source| place < location(&source.root, &source.path));
        if !comes_first {
            return Ok(Written::Left(duplicate(record.locator, &record.id)));
        }
        self.note_given_up(record.source_key, key);
        let given_up = self.give_up(record.article_key, key, &record.id)?;
        self.put(record).map(|()| given_up.map_or(Written::Kept, Written::Instead))
    }

    fn finish_source(&self, source: &KnownSource) -> Result<(), EngineError> {
        let key = source_key(&source.root, &source.path);
        let mut state = self.state();
        let is_read_again = state.forgotten.contains(&key);
        let before = if is_read_again { state.runs.insert(key, self.run) } else { None };
        drop(state);
        self.remove(key, before.filter(|run| *run != self.run));
        self.put_source(source)
    }

    fn commit(&self) -> Result<(), EngineError> {
        let names_are_due = {
            let state = self.state();
            state.names_are_due || !state.written.is_empty() || !state.forgotten.is_empty()
        };
        self.commit_now(names_are_due)
    }

    /// The names are folded anew where articles have come or gone.
    fn finish(&self) -> Result<(), EngineError> {
        let is_same = {
            let state = self.state();
            state.written.is_empty() && state.forgotten.is_empty() && !state.names_are_due
        };
        if is_same { self.commit_now(false) } else { self.fold_names() }
    }
}
