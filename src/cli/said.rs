//! `onrecord said`: ranked statements.

use super::batch;
use super::context::Context;
use super::failure::Failure;
use super::query::{HitArguments, QueryArguments};
use crate::engine::StatementHit;
use clap::Args;

/// Find statements: who said it, when, where, and in which words
#[derive(Debug, Args)]
#[command(after_help = "\
Words, person:, org:, place: and mentions: mean the statement itself; speaker: and kind: too;
title:, date:, outlet:, author:, lang: and path: mean its article.

Examples:
  onrecord said --speaker venn bridge
  onrecord said '\"never promised\"' --sort oldest
  onrecord said kind:direct mentions:2024-05 --json")]
pub struct SaidArguments {
    #[command(flatten)]
    query: QueryArguments,
    #[command(flatten)]
    hits: HitArguments,
}

impl SaidArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        batch::run::<StatementHit>(context, &self.query, &self.hits, 0)
    }
}
