//! What the index has instead of what it was asked for.

use super::Target;
use super::reader::IndexReader;
use super::vocabulary::most_frequent;
use super::words::name_terms;
use crate::analysis::fold;
use crate::article::EntityType;
use crate::engine::{Suggestion, entity_field};
use crate::field::{Field, FieldKind, field};
use crate::index::each_value;
use crate::query::{Node, Pattern, Value};
use rustc_hash::FxHashMap;

/// Letters that a word needs before others count as like it.
pub const LETTERS_MIN: usize = 3;

/// Letters from which on two may differ.
pub const LETTERS_FOR_TWO: usize = 6;

/// For words that nothing in the index has: the most frequent of those most like them.
pub fn suggestions(reader: &IndexReader, node: &Node, target: Target) -> tantivy::Result<Vec<Suggestion>> {
    let mut found = Vec::new();
    gather(reader, node, target, &mut found)?;
    found.dedup();
    Ok(found)
}

fn gather(reader: &IndexReader, node: &Node, target: Target, found: &mut Vec<Suggestion>) -> tantivy::Result<()> {
    let text = reader.schema.text;
    match node {
        Node::Word(word) | Node::Pattern(Pattern::Exact(word)) => {
            found.extend(similar(reader, text, None, word)?);
        }
        Node::Phrase(words) | Node::Near { words, .. } => {
            for word in words {
                found.extend(similar(reader, text, None, word)?);
            }
        }
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
            nodes.iter().try_for_each(|node| gather(reader, node, target, found))?;
        }
        Node::Said(inner) => gather(reader, inner, Target::Statements, found)?,
        Node::Clause { field, value: Value::Words(words) } => {
            for place in places(reader, field, target) {
                for word in name_terms(words) {
                    found.extend(similar(reader, place, Some(field.name), &word)?);
                }
            }
        }
        Node::Clause { .. } | Node::Not(_) | Node::Pattern(_) | Node::Everything => {}
    }
    Ok(())
}

/// The fields of the table that have the words which a clause on a field looks at.
pub fn fields_with_words(of: &Field) -> Vec<&Field> {
    match of.kind {
        FieldKind::DateOrName => [EntityType::Person, EntityType::Organization, EntityType::Place]
            .into_iter()
            .filter_map(|kind| field(entity_field(kind)?))
            .collect(),
        FieldKind::Text | FieldKind::Name | FieldKind::Person => vec![of],
        FieldKind::Keyword | FieldKind::Date | FieldKind::Path => Vec::new(),
    }
}

/// Where the words lie that a clause looks at.
fn places(reader: &IndexReader, of: &Field, target: Target) -> Vec<tantivy::schema::Field> {
    let stored = fields_with_words(of).into_iter().map(|field| target.stored(&reader.schema, field).1);
    stored.filter_map(|stored| stored.words).collect()
}

fn similar(
    reader: &IndexReader,
    place: tantivy::schema::Field,
    field: Option<&'static str>,
    word: &str,
) -> tantivy::Result<Option<Suggestion>> {
    let folded = fold(word).into_owned();
    let letters = folded.chars().count();
    let is_number = folded.chars().all(char::is_numeric);
    let vocabulary = reader.vocabulary(place);
    if vocabulary.form(&folded)?.is_there() || has_inflection(reader, field, word)? {
        return Ok(None);
    }
    if is_number || letters < LETTERS_MIN {
        return Ok(Some(Suggestion { field, wrong: word.to_owned(), right: None }));
    }
    for edits in 1..=if letters < LETTERS_FOR_TWO { 1 } else { 2 } {
        let forms = vocabulary.frequent_forms(&Pattern::Similar { word: folded.clone(), edits })?;
        if let Some((right, _)) = forms.into_iter().next() {
            return Ok(Some(Suggestion { field, wrong: word.to_owned(), right: Some(right) }));
        }
    }
    Ok(Some(Suggestion { field, wrong: word.to_owned(), right: None }))
}

/// Whether the text of some article has the word in another form.
fn has_inflection(reader: &IndexReader, field: Option<&str>, word: &str) -> tantivy::Result<bool> {
    if field.is_some_and(|field| field != "title") {
        return Ok(false);
    }
    for stems in reader.words.of(word) {
        if reader.vocabulary(reader.schema.text).word(&stems)?.is_there() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Values of a field with a word that begins as given, most frequent first.
pub fn values(reader: &IndexReader, of: &Field, beginning: &str, limit: usize) -> tantivy::Result<Vec<String>> {
    let (_, stored) = Target::Articles.stored(&reader.schema, of);
    let Some(column) = stored.values else { return Ok(Vec::new()) };
    let column = reader.schema.schema.get_field_name(column);
    let wanted = fold(beginning).into_owned();
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for segment in reader.searcher.segment_readers() {
        each_value(segment, column, |value, documents| {
            let value = String::from_utf8_lossy(value);
            if a_word_begins(&value, &wanted) {
                *counts.entry(value.into_owned()).or_default() += documents;
            }
        })?;
    }
    Ok(most_frequent(counts, limit).into_iter().map(|(value, _)| value).collect())
}

/// Whether a word of a value begins with some folded letters.
pub fn a_word_begins(value: &str, wanted: &str) -> bool {
    let folded = fold(value);
    folded.starts_with(wanted) || folded.match_indices(' ').any(|(blank, _)| folded[blank + 1..].starts_with(wanted))
}
