//! Turns of transcripts and interviews: "WALLACE: …", "Ada Venn (mayor): …", "Q. …".
//!
//! Owns which paragraphs are turns, and whom their labels name.

use super::cast::{Cast, Focus};
use super::labels::{Label, content, statement};
use super::lexicon::{PAST, ROLE, RUBRIC, THIRD, TIME, UNNAMED};
use super::phrase::Subject;
use super::scene::{Paragraph, Scene};
use crate::analysis;
use crate::article::{Confidence, Kind, Role, Speaker, Statement};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Tokens in which the colon of a turn must stand.
const LONGEST_LABEL: usize = 14;
/// How often an unknown name must come as a label to be one.
const REPEATED: usize = 2;
/// Paragraphs with labels that make an article a transcript.
const TRANSCRIPT: usize = 3;

/// The turns of an article.
pub(super) struct Turns<'s, 'r, 'a> {
    scene: &'s Scene<'r, 'a>,
    cast: &'s Cast<'s, 'r, 'a>,
    /// How often each label comes.
    labels: FxHashMap<&'a str, usize>,
    /// Paragraphs that start with a label.
    count: usize,
    /// The last of them.
    last: usize,
    /// Who answers, in an interview of questions and answers.
    answerer: Option<Speaker>,
    /// The turn before.
    current: Option<Label>,
}

impl<'s, 'r, 'a> Turns<'s, 'r, 'a> {
    /// Counts the labels.
    pub(super) fn new(scene: &'s Scene<'r, 'a>, cast: &'s Cast<'s, 'r, 'a>) -> Self {
        let mut turns =
            Self { scene, cast, labels: FxHashMap::default(), count: 0, last: 0, answerer: None, current: None };
        let mut first = None;
        for (index, paragraph) in scene.paragraphs.iter().enumerate() {
            let Some((name, _)) = label_of(scene, paragraph) else { continue };
            *turns.labels.entry(scene.span(name).of(scene.reading.text)).or_default() += 1;
            turns.count += 1;
            turns.last = index;
            first.get_or_insert(index);
        }
        turns.answerer = first.and_then(|first| only_person(scene, cast, scene.paragraphs.get(..first)?));
        turns
    }

    /// The statement that a paragraph is, if it is a turn or goes on one.
    pub(super) fn read(&mut self, index: usize, paragraph: &Paragraph) -> Option<Statement> {
        let scene = self.scene;
        let Some((name, after)) = label_of(scene, paragraph) else { return self.goes_on(index, paragraph) };
        let speaker = self.speaker(&name)?;
        let label = Label { speakers: vec![speaker], span: scene.span(name) };
        let end = paragraph.tokens.end;
        let whole_is_quoted = start_of(scene, paragraph) > paragraph.tokens.start;
        let close = whole_is_quoted && matches!(scene.text(end - 1), "”" | "\"");
        let part = content(scene, after..end - usize::from(close), paragraph);
        let title = matches!(paragraph.role, Role::Title | Role::Subtitle | Role::Heading);
        if title || index == 0 && self.count < TRANSCRIPT {
            if !title && self.count < REPEATED && !paragraph.looks_like_heading(scene) {
                return None; // "Ada Venn: the coat, the hat." opens a portrait
            }
            return Some(statement(part, Kind::Indirect, &label, "headline", Confidence::Medium));
        }
        let first = paragraph.quotes.first();
        let quoted = first.is_some_and(|quote| quote.outer.start == after && quote.outer.end + 1 >= end);
        self.current = Some(label.clone());
        Some(statement(part, if quoted { Kind::Direct } else { Kind::Listed }, &label, "turn", Confidence::High))
    }

    /// A paragraph between two turns that has no label of its own, and does not talk about who speaks.
    fn goes_on(&self, index: usize, paragraph: &Paragraph) -> Option<Statement> {
        let label = self.current.as_ref()?;
        let aside = matches!(self.scene.text(paragraph.tokens.start), "(" | "[");
        let text = label.span.of(self.scene.reading.text);
        let often = is_shouted(text) || self.labels.get(text).copied().unwrap_or_default() >= REPEATED;
        if index >= self.last || aside || paragraph.role == Role::Heading || self.count < TRANSCRIPT || !often {
            return None;
        }
        let speaker = label.speakers.first().and_then(|speaker| speaker.name.as_deref());
        if speaker.is_some_and(|name| self.cast.is_named_in(name, self.scene.span(paragraph.tokens.clone()))) {
            return None;
        }
        let part = content(self.scene, paragraph.tokens.clone(), paragraph);
        Some(statement(part, Kind::Listed, label, "turn-goes-on", Confidence::Low))
    }

