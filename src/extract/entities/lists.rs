//! What is known of words beforehand: first names, places, peoples, organizations. Owns the `.txt` tables beside it.
//!
//! Every entry (a word or a phrase as it is written in a text) has a set of [`Flags`]. It knows no article.

use crate::analysis::{Case, Token, fold_into};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

/// A set of the constants below.
pub(super) type Flags = u32;

pub(super) const MASCULINE: Flags = 1;
pub(super) const FEMININE: Flags = 1 << 1;
pub(super) const FIRST_NAME: Flags = 1 << 2;
pub(super) const PARTICLE: Flags = 1 << 3;
pub(super) const PEOPLE: Flags = 1 << 4;
pub(super) const CALENDAR: Flags = 1 << 5;
/// Words of grammar: never part of a name at the start of a sentence.
pub(super) const COMMON: Flags = 1 << 6;
/// Common words of the open classes, which names may have in them ("Red Cross").
pub(super) const COMMON_OPEN: Flags = 1 << 7;
pub(super) const SPEECH: Flags = 1 << 8;
pub(super) const PERSON_VERB: Flags = 1 << 9;
pub(super) const NOUN_AFTER_ORGANIZATION: Flags = 1 << 10;
pub(super) const NOUN_BEFORE_PERSON: Flags = 1 << 11;
pub(super) const PLACE_PREPOSITION: Flags = 1 << 12;
pub(super) const MISC_HEAD: Flags = 1 << 13;
pub(super) const PLACE: Flags = 1 << 14;
/// Places that are persons' names too.
pub(super) const AMBIGUOUS: Flags = 1 << 15;
pub(super) const PLACE_HEAD: Flags = 1 << 16;
pub(super) const PLACE_HEAD_BEFORE: Flags = 1 << 17;
pub(super) const ORGANIZATION: Flags = 1 << 18;
pub(super) const ORGANIZATION_HEAD: Flags = 1 << 19;
pub(super) const TITLE: Flags = 1 << 20;

/// Words that running text writes in small letters.
pub(super) const SMALL: Flags = 1 << 21;
pub(super) const PLACE_NOUN: Flags = 1 << 22;
pub(super) const MISC_HEAD_BEFORE: Flags = 1 << 23;

pub(super) const BEFORE_OF_PLACE: Flags = 1 << 24;
pub(super) const PLACE_ENDING: Flags = 1 << 25;

/// A city of more than 15,000 people, or a part of its name.
pub(super) const CITY: Flags = 1 << 26;
/// A family name of the census.
pub(super) const SURNAME: Flags = 1 << 27;
/// A first name of the census.
pub(super) const GIVEN_NAME: Flags = 1 << 28;

/// Words that stand before a title and belong to it: "Press Secretary".
pub(super) const BEFORE_OFFICE: Flags = 1 << 30;
/// Names that are no person's, organization's or place's.
pub(super) const OTHER: Flags = 1 << 29;

const SECTIONS: [(&str, Flags); 28] = [
    ("masculine", MASCULINE | FIRST_NAME),
    ("feminine", FEMININE | FIRST_NAME),
    ("either", FIRST_NAME | MASCULINE | FEMININE),
    ("particles", PARTICLE),
    ("demonyms", PEOPLE),
    ("calendar", CALENDAR),
    ("common", COMMON),
    ("common open", COMMON_OPEN),
    ("speech", SPEECH),
    ("person verbs", PERSON_VERB),
    ("organization nouns after", NOUN_AFTER_ORGANIZATION),
    ("person nouns before", NOUN_BEFORE_PERSON),
    ("place prepositions", PLACE_PREPOSITION),
    ("misc heads", MISC_HEAD),
    ("places", PLACE),
    ("countries ambiguous with persons", AMBIGUOUS),
    ("place heads", PLACE_HEAD),
    ("place heads before", PLACE_HEAD_BEFORE),
    ("organizations", ORGANIZATION),
    ("organization heads", ORGANIZATION_HEAD),
    ("titles", TITLE),
    ("small", SMALL),
    ("place nouns", PLACE_NOUN),
    ("misc heads before", MISC_HEAD_BEFORE),
    ("before of a place", BEFORE_OF_PLACE),
    ("place endings", PLACE_ENDING),
    ("other names", OTHER),
    ("before offices", BEFORE_OFFICE),
];

