//! One name, one kind: the mentions of a name vote over the article, and mentions that were missed are added.

use super::lists::{
    AMBIGUOUS, CALENDAR, COMMON, COMMON_OPEN, FIRST_NAME, ORGANIZATION, OTHER, PEOPLE, PLACE, SMALL, TITLE, known,
};
use super::runs::{Hint, Piece, Scan};
use crate::article::EntityType;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A name that was found, with its kind.
pub(super) type Found = (Range<usize>, EntityType);

/// Votes for person, organization, place and misc.
type Votes = [u32; 4];

/// Lets the mentions of each name agree on its kind, and adds mentions that stand elsewhere in the article.
pub(super) fn agree(scan: &Scan, found: &mut Vec<Found>, rules: &[(&Piece, EntityType)], left_out: &[Range<usize>]) {
    let mut votes = votes(scan, found);
    votes.retain(|name, _| known(name) & OTHER == 0);
    for (piece, kind) in rules.iter().filter(|(piece, _)| is_telling(piece)) {
        if let Some(votes) = votes.get_mut(scan.text(piece.tokens.clone())) {
            votes[*kind as usize] += HEADED;
        }
    }
    for (tokens, kind) in found.iter_mut() {
        if let Some(votes) = votes.get(scan.text(tokens.clone())) {
            *kind = winner(votes, *kind);
        }
    }
    add_missed(scan, found, &votes, left_out);
}

/// Votes of a person's full name for its last word: in one article it hardly ever names anything else.
const FAMILY: u32 = 12;

/// Votes of a telling word in a name: "River", "Ministry".
const HEADED: u32 = 3;

/// Votes of a list for a name that it has.
const LISTED: u32 = 3;

/// Whether the words of a piece tell its kind: "River", "Ministry", a first name before another name, a title.
fn is_telling(piece: &Piece) -> bool {
    match piece.hint {
        Hint::PlaceHead | Hint::OrganizationHead | Hint::Titled => true,
        Hint::FirstName => piece.tokens.len() > 1,
        _ => false,
    }
}

/// What the mentions of each name say, and the lists; the last word of a person's name speaks for itself elsewhere.
fn votes<'a>(scan: &Scan<'_, 'a>, found: &[Found]) -> FxHashMap<&'a str, Votes> {
    let mut votes: FxHashMap<&str, Votes> = FxHashMap::default();
    for (tokens, kind) in found {
        let name = scan.text(tokens.clone());
        let listed = known(name);
        if !votes.contains_key(name) && listed & (AMBIGUOUS | FIRST_NAME) == 0 {
            let votes = votes.entry(name).or_default();
            votes[EntityType::Place as usize] += if listed & PLACE != 0 { LISTED } else { 0 };
            votes[EntityType::Organization as usize] += if listed & ORGANIZATION != 0 { LISTED } else { 0 };
        }
        // A name that is no other kind of name is more often one of the three.
        let weight = if *kind == EntityType::Misc { 1 } else { 2 };
        votes.entry(scan.text(tokens.clone())).or_default()[*kind as usize] += weight;
        if *kind == EntityType::Person && tokens.len() > 1 {
            let family = scan.text(tokens.end - 1..tokens.end);
            let weight = if known(family) & (PLACE | ORGANIZATION) == 0 { FAMILY } else { 2 };
            votes.entry(family).or_default()[*kind as usize] += weight;
        }
    }
    votes
}

/// The kind with the most votes; `own` where none has more than it.
fn winner(votes: &Votes, own: EntityType) -> EntityType {
    let mut best = own;
    for kind in [EntityType::Person, EntityType::Organization, EntityType::Place, EntityType::Misc] {
        if votes[kind as usize] > votes[best as usize] {
            best = kind;
        }
    }
    best
}

/// Single capitalised words outside all names that are a name elsewhere.
fn add_missed(scan: &Scan, found: &mut Vec<Found>, votes: &FxHashMap<&str, Votes>, left_out: &[Range<usize>]) {
    let mut missed = Vec::new();
    let mut taken = found.iter().map(|(tokens, _)| tokens.clone()).peekable();
    for passage in scan.reading.passages.iter().filter(|passage| passage.is_content()) {
        for index in passage.tokens.clone() {
            while taken.peek().is_some_and(|tokens| tokens.end <= index) {
                taken.next();
            }
            let inside = taken.peek().is_some_and(|tokens| tokens.start <= index);
            let plain = !scan.is(index, COMMON | COMMON_OPEN | SMALL | CALENDAR | PEOPLE | TITLE);
            let alone = !scan.is_capital(index + 1) && (index == 0 || !scan.is_capital(index - 1));
            if inside
                || !scan.is_capital(index)
                || !plain
                || !alone
                || left_out.iter().any(|range| range.contains(&index))
            {
                continue;
            }
            let votes = votes.get(scan.reading.word(index)).filter(|_| !scan.stands_small(index));
            if let Some(votes) = votes.filter(|votes| votes[..3].iter().any(|votes| *votes > 0)) {
                missed.push((index..index + 1, winner(votes, EntityType::Misc)));
            }
        }
    }
    found.extend(missed);
    found.sort_by_key(|(tokens, _)| tokens.start);
}
