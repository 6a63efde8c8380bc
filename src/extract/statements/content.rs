//! From attributions to the words they report: where content begins and ends, in one sentence.

use super::frame::{Frame, Shape, View};
use super::lexicon::{
    ADVERB, AUXILIARY, BARE, CONTRAST, COORDINATOR, DETERMINER, DOCUMENT, GERUND, INSERTED, NO_THING, OBJECT, PERSONAL,
    PREPOSITION, PRONOUN, QUOTING, RELATIVE, ROLE, SUBORDINATOR, TIME, TITLE_WORD,
};
use super::phrase::Subject;
use crate::article::{Confidence, Kind, Span};
use std::ops::Range;

/// Words that reported speech must have.
const SHORTEST_INDIRECT: usize = 3;

/// Tokens of the longest sentence that anybody writes. In a longer one (a table, a list without marks) content ends
/// early, so that many attributions in it cost no more than linear time.
const LONGEST_SENTENCE: usize = 2000;

/// Attributions after one that are looked at for its end.
const MOST_FRAMES: usize = 12;

/// Who says a draft, before names are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// What stands beside the cue.
    Named(Subject),
    /// Whoever spoke before.
    Same,
    /// Nobody that the text tells.
    Unknown,
}

/// A statement before its speaker is resolved.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The stretches of content.
    pub(super) parts: Vec<Span>,
    /// How it is reported.
    pub(super) kind: Kind,
    /// Who says it.
    pub(super) who: Who,
    /// The tokens of the cue.
    pub(super) cue: Option<Range<usize>>,
    /// The rule that attributed it.
    pub(super) rule: &'static str,
    /// How far to trust it.
    pub(super) confidence: Confidence,
    /// The tokens it covers: quotations in here are used up.
    pub(super) covered: Vec<Range<usize>>,
}

