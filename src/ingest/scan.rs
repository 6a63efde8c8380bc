//! Finding and reading: walks the roots, sorts out what has not changed, and makes pieces of work of the rest.

use super::read::{List, Take, Whole, read};
use super::{Input, Options, Progress};
use crate::article::{STANDARD_INPUT, Skip};
use crate::engine::KnownSource;
use crate::settings::{Budget, CHUNK_BYTES, Permit};
use crate::source::{
    Change, Fingerprint, Found, FoundFile, Parts, Root, SourceReader, change, digest_of_file, half_of_digest,
    is_packed_name, source_key, walk,
};
use crossbeam_channel::Sender;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

/// A time of modification younger than this, in nanoseconds, when the file is read, cannot be trusted later: a second
/// change may leave the same time.
const TRUSTED_AGE: i64 = 2_000_000_000;

/// A file that is read in this run.
#[derive(Debug)]
pub struct FileRun {
    /// Its root.
    pub root: Arc<str>,
    /// What ids of its articles begin with where they have none.
    pub label: Arc<str>,
    /// The file.
    pub file: FoundFile,
    /// The one member of it that is wanted, if not all are.
    pub member: Option<String>,
    /// Digest when it was last read, if only the digest can tell whether it has changed; otherwise 0.
    pub known_digest: u128,
    /// Whether the index has articles of it.
    pub is_known: bool,
}

/// What happens to a source, in order.
#[derive(Debug)]
pub enum Event {
    /// Its reading begins.
    Start(Arc<FileRun>),
    /// Something in it, or it, cannot be read.
    Skip(Arc<str>, Skip),
    /// It was read to its end.
    End(Arc<FileRun>, Fingerprint),
    /// So many were not read, because they have not changed.
    Unchanged(u64),
    /// What was skipped before of one that is not read, with its root.
    SkippedBefore(Arc<str>, Skip),
    /// It has another time but the same content.
    Touched(Arc<FileRun>, Fingerprint),
}

/// A piece of work.
#[derive(Debug)]
pub enum Task {
    /// Nothing to do: passed on in its place.
    Pass(Event),
    /// Read a file.
    File(Arc<FileRun>),
    /// Parse a source that is one article.
    Whole(Arc<FileRun>, Box<Whole>),
    /// Parse some articles of a list.
    Parts(Arc<FileRun>, Arc<List>, Parts),
}

/// Some tasks with their place in the order, and the memory they hold.
pub struct Job {
    /// Place in the order, from 0, without gaps.
    pub number: u64,
    /// The tasks.
    pub tasks: Vec<Task>,
    /// The memory.
    pub permit: Permit,
}

/// The thread that finds and reads.
pub struct Scanner<'r> {
    known: &'r FxHashMap<u64, KnownSource>,
    options: &'r Options,
    progress: &'r Progress,
    budget: Budget,
    jobs: Sender<Job>,
    number: u64,
    tasks: Vec<Task>,
    bytes: u64,
    seen: FxHashSet<u64>,
}

impl<'r> Scanner<'r> {
    /// A scanner that sends its jobs to `jobs`.
    pub fn new(
        known: &'r FxHashMap<u64, KnownSource>,
        options: &'r Options,
        progress: &'r Progress,
        budget: Budget,
        jobs: Sender<Job>,
    ) -> Self {
        let (tasks, seen) = (Vec::new(), FxHashSet::with_capacity_and_hasher(known.len(), FxBuildHasher));
        Self { known, options, progress, budget, jobs, number: 0, tasks, bytes: 0, seen }
    }

    /// Finds and reads everything; gives back the numbers of the sources that are there.
    pub fn run(mut self, input: &Input) -> FxHashSet<u64> {
        match input {
            Input::Roots(roots) => {
                for root in roots {
                    walk(root, &self.options.walk, &mut |found| {
                        self.found(root, found);
                        !self.progress.is_stopped()
                    });
                }
            }
            Input::StandardInput => self.standard_input(),
        }
        self.flush();
        self.progress.all_found.store(true, Ordering::Relaxed);
        self.seen
    }

    fn found(&mut self, root: &Root, found: Found) {
        let file = match found {
            Found::Skip(skip) => return self.add(Task::Pass(Event::Skip(root.name.clone(), skip)), 0),
            Found::File(file) => file,
        };
        let key = source_key(&root.name, &file.path);
        if !self.seen.insert(key) {
            return;
        }
        let known = self.known.get(&key);
        let change = match known {
            Some(known) if !self.options.force => change(&known.fingerprint, file.size, file.modified),
            _ => Change::Certain,
        };
        if let (Some(known), Change::None) = (known, change) {
            return self.unchanged(&root.name, known);
        }
        self.progress.bytes_found.fetch_add(file.size, Ordering::Relaxed);
        let known_digest = known.filter(|_| change == Change::Perhaps).map_or(0, |known| known.fingerprint.digest);
        let run = FileRun {
            root: root.name.clone(),
            label: root.label.clone(),
            is_known: known.is_some(),
            known_digest,
            file,
            member: root.member.clone(),
        };
        self.file(Arc::new(run));
    }

