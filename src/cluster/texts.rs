//! Words as the cluster gets them: already cut, folded and stemmed, one blank between two, so that its analyzer only has to
//! split at blanks. The same analysis as in a local index, whatever is installed in the cluster.
//!
//! Three fields hold a text, word by word at the same places: its stems, its forms, and where a word has an accent the stem
//! that it has without (in a local index one term more at the same place).

use crate::analysis::{Analyzer, Terms};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::cell::RefCell;

/// Endings of the names of the fields for forms and for stems without accents.
pub const FORMS: &str = "_forms";
/// See [`FORMS`].
pub const PLAIN: &str = "_plain";

/// Stands for a word that is not indexed, and for one that has no stem of its own without accents. No word is like it.
const NO_WORD: &str = "_";

/// What tells a stem's language stands behind a character that splits words in the cluster; there it is this one.
const LANGUAGE_MARK: char = '|';

/// What stands at one place of a text.
pub enum Place {
    /// A word.
    Word(Terms),
    /// A word that is too long to be one.
    TooLong,
    /// Nothing: the end of a stretch.
    Gap,
}

thread_local! {
    static ANALYZERS: RefCell<FxHashMap<String, Analyzer>> = RefCell::default();
}

/// The places of a text that [`crate::indexed::TextValue`] has cut.
pub fn places(value: &str) -> Vec<Place> {
    let (language, words) = value.split_once('\n').unwrap_or(("", value));
    ANALYZERS.with_borrow_mut(|analyzers| {
        if !analyzers.contains_key(language) {
            let code = (!language.is_empty()).then_some(language);
            analyzers.insert(language.to_owned(), Analyzer::for_language(code));
        }
        let Some(analyzer) = analyzers.get_mut(language) else { return Vec::new() };
        let mut place = |word: &str| match word {
            "" => Place::Gap,
            word => analyzer.terms(word).map_or(Place::TooLong, |terms| Place::Word(terms.clone())),
        };
        let words = words.strip_suffix('\n').unwrap_or(words);
        if words.is_empty() { Vec::new() } else { words.split('\n').map(&mut place).collect() }
    })
}

/// A stem as the cluster has it.
pub fn stem(stem: &str) -> String {
    stem.replace('\u{1f}', &LANGUAGE_MARK.to_string())
}

/// How many terms the places have, as a local index counts them.
pub fn count(places: &[Place]) -> usize {
    let terms = |place: &Place| match place {
        Place::Word(terms) => terms.stems().count(),
        Place::TooLong | Place::Gap => 0,
    };
    places.iter().map(terms).sum()
}

/// Puts a text into a document: each stretch of it is a value of the field, so that no phrase reaches from one into the next.
pub fn put(document: &mut Map<String, Value>, field: &str, stretches: &[&[Place]]) {
    let each = |of: &dyn Fn(&Terms) -> String| -> Vec<Value> {
        let written = |stretch: &&[Place]| {
            let words = stretch.iter().map(|place| match place {
                Place::Word(terms) => of(terms),
                Place::TooLong | Place::Gap => NO_WORD.to_owned(),
            });
            Value::String(words.collect::<Vec<_>>().join(" "))
        };
        stretches.iter().map(written).collect()
    };
    let has_plain = |place: &Place| matches!(place, Place::Word(terms) if terms.unaccented.is_some());
    document.insert(field.to_owned(), each(&|terms| stem(&terms.stem)).into());
    document.insert(format!("{field}{FORMS}"), each(&|terms| terms.form.to_string()).into());
    if stretches.iter().any(|stretch| stretch.iter().any(has_plain)) {
        let plain = |terms: &Terms| terms.unaccented.as_deref().map_or_else(|| NO_WORD.to_owned(), stem);
        document.insert(format!("{field}{PLAIN}"), each(&plain).into());
    }
}

/// The stretches between gaps, empty ones left out.
pub fn stretches(places: &[Place]) -> Vec<&[Place]> {
    places.split(|place| matches!(place, Place::Gap)).filter(|stretch| !stretch.is_empty()).collect()
}

/// A part of a path as one word.
pub fn path_part(part: &str) -> String {
    part.chars().map(|letter| if letter.is_whitespace() || letter.is_control() { '\u{2420}' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indexed::TextValue;

    fn written(language: &str, texts: &[&str]) -> Map<String, Value> {
        let mut value = TextValue::new(Some(language), 0);
        texts.iter().for_each(|text| value.push(text, |_, _| ()));
        let places = places(&value.into_string());
        let mut document = Map::new();
        put(&mut document, "text", &stretches(&places));
        document
    }

    #[test]
    fn words_stand_at_the_same_places_in_all_fields() {
        let long = "x".repeat(70);
        let document = written("en", &["Bridges closed", &format!("a {long} of cafés")]);
        assert_eq!(document["text"], serde_json::json!(["bridg close", "a _ of cafe"]));
        assert_eq!(document["text_forms"], serde_json::json!(["bridges closed", "a _ of cafes"]));
        let french = written("fr", &["L’éternité"]);
        for (_, value) in &french {
            assert_eq!(value[0].as_str().map(|words| words.split(' ').count()), Some(2));
        }
    }

    #[test]
    fn stems_of_other_languages_stay_apart() {
        assert_eq!(written("de", &["Brücken"])["text"], serde_json::json!(["bruck|de"]));
    }
}