impl View<'_, '_, '_> {
    /// The statements that the attributions of the sentence report.
    pub(super) fn drafts(&self, frames: &[Frame]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let mut consumed = self.sentence.start;
        let mut subject: Option<Subject> = None;
        for (index, frame) in frames.iter().enumerate() {
            if let Some(own) = frame.subject.as_ref().filter(|own| **own != Subject::Inherited) {
                subject = Some(own.clone());
            }
            let regions = self.regions(frames, index, consumed);
            consumed = regions.iter().map(|region| region.end).max().unwrap_or(consumed).max(frame.end);
            if let Some(draft) = self.draft(frame, regions, subject.clone()) {
                drafts.push(draft);
            }
        }
        drafts
    }

    /// Puts the parts of one statement together.
    fn draft(&self, frame: &Frame, regions: Vec<Range<usize>>, subject: Option<Subject>) -> Option<Draft> {
        let split = regions.len() > 1;
        let before = regions.first().is_some_and(|region| region.start < frame.start);
        let (parts, kind) = self.parts(&regions)?;
        let direct = kind == Kind::Direct;
        let words: usize = regions.iter().map(|region| self.scene.count_words(region.clone())).sum();
        let thing = !before && !regions.iter().any(|region| self.is_clause(region));
        let no_statement = frame.verb.takes(BARE) && !frame.verb.takes(OBJECT | NO_THING);
        if kind == Kind::Indirect && (frame.verb.takes(QUOTING) || words < SHORTEST_INDIRECT || thing && no_statement) {
            return None;
        }
        if kind == Kind::Indirect && !before && !self.is_believable(frame, &regions, subject.as_ref()) {
            return None;
        }
        let rule = match (frame.shape, before, split) {
            (Shape::According, ..) => "according-to",
            (Shape::Noun, ..) => "noun-that",
            (Shape::Inverted, _, false) => "inverted",
            (Shape::Joined, ..) => "same-subject",
            (_, _, true) => "cue-between",
            (_, true, _) => "cue-after",
            (_, false, _) if direct => "cue-before",
            _ if kind == Kind::Indirect && thing => "noun-phrase",
            _ => "clause",
        };
        let confidence = match (direct, frame.shape) {
            (_, Shape::Noun) => Confidence::Low,
            (true, Shape::Plain | Shape::Inverted | Shape::According) if rule != "cue-before" => Confidence::High,
            _ => Confidence::Medium,
        };
        let who = subject.map_or(Who::Unknown, Who::Named);
        Some(Draft { parts, kind, who, cue: Some(frame.cue.clone()), rule, confidence, covered: regions })
    }

    /// Whether an indirect statement is one: not "the storm claimed three lives", not "wrote a letter to the bank".
    fn is_believable(&self, frame: &Frame, regions: &[Range<usize>], subject: Option<&Subject>) -> bool {
        let scene = self.scene;
        let first = regions.first().map_or(0, |region| region.start);
        let noun = first + usize::from(scene.word(first).is(DETERMINER));
        if matches!(scene.text(first), "himself" | "herself" | "itself" | "themselves") {
            return false; // "defended himself on Friday"
        }
        let writes = scene.word(noun).is(DOCUMENT) && noun > first && !frame.verb.takes(OBJECT);
        let reports = frame.verb.takes(NO_THING) || scene.text(first) == "that";
        !writes && (reports || subject.is_none_or(|subject| self.can_speak(subject)))
    }

    /// Whether a subject is somebody, as far as its words tell: a name, a role, people, a pronoun.
    fn can_speak(&self, subject: &Subject) -> bool {
        let scene = self.scene;
        let Subject::Phrase(tokens) = subject else { return true };
        let end = (tokens.start + 1..tokens.end).find(|at| scene.word(*at).is(PREPOSITION)).unwrap_or(tokens.end);
        let head = end - 1;
        let known = ROLE | DOCUMENT | TITLE_WORD | PRONOUN;
        scene.is_capitalised(head) && !scene.word(head).is(DETERMINER)
            || scene.word(head).is(known)
            || scene.text(head).ends_with('s')
    }

    /// Whether a verb shows in the region, as far as words without a grammar tell: "added two eggs" has none.
    fn is_clause(&self, region: &Range<usize>) -> bool {
        let scene = self.scene;
        region.clone().any(|at| {
            let word = scene.word(at);
            word.is(AUXILIARY | PERSONAL | SUBORDINATOR)
                || word.is_cue()
                || scene.text(at).ends_with("ed")
                || scene.text(at) == "to"
        })
    }

    /// Where the content of an attribution stands: after it, before it, or on both sides.
    fn regions(&self, frames: &[Frame], index: usize, consumed: usize) -> Vec<Range<usize>> {
        let Some(frame) = frames.get(index) else { return Vec::new() };
        let mut regions = Vec::new();
        let follows_quote = self.follows_quotation(frame);
        let kept = frame.content.filter(|start| !follows_quote || self.goes_on_after_quotation(frame, *start));
        let after = kept.map(|start| start..self.end_of_content(frames, index, start));
        let after_is_quoted = after
            .as_ref()
            .is_some_and(|after| self.quote_at(after.start).is_some_and(|quote| quote.outer.start == after.start));
        if after.is_none() || after_is_quoted {
            regions.extend(self.before(
                frame,
                consumed,
                after_is_quoted.then(|| after.as_ref().map_or(0, |after| after.start)),
            ));
        }
        match after {
            Some(after) => regions.push(after),
            None if !regions.is_empty() => regions.extend(self.continued(frames, index)),
            None => {}
        }
        regions.into_iter().map(|region| self.trim(region)).filter(|region| !region.is_empty()).collect()
    }

    /// Whether a quotation that has an attribution's comma ends right before it: what comes after is no content.
    fn follows_quotation(&self, frame: &Frame) -> bool {
        let quote = frame.start.checked_sub(1).and_then(|last| self.quote_at(last));
        let ended = |quote: &super::quotes::Quote| {
            matches!(self.scene.text(quote.inner.end.saturating_sub(1)), "," | "?" | "!" | "…" | "—")
        };
        frame.shape != Shape::Joined && frame.start > self.sentence.start && quote.is_some_and(ended)
    }

    /// Whether words before an attribution are only its time or place: "Last month, Venn warned, …".
    fn is_lead_in(&self, region: &Range<usize>) -> bool {
        let first = self.scene.word(region.start);
        let led = first.is(PREPOSITION | TIME | ADVERB | SUBORDINATOR)
            || matches!(self.scene.text(region.start), "Last" | "This" | "Next" | "Earlier");
        let verb = region.clone().skip(1).any(|at| self.scene.word(at).is(AUXILIARY | PERSONAL));
        led && !verb
    }

    /// Content before the attribution: up to the comma or the quotation that ends there.
    fn before(&self, frame: &Frame, consumed: usize, quoted_after: Option<usize>) -> Option<Range<usize>> {
        let scene = self.scene;
        let able = frame.verb.takes(INSERTED | QUOTING) || frame.shape == Shape::According;
        let floor = consumed.max(self.sentence.start);
        if !able || frame.shape == Shape::Joined || frame.start <= floor {
            return None;
        }
        let last = frame.start - 1;
        let beside =
            self.quote_at(last).or_else(|| self.quote_at(last.checked_sub(1)?).filter(|_| scene.text(last) == ","));
        let quoted = beside.or_else(|| self.quotation_before_words(frame.start, floor));
        let marked = matches!(scene.text(last), "," | "—" | "–" | "-" | "…" | "." | "?" | "!");
        if quoted.is_none() && !marked && frame.shape != Shape::According {
            return None;
        }
        let region = floor..quoted.filter(|quote| quote.outer.end < last).map_or(frame.start, |quote| quote.outer.end);
        if quoted.is_none() && frame.shape != Shape::According && self.is_lead_in(&region) {
            return None;
        }
        if let Some(quote) = quoted.filter(|quote| quote.outer.start > region.start) {
            let led_in = matches!(scene.text(quote.outer.start - 1), "," | ":" | "." | "—");
            return Some(if led_in { self.first_of_run(quote.outer.start, floor)..region.end } else { region });
        }
        if let Some(start) = quoted_after.filter(|_| quoted.is_none()) {
            let first = scene.reading.tokens.get(start + 1).is_some_and(|token| token.is_capitalised());
            if first || scene.word(region.start).is(PREPOSITION | SUBORDINATOR) {
                return None;
            }
        }
        Some(region)
    }

    /// Whether content behind an attribution that follows a quotation goes on the statement: "“…,” she said, “…”", not
    /// "“…,” she said on “The Bridge Show”", not "“…,” she said in a talk that lasted an hour".
    fn goes_on_after_quotation(&self, frame: &Frame, start: usize) -> bool {
        let scene = self.scene;
        let last = start.saturating_sub(1);
        if self.quote_at(start).is_some() {
            return !scene.is_word(last) || last < frame.cue.end || scene.word(last).is(TIME | ADVERB);
        }
        scene.text(start) == "that" && last < frame.cue.end
    }

    /// "“…,” Team 15 coach Ada Venn said": the quotation before a speaker whose words are not all understood.
    fn quotation_before_words(&self, start: usize, floor: usize) -> Option<&super::quotes::Quote> {
        let scene = self.scene;
        let odd = |at: usize| {
            let word = scene.word(at);
            !word.is_cue()
                && !word.is(AUXILIARY | PERSONAL | COORDINATOR)
                && !matches!(scene.text(at), "," | ";" | ":" | "." | "—" | "–")
        };
        let nearest =
            (floor.max(start.saturating_sub(8))..start).rev().take_while(|at| self.quote_at(*at).is_some() || odd(*at));
        nearest.into_iter().find_map(|at| self.quote_at(at)).filter(|quote| quote.closed)
    }

    /// The first of the quotations that follow each other up to the one that starts at `start`.
    fn first_of_run(&self, start: usize, floor: usize) -> usize {
        let mut first = start;
        while first > floor {
            match self.quote_at(first - 1) {
                Some(quote) if quote.outer.start >= floor && quote.outer.start < first => first = quote.outer.start,
                _ => break,
            }
        }
        first
    }

    /// What goes on after an inserted attribution: "The plan, she said, would fail."
    fn continued(&self, frames: &[Frame], index: usize) -> Option<Range<usize>> {
        let frame = frames.get(index)?;
        let scene = self.scene;
        let start = frame.end + 1;
        if scene.text(frame.end) != "," || start >= self.sentence.end {
            return None;
        }
        if self.quote_at(start).is_some() {
            return Some(start..self.end_of_content(frames, index, start));
        }
        let before_is_quote = frame.start.checked_sub(1).is_some_and(|last| self.quote_at(last).is_some());
        if frame.shape == Shape::According
            && self.is_clause(&(self.sentence.start.max(frame.start.saturating_sub(80))..frame.start))
        {
            return None;
        }
        let word = scene.word(start);
        let aside =
            scene.text(start).ends_with("ing") || word.is(RELATIVE | DETERMINER) || word.form(GERUND) || word.is_cue();
        let framed = frames.get(index + 1).is_some_and(|next| next.start <= start + 1);
        if before_is_quote || aside && frame.shape == Shape::Inverted || framed || scene.text(start).ends_with("ing") {
            return None;
        }
        Some(start..self.end_of_content(frames, index, start))
    }

    /// The end of content that starts at `start`: the sentence's, or the next attribution's beginning.
    fn end_of_content(&self, frames: &[Frame], index: usize, start: usize) -> usize {
        let endless = self.sentence.len() > LONGEST_SENTENCE;
        let mut end = if endless { self.sentence.end.min(start + LONGEST_SENTENCE / 8) } else { self.sentence.end };
        for next in frames.get(index + 1..).unwrap_or_default().iter().take(MOST_FRAMES) {
            if next.start < start {
                continue;
            }
            if let Some(cut) = self.cut_before(next, start) {
                end = end.min(cut);
                break;
            }
        }
        if let Some(comma) = self.end_of_aside(frames.get(index), start, end) {
            end = comma;
        }
        self.end_of_quotation(start, end).unwrap_or(end)
    }

    /// "Ada Venn, who said the chain was sound, left": the comma that closes the aside with the attribution.
    fn end_of_aside(&self, frame: Option<&Frame>, start: usize, end: usize) -> Option<usize> {
        let scene = self.scene;
        let Some(Subject::Relative(who, _)) = frame?.subject.as_ref() else { return None };
        if scene.text(who.checked_sub(1)?) != "," {
            return None;
        }
        let plain = |at: usize| {
            let next = scene.word(at + 1);
            scene.is_word(at + 1)
                && !scene.is_capitalised(at + 1)
                && !next.is(COORDINATOR | RELATIVE | SUBORDINATOR | PREPOSITION | PERSONAL | DETERMINER | ADVERB)
                && !scene.text(at + 1).ends_with("ing")
        };
        (start..end).find(|at| scene.text(*at) == "," && self.quote_at(*at).is_none() && plain(*at))
    }

    /// Where content stops because of the next attribution.
    fn cut_before(&self, next: &Frame, start: usize) -> Option<usize> {
        let scene = self.scene;
        let mut at = next.start;
        let mut marked = false;
        while at > start {
            let before = at - 1;
            let word = scene.word(before);
            let mark = matches!(scene.text(before), "," | ";" | "—" | "–");
            let degree = scene.text(before) == "so" && matches!(scene.text(at), "many" | "much" | "few" | "little");
            if degree
                || !mark && !word.is(COORDINATOR | CONTRAST) && !matches!(scene.text(before), "then" | "also" | "as")
            {
                break;
            }
            marked = true;
            at = before;
        }
        let closes = at > start && self.quote_at(at - 1).is_some();
        (at > start && (marked || closes || next.shape == Shape::Joined)).then_some(at)
    }

    /// Content that starts with a quotation ends with it, where the quotation is whole.
    fn end_of_quotation(&self, start: usize, limit: usize) -> Option<usize> {
        let scene = self.scene;
        let quote = self.quote_at(start).filter(|quote| quote.outer.start == start)?;
        let mut end = quote.outer.end;
        while let Some(next) = self.quote_at(end).filter(|next| next.outer.start == end && end < limit) {
            end = next.outer.end;
        }
        let last = scene.text(end.saturating_sub(2));
        let whole = matches!(last, "." | "," | "?" | "!" | "…")
            || matches!(scene.text(end), "." | "," | ";" | "—" | "–")
            || end >= limit;
        let leaves = scene.word(end).is(COORDINATOR | SUBORDINATOR);
        (whole || leaves).then_some(end.min(limit))
    }

    /// Without marks at the start and full stops at the end, except those of a quotation.
    fn trim(&self, region: Range<usize>) -> Range<usize> {
        let scene = self.scene;
        let (mut start, mut end) = (region.start, region.end);
        while start < end
            && !scene.is_word(start)
            && self.quote_at(start).is_none()
            && !matches!(scene.text(start), "$" | "#" | "@" | "(" | "[" | "£" | "€")
        {
            start += 1;
        }
        while end > start
            && !scene.is_word(end - 1)
            && self.quote_at(end - 1).is_none()
            && !matches!(scene.text(end - 1), ")" | "]" | "%" | "?" | "!")
        {
            end -= 1;
        }
        start..end
    }

    /// The parts of the content and its kind. None where nothing is left.
    pub(super) fn parts(&self, regions: &[Range<usize>]) -> Option<(Vec<Span>, Kind)> {
        let mut parts = Vec::new();
        let (mut quoted, mut bare) = (false, false);
        for region in regions {
            let quotes = self.quotes_of(region);
            if let Some(quotes) = quotes {
                quoted = true;
                parts.extend(quotes.into_iter().map(|inner| self.quoted_part(inner)));
                continue;
            }
            bare = true;
            quoted |= region.clone().any(|token| self.quote_at(token).is_some());
            parts.push(self.scene.span(region.clone()));
        }
        parts.retain(|part| !part.is_empty());
        let kind = match (quoted, bare) {
            (true, false) => Kind::Direct,
            (true, true) => Kind::Mixed,
            _ => Kind::Indirect,
        };
        (!parts.is_empty()).then_some((parts, kind))
    }

    /// The insides of the quotations, if the region is nothing but quotations.
    fn quotes_of(&self, region: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let mut inner = Vec::new();
        let mut at = region.start;
        while at < region.end {
            match self.quote_at(at) {
                Some(quote) => {
                    inner.push(quote.inner.clone());
                    at = quote.outer.end.max(at + 1);
                }
                None if self.scene.is_word(at) => return None,
                None => at += 1,
            }
        }
        (!inner.is_empty()).then_some(inner)
    }

    /// The words of a quotation, without the comma that belongs to the attribution.
    pub(super) fn quoted_part(&self, inner: Range<usize>) -> Span {
        let mut end = inner.end;
        while end > inner.start && matches!(self.scene.text(end - 1), "," | ";") {
            end -= 1;
        }
        self.scene.span(inner.start..end)
    }
}
