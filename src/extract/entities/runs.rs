//! Runs: where capitalised words stand together, with the small words and marks that join them.

use super::cut::cut;
use super::gazetteer;
use super::lists::*;
use crate::analysis::{Case, TokenKind};
use crate::article::Span;
use crate::extract::Reading;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// No run is longer, whatever the text: what a run costs grows with its square.
const LONGEST_RUN: usize = 32;

/// What the shape of a piece and the lists say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// A title stands before it.
    Titled,
    /// A known first name starts it.
    FirstName,
    /// Listed as a place.
    Place,
    /// Listed as a place that is a person's name too.
    Ambiguous,
    /// A word such as "River" is in it.
    PlaceHead,
    /// Listed as an organization.
    Organization,
    /// A word such as "Ministry" is in it.
    OrganizationHead,
    /// Capital letters alone.
    Acronym,
    /// A word such as "Treaty" ends it.
    Misc,
    /// Named elsewhere in the article.
    Repeated,
    /// Nothing is known.
    Unknown,
}

/// A stretch of tokens that may be a name.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Indices into the tokens of the article.
    pub tokens: Range<usize>,
    /// What it looks like.
    pub hint: Hint,
    /// The title before it, for the gender.
    pub title: Option<usize>,
    /// Whether it starts a sentence, where every word has a capital.
    pub starts_sentence: bool,
}

/// An article with what the lists say of its words.
pub(super) struct Scan<'r, 'a> {
    /// The article.
    pub reading: &'r Reading<'a>,
    /// What is known of each token.
    pub flags: Vec<Flags>,
    /// The words that stand somewhere in small letters.
    small: FxHashSet<&'a str>,
}

/// The words that stand in small letters, of those that may stand with a capital elsewhere.
fn small_words<'a>(reading: &Reading<'a>) -> FxHashSet<&'a str> {
    // What tells most words apart: their length, and their first and last letter.
    let sort = |word: &[u8]| {
        let ends = word.first().zip(word.last()).unwrap_or((&0, &0));
        let mixed = usize::from(ends.0 | 0x20) * 31 + usize::from(ends.1 | 0x20) * 7 + word.len();
        (mixed / 64 % 16, mixed % 64)
    };
    let mut sorts = [0_u64; 16];
    let words = || reading.tokens.iter().filter(|token| token.is_word());
    for token in words().filter(|token| token.is_capitalised()) {
        let (place, bit) = sort(token.of(reading.text).as_bytes());
        sorts[place] |= 1 << bit;
    }
    let small = words().filter(|token| token.case == Case::Lower).map(|token| token.of(reading.text));
    let may_be_capital = |word: &&str| {
        let (place, bit) = sort(word.as_bytes());
        sorts[place] >> bit & 1 == 1
    };
    small.filter(may_be_capital).collect()
}

impl<'r, 'a> Scan<'r, 'a> {
    /// Looks every word of the article up.
    pub fn new(reading: &'r Reading<'a>) -> Self {
        let mut flags = known_words(reading.text, reading.tokens);
        let small = small_words(reading);
        for index in 0..flags.len().saturating_sub(2) {
            let office = matches!(reading.word(index + 2), "State" | "Defense" | "Defence" | "Staff" | "Parliament");
            if flags[index] & TITLE != 0 && reading.word(index + 1) == "of" && office {
                flags[index + 1] = TITLE;
                flags[index + 2] = TITLE;
            }
        }
        let mut scan = Self { reading, flags, small };
        scan.look_up_long_lists();
        scan
    }

    /// Adds what the census and the list of places say of the capitalised words.
    fn look_up_long_lists(&mut self) {
        let mut buffer = String::new();
        for index in 0..self.flags.len() {
            if !self.is_capital(index) || self.is(index, COMMON) {
                continue;
            }
            self.flags[index] |= gazetteer::census(self.reading.word(index), &mut buffer);
            let end = (index + gazetteer::LONGEST_PLACE).min(self.flags.len());
            let tokens = self.reading.tokens;
            let mut from = tokens[index].start;
            let words = tokens[index..end].iter().map(|token| {
                let start = std::mem::replace(&mut from, token.end);
                (Span::new(start, token.end).of(self.reading.text), token.is_word() && token.is_capitalised())
            });
            let longest = gazetteer::longest_place(words, &mut buffer);
            self.flags[index..index + longest].iter_mut().for_each(|flags| *flags |= CITY);
        }
    }

