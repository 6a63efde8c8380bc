//! Ranking: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) with k1 1.2 and b 0.75, and
//! for the best by it the nearness of the query's neighbouring words (as in Metzler and Croft, "A Markov random field
//! model for term dependencies", 2005).
//!
//! Scores are summed in one fixed order of words, from counts over the whole index of one type of document, so that
//! they depend neither on segments nor on threads, and statements never change how articles rank.

use super::Target;
use super::matches::SegmentMatches;
use super::places::{Parts, Places, pair_counts};
use super::reader::IndexReader;
use super::vocabulary::IndexedWord;
use super::words::TermsByLanguage;
use crate::engine::Contribution;
use crate::query::{Node, Pattern};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Documents whose nearness is looked at: the best by their words.
pub const NEAREST: usize = 300;

/// Places within which two words count as near.
pub const WINDOW: u32 = 8;

/// What the nearness of two words weighs against the words, measured on three collections (`docs/quality.md`).
const NEARNESS: f32 = 0.35;

/// Words up to which a query's pairs have that weight; in a sentence a pair says less.
const UNDIMINISHED: f32 = 4.0;

/// Scores of the matches of one segment, in the order of its documents.
pub type SegmentScores = Vec<f32>;

/// Words of a statement of middling length. A constant, so that a statement's score does not hang on what else is indexed.
pub const STATEMENT_WORDS: f32 = 24.0;

/// A word that scores.
struct ScoredWord {
    /// As the query has it.
    shown: String,
    /// Its stems; none for a pattern.
    stems: TermsByLanguage,
    /// What the index has of it. An article's frequency is the sum over languages, of each that of the most frequent stem.
    indexed: IndexedWord,
    /// Whether it is a word of the query's own text, whose neighbours mean something.
    has_neighbours: bool,
}

/// Ranks the matches of one query.
pub struct Scorer<'r> {
    reader: &'r IndexReader,
    target: Target,
    /// Words of an article on average.
    article_words: f32,
    words: Vec<ScoredWord>,
    weights: Vec<f32>,
}

/// Documents of one segment and how long they are.
struct Scored<'m> {
    segment: &'m SegmentReader,
    documents: &'m [DocId],
    lengths: Lengths,
}

enum Lengths {
    Articles(FieldNormReader),
    Statements(Box<Parts>),
}

impl Scored<'_> {
    /// The parts of statements, where these are scored.
    fn parts(&self) -> Option<&Parts> {
        match &self.lengths {
            Lengths::Articles(_) => None,
            Lengths::Statements(parts) => Some(parts),
        }
    }

    /// What the length of a document adds to a frequency in the denominator.
    fn factor(&self, document: DocId, article_words: f32) -> f32 {
        let (length, average) = match &self.lengths {
            Lengths::Articles(norms) => (norms.fieldnorm(document), article_words),
            Lengths::Statements(parts) => (parts.length(document), STATEMENT_WORDS),
        };
        length_factor(length, average)
    }
}

/// What a word weighs that so many of the articles have.
pub fn rarity(having: u64, articles: u64) -> f32 {
    let (having, articles) = (having as f32, articles as f32);
    (1.0 + (articles - having + 0.5) / (having + 0.5)).ln()
}

/// What a word or pair of this weight adds to a score that occurs so often; each time less than the time before.
pub fn saturated(weight: f32, frequency: u32, factor: f32) -> f32 {
    let frequency = frequency as f32;
    weight * (1.0 + K1) * frequency / (frequency + factor)
}

/// What the length of a document adds to a frequency in the denominator.
pub fn length_factor(length: u32, average: f32) -> f32 {
    K1 * (1.0 - B + B * length as f32 / average)
}

#[cfg(feature = "cluster")]
/// The length of an article as it is scored: long ones are known in steps.
pub fn quantised(words: u32) -> u32 {
    FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(words))
}

