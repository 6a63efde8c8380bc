//! What an index has instead of what it was asked for.

use super::client::Client;
use super::compile::Compiler;
use super::counting::count;
use super::manifest::Indices;
use super::texts::FORMS;
use crate::analysis::fold;
use crate::engine::{EngineError, Suggestion};
use crate::field::{Field, FieldKind, Subject};
use crate::query::{Node, Pattern, Value};
use crate::search::Target;
use crate::search::words::{WordTerms, name_terms};
use crate::search::{LETTERS_FOR_TWO, LETTERS_MIN, fields_with_words};
use serde_json::json;

/// Forms that the cluster is asked for, of which the most frequent is taken.
const FORMS_ASKED: usize = 64;

/// Looks for words that are like those of a query.
pub struct Suggester<'s> {
    /// The cluster.
    pub client: &'s Client,
    /// The index.
    pub indices: &'s Indices,
    /// Its languages.
    pub words: &'s WordTerms,
}

/// A field of one of the indices.
struct Place {
    index: String,
    forms: String,
    field: Option<&'static str>,
}

impl Suggester<'_> {
    /// For words that nothing in the index has: the most frequent of those most like them.
    pub fn suggestions(&self, node: &Node, target: Target) -> Result<Vec<Suggestion>, EngineError> {
        let mut found = Vec::new();
        self.gather(node, target, &mut found)?;
        found.dedup();
        Ok(found)
    }

    fn gather(&self, node: &Node, target: Target, found: &mut Vec<Suggestion>) -> Result<(), EngineError> {
        let text = || Place { index: self.indices.articles.clone(), forms: format!("text{FORMS}"), field: None };
        match node {
            Node::Word(word) | Node::Pattern(Pattern::Exact(word)) => found.extend(self.similar(&text(), word)?),
            Node::Phrase(words) | Node::Near { words, .. } => {
                for word in words {
                    found.extend(self.similar(&text(), word)?);
                }
            }
            Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
                nodes.iter().try_for_each(|node| self.gather(node, target, found))?;
            }
            Node::Said(inner) => self.gather(inner, Target::Statements, found)?,
            Node::Clause { field, value: Value::Words(words) } => {
                for place in self.places(field, target) {
                    for word in name_terms(words) {
                        found.extend(self.similar(&place, &word)?);
                    }
                }
            }
            Node::Clause { .. } | Node::Not(_) | Node::Pattern(_) | Node::Everything => {}
        }
        Ok(())
    }

    /// The fields with the words that a clause looks at.
    fn places(&self, of: &'static Field, target: Target) -> Vec<Place> {
        let place = |field: &Field| {
            let is_of_articles = match field.subject {
                Subject::Article => true,
                Subject::Statement => false,
                Subject::Both => target == Target::Articles,
            };
            let index = if is_of_articles { &self.indices.articles } else { &self.indices.statements };
            let is_text = field.kind == FieldKind::Text;
            let forms = if is_text { format!("{}{FORMS}", field.name) } else { field.name.to_owned() };
            Place { index: index.clone(), forms, field: Some(of.name) }
        };
        fields_with_words(of).into_iter().map(place).collect()
    }

    fn similar(&self, place: &Place, word: &str) -> Result<Option<Suggestion>, EngineError> {
        let folded = fold(word).into_owned();
        let letters = folded.chars().count();
        let is_number = folded.chars().all(char::is_numeric);
        let is_there = json!({ "term": { place.forms.as_str(): folded } });
        if count(self.client, &place.index, &is_there)? > 0 || self.has_inflection(place, word)? {
            return Ok(None);
        }
        let suggestion = |right| Some(Suggestion { field: place.field, wrong: word.to_owned(), right });
        if is_number || letters < LETTERS_MIN {
            return Ok(suggestion(None));
        }
        for edits in 1..=if letters < LETTERS_FOR_TWO { 1 } else { 2 } {
            if let Some(right) = self.most_frequent(place, &folded, edits)? {
                return Ok(suggestion(Some(right)));
            }
        }
        Ok(suggestion(None))
    }

    /// The most frequent form that differs by so many letters at most.
    fn most_frequent(&self, place: &Place, word: &str, edits: u8) -> Result<Option<String>, EngineError> {
        let body = json!({
            "size": 0, "track_total_hits": false,
            "suggest": { "like": { "text": word, "term": {
                "field": place.forms, "suggest_mode": "always", "max_edits": edits, "prefix_length": 0,
                "min_word_length": 1, "sort": "frequency", "size": FORMS_ASKED, "shard_size": 10 * FORMS_ASKED,
                "string_distance": "damerau_levenshtein", "accuracy": 0.0, "max_inspections": 100,
            } } },
        });
        let answer = self.client.json("POST", &format!("{}/_search", place.index), Some(&body))?;
        let matcher = Pattern::Similar { word: word.to_owned(), edits }.matcher();
        let matcher = matcher.map_err(|error| EngineError::Other(error.message))?;
        let options = answer["suggest"]["like"][0]["options"].as_array().cloned().unwrap_or_default();
        let forms = options.iter().filter_map(|option| Some((option["text"].as_str()?, option["freq"].as_u64()?)));
        let mut forms: Vec<(&str, u64)> = forms.filter(|(form, _)| matcher.matches(form)).collect();
        forms.sort_unstable_by_key(|(form, frequency)| (std::cmp::Reverse(*frequency), *form));
        Ok(forms.first().map(|(form, _)| (*form).to_owned()))
    }

    /// Whether the text of some article has the word in another form.
    fn has_inflection(&self, place: &Place, word: &str) -> Result<bool, EngineError> {
        if place.field.is_some_and(|field| field != "title") {
            return Ok(false);
        }
        for stems in self.words.of(word) {
            if count(self.client, &self.indices.articles, &Compiler::has_word(&stems))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
