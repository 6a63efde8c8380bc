//! `onrecord top`: the most frequent values of a field.

use super::context::Context;
use super::failure::Failure;
use super::query::QueryArguments;
use super::{FOUND, NOTHING};
use crate::engine::{Counted, Reader};
use crate::field::{FIELDS, Field, Subject, field};
use crate::output;
use crate::settings::HITS;
use clap::Args;
use std::io::Write;

/// List the most frequent values of a field in what matches
#[derive(Debug, Args)]
#[command(after_help = "\
`top speaker` and `top kind` count statements; all others count articles, or statements with --statements.

Examples:
  onrecord top speaker
  onrecord top person flood date:2024
  onrecord top outlet --person 'ada venn'")]
pub struct TopArguments {
    /// The field: speaker, person, org, place, author, outlet, …
    #[arg(value_name = "FIELD", value_parser = countable)]
    field: &'static Field,
    #[command(flatten)]
    query: QueryArguments,
    /// Number of values; 0 for all [default: 10]
    #[arg(short = 'n', long = "hits", value_name = "N")]
    hits: Option<usize>,
    /// Count statements, read as in `said`
    #[arg(long)]
    statements: bool,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

fn countable(name: &str) -> Result<&'static Field, String> {
    let names = || {
        let names: Vec<&str> = FIELDS.iter().filter(|field| field.countable).map(|field| field.name).collect();
        names.join(", ")
    };
    let found = field(name).filter(|field| field.countable);
    found.ok_or_else(|| format!("there is no such field to count; fields are {}", names()))
}

impl TopArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let (counted, subject) = match self.statements || self.field.subject == Subject::Statement {
            true => (Counted::Statements, Subject::Statement),
            false => (Counted::Articles, Subject::Article),
        };
        let options = self.query.options(context, subject)?;
        let reader = context.reader()?;
        let query = self.query.read(&reader, &self.query.text(), &options)?;
        let limit = self.hits.or(context.config.hits).unwrap_or(HITS);
        let facets = reader.top(self.field, &query, counted, limit)?;
        let mut out = context.out();
        match self.json {
            true => facets.iter().try_for_each(|facet| output::facet_line(&mut out, self.field.name, facet))?,
            false => output::facets(&mut out, &facets, context.style())?,
        }
        out.flush()?;
        Ok(if facets.is_empty() { NOTHING } else { FOUND })
    }
}
