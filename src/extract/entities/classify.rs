//! What kind of thing a piece names: evidence from its shape, from the words around it and from the whole article.

use super::lists::*;
use super::runs::{Hint, Piece, Scan};
use crate::article::EntityType;
use rustc_hash::FxHashMap;

/// Evidence for person, organization, place and misc, in this order.
pub(super) type Evidence = [i32; 4];

const PERSON: usize = 0;
const ORGANIZATION_KIND: usize = 1;
const PLACE_KIND: usize = 2;
const KINDS: [EntityType; 4] = [EntityType::Person, EntityType::Organization, EntityType::Place, EntityType::Misc];

/// The kind of every piece; none where the evidence is too weak for a name.
pub(super) fn kinds(scan: &Scan, pieces: &[Piece]) -> Vec<Option<EntityType>> {
    let own: Vec<Evidence> = pieces.iter().map(|piece| evidence(scan, piece)).collect();
    let mut article: FxHashMap<&str, Evidence> = FxHashMap::default();
    let mut families: FxHashMap<&str, i32> = FxHashMap::default();
    for (piece, evidence) in pieces.iter().zip(&own) {
        let sum = article.entry(scan.text(piece.tokens.clone())).or_default();
        sum.iter_mut().zip(evidence).for_each(|(sum, own)| *sum += own);
        if piece.tokens.len() > 1 && best(evidence, 0) == Some(PERSON) {
            *families.entry(scan.reading.word(piece.tokens.end - 1)).or_default() += 1;
        }
    }
    let decide = |(piece, own): (&Piece, &Evidence)| {
        let mut sum = *own;
        if let Some(all) = article.get(scan.text(piece.tokens.clone())) {
            sum.iter_mut().zip(all).for_each(|(sum, all)| *sum += all);
        }
        if piece.tokens.len() == 1 && families.contains_key(scan.reading.word(piece.tokens.start)) {
            sum[PERSON] += 8;
        }
        best(&sum, 2).and_then(|kind| KINDS.get(kind).copied())
    };
    pieces.iter().zip(&own).map(decide).collect()
}

/// The kind with the most points, if they are more than `least`.
fn best(evidence: &Evidence, least: i32) -> Option<usize> {
    let (kind, most) = evidence.iter().enumerate().rev().max_by_key(|(_, points)| **points)?;
    (*most > least).then_some(kind)
}

fn evidence(scan: &Scan, piece: &Piece) -> Evidence {
    let mut points = by_shape(scan, piece);
    by_words_before(scan, piece, &mut points);
    by_words_after(scan, piece, &mut points);
    points
}

fn by_shape(scan: &Scan, piece: &Piece) -> Evidence {
    let long = piece.tokens.len() > 1;
    match piece.hint {
        Hint::Titled => [10, 0, 0, 0],
        Hint::FirstName if long => [7, 0, 0, 0],
        Hint::FirstName => [4, 0, 0, 0],
        Hint::Place => [0, 0, 8, 0],
        Hint::Ambiguous => [2, 0, 4, 0],
        Hint::PlaceHead if all_ordinary(scan, piece) => [0, 0, 1, 0],
        Hint::PlaceHead => [0, 0, 5, 0],
        Hint::Organization => [0, 8, 0, 0],
        Hint::OrganizationHead => [0, 7, 0, 0],
        Hint::Acronym => [0, 3, 0, 0],
        Hint::Misc => [0, 0, 0, 5],
        Hint::Repeated => [0; 4],
        Hint::Unknown => unknown(scan, piece, long),
    }
}

fn has_place_ending(word: &str) -> bool {
    (3..8).any(|length| {
        let ending = word.len().checked_sub(length).filter(|start| *start > 1).and_then(|start| word.get(start..));
        ending.is_some_and(|ending| known(ending) & PLACE_ENDING != 0)
    })
}

/// "New Home", "Court House": words of every day, and nothing but these.
fn all_ordinary(scan: &Scan, piece: &Piece) -> bool {
    let ordinary = SMALL | COMMON_OPEN | PLACE_HEAD | PLACE_HEAD_BEFORE | CALENDAR;
    piece.tokens.clone().all(|index| !scan.is_capital(index) || scan.is(index, ordinary))
}

