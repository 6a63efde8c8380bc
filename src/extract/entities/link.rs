//! Which mentions name the same thing: one entity for the long form and its short forms. Data: `aliases.txt`.

use super::lists::{FIRST_NAME, known};
use super::runs::{Piece, Scan};
use super::{Gender, Name, Names};
use super::{gazetteer, gender};
use crate::analysis::{family_name, spelled};
use crate::article::{Entity, EntityType};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

static ALIASES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("aliases.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).collect()
});

/// Links the pieces whose kind is known; `pieces` are in the order of the text.
pub(super) fn link(scan: &Scan, pieces: &[(&Piece, EntityType)]) -> Names {
    let mut linker = Linker {
        scan,
        names: Names::default(),
        surfaces: FxHashMap::default(),
        persons: FxHashMap::default(),
        families: FxHashMap::default(),
        firsts: FxHashMap::default(),
    };
    linker.announce(pieces);
    for (piece, kind) in pieces {
        linker.add(piece, *kind);
    }
    let mut names = linker.names;
    for entity in names.all.iter_mut().map(|name| &mut name.entity).filter(|entity| entity.kind == EntityType::Place) {
        entity.country = gazetteer::country_of(&entity.name);
    }
    gender::by_pronouns(scan, &mut names);
    names
}

/// Letters of the longest place that is written in capitals because it is an acronym.
const LONGEST_ACRONYM: usize = 5;

struct Linker<'s, 'r, 'a> {
    scan: &'s Scan<'r, 'a>,
    names: Names,
    /// Entity by what its mention says.
    surfaces: FxHashMap<(Cow<'a, str>, EntityType), usize>,
    /// Persons by first and last word of their long forms.
    persons: FxHashMap<(String, String), usize>,
    /// Who bears a family name.
    families: FxHashMap<String, Bearers<'a>>,
    /// Who bears a first name.
    firsts: FxHashMap<String, Bearers<'a>>,
}

/// The persons who share a word of their names: the first long form of the article, and the most recent mentions.
#[derive(Default)]
struct Bearers<'a> {
    first: Cow<'a, str>,
    recent: Option<usize>,
    masculine: Option<usize>,
    feminine: Option<usize>,
}

impl<'a> Linker<'_, '_, 'a> {
    /// Notes every long form, so that a short form before it finds it.
    fn announce(&mut self, pieces: &[(&Piece, EntityType)]) {
        for (piece, kind) in pieces {
            let surface = self.scan.text(piece.tokens.clone());
            if *kind != EntityType::Person || !surface.contains(char::is_whitespace) {
                continue;
            }
            let surface = spelled(surface);
            let first = surface.split_whitespace().next().unwrap_or_default();
            if let Some(family) = family_name(&surface) {
                note(self.families.entry(family.to_owned()).or_default(), &surface);
                if known(first) & FIRST_NAME != 0 {
                    note(self.firsts.entry(first.to_owned()).or_default(), &surface);
                }
            }
        }
    }

    fn add(&mut self, piece: &Piece, kind: EntityType) {
        let surface = self.scan.text(piece.tokens.clone());
        let title = gender::by_title(self.scan, piece);
        let index = match kind {
            EntityType::Person => self.person(spelled(surface), title),
            _ => self.thing(surface, piece, kind),
        };
        let span = self.scan.reading.span(piece.tokens.clone());
        if let Some(name) = self.names.all.get_mut(index) {
            name.entity.mentions.push(span);
            if kind == EntityType::Person && name.gender.is_none() {
                name.gender = title.or_else(|| gender::by_first_name(self.scan, piece));
            }
        }
        if kind == EntityType::Person {
            self.remember(index, &spelled(surface));
        }
        self.names.mentions.push((span, index));
    }

    /// Makes `index` the most recent bearer of the words of its name.
    fn remember(&mut self, index: usize, surface: &str) {
        let gender = self.names.all.get(index).and_then(|name| name.gender);
        let words = [family_name(surface), surface.split_whitespace().next()];
        for (bearers, word) in [&mut self.families, &mut self.firsts].into_iter().zip(words) {
            let Some(bearers) = word.and_then(|word| bearers.get_mut(word)) else { continue };
            bearers.recent = Some(index);
            match gender {
                Some(Gender::Masculine) => bearers.masculine = Some(index),
                Some(Gender::Feminine) => bearers.feminine = Some(index),
                None => {}
            }
        }
    }

