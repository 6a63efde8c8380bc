//! Walks the tokens of a sentence and tries the rules where a word or a number can begin a time.

use super::lexicon::{Word, look_up};
use super::value::Timex;
use super::{numbers, rules};
use crate::analysis::TokenKind;
use crate::article::{Day, Span};
use crate::extract::Reading;
use std::ops::Range;

/// The state of a walk through an article.
pub struct Scanner<'r> {
    /// The article.
    pub reading: &'r Reading<'r>,
    /// Its publication day.
    pub today: Option<Day>,
    /// The day that was talked about last.
    pub focus: Option<Day>,
    /// The first day of the time that was talked about last.
    pub period: Option<Day>,
    /// Years of months, and days of weekdays, that something told: what stands alone later means the same.
    pub told_months: [Option<i16>; 12],
    /// By weekday, Monday first.
    pub told_weekdays: [Option<Day>; 7],
    /// What was found.
    pub found: Vec<(Span, Timex)>,
    /// End of the sentence that is read: a token index.
    pub end: usize,
    /// Its first token.
    pub start: usize,
}

/// A time and the tokens it takes.
pub struct Matched {
    /// Its first token.
    pub first: usize,
    /// The token behind its last one.
    pub end: usize,
    /// The time.
    pub timex: Timex,
}

impl<'r> Scanner<'r> {
    /// A walk that has not begun.
    pub fn new(reading: &'r Reading<'r>, today: Option<Day>) -> Self {
        Self {
            reading,
            today,
            focus: None,
            period: None,
            told_months: [None; 12],
            told_weekdays: [None; 7],
            found: Vec::new(),
            end: 0,
            start: 0,
        }
    }

    /// Walks one sentence.
    pub fn sentence(&mut self, tokens: Range<usize>) {
        (self.start, self.end) = (tokens.start, tokens.end);
        let mut index = tokens.start;
        while index < tokens.end {
            let Some(matched) = self.try_rules(index).filter(|matched| matched.end > index) else {
                index += 1;
                continue;
            };
            let span = self.reading.span(matched.first..matched.end);
            if self.found.last().is_none_or(|(last, _)| last.end <= span.start) {
                self.focus = matched.timex.as_day().or(self.focus);
                self.period = matched.timex.interval.earliest.or(self.period);
                self.found.push((span, matched.timex));
            }
            index = matched.end;
        }
    }

    fn try_rules(&mut self, index: usize) -> Option<Matched> {
        match self.reading.tokens.get(index)?.kind {
            TokenKind::Mark => None,
            TokenKind::Number => numbers::number(self, index),
            TokenKind::Word => match self.look(index) {
                Some(word) => rules::word(self, index, word),
                None => rules::other_word(self, index),
            },
        }
    }

    /// The characters of a token of this sentence; empty outside of it.
    pub fn text(&self, index: usize) -> &'r str {
        if (self.start..self.end).contains(&index) { self.reading.word(index) } else { "" }
    }

    /// The characters of the token before this one.
    pub fn before(&self, index: usize) -> &'r str {
        index.checked_sub(1).map_or("", |before| self.text(before))
    }

    /// What a token of this sentence tells of time.
    pub fn look(&self, index: usize) -> Option<Word> {
        if (self.start..self.end).contains(&index) { look_up(self.reading.word(index)) } else { None }
    }

    /// The number that a token of this sentence is.
    pub fn number(&self, index: usize) -> Option<u32> {
        let text = self.text(index);
        (text.len() <= 4).then(|| text.parse().ok()).flatten()
    }

    /// Whether nothing lies between a token and the next one.
    pub fn touches_next(&self, index: usize) -> bool {
        let tokens = self.reading.tokens;
        index + 1 < self.end && tokens[index].touches(&tokens[index + 1])
    }

    /// Passes over a mark, if it is there.
    pub fn skip(&self, index: usize, mark: &str) -> usize {
        index + usize::from(self.text(index) == mark)
    }
}
