//! `onrecord show`: one article, or one statement.

use super::context::Context;
use super::failure::Failure;
use super::{FOUND, NOTHING, message};
use crate::engine::{Reader, StoredRecord};
use crate::output;
use clap::Args;
use std::io::Write;

/// Show an article by its id, or one statement by ARTICLE#N
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord show news/2024/bridge.txt
  onrecord show news/2024/bridge.txt#3 --basis
  onrecord search --format ids bridge -n 1 | xargs onrecord show --json")]
pub struct ShowArguments {
    /// Ids as `search --format ids` and `said --format ids` print them
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Say why each speaker and each date is believed
    #[arg(long)]
    basis: bool,
    /// Print the record as JSON
    #[arg(long)]
    json: bool,
}

impl ShowArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let reader = context.reader()?;
        let mut out = context.out();
        let mut code = FOUND;
        for id in &self.ids {
            match find(&reader, id)? {
                Some((stored, number)) => self.print(&mut out, context, &stored, number)?,
                None => {
                    out.flush()?;
                    message(&format!("error: no article has the id {id}"));
                    let similar = reader.similar_ids(id)?;
                    if !similar.is_empty() {
                        message(&format!("hint: there is {}", similar.join(", ")));
                    }
                    code = NOTHING;
                }
            }
        }
        out.flush()?;
        Ok(code)
    }

    fn print(
        &self,
        out: &mut dyn Write,
        context: &Context,
        stored: &StoredRecord,
        number: Option<usize>,
    ) -> Result<(), Failure> {
        let record = &stored.record;
        let path = context.paths().print(&stored.root, &record.article.locator.path);
        match (self.json, number) {
            (true, _) => output::record_line(out, record)?,
            (false, Some(number)) => output::statement(out, record, number, self.basis, context.style())?,
            (false, None) => output::article(out, stored, &path, self.basis, context.style())?,
        }
        Ok(())
    }
}

/// The record with this id, and the number of the statement if the id names one. An id may hold a `#` of its own.
fn find(reader: &dyn Reader, id: &str) -> Result<Option<(StoredRecord, Option<usize>)>, Failure> {
    if let Some(stored) = reader.fetch(id)? {
        return Ok(Some((stored, None)));
    }
    let Some((article, number)) = id.rsplit_once('#') else { return Ok(None) };
    let Ok(number) = number.parse::<usize>() else { return Ok(None) };
    let stored = reader.fetch(article)?;
    Ok(stored
        .filter(|stored| (1..=stored.record.statements.len()).contains(&number))
        .map(|stored| (stored, Some(number))))
}
