//! Words of a query as the index has them: which terms, in which segments.

use super::matches::DocumentSets;
use super::words::{TermsByLanguage, WordTerms};
use crate::analysis::{fold, form_of_term, terms_of_stem};
use crate::query::{Matcher, Pattern};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

/// Forms by which a pattern is ranked; all of them select.
const RANKED_FORMS: usize = 64;

/// A word as one segment has it: for each language, for each stem, the terms of its forms.
type SegmentTerms = Vec<Vec<Vec<TermInfo>>>;

/// A word as the segments of an index have it.
#[derive(Clone, Debug)]
pub struct IndexedWord {
    field: Field,
    segments: FxHashMap<SegmentId, SegmentTerms>,
}

impl IndexedWord {
    /// For each language, for each stem, the postings of its forms.
    pub fn rows(
        &self,
        segment: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Vec<Vec<SegmentPostings>>>> {
        let index = segment.inverted_index(self.field)?;
        let open = |info: &TermInfo| Ok(index.read_postings_from_terminfo(info, option)?);
        let forms = |forms: &Vec<TermInfo>| forms.iter().map(open).collect();
        let stems = |stems: &Vec<Vec<TermInfo>>| stems.iter().map(forms).collect();
        self.of(segment).iter().map(stems).collect()
    }

    /// The postings of all its terms in a segment.
    pub fn postings(
        &self,
        segment: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<SegmentPostings>> {
        Ok(self.rows(segment, option)?.into_iter().flatten().flatten().collect())
    }

    /// Documents that have it, deleted ones that no merge has dropped yet included.
    pub fn document_count(&self, searcher: &Searcher) -> tantivy::Result<u64> {
        let mut count = 0;
        for segment in searcher.segment_readers() {
            let infos: Vec<&TermInfo> = self.of(segment).iter().flatten().flatten().collect();
            count += match infos.as_slice() {
                [] => 0,
                [one] => u64::from(one.doc_freq),
                _ => {
                    let mut bits = vec![0_u64; segment.max_doc() as usize / 64 + 1];
                    for mut postings in self.postings(segment, IndexRecordOption::Basic)? {
                        each_document(&mut postings, |document| bits[document as usize / 64] |= 1 << (document % 64));
                    }
                    bits.iter().map(|word| u64::from(word.count_ones())).sum()
                }
            };
        }
        Ok(count)
    }

    /// Whether some document has it.
    pub fn is_there(&self) -> bool {
        self.segments.values().flatten().flatten().any(|forms| !forms.is_empty())
    }

    fn of(&self, segment: &SegmentReader) -> &[Vec<Vec<TermInfo>>] {
        self.segments.get(&segment.segment_id()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Calls `each` with every document of a list of postings.
fn each_document(postings: &mut SegmentPostings, mut each: impl FnMut(DocId)) {
    while postings.doc() != TERMINATED {
        each(postings.doc());
        postings.advance();
    }
}

/// The terms of one field.
#[derive(Clone, Copy)]
pub struct Vocabulary<'i> {
    /// The index.
    pub searcher: &'i Searcher,
    /// Its languages.
    pub words: &'i WordTerms,
    /// The field.
    pub field: Field,
}

impl Vocabulary<'_> {
    /// A word in any of its forms, given by its stems.
    pub fn word(&self, stems: &TermsByLanguage) -> tantivy::Result<IndexedWord> {
        self.each_segment(|index| {
            let forms = |stem: &String| -> tantivy::Result<Vec<TermInfo>> {
                let (first, beyond) = terms_of_stem(stem);
                let mut terms = index.terms().range().ge(first).lt(beyond).into_stream()?;
                let mut infos = Vec::new();
                while terms.advance() {
                    infos.push(terms.value().clone());
                }
                Ok(infos)
            };
            stems.iter().map(|row| row.iter().map(forms).collect()).collect()
        })
    }

    /// One form of a word, without case and accents.
    pub fn form(&self, form: &str) -> tantivy::Result<IndexedWord> {
        self.forms(&[form])
    }

    /// Some forms of words, as one word.
    pub fn forms(&self, forms: &[&str]) -> tantivy::Result<IndexedWord> {
        let terms: Vec<Term> = forms
            .iter()
            .flat_map(|form| self.words.terms_of_form(&fold(form)))
            .map(|term| Term::from_field_text(self.field, &term))
            .collect();
        self.each_segment(|index| {
            let each = terms.iter().map(|term| Ok(vec![index.get_term_info(term)?.into_iter().collect()]));
            each.collect()
        })
    }

    fn each_segment(
        &self,
        of: impl Fn(&InvertedIndexReader) -> tantivy::Result<SegmentTerms>,
    ) -> tantivy::Result<IndexedWord> {
        let mut segments = FxHashMap::default();
        for segment in self.searcher.segment_readers() {
            segments.insert(segment.segment_id(), of(&*segment.inverted_index(self.field)?)?);
        }
        Ok(IndexedWord { field: self.field, segments })
    }

    /// The documents that have a form which the pattern means.
    pub fn documents(&self, pattern: &Pattern) -> tantivy::Result<DocumentSets> {
        let mut sets = DocumentSets::default();
        let matcher = matcher(pattern)?;
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.field)?;
            let mut found: Vec<DocId> = Vec::new();
            self.each_form(&index, pattern, &matcher, |_, info| {
                let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                each_document(&mut postings, |document| found.push(document));
                Ok(())
            })?;
            sets.insert(segment, found.into_iter());
        }
        Ok(sets)
    }

    /// Where the forms stand that a pattern means.
    pub fn places(&self, pattern: &Pattern) -> PatternPlaces {
        PatternPlaces { pattern: pattern.clone(), field: self.field, keep_beginnings: self.words.keep_beginnings() }
    }

    /// The most frequent of the forms that a pattern means, most frequent first, then in the order of their letters.
    pub fn frequent_forms(&self, pattern: &Pattern) -> tantivy::Result<Vec<(String, u64)>> {
        let matcher = matcher(pattern)?;
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.field)?;
            self.each_form(&index, pattern, &matcher, |form, info| {
                *counts.entry(String::from_utf8_lossy(form).into_owned()).or_default() += u64::from(info.doc_freq);
                Ok(())
            })?;
        }
        Ok(most_frequent(counts, RANKED_FORMS))
    }

    fn each_form(
        &self,
        index: &InvertedIndexReader,
        pattern: &Pattern,
        matcher: &Matcher,
        each: impl FnMut(&[u8], &TermInfo) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        each_form(index, pattern, matcher, self.words.keep_beginnings(), each)
    }
}

