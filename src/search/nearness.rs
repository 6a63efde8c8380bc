//! Where words stand in documents: words near each other, as a condition and as a reason to rank higher.

use super::matches::{DocumentSets, SegmentMatches};
use super::words::TermsByLanguage;
use crate::query::stand_near;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, Term};

/// The places of one word in the documents of a segment, asked for in the order of the documents.
pub struct Places {
    postings: Vec<SegmentPostings>,
}

impl Places {
    /// The places of a word under all its terms.
    pub fn open(segment: &SegmentReader, field: Field, word: &TermsByLanguage) -> tantivy::Result<Self> {
        let index = segment.inverted_index(field)?;
        let mut postings = Vec::new();
        for term in word.iter().flatten() {
            let term = Term::from_field_text(field, term);
            postings.extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Self { postings })
    }

    /// Puts the places of the word in a document into `places`, in order. Documents have to be asked for in order.
    pub fn of(&mut self, document: DocId, places: &mut Vec<u32>) {
        places.clear();
        for postings in &mut self.postings {
            if postings.doc() < document {
                postings.seek(document);
            }
            if postings.doc() == document {
                postings.append_positions_with_offset(0, places);
            }
        }
        if self.postings.len() > 1 {
            places.sort_unstable();
            places.dedup();
        }
    }
}

/// Those of the documents in which the words stand in any order with at most `within` other words between them.
pub fn near(
    searcher: &Searcher,
    field: Field,
    words: &[TermsByLanguage],
    within: u32,
    found: Vec<SegmentMatches>,
) -> tantivy::Result<DocumentSets> {
    let mut sets = DocumentSets::default();
    for SegmentMatches { segment, documents } in found {
        let segment = searcher.segment_reader(segment);
        let mut all: Vec<Places> =
            words.iter().map(|word| Places::open(segment, field, word)).collect::<tantivy::Result<_>>()?;
        let mut places = vec![Vec::new(); words.len()];
        let is_near = |document: &DocId| {
            for (word, places) in all.iter_mut().zip(&mut places) {
                word.of(*document, places);
            }
            stand_near(&places, within)
        };
        sets.insert(segment, documents.into_iter().filter(is_near));
    }
    Ok(sets)
}

/// How much nearer than by chance two words stand: how often they follow each other in the order of the query, and how
/// often they stand within `window` places of each other in any order. Both are sorted.
pub fn pair_counts(first: &[u32], second: &[u32], window: u32) -> (u32, u32) {
    let (mut ordered, mut unordered) = (0, 0);
    let mut from = 0;
    for place in first {
        while second.get(from).is_some_and(|other| other + window < *place) {
            from += 1;
        }
        for other in second.get(from..).unwrap_or_default().iter().take_while(|other| **other <= place + window) {
            ordered += u32::from(*other == place + 1);
            unordered += u32::from(other != place);
        }
    }
    (ordered, unordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_pairs() {
        assert_eq!(pair_counts(&[1, 10, 40], &[2, 5, 20], 8), (1, 4));
        assert_eq!(pair_counts(&[], &[2], 8), (0, 0));
        assert_eq!(pair_counts(&[3], &[3], 8), (0, 0));
    }
}
