//! Long lists as finite-state transducers inside the binary: places, and names of the census. Made by
//! `scripts/name-lists`; where they come from is in `docs/credits.md`.

use super::Gender;
use super::lists::{Flags, GIVEN_NAME, SURNAME};
use crate::analysis::fold_into;
use fst::Map;
use std::sync::LazyLock;

/// Tokens of the longest place's name that is looked for.
pub(super) const LONGEST_PLACE: usize = 4;

static PLACES: LazyLock<Option<Map<&'static [u8]>>> =
    LazyLock::new(|| Map::new(include_bytes!("places.fst").as_slice()).ok());
static CENSUS: LazyLock<Option<Map<&'static [u8]>>> =
    LazyLock::new(|| Map::new(include_bytes!("census_names.fst").as_slice()).ok());

/// The number of a name in one of the lists; `buffer` is for its folded form.
fn number(map: Option<&Map<&'static [u8]>>, name: &str, buffer: &mut String) -> Option<u64> {
    buffer.clear();
    fold_into(name, buffer);
    map?.get(buffer.as_bytes())
}

/// Whether a country, a state or a city of more than 15,000 people has this name.
pub(super) fn is_place(name: &str) -> bool {
    longest_place(std::iter::once((name, true)), &mut String::new()) == 1
}

/// How many of some words are the longest name of a country, a state or a city of more than 15,000 people that begins
/// with the first: 0 for none. Each word comes with what stands between it and the one before, and with whether a name
/// can end with it. One walk through the list: most names leave it after a few letters.
pub(super) fn longest_place<'t>(words: impl Iterator<Item = (&'t str, bool)>, buffer: &mut String) -> usize {
    let Some(places) = PLACES.as_ref().map(Map::as_fst) else { return 0 };
    let mut node = places.root();
    let mut longest = 0;
    for (count, (word, may_end)) in (1..).zip(words) {
        buffer.clear();
        fold_into(word, buffer);
        for byte in buffer.bytes() {
            let Some(next) = node.find_input(byte) else { return longest };
            node = places.node(node.transition_addr(next));
        }
        if may_end && node.is_final() {
            longest = count;
        }
    }
    longest
}

/// The country of a place, as its two letters (ISO 3166-1), where one place of the name is by far the largest.
pub(super) fn country_of(name: &str) -> Option<String> {
    let number = number(PLACES.as_ref(), name, &mut String::new()).filter(|number| *number > 0)?;
    let letters = [u8::try_from(number >> 8).ok()?, u8::try_from(number & 0xFF).ok()?];
    std::str::from_utf8(&letters).ok().map(str::to_owned)
}

/// What the census says of one word.
pub(super) fn census(word: &str, buffer: &mut String) -> Flags {
    let number = number(CENSUS.as_ref(), word, buffer).unwrap_or(0);
    let family = if number & 1 != 0 { SURNAME } else { 0 };
    let first = if number & 2 != 0 { GIVEN_NAME } else { 0 };
    family | first
}

/// Whether the census has a word as a first name of men or of women alone.
pub(super) fn gender_of(first_name: &str) -> Option<Gender> {
    match number(CENSUS.as_ref(), first_name, &mut String::new())? & 0b1100 {
        4 => Some(Gender::Masculine),
        8 => Some(Gender::Feminine),
        _ => None,
    }
}
