//! `onrecord help`: help on a command, on the fields, or on the query language.

use super::context::Context;
use super::failure::Failure;
use super::{Cli, FOUND};
use crate::field::{FIELDS, Field};
use clap::{Args, CommandFactory};
use std::io::Write;

/// Show help on a command, on `fields` or on `query`
#[derive(Debug, Args)]
pub struct HelpArguments {
    /// A command, `fields`, or `query`
    topic: Option<String>,
}

/// The query language on a page.
const QUERY: &str = include_str!("query_help.txt");

impl HelpArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let mut out = context.paged();
        match self.topic.as_deref() {
            Some("fields") => FIELDS.iter().try_for_each(|field| print_field(&mut out, field))?,
            Some("query") => out.write_all(QUERY.as_bytes())?,
            topic => out.write_all(command_help(topic)?.as_bytes())?,
        }
        out.finish()?;
        Ok(FOUND)
    }
}

fn print_field(out: &mut dyn Write, field: &Field) -> std::io::Result<()> {
    writeln!(out, "{:<11} {}", field.name, field.help)?;
    let mut more = vec![format!("as in {}", field.example)];
    if !field.aliases.is_empty() {
        more.push(format!("also {}", field.aliases.join(", ")));
    }
    if field.flag {
        more.push(format!("--{}", field.name));
    }
    if field.countable {
        more.push(format!("top {}", field.name));
    }
    writeln!(out, "{:11} {}", "", more.join(" · "))
}

fn command_help(topic: Option<&str>) -> Result<String, Failure> {
    let mut program = Cli::command();
    program.build();
    let Some(name) = topic else { return Ok(program.render_long_help().to_string()) };
    let command = program.find_subcommand_mut(name);
    let command = command.ok_or_else(|| {
        Failure::new(format!("there is no help on '{name}'"), "topics are the commands, fields and query")
    })?;
    Ok(command.render_long_help().to_string())
}
