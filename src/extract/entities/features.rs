//! What the tagger sees of a token: rows of its table of weights.
//!
//! Every feature is a number of a template and a value, hashed to a row (Weinberger et al. 2009, "Feature Hashing").
//! Training and tagging share this file, so they cannot differ.

use super::lists::*;
use super::runs::{Piece, Scan};
use crate::analysis::{Case, TokenKind};
use crate::article::EntityType;
use std::ops::Range;

/// Features of a token.
pub const FEATURES: usize = 46;

/// Rows of the table, a power of two.
pub const ROWS: usize = 1 << 17;

/// The rows of one token.
pub type Rows = [u32; FEATURES];

/// What lists say of a word itself.
const OF_NAMES: Flags = FIRST_NAME
    | PLACE
    | AMBIGUOUS
    | ORGANIZATION
    | ORGANIZATION_HEAD
    | PLACE_HEAD
    | PLACE_HEAD_BEFORE
    | MISC_HEAD
    | MISC_HEAD_BEFORE
    | TITLE
    | PEOPLE
    | CALENDAR
    | COMMON
    | COMMON_OPEN
    | SMALL
    | CITY
    | SURNAME
    | GIVEN_NAME;

/// What lists say of the words beside it.
const OF_NEIGHBOURS: Flags = SPEECH
    | PERSON_VERB
    | NOUN_AFTER_ORGANIZATION
    | NOUN_BEFORE_PERSON
    | PLACE_PREPOSITION
    | PLACE_NOUN
    | BEFORE_OF_PLACE
    | TITLE
    | PARTICLE
    | PEOPLE
    | COMMON;

/// One token as the templates see it.
#[derive(Clone, Copy, Default)]
struct Seen {
    exact: u32,
    lower: u32,
    shape: u32,
    flags: Flags,
    /// What the rules take it for: 0 is nothing, else the kind, and whether it goes on a name.
    rule: u32,
    capital: bool,
    /// Stands in small letters elsewhere in the article.
    small: bool,
}

/// A sentence as the templates see it.
pub struct Sentence {
    start: usize,
    seen: Vec<Seen>,
    /// For each token the first and last token of the run of capitals around it.
    runs: Vec<(usize, usize)>,
    /// Whether all long words are in capitals.
    shouted: bool,
}

/// What the rules take each token of an article for.
pub(super) fn rule_tags(scan: &Scan, pieces: &[Piece], kinds: &[Option<EntityType>]) -> Vec<u8> {
    let mut tags = vec![0; scan.reading.tokens.len()];
    for (piece, kind) in pieces.iter().zip(kinds) {
        let Some(kind) = kind else { continue };
        for index in piece.tokens.clone() {
            if let Some(tag) = tags.get_mut(index) {
                *tag = 1 + 2 * (*kind as u8) + u8::from(index > piece.tokens.start);
            }
        }
    }
    tags
}

impl Sentence {
    /// Looks at the tokens of a sentence; `rules` is what [`rule_tags`] gave.
    pub(super) fn new(scan: &Scan, sentence: Range<usize>, rules: &[u8]) -> Self {
        let seen: Vec<Seen> = sentence.clone().map(|index| look(scan, index, rules)).collect();
        let long = |index: &usize| scan.reading.word(*index).len() > 3;
        let case = |index: usize| scan.reading.tokens.get(index).map(|token| token.case);
        let mut words = sentence.clone().filter(long).peekable();
        let shouted = words.peek().is_some() && words.all(|index| case(index) == Some(Case::Upper));
        let runs = runs(scan, sentence.clone(), &seen);
        Self { start: sentence.start, seen, runs, shouted }
    }

    fn at(&self, index: isize) -> Seen {
        let outside = Seen { exact: 1, lower: 1, shape: 1, ..Seen::default() };
        usize::try_from(index).ok().and_then(|index| self.seen.get(index)).copied().unwrap_or(outside)
    }

