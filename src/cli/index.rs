//! `onrecord index`: reads an archive into the index.

use super::context::Context;
use super::failure::Failure;
use super::progress::{ProgressFormat, shown, watch_signals};
use super::sources::{SourceArguments, reasons};
use super::{ERROR, FOUND, SKIPPED, message};
use crate::engine::{EngineError, KnownSource};
use crate::engines::{self, AnyWriter};
use crate::index::WriteOptions;
use crate::ingest::{self, Input, Progress, Summary};
use crate::output::{self, PathPrinter, grouped};
use crate::source::Root;
use clap::Args;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Read an archive into the index: what is new or has changed
#[derive(Debug, Args)]
#[command(after_help = "\
Without a path, the working folder is read. The index is made in .onrecord here, unless --index names another place.

Examples:
  onrecord index
  onrecord index ~/news --exclude '*.bak' --prune
  onrecord index wire-2024.jsonl.zst
  zcat dump.gz | onrecord index -")]
pub struct IndexArguments {
    #[command(flatten)]
    sources: SourceArguments,
    /// Read unchanged sources again
    #[arg(long)]
    force: bool,
    /// Remove what is gone from the folders that are read
    #[arg(long)]
    prune: bool,
    /// Make a new index beside the old one, and put it in its place when it is complete
    #[arg(long)]
    rebuild: bool,
    /// Wait until another writer has finished
    #[arg(long)]
    wait: bool,
    /// Only say what would be read
    #[arg(long)]
    dry_run: bool,
    /// How progress is shown
    #[arg(long, value_name = "HOW", default_value = "auto")]
    progress: ProgressFormat,
}

impl IndexArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let folder = context.index_to_write();
        let base = context.base(&folder);
        let here = context.here.canonicalize().unwrap_or_else(|_| context.here.clone());
        let input = match engines::is_cluster(&folder) {
            true => with_whole_names(self.sources.input(&here, Some(Path::new(".")))?),
            false => self.sources.input(&base, Some(Path::new(".")))?,
        };
        if let Input::Roots(roots) = &input
            && let Some(root) = roots.iter().find(|root| root.member.is_some())
        {
            let container = root.start.display();
            return Err(Failure::new("only whole files can be indexed", format!("onrecord index {container}")));
        }
        let whole = context.here.join(&folder);
        let mut options = self.sources.options(context, Some(whole.canonicalize().unwrap_or(whole)))?;
        options.force = self.force;
        options.prune = self.prune;
        let paths = PathPrinter::new(&base, &here);
        if self.dry_run {
            return self.plan(context, &folder, &input, &options, &paths);
        }
        if self.rebuild {
            self.refuse_to_lose_roots(context, &folder, &input)?;
        }
        let writer = self.writer(context, &folder)?;
        let progress = Arc::new(Progress::default());
        watch_signals(&progress)?;
        let start = Instant::now();
        let result = shown(self.progress, &progress, || ingest::index(&writer, &input, &options, &progress));
        let complete = matches!(&result, Ok(summary) if summary.stopped.is_none() && !summary.ended_by_skip);
        let closed = writer.close(complete);
        let summary = result?;
        closed?;
        self.sources.tell_skips(&summary, &paths)?;
        message(&told(&summary, start.elapsed()));
        Ok(exit_code(&summary))
    }

    /// A new index has what is read for it and nothing else: other roots of the old one may not vanish unseen.
    fn refuse_to_lose_roots(&self, context: &Context, folder: &Path, input: &Input) -> Result<(), Failure> {
        let reader = engines::reader(folder, &context.connection());
        let Ok(known) = reader.and_then(|reader| reader.known_sources()) else { return Ok(()) };
        let Input::Roots(roots) = input else { return Ok(()) };
        let is_read = |source: &KnownSource| ingest::covers(roots, source);
        let lost: BTreeSet<&str> = known.iter().filter(|source| !is_read(source)).map(|source| &*source.root).collect();
        if lost.is_empty() {
            return Ok(());
        }
        let lost: Vec<&str> = lost.into_iter().collect();
        Err(Failure::new(
            format!("{} has sources that would not be read again, in {}", folder.display(), lost.join(", ")),
            "name all folders that the new index is to have, or another index with --index DIR",
        ))
    }

    fn writer(&self, context: &Context, folder: &Path) -> Result<AnyWriter, Failure> {
        let memory = self.sources.memory(context)?;
        let options = WriteOptions {
            memory: memory.writer,
            queue: memory.queue,
            threads: self.sources.threads(context),
            wait: self.wait,
            rebuild: self.rebuild,
        };
        Ok(AnyWriter::open(folder, options, &context.connection())?)
    }

    fn plan(
        &self,
        context: &Context,
        folder: &Path,
        input: &Input,
        options: &ingest::Options,
        printer: &PathPrinter,
    ) -> Result<u8, Failure> {
        if matches!(input, Input::StandardInput) {
            return Err(Failure::new("standard input cannot be read twice", "leave --dry-run out"));
        }
        let reader = engines::reader(folder, &context.connection());
        let known = match reader.and_then(|reader| reader.known_sources()) {
            Err(EngineError::Missing(_)) if !folder.is_dir() => Vec::new(),
            known => known?,
        };
        let plan = ingest::plan(known, input, options);
        let mut out = context.out();
        for (what, paths) in [("new", &plan.new), ("changed", &plan.changed), ("gone", &plan.gone)] {
            for path in paths {
                writeln!(out, "{what}\t{}", output::visible(&printer.print("", path)))?;
            }
        }
        out.flush()?;
        message(&format!(
            "{} new, {} changed, {} unchanged, {} gone; nothing was written",
            plan.new.len(),
            plan.changed.len(),
            plan.unchanged,
            plan.gone.len()
        ));
        Ok(FOUND)
    }
}

/// An index in a cluster lies beside no archive: roots have their whole names in it.
fn with_whole_names(input: Input) -> Input {
    match input {
        Input::Roots(roots) => Input::Roots(roots.into_iter().map(Root::with_whole_name).collect()),
        input => input,
    }
}

/// `indexed 84 articles with 412 statements from 60 sources in 0.8 s (1.2 MB), 3 skipped (…)`.
fn told(summary: &Summary, time: Duration) -> String {
    let mut told = format!(
        "indexed {} with {} from {} in {} ({})",
        output::amount(summary.articles, "article"),
        output::amount(summary.statements, "statement"),
        output::amount(summary.sources, "source"),
        output::duration(time),
        output::size(summary.bytes)
    );
    for (count, what) in [(summary.unchanged, "unchanged"), (summary.removed, "removed")] {
        if count > 0 {
            told += &format!(", {} {what}", grouped(count));
        }
    }
    if summary.gone > 0 {
        told += &format!(", {} gone (--prune removes them)", grouped(summary.gone));
    }
    if !summary.skips.is_empty() {
        told += &format!(", {} skipped ({})", grouped(summary.skips.len() as u64), reasons(summary));
    }
    told
}

fn exit_code(summary: &Summary) -> u8 {
    match summary.stopped {
        Some(signal) => 128 + u8::try_from(signal).unwrap_or(2),
        None if summary.ended_by_skip => ERROR,
        None if summary.skips.is_empty() => FOUND,
        None => SKIPPED,
    }
}
