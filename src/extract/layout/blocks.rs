//! Title, subtitle and headings of a text that has no markup, or that of Markdown.

use super::lines;
use crate::article::{Article, Block, Role, Span};

/// Longest title, in bytes.
const TITLE_MAX: usize = 200;
/// Longest heading, in bytes.
const HEADING_MAX: usize = 120;

/// The blocks of a verbatim text, with the roles that their marks tell.
pub fn find(text: &str, article: &Article) -> Vec<Block> {
    let mut blocks = lines::paragraphs(text);
    if article.format == "markdown" {
        blocks.iter_mut().for_each(|block| markdown(text, block));
    }
    for block in &mut blocks {
        let words = block.span.of(text);
        if let Some(quoted) = words.strip_prefix('>') {
            let quoted = quoted.trim_start();
            *block = Block { role: Role::Quotation, span: Span::new(block.span.end - quoted.len(), block.span.end) };
        }
    }
    blocks.retain(|block| !block.span.is_empty());
    blocks
}

/// Headings (`#`, a whole line in bold) lose their marks.
fn markdown(text: &str, block: &mut Block) {
    let words = block.span.of(text);
    let hashes = words.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) && words.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
        let heading = words.get(hashes..).unwrap_or_default().trim_start();
        *block = Block { role: Role::Heading, span: Span::new(block.span.end - heading.len(), block.span.end) };
    } else if let Some(bold) = words.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"))
        && !bold.contains("**")
        && words.len() <= HEADING_MAX
    {
        *block = Block { role: Role::Heading, span: Span::new(block.span.start + 2, block.span.end - 2) };
    }
}

/// Finds the title and the subtitle among the first blocks, and fills the article's fields.
pub fn mark_title(text: &str, blocks: &mut [Block], article: &mut Article) {
    let Some(first) = blocks.iter().position(|block| block.role != Role::Byline) else { return };
    let words = blocks[first].span.of(text);
    let same = |title: &str| title.trim().eq_ignore_ascii_case(words.trim());
    match &article.title {
        Some(title) if same(title) => blocks[first].role = Role::Title,
        Some(_) => return,
        None => {
            let is_heading = blocks[first].role == Role::Heading;
            let is_title = is_heading || blocks[first].role == Role::Paragraph && looks_like_title(words);
            if !is_title || first + 1 >= blocks.len() {
                return;
            }
            blocks[first].role = Role::Title;
            article.title = Some(one_line(words));
        }
    }
    let Some(second) = (first + 1..blocks.len()).find(|index| blocks[*index].role != Role::Byline) else { return };
    let words = blocks[second].span.of(text);
    let follows = blocks.get(second + 1).is_some_and(|next| matches!(next.role, Role::Paragraph | Role::Byline));
    let is_plain = blocks[second].role == Role::Paragraph;
    if article.subtitle.is_none() && is_plain && follows && looks_like_subtitle(words) {
        blocks[second].role = Role::Subtitle;
        article.subtitle = Some(one_line(words));
    } else if article.subtitle.as_deref().is_some_and(|subtitle| subtitle.trim() == words) {
        blocks[second].role = Role::Subtitle;
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Short, and no sentence: it does not end like one, or is one line that asks or calls.
fn looks_like_title(words: &str) -> bool {
    let starts = words.chars().find(|character| character.is_alphanumeric());
    let ends_like_sentence = words.ends_with(['.', ':', ';', ',']) && !words.ends_with("...");
    words.len() <= TITLE_MAX && starts.is_some_and(|first| !first.is_lowercase()) && !ends_like_sentence
}

fn looks_like_subtitle(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let ends = words.ends_with(['.', '!', '?', ':', ';', ',', '"', '”', '’', '»']);
    (4..=40).contains(&count) && !ends && looks_like_title(words) && !words.starts_with(['"', '“', '«', '‘'])
}

/// Short lines that are no sentence are headings: what stands below them belongs to them.
pub fn mark_headings(text: &str, blocks: &mut [Block]) {
    for index in 0..blocks.len() {
        let block = blocks[index];
        if block.role != Role::Paragraph {
            continue;
        }
        let below = blocks.get(index + 1).map(|next| next.role);
        let has_content = matches!(below, Some(Role::Paragraph | Role::ListItem | Role::Quotation | Role::Heading));
        if has_content && looks_like_heading(block.span.of(text), below == Some(Role::ListItem)) {
            blocks[index].role = Role::Heading;
        }
    }
}

fn looks_like_heading(words: &str, before_list: bool) -> bool {
    if words.contains('\n') || words.len() > HEADING_MAX {
        return false;
    }
    let first = words.chars().next();
    let is_quoted =
        first.is_some_and(|first| matches!(first, '"' | '“' | '«' | '‘' | '\'' | '„' | '-' | '–' | '—' | '('));
    let starts_big = first.is_some_and(|first| first.is_uppercase() || first.is_numeric());
    if is_quoted || !starts_big {
        return false;
    }
    if let Some(label) = words.strip_suffix(':') {
        // A label stands alone; a sentence that introduces a quotation goes on below.
        let names_speech = label.split_whitespace().next_back().is_some_and(|last| {
            matches!(last, "said" | "says" | "added" | "stated" | "wrote" | "asked" | "told" | "replied" | "reporters")
        });
        return before_list || label.split_whitespace().count() <= 12 && !names_speech;
    }
    let ends = words.ends_with(['.', '!', '?', ';', ',', '"', '”', '’', '»', '…', ')']);
    !ends && words.split_whitespace().count() <= 12 && !words.contains(": ")
}
