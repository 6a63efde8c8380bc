//! Parsing and extraction of one piece of work.

use super::read::{List, Take, Whole, read};
use super::scan::{Event, FileRun, Job, Task, fingerprint, touched};
use super::{Options, Progress};
use crate::article::{Article, RawSource, Skip};
use crate::engine::{EngineError, Writer};
use crate::extract::extract;
use crate::format::{self, Format};
use crate::settings::Permit;
use crate::source::{Parts, SourceReader, digest_of};
use crossbeam_channel::{Receiver, Sender};
use std::sync::Arc;

/// What came of a task.
pub enum Outcome<P> {
    /// Passed on.
    Event(Event),
    /// An article, ready to be written.
    Record {
        /// It.
        prepared: P,
        /// Root of its source.
        root: Arc<str>,
        /// Statements in it.
        statements: u64,
    },
    /// Bytes of a source were worked through.
    Bytes(u64),
    /// The engine could not make a record ready.
    Failed(EngineError),
}

/// What came of a job.
pub struct Done<P> {
    /// Place in the order.
    pub number: u64,
    /// The outcomes of its tasks, in order; none where the run was stopped before them.
    pub outcomes: Option<Vec<Outcome<P>>>,
    /// The memory of the job, given back when this is dropped.
    pub permit: Permit,
}

/// Works until there are no more jobs.
pub fn run<W: Writer>(
    writer: &W,
    options: &Options,
    progress: &Progress,
    jobs: &Receiver<Job>,
    done: &Sender<Done<W::Prepared>>,
) {
    for Job { number, tasks, permit } in jobs {
        let outcomes = (!progress.is_stopped()).then(|| {
            let mut worker = Worker { writer, options, progress, outcomes: Vec::new() };
            tasks.into_iter().for_each(|task| worker.task(task));
            worker.outcomes
        });
        if done.send(Done { number, outcomes, permit }).is_err() {
            return;
        }
    }
}

struct Worker<'w, W: Writer> {
    writer: &'w W,
    options: &'w Options,
    progress: &'w Progress,
    outcomes: Vec<Outcome<W::Prepared>>,
}

impl<W: Writer> Worker<'_, W> {
    fn task(&mut self, task: Task) {
        match task {
            Task::Pass(event) => self.outcomes.push(Outcome::Event(event)),
            Task::File(run) => self.file(&run),
            Task::Whole(run, whole) => {
                let size = whole.source.bytes.len() as u64;
                self.whole(&run, *whole);
                self.outcomes.push(Outcome::Bytes(size));
            }
            Task::Parts(run, list, parts) => {
                let size = parts.bytes.len() as u64;
                self.parts(&run, &list, parts);
                self.outcomes.push(Outcome::Bytes(size));
            }
        }
    }

    fn file(&mut self, run: &Arc<FileRun>) {
        if let Some(event) = touched(run) {
            return self.outcomes.push(Outcome::Event(event));
        }
        self.outcomes.push(Outcome::Event(Event::Start(run.clone())));
        let options = &self.options.read;
        let digest = read(run, SourceReader::open(&run.file.absolute), options, self);
        self.outcomes.push(Outcome::Bytes(run.file.size));
        if let Some(digest) = digest {
            let fingerprint = fingerprint(&run.file, &digest);
            self.outcomes.push(Outcome::Event(Event::End(run.clone(), fingerprint)));
        }
    }

    fn parse(&mut self, run: &Arc<FileRun>, format: &'static Format, source: &RawSource) {
        let options = self.options;
        format::parse_one(format, source, &options.read.format, &mut |article| match article {
            Ok(article) => self.record(run, article),
            Err(skip) => self.skip(run, skip),
        });
    }

    fn record(&mut self, run: &Arc<FileRun>, article: Article) {
        let record = extract(article);
        let statements = record.statements.len() as u64;
        self.outcomes.push(match self.writer.prepare(record, &run.root) {
            Ok(prepared) => Outcome::Record { prepared, root: run.root.clone(), statements },
            Err(error) => Outcome::Failed(error),
        });
    }
}

impl<W: Writer> Take for Worker<'_, W> {
    fn whole(&mut self, run: &Arc<FileRun>, whole: Whole) {
        self.parse(run, whole.format, &whole.source);
    }

    fn parts(&mut self, run: &Arc<FileRun>, list: &Arc<List>, parts: Parts) {
        for (number, part) in parts.iter() {
            let part = part.trim_ascii_end();
            let source = RawSource {
                locator: list.locator.at_line(number),
                bytes: part.to_vec(),
                frame: Some(list.frame.clone()),
                response: list.response.clone(),
                root: run.label.clone(),
                sha256: digest_of(part),
            };
            self.parse(run, list.format, &source);
        }
    }

    fn skip(&mut self, run: &Arc<FileRun>, skip: Skip) {
        self.outcomes.push(Outcome::Event(Event::Skip(run.root.clone(), skip)));
    }

    fn is_stopped(&self) -> bool {
        self.progress.is_stopped()
    }
}
