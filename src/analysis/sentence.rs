//! Sentences: where running text stops. Data: `abbreviations.txt`.

use super::{Token, TokenKind};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

static ABBREVIATIONS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("abbreviations.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// Cuts the tokens of one block into sentences: ranges of token indices, in order and without gaps.
///
/// A sentence ends at `.`, `?`, `!` or `…` with the closing marks after it, where what follows can start a sentence;
/// not after an abbreviation or an initial, and not inside a number. A blank line ends one always.
pub fn sentences(text: &str, tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let mut index = range.start;
    while index < range.end {
        let after = match end_of_sentence(text, tokens, index, &range) {
            Some(after) => after,
            None if blank_line_follows(text, tokens, index, &range) => index + 1,
            None => {
                index += 1;
                continue;
            }
        };
        found.push(start..after);
        start = after;
        index = after;
    }
    if start < range.end {
        found.push(start..range.end);
    }
    found
}

/// The index after the last token of the sentence that ends with the mark at `index`.
fn end_of_sentence(text: &str, tokens: &[Token], index: usize, range: &Range<usize>) -> Option<usize> {
    let token = &tokens[index];
    let mark = token.of(text);
    let stands_alone = matches!(mark, "。" | "！" | "？");
    if token.kind != TokenKind::Mark || !stands_alone && !matches!(mark, "." | "?" | "!" | "…") {
        return None;
    }
    let mut after = index + 1;
    while after < range.end && tokens[after - 1].touches(&tokens[after]) && is_closing(tokens[after].of(text)) {
        after += 1;
    }
    if after >= range.end || stands_alone {
        return Some(after);
    }
    let next = &tokens[after];
    if tokens[after - 1].touches(next) && !is_opening(next.of(text)) {
        return None; // "3.5", "example.org", "U.S"
    }
    if mark == "." && after == index + 1 && index > range.start && is_abbreviation(text, tokens, index) {
        return None;
    }
    let starts = next.is_capitalised()
        || next.kind == TokenKind::Number
        || is_opening(next.of(text))
        || !is_cased(next.of(text));
    (starts || matches!(mark, "?" | "!") && after == index + 1 && !next.is_word()).then_some(after)
}

fn is_abbreviation(text: &str, tokens: &[Token], dot: usize) -> bool {
    let before = &tokens[dot - 1];
    if !before.touches(&tokens[dot]) || !before.is_word() {
        return false;
    }
    let word = before.of(text);
    let single_letter = word.chars().count() == 1;
    if single_letter && before.is_capitalised() {
        // An initial ("J. Smith"), or the end of an acronym ("the U.S. Then …"), which may end a sentence.
        let acronym = dot >= 2 && tokens[dot - 2].of(text) == "." && tokens[dot - 2].touches(before);
        return !acronym || !follows_sentence_start(text, tokens, dot + 1);
    }
    if dot >= 2 && tokens[dot - 2].of(text) == "." && tokens[dot - 2].touches(before) && single_letter {
        return true; // "p.m.", "e.g."
    }
    ABBREVIATIONS.contains(word)
}

/// After "U.S." only a word that starts sentences often ends one: "the U.S. Senate" goes on.
fn follows_sentence_start(text: &str, tokens: &[Token], index: usize) -> bool {
    tokens.get(index).is_some_and(|token| {
        matches!(
            token.of(text),
            "The"
                | "A"
                | "An"
                | "He"
                | "She"
                | "It"
                | "They"
                | "We"
                | "But"
                | "And"
                | "In"
                | "On"
                | "At"
                | "This"
                | "That"
                | "His"
                | "Her"
                | "“"
                | "\""
        )
    })
}

fn blank_line_follows(text: &str, tokens: &[Token], index: usize, range: &Range<usize>) -> bool {
    index + 1 < range.end && {
        let between = &text[tokens[index].end..tokens[index + 1].start];
        between.bytes().filter(|byte| *byte == b'\n').count() > 1
    }
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "\"" | "”" | "’" | "'" | "»" | ")" | "]" | "." | "?" | "!" | "…" | "」" | "』" | "）")
}

fn is_opening(mark: &str) -> bool {
    matches!(mark, "\"" | "“" | "‘" | "'" | "`" | "«" | "„" | "(" | "[" | "—" | "–" | "-" | "•")
}

/// Whether the word's script has capitals, so that a small letter says that the sentence goes on.
fn is_cased(word: &str) -> bool {
    word.chars().next().is_some_and(|first| first.is_lowercase() || !first.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tokenize;

    fn split(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        sentences(text, &tokens, 0..tokens.len())
            .into_iter()
            .map(|range| &text[tokens[range.start].start..tokens[range.end - 1].end])
            .collect()
    }

    #[test]
    fn ends_at_full_stops() {
        assert_eq!(
            split("It rained. “Go home,” he said. “Now!” She left."),
            ["It rained.", "“Go home,” he said.", "“Now!”", "She left."]
        );
        assert_eq!(split("Why? Nobody knows…  Later"), ["Why?", "Nobody knows…", "Later"]);
    }

    #[test]
    fn not_at_abbreviations_and_numbers() {
        assert_eq!(
            split("Mr. Orlo paid 3.5 million to the U.S. Senate at 5 p.m. on Jan. 3."),
            ["Mr. Orlo paid 3.5 million to the U.S. Senate at 5 p.m. on Jan. 3."]
        );
        assert_eq!(split("He left the U.S. The rest stayed."), ["He left the U.S.", "The rest stayed."]);
    }

    #[test]
    fn a_blank_line_ends_a_sentence() {
        assert_eq!(split("A heading\n\nThe text"), ["A heading", "The text"]);
    }
}
