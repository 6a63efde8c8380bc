//! Ranking: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) with k1 1.2 and b 0.75.
//!
//! Scores are summed in one fixed order of terms, from counts over the whole index of one type of document, so that
//! they depend neither on segments nor on threads, and statements never change how articles rank.

use super::Target;
use super::matches::SegmentMatches;
use super::words::WordTerms;
use crate::index::schema::{ARTICLE, IndexSchema, STATEMENT};
use crate::query::Node;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Scores of the matches of one segment, in the order of its documents.
pub type SegmentScores = Vec<f32>;

/// The terms that score, each once, in the order in which the query has them.
pub fn scoring_terms(node: &Node, words: &WordTerms) -> Vec<String> {
    let mut found = Vec::new();
    gather(node, words, &mut found);
    found
}

fn gather(node: &Node, words: &WordTerms, found: &mut Vec<String>) {
    let mut add = |word: &String| {
        for term in words.of(word) {
            if !found.contains(&term) {
                found.push(term);
            }
        }
    };
    match node {
        Node::Word(word) => add(word),
        Node::Phrase(phrase) => phrase.iter().for_each(add),
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
            nodes.iter().for_each(|node| gather(node, words, found));
        }
        Node::Said(inner) => gather(inner, words, found),
        Node::Not(_) | Node::Clause { .. } | Node::Everything => {}
    }
}

/// Scores matches by some terms.
pub fn score(
    schema: &IndexSchema,
    searcher: &Searcher,
    target: Target,
    terms: &[String],
    matches: &[SegmentMatches],
) -> tantivy::Result<Vec<SegmentScores>> {
    let mut scores: Vec<SegmentScores> = matches.iter().map(|found| vec![0.0; found.documents.len()]).collect();
    if terms.is_empty() {
        return Ok(scores);
    }
    let (field, kind) = match target {
        Target::Articles => (schema.text, ARTICLE),
        Target::Statements => (schema.words, STATEMENT),
    };
    let documents = searcher.doc_freq(&Term::from_field_text(schema.kind, kind))?;
    let mut tokens = 0;
    for segment in searcher.segment_readers() {
        tokens += segment.inverted_index(field)?.total_num_tokens();
    }
    let average = tokens as f32 / documents.max(1) as f32;
    let factors: Vec<f32> =
        (0..=255).map(|id| K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(id) as f32 / average)).collect();
    for term in terms {
        let term = Term::from_field_text(field, term);
        let weight = inverse_document_frequency(searcher.doc_freq(&term)?, documents) * (1.0 + K1);
        for (found, scores) in matches.iter().zip(&mut scores) {
            add_term(searcher, field, &term, weight, &factors, found, scores)?;
        }
    }
    Ok(scores)
}

fn inverse_document_frequency(frequency: u64, documents: u64) -> f32 {
    let (frequency, documents) = (frequency as f32, documents as f32);
    (1.0 + (documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
}

fn add_term(
    searcher: &Searcher,
    field: Field,
    term: &Term,
    weight: f32,
    factors: &[f32],
    found: &SegmentMatches,
    scores: &mut [f32],
) -> tantivy::Result<()> {
    let segment = searcher.segment_reader(found.segment);
    let Some(mut postings) = segment.inverted_index(field)?.read_postings(term, IndexRecordOption::WithFreqs)? else {
        return Ok(());
    };
    let lengths = segment.get_fieldnorms_reader(field)?;
    let mut at = postings.doc();
    for (document, score) in found.documents.iter().zip(scores) {
        if at < *document {
            at = postings.seek(*document);
        }
        if at == TERMINATED {
            break;
        }
        if at == *document {
            let frequency = postings.term_freq() as f32;
            let factor = factors.get(usize::from(lengths.fieldnorm_id(at))).copied().unwrap_or(K1);
            *score += weight * frequency / (frequency + factor);
        }
    }
    Ok(())
}
