//! Names: persons, organizations and places, each with its mentions and one canonical name.

mod classify;
mod cut;
mod gender;
mod headings;
mod link;
mod lists;
mod runs;

use super::Reading;
use crate::article::{Entity, EntityType, Span};
use runs::Scan;

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
    let mut pieces = Vec::new();
    let mut headings = Vec::new();
    for passage in reading.passages.iter().filter(|passage| passage.is_content()) {
        for sentence in &passage.sentences {
            if headings::all_capitalised(&scan, passage, sentence) {
                headings.push(sentence.clone());
            } else {
                scan.sentence(sentence.clone(), &mut pieces);
            }
        }
    }
    headings::known_names(&scan, &headings, &mut pieces);
    runs::in_order(&mut pieces);
    let kinds = classify::kinds(&scan, &pieces);
    let named: Vec<_> = pieces.iter().zip(kinds).filter_map(|(piece, kind)| Some((piece, kind?))).collect();
    link::link(&scan, &named)
}

#[cfg(test)]
mod tests;
