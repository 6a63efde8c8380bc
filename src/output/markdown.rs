//! Hits as Markdown, to be pasted into notes.

use super::paths::PathPrinter;
use super::style::visible;
use super::text::{day, speakers};
use crate::engine::{ArticleHead, Hit, StatementHit};
use std::io::{self, Write};

/// An article: its title, where it is from, and its passages as quotations.
pub fn hit(out: &mut dyn Write, hit: &Hit, paths: &PathPrinter) -> io::Result<()> {
    let title = hit.article.title.as_deref().unwrap_or(&hit.article.id);
    writeln!(out, "**{}** · {}\n", escaped(title), place(&hit.article, &hit.article.id, paths))?;
    for snippet in &hit.snippets {
        quotation(out, &snippet.text)?;
        writeln!(out)?;
    }
    Ok(())
}

/// A statement: the words as a quotation, who said them, and where.
pub fn statement(out: &mut dyn Write, hit: &StatementHit, paths: &PathPrinter) -> io::Result<()> {
    quotation(out, hit.context.as_ref().map_or(hit.words.as_str(), |context| &context.text))?;
    let id = crate::article::statement_id(&hit.article.id, hit.number);
    let who = escaped(&speakers(&hit.statement.speakers));
    writeln!(out, ">\n> — {who}, {}\n", place(&hit.article, &id, paths))
}

fn place(article: &ArticleHead, id: &str, paths: &PathPrinter) -> String {
    let mut place = day(article.published.as_ref()).to_owned();
    if let Some(outlet) = &article.outlet {
        place += &format!(" · {}", escaped(outlet));
    }
    let path = paths.of(article);
    let label = if path == id { String::new() } else { format!(" · `{}`", visible(id)) };
    format!("{place} · `{}`{label}", visible(&path))
}

fn quotation(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "> {}", escaped(&one_line))
}

/// Text in which nothing is a mark of Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
