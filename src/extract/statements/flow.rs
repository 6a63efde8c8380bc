//! From paragraph to paragraph: quotations without an attribution of their own, and who goes on speaking.

use super::cast::{Cast, Focus};
use super::content::{Draft, Who};
use super::frame::{Frame, View};
use super::lexicon::{DOCUMENT, INSERTED, NOMINAL, QUOTING};
use super::phrase::Subject;
use super::quotes::Quote;
use super::scene::{Paragraph, Scene};
use crate::article::{Basis, Confidence, Cue, Kind, Span, Speaker, Statement};
use std::ops::Range;

/// The rule of last resort in a sentence: its speaker counts only if it has a name.
const DOUBTFUL: &str = "subject-of-sentence";

/// Words that a quotation without an attribution must have to be a statement.
const SHORTEST_LOOSE: usize = 6;

/// Words that a quotation with a name behind a dash must have.
const SHORTEST_SIGNED: usize = 3;

/// The state of a walk through the paragraphs of an article.
pub(super) struct Flow<'s, 'r, 'a> {
    scene: &'s Scene<'r, 'a>,
    cast: &'s Cast<'s, 'r, 'a>,
    focus: Focus,
    /// Statements so far.
    pub(super) statements: Vec<Statement>,
    /// Who was announced at the end of the paragraph before: "Venn continued:".
    announced: Option<Vec<Speaker>>,
    /// Whether the last quotation of the paragraph before is still open.
    open: bool,
    /// Whether the paragraph before has a statement in quotation marks.
    spoke: bool,
    /// Whether the paragraph before ends with reported speech.
    reported: bool,
    /// Whether this paragraph goes on the last statement.
    continued: bool,
}

impl<'s, 'r, 'a> Flow<'s, 'r, 'a> {
    /// The start of an article.
    pub(super) fn new(scene: &'s Scene<'r, 'a>, cast: &'s Cast<'s, 'r, 'a>) -> Self {
        Self {
            scene,
            cast,
            focus: Focus::default(),
            statements: Vec::new(),
            announced: None,
            open: false,
            spoke: false,
            continued: false,
            reported: false,
        }
    }

    /// Reads one paragraph.
    pub(super) fn read(&mut self, paragraph: &'s Paragraph) {
        if paragraph.quotes.is_empty() && !paragraph.has_cue {
            self.open = false;
            self.announced = None;
            self.spoke = false;
            self.reported = false;
            return;
        }
        let first = self.statements.len();
        let mut announced = None;
        self.continued = false;
        for sentence in &paragraph.sentences {
            let view = View { scene: self.scene, paragraph, sentence: sentence.clone() };
            let frames = view.frames();
            let mut drafts = view.drafts(&frames);
            drafts.sort_by_key(|draft| draft.parts.first().map_or(0, |part| part.start));
            self.take_loose(&view, &frames, &mut drafts, first);
            for draft in drafts {
                self.push(draft);
            }
            announced = self.announcement(&view, &frames);
        }
        self.announced = announced;
        let spoken = self.statements.get(first..).unwrap_or_default();
        self.spoke = self.continued || spoken.iter().any(|statement| statement.kind != Kind::Indirect);
        let end = self.scene.span(paragraph.tokens.clone()).end;
        self.reported = spoken.last().is_some_and(|statement| statement.span.end + 2 > end);
        self.open = paragraph.quotes.last().is_some_and(|quote| !quote.closed) && self.spoke;
    }

    /// Keeps a statement that a label gave.
    pub(super) fn take(&mut self, statement: Option<Statement>) {
        self.open = false;
        self.announced = None;
        self.spoke = false;
        self.reported = false;
        let Some(statement) = statement else { return };
        if let Some(name) = statement.speakers.first().and_then(|speaker| speaker.name.clone()) {
            self.focus.speaker = Some(name);
            self.focus.at = statement.span.end;
        }
        self.statements.push(statement);
    }

    /// Resolves a draft's speaker and keeps it.
    fn push(&mut self, draft: Draft) {
        let speakers = match &draft.who {
            Who::Named(subject) if draft.rule == DOUBTFUL => {
                let found = self.cast.speakers(subject, &self.focus);
                found.into_iter().filter(|speaker| speaker.name.is_some()).collect()
            }
            Who::Named(subject) => self.cast.speakers(subject, &self.focus),
            Who::Same => self.statements.last().map(|statement| statement.speakers.clone()).unwrap_or_default(),
            Who::Unknown => Vec::new(),
        };
        if let Who::Named(Subject::Pronoun(at)) = &draft.who
            && matches!(self.scene.text(*at), "I" | "you" | "You" | "we" | "We" | "me" | "us")
        {
            return;
        }
        self.keep(draft, speakers);
    }

