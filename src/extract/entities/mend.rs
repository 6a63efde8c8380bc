//! Where names begin and end: what the tagger finds is trimmed, and where the rules are sure of an end, theirs is taken.

use super::agree::Found;
use super::lists::{
    BEFORE_OFFICE, ORGANIZATION, ORGANIZATION_HEAD, OTHER, PARTICLE, PEOPLE, PLACE, PLACE_HEAD, TITLE, known,
};
use super::runs::{Hint, Piece, Scan};
use crate::analysis::{Case, TokenKind};
use crate::article::EntityType;
use std::ops::Range;

/// Trims the names, and drops what is nobody's name: peoples ("Russian"), a noun alone ("Ministry").
pub(super) fn mend(scan: &Scan, found: &mut Vec<Found>, rules: &[(&Piece, EntityType)]) {
    for name in found.iter_mut() {
        as_rules_say(scan, name, rules);
        trim_start(scan, name);
        trim_end(scan, name);
        if known(scan.text(name.0.clone())) & OTHER != 0 {
            name.1 = EntityType::Misc;
        }
    }
    split_pairs(scan, found);
    add_titled(found, rules);
    let mut end = 0;
    found.retain(|(tokens, kind)| {
        let keeps = tokens.start >= end && is_name(scan, tokens, *kind);
        end = if keeps { tokens.end } else { end };
        keeps
    });
}

/// Takes the beginning and the end that the rules are sure of.
fn as_rules_say(scan: &Scan, (tokens, kind): &mut Found, rules: &[(&Piece, EntityType)]) {
    let article = matches!(scan.reading.word(tokens.start), "the" | "The" | "THE");
    if article && tokens.len() > 1 && known(scan.text(tokens.clone())) & (PLACE | ORGANIZATION) == 0 {
        tokens.start += 1;
    }
    let limit = tokens.end;
    let next = rules.partition_point(|(piece, _)| piece.tokens.end <= tokens.start);
    let overlapping = rules.get(next..).unwrap_or_default().iter().take_while(|(piece, _)| piece.tokens.start < limit);
    for (piece, rule) in overlapping {
        let longer = piece.tokens.end > tokens.end && piece.tokens.start <= tokens.start;
        if *rule == EntityType::Organization && longer && piece.hint == Hint::OrganizationHead {
            tokens.end = piece.tokens.end; // "Ministry of Fish and Salt"
        }
        let earlier = piece.tokens.end == tokens.end && piece.tokens.start < tokens.start;
        if *rule == EntityType::Organization && *kind == *rule && earlier && piece.hint == Hint::OrganizationHead {
            tokens.start = piece.tokens.start; // "Lisle Harbour Works"
        }
        let behind_titles = piece.tokens.end == tokens.end && piece.tokens.start > tokens.start;
        if *rule == EntityType::Person && behind_titles && piece.hint == Hint::Titled {
            (tokens.start, *kind) = (piece.tokens.start, *rule); // "Acting Harbour Minister Ada Venn"
        }
    }
}

fn trim_start(scan: &Scan, (tokens, kind): &mut Found) {
    let titled = |index: usize| scan.is(index, TITLE) || scan.reading.word(index) == ".";
    while *kind == EntityType::Person && tokens.len() > 1 && titled(tokens.start) {
        tokens.start += 1;
    }
    while *kind == EntityType::Person && is_initial_before(scan, tokens.start) {
        tokens.start -= 2; // "A. J. Venn"
    }
    while tokens.len() > 1 && matches!(scan.reading.word(tokens.start), "." | "-" | "'" | "’" | "&") {
        tokens.start += 1;
    }
}

fn trim_end(scan: &Scan, (tokens, kind): &mut Found) {
    if *kind == EntityType::Person {
        let ends = |index: &usize| is_comma(scan, *index) || is_outside(scan, *index);
        tokens.end = tokens.clone().skip(1).find(ends).unwrap_or(tokens.end);
    }
    if tokens.len() == 2 && scan.reading.word(tokens.start) == scan.reading.word(tokens.start + 1) {
        tokens.start += 1; // "Venn Venn": a heading or a link before the name
    }
    while tokens.len() > 1 && !ends_name(scan, tokens.end - 1) {
        tokens.end -= 1;
    }
    // "White House Press Secretary Ada Venn"
    let before_title = *kind != EntityType::Person && scan.is(tokens.end, TITLE);
    while before_title && tokens.len() > 1 && scan.is(tokens.end - 1, BEFORE_OFFICE) {
        tokens.end -= 1;
    }
    let owner = tokens.end.saturating_sub(2);
    let owns = matches!(scan.reading.word(owner), "'" | "’") && scan.reading.word(tokens.end - 1) == "s";
    if *kind == EntityType::Place && owns && tokens.len() > 2 {
        tokens.end = owner; // "America's"
    }
}

