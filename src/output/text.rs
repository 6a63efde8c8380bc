//! Hits for people.

use super::paths::PathPrinter;
use super::style::Style;
use crate::article::{DateValue, Span, Speaker};
use crate::engine::{ArticleHead, Contribution, Hit, Passage, StatementHit};
use std::io::{self, Write};

/// The day as it is shown.
pub fn day(published: Option<&DateValue>) -> &str {
    published.map_or("undated", |published| published.value.get(..10).unwrap_or(&published.value))
}

/// An article with its passages, and an empty line.
pub fn hit(out: &mut dyn Write, hit: &Hit, paths: &PathPrinter, style: Style) -> io::Result<()> {
    let article = &hit.article;
    style.title(out, article.title.as_deref().unwrap_or(&article.id))?;
    style.quiet(out, &format!(" · {}\n", when_and_where(article)))?;
    linked_place(out, article, paths, style, "")?;
    out.write_all(b"\n")?;
    for snippet in &hit.snippets {
        if !snippet.speakers.is_empty() {
            out.write_all(b"  ")?;
            style.name(out, &snippet.speakers.join(", "))?;
            style.quiet(out, ":\n")?;
        }
        passage(out, snippet, style)?;
    }
    out.write_all(b"\n")
}

/// A passage as a paragraph, what matched in it painted.
fn passage(out: &mut dyn Write, passage: &Passage, style: Style) -> io::Result<()> {
    let moved = |span: &Span| Span::new(span.start - passage.span.start, span.end - passage.span.start);
    let highlights: Vec<Span> = passage.highlights.iter().map(moved).collect();
    style.paragraph(out, &passage.text, &highlights, 4)
}

/// A statement: who, when, where; the words; how it is reported and what to show it by. And an empty line.
pub fn statement_hit(out: &mut dyn Write, hit: &StatementHit, paths: &PathPrinter, style: Style) -> io::Result<()> {
    style.name(out, &speakers(&hit.statement.speakers))?;
    style.quiet(out, &format!(" · {}\n", when_and_where(&hit.article)))?;
    match &hit.context {
        None => style.paragraph(out, &hit.words, &hit.highlights, 4)?,
        Some(context) => passage(out, context, style)?,
    }
    let statement = &hit.statement;
    let cue = statement.cue.as_ref().map(|cue| format!(", “{}”", cue.text)).unwrap_or_default();
    let how = format!("{}{cue}, {} confidence", statement.kind.name(), statement.confidence.name());
    style.quiet(out, &format!("    {how} · "))?;
    linked_place(out, &hit.article, paths, style, &format!("#{}", hit.number))?;
    out.write_all(b"\n\n")
}

/// How a hit scored: `2. 7.41 = bridge 3.20 + closure 2.11 + bridge near closure 2.10`, and its id.
pub fn contributions(rank: usize, score: f32, id: &str, all: &[Contribution]) -> String {
    let parts: Vec<String> = all.iter().map(|one| format!("{} {:.2}", one.what, one.score)).collect();
    let sum = if parts.is_empty() { String::new() } else { format!(" = {}", parts.join(" + ")) };
    format!("{rank}. {score:.2}{sum} ({id})")
}

/// The place of an article, as a link to its file where the terminal has links.
fn linked_place(
    out: &mut dyn Write,
    article: &ArticleHead,
    paths: &PathPrinter,
    style: Style,
    behind: &str,
) -> io::Result<()> {
    let shown = format!("{}{behind}", place(article, paths));
    match style.links.then(|| paths.address(article)).flatten() {
        Some(address) => style.link(out, &address, &shown),
        None => style.quiet(out, &shown),
    }
}

/// The speakers' names; what is known of them where there is no name.
pub fn speakers(speakers: &[Speaker]) -> String {
    let names: Vec<&str> = speakers.iter().map(|speaker| speaker.name.as_deref().unwrap_or("(not named)")).collect();
    if names.is_empty() { "(nobody named)".to_owned() } else { names.join(", ") }
}

fn when_and_where(article: &ArticleHead) -> String {
    let day = day(article.published.as_ref());
    match &article.outlet {
        Some(outlet) => format!("{day} · {outlet}"),
        None => day.to_owned(),
    }
}

/// The path with member and line.
fn place(article: &ArticleHead, paths: &PathPrinter) -> String {
    let mut place = paths.of(article);
    if let Some(member) = &article.member {
        place += &format!("!{member}");
    }
    if let Some(line) = article.line {
        place += &format!(":{line}");
    }
    place
}
