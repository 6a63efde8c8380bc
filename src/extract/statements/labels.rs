//! Labels: a heading or a name before a list of what somebody said.
//!
//! Owns which paragraphs belong to a label and whom the label names. Turns of transcripts are `turns`', what is said in
//! running text is `flow`'s.

use super::cast::{Cast, Focus};
use super::lexicon::{DETERMINER, ROLE, SPEECH};
use super::phrase::Subject;
use super::scene::{Paragraph, Scene};
use super::turns::without_brackets;
use crate::article::{Basis, Confidence, Kind, Span, Speaker, Statement};
use std::ops::Range;

/// Words of the longest label.
const LONGEST_LABEL: usize = 24;

/// Whom a label names, and where.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Who is named.
    pub(super) speakers: Vec<Speaker>,
    /// The words of the label.
    pub(super) span: Span,
}

/// A walk over the paragraphs that keeps the label in force.
pub(super) struct Labels<'s, 'r, 'a> {
    scene: &'s Scene<'r, 'a>,
    cast: &'s Cast<'s, 'r, 'a>,
    current: Option<Label>,
    /// Whether an item of the label in force has been seen.
    listing: bool,
}

impl<'s, 'r, 'a> Labels<'s, 'r, 'a> {
    /// No label yet.
    pub(super) fn new(scene: &'s Scene<'r, 'a>, cast: &'s Cast<'s, 'r, 'a>) -> Self {
        Self { scene, cast, current: None, listing: false }
    }

    /// The label in force ends.
    pub(super) fn end(&mut self) {
        self.current = None;
    }

    /// The statement that a paragraph is because of a label; None where it is to be read as running text.
    /// `Some(None)` is a paragraph that is a label itself.
    pub(super) fn read(&mut self, index: usize) -> Option<Option<Statement>> {
        let paragraph = self.scene.paragraphs.get(index)?;
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
        let part = content(self.scene, paragraph.tokens.clone(), paragraph);
        let rule = if kind == Kind::Direct { "list-quotation" } else { "heading-list" };
        statement(part, kind, label, rule, Confidence::High)
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
        let name = without_brackets(scene, tokens.clone());
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
            persons.is_empty() && capitals && name.len() <= 5 && (role || name.len() >= 2 && self.cast.is_name(&name));
        named.then(|| self.cast.phrase(&name))
    }

    /// "Key points from Ada Venn's speech", "What the mayor said": a word of speech and one person.
    fn announced(&self, tokens: &Range<usize>) -> Option<Vec<Speaker>> {
        let scene = self.scene;
        tokens.clone().find(|at| scene.word(*at).is(SPEECH))?;
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
}

/// A statement of one part under a label.
pub(super) fn statement(
    part: Span,
    kind: Kind,
    label: &Label,
    rule: &'static str,
    confidence: Confidence,
) -> Statement {
    let basis = Basis::at(rule, label.span);
    Statement { span: part, parts: vec![part], kind, speakers: label.speakers.clone(), cue: None, confidence, basis }
}

/// The words of a paragraph, without quotation marks around all of them.
pub(super) fn content(scene: &Scene, tokens: Range<usize>, paragraph: &Paragraph) -> Span {
    let whole =
        paragraph.quotes.iter().find(|quote| quote.outer.start == tokens.start && quote.outer.end + 1 >= tokens.end);
    let inner = whole.map(|quote| quote.inner.clone()).filter(|inner| !inner.is_empty());
    scene.span(inner.unwrap_or(tokens))
}
