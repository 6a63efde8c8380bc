//! Whom "he" and "she" mean: the person of that gender in focus.

use super::super::Gender;
use super::cast::{Cast, Focus};
use super::lexicon::{
    AUXILIARY, COORDINATOR, DETERMINER, FEMININE, MASCULINE, PERSONAL, PREPOSITION, RELATIVE, TITLE_WORD,
};
use crate::analysis;
use crate::article::{EntityType, Span, Speaker};
use rustc_hash::FxHashMap;

/// Tokens of the longest description of a person that is looked at.
const LONGEST_DESCRIPTION: usize = 10;

/// How many mentions back a pronoun may reach.
const REACH: usize = 40;

/// How much less likely a person is meant whom somebody just talked about.
const TALKED_ABOUT: i64 = 8;

/// How much more likely a person is meant who became the subject of a sentence after the last statement.
const NEW_SUBJECT: i64 = 16;

impl Cast<'_, '_, '_> {
    /// The person that a pronoun stands for.
    pub(super) fn pronoun(&self, at: usize, focus: &Focus) -> Speaker {
        let span = self.scene.span(at..at + 1);
        let word = self.scene.word(at);
        let gender = match (word.is(MASCULINE), word.is(FEMININE)) {
            (true, _) => Some(Gender::Masculine),
            (_, true) => Some(Gender::Feminine),
            _ => None,
        };
        let name = gender.and_then(|gender| self.person_before(span.start, gender, focus));
        Speaker { name, start: span.start, end: span.end }
    }

    /// The person of that gender in focus before `at`.
    fn person_before(&self, at: usize, gender: Gender, focus: &Focus) -> Option<String> {
        let mentions = &self.names.mentions;
        let last = mentions.partition_point(|(mention, _)| mention.end <= at);
        let first = last.saturating_sub(REACH);
        let mut best: Option<(i64, &str)> = None;
        let mut scores: FxHashMap<usize, i64> = FxHashMap::default();
        let mut distance = 0;
        for (mention, index) in mentions.get(first..last)?.iter().rev() {
            let Some(name) = self.names.all.get(*index) else { continue };
            let talked_about = self.is_talked_about(*mention, focus);
            distance += usize::from(!talked_about);
            if name.entity.kind != EntityType::Person || self.gender(*index).is_some_and(|own| own != gender) {
                continue;
            }
            let penalty = if talked_about { TALKED_ABOUT } else { 0 };
            let penalty =
                penalty - if mention.start > focus.at && self.starts_sentence(*mention) { NEW_SUBJECT } else { 0 };
            let score = self.salience(*mention, at, distance) + i64::from(name.gender.is_some()) - penalty;
            let total = scores.entry(*index).and_modify(|total| *total = (*total).max(score) + 1).or_insert(score);
            let spoke = focus.speaker.as_deref() == Some(name.entity.name.as_str());
            let since = at.saturating_sub(focus.at);
            let total = *total
                + if !spoke {
                    0
                } else if since < 400 {
                    14
                } else if since < 1200 {
                    8
                } else {
                    0
                };
            if best.is_none_or(|(score, _)| total > score) {
                best = Some((total, name.entity.name.as_str()));
            }
        }
        best.map(|(_, name)| name.to_owned())
    }

    /// Whether a mention stands inside what somebody said.
    fn is_talked_about(&self, mention: Span, focus: &Focus) -> bool {
        let inside = |spans: &[Span]| {
            let index = spans.partition_point(|span| span.end <= mention.start);
            spans.get(index).is_some_and(|span| span.start <= mention.start)
        };
        inside(&self.quoted) || inside(&focus.said)
    }

    /// The gender of a person: by the name, else by the pronouns that follow the name most.
    fn gender(&self, index: usize) -> Option<Gender> {
        let known = self.names.all.get(index).and_then(|name| name.gender);
        known.or_else(|| self.learned.get_or_init(|| self.learn_genders()).get(&index).copied())
    }

    /// Counts, for names whose gender is not known, the first "he" or "she" after them in their sentence.
    fn learn_genders(&self) -> FxHashMap<usize, Gender> {
        let scene = self.scene;
        let mut votes: FxHashMap<usize, (u32, u32)> = FxHashMap::default();
        for (mention, index) in &self.names.mentions {
            let unknown = self
                .names
                .all
                .get(*index)
                .is_some_and(|name| name.gender.is_none() && name.entity.kind == EntityType::Person);
            if !unknown {
                continue;
            }
            let token = analysis::token_at(scene.reading.tokens, mention.end);
            let following = (token..token + 14)
                .take_while(|at| scene.text(*at) != "." && !scene.word(*at).is(super::lexicon::TITLE_WORD));
            let Some(pronoun) =
                following.into_iter().map(|at| scene.word(at)).find(|word| word.is(MASCULINE | FEMININE))
            else {
                continue;
            };
            let (masculine, feminine) = votes.entry(*index).or_default();
            if pronoun.is(MASCULINE) { *masculine += 1 } else { *feminine += 1 }
        }
        let decided = votes.into_iter().filter_map(|(index, (masculine, feminine))| match (masculine, feminine) {
            (m, f) if m >= 2 && m >= 3 * f => Some((index, Gender::Masculine)),
            (m, f) if f >= 2 && f >= 3 * m => Some((index, Gender::Feminine)),
            _ => None,
        });
        decided.collect()
    }

    /// Whether a mention is among the first words of a sentence, or behind a comma and before a verb: mostly its subject.
    fn starts_sentence(&self, mention: Span) -> bool {
        let scene = self.scene;
        let token = analysis::token_at(scene.reading.tokens, mention.start);
        let index = self.starts.partition_point(|start| *start <= token).checked_sub(1);
        let Some(start) = index.and_then(|index| self.starts.get(index)) else { return false };
        if token - start < 4 {
            return true;
        }
        let after = analysis::token_at(scene.reading.tokens, mention.end);
        let verb = scene.is_word(after)
            && !scene.is_capitalised(after)
            && !scene.word(after).is(PREPOSITION | COORDINATOR | RELATIVE);
        verb && scene.text(token - 1) == "," || self.explains(token, *start)
    }

    /// "The panel's chairman, Sen. Ada Venn of Lisle, was": whether the name at `token` explains the description that
    /// starts the sentence.
    fn explains(&self, token: usize, start: usize) -> bool {
        let scene = self.scene;
        let titled = |at: &usize| scene.word(*at).is(TITLE_WORD) || scene.text(*at) == ".";
        let Some(comma) = (start..token).rev().find(|at| !titled(at)) else { return false };
        let inside = |at: usize| scene.is_word(at) || scene.is_inner_mark(at);
        let description = |at: usize| inside(at) && !scene.word(at).is(AUXILIARY | PERSONAL | COORDINATOR);
        scene.text(comma) == ","
            && comma - start < LONGEST_DESCRIPTION
            && scene.word(start).is(DETERMINER)
            && (start..comma).all(description)
    }

    /// How much a mention is in focus at `at`.
    fn salience(&self, mention: Span, at: usize, distance: usize) -> i64 {
        let text = self.scene.reading.text;
        let after = text.get(mention.end..).unwrap_or_default();
        let possessive = after.starts_with("'s") || after.starts_with("’s");
        let starts = self.starts_sentence(mention);
        let mut score = 10
            - i64::try_from(distance).unwrap_or(40)
            - i64::try_from(at.saturating_sub(mention.end) / 150).unwrap_or(20).min(20);
        score += if starts { 5 } else { 0 };
        score -= if possessive { 2 } else { 0 };
        score
    }
}
