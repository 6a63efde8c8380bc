//! `onrecord status`: what the index holds.

use super::FOUND;
use super::context::Context;
use super::failure::Failure;
use crate::output;
use clap::Args;

/// Show what the index holds: articles, statements, days, formats, skips, coverage
#[derive(Debug, Args)]
pub struct StatusArguments {
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

impl StatusArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let status = context.reader()?.status()?;
        let mut out = context.out();
        match self.json {
            true => output::status_line(&mut out, &status)?,
            false => output::status(&mut out, &status, &context.paths(), context.style())?,
        }
        out.finish()?;
        Ok(FOUND)
    }
}
