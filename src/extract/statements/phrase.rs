//! Noun phrases beside a verb: who is named, called or described there. No grammar: classes of words and marks only.

use super::lexicon::{
    ADVERB, AUXILIARY, CONTRAST, COORDINATOR, DETERMINER, DOCUMENT, GERUND, PAST, PERSONAL, PREPOSITION, PRONOUN,
    RELATIVE, ROLE, SUBORDINATOR, TIME, TITLE_WORD,
};
use super::scene::Scene;
use std::ops::Range;

/// What stands for a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// "he"
    Pronoun(usize),
    /// A name or a description.
    Phrase(Range<usize>),
    /// "who", with the phrase that it stands for.
    Relative(usize, Range<usize>),
    /// The subject of the attribution before: ", adding that".
    Inherited,
}

impl Subject {
    /// Its tokens, if it has any of its own.
    pub(super) fn tokens(&self) -> Option<Range<usize>> {
        match self {
            Self::Pronoun(at) | Self::Relative(at, _) => Some(*at..*at + 1),
            Self::Phrase(tokens) => Some(tokens.clone()),
            Self::Inherited => None,
        }
    }
}

/// Longest phrase that is looked at, in tokens: a bound, so that no text costs more than linear time.
const LONGEST: usize = 16;

/// Words that end a phrase.
const STOPS: u32 = PERSONAL | RELATIVE | SUBORDINATOR | COORDINATOR | AUXILIARY | CONTRAST;

impl Scene<'_, '_> {
    /// The subject that ends before `verb`, the first token of a group of verbs; nothing before `floor` counts.
    pub(super) fn subject_before(&self, verb: usize, floor: usize) -> Option<Subject> {
        let mut last = verb.checked_sub(1).filter(|last| *last >= floor)?;
        last = self.before_time(last, floor)?;
        if self.text(last) == ")" {
            last = self.before_bracket(last, floor)?;
        }
        if matches!(self.text(last), "," | "—" | "–") {
            return self.before_apposition(last, floor);
        }
        let word = self.word(last);
        if word.is(PERSONAL) {
            return Some(Subject::Pronoun(last));
        }
        if word.is(RELATIVE) {
            return self.relative(last, floor);
        }
        if word.is(COORDINATOR) {
            return Some(Subject::Inherited);
        }
        if !self.is_word(last) && self.text(last) != "." || word.is(STOPS | PREPOSITION | PRONOUN) {
            return None;
        }
        let phrase = self.phrase_ending(last, floor)?;
        Some(Subject::Phrase(phrase))
    }

    /// The token before "on Tuesday" or "last week", which stand between a subject and its verb.
    fn before_time(&self, last: usize, floor: usize) -> Option<usize> {
        let mut at = last;
        while self.word(at).is(TIME) && !self.word(at).is(ROLE) {
            at = at.checked_sub(1).filter(|at| *at >= floor)?;
        }
        let number = self.reading.tokens.get(at).is_some_and(|token| token.kind == crate::analysis::TokenKind::Number);
        if at < last && (number || matches!(self.text(at), "a" | "an" | "two" | "three" | "few" | "several")) {
            let fewer = ["a", "about", "nearly", "almost"];
            at = at.checked_sub(1).filter(|at| *at >= floor)?;
            while fewer.contains(&self.text(at)) {
                at = at.checked_sub(1).filter(|at| *at >= floor)?;
            }
            return Some(at); // "about a month later said"
        }
        if at < last && matches!(self.text(at), "on" | "in" | "this" | "late" | "early" | "the" | "On") {
            at = at.checked_sub(1).filter(|at| *at >= floor)?;
        }
        Some(at)
    }

    /// The token before "(D-Ohio)".
    fn before_bracket(&self, close: usize, floor: usize) -> Option<usize> {
        let from = close.saturating_sub(10).max(floor);
        let open = (from..close).rev().find(|at| self.text(*at) == "(")?;
        open.checked_sub(1).filter(|last| *last >= floor)
    }

