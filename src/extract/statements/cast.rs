//! Who is meant: from what stands beside a cue to names.

use super::super::{Gender, Names};
use super::lexicon::{COORDINATOR, DETERMINER, DOCUMENT, PREPOSITION, ROLE, TIME, TITLE_WORD};
use super::phrase::Subject;
use super::scene::Scene;
use crate::analysis::{self, Case};
use crate::article::{EntityType, Span, Speaker};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::ops::Range;

/// Everybody in the article who can speak.
pub(super) struct Cast<'s, 'r, 'a> {
    pub(super) scene: &'s Scene<'r, 'a>,
    pub(super) names: &'s Names,
    /// Last words of capitalised runs with the fullest run: the fall-back where no name covers a speaker.
    runs: OnceCell<FxHashMap<&'a str, Span>>,
    /// First tokens of the sentences: what stands there is mostly a subject.
    pub(super) starts: Vec<usize>,
    /// Genders that the text's pronouns tell, for names that do not.
    pub(super) learned: OnceCell<FxHashMap<usize, Gender>>,
    /// Family names with the person.
    families: OnceCell<FxHashMap<String, Option<String>>>,
    /// Roles with the person who has them.
    roles: OnceCell<FxHashMap<String, Option<String>>>,
    /// Mentions inside quotation marks count less for pronouns.
    pub(super) quoted: Vec<Span>,
}

/// What the statements before tell about whom a pronoun means.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    /// Canonical name of the last speaker who is a person.
    pub(super) speaker: Option<String>,
    /// Where that was.
    pub(super) at: usize,
    /// What was said so far: persons named in there are talked about, they do not talk.
    pub(super) said: Vec<Span>,
}

