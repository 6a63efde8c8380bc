//! Which mentions name the same thing: one entity for the long form and its short forms.

use super::lists::{FEMININE, MASCULINE, known};
use super::runs::{Piece, Scan};
use super::{Gender, Name, Names};
use crate::analysis::family_name;
use crate::article::{Entity, EntityType};
use rustc_hash::FxHashMap;

/// Links the pieces whose kind is known; `pieces` are in the order of the text.
pub(super) fn link(scan: &Scan, pieces: &[(&Piece, EntityType)]) -> Names {
    let mut linker =
        Linker { scan, names: Names::default(), surfaces: FxHashMap::default(), families: FxHashMap::default() };
    linker.announce(pieces);
    for (piece, kind) in pieces {
        linker.add(piece, *kind);
    }
    linker.names
}

struct Linker<'s, 'r, 'a> {
    scan: &'s Scan<'r, 'a>,
    names: Names,
    /// Entity by what its mention says.
    surfaces: FxHashMap<(&'a str, EntityType), usize>,
    /// The long forms of persons by their family name: the first one, then the most recent one.
    families: FxHashMap<&'a str, Family<'a>>,
}

#[derive(Default)]
struct Family<'a> {
    first: &'a str,
    recent: Option<usize>,
}

impl<'a> Linker<'_, '_, 'a> {
    /// Notes every long form, so that a short form before it finds it.
    fn announce(&mut self, pieces: &[(&Piece, EntityType)]) {
        for (piece, kind) in pieces {
            let surface = self.scan.text(piece.tokens.clone());
            if *kind == EntityType::Person && piece.tokens.len() > 1 {
                if let Some(family) = family_name(surface) {
                    let entry = self.families.entry(family).or_default();
                    if entry.first.is_empty() {
                        entry.first = surface;
                    }
                }
            }
        }
    }

    fn add(&mut self, piece: &Piece, kind: EntityType) {
        let surface = self.scan.text(piece.tokens.clone());
        let index = self.find(surface, piece, kind);
        let span = self.scan.reading.span(piece.tokens.clone());
        let name = &mut self.names.all[index];
        name.entity.mentions.push(span);
        if kind == EntityType::Person && name.gender.is_none() {
            name.gender = gender(self.scan, piece);
        }
        self.names.mentions.push((span, index));
    }

    fn find(&mut self, surface: &'a str, piece: &Piece, kind: EntityType) -> usize {
        if kind == EntityType::Person && piece.tokens.len() == 1 {
            if let Some(family) = self.families.get(surface) {
                if let Some(recent) = family.recent {
                    return recent;
                }
                let long = family.first;
                return self.person(long);
            }
        }
        if kind == EntityType::Person {
            return self.person(surface);
        }
        if let Some(index) = self.acronym(piece, kind) {
            self.surfaces.insert((surface, kind), index);
            return index;
        }
        self.named(surface, kind)
    }

    fn person(&mut self, surface: &'a str) -> usize {
        let index = self.named(surface, EntityType::Person);
        if let Some(family) = family_name(surface).and_then(|family| self.families.get_mut(family)) {
            family.recent = Some(index);
        }
        index
    }

    fn named(&mut self, surface: &'a str, kind: EntityType) -> usize {
        let names = &mut self.names.all;
        *self.surfaces.entry((surface, kind)).or_insert_with(|| {
            let name = surface.split_whitespace().collect::<Vec<_>>().join(" ");
            names.push(Name { entity: Entity { kind, name, mentions: Vec::new() }, gender: None });
            names.len() - 1
        })
    }

    /// "Harbour Authority (HA)": the entity just before the parenthesis, if the letters fit.
    fn acronym(&self, piece: &Piece, kind: EntityType) -> Option<usize> {
        let open = piece.tokens.start.checked_sub(1)?;
        if self.scan.reading.word(open) != "(" || self.scan.reading.word(piece.tokens.end) != ")" {
            return None;
        }
        let (span, index) = *self.names.mentions.last()?;
        let long = span.of(self.scan.reading.text);
        let near = span.end + 2 >= self.scan.reading.tokens[open].start;
        let fits = initials_fit(long, self.scan.text(piece.tokens.clone()));
        (near && fits && self.names.all[index].entity.kind == kind).then_some(index)
    }
}

/// Whether the letters of `acronym` are the first letters of the capitalised words of `long`.
pub(super) fn initials_fit(long: &str, acronym: &str) -> bool {
    let words = long.split(|character: char| !character.is_alphanumeric());
    let initials = words.filter_map(|word| word.chars().next()).filter(|first| first.is_uppercase());
    initials.eq(acronym.chars().filter(|character| character.is_alphanumeric()))
}

fn gender(scan: &Scan, piece: &Piece) -> Option<Gender> {
    let by_title = (piece.title.into_iter()).find_map(|title| match scan.reading.word(title) {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Pope" | "Father" | "Baron" | "Congressman" | "Chairman" => {
            Some(Gender::Masculine)
        }
        "Mrs" | "Ms" | "Miss" | "Dame" | "Lady" | "Queen" | "Princess" | "Baroness" | "Congresswoman"
        | "Chairwoman" => Some(Gender::Feminine),
        _ => None,
    });
    by_title.or_else(|| {
        let first = known(scan.reading.word(piece.tokens.start)) & (MASCULINE | FEMININE);
        match first {
            MASCULINE => Some(Gender::Masculine),
            FEMININE => Some(Gender::Feminine),
            _ => None,
        }
    })
}

/// Sorts and drops what overlaps: a guard, for pieces come in order.
pub(super) fn in_order(pieces: &mut Vec<Piece>) {
    pieces.sort_by_key(|piece| piece.tokens.start);
    let mut end = 0;
    pieces.retain(|piece| {
        let keeps = piece.tokens.start >= end && !piece.tokens.is_empty();
        if keeps {
            end = piece.tokens.end;
        }
        keeps
    });
}