/// Where the forms stand that a pattern means.
#[derive(Clone, Debug)]
pub struct PatternPlaces {
    pattern: Pattern,
    field: Field,
    keep_beginnings: bool,
}

impl PatternPlaces {
    /// The documents of a segment with the places in them, in order.
    pub fn of(&self, segment: &SegmentReader) -> tantivy::Result<Vec<(DocId, u32)>> {
        let index = segment.inverted_index(self.field)?;
        let mut found: Vec<(DocId, u32)> = Vec::new();
        let mut here = Vec::new();
        each_form(&index, &self.pattern, &matcher(&self.pattern)?, self.keep_beginnings, |_, info| {
            let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
            while postings.doc() != TERMINATED {
                here.clear();
                postings.append_positions_with_offset(0, &mut here);
                found.extend(here.iter().map(|place| (postings.doc(), *place)));
                postings.advance();
            }
            Ok(())
        })?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// Calls `each` with every form that the pattern means. Terms stand in the order of their stems; where these begin as their
/// forms do, a pattern with a beginning looks through the terms with its first letter, and otherwise through all.
fn each_form(
    index: &InvertedIndexReader,
    pattern: &Pattern,
    matcher: &Matcher,
    keep_beginnings: bool,
    mut each: impl FnMut(&[u8], &TermInfo) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let beginning = pattern.beginning();
    let from = beginning.chars().next().filter(|_| keep_beginnings).map(String::from).unwrap_or_default();
    let mut terms = index.terms().range().ge(&from).into_stream()?;
    while terms.advance() {
        if !terms.key().starts_with(from.as_bytes()) {
            break;
        }
        let form = form_of_term(terms.key());
        if form.starts_with(beginning.as_bytes()) && matcher.matches_bytes(form) {
            each(form, terms.value())?;
        }
    }
    Ok(())
}

fn matcher(pattern: &Pattern) -> tantivy::Result<Matcher> {
    pattern.matcher().map_err(|error| TantivyError::InvalidArgument(error.message))
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
