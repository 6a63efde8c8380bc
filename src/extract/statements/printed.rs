//! What is printed whole: letters, speeches, posts, and interviews whose questions have no label.
//!
//! Owns where such a text begins and ends, and who is its author. What is said in running text is `flow`'s.

use super::cast::{Cast, Focus};
use super::labels::{Label, content, statement};
use super::lexicon::{AUXILIARY, DETERMINER, FEMININE, MASCULINE, PERSONAL, SPEECH};
use super::phrase::Subject;
use super::scene::{Paragraph, Scene};
use super::turns::only_person;
use crate::article::{Confidence, Kind, Role, Span, Speaker, Statement};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words of the longest salutation and of the longest closing formula of a letter.
const LONGEST_FORMULA: usize = 9;
/// Words of the longest question of an interview.
const LONGEST_QUESTION: usize = 60;
/// Questions that make an article an interview.
const INTERVIEW: usize = 3;
/// Words of the longest announcement of a speech.
const LONGEST_ANNOUNCEMENT: usize = 40;
/// Tokens behind the dash of a post: its author, the account, the day.
const LONGEST_SIGNATURE: usize = 24;

/// First words of the formulas that close a letter.
const CLOSINGS: &[&str] =
    &["yours", "sincerely", "respectfully", "faithfully", "regards", "cordially", "signed", "best", "kind", "warm"];

/// Whose words a paragraph is, and why.
struct Author {
    label: Label,
    rule: &'static str,
    confidence: Confidence,
}

/// The paragraphs that are printed whole.
pub(super) struct Printed<'s, 'r, 'a> {
    scene: &'s Scene<'r, 'a>,
    cast: &'s Cast<'s, 'r, 'a>,
    authors: FxHashMap<usize, Author>,
}

impl<'s, 'r, 'a> Printed<'s, 'r, 'a> {
    /// Finds letters, speeches and interviews.
    pub(super) fn new(scene: &'s Scene<'r, 'a>, cast: &'s Cast<'s, 'r, 'a>) -> Self {
        let mut printed = Self { scene, cast, authors: FxHashMap::default() };
        printed.find_letter();
        printed.find_speech();
        printed.find_interview();
        printed
    }

    /// The statement that a paragraph is.
    pub(super) fn read(&self, index: usize, paragraph: &Paragraph) -> Option<Statement> {
        let Some(author) = self.authors.get(&index) else { return self.post(paragraph) };
        let part = content(self.scene, paragraph.tokens.clone(), paragraph);
        Some(statement(part, Kind::Listed, &author.label, author.rule, author.confidence))
    }

    fn give(&mut self, paragraphs: Range<usize>, speaker: &Speaker, rule: &'static str, confidence: Confidence) {
        for index in paragraphs {
            let Some(paragraph) = self.scene.paragraphs.get(index) else { continue };
            if !matches!(paragraph.role, Role::Paragraph | Role::ListItem | Role::Quotation | Role::Heading) {
                continue;
            }
            let label = Label { speakers: vec![speaker.clone()], span: Span::new(speaker.start, speaker.end) };
            self.authors.insert(index, Author { label, rule, confidence });
        }
    }

    /// From "Dear …," to "Yours faithfully," and the name under it.
    fn find_letter(&mut self) {
        let paragraphs = &self.scene.paragraphs;
        let Some(first) = paragraphs.iter().position(|paragraph| self.is_salutation(paragraph)) else { return };
        let closing = (first + 1..paragraphs.len()).find(|index| self.closes_letter(*index));
        let Some(closing) = closing.filter(|closing| *closing > first + 1) else { return };
        let Some(speaker) = self.signature(closing) else { return };
        self.give(first + 1..closing, &speaker, "letter", Confidence::High);
    }

    fn is_salutation(&self, paragraph: &Paragraph) -> bool {
        let tokens = &paragraph.tokens;
        matches!(self.scene.text(tokens.start), "Dear" | "DEAR")
            && matches!(self.scene.text(tokens.end - 1), "," | ":" | "!")
            && self.scene.count_words(tokens.clone()) <= LONGEST_FORMULA
    }

