//! Names: persons, organizations and places, each with its mentions and one canonical name.

mod agree;
mod classify;
mod cut;
mod features;
mod gazetteer;
mod gender;
mod headings;
mod link;
mod lists;
mod mend;
mod runs;
pub mod tagger;

use super::Reading;
use crate::article::{Entity, EntityType, Span};
use runs::{Piece, Scan};
use std::ops::Range;

/// Grammatical gender that a person's first name or title tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// "he"
    Masculine,
    /// "she"
    Feminine,
}

/// One named thing of an article.
#[derive(Clone, Debug)]
pub struct Name {
    /// The entity as it goes into the record.
    pub entity: Entity,
    /// For persons: what a title ("Mrs.") or a first name tells.
    pub gender: Option<Gender>,
}

/// All names of an article, with a view by place.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The named things, in order of their first mention.
    pub all: Vec<Name>,
    /// Every mention with the index of its name in `all`, in order of the text, not overlapping.
    pub mentions: Vec<(Span, usize)>,
}

impl Names {
    /// The mentions that overlap `span`.
    pub fn within(&self, span: Span) -> &[(Span, usize)] {
        let first = self.mentions.partition_point(|(mention, _)| mention.end <= span.start);
        let last = self.mentions.partition_point(|(mention, _)| mention.start < span.end);
        self.mentions.get(first..last).unwrap_or_default()
    }

    /// The persons among the names.
    pub fn persons(&self) -> impl Iterator<Item = &Name> {
        self.all.iter().filter(|name| name.entity.kind == EntityType::Person)
    }

    /// The entities alone.
    pub fn into_entities(self) -> Vec<Entity> {
        self.all.into_iter().map(|name| name.entity).collect()
    }
}

/// Finds the names of an article.
pub fn find(reading: &Reading) -> Names {
    let scan = Scan::new(reading);
    let (pieces, shouted) = tagger::rule_pieces(&scan);
    let kinds = classify::kinds(&scan, &pieces);
    let tags = features::rule_tags(&scan, &pieces, &kinds);
    let rules: Vec<_> = pieces.iter().zip(kinds).filter_map(|(piece, kind)| Some((piece, kind?))).collect();
    let english = reading.article.language.as_deref().is_none_or(|language| language == "en");
    let mut tagged = if english { tagger::tag(&scan, &tags) } else { sure(&rules) };
    mend::mend(&scan, &mut tagged, &rules);
    agree::agree(&scan, &mut tagged, &rules, &shouted);
    let mut named: Vec<(Piece, EntityType)> =
        tagged.into_iter().map(|(tokens, kind)| piece(&scan, tokens, kind)).collect();
    let mut pieces: Vec<Piece> = named.iter().map(|(piece, _)| piece.clone()).collect();
    let body = pieces.len();
    headings::known_names(&scan, &shouted, &mut pieces);
    let kinds = classify::kinds(&scan, &pieces);
    let heads = pieces.into_iter().zip(kinds).skip(body);
    named.extend(heads.filter_map(|(piece, kind)| Some((piece, kind?))));
    named.sort_by_key(|(piece, _)| piece.tokens.start);
    let named: Vec<_> = named.iter().map(|(piece, kind)| (piece, *kind)).collect();
    link::link(&scan, &named)
}

/// In languages that the tagger was not trained on: only what lists and titles name.
fn sure(rules: &[(&Piece, EntityType)]) -> Vec<agree::Found> {
    let known = rules.iter().filter(|(piece, _)| match piece.hint {
        runs::Hint::Place | runs::Hint::Organization | runs::Hint::Titled => true,
        runs::Hint::FirstName => piece.tokens.len() == 2,
        _ => false,
    });
    known.map(|(piece, kind)| (piece.tokens.clone(), *kind)).collect()
}

/// A name that the tagger found, with the title before it.
fn piece(scan: &Scan, tokens: Range<usize>, kind: EntityType) -> (Piece, EntityType) {
    let before = (tokens.start.saturating_sub(2)..tokens.start).rev().find(|index| scan.reading.word(*index) != ".");
    let title = before.filter(|index| kind == EntityType::Person && scan.is(*index, lists::TITLE));
    (Piece { tokens, hint: runs::Hint::Repeated, title, starts_sentence: false }, kind)
}

#[cfg(test)]
mod tests;