/// Nothing is known of the words: two of them are a person more often than not.
fn unknown(scan: &Scan, piece: &Piece, long: bool) -> Evidence {
    let head = MISC_HEAD | ORGANIZATION_HEAD | PLACE_HEAD;
    let ordinary = |index: usize| scan.is(index, SMALL | COMMON_OPEN | CALENDAR | head) || scan.stands_small(index);
    let ordinary = piece.tokens.clone().filter(|index| scan.is_capital(*index) && ordinary(*index)).count();
    let word = scan.text(piece.tokens.clone());
    if word.len() == 1 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return [-9, -9, -9, 0];
    }
    let initial = |index: usize| scan.reading.word(index).len() == 1 && scan.reading.word(index + 1) == ".";
    if long && piece.tokens.clone().any(initial) && scan.reading.word(piece.tokens.end - 1).len() > 1 {
        return [6, 0, 0, 0]; // "Karel A. Venn"
    }
    match (long, ordinary) {
        (true, 0) => [3, 1, 0, 0],
        (true, _) => [-2, 0, 0, 0],
        (false, 0) if has_place_ending(word) => [0, 0, 3, 0],
        (false, 0) if piece.starts_sentence => [1, 0, 0, 0],
        (false, 0) => [2, 0, 0, 0],
        (false, _) => [-3, -3, -3, 0],
    }
}

fn by_words_before(scan: &Scan, piece: &Piece, points: &mut Evidence) {
    let Some(before) = piece.tokens.start.checked_sub(1) else { return };
    let word = scan.reading.word(before);
    let article = matches!(word, "the" | "The");
    if article {
        points[PERSON] -= 2;
        points[ORGANIZATION_KIND] += 1;
    }
    let preposition = if article { before.checked_sub(1) } else { Some(before) };
    if preposition.is_some_and(|index| scan.is(index, PLACE_PREPOSITION)) {
        points[PLACE_KIND] += if matches!(scan.reading.word(preposition.unwrap_or(0)), "in" | "In") { 4 } else { 2 };
    }
    if word == "of" && before > 0 && scan.is(before - 1, PLACE_NOUN | BEFORE_OF_PLACE) {
        points[PLACE_KIND] += 6;
    }
    if word == "and" && before > 0 && scan.is(before - 1, PLACE) && scan.is_capital(before - 1) {
        points[PLACE_KIND] += 2;
    }
    if scan.is(before, NOUN_BEFORE_PERSON | TITLE) {
        points[PERSON] += 3;
    }
    if matches!(word, "Mr" | "Mrs" | "Ms") {
        points[PERSON] += 8;
    }
}

fn by_words_after(scan: &Scan, piece: &Piece, points: &mut Evidence) {
    let end = piece.tokens.end;
    if scan.is(end, SPEECH | PERSON_VERB) {
        points[PERSON] += 2;
        points[ORGANIZATION_KIND] += 1;
    }
    if scan.is(end, NOUN_AFTER_ORGANIZATION) {
        points[ORGANIZATION_KIND] += 2;
    }
    if scan.is(end, PLACE_NOUN) {
        points[PLACE_KIND] += 4;
    }
    if scan.reading.word(end) == "and" && scan.is(end + 1, PLACE) && scan.is_capital(end + 1) {
        points[PLACE_KIND] += 2;
    }
    if scan.reading.word(end) != "," {
        return;
    }
    if scan.is(end + 1, PLACE) && scan.is_capital(end + 1) {
        points[PLACE_KIND] += 4;
    }
    if matches!(scan.reading.word(end + 1), "who" | "whose") {
        points[PERSON] += 5;
    }
    let noun = (end + 1..end + 6).take_while(|index| scan.reading.word(*index) != ",");
    if matches!(scan.reading.word(end + 1), "a" | "an" | "the")
        && noun.into_iter().any(|index| scan.is(index, NOUN_BEFORE_PERSON))
    {
        points[PERSON] += 3;
    }
    if scan
        .reading
        .tokens
        .get(end + 1)
        .is_some_and(|token| token.kind == crate::analysis::TokenKind::Number && token.end - token.start == 2)
    {
        points[PERSON] += 4; // "Ada Venn, 42, …"
    }
}
