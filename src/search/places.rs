//! Where words stand: in the articles of a segment by its postings, in their statements by the parts of these.
//!
//! Statements have no postings of their own. What a statement says stands in its article's text, and a column tells from
//! which word to which; so a word is in a statement where one of its places in the article lies in one of the parts.

use super::matches::{article_of, numbers};
use super::vocabulary::IndexedWord;
use crate::index::schema::PARTS;
use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

/// The parts of the statements of a segment.
pub struct Parts {
    numbers: Column<u64>,
    bounds: [Column<u64>; 2],
    documents: DocId,
}

impl Parts {
    /// Opens the columns.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let column = |name| {
            let column = segment.fast_fields().column_opt::<u64>(name)?;
            tantivy::Result::Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        let [start, end] = PARTS;
        Ok(Self { numbers: numbers(segment)?, bounds: [column(start)?, column(end)?], documents: segment.max_doc() })
    }

    /// The article of a statement; any other document is its own.
    pub fn article_of(&self, document: DocId) -> DocId {
        article_of(&self.numbers, document).unwrap_or(document)
    }

    /// The statements of an article.
    pub fn statements_of(&self, article: DocId) -> impl Iterator<Item = DocId> {
        let is_its = move |document: &DocId| self.numbers.first(*document) == Some(u64::from(document - article));
        (article + 1..self.documents).take_while(is_its)
    }

    /// From which word of the article's text to which, the end not included, each part of a statement goes.
    fn bounds(&self, statement: DocId) -> impl Iterator<Item = (u32, u32)> {
        let bound = |place: usize| self.bounds[place].values_for_doc(statement);
        bound(0).zip(bound(1)).map(|(start, end)| (start as u32, end as u32))
    }

    /// Words of a statement.
    pub fn length(&self, statement: DocId) -> u32 {
        self.bounds(statement).map(|(start, end)| end.saturating_sub(start)).sum()
    }

    /// Those places of an article that lie in a statement, counted from its first word; both ascending. Between two parts
    /// is a place without a word, so that nothing reaches over it.
    pub fn inside(&self, statement: DocId, places: &[u32], inside: &mut Vec<u32>) {
        inside.clear();
        let mut before = 0;
        for (start, end) in self.bounds(statement) {
            let first = places.partition_point(|place| *place < start);
            let here = places.get(first..).unwrap_or_default().iter().take_while(|place| **place < end);
            inside.extend(here.map(|place| before + place - start));
            before += end.saturating_sub(start) + 1;
        }
    }
}

/// One word in the articles of a segment, in their order.
pub enum Occurrences {
    /// By its postings, one list for each of its terms.
    Posted {
        /// The lists.
        postings: Vec<SegmentPostings>,
        /// The article at hand.
        article: DocId,
    },
    /// By a list of articles and places, sorted.
    Listed {
        /// The list.
        list: Vec<(DocId, u32)>,
        /// How much of it is behind the article at hand.
        at: usize,
    },
}

impl Occurrences {
    /// The occurrences of a word; `option` tells whether its places are wanted.
    pub fn of_word(word: &IndexedWord, segment: &SegmentReader, option: IndexRecordOption) -> tantivy::Result<Self> {
        let postings = word.postings(segment, option)?;
        let article = postings.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
        Ok(Self::Posted { postings, article })
    }

    /// The article at hand.
    pub fn article(&self) -> DocId {
        match self {
            Self::Posted { article, .. } => *article,
            Self::Listed { list, at } => list.get(*at).map_or(TERMINATED, |(article, _)| *article),
        }
    }

    /// About how many articles have the word.
    pub fn length(&self) -> u32 {
        match self {
            Self::Posted { postings, .. } => postings.iter().fold(0, |sum, one| one.size_hint().saturating_add(sum)),
            Self::Listed { list, .. } => u32::try_from(list.len()).unwrap_or(u32::MAX),
        }
    }

    /// Goes to the first article from `target` on that has the word.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.article() >= target {
            return self.article();
        }
        match self {
            Self::Posted { postings, article } => {
                let sought =
                    postings.iter_mut().map(|one| if one.doc() < target { one.seek(target) } else { one.doc() });
                *article = sought.min().unwrap_or(TERMINATED);
            }
            Self::Listed { list, at } => {
                *at += list.get(*at..).unwrap_or_default().partition_point(|(article, _)| *article < target);
            }
        }
        self.article()
    }

    /// Puts the places of the word in the article at hand into `places`, in order.
    pub fn places(&mut self, places: &mut Vec<u32>) {
        places.clear();
        match self {
            Self::Posted { postings, article } => {
                for one in postings.iter_mut().filter(|one| one.doc() == *article) {
                    one.append_positions_with_offset(0, places);
                }
                if postings.len() > 1 {
                    places.sort_unstable();
                    places.dedup();
                }
            }
            Self::Listed { list, at } => {
                let rest = list.get(*at..).unwrap_or_default();
                let article = rest.first().map(|(article, _)| *article);
                let here = rest.iter().take_while(|(other, _)| Some(*other) == article);
                places.extend(here.map(|(_, place)| place));
            }
        }
    }
}

/// The places of one word in documents of one type, which are asked for in their order.
pub struct Places<'p> {
    occurrences: Occurrences,
    /// For statements: their parts, and the places in the article at hand.
    statements: Option<(&'p Parts, Vec<u32>, DocId)>,
}

impl<'p> Places<'p> {
    /// The places of a word in the articles of a segment; in its statements, if their parts are given.
    pub fn open(word: &IndexedWord, segment: &SegmentReader, parts: Option<&'p Parts>) -> tantivy::Result<Self> {
        let occurrences = Occurrences::of_word(word, segment, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Self { occurrences, statements: parts.map(|parts| (parts, Vec::new(), TERMINATED)) })
    }

    /// Puts the places of the word in a document into `places`, in order.
    pub fn of(&mut self, document: DocId, places: &mut Vec<u32>) {
        places.clear();
        match &mut self.statements {
            None => {
                if self.occurrences.seek(document) == document {
                    self.occurrences.places(places);
                }
            }
            Some((parts, in_article, at_hand)) => {
                let article = parts.article_of(document);
                if *at_hand != article {
                    *at_hand = article;
                    in_article.clear();
                    if self.occurrences.seek(article) == article {
                        self.occurrences.places(in_article);
                    }
                }
                parts.inside(document, in_article, places);
            }
        }
    }
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
