//! `onrecord count`: the number alone.

use super::context::Context;
use super::failure::Failure;
use super::query::{QueryArguments, hint_at_looser};
use super::{FOUND, NOTHING};
use crate::engine::{Counted, Reader};
use crate::field::Subject;
use crate::output;
use clap::Args;
use std::io::Write;

/// Count articles, or statements, that match
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord count flood date:2024
  onrecord count --statements --speaker venn bridge")]
pub struct CountArguments {
    #[command(flatten)]
    query: QueryArguments,
    /// Count statements, read as in `said`
    #[arg(long)]
    statements: bool,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

impl CountArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let (counted, subject) = match self.statements {
            true => (Counted::Statements, Subject::Statement),
            false => (Counted::Articles, Subject::Article),
        };
        let options = self.query.options(context, subject)?;
        let text = self.query.text();
        let reader = context.reader()?;
        let query = self.query.read(&reader, &text, &options)?;
        let count = reader.count(&query, counted)?;
        let mut out = context.out();
        match self.json {
            true => output::count_line(&mut out, None, count)?,
            false => writeln!(out, "{count}")?,
        }
        out.flush()?;
        if count == 0 {
            hint_at_looser(&reader, &text, &options, counted)?;
        }
        Ok(if count > 0 { FOUND } else { NOTHING })
    }
}
