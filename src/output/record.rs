//! One article, or one of its statements, for people.

use super::style::Style;
use super::text::{day, speakers};
use crate::article::{Basis, DateMention, DateValue, Entity, Record, Role, Span, Statement, statement_id};
use crate::engine::StoredRecord;
use std::io::{self, Write};

/// Columns that the names of fields take.
const LABEL: usize = 12;

/// An article: its fields, its text, its statements; `basis`: and why each of them is believed.
pub fn article(out: &mut dyn Write, stored: &StoredRecord, path: &str, basis: bool, style: Style) -> io::Result<()> {
    let record = &stored.record;
    fields(out, record, path, basis, style)?;
    text(out, record, style)?;
    if !record.statements.is_empty() {
        style.title(out, "Statements\n")?;
        for number in 1..=record.statements.len() {
            statement(out, record, number, basis, style)?;
        }
    }
    entities(out, &record.entities, style)?;
    dates(out, &record.dates, basis, style)
}

fn fields(out: &mut dyn Write, record: &Record, path: &str, basis: bool, style: Style) -> io::Result<()> {
    let article = &record.article;
    style.title(out, article.title.as_deref().unwrap_or("(no title)"))?;
    out.write_all(b"\n")?;
    let show = |out: &mut dyn Write, name: &str, value: Option<&str>| match value {
        Some(value) if !value.is_empty() => {
            style.quiet(out, &format!("{name:LABEL$}"))?;
            style.plain(out, &format!("{value}\n"))
        }
        _ => Ok(()),
    };
    show(out, "subtitle", article.subtitle.as_deref())?;
    show(out, "authors", Some(&article.authors.join(", ")))?;
    show(out, "editors", Some(&article.editors.join(", ")))?;
    show(out, "outlet", article.outlet.as_deref())?;
    show(out, "section", article.section.as_deref())?;
    show(out, "dateline", article.dateline_place.as_deref())?;
    let with_basis = |date: &DateValue| match basis {
        true => format!("{} (by {})", date.value, why(&date.basis, &article.text)),
        false => date.value.clone(),
    };
    let published = article.published.as_ref().map(with_basis);
    show(out, "published", Some(published.as_deref().unwrap_or(day(None))))?;
    for other in article.published_otherwise.iter().filter(|_| basis) {
        show(out, "but also", Some(&with_basis(other)))?;
    }
    show(out, "modified", article.modified.as_ref().map(with_basis).as_deref())?;
    show(out, "language", article.language.as_deref())?;
    show(out, "url", article.url.as_deref())?;
    show(out, "path", Some(&location(path, record)))?;
    show(out, "id", Some(&article.id))?;
    out.write_all(b"\n")
}

fn location(path: &str, record: &Record) -> String {
    let locator = &record.article.locator;
    let member = locator.member.as_ref().map(|member| format!("!{member}")).unwrap_or_default();
    let line = locator.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{path}{member}{line}")
}

fn text(out: &mut dyn Write, record: &Record, style: Style) -> io::Result<()> {
    for block in &record.article.blocks {
        let words = block.span.of(&record.article.text);
        match block.role {
            Role::Boilerplate | Role::Title | Role::Subtitle | Role::Byline => continue,
            Role::Heading => style.title(out, &format!("{words}\n"))?,
            Role::ListItem => style.paragraph(out, &format!("• {words}"), &[], 2)?,
            Role::Quotation => style.paragraph(out, words, &[], 4)?,
            Role::Dateline | Role::Paragraph => style.paragraph(out, words, &[], 0)?,
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The statement with this number (from 1), if there is one.
pub fn statement(out: &mut dyn Write, record: &Record, number: usize, basis: bool, style: Style) -> io::Result<()> {
    let article = &record.article;
    let Some(statement) = number.checked_sub(1).and_then(|index| record.statements.get(index)) else { return Ok(()) };
    style.quiet(out, &format!("#{number} "))?;
    style.name(out, &speakers(&statement.speakers))?;
    style.quiet(out, &format!(" · {}\n", statement.kind.name()))?;
    style.paragraph(out, &statement.words(&article.text), &[], 4)?;
    if basis {
        style.quiet(out, &format!("    {}\n", reasons(statement, &article.text)))?;
        style.quiet(out, &format!("    {}\n", statement_id(&article.id, number)))?;
    }
    out.write_all(b"\n")
}

/// Why a statement was attributed as it was.
fn reasons(statement: &Statement, text: &str) -> String {
    let mut reasons = format!("{} confidence, by {}", statement.confidence.name(), why(&statement.basis, text));
    if let Some(cue) = &statement.cue {
        reasons += &format!("; cue “{}”", cue.text);
    }
    for speaker in &statement.speakers {
        let words = Span::new(speaker.start, speaker.end).of(text);
        if speaker.name.as_deref() != Some(words) {
            reasons += &format!("; “{words}” is {}", speaker.name.as_deref().unwrap_or("not named"));
        }
    }
    reasons
}

/// The rule, and what it read.
fn why(basis: &Basis, text: &str) -> String {
    let read = basis.span().map(|span| format!(": “{}”", one_line(span.of(text)))).unwrap_or_default();
    let key = basis.key.as_ref().map(|key| format!(": {key}")).unwrap_or_default();
    format!("{}{read}{key}", basis.rule)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn entities(out: &mut dyn Write, entities: &[Entity], style: Style) -> io::Result<()> {
    if entities.is_empty() {
        return Ok(());
    }
    style.title(out, "Names\n")?;
    for entity in entities {
        style.quiet(out, &format!("    {:LABEL$}  ", entity.kind.name()))?;
        style.plain(out, &format!("{} ({})\n", entity.name, entity.mentions.len()))?;
    }
    out.write_all(b"\n")
}

fn dates(out: &mut dyn Write, dates: &[DateMention], basis: bool, style: Style) -> io::Result<()> {
    if dates.is_empty() {
        return Ok(());
    }
    style.title(out, "Dates\n")?;
    for date in dates {
        style.quiet(out, &format!("    {:LABEL$}  ", date.value))?;
        let rule = if basis { format!(" (by {})", date.basis.rule) } else { String::new() };
        style.plain(out, &format!("{}{rule}\n", one_line(&date.text)))?;
    }
    out.write_all(b"\n")
}