static LISTS: LazyLock<FxHashMap<Cow<'static, str>, Flags>> = LazyLock::new(|| {
    let mut lists = FxHashMap::default();
    for table in [
        include_str!("first_names.txt"),
        include_str!("demonyms.txt"),
        include_str!("words.txt"),
        include_str!("places.txt"),
        include_str!("organizations.txt"),
        include_str!("small_words.txt"),
    ] {
        load(table, &mut lists);
    }
    for title in include_str!("../../analysis/titles.txt").lines().filter(|line| !line.starts_with('#')) {
        *lists.entry(Cow::Owned(capitalised(title))).or_default() |= TITLE;
    }
    lists
});

fn load(table: &'static str, lists: &mut FxHashMap<Cow<'static, str>, Flags>) {
    let mut flags = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            flags = SECTIONS.iter().find(|(name, _)| *name == section).map_or(0, |(_, flags)| *flags);
            continue;
        }
        for entry in line.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            *lists.entry(Cow::Borrowed(entry)).or_default() |= flags;
        }
    }
}

/// What is known of `phrase`, written exactly so.
pub(super) fn known(phrase: &str) -> Flags {
    LISTS.get(phrase).copied().unwrap_or(0)
}

/// What is known of every token: of the word as it stands, else without accents, else of a shouted word in small
/// letters, else of the singular.
pub(super) fn known_words(text: &str, tokens: &[Token]) -> Vec<Flags> {
    let mut buffer = String::new();
    let shouted = |token: &Token| token.is_word() && token.case == Case::Upper && token.end - token.start > 3;
    let mut known = |(index, token): (usize, &Token)| match token.is_word() {
        // "ADA VENN": three capitals are a word where a shouted word follows, else they are letters.
        true => known_word(token.of(text), token.case, tokens.get(index + 1).is_some_and(shouted), &mut buffer),
        false => 0,
    };
    tokens.iter().enumerate().map(&mut known).collect()
}

fn known_word(word: &str, case: Case, before_shouted: bool, buffer: &mut String) -> Flags {
    let flags = known(word);
    if flags != 0 || case == Case::Lower && word.is_ascii() {
        return flags;
    }
    if !word.is_ascii() || case == Case::Upper && word.len() > 1 {
        buffer.clear();
        fold_into(word, buffer);
        capitalise(buffer);
        let flags = known(buffer);
        let named = before_shouted && word.len() == 3 && flags & FIRST_NAME != 0;
        if flags != 0 && (word.len() > 3 || named || flags & (COMMON | CALENDAR) != 0) {
            return flags;
        }
    }
    word.strip_suffix('s').map_or(0, |singular| known(singular) & PEOPLE)
}

fn capitalised(word: &str) -> String {
    let mut word = word.to_string();
    capitalise(&mut word);
    word
}

fn capitalise(word: &mut str) {
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tokenize;

    #[test]
    fn knows_words_shouted_and_with_accents() {
        let text = "PARIS José Russians said";
        let flags = known_words(text, &tokenize(text));
        assert!(flags[0] & PLACE != 0 && flags[1] & MASCULINE != 0 && flags[2] & PEOPLE != 0 && flags[3] & SPEECH != 0);
    }

    #[test]
    fn every_section_has_flags() {
        for table in ["first_names", "demonyms", "words", "places", "organizations", "small_words"] {
            let path = format!("{}/src/extract/entities/{table}.txt", env!("CARGO_MANIFEST_DIR"));
            let table = std::fs::read_to_string(path).unwrap_or_default();
            for line in table.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')) {
                assert!(SECTIONS.iter().any(|(name, _)| *name == line), "{line}");
            }
        }
    }
}