    /// What is known of the token at `index`.
    pub fn is(&self, index: usize, flags: Flags) -> bool {
        self.flags.get(index).is_some_and(|known| known & flags != 0)
    }

    /// The names that one sentence may have in it.
    pub fn sentence(&self, sentence: Range<usize>, pieces: &mut Vec<Piece>) {
        let mut index = sentence.start;
        let mut first = true;
        while index < sentence.end {
            if !self.starts_run(index, sentence.end) {
                first &= !self.reading.tokens.get(index).is_some_and(|token| token.kind != TokenKind::Mark)
                    || self.reading.word(index) == ":";
                index += 1;
                continue;
            }
            let end = self.end_of_run(index, sentence.end);
            cut(self, index..end, first, pieces);
            first = false;
            index = end;
        }
    }

    pub fn starts_run(&self, index: usize, end: usize) -> bool {
        let capital = self.is_capital(index);
        capital
            || self.is(index, PARTICLE) && index + 2 < end && self.hyphen_at(index + 1) && self.is_capital(index + 2)
    }

    /// Whether a capitalised word stands at `index`.
    pub fn is_capital(&self, index: usize) -> bool {
        self.reading.tokens.get(index).is_some_and(|token| token.is_word() && token.is_capitalised())
    }

    /// Whether nothing lies between the token at `index` and the one after it.
    pub fn touches(&self, index: usize) -> bool {
        let tokens = self.reading.tokens;
        tokens.get(index).zip(tokens.get(index + 1)).is_some_and(|(token, next)| token.touches(next))
    }

    pub fn hyphen_at(&self, index: usize) -> bool {
        index > 0 && self.reading.word(index) == "-" && self.touches(index) && self.touches(index - 1)
    }

    fn end_of_run(&self, start: usize, limit: usize) -> usize {
        let mut end = start + 1;
        let limit = limit.min(start + LONGEST_RUN);
        while end < limit {
            let step = self.step(start, end, limit);
            if step == 0 {
                break;
            }
            end += step;
        }
        end
    }

    /// How many tokens from `at` on belong to the run that started at `start`: 0 ends it.
    fn step(&self, start: usize, at: usize, limit: usize) -> usize {
        let word = self.reading.word(at);
        let next_is_capital = at + 1 < limit && self.is_capital(at + 1);
        if self.is_capital(at) {
            return usize::from(!self.ends_run(start, at));
        }
        match word {
            "." => self.step_over_dot(at, next_is_capital),
            "-" if self.hyphen_at(at) && at + 1 < limit => self.step_over_hyphen(start, at, limit),
            "'" | "’" if self.touches(at - 1) && self.touches(at) => self.step_over_apostrophe(at, next_is_capital),
            "," if matches!(self.reading.word(at + 1), "Inc" | "Ltd" | "LLC" | "Corp" | "LLP" | "PLC") => 2,
            "&" if next_is_capital => 2,
            "of" | "for" if next_is_capital => 2 * usize::from(self.is(at, TITLE) || self.joins_with_of(start..at)),
            "of" | "for" | "on" if self.reading.word(at + 1) == "the" && at + 2 < limit && self.is_capital(at + 2) => {
                3 * usize::from(self.is(at - 1, ORGANIZATION_HEAD | PLACE_HEAD))
            }
            "and" if next_is_capital => 2 * usize::from(self.joins_with_and(start..at, at + 1)),
            _ if self.is(at, PARTICLE) && next_is_capital && !self.is(at - 1, COMMON) => 2,
            _ if self.is(at, PARTICLE) && at + 2 < limit && self.hyphen_at(at + 1) && self.is_capital(at + 2) => 3,
            _ if self.is(at, PARTICLE) && self.is(at + 1, PARTICLE) && at + 2 < limit && self.is_capital(at + 2) => 3,
            _ => 0,
        }
    }

