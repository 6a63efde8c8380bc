//! `onrecord show`: one article, or one statement.

use super::context::Context;
use super::failure::Failure;
use super::{FOUND, NOTHING, message};
use crate::engine::{ArticleHead, Reader, StoredRecord};
use crate::ingest::{ReadOptions, fetch};
use crate::output;
use crate::source::{digest_of, location};
use clap::Args;
use std::io::{IsTerminal, Write};

/// Show an article by its id, or one statement by ARTICLE#N
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord show news/2024/bridge.txt
  onrecord show news/2024/bridge.txt#3 --basis
  onrecord show wire.tar.gz!2024/bridge.html --source
  onrecord search --format ids bridge -n 1 | xargs onrecord show --json")]
pub struct ShowArguments {
    /// Ids as `--format ids` prints them, or places as results show them: PATH, PATH:LINE, PATH!MEMBER, each with #N
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Say why each speaker and each date is believed
    #[arg(long)]
    basis: bool,
    /// Print the record as JSON
    #[arg(long)]
    json: bool,
    /// Print the source that the article was made of, as it lies in the archive
    #[arg(long, conflicts_with_all = ["json", "basis"])]
    source: bool,
}

impl ShowArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let reader = context.reader()?;
        let mut out = if self.json || self.source { context.out() } else { context.paged() };
        let mut code = FOUND;
        for id in &self.ids {
            match find(context, &*reader, id)? {
                Some((stored, _)) if self.source => print_source(&mut out, context, &stored)?,
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
        out.finish()?;
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

/// Prints the bytes of an article's source, and says so where they are others than those that were indexed.
fn print_source(out: &mut dyn Write, context: &Context, stored: &StoredRecord) -> Result<(), Failure> {
    let article = &stored.record.article;
    let path = context.base(&context.index()).join(location(&stored.root, &article.locator.path));
    let named = |error: &dyn std::fmt::Display| Failure::plain(format!("{}: {error}", article.locator));
    let bytes = fetch(&path, &article.locator, &ReadOptions::default())
        .map_err(|skip| named(&skip.detail))?
        .ok_or_else(|| named(&"it is not there any more"))?;
    let is_file = article.locator.member.is_none() && article.locator.line.is_none();
    if !is_file && digest_of(bytes.trim_ascii_end()) != article.sha256 && digest_of(&bytes) != article.sha256 {
        message(&format!("note: {} has changed since it was indexed", article.locator));
    }
    match std::io::stdout().is_terminal() {
        true => write!(out, "{}", output::visible(&String::from_utf8_lossy(&bytes)))?,
        false => out.write_all(&bytes)?,
    }
    Ok(())
}

/// The record with this id, and the number of the statement if the id names one. An id may hold a `#` of its own.
fn find(context: &Context, reader: &dyn Reader, id: &str) -> Result<Option<(StoredRecord, Option<usize>)>, Failure> {
    if let Some(stored) = fetch_named(context, reader, id)? {
        return Ok(Some((stored, None)));
    }
    let Some((article, number)) = id.rsplit_once('#') else { return Ok(None) };
    let Ok(number) = number.parse::<usize>() else { return Ok(None) };
    let stored = fetch_named(context, reader, article)?;
    Ok(stored
        .filter(|stored| (1..=stored.record.statements.len()).contains(&number))
        .map(|stored| (stored, Some(number))))
}

/// The article with this id; else the one at this place, as results show it: `PATH`, `PATH:LINE`, `PATH!MEMBER`.
pub fn fetch_named(context: &Context, reader: &dyn Reader, name: &str) -> Result<Option<StoredRecord>, Failure> {
    if let Some(stored) = reader.fetch(name)? {
        return Ok(Some(stored));
    }
    let (place, line) = match name.rsplit_once(':').map(|(place, line)| (place, line.parse::<u64>())) {
        Some((place, Ok(line))) => (place, Some(line)),
        _ => (name, None),
    };
    let (path, member) = place.split_once('!').map_or((place, None), |(path, member)| (path, Some(member)));
    let base = context.base(&context.index());
    let Ok(wanted) = context.here.join(path).canonicalize() else { return Ok(None) };
    for source in reader.known_sources()? {
        if base.join(location(&source.root, &source.path)) != wanted {
            continue;
        }
        let articles = reader.articles_at(&source.root, &source.path)?;
        let is_it =
            |article: &&ArticleHead| article.member.as_deref() == member && (line.is_none() || article.line == line);
        let mut found = articles.iter().filter(is_it);
        if let (Some(only), None) = (found.next(), found.next()) {
            return Ok(reader.fetch(&only.id)?);
        }
    }
    Ok(None)
}
