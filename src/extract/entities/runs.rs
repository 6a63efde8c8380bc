//! Runs: where capitalised words stand together, and how a run is cut into the names in it.

use super::lists::*;
use crate::analysis::{Case, TokenKind};
use crate::extract::Reading;
use rustc_hash::FxHashSet;
use std::ops::Range;

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

impl<'r, 'a> Scan<'r, 'a> {
    /// Looks every word of the article up.
    pub fn new(reading: &'r Reading<'a>) -> Self {
        let mut flags = known_words(reading.text, reading.tokens);
        let small = reading.tokens.iter().filter(|token| token.is_word() && token.case == Case::Lower);
        let small = small.map(|token| token.of(reading.text)).collect();
        for index in 0..flags.len().saturating_sub(2) {
            let office = matches!(reading.word(index + 2), "State" | "Defense" | "Defence" | "Staff" | "Parliament");
            if flags[index] & TITLE != 0 && reading.word(index + 1) == "of" && office {
                flags[index + 1] = TITLE;
                flags[index + 2] = TITLE;
            }
        }
        Self { reading, flags, small }
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
            self.cut(index..end, first, pieces);
            first = false;
            index = end;
        }
    }

    fn starts_run(&self, index: usize, end: usize) -> bool {
        let capital = self.is_capital(index);
        capital
            || self.is(index, PARTICLE) && index + 2 < end && self.hyphen_at(index + 1) && self.is_capital(index + 2)
    }

    /// Whether a capitalised word stands at `index`.
    pub fn is_capital(&self, index: usize) -> bool {
        self.reading.tokens.get(index).is_some_and(|token| token.is_word() && token.is_capitalised())
    }

    /// Whether nothing lies between the token at `index` and the one after it.
    fn touches(&self, index: usize) -> bool {
        let tokens = self.reading.tokens;
        tokens.get(index).zip(tokens.get(index + 1)).is_some_and(|(token, next)| token.touches(next))
    }

    fn hyphen_at(&self, index: usize) -> bool {
        index > 0 && self.reading.word(index) == "-" && self.touches(index) && self.touches(index - 1)
    }

    fn end_of_run(&self, start: usize, limit: usize) -> usize {
        let mut end = start + 1;
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
            return 1;
        }
        match word {
            "." => self.step_over_dot(at, next_is_capital),
            "-" if self.hyphen_at(at) && at + 1 < limit => self.step_over_hyphen(at, limit),
            "'" | "’" if self.touches(at - 1) && self.touches(at) && next_is_capital => 2,
            "&" if next_is_capital => 2,
            "of" | "for" if next_is_capital => {
                if self.is(at, TITLE) || self.joins_with_of(start..at) {
                    2
                } else {
                    0
                }
            }
            "of" | "for" | "on" if self.reading.word(at + 1) == "the" && at + 2 < limit && self.is_capital(at + 2) => {
                if self.is(at - 1, ORGANIZATION_HEAD | PLACE_HEAD) {
                    3
                } else {
                    0
                }
            }
            "and" if next_is_capital => {
                if self.joins_with_and(start..at, at + 1) {
                    2
                } else {
                    0
                }
            }
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

    fn step_over_hyphen(&self, at: usize, limit: usize) -> usize {
        if self.is_capital(at + 1) {
            return 2;
        }
        // "Sharm el-Sheikh", "Mazar-i-Sharif"
        let inner = at + 3 < limit + 1 && self.hyphen_at(at + 2) && self.is_capital(at + 3);
        if inner { 4 } else { 0 }
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

    /// Cuts a run into names: common words and titles off, peoples off, what a title stands before for itself.
    fn cut(&self, run: Range<usize>, starts_sentence: bool, pieces: &mut Vec<Piece>) {
        let run = self.without_common(run, starts_sentence);
        if run.is_empty() {
            return;
        }
        let title = run.clone().find(|index| self.is_title(*index, &run));
        let Some(title) = title else {
            return self.plain(run, starts_sentence, pieces);
        };
        let after = (title..run.end).find(|index| !self.is(*index, TITLE) && self.reading.word(*index) != ".");
        let after = after.unwrap_or(run.end);
        if title > run.start {
            self.plain(run.start..title, starts_sentence, pieces);
        }
        if after < run.end && self.is(run.end - 1, ORGANIZATION_HEAD) {
            return self.plain(title..run.end, starts_sentence, pieces);
        }
        if after < run.end {
            let last_title = (title..after).rev().find(|index| self.is(*index, TITLE));
            pieces.push(Piece {
                tokens: after..run.end,
                hint: Hint::Titled,
                title: last_title,
                starts_sentence: false,
            });
        }
    }

    fn is_title(&self, index: usize, run: &Range<usize>) -> bool {
        self.is(index, TITLE)
            && !(self.reading.word(index) == "St" && index + 2 < run.end)
            && !(index > run.start && matches!(self.reading.word(index), "Justice" | "General" | "House"))
            && !(index == run.start && known(self.text(run.clone())) & (PLACE | ORGANIZATION) != 0)
    }

    /// The run without the words at its start that have their capital from the start of the sentence.
    fn without_common(&self, mut run: Range<usize>, starts_sentence: bool) -> Range<usize> {
        let mut first = starts_sentence;
        while !run.is_empty() {
            let index = run.start;
            let listed = (1..=4).any(|count| {
                index + count <= run.end && known(self.text(index..index + count)) & (PLACE | ORGANIZATION) != 0
            });
            let name = listed || self.is(index, FIRST_NAME | TITLE | PEOPLE) && !self.is(index, COMMON);
            let single = run.len() == 1;
            let common = self.is(index, COMMON | CALENDAR)
                || self.is(index, COMMON_OPEN) && (first || single)
                || first && !name && self.stands_small(index);
            if listed && !(self.is(index, COMMON)) || !common || self.is(index, TITLE) && !single {
                break;
            }
            if self.is(index, CALENDAR) && !single && self.is(run.end - 1, MISC_HEAD | ORGANIZATION_HEAD) {
                break;
            }
            run.start += 1;
            while !run.is_empty() && !self.is_capital(run.start) {
                run.start += 1;
            }
            first = false;
        }
        run
    }

    fn stands_small(&self, index: usize) -> bool {
        let word = self.reading.word(index);
        let mut buffer = [0_u8; 24];
        let Some(place) = buffer.get_mut(..word.len()) else { return false };
        place.copy_from_slice(word.as_bytes());
        place.make_ascii_lowercase();
        std::str::from_utf8(place).is_ok_and(|word| self.small.contains(word))
    }

    /// Names in a run without titles.
    fn plain(&self, run: Range<usize>, starts_sentence: bool, pieces: &mut Vec<Piece>) {
        let mut run = self.trimmed(run);
        while !run.is_empty() {
            if self.is(run.start, PEOPLE) && known(self.text(run.clone())) & (PLACE | ORGANIZATION) == 0 {
                let stays = run.len() > 2 && self.is(run.end - 1, ORGANIZATION_HEAD);
                if !stays {
                    run = self.trimmed(run.start + 1..run.end);
                    continue;
                }
            }
            let taken = self.name_at(&run, starts_sentence, pieces);
            run = self.trimmed(taken..run.end);
        }
    }

    /// The tokens from the first to the last capitalised word, with the dot of an acronym.
    fn trimmed(&self, mut run: Range<usize>) -> Range<usize> {
        while run.start < run.end && !self.is_capital(run.start) && !self.starts_run(run.start, run.end) {
            run.start += 1;
        }
        while run.end > run.start && self.reading.word(run.end - 1) != "." && !self.is_capital(run.end - 1) {
            run.end -= 1;
        }
        run
    }

    /// Takes the name at the start of `run`; where it ends.
    fn name_at(&self, run: &Range<usize>, starts_sentence: bool, pieces: &mut Vec<Piece>) -> usize {
        let (end, hint) = self.shape(run);
        pieces.push(Piece { tokens: run.start..end, hint, title: None, starts_sentence });
        end
    }

    fn shape(&self, run: &Range<usize>) -> (usize, Hint) {
        let last = run.end - 1;
        let whole = known(self.text(run.clone())) | if run.len() == 1 { self.flags[run.start] } else { 0 };
        if whole & ORGANIZATION != 0 && whole & PLACE == 0 {
            return (run.end, Hint::Organization);
        }
        if whole & PLACE != 0 {
            return (run.end, if whole & (AMBIGUOUS | FIRST_NAME) != 0 { Hint::Ambiguous } else { Hint::Place });
        }
        let heads = run.clone().find(|index| self.is(*index, ORGANIZATION_HEAD));
        if run.len() > 1
            && (self.is(last, ORGANIZATION_HEAD)
                || heads
                    .is_some_and(|head| self.reading.word(head + 1) == "of" || self.reading.word(head + 1) == "for"))
        {
            return (run.end, Hint::OrganizationHead);
        }
        if run.len() > 1 && self.is(last, MISC_HEAD) {
            return (run.end, Hint::Misc);
        }
        if run.len() > 1 && (self.is(last, PLACE_HEAD) || self.is(run.start, PLACE_HEAD_BEFORE | PLACE_HEAD)) {
            return (run.end, Hint::PlaceHead);
        }
        if let Some(part) = self.known_part(run) {
            return part;
        }
        if self.is(run.start, FIRST_NAME) {
            return (run.end, Hint::FirstName);
        }
        if self.is_acronym(run) {
            return (run.end, Hint::Acronym);
        }
        (run.end, Hint::Unknown)
    }

    /// A listed name at the start of a longer run, the rest of which is a name by itself.
    fn known_part(&self, run: &Range<usize>) -> Option<(usize, Hint)> {
        for count in (1..run.len().min(6)).rev() {
            let end = run.start + count;
            let flags = known(self.text(run.start..end));
            if flags & (PLACE | ORGANIZATION) == 0 || flags & (AMBIGUOUS | FIRST_NAME) != 0 || self.hyphen_at(end) {
                continue;
            }
            let hint = if flags & PLACE != 0 { Hint::Place } else { Hint::Organization };
            return Some((end, hint));
        }
        None
    }

    fn is_acronym(&self, run: &Range<usize>) -> bool {
        let token = self.reading.tokens[run.start];
        run.len() == 1 && token.case == Case::Upper && (2..=6).contains(&(token.end - token.start))
            || run.len() > 2 && run.clone().all(|index| self.reading.word(index).len() == 1)
    }
}
