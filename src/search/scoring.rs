//! Ranking: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) with k1 1.2 and b 0.75, and
//! for the best by it the nearness of the query's neighbouring words (as in Metzler and Croft, "A Markov random field
//! model for term dependencies", 2005).
//!
//! Scores are summed in one fixed order of words, from counts over the whole index of one type of document, so that
//! they depend neither on segments nor on threads, and statements never change how articles rank.

use super::Target;
use super::forms;
use super::matches::SegmentMatches;
use super::nearness::{Places, pair_counts};
use super::reader::IndexReader;
use super::words::TermsByLanguage;
use crate::engine::Contribution;
use crate::query::{Node, Pattern};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{TERMINATED, Term};

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Documents whose nearness is looked at: the best by their words.
const NEAREST: usize = 300;

/// Places within which two words count as near.
const WINDOW: u32 = 8;

/// What the nearness of two words weighs against the words, measured on three collections (`docs/quality.md`).
const NEARNESS: f32 = 0.35;

/// Words up to which a query's pairs have that weight; in a sentence a pair says less.
const UNDIMINISHED: f32 = 4.0;

/// Scores of the matches of one segment, in the order of its documents.
pub type SegmentScores = Vec<f32>;

/// A word that scores.
pub struct ScoredWord {
    /// As the query has it.
    pub shown: String,
    /// Its terms. A document's frequency is the sum over the rows, of each row the most frequent term.
    pub terms: TermsByLanguage,
    /// Whether it is a word of the query's own text, whose neighbours mean something.
    has_neighbours: bool,
}

/// Ranks the matches of one query.
pub struct Scorer<'r> {
    reader: &'r IndexReader,
    field: Field,
    documents: u64,
    /// What a document of each length adds to the frequency in the denominator.
    factors: Vec<f32>,
    words: Vec<ScoredWord>,
    weights: Vec<f32>,
}

impl<'r> Scorer<'r> {
    /// For the words of `node`.
    pub fn new(reader: &'r IndexReader, target: Target, node: &Node) -> tantivy::Result<Self> {
        let schema = &reader.schema;
        let (field, _) = target.text(schema);
        let mut words = Vec::new();
        gather(reader, target, node, &mut words)?;
        let documents = reader.searcher.doc_freq(&Term::from_field_text(schema.kind, target.kind()))?;
        let mut tokens = 0;
        for segment in reader.searcher.segment_readers() {
            tokens += segment.inverted_index(field)?.total_num_tokens();
        }
        let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
        let length = |id| FieldNormReader::id_to_fieldnorm(id) as f32;
        let factors = (0..=255).map(|id| K1 * (1.0 - B + B * length(id) / average)).collect();
        let mut scorer = Self { reader, field, documents, factors, words, weights: Vec::new() };
        scorer.weights = scorer.words.iter().map(|word| scorer.weight(word)).collect::<tantivy::Result<_>>()?;
        Ok(scorer)
    }

