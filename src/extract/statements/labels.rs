//! Labels: a heading or a name before a list, and the turns of transcripts and interviews.
//!
//! Owns which paragraphs belong to a label and whom the label names. What is said in running text is `flow`'s.

use super::cast::Cast;
use super::cast::Focus;
use super::lexicon::{DETERMINER, ROLE};
use super::phrase::Subject;
use super::scene::{Paragraph, Scene};
use crate::article::{Basis, Confidence, Kind, Role, Span, Speaker, Statement};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words of the longest label.
const LONGEST_LABEL: usize = 24;
/// Tokens in which the colon of a turn must stand.
const LONGEST_TURN_LABEL: usize = 14;
/// How often an unknown name must come as a label to be one.
const TURNS_OF_TRANSCRIPT: usize = 2;

/// Words of a label that announce what somebody said.
const SPEECH_WORDS: &[&str] = &[
    "statement",
    "statements",
    "quote",
    "quotes",
    "quotation",
    "quotations",
    "point",
    "points",
    "remark",
    "remarks",
    "comment",
    "comments",
    "words",
    "speech",
    "message",
    "messages",
    "takeaways",
    "highlights",
    "said",
    "says",
    "told",
    "answers",
    "views",
    "claims",
    "promises",
    "demands",
    "announced",
    "pledges",
    "proposals",
    "theses",
    "excerpts",
];

/// Whom a label names, and where.
#[derive(Clone, Debug)]
struct Label {
    speakers: Vec<Speaker>,
    span: Span,
}

/// A walk over the paragraphs that keeps the label in force.
pub(super) struct Labels<'s, 'r, 'a> {
    scene: &'s Scene<'r, 'a>,
    cast: &'s Cast<'s, 'r, 'a>,
    current: Option<Label>,
    /// Whether an item of the label in force has been seen.
    listing: bool,
    /// The speaker of the turn before, in a transcript.
    turn: Option<Label>,
    /// How often each label of a turn comes.
    turns: FxHashMap<&'a str, usize>,
    /// The last paragraph that starts with the label of a turn.
    last_turn: usize,
    /// Who answers, in an interview of questions and answers.
    answerer: Option<Speaker>,
}

impl<'s, 'r, 'a> Labels<'s, 'r, 'a> {
    /// Counts the labels of turns.
    pub(super) fn new(scene: &'s Scene<'r, 'a>, cast: &'s Cast<'s, 'r, 'a>) -> Self {
        let mut turns: FxHashMap<&'a str, usize> = FxHashMap::default();
        let mut last_turn = 0;
        let mut first_turn = None;
        for (index, paragraph) in scene.paragraphs.iter().enumerate() {
            if let Some(colon) = turn_label(scene, paragraph) {
                *turns
                    .entry(scene.span(label_name(scene, turn_start(scene, paragraph)..colon)).of(scene.reading.text))
                    .or_default() += 1;
                last_turn = index;
                first_turn.get_or_insert(index);
            }
        }
        let answerer = first_turn.and_then(|first| only_person(scene, cast, scene.paragraphs.get(..first)?));
        Self { scene, cast, current: None, listing: false, turn: None, turns, last_turn, answerer }
    }

    /// The statement that a paragraph is because of a label; None where it is to be read as running text.
    /// `Some(None)` is a paragraph that is a label itself.
    pub(super) fn read(&mut self, index: usize) -> Option<Option<Statement>> {
        let paragraph = self.scene.paragraphs.get(index)?;
        if let Some(found) = self.turn_of(index, paragraph) {
            return Some(Some(found));
        }
        if let Some(label) = self.label(index, paragraph) {
            self.current = Some(label);
            self.listing = false;
            return Some(None);
        }
        if paragraph.looks_like_heading(self.scene) {
            self.current = None;
            return None;
        }
        let label = self.current.clone()?;
        if paragraph.item {
            self.listing = true;
            return Some(Some(self.listed(paragraph, &label, Kind::Listed)));
        }
        if self.listing && self.is_orphan(index, paragraph) {
            return Some(Some(self.listed(paragraph, &label, Kind::Direct)));
        }
        self.current = None;
        None
    }

    /// A quotation between two items of a list.
    fn is_orphan(&self, index: usize, paragraph: &Paragraph) -> bool {
        let item_follows = self.scene.paragraphs.get(index + 1).is_some_and(|next| next.item);
        item_follows && paragraph.is_quotation_only(self.scene)
    }

    fn listed(&self, paragraph: &Paragraph, label: &Label, kind: Kind) -> Statement {
        let part = self.content(paragraph.tokens.clone(), paragraph);
        let rule = if kind == Kind::Direct { "list-quotation" } else { "heading-list" };
        statement(part, kind, label, rule, Confidence::High)
    }

