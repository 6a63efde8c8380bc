//! Parsing and extraction of one piece of work.

use super::Progress;
use super::scan::{Event, FileRun, Job, Task, fingerprint, too_large, unreadable};
use crate::article::{Article, Locator, RawSource, Skip, SkipReason};
use crate::engine::{EngineError, Writer};
use crate::extract::extract;
use crate::format;
use crate::settings::{ARTICLE_BYTES_MAX, Permit};
use crate::source::{SourceReader, digest_of};
use crossbeam_channel::{Receiver, Sender};
use std::io::{self, Read};
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
    /// The file has another time but the same content.
    Touched(Arc<FileRun>, crate::source::Fingerprint),
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
pub fn run<W: Writer>(writer: &W, progress: &Progress, jobs: &Receiver<Job>, done: &Sender<Done<W::Prepared>>) {
    for Job { number, tasks, permit } in jobs {
        let outcomes = (!progress.is_stopped()).then(|| {
            let mut worker = Worker { writer, outcomes: Vec::new() };
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
    outcomes: Vec<Outcome<W::Prepared>>,
}

impl<W: Writer> Worker<'_, W> {
    fn task(&mut self, task: Task) {
        match task {
            Task::Pass(event) => self.outcomes.push(Outcome::Event(event)),
            Task::Lines { file, first, bytes } => {
                self.lines(&file, first, &bytes);
                self.outcomes.push(Outcome::Bytes(bytes.len() as u64));
            }
            Task::File(file) => self.file(&file),
        }
    }

    fn file(&mut self, run: &Arc<FileRun>) {
        let content = read(run);
        if let (Some(known), Ok(Content { digest, .. })) = (&run.known_digest, &content)
            && !known.is_empty()
            && digest.starts_with(known.as_str())
        {
            let fingerprint = fingerprint(&run.file, digest.clone());
            return self.outcomes.push(Outcome::Touched(run.clone(), fingerprint));
        }
        self.outcomes.push(Outcome::Event(Event::Start(run.clone())));
        let mut found = String::new();
        match content {
            Ok(Content { digest, bytes: Some(bytes) }) => {
                if format::looks_like_json_lines(&bytes, &run.file.path) {
                    self.lines(run, 1, &bytes);
                } else {
                    self.parse(run, Locator::file(run.file.path.clone()), bytes, digest.clone());
                }
                found = digest;
            }
            Ok(Content { digest, bytes: None }) => {
                self.skip(run, Skip::new(Locator::file(run.file.path.clone()), SkipReason::TooLarge, too_large()));
                found = digest;
            }
            Err(skip) => self.skip(run, skip),
        }
        self.outcomes.push(Outcome::Bytes(run.file.size));
        self.outcomes.push(Outcome::Event(Event::End(run.clone(), fingerprint(&run.file, found))));
    }

    fn lines(&mut self, run: &Arc<FileRun>, first: u64, bytes: &[u8]) {
        let file = Locator::file(run.file.path.clone());
        for (number, line) in (first..).zip(bytes.split(|byte| *byte == b'\n')) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !line.trim_ascii().is_empty() {
                self.parse(run, file.at_line(number), line.to_vec(), digest_of(line));
            }
        }
    }

    fn parse(&mut self, run: &Arc<FileRun>, locator: Locator, bytes: Vec<u8>, sha256: String) {
        let source = RawSource { locator, bytes, root: run.label.clone(), sha256 };
        format::parse(source, &mut |article| match article {
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

    fn skip(&mut self, run: &Arc<FileRun>, skip: Skip) {
        self.outcomes.push(Outcome::Event(Event::Skip(run.root.clone(), skip)));
    }
}

struct Content {
    digest: String,
    /// None when there are more bytes than an article may have.
    bytes: Option<Vec<u8>>,
}

fn read(run: &FileRun) -> Result<Content, Skip> {
    let path = &run.file.path;
    let mut reader = SourceReader::open(&run.file.absolute).map_err(|error| unreadable(path, &error, false))?;
    let is_compressed = reader.is_compressed();
    read_all(&mut reader)
        .and_then(|bytes| Ok(Content { digest: reader.finish()?, bytes }))
        .map_err(|error| unreadable(path, &error, is_compressed))
}

fn read_all(reader: &mut SourceReader) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(ARTICLE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= ARTICLE_BYTES_MAX).then_some(bytes))
}