    /// Whom a label names; None where it is no speaker's.
    fn speaker(&self, name: &Range<usize>) -> Option<Speaker> {
        let scene = self.scene;
        let span = scene.span(name.clone());
        let text = span.of(scene.reading.text);
        let called = |name: Option<String>| Some(Speaker { name, start: span.start, end: span.end });
        if matches!(text, "Q" | "A") {
            let both = self.labels.contains_key("Q") && self.labels.contains_key("A");
            return called(self.answerer_if(text == "A")).filter(|_| both || self.count >= TRANSCRIPT);
        }
        if name.clone().any(|at| scene.word(at).is(RUBRIC) || name.len() == 1 && scene.word(at).is(TIME)) {
            return None;
        }
        let persons = self.cast.people_in(span);
        if let [(mention, person)] = persons.as_slice()
            && mention.end == span.end
        {
            return called(Some(person.clone()));
        }
        let times = self.labels.get(text).copied().unwrap_or_default();
        let shouted = is_shouted(text);
        let is_turn = times >= REPEATED || shouted && self.count >= TRANSCRIPT;
        if let Some(person) = self.cast.family(text).filter(|_| is_turn || shouted && text.len() > 2) {
            return called(Some(person));
        }
        let last = scene.word(name.end.checked_sub(1)?);
        let officer = last.is(ROLE) && shouted;
        if !is_turn && !officer {
            return None;
        }
        if last.is(ROLE) {
            let found = self.cast.speakers(&Subject::Phrase(name.clone()), &Focus::default());
            return called(found.first().and_then(|speaker| speaker.name.clone()));
        }
        if name.clone().any(|at| scene.word(at).is(UNNAMED)) {
            let answers = text.eq_ignore_ascii_case("answer");
            return called(self.answerer_if(answers));
        }
        if shouted && text.len() < 4 {
            return called(self.cast.by_initials(text));
        }
        let named = shouted || name.len() >= 2 && self.cast.is_name(name);
        named.then(|| called(Some(analysis::spelled(analysis::strip_title(text)).into_owned())))?
    }

    fn answerer_if(&self, answers: bool) -> Option<String> {
        self.answerer.as_ref().filter(|_| answers).and_then(|speaker| speaker.name.clone())
    }
}

fn is_shouted(label: &str) -> bool {
    label.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase)
}

/// The label at the start of a paragraph that goes on after it: the tokens of the name, and the first token after.
fn label_of(scene: &Scene, paragraph: &Paragraph) -> Option<(Range<usize>, usize)> {
    let start = start_of(scene, paragraph);
    let tokens = start..paragraph.tokens.end;
    let letter = matches!(scene.text(start), "Q" | "A") && scene.text(start + 1) == ".";
    if letter && start + 2 < tokens.end && !scene.touches_previous(start + 2) {
        return Some((start..start + 1, start + 2));
    }
    if scene.word(start).form(PAST | THIRD) {
        return None; // "Said Ada Venn: …"
    }
    let limit = tokens.end.min(tokens.start + LONGEST_LABEL);
    let colon = (tokens.start + 1..limit).find(|at| scene.text(*at) == ":")?;
    let mut bracket = false;
    for at in tokens.start..colon {
        match scene.text(at) {
            "(" => bracket = true,
            ")" => bracket = false,
            "." | "-" | "'" | "’" => {}
            _ if bracket || scene.is_word(at) && scene.is_capitalised(at) => {}
            _ => return None,
        }
    }
    let spaced = !scene.touches_previous(colon + 1);
    let fits = colon + 1 < tokens.end && spaced && colon - tokens.start < LONGEST_LABEL;
    fits.then(|| (without_brackets(scene, start..colon), colon + 1))
}

/// The first token of a label: after the quotation mark that some sites put before it.
fn start_of(scene: &Scene, paragraph: &Paragraph) -> usize {
    let first = paragraph.tokens.start;
    first + usize::from(matches!(scene.text(first), "“" | "\""))
}

/// A label without what stands in brackets, or after a comma, behind the name.
pub(super) fn without_brackets(scene: &Scene, tokens: Range<usize>) -> Range<usize> {
    let end =
        tokens.clone().find(|at| *at > tokens.start && matches!(scene.text(*at), "(" | ",")).unwrap_or(tokens.end);
    tokens.start..end
}

/// The one person that the paragraphs name, if it is one.
pub(super) fn only_person(scene: &Scene, cast: &Cast, paragraphs: &[Paragraph]) -> Option<Speaker> {
    let (first, last) = (paragraphs.first()?, paragraphs.last()?);
    let span = scene.span(first.tokens.start..last.tokens.end);
    let persons = cast.people_in(span);
    let (_, name) = persons.first()?;
    let speakers = cast.people_as_speakers(persons.get(..1)?);
    persons.iter().all(|(_, other)| other == name).then(|| speakers.into_iter().next())?
}
