//! `onrecord search`: ranked articles with snippets.

use super::batch;
use super::context::Context;
use super::failure::Failure;
use super::query::{HitArguments, QueryArguments, snippets};
use crate::engine::Hit;
use clap::Args;

/// Find articles: ranked, with snippets
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord search bridge closure
  onrecord search '\"swing bridge\" (closed OR shut) NOT ferry date:2023..'
  onrecord search 'said(speaker:venn \"before the summer\")'
  onrecord search --outlet 'coastal wire' --since 2024 --json flood | jq .title")]
pub struct SearchArguments {
    #[command(flatten)]
    query: QueryArguments,
    #[command(flatten)]
    hits: HitArguments,
    /// Snippets of each hit [default: 2]
    #[arg(long, value_name = "N")]
    snippets: Option<usize>,
}

impl SearchArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        batch::run::<Hit>(context, &self.query, &self.hits, snippets(self.snippets, context))
    }
}
