//! Whether a person is a he or a she: by title, by first name, or by the pronoun right after.

use super::lists::{FEMININE, MASCULINE, known};
use super::runs::{Piece, Scan};
use super::{Gender, Names, gazetteer};
use crate::analysis::token_at;
use crate::article::EntityType;

/// How many tokens after a name a pronoun may stand to speak of it.
const REACH: usize = 30;

/// What the title before a name tells.
pub(super) fn by_title(scan: &Scan, piece: &Piece) -> Option<Gender> {
    match scan.reading.word(piece.title?) {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Pope" | "Father" | "Baron" | "Congressman" | "Chairman"
        | "Duke" | "Count" | "Emperor" | "Sheikh" | "Sultan" | "Emir" | "Imam" | "Ayatollah" | "Uncle"
        | "Councilman" => Some(Gender::Masculine),
        "Mrs" | "Ms" | "Miss" | "Dame" | "Lady" | "Queen" | "Princess" | "Baroness" | "Congresswoman"
        | "Chairwoman" | "Duchess" | "Countess" | "Empress" | "Aunt" | "Councilwoman" | "Mme" | "Spokeswoman" => {
            Some(Gender::Feminine)
        }
        _ => None,
    }
}

/// What the first word of a long name tells.
pub(super) fn by_first_name(scan: &Scan, piece: &Piece) -> Option<Gender> {
    let name = scan.reading.word(piece.tokens.start);
    match known(name) & (MASCULINE | FEMININE) {
        MASCULINE => Some(Gender::Masculine),
        FEMININE => Some(Gender::Feminine),
        0 if piece.tokens.len() > 1 => gazetteer::gender_of(name),
        _ => None,
    }
}

/// Fills the gender of persons whose mentions are followed by a pronoun with no other person near.
pub(super) fn by_pronouns(scan: &Scan, names: &mut Names) {
    let mut votes = vec![0_i32; names.all.len()];
    let persons: Vec<_> = (names.mentions.iter())
        .filter(|(_, index)| names.all.get(*index).is_some_and(|name| name.entity.kind == EntityType::Person))
        .map(|(span, index)| {
            (token_at(scan.reading.tokens, span.start), token_at(scan.reading.tokens, span.end), *index)
        })
        .collect();
    for (place, (start, end, index)) in persons.iter().enumerate() {
        let other_before = place.checked_sub(1).and_then(|before| persons.get(before));
        if other_before.is_some_and(|(_, before_end, other)| other != index && before_end + REACH > *start) {
            continue;
        }
        let next = persons.get(place + 1).map_or(usize::MAX, |(next, ..)| *next);
        if let (Some(vote), Some(pronoun)) = (votes.get_mut(*index), pronoun(scan, *end, next)) {
            *vote += pronoun;
        }
    }
    for (name, vote) in names.all.iter_mut().zip(votes) {
        if name.gender.is_none() && vote != 0 {
            name.gender = Some(if vote > 0 { Gender::Masculine } else { Gender::Feminine });
        }
    }
}

fn pronoun(scan: &Scan, from: usize, limit: usize) -> Option<i32> {
    let end = limit.min(from + REACH).min(scan.reading.tokens.len());
    (from..end).find_map(|index| match scan.reading.word(index) {
        "he" | "He" | "him" | "his" | "His" | "himself" => Some(1),
        "she" | "She" | "her" | "Her" | "herself" => Some(-1),
        _ => None,
    })
}
