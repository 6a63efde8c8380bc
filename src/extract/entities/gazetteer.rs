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
pub(super) fn is_place(name: &str, buffer: &mut String) -> bool {
    number(PLACES.as_ref(), name, buffer).is_some()
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