    /// The rows of the token at `index` of the article.
    pub(super) fn rows(&self, scan: &Scan, index: usize) -> Rows {
        let here = index - self.start;
        let at = |offset: isize| self.at(here as isize + offset);
        let (before, now, after) = (at(-1), at(0), at(1));
        let word = scan.reading.word(index);
        let (first, last) = self.runs.get(here).copied().unwrap_or((here, here));
        let run = |offset: isize| self.at(offset);
        let place = ((here - first).min(3) * 4 + (last - here).min(3)) as u32;
        let start = u32::from(here == 0);
        let bits = start | u32::from(now.small) << 1 | u32::from(self.shouted) << 2 | u32::from(now.capital) << 3;
        let head = run(last as isize);
        let values: Rows = [
            bits,
            now.exact,
            now.lower,
            now.shape,
            prefix(word, 1),
            prefix(word, 2),
            prefix(word, 3),
            prefix(word, 4),
            suffix(word, 1),
            suffix(word, 2),
            suffix(word, 3),
            suffix(word, 4),
            before.lower,
            at(-2).lower,
            after.lower,
            at(2).lower,
            both(before.lower, now.lower),
            both(now.lower, after.lower),
            before.shape,
            after.shape,
            both(before.shape, now.shape),
            both(now.shape, after.shape),
            both(both(before.shape, now.shape), after.shape),
            now.flags & OF_NAMES,
            before.flags & OF_NAMES,
            after.flags & OF_NAMES,
            before.flags & OF_NEIGHBOURS,
            after.flags & OF_NEIGHBOURS,
            both(now.flags & OF_NAMES, after.flags & OF_NAMES),
            both(before.flags & OF_NAMES, now.flags & OF_NAMES),
            now.rule,
            both(both(before.rule, now.rule), after.rule),
            both(now.rule, now.shape),
            both(now.rule, now.lower),
            both(now.rule, before.lower),
            both(now.rule, after.lower),
            both(before.lower, now.shape),
            both(now.shape, after.lower),
            both(place, now.shape),
            both(head.lower, place),
            head.lower,
            both(run(first as isize).lower, u32::from(now.capital)),
            both(run(first as isize - 1).lower, place),
            both(run(last as isize + 1).lower, place),
            both(head.flags & OF_NAMES, run(first as isize).flags & OF_NAMES),
            both(run(first as isize - 1).flags & OF_NEIGHBOURS, run(last as isize + 1).flags & OF_NEIGHBOURS),
        ];
        let mut rows = [0; FEATURES];
        for (template, (row, value)) in rows.iter_mut().zip(values).enumerate() {
            *row = hashed(template as u32, value);
        }
        rows
    }
}

fn look(scan: &Scan, index: usize, rules: &[u8]) -> Seen {
    let Some(token) = scan.reading.tokens.get(index) else { return Seen::default() };
    let word = scan.reading.word(index);
    let capital = token.is_word() && token.is_capitalised();
    let (exact, lower, shape) = match token.kind {
        TokenKind::Number => (word.len() as u32, word.len() as u32, 3),
        _ => (bytes(word.bytes()), bytes(word.bytes().map(|byte| byte.to_ascii_lowercase())), shape(word)),
    };
    let touches = index > 0 && scan.touches(index - 1);
    Seen {
        exact,
        lower,
        shape: both(shape, u32::from(touches)),
        flags: scan.flags.get(index).copied().unwrap_or(0),
        rule: rules.get(index).map_or(0, |rule| u32::from(*rule)),
        capital,
        small: capital && scan.stands_small(index),
    }
}

/// Runs of capitals, marks inside names among them.
fn runs(scan: &Scan, sentence: Range<usize>, seen: &[Seen]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = (0..seen.len()).map(|index| (index, index)).collect();
    let capital = |index: usize| seen.get(index).is_some_and(|seen| seen.capital);
    let joins = |index: usize| {
        matches!(scan.reading.word(sentence.start + index), "." | "-" | "'" | "’" | "&")
            && index > 0
            && scan.touches(sentence.start + index - 1)
    };
    let mut index = 0;
    while index < seen.len() {
        if !capital(index) {
            index += 1;
            continue;
        }
        let mut last = index;
        loop {
            if capital(last + 1) {
                last += 1;
            } else if joins(last + 1) && capital(last + 2) {
                last += 2;
            } else {
                break;
            }
        }
        runs.iter_mut().take(last + 1).skip(index).for_each(|run| *run = (index, last));
        index = last + 1;
    }
    runs
}

fn bytes(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) // FNV-1a
}

fn both(first: u32, second: u32) -> u32 {
    first.wrapping_mul(0x9E37_79B1).rotate_left(15) ^ second.wrapping_mul(0x85EB_CA77)
}

fn hashed(template: u32, value: u32) -> u32 {
    let mixed = (value ^ (template + 1).wrapping_mul(0x9E37_79B9)).wrapping_mul(0x85EB_CA6B);
    let mixed = (mixed ^ mixed >> 15).wrapping_mul(0xC2B2_AE35);
    mixed >> (32 - ROWS.trailing_zeros())
}

/// "Ada" and "Venn" are alike, "NATO" and "EU" too: letters as classes, repeated classes once or twice.
fn shape(word: &str) -> u32 {
    let mut last = ' ';
    let mut times = 0;
    let mut hash = 0x811C_9DC5_u32;
    for letter in word.chars().take(24) {
        let class = match letter {
            letter if letter.is_uppercase() => 'A',
            letter if letter.is_alphabetic() => 'a',
            letter if letter.is_numeric() => '0',
            mark => mark,
        };
        times = if class == last { times + 1 } else { 0 };
        last = class;
        if times < 2 {
            hash = (hash ^ class as u32).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

fn prefix(word: &str, length: usize) -> u32 {
    word.get(..length).map_or(0, |start| bytes(start.bytes()))
}

fn suffix(word: &str, length: usize) -> u32 {
    word.len().checked_sub(length).and_then(|start| word.get(start..)).map_or(0, |end| bytes(end.bytes()))
}