    fn step_over_dot(&self, at: usize, next_is_capital: bool) -> usize {
        if !self.touches(at - 1) {
            return 0;
        }
        let before = self.reading.word(at - 1);
        let initial = before.len() == 1;
        let abbreviation = self.is(at - 1, TITLE) || matches!(before, "St" | "Jr" | "Sr" | "Mt" | "Ft");
        let acronym = initial && at >= 2 && self.reading.word(at - 2) == "." && self.touches(at - 2);
        usize::from((initial || abbreviation) && next_is_capital || acronym)
    }

    fn step_over_apostrophe(&self, at: usize, next_is_capital: bool) -> usize {
        let contraction = matches!(self.reading.word(at + 1), "s" | "S" | "t" | "re" | "ll" | "ve" | "d" | "m");
        let joins = next_is_capital || self.reading.tokens.get(at + 1).is_some_and(|token| token.is_word());
        if contraction || !joins { 0 } else { 2 }
    }

    /// Whether the capitalised word at `at` belongs to what comes next: "Ada Venn Tuesday", "Ada Venn The".
    fn ends_run(&self, start: usize, at: usize) -> bool {
        let calendar =
            self.is(at, CALENDAR) && !(self.is(at, FIRST_NAME | SMALL | COMMON_OPEN) || self.is(at + 1, MISC_HEAD));
        let initial = self.reading.word(at).len() == 1 && self.reading.word(at + 1) == "." && self.touches(at);
        let grammar = self.is(at, COMMON)
            && !initial
            && !self.is(at, PLACE | ORGANIZATION | FIRST_NAME)
            && known(self.text(start..at + 2)) & (PLACE | ORGANIZATION) == 0;
        calendar || grammar
    }

    fn step_over_hyphen(&self, start: usize, at: usize, limit: usize) -> usize {
        if self.is_capital(at + 1) {
            return 2;
        }
        // "Sharm el-Sheikh", "Mazar-i-Sharif"
        let inner = at + 3 < limit + 1 && self.hyphen_at(at + 2) && self.is_capital(at + 3);
        // "Ban Ki-moon", not "Gaza Strip-based"
        let given_name = at - start >= 2 && self.flags.get(at + 1) == Some(&0) && !self.is_small_word(at + 1);
        if inner {
            return 4;
        }
        if given_name { 2 } else { 0 }
    }

    fn joins_with_of(&self, before: Range<usize>) -> bool {
        let last = before.end - 1;
        self.is(last, ORGANIZATION_HEAD | PLACE_HEAD | MISC_HEAD) && !self.is(last, TITLE)
            || known(self.text(before.start..before.end + 2)) & (PLACE | ORGANIZATION) != 0
    }

    fn joins_with_and(&self, before: Range<usize>, next: usize) -> bool {
        if known(self.text(before.start..next + 1)) & (PLACE | ORGANIZATION) != 0 {
            return true;
        }
        let of = before.clone().any(|index| matches!(self.reading.word(index), "of" | "for"));
        of && before.clone().any(|index| self.is(index, ORGANIZATION_HEAD))
            && !self.is(next, PLACE | FIRST_NAME | TITLE | ORGANIZATION | ORGANIZATION_HEAD)
    }

    /// The characters of some tokens.
    pub fn text(&self, tokens: Range<usize>) -> &'a str {
        self.reading.span(tokens.start..tokens.end.min(self.reading.tokens.len())).of(self.reading.text)
    }

    /// Whether the word at `index`, in small letters, is one of every day.
    fn is_small_word(&self, index: usize) -> bool {
        let word = self.reading.word(index);
        let mut buffer = [0_u8; 24];
        let Some(place) = buffer.get_mut(..word.len()) else { return true };
        place.copy_from_slice(word.as_bytes());
        if let Some(first) = place.first_mut() {
            first.make_ascii_uppercase();
        }
        std::str::from_utf8(place).is_ok_and(|word| known(word) & (SMALL | COMMON | COMMON_OPEN) != 0)
    }

    /// Whether the word at `index` stands in small letters elsewhere in the article.
    pub fn stands_small(&self, index: usize) -> bool {
        let word = self.reading.word(index);
        let mut buffer = [0_u8; 24];
        let Some(place) = buffer.get_mut(..word.len()) else { return false };
        place.copy_from_slice(word.as_bytes());
        place.make_ascii_lowercase();
        std::str::from_utf8(place).is_ok_and(|word| self.small.contains(word))
    }
}