    /// Those that follow one another are counted in one task: most runs find little else.
    fn unchanged(&mut self, root: &Arc<str>, known: &KnownSource) {
        match self.tasks.last_mut() {
            Some(Task::Pass(Event::Unchanged(count))) => *count += 1,
            _ => self.add(Task::Pass(Event::Unchanged(1)), 0),
        }
        for skip in &known.skips {
            self.add(Task::Pass(Event::SkippedBefore(root.clone(), skip.clone())), 0);
        }
    }

    /// Large files, and those that can hold more than they look like, are read here, so that what is in them can be
    /// shared out; all others are opened by the threads that parse them.
    fn file(&mut self, run: Arc<FileRun>) {
        let size = run.file.size;
        if size < CHUNK_BYTES as u64 && !is_packed_name(&run.file.path) {
            return self.add(Task::File(run), size + 4096);
        }
        if let Some(event) = touched(&run) {
            return self.add(Task::Pass(event), 0);
        }
        let reader = SourceReader::open(&run.file.absolute);
        self.read(&run, reader);
    }

    fn read(&mut self, run: &Arc<FileRun>, reader: io::Result<SourceReader>) {
        self.add(Task::Pass(Event::Start(run.clone())), 0);
        let options = &self.options.read;
        // A file that is not read to its end is read again by the next run.
        if let Some(digest) = read(run, reader, options, self) {
            let fingerprint = fingerprint(&run.file, &digest);
            self.add(Task::Pass(Event::End(run.clone(), fingerprint)), 0);
        }
    }

    fn standard_input(&mut self) {
        let file = FoundFile { path: STANDARD_INPUT.to_owned(), absolute: STANDARD_INPUT.into(), size: 0, modified: 0 };
        let root: Arc<str> = ".".into();
        let label: Arc<str> = STANDARD_INPUT.into();
        let run = FileRun { root, label, file, member: None, known_digest: 0, is_known: false };
        self.read(&Arc::new(run), Ok(SourceReader::standard_input()));
    }

    fn add(&mut self, task: Task, bytes: u64) {
        if self.bytes > 0 && self.bytes + bytes > CHUNK_BYTES as u64 {
            self.flush();
        }
        self.tasks.push(task);
        self.bytes += bytes;
        if self.bytes >= CHUNK_BYTES as u64 || self.tasks.len() >= 1024 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.tasks.is_empty() {
            return;
        }
        let permit = self.budget.take(std::mem::take(&mut self.bytes));
        let job = Job { number: self.number, tasks: std::mem::take(&mut self.tasks), permit };
        self.number += 1;
        // Nobody receives any more only when the run has failed, and then nothing is to be done.
        drop(self.jobs.send(job));
    }
}

impl Take for Scanner<'_> {
    fn whole(&mut self, run: &Arc<FileRun>, whole: Whole) {
        let size = whole.source.bytes.len() as u64;
        self.add(Task::Whole(run.clone(), Box::new(whole)), size);
    }

    fn parts(&mut self, run: &Arc<FileRun>, list: &Arc<List>, parts: Parts) {
        let size = parts.bytes.len() as u64;
        self.add(Task::Parts(run.clone(), list.clone(), parts), size);
    }

    fn skip(&mut self, run: &Arc<FileRun>, skip: Skip) {
        self.add(Task::Pass(Event::Skip(run.root.clone(), skip)), 0);
    }

    fn pause(&mut self) {
        self.flush();
    }

    fn is_stopped(&self) -> bool {
        self.progress.is_stopped()
    }
}

/// Whether a file that has another time has the same content as when it was last read.
pub fn touched(run: &Arc<FileRun>) -> Option<Event> {
    if run.known_digest == 0 {
        return None;
    }
    let digest = digest_of_file(&run.file.absolute).ok()?;
    (half_of_digest(&digest) == run.known_digest).then(|| Event::Touched(run.clone(), fingerprint(&run.file, &digest)))
}

/// What is remembered of a file that was just read.
pub fn fingerprint(file: &FoundFile, digest: &str) -> Fingerprint {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let now = now.and_then(|now| i64::try_from(now.as_nanos()).ok()).unwrap_or(i64::MAX);
    let digest = half_of_digest(digest);
    let is_trusted = file.modified.saturating_add(TRUSTED_AGE) < now && digest != 0;
    let modified = if is_trusted { file.modified } else { 0 };
    Fingerprint { size: file.size, modified, digest }
}
