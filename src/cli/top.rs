//! `onrecord top`: the most frequent values of a field.

use super::context::Context;
use super::failure::Failure;
use super::formats::FormatArguments;
use super::query::{QueryArguments, hint_at_more};
use super::{FOUND, NOTHING};
use crate::field::{FIELDS, Field, Subject, field};
use crate::output::{self, Format};
use crate::settings::HITS;
use clap::Args;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

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
    #[arg(value_name = "FIELD", value_parser = countable, add = ArgValueCandidates::new(candidates))]
    field: &'static Field,
    #[command(flatten)]
    query: QueryArguments,
    /// Number of values; 0 for all [default: 10]
    #[arg(short = 'n', long = "hits", value_name = "N")]
    hits: Option<usize>,
    /// Count statements, read as in `said`
    #[arg(long)]
    statements: bool,
    #[command(flatten)]
    format: FormatArguments,
}

/// The fields of a row.
const COLUMNS: &[&str] = &["field", "value", "count"];

fn candidates() -> Vec<CompletionCandidate> {
    let fields = FIELDS.iter().filter(|field| field.countable);
    fields.map(|field| CompletionCandidate::new(field.name).help(Some(field.help.into()))).collect()
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
        let (counted, subject) = super::query::counted(self.statements || self.field.subject == Subject::Statement);
        let format = self.format.format_of_values(context)?;
        let fields = self.format.fields(format, COLUMNS)?;
        let options = self.query.options(context, subject)?;
        let reader = context.reader()?;
        let text = self.query.text();
        let query = self.query.read(&*reader, &text, &options)?;
        let limit = self.hits.or(context.config.hits).unwrap_or(HITS);
        let facets = reader.top(self.field, &query, counted, limit)?;
        let mut out = context.paged();
        match format {
            Format::Text => output::facets(&mut out, &facets, context.style())?,
            format => {
                let rows = facets.iter().map(|facet| output::facet_row(self.field.name, facet));
                FormatArguments::print(&mut out, format, &["value", "count"], fields, rows)?;
            }
        }
        out.finish()?;
        if facets.is_empty() {
            hint_at_more(&*reader, &text, &query, &options, counted)?;
        }
        Ok(if facets.is_empty() { NOTHING } else { FOUND })
    }
}