    /// The words without quotation marks around all of them.
    fn content(&self, tokens: Range<usize>, paragraph: &Paragraph) -> Span {
        let whole = paragraph
            .quotes
            .iter()
            .find(|quote| quote.outer.start == tokens.start && quote.outer.end + 1 >= tokens.end);
        let inner = whole.map(|quote| quote.inner.clone()).filter(|inner| !inner.is_empty());
        self.scene.span(inner.unwrap_or(tokens))
    }

    /// A label that announces a list: the next paragraph must be one of its items.
    fn label(&self, index: usize, paragraph: &Paragraph) -> Option<Label> {
        let scene = self.scene;
        let item_follows = scene.paragraphs.get(index + 1).is_some_and(|next| next.item);
        let words = scene.count_words(paragraph.tokens.clone());
        if paragraph.item || !item_follows || words == 0 || words > LONGEST_LABEL || !paragraph.quotes.is_empty() {
            return None;
        }
        let colon = scene.text(paragraph.tokens.end - 1) == ":";
        if !colon && !paragraph.looks_like_heading(scene) {
            return None;
        }
        let tokens = paragraph.tokens.start..paragraph.tokens.end - usize::from(colon);
        let span = scene.span(tokens.clone());
        let speakers = self.bare_name(&tokens).or_else(|| self.announced(&tokens))?;
        Some(Label { speakers, span })
    }

    /// "Ada Venn", "Ada Venn (mayor)", "THE PRESIDENT".
    fn bare_name(&self, tokens: &Range<usize>) -> Option<Vec<Speaker>> {
        let scene = self.scene;
        let name = label_name(scene, tokens.clone());
        let span = scene.span(name.clone());
        let persons = self.cast.people_in(span);
        if let [(mention, _)] = persons.as_slice() {
            let rest = name.clone().filter(|at| {
                scene.span(*at..*at + 1).start < mention.start || scene.span(*at..*at + 1).end > mention.end
            });
            let titles_only = rest.into_iter().all(|at| {
                scene.word(at).is(ROLE | DETERMINER | super::lexicon::TITLE_WORD)
                    || !scene.is_word(at)
                    || scene.is_capitalised(at)
            });
            return titles_only.then(|| self.cast.people_as_speakers(&persons));
        }
        let capitals = name.clone().all(|at| !scene.is_word(at) || scene.is_capitalised(at));
        let role = scene.word(name.end.checked_sub(1)?).is(ROLE);
        let named =
            persons.is_empty() && capitals && name.len() <= 5 && (role || name.len() >= 2 && self.is_name(&name));
        named.then(|| self.cast.phrase(&name))
    }

    fn is_name(&self, name: &Range<usize>) -> bool {
        let scene = self.scene;
        name.clone().all(|at| scene.is_word(at) && scene.word(at) == super::lexicon::Word::default())
            && self.cast.is_fullest_run(name)
    }

    /// "Key points from Ada Venn's speech", "What the mayor said": a word of speech and one person.
    fn announced(&self, tokens: &Range<usize>) -> Option<Vec<Speaker>> {
        let scene = self.scene;
        let speech = |at: &usize| SPEECH_WORDS.iter().any(|word| scene.text(*at).eq_ignore_ascii_case(word));
        tokens.clone().find(speech)?;
        let persons = self.cast.people_in(scene.span(tokens.clone()));
        match persons.as_slice() {
            [] => {}
            [_] => return Some(self.cast.people_as_speakers(&persons)),
            [first, rest @ ..] if rest.iter().all(|(_, name)| name == &first.1) => {
                return Some(self.cast.people_as_speakers(persons.get(..1)?));
            }
            _ => return None,
        }
        if let Some(run) = self.cast.runs_in(tokens) {
            return Some(vec![run]);
        }
        let role = tokens.clone().find(|at| scene.word(*at).is(ROLE) && !scene.text(*at).ends_with('s'))?;
        let start =
            role.checked_sub(1).filter(|the| *the >= tokens.start && scene.word(*the).is(DETERMINER)).unwrap_or(role);
        Some(self.cast.speakers(&Subject::Phrase(start..role + 1), &Focus::default()))
    }

    /// One turn of a transcript, or a headline of the shape "Ada Venn: the bridge is safe".
    fn turn_of(&mut self, index: usize, paragraph: &Paragraph) -> Option<Statement> {
        let scene = self.scene;
        let Some(colon) = turn_label(scene, paragraph) else { return self.turn_goes_on(index, paragraph) };
        let start = turn_start(scene, paragraph);
        let name = label_name(scene, start..colon);
        let span = scene.span(name.clone());
        let times = self.turns.get(span.of(scene.reading.text)).copied().unwrap_or_default();
        let speakers = self.turn_speakers(&name, times)?;
        let label = Label { speakers, span };
        let close = matches!(scene.text(paragraph.tokens.end - 1), "”" | "\"") && start > paragraph.tokens.start;
        let part = self.content(colon + 1..paragraph.tokens.end - usize::from(close), paragraph);
        let headline = matches!(paragraph.role, Role::Title | Role::Subtitle | Role::Heading) || index == 0;
        self.current = None;
        if headline {
            return Some(statement(part, Kind::Indirect, &label, "headline", Confidence::Medium));
        }
        let quoted = paragraph
            .quotes
            .first()
            .is_some_and(|quote| quote.outer.start == colon + 1 && quote.outer.end + 1 >= paragraph.tokens.end);
        let kind = if quoted { Kind::Direct } else { Kind::Listed };
        self.turn = Some(label.clone());
        Some(statement(part, kind, &label, "turn", Confidence::High))
    }

