//! Patterns of words → the forms that the index has, and the documents that have them.

use super::matches::DocumentSets;
use crate::analysis::fold;
use crate::query::{Matcher, Pattern};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermStreamer;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyError};
use tantivy_fst::Automaton;

/// Forms by which a pattern is ranked; all of them select.
const RANKED_FORMS: usize = 64;

/// A matcher as the machine that Tantivy walks its dictionaries with.
struct Walk<'m>(&'m Matcher);

impl Automaton for Walk<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.start()
    }

    fn is_match(&self, state: &u32) -> bool {
        self.0.is_match(*state)
    }

    fn can_match(&self, state: &u32) -> bool {
        self.0.can_match(*state)
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.step(*state, byte)
    }
}

fn matcher(pattern: &Pattern) -> tantivy::Result<Matcher> {
    pattern.matcher().map_err(|error| TantivyError::InvalidArgument(error.message))
}

/// Calls `each` with every form of a field's dictionary that the pattern means.
fn each_form(
    segment: &SegmentReader,
    field: Field,
    pattern: &Pattern,
    matcher: &Matcher,
    mut each: impl FnMut(&mut TermStreamer<'_, Walk<'_>>) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let index = segment.inverted_index(field)?;
    let mut forms = index.terms().search(Walk(matcher)).ge(pattern.beginning()).into_stream()?;
    while forms.advance() {
        each(&mut forms)?;
    }
    Ok(())
}

/// The documents that have one of the forms in a field.
pub fn documents(searcher: &Searcher, field: Field, pattern: &Pattern) -> tantivy::Result<DocumentSets> {
    let matcher = matcher(pattern)?;
    let mut sets = DocumentSets::default();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut found: Vec<DocId> = Vec::new();
        each_form(segment, field, pattern, &matcher, |forms| {
            let mut postings = index.read_postings_from_terminfo(forms.value(), IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                found.push(postings.doc());
                postings.advance();
            }
            Ok(())
        })?;
        sets.insert(segment, found.into_iter());
    }
    Ok(sets)
}

/// The most frequent of the forms that a field has, most frequent first, then in the order of their letters.
pub fn frequent_forms(searcher: &Searcher, field: Field, pattern: &Pattern) -> tantivy::Result<Vec<(String, u64)>> {
    let matcher = matcher(pattern)?;
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        each_form(segment, field, pattern, &matcher, |forms| {
            let documents = u64::from(forms.value().doc_freq);
            *counts.entry(String::from_utf8_lossy(forms.key()).into_owned()).or_default() += documents;
            Ok(())
        })?;
    }
    Ok(most_frequent(counts, RANKED_FORMS))
}

/// The first of what was counted, most frequent first, then in the order of its letters.
pub fn most_frequent(counts: FxHashMap<String, u64>, limit: usize) -> Vec<(String, u64)> {
    let mut counted: Vec<(String, u64)> = counts.into_iter().collect();
    counted.sort_unstable_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
    counted.truncate(limit);
    counted
}

/// The pattern for words that begin with `beginning`.
pub fn beginning_with(beginning: &str) -> Pattern {
    Pattern::Wildcard(format!("{}*", fold(beginning)))
}