/// Whether the tokens can be a name of this kind: no people, no noun alone, no office, no party behind a dash.
fn is_name(scan: &Scan, tokens: &Range<usize>, kind: EntityType) -> bool {
    let word = scan.text(tokens.clone());
    let listed = known(word);
    let head = if kind == EntityType::Place { ORGANIZATION_HEAD | PLACE_HEAD } else { ORGANIZATION_HEAD };
    let is_noun = tokens.len() == 1 && scan.is(tokens.start, PEOPLE | head) && listed & (PLACE | ORGANIZATION) == 0;
    let is_marks = !word.bytes().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    let is_party = kind == EntityType::Place && word.as_bytes().get(1) == Some(&b'-'); // "R-Lisle"
    // "Senate Majority Leader", "Lisle Democrat"
    let last = scan.reading.word(tokens.end - 1);
    let is_member = tokens.len() > 1
        && (scan.is(tokens.end - 1, PEOPLE) || matches!(last, "Democrat" | "Republican"))
        && !last.ends_with('s');
    let is_office =
        kind == EntityType::Organization && (scan.is(tokens.end - 1, TITLE) || is_member) && listed & ORGANIZATION == 0;
    !is_noun && !is_marks && !is_party && !is_office
}

/// "House and Senate": two organizations or places that are known, taken for one.
fn split_pairs(scan: &Scan, found: &mut Vec<Found>) {
    let pair = |tokens: &Range<usize>| {
        let and = tokens.clone().find(|at| scan.reading.word(*at) == "and")?;
        let listed = |part: Range<usize>| known(scan.text(part)) & (PLACE | ORGANIZATION) != 0;
        let (left, right) = (tokens.start..and, and + 1..tokens.end);
        let parted = !left.is_empty() && !right.is_empty() && !listed(tokens.clone());
        let known =
            listed(left.clone()) && (listed(right.clone()) || right.len() == 1) || listed(right) && left.len() == 1;
        (parted && known).then_some(and)
    };
    let mut split = Vec::with_capacity(found.len());
    for (tokens, kind) in found.drain(..) {
        match pair(&tokens) {
            Some(and) => split.extend([(tokens.start..and, kind), (and + 1..tokens.end, kind)]),
            None => split.push((tokens, kind)),
        }
    }
    *found = split;
}

/// A word in small letters that no name of a person has in it: not "van", not the end of "Ki-moon".
fn is_outside(scan: &Scan, index: usize) -> bool {
    let token = scan.reading.tokens.get(index);
    token.is_some_and(|token| token.is_word() && token.case == Case::Lower)
        && !scan.is(index, PARTICLE)
        && !matches!(scan.reading.word(index), "of" | "the")
        && !scan.touches(index - 1)
}

/// A comma that ends a person's name: before a party or a place, not before "Jr.".
fn is_comma(scan: &Scan, index: usize) -> bool {
    scan.reading.word(index) == "," && !matches!(scan.reading.word(index + 1), "Jr" | "Sr" | "II" | "III")
}

/// Whether a name can end with the token: a word, a number, the full stop of "U.S." or "Jr.", a closing bracket.
fn ends_name(scan: &Scan, index: usize) -> bool {
    let word = scan.reading.word(index);
    let token = scan.reading.tokens.get(index);
    token.is_some_and(|token| token.kind != TokenKind::Mark) || matches!(word, "." | ")" | "!")
}

/// Whether a capital letter with a full stop stands right before the token.
fn is_initial_before(scan: &Scan, index: usize) -> bool {
    let Some(letter) = index.checked_sub(2) else { return false };
    scan.reading.word(letter).len() == 1
        && scan.is_capital(letter)
        && scan.reading.word(index - 1) == "."
        && scan.touches(letter)
}

/// Adds persons behind a title that the tagger missed.
fn add_titled(found: &mut Vec<Found>, rules: &[(&Piece, EntityType)]) {
    let titled = rules.iter().filter(|(piece, kind)| *kind == EntityType::Person && piece.hint == Hint::Titled);
    let missed: Vec<Found> = titled
        .filter(|(piece, _)| {
            let next = found.partition_point(|(tokens, _)| tokens.end <= piece.tokens.start);
            found.get(next).is_none_or(|(tokens, _)| tokens.start >= piece.tokens.end)
        })
        .map(|(piece, kind)| (piece.tokens.clone(), *kind))
        .collect();
    found.extend(missed);
    found.sort_by_key(|(tokens, _)| tokens.start);
}
