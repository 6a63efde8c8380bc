//! Writing: takes what the threads made, in the order of the sources, and commits now and then.

use super::scan::{Event, FileRun};
use super::work::{Done, Outcome};
use super::{IngestError, Input, Options, Progress, Summary};
use crate::article::{STANDARD_INPUT, Skip};
use crate::engine::{EngineError, GivenUp, KnownSource, Writer, Written};
use crate::source::{Fingerprint, Root, location};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Longest time between two commits: what a crash can cost, and the source at hand where it is read again.
const COMMIT_INTERVAL: Duration = Duration::from_secs(60);

/// How long nothing comes before what is there is committed: a pipe that pauses.
const IDLE: Duration = Duration::from_secs(1);

/// The writing end of a run.
pub struct Sink<'r> {
    options: &'r Options,
    progress: &'r Progress,
    summary: Summary,
    /// What the source that is being read has given so far.
    articles: u64,
    statements: u64,
    skips: Vec<Skip>,
    /// A source that is being read again.
    reread: Option<Arc<FileRun>>,
    committed: Instant,
    /// Articles and sources written since.
    uncommitted: u64,
    /// Whether it is standard input that is read.
    is_pipe: bool,
}

impl<'r> Sink<'r> {
    /// A sink that has taken nothing yet.
    pub fn new(options: &'r Options, progress: &'r Progress) -> Self {
        let summary = Summary::default();
        Self {
            options,
            progress,
            summary,
            articles: 0,
            statements: 0,
            skips: Vec::new(),
            reread: None,
            committed: Instant::now(),
            uncommitted: 0,
            is_pipe: false,
        }
    }

    /// Takes everything in order. After a failure the rest is only drained, so that no thread waits for ever.
    pub fn receive<W: Writer>(&mut self, writer: &W, done: &Receiver<Done<W::Prepared>>) -> Result<(), IngestError> {
        let mut early: BTreeMap<u64, Done<W::Prepared>> = BTreeMap::new();
        let mut next = 0;
        let mut result = Ok(());
        let mut is_over = false;
        loop {
            let received = done.recv_timeout(IDLE);
            let is_idle = self.is_pipe && received.is_err();
            match received {
                Ok(job) => drop(early.insert(job.number, job)),
                Err(RecvTimeoutError::Disconnected) => return Ok(result?),
                Err(RecvTimeoutError::Timeout) => {}
            }
            while let Some(job) = early.remove(&next) {
                next += 1;
                match job.outcomes {
                    Some(outcomes) if !is_over => result = self.take(writer, outcomes),
                    _ => is_over = true, // Behind a gap nothing may be written: a source would seem complete.
                }
                drop(job.permit);
                is_over |= result.is_err() || self.summary.ended_by_skip;
            }
            if !is_over {
                result = self.commit_when_due(writer, is_idle);
                is_over |= result.is_err();
            }
            if is_over {
                self.progress.cancelled.store(true, Ordering::Relaxed);
            }
        }
    }

    fn commit_when_due<W: Writer>(&mut self, writer: &W, is_idle: bool) -> Result<(), EngineError> {
        let is_due = self.committed.elapsed() >= COMMIT_INTERVAL || is_idle;
        // Of a source that is read again, readers see the old articles or the new ones, and never a part.
        if !is_due || self.uncommitted == 0 || self.reread.is_some() {
            return Ok(());
        }
        self.committed = Instant::now();
        self.uncommitted = 0;
        writer.commit()?;
        self.take_given_up(writer);
        Ok(())
    }

    /// Counts what was written and is not kept.
    fn take_given_up<W: Writer>(&mut self, writer: &W) {
        for GivenUp { root, skip, is_lost } in writer.given_up() {
            self.summary.articles = self.summary.articles.saturating_sub(u64::from(is_lost));
            self.report(root, skip);
        }
    }

    fn take<W: Writer>(&mut self, writer: &W, outcomes: Vec<Outcome<W::Prepared>>) -> Result<(), EngineError> {
        for outcome in outcomes {
            match outcome {
                Outcome::Record { prepared, root, statements } => self.record(writer, prepared, &root, statements)?,
                Outcome::Event(event) => self.event(writer, event)?,
                Outcome::Bytes(bytes) => {
                    self.summary.bytes += bytes;
                    self.progress.bytes.fetch_add(bytes, Ordering::Relaxed);
                }
                Outcome::Failed(error) => return Err(error),
            }
            if self.summary.ended_by_skip {
                break;
            }
        }
        Ok(())
    }