    fn closes_letter(&self, index: usize) -> bool {
        let Some(paragraph) = self.scene.paragraphs.get(index) else { return false };
        let tokens = &paragraph.tokens;
        let first = self.scene.text(tokens.start).to_lowercase();
        let end = (tokens.start..tokens.end).find(|at| matches!(self.scene.text(*at), "," | ":" | "."));
        let formula = tokens.start..end.unwrap_or(tokens.end);
        CLOSINGS.contains(&first.as_str())
            && self.scene.count_words(formula.clone()) <= 4
            && (formula.end + 1 >= tokens.end || self.scene.is_capitalised(formula.end + 1))
            && self.scene.count_words(tokens.clone()) <= 3 * LONGEST_FORMULA
    }

    /// The name behind the closing formula: in its paragraph or in the next one.
    fn signature(&self, closing: usize) -> Option<Speaker> {
        let scene = self.scene;
        let paragraph = scene.paragraphs.get(closing)?;
        let comma = paragraph.tokens.clone().find(|at| matches!(scene.text(*at), "," | ":"));
        let own = comma.map(|comma| comma + 1..paragraph.tokens.end).filter(|own| !own.is_empty());
        let tokens = own.or_else(|| Some(scene.paragraphs.get(closing + 1)?.tokens.clone()))?;
        let persons = self.cast.people_in(scene.span(tokens.clone()));
        if let Some(person) = self.cast.people_as_speakers(persons.get(..1).unwrap_or_default()).pop() {
            return Some(person);
        }
        let capitals = tokens.clone().take_while(|at| scene.is_capitalised(*at) || scene.is_inner_mark(*at)).count();
        if capitals == 0 {
            return None;
        }
        self.cast.phrase(&(tokens.start..tokens.start + capitals)).into_iter().next()
    }

    /// "The full text of her speech:" and all that follows it.
    fn find_speech(&mut self) {
        let announced = self.scene.paragraphs.iter().enumerate().find_map(|(index, paragraph)| {
            let speaker = self.announced_speaker(paragraph)?;
            Some((index, speaker))
        });
        let Some((index, speaker)) = announced else { return };
        let paragraphs = self.scene.paragraphs.iter().enumerate().skip(index + 1);
        let end = paragraphs.into_iter().find(|(_, paragraph)| paragraph.role == Role::Heading).map(|(end, _)| end);
        self.give(index + 1..end.unwrap_or(self.scene.paragraphs.len()), &speaker, "speech", Confidence::Medium);
    }

    fn announced_speaker(&self, paragraph: &Paragraph) -> Option<Speaker> {
        let scene = self.scene;
        let tokens = paragraph.sentences.last()?.start..paragraph.tokens.end;
        let words = scene.count_words(tokens.clone());
        if scene.text(tokens.end - 1) != ":" || words > LONGEST_ANNOUNCEMENT {
            return None;
        }
        let full = tokens.clone().find(|at| {
            let text = matches!(scene.text(*at + 1), "text" | "transcript" | "remarks" | "speech" | "statement");
            text && matches!(scene.text(*at), "full" | "Full" | "complete" | "whole" | "entire" | "prepared")
        })?;
        tokens.clone().find(|at| *at > full && scene.word(*at).is(SPEECH) || scene.text(*at) == "address")?;
        let persons = self.cast.people_in(scene.span(tokens.clone()));
        if let Some(person) = self.cast.people_as_speakers(persons.get(..1).unwrap_or_default()).pop() {
            return Some(person);
        }
        let owner = (full..tokens.end).find(|at| scene.word(*at).is(MASCULINE | FEMININE))?;
        let found = self.cast.speakers(&Subject::Pronoun(owner), &Focus::default());
        found.into_iter().find(|speaker| speaker.name.is_some())
    }