impl<'r> Scorer<'r> {
    /// For the words of `node`.
    pub fn new(reader: &'r IndexReader, target: Target, node: &Node) -> tantivy::Result<Self> {
        let schema = &reader.schema;
        let mut words = Vec::new();
        gather(reader, node, &mut words)?;
        let of_type = Term::from_field_text(schema.kind, Target::Articles.kind());
        let articles = reader.searcher.doc_freq(&of_type)?;
        let mut tokens = 0;
        for segment in reader.searcher.segment_readers() {
            tokens += segment.inverted_index(schema.text)?.total_num_tokens();
        }
        let article_words = (tokens as f32 / articles.max(1) as f32).max(1.0);
        let weight = |word: &ScoredWord| {
            let frequency = word.indexed.document_count(&reader.searcher)?.min(articles);
            tantivy::Result::Ok(rarity(frequency, articles))
        };
        let weights = words.iter().map(weight).collect::<tantivy::Result<_>>()?;
        Ok(Self { reader, target, article_words, words, weights })
    }

    fn scored<'m>(&'m self, found: &'m SegmentMatches) -> tantivy::Result<Scored<'m>> {
        let segment = self.reader.searcher.segment_reader(found.segment);
        let lengths = match self.target {
            Target::Articles => Lengths::Articles(segment.get_fieldnorms_reader(self.reader.schema.text)?),
            Target::Statements => Lengths::Statements(Box::new(Parts::open(segment)?)),
        };
        Ok(Scored { segment, documents: &found.documents, lengths })
    }

