//! Hits for people.

use super::paths::PathPrinter;
use super::style::Style;
use crate::article::{DateValue, Span, Speaker};
use crate::engine::{ArticleHead, Hit, StatementHit};
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
    style.quiet(out, &format!("{}\n", place(article, paths)))?;
    for snippet in &hit.snippets {
        let moved = |span: &Span| Span::new(span.start - snippet.span.start, span.end - snippet.span.start);
        let highlights: Vec<Span> = snippet.highlights.iter().map(moved).collect();
        style.paragraph(out, &snippet.text, &highlights, 4)?;
    }
    out.write_all(b"\n")
}

/// A statement: who, when, where; the words; how it is reported and what to show it by. And an empty line.
pub fn statement_hit(out: &mut dyn Write, hit: &StatementHit, paths: &PathPrinter, style: Style) -> io::Result<()> {
    style.name(out, &speakers(&hit.statement.speakers))?;
    style.quiet(out, &format!(" · {}\n", when_and_where(&hit.article)))?;
    style.paragraph(out, &hit.words, &hit.highlights, 4)?;
    let statement = &hit.statement;
    let cue = statement.cue.as_ref().map(|cue| format!(", “{}”", cue.text)).unwrap_or_default();
    let how = format!("{}{cue}, {} confidence", statement.kind.name(), statement.confidence.name());
    style.quiet(out, &format!("    {how} · {}#{}\n", place(&hit.article, paths), hit.number))?;
    out.write_all(b"\n")
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
