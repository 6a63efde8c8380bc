//! `onrecord forget` and `onrecord compact`: work on the index as a whole.

use super::context::Context;
use super::failure::Failure;
use super::show::fetch_named;
use super::{FOUND, NOTHING, message};
use crate::engine::{Maintainer, Restored};
use crate::engines::AnyWriter;
use crate::index::WriteOptions;
use crate::output;
use crate::source::location;
use clap::Args;

/// Bytes that this work may hold of what is not on disk.
const MEMORY: u64 = 64 << 20;

/// Take articles out of the index, and keep them out when their sources are read again
#[derive(Debug, Args)]
#[command(after_help = "\
Their text, statements and names leave the files of the index at once. The archive itself is not touched.

Examples:
  onrecord forget news/2024/bridge.txt
  onrecord search --format ids -n 0 'outlet:\"coastal wire\"' | xargs -d '\\n' onrecord forget
  onrecord forget --undo news/2024/bridge.txt")]
pub struct ForgetArguments {
    /// Ids as `search --format ids` prints them
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Let them in again; the next run of `index` reads them
    #[arg(long)]
    undo: bool,
    /// Wait while another process writes
    #[arg(long)]
    wait: bool,
}

/// Merge the files of the index into few, and drop what was deleted
#[derive(Debug, Args)]
pub struct CompactArguments {
    /// Wait while another process writes
    #[arg(long)]
    wait: bool,
}

fn writer(context: &Context, wait: bool) -> Result<AnyWriter, Failure> {
    drop(context.reader()?); // Maintenance makes no index where there is none.
    let options = WriteOptions { memory: MEMORY, queue: MEMORY, threads: 1, wait, rebuild: false };
    Ok(AnyWriter::open(&context.index(), options, &context.connection())?)
}

impl ForgetArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        if self.undo { self.restore(context) } else { self.forget(context) }
    }

    /// All or nothing: a name that is wrong may not go by unseen among many.
    fn forget(&self, context: &Context) -> Result<u8, Failure> {
        let reader = context.reader()?;
        let mut found = Vec::new();
        let mut unknown = false;
        for id in &self.ids {
            match fetch_named(context, &*reader, id)? {
                Some(stored) => {
                    let article = stored.record.article;
                    found.push((article.id, stored.root, article.locator.path));
                }
                None => {
                    unknown = true;
                    message(&format!("error: no article has the id {id}"));
                }
            }
        }
        if unknown {
            message("hint: nothing was taken out; `onrecord search --format ids` prints ids");
            return Ok(NOTHING);
        }
        drop(reader);
        let writer = writer(context, self.wait)?;
        writer.forget(&found)?;
        writer.close(true)?;
        message(&format!("{} taken out", output::amount(found.len() as u64, "article")));
        Ok(FOUND)
    }

    fn restore(&self, context: &Context) -> Result<u8, Failure> {
        let writer = writer(context, self.wait)?;
        let restored = writer.restore(&self.ids)?;
        writer.close(true)?;
        let mut code = FOUND;
        for Restored { id, source } in &restored {
            match source {
                None => {
                    message(&format!("error: {id} was not taken out"));
                    code = NOTHING;
                }
                Some((root, path)) => {
                    message(&format!("{id}: comes back with the next run of: onrecord index {}", location(root, path)));
                }
            }
        }
        Ok(code)
    }
}

impl CompactArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let writer = writer(context, self.wait)?;
        let done = writer.compact()?;
        writer.close(true)?;
        message(&format!(
            "segments {} → {}, deleted documents {} → {}, size {} → {}",
            done.segments,
            done.segments_left,
            output::grouped(done.deleted),
            output::grouped(done.deleted_left),
            output::size(done.bytes_before),
            output::size(done.bytes)
        ));
        Ok(FOUND)
    }
}