    fn record<W: Writer>(
        &mut self,
        writer: &W,
        prepared: W::Prepared,
        root: &Arc<str>,
        statements: u64,
    ) -> Result<(), EngineError> {
        match writer.write(prepared)? {
            Written::Left(skip) => {
                self.skip(root.clone(), skip);
                return Ok(());
            }
            Written::Instead(skip) => self.skip(root.clone(), skip),
            Written::Forgotten => return Ok(()),
            Written::Kept => {}
        }
        self.articles += 1;
        self.statements += statements;
        self.uncommitted += 1;
        self.summary.articles += 1;
        self.summary.statements += statements;
        self.progress.articles.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn skip(&mut self, root: Arc<str>, skip: Skip) {
        self.skips.push(skip.clone());
        self.report(root, skip);
    }

    fn report(&mut self, root: Arc<str>, skip: Skip) {
        self.progress.skips.fetch_add(1, Ordering::Relaxed);
        self.summary.skips.push((root, skip));
        self.summary.ended_by_skip |= self.options.strict;
    }

    fn event<W: Writer>(&mut self, writer: &W, event: Event) -> Result<(), EngineError> {
        match event {
            Event::Start(run) => {
                self.abandon(writer)?;
                self.articles = 0;
                self.statements = 0;
                self.skips.clear();
                if run.is_known {
                    writer.reread_source(&run.root, &run.file.path)?;
                    self.reread = Some(run);
                } else if run.file.path == STANDARD_INPUT {
                    self.is_pipe = true;
                    // Nobody can read a pipe again: what came of it is kept even if the run ends in the middle.
                    writer.finish_source(&known(&run, Fingerprint::default(), 0, Vec::new()))?;
                }
            }
            Event::Skip(root, skip) => self.skip(root, skip),
            Event::End(run, fingerprint) => {
                self.summary.sources += 1;
                self.uncommitted += 1;
                let skips = std::mem::take(&mut self.skips);
                if fingerprint.digest == 0 && self.reread.is_some() {
                    return self.keep(writer, &run, skips);
                }
                self.reread = None;
                writer.finish_source(&known(&run, fingerprint, self.articles, skips))?;
            }
            Event::Unchanged(count) => self.summary.unchanged += count,
            Event::SkippedBefore(root, skip) => self.report(root, skip),
            Event::Touched(run, fingerprint) => self.touched(writer, &run, fingerprint)?,
        }
        Ok(())
    }

    /// Takes back what was written of a source that is read again and was not read to its end: a signal came, or a skip.
    fn abandon<W: Writer>(&mut self, writer: &W) -> Result<(), EngineError> {
        let Some(run) = self.reread.take() else { return Ok(()) };
        self.summary.articles -= self.articles;
        self.summary.statements -= self.statements;
        writer.abandon_source(&run.root, &run.file.path)
    }

    /// Keeps what is known of a source that cannot be read now. The next run tries again.
    fn keep<W: Writer>(&mut self, writer: &W, run: &FileRun, skips: Vec<Skip>) -> Result<(), EngineError> {
        self.abandon(writer)?;
        let Some(source) = writer.known_source(&run.root, &run.file.path)? else { return Ok(()) };
        writer.finish_source(&KnownSource { fingerprint: Fingerprint::default(), skips, ..source })
    }

    fn touched<W: Writer>(&mut self, writer: &W, run: &FileRun, fingerprint: Fingerprint) -> Result<(), EngineError> {
        let Some(source) = writer.known_source(&run.root, &run.file.path)? else { return Ok(()) };
        if source.fingerprint != fingerprint {
            self.uncommitted += 1;
            writer.finish_source(&KnownSource { fingerprint, ..source.clone() })?;
        }
        self.summary.unchanged += 1;
        source.skips.into_iter().for_each(|skip| self.report(run.root.clone(), skip));
        Ok(())
    }

    /// Takes out what is gone, commits, and gives the summary.
    pub fn finish<W: Writer>(
        mut self,
        writer: &W,
        input: &Input,
        known: &FxHashMap<u64, KnownSource>,
        seen: &FxHashSet<u64>,
    ) -> Result<Summary, IngestError> {
        self.abandon(writer)?;
        let stop = self.progress.stop.load(Ordering::Relaxed);
        self.summary.stopped = (stop != 0).then_some(stop);
        let complete =
            !self.progress.is_stopped() && self.options.walk.include.is_none() && self.options.walk.exclude.is_none();
        if let (Input::Roots(roots), true) = (input, complete) {
            for source in gone(roots, known, seen) {
                if self.options.prune {
                    writer.forget_source(&source.root, &source.path)?;
                    self.summary.removed += 1;
                } else {
                    self.summary.gone += 1;
                }
            }
        }
        writer.finish()?;
        self.take_given_up(writer);
        Ok(self.summary)
    }
}

/// The sources that are known and were not seen, of folders that were walked as a whole.
pub fn gone<'k>(
    roots: &[Root],
    known: &'k FxHashMap<u64, KnownSource>,
    seen: &'k FxHashSet<u64>,
) -> impl Iterator<Item = &'k KnownSource> {
    let whole: Vec<String> = roots.iter().filter(|root| root.is_folder).map(place_of).collect();
    let unseen = known.iter().filter(|(key, _)| !seen.contains(key)).map(|(_, source)| source);
    unseen.filter(move |source| lies_below(source, &whole))
}

/// Whether a run over these roots comes by a source, if it is still there.
pub fn covers(roots: &[Root], source: &KnownSource) -> bool {
    let whole: Vec<String> = roots.iter().filter(|root| root.is_folder).map(place_of).collect();
    let files = roots.iter().filter(|root| !root.is_folder);
    let place = location(&source.root, &source.path);
    lies_below(source, &whole) || files.into_iter().any(|root| place_of(root).trim_end_matches('/') == place)
}

/// What the places of all sources below a root begin with.
fn place_of(root: &Root) -> String {
    let below = root.start.strip_prefix(&root.folder).unwrap_or(&root.start).to_string_lossy();
    let below = if below.is_empty() { String::new() } else { format!("{below}/") };
    location(&root.name, &below)
}

fn lies_below(source: &KnownSource, roots: &[String]) -> bool {
    let place = location(&source.root, &source.path);
    &*source.path != STANDARD_INPUT
        && roots.iter().any(|root| place.starts_with(root.as_str()) && !(root.is_empty() && place.starts_with('/')))
}

fn known(run: &FileRun, fingerprint: Fingerprint, articles: u64, skips: Vec<Skip>) -> KnownSource {
    KnownSource { root: run.root.clone(), path: run.file.path.as_str().into(), fingerprint, articles, skips }
}