    /// "Ada Venn, the mayor of Orlo, said": the phrase before the apposition whose closing comma is at `comma`.
    fn before_apposition(&self, comma: usize, floor: usize) -> Option<Subject> {
        let from = comma.saturating_sub(30).max(floor);
        let mark = self.text(comma);
        let mut found = None;
        for at in (from..comma).rev() {
            if self.is_quotation_mark(at) || self.text(at) == ";" {
                break;
            }
            if self.text(at) == mark && at > floor && found.is_none() && self.is_named_aside(at, comma) {
                return Some(Subject::Phrase(at + 1..comma)); // "a lawyer for the town, Otto Lisle, said"
            }
            if self.text(at) == mark && at > floor && self.can_be_named(at - 1) {
                found = Some(at - 1);
                if self.opens_apposition(at + 1) {
                    break;
                }
            }
        }
        let mut last = found?;
        if self.text(last) == ")" {
            last = self.before_bracket(last, floor)?;
        }
        if self.word(last).is(PERSONAL) {
            return Some(Subject::Pronoun(last));
        }
        let phrase = self.phrase_ending(last, floor)?;
        Some(Subject::Phrase(self.described(&phrase, floor).unwrap_or(phrase)))
    }

    /// "Ada Venn, the founder of the club, which won, said": the name that a description explains, where one stands
    /// before it at the start of the sentence.
    fn described(&self, phrase: &Range<usize>, floor: usize) -> Option<Range<usize>> {
        let comma = phrase.start.checked_sub(1).filter(|comma| *comma > floor && self.text(*comma) == ",")?;
        let last = comma - 1;
        let named = self.is_capitalised(last) && !self.word(last).is(TIME | STOPS);
        if !self.word(phrase.start).is(DETERMINER) || !named {
            return None;
        }
        let name = self.phrase_ending(last, floor)?;
        (name.start == floor || self.word(name.start - 1).is(COORDINATOR)).then_some(name)
    }

    /// Whether between two commas stands a name that explains the description before them.
    fn is_named_aside(&self, first: usize, last: usize) -> bool {
        let named = |at: usize| {
            self.is_capitalised(at) && !self.word(at).is(TIME | ROLE | TITLE_WORD | RELATIVE) || self.is_inner_mark(at)
        };
        let described =
            self.is_word(first - 1) && !self.is_capitalised(first - 1) && !self.word(first - 1).is(PERSONAL | STOPS);
        described && last > first + 2 && last < first + 7 && (first + 1..last).all(named)
    }

    fn opens_apposition(&self, at: usize) -> bool {
        let word = self.word(at);
        word.is(DETERMINER | RELATIVE | ROLE | TITLE_WORD | PREPOSITION)
            || self.text(at).ends_with("ing")
            || self.reading.tokens.get(at).is_some_and(|token| token.kind == crate::analysis::TokenKind::Number)
    }

    fn can_be_named(&self, at: usize) -> bool {
        let word = self.word(at);
        word.is(ROLE | DOCUMENT | PERSONAL)
            || self.is_capitalised(at) && !word.is(TIME | STOPS)
            || self.text(at) == ")"
            || at > 1 && self.text(at - 1) == "-" && self.touches_previous(at) && self.is_capitalised(at - 2)
    }

    fn is_quotation_mark(&self, at: usize) -> bool {
        matches!(self.text(at), "“" | "”" | "\"" | "«" | "»" | "„")
    }

    /// "the mayor, who said": the phrase before "who".
    fn relative(&self, who: usize, floor: usize) -> Option<Subject> {
        let mut last = who.checked_sub(1).filter(|last| *last >= floor)?;
        if self.text(last) == "," {
            last = last.checked_sub(1).filter(|last| *last >= floor)?;
        }
        if self.text(last) == ")" {
            last = self.before_bracket(last, floor)?;
        }
        if !self.is_word(last) || self.word(last).is(STOPS | PREPOSITION) {
            return None;
        }
        let phrase = self.phrase_ending(last, floor)?;
        Some(Subject::Relative(who, phrase))
    }

