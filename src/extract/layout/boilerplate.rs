//! What is not the article: footers, invitations, boxes at the end. And the outlet, which footers name.
//! Data: `boilerplate.tsv`.

use crate::analysis::{Case, TokenKind, fold, tokenize};
use crate::article::{Article, Block, Role};
use std::sync::LazyLock;

/// Longest block, in bytes, that can be a footer by its beginning.
const FOOTER_MAX: usize = 300;

/// Characters of a block in which a footer shows.
const BEGINNING: usize = 80;

/// Share of a text's bytes, in hundredths, that may follow the heading of a box at its end.
const BOX_SHARE: usize = 35;

struct Tables {
    starts: Vec<&'static str>,
    headings: Vec<&'static str>,
    lines: Vec<&'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let rows = |kind: &str| {
        let lines = include_str!("boilerplate.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).filter(|(row, _)| *row == kind).map(|(_, text)| text).collect()
    };
    Tables { starts: rows("start"), headings: rows("heading"), lines: rows("line") }
});

/// Marks the blocks that are no part of the article, and fills its outlet from them.
pub fn mark(text: &str, blocks: &mut [Block], article: &mut Article) {
    for block in
        blocks.iter_mut().filter(|block| matches!(block.role, Role::Paragraph | Role::ListItem | Role::Heading))
    {
        let words = block.span.of(text);
        if is_footer(words) {
            block.role = Role::Boilerplate;
            article.outlet = article.outlet.take().or_else(|| outlet(words));
        }
    }
    mark_box(text, blocks);
}

fn is_footer(words: &str) -> bool {
    if !words.chars().any(char::is_alphanumeric) {
        return true;
    }
    if words.len() > FOOTER_MAX {
        return false;
    }
    // Nothing in the tables is longer than that.
    let end = words.char_indices().nth(BEGINNING).map_or(words.len(), |(end, _)| end);
    let folded = fold(&words[..end]);
    let line = folded.trim_matches([':', '.', '!', ' ', '-']);
    end == words.len() && TABLES.lines.contains(&line)
        || TABLES.starts.iter().any(|start| starts_with_words(&folded, start))
}

/// Whether a text begins with some words, and not with a longer word.
fn starts_with_words(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| {
        let ends_in_word = start.ends_with(|last: char| last.is_alphanumeric());
        !ends_in_word || !rest.starts_with(|next: char| next.is_alphanumeric())
    })
}

/// A box at the end: from its heading on, bylines apart.
fn mark_box(text: &str, blocks: &mut [Block]) {
    let heading = blocks.iter().rposition(|block| {
        let words = block.span.of(text);
        words.len() < 40
            && matches!(block.role, Role::Paragraph | Role::Heading)
            && TABLES.headings.contains(&fold(words).trim_end_matches(':'))
    });
    let Some(heading) = heading.filter(|heading| *heading > 1) else { return };
    let after = text.len() - blocks[heading].span.start;
    if after * 100 > text.len() * BOX_SHARE {
        return;
    }
    blocks[heading..]
        .iter_mut()
        .filter(|block| block.role != Role::Byline)
        .for_each(|block| block.role = Role::Boilerplate);
}

/// The outlet that a footer names: "© 2024 Harbour Courier", "Subscribe to Harbour Courier's newsletter".
fn outlet(words: &str) -> Option<String> {
    let folded = words.to_lowercase();
    let at = ["copyright", "©", "(c)", "subscribe to", "follow", "source:", "read more on", "join"]
        .iter()
        .find_map(|label| folded.find(label).map(|at| at + label.len()))?;
    // Folding to small letters can move bytes; then nothing is read.
    let rest = words.get(at..)?;
    let tokens = tokenize(rest);
    let skipped = tokens.iter().take_while(|token| {
        let word = token.of(rest);
        token.kind != TokenKind::Word
            || matches!(word.to_ascii_lowercase().as_str(), "the" | "by" | "copyright" | "c" | "on")
    });
    let first = skipped.count();
    let start = tokens.get(first).filter(|token| token.case != Case::Lower)?;
    let mut end = start.end;
    let mut index = first;
    while let Some(token) = tokens.get(index + 1) {
        let word = token.of(rest);
        let joined = word == "." && tokens.get(index + 2).is_some_and(|next| token.touches(next)) && end == token.start;
        let goes_on = joined || token.case != Case::Lower && !is_channel(word) && token.kind == TokenKind::Word;
        if !goes_on {
            break;
        }
        end = token.end;
        index += 1;
    }
    let name = rest.get(start.start..end)?.trim_end_matches('.');
    (name.len() > 2 && !is_channel(name)).then(|| name.to_owned())
}

/// Words for where an outlet can be followed: they end its name.
fn is_channel(word: &str) -> bool {
    const CHANNELS: [&str; 16] = [
        "telegram",
        "facebook",
        "twitter",
        "instagram",
        "youtube",
        "rss",
        "newsletter",
        "whatsapp",
        "linkedin",
        "channel",
        "us",
        "all",
        "our",
        "x",
        "podcast",
        "google",
    ];
    CHANNELS.contains(&word.to_ascii_lowercase().as_str())
}