    fn keep(&mut self, draft: Draft, speakers: Vec<Speaker>) {
        let text = self.scene.reading.text;
        let (Some(first), Some(last)) = (draft.parts.first(), draft.parts.last()) else { return };
        let span = Span::new(first.start, last.end);
        if let Some(name) = speakers.first().and_then(|speaker| speaker.name.clone()) {
            self.focus.speaker = Some(name);
            self.focus.at = span.end;
        }
        let cue = draft.cue.map(|tokens| self.scene.span(tokens));
        let at = cue.or_else(|| speakers.first().map(|speaker| Span::new(speaker.start, speaker.end)));
        let basis = at.map_or(Basis::rule(draft.rule), |at| Basis::at(draft.rule, at));
        let cue = cue.map(|span| Cue { text: span.of(text).to_owned(), start: span.start, end: span.end });
        self.focus.said.extend_from_slice(&draft.parts);
        self.statements.push(Statement {
            span,
            parts: draft.parts,
            kind: draft.kind,
            speakers,
            cue,
            confidence: draft.confidence,
            basis,
        });
    }

    /// Who is announced for the next paragraph: the last attribution without content, before a colon or a full stop.
    fn announcement(&self, view: &View, frames: &[Frame]) -> Option<Vec<Speaker>> {
        let ends = view.sentence.end == view.paragraph.tokens.end;
        let colon = self.scene.text(view.sentence.end.saturating_sub(1)) == ":";
        let Some(frame) = frames.last() else {
            let paper = |at: usize| self.scene.word(at).is(NOMINAL | DOCUMENT);
            let announces = ends && colon && view.sentence.clone().any(paper);
            let subject = view.first_subject(view.sentence.end).filter(|_| announces)?;
            return Some(self.cast.speakers(&subject, &self.focus));
        };
        let reports = frame.start > view.sentence.start
            && (view.quote_at(frame.start - 1).is_some() || self.scene.text(frame.start - 1) == ",");
        let able = frame.verb.takes(INSERTED | QUOTING)
            && frame.content.is_none()
            && !reports
            && frame.end + 1 >= view.sentence.end;
        if !ends || !(colon || able) {
            return None;
        }
        let subject = frames
            .iter()
            .rev()
            .find_map(|frame| frame.subject.as_ref().filter(|subject| **subject != Subject::Inherited))?;
        Some(self.cast.speakers(subject, &self.focus))
    }

    /// Quotations of a sentence that no attribution reports.
    fn take_loose(&mut self, view: &View, frames: &[Frame], drafts: &mut Vec<Draft>, first: usize) {
        let quotes = &view.paragraph.quotes;
        let begin = quotes.partition_point(|quote| quote.outer.start < view.sentence.start);
        let end = quotes.partition_point(|quote| quote.outer.start < view.sentence.end);
        let covered = covered(drafts);
        let is_free = |quote: &&Quote| {
            let index = covered.partition_point(|range| range.end <= quote.outer.start);
            covered.get(index).is_none_or(|range| range.start >= quote.outer.end)
        };
        let alone = begin < end && self.is_alone(view);
        for quote in quotes.get(begin..end).unwrap_or_default().iter().filter(is_free) {
            if let Some(draft) = self.signed(view, quote) {
                drafts.push(draft);
            } else if alone {
                self.take_alone(view, quote, drafts, first);
            } else if self.goes_on(view, frames, quote, first) {
                let part = view.quoted_part(quote.inner.clone());
                drafts.push(same_paragraph(part, quote));
            } else if let Some(draft) = self.introduced(view, frames, quote) {
                drafts.push(draft);
            }
        }
    }

    /// Whether a sentence that starts with a long quotation, and has no attribution, stands behind a statement of its
    /// paragraph: "“…,” she said. “…” while the hall was silent."
    fn goes_on(&self, view: &View, frames: &[Frame], quote: &Quote, first: usize) -> bool {
        let spoken = self.statements.get(first..).and_then(|statements| statements.last());
        frames.is_empty()
            && quote.outer.start == view.sentence.start
            && self.scene.count_words(quote.inner.clone()) >= SHORTEST_LOOSE
            && spoken.is_some_and(|statement| statement.kind != Kind::Indirect)
    }