    /// The noun phrase whose last token is `last`.
    pub(super) fn phrase_ending(&self, last: usize, floor: usize) -> Option<Range<usize>> {
        let mut start = last;
        let floor = floor.max(last.saturating_sub(LONGEST));
        if self.word(last).is(DETERMINER) && !self.is_capitalised(last) {
            return Some(last..last + 1); // "Some said", "many say"
        }
        while start > floor {
            let before = start - 1;
            let word = self.word(before);
            if self.word(start).is(DETERMINER) && !word.is(PREPOSITION) {
                break;
            }
            if word.is(PREPOSITION) {
                match self.before_preposition(before, floor) {
                    Some(noun) => start = noun,
                    None => break,
                }
                continue;
            }
            let joined = word.is(COORDINATOR) && self.joins_names(before, floor);
            let time = word.is(TIME) && !self.word(start).is(ROLE | TITLE_WORD);
            let mark = !self.is_word(before) && !self.is_inner_mark(before);
            if !joined && (word.is(STOPS | PRONOUN) && !word.is(DETERMINER) || time || mark) {
                break;
            }
            start = before;
        }
        while start < last && (self.word(start).is(ADVERB) || !self.is_word(start)) {
            start += 1;
        }
        Some(start..last + 1)
    }

    /// "a spokesman for the mayor": the noun before the preposition, where it belongs to it.
    fn before_preposition(&self, preposition: usize, floor: usize) -> Option<usize> {
        let noun = preposition.checked_sub(1).filter(|noun| *noun >= floor)?;
        let word = self.word(noun);
        let fits = match self.text(preposition) {
            "of" => self.is_word(noun) && !word.is(STOPS | PREPOSITION | TIME) && !word.is_cue(),
            "for" | "from" | "at" | "in" | "with" | "to" | "on" | "by" => word.is(ROLE | DOCUMENT),
            _ => false,
        };
        fits.then_some(noun)
    }

    /// Whether "and" stands between two names or two people.
    fn joins_names(&self, and: usize, floor: usize) -> bool {
        if self.text(and) != "and" || and <= floor || and < 1 {
            return false;
        }
        let named = |at: usize| self.is_capitalised(at) && !self.word(at).is(STOPS) || self.word(at).is(ROLE);
        let mut first = and;
        while first > floor && (self.is_capitalised(first - 1) || self.word(first - 1).is(ROLE | DETERMINER)) {
            first -= 1;
        }
        named(and - 1)
            && named(and + 1)
            && (first == floor || matches!(self.text(first - 1), "," | "“" | "”" | "\"" | "that" | "But" | "but"))
    }

    /// Marks inside names: "Mr.", "O'Brien", "Anne-Marie", "AT&T".
    pub(super) fn is_inner_mark(&self, at: usize) -> bool {
        let glued = self.touches_previous(at);
        match self.text(at) {
            "." => {
                glued
                    && (self.word(at.wrapping_sub(1)).is(TITLE_WORD)
                        || self.text(at.wrapping_sub(1)).len() <= 2 && self.is_capitalised(at.wrapping_sub(1))
                        || matches!(self.text(at.wrapping_sub(1)), "Jr" | "Sr"))
            }
            "'" | "’" | "-" | "&" | "/" => glued,
            _ => false,
        }
    }

    /// The noun phrase that starts at `first`, such as the subject after "said"; nothing from `ceiling` on counts.
    pub(super) fn phrase_starting(&self, first: usize, ceiling: usize) -> Option<Range<usize>> {
        let ceiling = ceiling.min(first + LONGEST);
        let word = self.word(first);
        let starts = first < ceiling && self.is_word(first) && !word.is(STOPS | PREPOSITION | TIME | ADVERB);
        if !starts || word.is(PRONOUN) && !word.is(DETERMINER) {
            return None;
        }
        let mut end = first + 1;
        while end < ceiling {
            let word = self.word(end);
            let joined = word.is(COORDINATOR)
                && self.text(end) == "and"
                && self.is_capitalised(end + 1)
                && self.is_capitalised(end - 1);
            let inside = match self.text(end) {
                "of" | "for" | "from" | "at" | "with" => self.is_word(end + 1),
                _ if self.is_word(end) => {
                    joined
                        || !word.is(STOPS | PREPOSITION | TIME | ADVERB | PRONOUN)
                            && (!word.form(PAST | GERUND)
                                || self.is_capitalised(end)
                                || self.word(end - 1).is(DETERMINER))
                }
                _ => self.is_inner_mark(end) && end + 1 < ceiling,
            };
            if !inside {
                break;
            }
            end += 1;
        }
        while end > first + 1 && !self.is_word(end - 1) {
            end -= 1;
        }
        Some(first..end)
    }
}
