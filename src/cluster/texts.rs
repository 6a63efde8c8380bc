//! Words as the cluster gets them: already cut, folded and stemmed, one blank between two, so that its analyzer only has to
//! split at blanks. The same analysis as in a local index, whatever is installed in the cluster.
//!
//! Three fields hold a text, word by word at the same places: its stems, its forms, and where a word has an accent the stem
//! that it has without (in a local index one term more at the same place).

use crate::analysis::{Analyzer, Terms};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::rc::Rc;

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
    Word(Rc<Terms>),
    /// A word that is too long to be one.
    TooLong,
    /// Nothing: the end of a stretch.
    Gap,
}

/// Distinct words of a language whose terms are remembered.
const REMEMBERED_WORDS: usize = 1 << 14;

/// The words of one language.
struct Known {
    analyzer: Analyzer,
    terms: FxHashMap<Box<str>, Option<Rc<Terms>>>,
}

impl Known {
    fn place(&mut self, word: &str) -> Place {
        if word.is_empty() {
            return Place::Gap;
        }
        if !self.terms.contains_key(word) {
            if self.terms.len() >= REMEMBERED_WORDS {
                self.terms.clear();
            }
            self.terms.insert(word.into(), self.analyzer.terms(word).cloned().map(Rc::new));
        }
        self.terms.get(word).cloned().flatten().map_or(Place::TooLong, Place::Word)
    }
}

thread_local! {
    static LANGUAGES: RefCell<FxHashMap<String, Known>> = RefCell::default();
}

/// The places of a text that [`crate::indexed::TextValue`] has cut.
pub fn places(value: &str) -> Vec<Place> {
    let (language, words) = value.split_once('\n').unwrap_or(("", value));
    LANGUAGES.with_borrow_mut(|languages| {
        if !languages.contains_key(language) {
            let code = (!language.is_empty()).then_some(language);
            let known = Known { analyzer: Analyzer::for_language(code), terms: FxHashMap::default() };
            languages.insert(language.to_owned(), known);
        }
        let Some(known) = languages.get_mut(language) else { return Vec::new() };
        let words = words.strip_suffix('\n').unwrap_or(words);
        if words.is_empty() { Vec::new() } else { words.split('\n').map(|word| known.place(word)).collect() }
    })
}

/// A stem as the cluster has it.
pub fn stem(stem: &str) -> String {
    let mut out = String::with_capacity(stem.len());
    push_stem(stem, &mut out);
    out
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
    let each = |push: &dyn Fn(&Terms, &mut String)| -> Value {
        let written = |stretch: &&[Place]| {
            let mut words = String::with_capacity(8 * stretch.len());
            for place in *stretch {
                match place {
                    Place::Word(terms) => push(terms, &mut words),
                    Place::TooLong | Place::Gap => words.push_str(NO_WORD),
                }
                words.push(' ');
            }
            words.pop();
            Value::String(words)
        };
        stretches.iter().map(written).collect()
    };
    let has_plain = |place: &Place| matches!(place, Place::Word(terms) if terms.unaccented.is_some());
    document.insert(field.to_owned(), each(&|terms, out| push_stem(&terms.stem, out)));
    document.insert(format!("{field}{FORMS}"), each(&|terms, out| out.push_str(&terms.form)));
    if stretches.iter().any(|stretch| stretch.iter().any(has_plain)) {
        let plain = |terms: &Terms, out: &mut String| match &terms.unaccented {
            Some(stem) => push_stem(stem, out),
            None => out.push_str(NO_WORD),
        };
        document.insert(format!("{field}{PLAIN}"), each(&plain));
    }
}

fn push_stem(stem: &str, out: &mut String) {
    match stem.split_once('\u{1f}') {
        None => out.push_str(stem),
        Some((stem, language)) => {
            out.push_str(stem);
            out.push(LANGUAGE_MARK);
            out.push_str(language);
        }
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