    /// "“…” — Ada Venn": a quotation with the name of its speaker behind a dash.
    fn signed(&self, view: &View, quote: &Quote) -> Option<Draft> {
        let scene = self.scene;
        let dash = quote.outer.end;
        let end = view.paragraph.tokens.end;
        if !quote.closed || dash + 1 >= end || !matches!(scene.text(dash), "—" | "–" | "―" | "-") {
            return None;
        }
        let name = scene.phrase_starting(dash + 1, end)?;
        let capitals = name.clone().all(|at| scene.is_capitalised(at) || !scene.is_word(at));
        let closes = name.end >= end || matches!(scene.text(name.end), "." | "," | "(" | "“" | "\"");
        let words = scene.count_words(quote.inner.clone());
        (capitals && closes && words >= SHORTEST_SIGNED).then(|| Draft {
            parts: vec![view.quoted_part(quote.inner.clone())],
            kind: Kind::Direct,
            who: Who::Named(Subject::Phrase(name)),
            cue: None,
            rule: "signed",
            confidence: Confidence::High,
            covered: vec![quote.outer.clone()],
        })
    }

    /// Whether nothing but quotations stands in the sentence.
    fn is_alone(&self, view: &View) -> bool {
        let outside = |token: usize| self.scene.is_word(token) && view.quote_at(token).is_none();
        !view.sentence.clone().any(outside)
    }

    /// A sentence that is a quotation: it goes on what was said before, or what was announced.
    fn take_alone(&mut self, view: &View, quote: &Quote, drafts: &mut Vec<Draft>, first: usize) {
        let part = view.quoted_part(quote.inner.clone());
        if part.is_empty() {
            return;
        }
        let starts = quote.outer.start == view.paragraph.tokens.start;
        let new_here = self.statements.len() == first;
        let continues = if new_here { self.open && starts } else { true };
        let announced = self.announced.take();
        if continues && let Some(last) = self.statements.last_mut().filter(|last| last.kind == Kind::Direct) {
            last.span.end = last.span.end.max(part.end);
            last.parts.push(part);
            self.continued = true;
            return;
        }
        let words = self.scene.count_words(quote.inner.clone());
        let draft = |rule, confidence, who| Draft {
            parts: vec![part],
            kind: Kind::Direct,
            who,
            cue: None,
            rule,
            confidence,
            covered: vec![quote.outer.clone()],
        };
        if let Some(speakers) = announced.filter(|_| new_here) {
            self.keep(draft("announced", Confidence::Medium, Who::Unknown), speakers);
        } else if !new_here {
            self.push(same_paragraph(part, quote));
        } else if (self.spoke || self.reported) && words >= SHORTEST_LOOSE {
            drafts.push(draft("next-paragraph", Confidence::Low, Who::Same));
        } else if words >= SHORTEST_LOOSE {
            drafts.push(draft("nobody-named", Confidence::Low, Who::Unknown));
        }
    }

    /// A quotation after a colon, or a long one: the subject of the sentence says it.
    fn introduced(&self, view: &View, frames: &[Frame], quote: &Quote) -> Option<Draft> {
        let words = self.scene.count_words(quote.inner.clone());
        let before = quote.outer.start.checked_sub(1)?;
        let colon = self.scene.text(before) == ":";
        if words < SHORTEST_LOOSE && !(colon && words > 2) {
            return None;
        }
        let subject = frames
            .iter()
            .rev()
            .find_map(|frame| frame.subject.clone().filter(|subject| *subject != Subject::Inherited))
            .or_else(|| view.first_subject(quote.outer.start));
        let rule = if colon { "colon" } else { DOUBTFUL };
        let covered: Range<usize> = quote.outer.clone();
        Some(Draft {
            parts: vec![view.quoted_part(quote.inner.clone())],
            kind: Kind::Direct,
            who: subject.map_or(Who::Unknown, Who::Named),
            cue: None,
            rule,
            confidence: Confidence::Low,
            covered: vec![covered],
        })
    }
}

/// A quotation whose speaker is who spoke before it in its paragraph.
fn same_paragraph(part: Span, quote: &Quote) -> Draft {
    Draft {
        parts: vec![part],
        kind: Kind::Direct,
        who: Who::Same,
        cue: None,
        rule: "same-paragraph",
        confidence: Confidence::Medium,
        covered: vec![quote.outer.clone()],
    }
}

/// The tokens that drafts cover: in order and not overlapping.
fn covered(drafts: &[Draft]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = drafts.iter().flat_map(|draft| draft.covered.iter().cloned()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
