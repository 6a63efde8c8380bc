//! `onrecord count`: the number alone.

use super::context::Context;
use super::failure::Failure;
use super::formats::FormatArguments;
use super::query::{QueryArguments, hint_at_more};
use super::{FOUND, NOTHING};
use crate::output::{self, Format};
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
    #[command(flatten)]
    format: FormatArguments,
}

/// The columns of a row.
const COLUMNS: &[&str] = &["count"];

impl CountArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let (counted, subject) = super::query::counted(self.statements);
        let format = self.format.format_of_values(context)?;
        let fields = self.format.fields(format, COLUMNS)?;
        let options = self.query.options(context, subject)?;
        let text = self.query.text();
        let reader = context.reader()?;
        let query = self.query.read(&*reader, &text, &options)?;
        let count = reader.count(&query, counted)?;
        let mut out = context.out();
        match format {
            Format::Text => writeln!(out, "{count}")?,
            format => {
                let rows = std::iter::once(output::count_row(None, count));
                FormatArguments::print(&mut out, format, COLUMNS, fields, rows)?;
            }
        }
        out.finish()?;
        if count == 0 {
            hint_at_more(&*reader, &text, &query, &options, counted)?;
        }
        Ok(if count > 0 { FOUND } else { NOTHING })
    }
}
