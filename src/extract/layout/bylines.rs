//! Lines that say who wrote and edited an article, and when it was published.

use crate::analysis::byline_names;
use crate::article::{Article, Basis, Block, Precision, Role};
use crate::calendar::parse_moment;

/// Longest byline, in bytes.
const BYLINE_MAX: usize = 160;
/// Blocks at the start in which bylines and dates stand.
const AT_START: usize = 6;
/// Blocks at the end in which bylines stand.
const AT_END: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Author,
    Editor,
    Other,
    Title,
    Published,
    Modified,
}

/// What begins such lines, small letters.
const LABELS: &[(&str, Label)] = &[
    ("by", Label::Author),
    ("author", Label::Author),
    ("authors", Label::Author),
    ("author's name", Label::Author),
    ("author`s name", Label::Author),
    ("author’s name", Label::Author),
    ("written by", Label::Author),
    ("text by", Label::Author),
    ("text", Label::Author),
    ("reporting by", Label::Author),
    ("reporter", Label::Author),
    ("von", Label::Author),
    ("par", Label::Author),
    ("por", Label::Author),
    ("автор", Label::Author),
    ("editor", Label::Editor),
    ("editors", Label::Editor),
    ("edited by", Label::Editor),
    ("editing by", Label::Editor),
    ("редактор", Label::Editor),
    ("photo by", Label::Other),
    ("photos by", Label::Other),
    ("photographer", Label::Other),
    ("translated by", Label::Other),
    ("headline", Label::Title),
    ("title", Label::Title),
    ("byline", Label::Author),
    ("published", Label::Published),
    ("published on", Label::Published),
    ("posted", Label::Published),
    ("date", Label::Published),
    ("updated", Label::Modified),
    ("last updated", Label::Modified),
];

/// Marks bylines and lines with the day, and fills the article's fields from them.
pub fn mark(text: &str, blocks: &mut [Block], article: &mut Article) {
    let (given_authors, given_editors) = (!article.authors.is_empty(), !article.editors.is_empty());
    let count = blocks.len();
    let first = blocks.first().map_or(0, |block| block.span.start);
    for (index, block) in blocks.iter_mut().enumerate() {
        let at_start = index < AT_START;
        let words = block.span.of(text);
        if !(at_start || index + AT_END >= count) || block.role != Role::Paragraph || words.len() > BYLINE_MAX {
            continue;
        }
        if index == 0 && words.starts_with("BC-") {
            block.role = Role::Boilerplate; // the slug of a wire service
            continue;
        }
        if at_start && header_date(words, block, first, article) {
            block.role = Role::Byline;
            continue;
        }
        let Some((label, rest)) = label(words) else { continue };
        if label == Label::Title {
            let named = at_start && words.contains(':') && article.title.is_none();
            if named && block.span.end > block.span.start + rest.len() {
                article.title = Some(rest.to_owned());
                block.span.start = block.span.end - rest.len();
            }
            continue;
        }
        let names = byline_names(rest);
        if names.is_empty() || ends_like_sentence(words) {
            continue;
        }
        match label {
            Label::Author if !given_authors => add(&mut article.authors, names),
            Label::Editor if !given_editors => add(&mut article.editors, names),
            _ => {}
        }
        block.role = Role::Byline;
    }
}

fn add(known: &mut Vec<String>, names: Vec<String>) {
    for name in names {
        if !known.contains(&name) {
            known.push(name);
        }
    }
}

fn ends_like_sentence(words: &str) -> bool {
    words.ends_with('.') && words.split_whitespace().count() > 8
}

/// The label at the start of a line, and what follows it.
fn label(words: &str) -> Option<(Label, &str)> {
    let mut best: Option<(usize, Label)> = None;
    for (name, label) in LABELS {
        let Some(start) = words.get(..name.len()) else { continue };
        let ends = words.get(name.len()..).is_some_and(|rest| rest.starts_with([':', ' ', '\t']));
        if start.to_lowercase() == *name && ends && best.is_none_or(|(length, _)| name.len() > length) {
            best = Some((name.len(), *label));
        }
    }
    let (length, label) = best?;
    Some((label, words.get(length..)?.trim_start_matches([':', ' ', '\t', '-'])))
}

/// Reads a line that is a date, or a label and a date. True if it was one.
fn header_date(words: &str, block: &Block, first: usize, article: &mut Article) -> bool {
    let (label, rest) = match label(words) {
        Some((label @ (Label::Published | Label::Modified), rest)) => (label, rest),
        Some(_) => return false,
        None => (Label::Published, words),
    };
    let Some(moment) = parse_moment(rest) else { return false };
    if block.span.start == first && moment.precision > Precision::Day {
        return false; // "2024" is a title.
    }
    let value = moment.believed(Basis::at("header-line", block.span));
    match label {
        Label::Modified => article.modified = article.modified.take().or(Some(value)),
        _ => article.add_published(value),
    }
    true
}
