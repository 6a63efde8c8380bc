//! `onrecord extract`: records as JSON lines, without any index.

use super::context::Context;
use super::failure::Failure;
use super::progress::watch_signals;
use super::sources::{SourceArguments, reasons};
use super::{ERROR, FOUND, SKIPPED, message};
use crate::ingest::{self, Progress};
use crate::output::PathPrinter;
use clap::Args;
use std::io::Write;
use std::sync::Arc;

/// Print what `index` would store, as one JSON record a line, without any index
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord extract news/2024/bridge.txt | jq '.statements[].text'
  curl -s https://example.org/wire.jsonl | onrecord extract - > records.jsonl")]
pub struct ExtractArguments {
    #[command(flatten)]
    sources: SourceArguments,
}

impl ExtractArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let here = context.here.canonicalize().unwrap_or_else(|_| context.here.clone());
        if self.sources.paths.is_empty() && self.sources.files_from.is_none() {
            return Err(Failure::new("no path", "onrecord extract PATH…, or - for standard input"));
        }
        let input = self.sources.input(&here, None)?;
        let options = self.sources.options(context, None)?;
        let progress = Arc::new(Progress::default());
        watch_signals(&progress)?;
        let mut out = context.out();
        let result = ingest::extract(&input, &options, &progress, &mut |line| out.write_all(line));
        let flushed = out.flush();
        let summary = result?;
        flushed?;
        self.sources.tell_skips(&summary, &PathPrinter::new(&here, &here))?;
        if let Some(signal) = summary.stopped {
            return Ok(128 + u8::try_from(signal).unwrap_or(2));
        }
        if !summary.skips.is_empty() {
            message(&format!("{} skipped: {}", summary.skips.len(), reasons(&summary)));
        }
        Ok(match summary.skips.is_empty() {
            true => FOUND,
            false if summary.ended_by_skip => ERROR,
            false => SKIPPED,
        })
    }
}