    /// Questions without labels, and the answers of the one person whom the paragraphs before them name.
    fn find_interview(&mut self) {
        let scene = self.scene;
        let questions: Vec<usize> = (1..scene.paragraphs.len()).filter(|index| self.is_question(*index)).collect();
        let (Some(first), true) = (questions.first(), questions.len() >= INTERVIEW || self.are_bold(&questions)) else {
            return;
        };
        let Some(speaker) = scene.paragraphs.get(..*first).and_then(|intro| only_person(scene, self.cast, intro))
        else {
            return;
        };
        let ends = questions.iter().skip(1).copied().chain([scene.paragraphs.len()]);
        let answers: Vec<Range<usize>> = questions.iter().zip(ends).map(|(start, end)| start + 1..end).collect();
        let personal = answers.iter().filter(|answer| self.is_first_person(answer)).count();
        let reported = answers.iter().any(|answer| self.are_about(answer, &speaker));
        if personal * 2 < answers.len() || reported {
            return;
        }
        for answer in answers {
            self.give(answer, &speaker, "interview", Confidence::Medium);
        }
    }

    /// A paragraph that is nothing but a question.
    fn is_question(&self, index: usize) -> bool {
        let Some(paragraph) = self.scene.paragraphs.get(index) else { return false };
        let tokens = &paragraph.tokens;
        let last = tokens.clone().rev().find(|at| self.scene.text(*at) != "*").unwrap_or(tokens.start);
        let answered = self.scene.paragraphs.get(index + 1).is_some_and(|next| self.ends_with_question(next).is_none());
        self.scene.text(last) == "?"
            && paragraph.quotes.is_empty()
            && answered
            && self.scene.count_words(tokens.clone()) <= LONGEST_QUESTION
    }

    fn ends_with_question(&self, paragraph: &Paragraph) -> Option<()> {
        let last = paragraph.tokens.clone().rev().find(|at| self.scene.text(*at) != "*")?;
        (self.scene.text(last) == "?").then_some(())
    }

    /// Whether two questions or more stand between stars, as bold text does in Markdown, or are headings.
    fn are_bold(&self, questions: &[usize]) -> bool {
        let bold = |index: &&usize| {
            let paragraph = self.scene.paragraphs.get(**index);
            paragraph.is_some_and(|one| one.role == Role::Heading || self.scene.text(one.tokens.start) == "*")
        };
        questions.len() > 1 && questions.iter().filter(bold).count() == questions.len()
    }

    /// Whether somebody writes about the speaker there: then these are not the speaker's words.
    fn are_about(&self, paragraphs: &Range<usize>, speaker: &Speaker) -> bool {
        let paragraphs = self.scene.paragraphs.get(paragraphs.clone()).unwrap_or_default();
        paragraphs.iter().any(|paragraph| {
            let span = self.scene.span(paragraph.tokens.clone());
            speaker.name.as_ref().is_some_and(|name| self.cast.is_named_in(name, span))
        })
    }

    fn is_first_person(&self, paragraphs: &Range<usize>) -> bool {
        let paragraphs = self.scene.paragraphs.get(paragraphs.clone()).unwrap_or_default();
        paragraphs.iter().any(|paragraph| {
            let own = |at: usize| matches!(self.scene.text(at), "I" | "my" | "My" | "me" | "we" | "We" | "our" | "Our");
            paragraph.tokens.clone().any(own)
        })
    }

    /// "The bridge is open. — Ada Venn (@adavenn) May 3, 2024": a post as pages embed it.
    fn post(&self, paragraph: &Paragraph) -> Option<Statement> {
        let scene = self.scene;
        let from = paragraph.tokens.end.saturating_sub(LONGEST_SIGNATURE).max(paragraph.tokens.start + 1);
        let dash = (from..paragraph.tokens.end).find(|at| matches!(scene.text(*at), "—" | "–"))?;
        let bracket = (dash + 1..paragraph.tokens.end).find(|at| scene.text(*at) == "(")?;
        if scene.text(bracket + 1) != "@" || bracket == dash + 1 || !paragraph.quotes.is_empty() {
            return None;
        }
        let name = dash + 1..bracket;
        let verbs = name.clone().any(|at| scene.word(at).is(AUXILIARY | PERSONAL | DETERMINER));
        let speaker = self.cast.phrase(&name).into_iter().next().filter(|_| !verbs)?;
        let label = Label { speakers: vec![speaker], span: scene.span(name) };
        let part = scene.span(paragraph.tokens.start..dash);
        Some(statement(part, Kind::Listed, &label, "post", Confidence::High))
    }
}