    /// A paragraph between two turns that has no label of its own.
    fn turn_goes_on(&self, index: usize, paragraph: &Paragraph) -> Option<Statement> {
        let label = self.turn.as_ref()?;
        let aside = matches!(self.scene.text(paragraph.tokens.start), "(" | "[");
        if index >= self.last_turn || aside || paragraph.role == Role::Heading || self.turns.values().sum::<usize>() < 4
        {
            return None;
        }
        let part = self.content(paragraph.tokens.clone(), paragraph);
        Some(statement(part, Kind::Listed, label, "turn-goes-on", Confidence::Medium))
    }

    fn turn_speakers(&self, name: &Range<usize>, times: usize) -> Option<Vec<Speaker>> {
        let scene = self.scene;
        let span = scene.span(name.clone());
        let text = span.of(scene.reading.text);
        let nameless = |name: Option<String>| vec![Speaker { name, start: span.start, end: span.end }];
        if matches!(text, "Q" | "A") {
            let both = self.turns.contains_key("Q") && self.turns.contains_key("A");
            let name = self.answerer.as_ref().filter(|_| text == "A").and_then(|speaker| speaker.name.clone());
            return both.then(|| nameless(name));
        }
        let persons = self.cast.people_in(span);
        if persons.len() == 1 && persons.iter().all(|(mention, _)| mention.end == span.end) {
            return Some(nameless(persons.first().map(|(_, name)| name.clone())));
        }
        let shouted = text.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase) && text.len() > 2;
        let role = scene.word(name.end.checked_sub(1)?).is(ROLE);
        if let Some(found) = self.cast.family(text).filter(|_| shouted || times >= TURNS_OF_TRANSCRIPT) {
            return Some(nameless(Some(found)));
        }
        if times < TURNS_OF_TRANSCRIPT && !(role && shouted) {
            return None;
        }
        if role {
            let found = self.cast.speakers(&Subject::Phrase(name.clone()), &Focus::default());
            return Some(nameless(found.first().and_then(|speaker| speaker.name.clone())));
        }
        let spelled = if shouted { None } else { Some(text.to_owned()) };
        (shouted || name.len() >= 2 && self.is_name(name)).then(|| nameless(spelled))
    }
}

fn statement(part: Span, kind: Kind, label: &Label, rule: &'static str, confidence: Confidence) -> Statement {
    let basis = Basis::at(rule, label.span);
    Statement { span: part, parts: vec![part], kind, speakers: label.speakers.clone(), cue: None, confidence, basis }
}

/// The colon of a label at the start of a paragraph that goes on after it: "WALLACE: …", "Ada Venn (mayor): …".
fn turn_label(scene: &Scene, paragraph: &Paragraph) -> Option<usize> {
    let tokens = turn_start(scene, paragraph)..paragraph.tokens.end;
    let limit = tokens.end.min(tokens.start + LONGEST_TURN_LABEL);
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
    (colon + 1 < tokens.end && spaced && colon - tokens.start < LONGEST_TURN_LABEL).then_some(colon)
}

/// The first token of a turn's label: after the quotation mark that some sites put before it.
fn turn_start(scene: &Scene, paragraph: &Paragraph) -> usize {
    let first = paragraph.tokens.start;
    first + usize::from(matches!(scene.text(first), "“" | "\""))
}

/// The label without what stands in brackets after it.
fn label_name(scene: &Scene, tokens: Range<usize>) -> Range<usize> {
    let end =
        tokens.clone().find(|at| *at > tokens.start && matches!(scene.text(*at), "(" | ",")).unwrap_or(tokens.end);
    tokens.start..end
}

/// The one person that the paragraphs name, if it is one.
fn only_person(scene: &Scene, cast: &Cast, paragraphs: &[Paragraph]) -> Option<Speaker> {
    let (first, last) = (paragraphs.first()?, paragraphs.last()?);
    let span = scene.span(first.tokens.start..last.tokens.end);
    let persons = cast.people_in(span);
    let (_, name) = persons.first()?;
    let speakers = cast.people_as_speakers(persons.get(..1)?);
    persons.iter().all(|(_, other)| other == name).then(|| speakers.into_iter().next())?
}