    /// Inverse document frequency of a word.
    fn weight(&self, word: &ScoredWord) -> tantivy::Result<f32> {
        let mut frequency = 0;
        for row in &word.terms {
            let mut most = 0;
            for term in row {
                most = most.max(self.reader.searcher.doc_freq(&Term::from_field_text(self.field, term))?);
            }
            frequency += most;
        }
        let (frequency, documents) = (frequency.min(self.documents) as f32, self.documents as f32);
        Ok((1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln())
    }

    /// Scores of all matches.
    pub fn score(&self, matches: &[SegmentMatches]) -> tantivy::Result<Vec<SegmentScores>> {
        let mut scores: Vec<SegmentScores> = matches.iter().map(|found| vec![0.0; found.documents.len()]).collect();
        let mut frequencies = Vec::new();
        for (word, weight) in self.words.iter().zip(&self.weights) {
            for (found, scores) in matches.iter().zip(&mut scores) {
                self.add_word(word, *weight, found, scores, &mut frequencies)?;
            }
        }
        let pairs = self.pairs();
        if !pairs.is_empty() {
            let least = threshold(&scores);
            for (found, scores) in matches.iter().zip(&mut scores) {
                self.add_nearness(&pairs, found, scores, least)?;
            }
        }
        Ok(scores)
    }

    /// What each word and pair adds to the scores of some matches, in their order.
    pub fn explain(&self, found: &SegmentMatches) -> tantivy::Result<Vec<Vec<Contribution>>> {
        let mut all: Vec<Vec<Contribution>> = vec![Vec::new(); found.documents.len()];
        let mut note = |shown: &str, scores: &[f32]| {
            for (contributions, score) in all.iter_mut().zip(scores).filter(|(_, score)| **score > 0.0) {
                contributions.push(Contribution { what: shown.to_owned(), score: *score });
            }
        };
        let mut frequencies = Vec::new();
        for (word, weight) in self.words.iter().zip(&self.weights) {
            let mut scores = vec![0.0; found.documents.len()];
            self.add_word(word, *weight, found, &mut scores, &mut frequencies)?;
            note(&word.shown, &scores);
        }
        for pair in self.pairs() {
            let mut scores = vec![0.0; found.documents.len()];
            self.add_nearness(std::slice::from_ref(&pair), found, &mut scores, 0.0)?;
            let shown = |word: usize| self.words.get(word).map_or("", |word| &word.shown);
            note(&format!("{} near {}", shown(pair.first), shown(pair.first + 1)), &scores);
        }
        Ok(all)
    }

    fn factor(&self, id: u8) -> f32 {
        self.factors.get(usize::from(id)).copied().unwrap_or(K1)
    }

    fn add_word(
        &self,
        word: &ScoredWord,
        weight: f32,
        found: &SegmentMatches,
        scores: &mut [f32],
        frequencies: &mut Vec<u32>,
    ) -> tantivy::Result<()> {
        let segment = self.reader.searcher.segment_reader(found.segment);
        let index = segment.inverted_index(self.field)?;
        frequencies.clear();
        frequencies.resize(found.documents.len(), 0);
        let mut row_frequencies = Vec::new();
        for row in &word.terms {
            row_frequencies.clear();
            for term in row {
                let term = Term::from_field_text(self.field, term);
                let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else { continue };
                row_frequencies.resize(found.documents.len(), 0);
                each_posting(&mut postings, &found.documents, |place, frequency| {
                    row_frequencies[place] = frequency.max(row_frequencies[place]);
                });
            }
            frequencies.iter_mut().zip(&row_frequencies).for_each(|(sum, more)| *sum += more);
        }
        let lengths = segment.get_fieldnorms_reader(self.field)?;
        for ((document, score), frequency) in found.documents.iter().zip(scores).zip(&*frequencies) {
            if *frequency > 0 {
                let frequency = *frequency as f32;
                let factor = self.factor(lengths.fieldnorm_id(*document));
                *score += weight * (1.0 + K1) * frequency / (frequency + factor);
            }
        }
        Ok(())
    }

    /// The pairs of neighbouring words. The more words a query has, the less one pair says.
    fn pairs(&self) -> Vec<Pair> {
        let count = self.words.iter().filter(|word| word.has_neighbours).count();
        let share = nearness_weight(count);
        let neighbours =
            self.words.windows(2).enumerate().filter(|(_, two)| two[0].has_neighbours && two[1].has_neighbours);
        neighbours
            .map(|(first, _)| Pair { first, weight: share * (self.weights[first] + self.weights[first + 1]) })
            .collect()
    }

    fn add_nearness(
        &self,
        pairs: &[Pair],
        found: &SegmentMatches,
        scores: &mut [f32],
        least: f32,
    ) -> tantivy::Result<()> {
        let segment = self.reader.searcher.segment_reader(found.segment);
        let lengths = segment.get_fieldnorms_reader(self.field)?;
        let mut words: Vec<Option<Places>> = Vec::with_capacity(self.words.len());
        for place in 0..self.words.len() {
            let is_used = pairs.iter().any(|pair| pair.first == place || pair.first + 1 == place);
            let word = self.words.get(place).filter(|_| is_used);
            words.push(word.map(|word| Places::open(segment, self.field, &word.terms)).transpose()?);
        }
        let mut places = vec![Vec::new(); words.len()];
        for (document, score) in found.documents.iter().zip(scores).filter(|(_, score)| **score >= least) {
            for (word, places) in words.iter_mut().zip(&mut places) {
                if let Some(word) = word {
                    word.of(*document, places);
                }
            }
            let factor = self.factor(lengths.fieldnorm_id(*document));
            for pair in pairs {
                let (ordered, unordered) = pair_counts(&places[pair.first], &places[pair.first + 1], WINDOW);
                for frequency in [ordered as f32, unordered as f32] {
                    *score += pair.weight * (1.0 + K1) * frequency / (frequency + factor);
                }
            }
        }
        Ok(())
    }
}

/// Two neighbouring words of a query: the place of the first, and what their nearness weighs.
struct Pair {
    first: usize,
    weight: f32,
}

/// What nearness weighs against the words themselves in a query of so many words.
fn nearness_weight(words: usize) -> f32 {
    NEARNESS * (UNDIMINISHED / words.max(1) as f32).min(1.0)
}

/// The score from which on nearness is looked at.
fn threshold(scores: &[SegmentScores]) -> f32 {
    let mut all: Vec<f32> = scores.iter().flatten().copied().collect();
    if all.len() <= NEAREST {
        return 0.0;
    }
    let (_, least, _) = all.select_nth_unstable_by(NEAREST - 1, |left, right| right.total_cmp(left));
    *least
}

/// Calls `each` with the place and the frequency of every one of the documents that has the term.
fn each_posting<P: Postings>(postings: &mut P, documents: &[u32], mut each: impl FnMut(usize, u32)) {
    let mut at = postings.doc();
    for (place, document) in documents.iter().enumerate() {
        if at < *document {
            at = postings.seek(*document);
        }
        if at == TERMINATED {
            break;
        }
        if at == *document {
            each(place, postings.term_freq());
        }
    }
}

/// The words that score, each once, in the order in which the query has them.
fn gather(reader: &IndexReader, target: Target, node: &Node, found: &mut Vec<ScoredWord>) -> tantivy::Result<()> {
    let mut add = |text: &String| {
        for terms in reader.words.of(text) {
            if !found.iter().any(|known| known.terms == terms) {
                found.push(ScoredWord { shown: text.clone(), terms, has_neighbours: true });
            }
        }
    };
    match node {
        Node::Word(word) => add(word),
        Node::Phrase(words) | Node::Near { words, .. } => words.iter().for_each(add),
        Node::Pattern(pattern) => found.push(pattern_word(reader, target, pattern)?),
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
            nodes.iter().try_for_each(|node| gather(reader, target, node, found))?;
        }
        Node::Said(inner) => gather(reader, target, inner, found)?,
        Node::Not(_) | Node::Clause { .. } | Node::Everything => {}
    }
    Ok(())
}

/// The most frequent forms of a pattern as one word.
fn pattern_word(reader: &IndexReader, target: Target, pattern: &Pattern) -> tantivy::Result<ScoredWord> {
    let (_, forms) = target.text(&reader.schema);
    let forms = forms::frequent_forms(&reader.searcher, forms, pattern)?;
    let mut terms: Vec<String> = forms.iter().flat_map(|(form, _)| reader.words.of_form(form)).collect();
    terms.sort_unstable();
    terms.dedup();
    let terms = terms.into_iter().map(|term| vec![term]).collect();
    Ok(ScoredWord { shown: pattern.to_string(), terms, has_neighbours: false })
}
