//! `onrecord check`: whether the index is whole.

use super::context::Context;
use super::failure::Failure;
use super::{FOUND, NO_INDEX};
use crate::output;
use clap::Args;
use std::io::Write;

/// Check the index: checksums, version, manifest against articles, statements against theirs
#[derive(Debug, Args)]
pub struct CheckArguments {}

impl CheckArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let faults = context.reader()?.faults()?;
        let mut out = context.out();
        if faults.is_empty() {
            writeln!(out, "the index at {} is whole", output::visible(&context.index().display().to_string()))?;
            out.finish()?;
            return Ok(FOUND);
        }
        for fault in &faults {
            writeln!(out, "{}", output::visible(fault))?;
        }
        out.finish()?;
        Err(Failure::Message {
            message: format!("the index at {} is not whole", context.index().display()),
            hint: Some("make it anew from the archive with: onrecord index --rebuild PATH".to_owned()),
            code: NO_INDEX,
        })
    }
}