    /// Scores of all matches.
    pub fn score(&self, matches: &[SegmentMatches]) -> tantivy::Result<Vec<SegmentScores>> {
        let scored: Vec<Scored> = matches.iter().map(|found| self.scored(found)).collect::<tantivy::Result<_>>()?;
        let mut scores: Vec<SegmentScores> = matches.iter().map(|found| vec![0.0; found.documents.len()]).collect();
        for (word, weight) in self.words.iter().zip(&self.weights) {
            for (scored, scores) in scored.iter().zip(&mut scores) {
                self.add_word(word, *weight, scored, scores)?;
            }
        }
        let pairs = self.pairs();
        if !pairs.is_empty() {
            let least = threshold(scores.iter().flatten().copied());
            for (scored, scores) in scored.iter().zip(&mut scores) {
                self.add_nearness(&pairs, scored, scores, least)?;
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
        let scored = self.scored(found)?;
        for (word, weight) in self.words.iter().zip(&self.weights) {
            let mut scores = vec![0.0; found.documents.len()];
            self.add_word(word, *weight, &scored, &mut scores)?;
            note(&word.shown, &scores);
        }
        for pair in self.pairs() {
            let mut scores = vec![0.0; found.documents.len()];
            self.add_nearness(std::slice::from_ref(&pair), &scored, &mut scores, 0.0)?;
            let shown = |word: usize| self.words.get(word).map_or("", |word| &word.shown);
            note(&format!("{} near {}", shown(pair.first), shown(pair.first + 1)), &scores);
        }
        Ok(all)
    }

    fn add_word(&self, word: &ScoredWord, weight: f32, scored: &Scored, scores: &mut [f32]) -> tantivy::Result<()> {
        let frequencies = match scored.parts() {
            None => frequencies(&word.indexed, scored)?,
            Some(parts) => {
                let mut places = Places::open(&word.indexed, scored.segment, Some(parts))?;
                let mut here = Vec::new();
                let count = |document: &DocId| {
                    places.of(*document, &mut here);
                    here.len() as u32
                };
                scored.documents.iter().map(count).collect()
            }
        };
        for ((document, score), frequency) in scored.documents.iter().zip(scores).zip(frequencies) {
            if frequency > 0 {
                let factor = scored.factor(*document, self.article_words);
                *score += saturated(weight, frequency, factor);
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

    fn add_nearness(&self, pairs: &[Pair], scored: &Scored, scores: &mut [f32], least: f32) -> tantivy::Result<()> {
        let mut words: Vec<Option<Places>> = Vec::with_capacity(self.words.len());
        for (place, word) in self.words.iter().enumerate() {
            let is_used = pairs.iter().any(|pair| pair.first == place || pair.first + 1 == place);
            let open = || Places::open(&word.indexed, scored.segment, scored.parts());
            words.push(is_used.then(open).transpose()?);
        }
        let mut places = vec![Vec::new(); words.len()];
        for (document, score) in scored.documents.iter().zip(scores).filter(|(_, score)| **score >= least) {
            for (word, places) in words.iter_mut().zip(&mut places) {
                if let Some(word) = word {
                    word.of(*document, places);
                }
            }
            let factor = scored.factor(*document, self.article_words);
            for pair in pairs {
                let (ordered, unordered) = pair_counts(&places[pair.first], &places[pair.first + 1], WINDOW);
                for frequency in [ordered, unordered] {
                    *score += saturated(pair.weight, frequency, factor);
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
pub fn nearness_weight(words: usize) -> f32 {
    NEARNESS * (UNDIMINISHED / words.max(1) as f32).min(1.0)
}

/// The score from which on nearness is looked at.
pub fn threshold(scores: impl Iterator<Item = f32>) -> f32 {
    let mut all: Vec<f32> = scores.collect();
    if all.len() <= NEAREST {
        return 0.0;
    }
    let (_, least, _) = all.select_nth_unstable_by(NEAREST - 1, |left, right| right.total_cmp(left));
    *least
}

/// How often some articles have a word.
fn frequencies(word: &IndexedWord, scored: &Scored) -> tantivy::Result<Vec<u32>> {
    let mut sums = vec![0; scored.documents.len()];
    for language in word.rows(scored.segment, IndexRecordOption::WithFreqs)? {
        let mut most = vec![0; if language.len() > 1 { sums.len() } else { 0 }];
        for stem in language {
            let mut here = vec![0; most.len()];
            // A word with one stem counts at once; two stems stand for one and the same word.
            let counts = if most.is_empty() { &mut sums } else { &mut here };
            for mut postings in stem {
                each_posting(&mut postings, scored.documents, |place, frequency| counts[place] += frequency);
            }
            most.iter_mut().zip(here).for_each(|(most, here)| *most = here.max(*most));
        }
        sums.iter_mut().zip(most).for_each(|(sum, most)| *sum += most);
    }
    Ok(sums)
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
fn gather(reader: &IndexReader, node: &Node, found: &mut Vec<ScoredWord>) -> tantivy::Result<()> {
    let vocabulary = reader.vocabulary(reader.schema.text);
    let mut add = |text: &String| -> tantivy::Result<()> {
        for stems in reader.words.of(text) {
            if !found.iter().any(|known| known.stems == stems) {
                let indexed = vocabulary.word(&stems)?;
                found.push(ScoredWord { shown: text.clone(), stems, indexed, has_neighbours: true });
            }
        }
        Ok(())
    };
    match node {
        Node::Word(word) => add(word)?,
        Node::Phrase(words) | Node::Near { words, .. } => words.iter().try_for_each(add)?,
        Node::Pattern(pattern) => {
            let forms = match pattern {
                Pattern::Exact(form) => vec![(form.clone(), 0)],
                pattern => vocabulary.frequent_forms(pattern)?,
            };
            let forms: Vec<&str> = forms.iter().map(|(form, _)| form.as_str()).collect();
            let indexed = vocabulary.forms(&forms)?;
            let shown = pattern.to_string();
            found.push(ScoredWord { shown, stems: TermsByLanguage::new(), indexed, has_neighbours: false });
        }
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
            nodes.iter().try_for_each(|node| gather(reader, node, found))?;
        }
        Node::Said(inner) => gather(reader, inner, found)?,
        Node::Not(_) | Node::Clause { .. } | Node::Everything => {}
    }
    Ok(())
}