impl<'s, 'r, 'a> Cast<'s, 'r, 'a> {
    /// The cast of an article.
    pub(super) fn new(scene: &'s Scene<'r, 'a>, names: &'s Names) -> Self {
        let quotes = scene.paragraphs.iter().flat_map(|paragraph| &paragraph.quotes);
        let sentences = scene.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences);
        let starts = sentences.map(|sentence| sentence.start).collect();
        let quoted = quotes.map(|quote| scene.span(quote.outer.clone())).collect();
        Self {
            scene,
            names,
            runs: OnceCell::new(),
            families: OnceCell::new(),
            roles: OnceCell::new(),
            learned: OnceCell::new(),
            starts,
            quoted,
        }
    }

    /// The speakers that a subject stands for.
    pub(super) fn speakers(&self, subject: &Subject, focus: &Focus) -> Vec<Speaker> {
        match subject {
            Subject::Pronoun(at) => vec![self.pronoun(*at, focus)],
            Subject::Phrase(tokens) => self.phrase(tokens),
            Subject::Relative(at, tokens) => {
                let span = self.scene.span(*at..*at + 1);
                let named = self.phrase(tokens);
                named
                    .into_iter()
                    .map(|speaker| Speaker { name: speaker.name, start: span.start, end: span.end })
                    .take(1)
                    .collect()
            }
            Subject::Inherited => Vec::new(),
        }
    }

    /// The speakers of a phrase: its names where they are its heads, else the description without a name.
    pub(super) fn phrase(&self, tokens: &Range<usize>) -> Vec<Speaker> {
        let scene = self.scene;
        let mut speakers = Vec::new();
        let mut start = tokens.start;
        for index in tokens.clone() {
            let covered = self
                .names
                .within(scene.span(index..index + 1))
                .first()
                .is_some_and(|(mention, _)| *mention != scene.span(index..index + 1));
            if scene.text(index) == "and" && index > start && !covered {
                speakers.extend(self.one(start..index));
                start = index + 1;
            }
        }
        speakers.extend(self.one(start..tokens.end));
        if speakers.len() > 1
            && speakers.iter().any(|speaker| speaker.name.is_none())
            && speakers.iter().all(|speaker| speaker.name.is_none())
        {
            let span = scene.span(tokens.clone());
            return vec![Speaker { name: None, start: span.start, end: span.end }];
        }
        speakers
    }

    fn one(&self, tokens: Range<usize>) -> Option<Speaker> {
        if tokens.is_empty() {
            return None;
        }
        let span = self.scene.span(tokens.clone());
        if let Some((mention, name)) = self.name_behind_office(&tokens) {
            return Some(Speaker { name: Some(name.to_owned()), start: mention.start, end: mention.end });
        }
        let head = self.head(&tokens);
        if let Some((mention, name)) = self.mention_at(head, &tokens) {
            return Some(Speaker { name: Some(name.to_owned()), start: mention.start, end: mention.end });
        }
        if let Some((mention, name)) = self.mention_before_verb(&tokens) {
            return Some(Speaker { name: Some(name.to_owned()), start: mention.start, end: mention.end });
        }
        if let Some((run, name)) = self.run_at(head, tokens.start) {
            return Some(Speaker { name: Some(name), start: run.start, end: run.end });
        }
        Some(Speaker { name: self.holder(&tokens), start: span.start, end: span.end })
    }

    /// The head of a phrase: its last token before a preposition that no name covers.
    fn head(&self, tokens: &Range<usize>) -> usize {
        let scene = self.scene;
        let end = (tokens.start + 1..tokens.end)
            .find(|index| {
                scene.word(*index).is(PREPOSITION) && self.names.within(scene.span(*index..*index + 1)).is_empty()
            })
            .unwrap_or(tokens.end);
        end - 1
    }

    fn mention_at(&self, head: usize, tokens: &Range<usize>) -> Option<(Span, &'s str)> {
        let head_span = self.scene.span(head..head + 1);
        let (mention, index) = self.names.within(head_span).first()?;
        let name = self.names.all.get(*index)?;
        let start = self.scene.span(tokens.clone()).start;
        let fits = mention.end >= head_span.end && mention.start >= start;
        fits.then_some((*mention, name.entity.name.as_str()))
    }

    /// "Lisle Secretary of Trade Ada Venn": a name at the end, behind an office that has an "of" in it.
    fn name_behind_office(&self, tokens: &Range<usize>) -> Option<(Span, &'s str)> {
        let scene = self.scene;
        let of = tokens.clone().find(|at| scene.text(*at) == "of").filter(|of| *of > tokens.start)?;
        let (mention, name) = self.mention_at(tokens.end - 1, tokens)?;
        let first = analysis::token_at(scene.reading.tokens, mention.start);
        let office = scene.is_capitalised(of - 1) && scene.word(of - 1).is(TITLE_WORD | ROLE);
        let capitals = (tokens.start..first).all(|at| {
            scene.is_capitalised(at) || scene.is_inner_mark(at) || matches!(scene.text(at), "of" | "the" | "and")
        });
        let apart = first > of + 1 && !scene.word(first - 1).is(PREPOSITION | DETERMINER);
        (office && capitals && apart).then_some((mention, name))
    }

    /// "Mayor Ada Venn joined the workers": a name that a word in small letters follows, which is its verb.
    fn mention_before_verb(&self, tokens: &Range<usize>) -> Option<(Span, &'s str)> {
        let scene = self.scene;
        let (mention, index) = self.names.within(scene.span(tokens.clone())).first()?;
        let name = self.names.all.get(*index).filter(|name| name.entity.kind == EntityType::Person)?;
        let first = analysis::token_at(scene.reading.tokens, mention.start);
        let after = analysis::token_at(scene.reading.tokens, mention.end);
        let titled = |at: usize| scene.is_capitalised(at) || scene.word(at).is(ROLE | TITLE_WORD | DETERMINER);
        let leads = (tokens.start..first).all(|at| titled(at) || scene.is_inner_mark(at));
        let word = scene.word(after);
        let verb = after < tokens.end
            && scene.is_word(after)
            && !scene.is_capitalised(after)
            && !word.is(PREPOSITION | ROLE | DOCUMENT | COORDINATOR);
        (leads && verb).then_some((*mention, name.entity.name.as_str()))
    }

    /// The capitalised run that ends at `head`, with the fullest form of it in the article.
    fn run_at(&self, head: usize, floor: usize) -> Option<(Span, String)> {
        let scene = self.scene;
        let word = scene.word(head);
        if !scene.is_capitalised(head) || word.is(ROLE | TITLE_WORD | TIME | DOCUMENT) {
            return None;
        }
        let mut start = head;
        while start > floor && (scene.is_capitalised(start - 1) || scene.is_inner_mark(start - 1)) {
            start -= 1;
        }
        while start < head
            && (scene.word(start).is(TITLE_WORD | ROLE) || !scene.is_word(start) || self.is_shouted_before(start, head))
        {
            start += 1;
        }
        let span = scene.span(start..head + 1);
        let fullest = if start == head { self.runs().get(scene.text(head)).copied() } else { None };
        let name = fullest.unwrap_or(span).of(scene.reading.text);
        Some((span, analysis::spelled(analysis::strip_title(name)).into_owned()))
    }

    /// "WATCHED Ada Venn": a word in capitals before a name that is not.
    fn is_shouted_before(&self, at: usize, head: usize) -> bool {
        let case = |at: usize| self.scene.reading.tokens.get(at).map(|token| token.case);
        self.scene.text(at).len() > 3 && case(at) == Some(Case::Upper) && case(head) == Some(Case::Title)
    }

    /// Capitalised runs of two words or more by their last word; the first one wins.
    fn runs(&self) -> &FxHashMap<&'a str, Span> {
        self.runs.get_or_init(|| {
            let scene = self.scene;
            let mut runs = FxHashMap::default();
            let mut start = None;
            for index in 0..=scene.reading.tokens.len() {
                let inside = scene.is_capitalised(index) && scene.word(index).is_plain();
                match (inside, start) {
                    (true, None) => start = Some(index),
                    (false, Some(first)) => {
                        if index - first > 1 && index - first < 5 {
                            runs.entry(scene.text(index - 1)).or_insert_with(|| scene.span(first..index));
                        }
                        start = None;
                    }
                    _ => {}
                }
            }
            runs
        })
    }

    /// The persons named in a span, with their canonical names.
    pub(super) fn people_in(&self, span: Span) -> Vec<(Span, String)> {
        let mentions = self.names.within(span).iter();
        let named = mentions.filter_map(|(mention, index)| Some((*mention, self.names.all.get(*index)?)));
        let persons = named.filter(|(_, name)| name.entity.kind == EntityType::Person);
        persons.map(|(mention, name)| (mention, name.entity.name.clone())).collect()
    }

    /// Whether a person is named in a span.
    pub(super) fn is_named_in(&self, name: &str, span: Span) -> bool {
        self.people_in(span).iter().any(|(_, other)| other == name)
    }

    /// The same as speakers.
    pub(super) fn people_as_speakers(&self, people: &[(Span, String)]) -> Vec<Speaker> {
        let speakers =
            people.iter().map(|(span, name)| Speaker { name: Some(name.clone()), start: span.start, end: span.end });
        speakers.collect()
    }

    /// The person whose family name is `word`, whatever its case, if it is one person.
    pub(super) fn family(&self, word: &str) -> Option<String> {
        let last = word.split_whitespace().last()?.to_lowercase();
        self.families().get(&last).and_then(|name| name.clone())
    }

    /// Family names in small letters with the person; nobody where two have it.
    fn families(&self) -> &FxHashMap<String, Option<String>> {
        self.families.get_or_init(|| {
            let mut families: FxHashMap<String, Option<String>> = FxHashMap::default();
            for name in self.names.persons().map(|name| &name.entity.name) {
                let Some(family) = analysis::family_name(name) else { continue };
                let holder = families.entry(family.to_lowercase()).or_insert_with(|| Some(name.clone()));
                if holder.as_ref() != Some(name) {
                    *holder = None;
                }
            }
            families
        })
    }

    /// Whether a capitalised run is, elsewhere too, the full form of its last word.
    pub(super) fn is_fullest_run(&self, tokens: &Range<usize>) -> bool {
        let span = self.scene.span(tokens.clone());
        tokens.end > tokens.start
            && self
                .runs()
                .get(self.scene.text(tokens.end - 1))
                .is_some_and(|run| run.of(self.scene.reading.text) == span.of(self.scene.reading.text))
    }

    /// Whether the tokens are nothing but a name, by their shape.
    pub(super) fn is_name(&self, name: &Range<usize>) -> bool {
        let plain = |at: usize| self.scene.is_word(at) && self.scene.word(at).is_plain();
        name.clone().all(plain) && self.is_fullest_run(name)
    }

    /// The person whose initials are `letters`, if it is one.
    pub(super) fn by_initials(&self, letters: &str) -> Option<String> {
        let initials = |name: &str| name.split_whitespace().filter_map(|word| word.chars().next()).collect::<String>();
        let mut fitting = self.names.persons().map(|name| &name.entity.name).filter(|name| initials(name) == letters);
        let found = fitting.next()?;
        fitting.next().is_none().then(|| found.clone())
    }

    /// The last capitalised run of two words or more among the tokens, where no name is known.
    pub(super) fn runs_in(&self, tokens: &Range<usize>) -> Option<Speaker> {
        if !self.names.within(self.scene.span(tokens.clone())).is_empty() {
            return None;
        }
        let last = tokens.clone().rev().find(|at| {
            *at > tokens.start + 1
                && self.scene.is_capitalised(*at)
                && self.scene.is_capitalised(*at - 1)
                && self.scene.word(*at).is_plain()
        })?;
        let (span, name) = self.run_at(last, tokens.start)?;
        Some(Speaker { name: Some(name), start: span.start, end: span.end })
    }

    /// Whom "the mayor" means: the one person whom the article calls mayor.
    fn holder(&self, tokens: &Range<usize>) -> Option<String> {
        let scene = self.scene;
        let definite = tokens.len() == 2 && scene.text(tokens.start).eq_ignore_ascii_case("the");
        let role = scene.text(tokens.end.checked_sub(1)?);
        if !definite || role.ends_with('s') || !scene.word(tokens.end - 1).is(ROLE) {
            return None;
        }
        self.roles().get(role.to_lowercase().as_str()).and_then(|name| name.clone())
    }

    /// Roles with the person who has them; nobody where two have.
    fn roles(&self) -> &FxHashMap<String, Option<String>> {
        self.roles.get_or_init(|| {
            let mut roles: FxHashMap<String, Option<String>> = FxHashMap::default();
            for (mention, index) in &self.names.mentions {
                let Some(name) = self.names.all.get(*index).filter(|name| name.entity.kind == EntityType::Person)
                else {
                    continue;
                };
                for role in self.roles_beside(*mention) {
                    let holder = roles.entry(role).or_insert_with(|| Some(name.entity.name.clone()));
                    if holder.as_deref() != Some(name.entity.name.as_str()) {
                        *holder = None;
                    }
                }
            }
            roles
        })
    }

    /// "Mayor Ada Venn", "Ada Venn, the mayor of Orlo".
    fn roles_beside(&self, mention: Span) -> Vec<String> {
        let scene = self.scene;
        let first = analysis::token_at(scene.reading.tokens, mention.start);
        let after = analysis::token_at(scene.reading.tokens, mention.end);
        let mut roles = Vec::new();
        if let Some(before) = first.checked_sub(1).filter(|before| scene.word(*before).is(ROLE)) {
            roles.push(scene.text(before).to_lowercase());
        }
        if scene.word(first).is(ROLE) {
            roles.push(scene.text(first).to_lowercase());
        }
        if scene.text(after) == "," {
            let role = (after + 1..after + 6)
                .take_while(|at| scene.is_word(*at) && !scene.word(*at).is(PREPOSITION))
                .filter(|at| scene.word(*at).is(ROLE))
                .last();
            roles.extend(role.map(|at| scene.text(at).to_lowercase()));
        }
        roles
    }
}