    fn person(&mut self, surface: Cow<'a, str>, title: Option<Gender>) -> usize {
        let Some((first, _)) = surface.split_once(char::is_whitespace) else {
            return self.short_person(surface, title);
        };
        let family = family_name(&surface).unwrap_or(&surface);
        let key = (first.to_owned(), family.to_owned());
        let index = match self.persons.get(&key) {
            Some(index) => *index,
            None => self.named(surface.clone(), &surface, EntityType::Person),
        };
        self.persons.insert(key, index);
        self.lengthen(index, &surface);
        index
    }

    /// A family name or a first name alone: the most recent bearer whose gender fits, else the first one to come.
    fn short_person(&mut self, surface: Cow<'a, str>, title: Option<Gender>) -> usize {
        let bearers = self.families.get(&*surface).or_else(|| self.firsts.get(&*surface));
        let Some(bearers) = bearers else { return self.named(surface.clone(), &surface, EntityType::Person) };
        let recent = match title {
            Some(Gender::Masculine) => bearers.masculine.or(bearers.recent),
            Some(Gender::Feminine) => bearers.feminine.or(bearers.recent),
            None => bearers.recent,
        };
        let Some(recent) = recent else { return self.person(bearers.first.clone(), None) };
        let gender = self.names.all.get(recent).and_then(|name| name.gender);
        if title.is_some() && gender.is_some() && gender != title {
            return self.named(surface.clone(), &surface, EntityType::Person);
        }
        recent
    }

    fn thing(&mut self, surface: &'a str, piece: &Piece, kind: EntityType) -> usize {
        if let Some(index) = self.acronym(piece, kind) {
            self.surfaces.insert((Cow::Borrowed(surface), kind), index);
            return index;
        }
        let shouted = kind == EntityType::Place
            && !ALIASES.contains_key(surface)
            && (surface.len() > LONGEST_ACRONYM || gazetteer::is_place(surface));
        let surface = if shouted { spelled(surface) } else { Cow::Borrowed(surface) };
        let alias = ALIASES.get(&*surface).copied();
        let name = alias.map_or(surface, Cow::Borrowed);
        let index = self.named(name.clone(), &name, kind);
        self.lengthen(index, &name);
        index
    }

    fn named(&mut self, key: Cow<'a, str>, surface: &str, kind: EntityType) -> usize {
        let names = &mut self.names.all;
        *self.surfaces.entry((key, kind)).or_insert_with(|| {
            let entity = Entity { kind, name: one_line(surface), mentions: Vec::new(), country: None };
            names.push(Name { entity, gender: None });
            names.len() - 1
        })
    }

    /// The longest form is the canonical name.
    fn lengthen(&mut self, index: usize, surface: &str) {
        if let Some(name) = self.names.all.get_mut(index).filter(|name| name.entity.name.len() < surface.len()) {
            name.entity.name = one_line(surface);
        }
    }

    /// "Harbour Authority (HA)": the entity just before the parenthesis, if the letters fit.
    fn acronym(&self, piece: &Piece, kind: EntityType) -> Option<usize> {
        let open = piece.tokens.start.checked_sub(1)?;
        if self.scan.reading.word(open) != "(" || self.scan.reading.word(piece.tokens.end) != ")" {
            return None;
        }
        let (span, index) = *self.names.mentions.last()?;
        let near = span.end + 2 >= self.scan.reading.tokens.get(open)?.start;
        let fits = initials_fit(span.of(self.scan.reading.text), self.scan.text(piece.tokens.clone()));
        (near && fits && self.names.all.get(index)?.entity.kind == kind).then_some(index)
    }
}

fn note<'a>(bearers: &mut Bearers<'a>, surface: &str) {
    if bearers.first.is_empty() {
        bearers.first = Cow::Owned(surface.to_owned());
    }
}

/// A name that a line break runs through, on one line.
fn one_line(surface: &str) -> String {
    surface.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the letters of `acronym` are the first letters of the capitalised words of `long`.
pub(super) fn initials_fit(long: &str, acronym: &str) -> bool {
    let words = long.split(|character: char| !character.is_alphanumeric());
    let initials = words.filter_map(|word| word.chars().next()).filter(|first| first.is_uppercase());
    initials.eq(acronym.chars().filter(|character| character.is_alphanumeric()))
}
