//! Ranking: the cluster gives the candidates that score best by its own BM25, and they are scored here by the rules of
//! `search::scoring`, from the words as they stand in the text. So hits have the same scores in both engines.

use super::client::Client;
use super::compile::{Compiler, has_form};
use super::manifest::Indices;
use super::pattern;
use super::search::Candidate;
use super::texts::{self, FORMS};
use crate::engine::{Contribution, EngineError};
use crate::query::{Matcher, Node, Pattern};
use crate::search::Target;
use crate::search::places::pair_counts;
use crate::search::scoring::{
    NEAREST, STATEMENT_WORDS, WINDOW, length_factor, nearness_weight, quantised, rarity, saturated, threshold,
};
use crate::search::words::{TermsByLanguage, WordTerms};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

/// Candidates that are asked for where pairs of words count; at least as many as have their nearness looked at.
const CANDIDATES: usize = NEAREST;

/// Candidates besides the page where the cluster's own order is nearly that of here.
const MARGIN: usize = 40;

/// What a query scores by.
struct ScoredWord {
    /// As the query has it.
    shown: String,
    /// Its stems, as the cluster has them; none for a pattern.
    stems: TermsByLanguage,
    pattern: Option<(Pattern, Matcher)>,
    has_neighbours: bool,
}

/// What is known of all articles.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Articles.
    pub articles: u64,
    /// Terms in them.
    pub words: f64,
    /// Languages.
    pub languages: Vec<String>,
}

/// Ranks what one query finds.
pub struct Ranker {
    target: Target,
    words: Vec<ScoredWord>,
    weights: Vec<f32>,
    article_words: f32,
    /// How many documents have each term, by word, language and stem.
    leaves: Vec<Vec<Vec<u64>>>,
    articles: u64,
}

/// Documents with each of the terms by which a candidate scores.
type Places = Vec<Vec<u32>>;

impl Ranker {
    /// For the words of `node`.
    pub fn new(
        client: &Client,
        indices: &Indices,
        terms: &WordTerms,
        totals: &Totals,
        target: Target,
        node: &Node,
    ) -> Result<Self, EngineError> {
        let mut words = Vec::new();
        gather(terms, node, &mut words)?;
        let mut ranker = Self {
            target,
            words,
            weights: Vec::new(),
            article_words: (totals.words as f32 / totals.articles.max(1) as f32).max(1.0),
            leaves: Vec::new(),
            articles: totals.articles,
        };
        if !ranker.words.is_empty() {
            ranker.count(client, indices)?;
        }
        Ok(ranker)
    }

    /// Whether anything scores.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many candidates are needed for the first `wanted` hits.
    pub fn candidates(&self, wanted: usize) -> usize {
        let is_exact = self.target == Target::Articles
            && self.pairs().is_empty()
            && self.words.iter().all(|word| word.pattern.is_none());
        if is_exact { wanted.saturating_add(MARGIN) } else { wanted.max(CANDIDATES) }
    }

    /// The stored fields that ranking reads.
    pub fn stored(&self) -> Vec<String> {
        let mut fields = vec!["text".to_owned(), format!("text{}", texts::PLAIN)];
        if self.words.iter().any(|word| word.pattern.is_some()) {
            fields.push(format!("text{FORMS}"));
        }
        fields
    }

    /// Asks how many articles have each word.
    fn count(&mut self, client: &Client, indices: &Indices) -> Result<(), EngineError> {
        let mut filters = serde_json::Map::new();
        for (place, word) in self.words.iter().enumerate() {
            let whole = match &word.pattern {
                Some((pattern, _)) => has_form(pattern)?,
                None => Compiler::has_word(&word.stems),
            };
            filters.insert(place.to_string(), whole);
            // One term is the whole word.
            if word.stems.iter().flatten().count() > 1 {
                for (row, stems) in Compiler::leaves(&word.stems).into_iter().enumerate() {
                    for (stem, query) in stems.into_iter().enumerate() {
                        filters.insert(format!("{place}.{row}.{stem}"), query);
                    }
                }
            }
        }
        let body =
            json!({ "size": 0, "track_total_hits": false, "aggs": { "words": { "filters": { "filters": filters } } } });
        let path = format!("{}/_search?request_cache=true", indices.articles);
        let answer = client.json("POST", &path, Some(&body))?;
        let buckets = &answer["aggregations"]["words"]["buckets"];
        let count = |name: String| buckets[name]["doc_count"].as_u64().unwrap_or(0);
        for (place, word) in self.words.iter().enumerate() {
            let whole = count(place.to_string()).min(self.articles);
            self.weights.push(rarity(whole, self.articles));
            let is_one = word.stems.iter().flatten().count() == 1;
            let leaf = |row: usize, stem: usize| if is_one { whole } else { count(format!("{place}.{row}.{stem}")) };
            let rows = word.stems.iter().enumerate();
            self.leaves.push(rows.map(|(row, stems)| (0..stems.len()).map(|stem| leaf(row, stem)).collect()).collect());
        }
        Ok(())
    }

    /// The queries by whose scores the cluster chooses candidates.
    pub fn scoring(&self) -> Result<Vec<Value>, EngineError> {
        let mut queries = Vec::new();
        for ((word, weight_of_word), leaves) in self.words.iter().zip(&self.weights).zip(&self.leaves) {
            if let Some((pattern, _)) = &word.pattern {
                queries.push(pattern::query(&format!("text{FORMS}"), pattern, true)?);
                continue;
            }
            for (row, counts) in Compiler::leaves(&word.stems).into_iter().zip(leaves) {
                let boosted = row.into_iter().zip(counts).filter(|(_, count)| **count > 0).map(|(mut query, count)| {
                    query["dis_max"]["boost"] = (weight_of_word / rarity(*count, self.articles)).into();
                    query
                });
                let boosted: Vec<Value> = boosted.collect();
                if !boosted.is_empty() {
                    queries.push(json!({ "dis_max": { "queries": boosted } }));
                }
            }
        }
        Ok(queries)
    }

    /// Scores candidates.
    pub fn rank(&self, candidates: &mut [Candidate]) {
        let lookup = self.lookup();
        let read: Vec<(Places, Vec<u32>)> = candidates.iter().map(|candidate| self.read(candidate, &lookup)).collect();
        for (candidate, (_, frequencies)) in candidates.iter_mut().zip(&read) {
            candidate.score = 0.0;
            for (place, frequency) in frequencies.iter().enumerate() {
                candidate.score += self.of_word(place, *frequency, candidate.words);
            }
        }
        let pairs = self.pairs();
        let least = if pairs.is_empty() {
            f32::INFINITY
        } else {
            threshold(candidates.iter().map(|candidate| candidate.score))
        };
        for (candidate, (places, _)) in candidates.iter_mut().zip(&read).filter(|(one, _)| one.score >= least) {
            for (first, weight) in &pairs {
                for score in self.of_pair(*first, *weight, places, candidate.words) {
                    candidate.score += score;
                }
            }
        }
    }

    /// What each word and pair adds to the score of a candidate.
    pub fn explain(&self, candidate: &Candidate) -> Vec<Contribution> {
        let (places, frequencies) = self.read(candidate, &self.lookup());
        let mut all: Vec<(String, f32)> = Vec::new();
        for (place, word) in self.words.iter().enumerate() {
            all.push((word.shown.clone(), self.of_word(place, frequencies[place], candidate.words)));
        }
        for (first, weight) in self.pairs() {
            let what = format!("{} near {}", self.words[first].shown, self.words[first + 1].shown);
            let scores = self.of_pair(first, weight, &places, candidate.words);
            all.push((what, scores.into_iter().fold(0.0, |sum, score| sum + score)));
        }
        all.retain(|(_, score)| *score > 0.0);
        all.into_iter().map(|(what, score)| Contribution { what, score }).collect()
    }

    fn factor(&self, words: u32) -> f32 {
        match self.target {
            Target::Articles => length_factor(quantised(words), self.article_words),
            Target::Statements => length_factor(words, STATEMENT_WORDS),
        }
    }

    fn of_word(&self, place: usize, frequency: u32, words: u32) -> f32 {
        if frequency == 0 {
            return 0.0;
        }
        saturated(self.weights[place], frequency, self.factor(words))
    }

    fn of_pair(&self, first: usize, weight: f32, places: &Places, words: u32) -> [f32; 2] {
        let (ordered, unordered) = pair_counts(&places[first], &places[first + 1], WINDOW);
        let factor = self.factor(words);
        [ordered, unordered].map(|frequency| saturated(weight, frequency, factor))
    }

    /// The pairs of neighbouring words: the first of each, and what their nearness weighs.
    fn pairs(&self) -> Vec<(usize, f32)> {
        let count = self.words.iter().filter(|word| word.has_neighbours).count();
        let share = nearness_weight(count);
        let neighbours =
            self.words.windows(2).enumerate().filter(|(_, two)| two[0].has_neighbours && two[1].has_neighbours);
        let weight = |first: usize| self.weights.get(first).copied().unwrap_or(0.0);
        neighbours.map(|(first, _)| (first, share * (weight(first) + weight(first + 1)))).collect()
    }

    /// Where each stem belongs: word, language, and place among the stems of it.
    fn lookup(&self) -> FxHashMap<String, Vec<(usize, usize, usize)>> {
        let mut lookup: FxHashMap<String, Vec<(usize, usize, usize)>> = FxHashMap::default();
        for (place, word) in self.words.iter().enumerate() {
            for (row, stems) in word.stems.iter().enumerate() {
                for (number, stem) in stems.iter().enumerate() {
                    lookup.entry(texts::stem(stem)).or_default().push((place, row, number));
                }
            }
        }
        lookup
    }

    /// Where each word stands in a candidate, and how often it counts.
    fn read(
        &self,
        candidate: &Candidate,
        lookup: &FxHashMap<String, Vec<(usize, usize, usize)>>,
    ) -> (Places, Vec<u32>) {
        let mut places: Places = vec![Vec::new(); self.words.len()];
        let mut counts: Vec<Vec<Vec<u32>>> =
            self.words.iter().map(|word| word.stems.iter().map(|row| vec![0; row.len()]).collect()).collect();
        for values in [&candidate.text, &candidate.plain] {
            each_word(values, |at, word| {
                for (place, row, number) in lookup.get(word).into_iter().flatten() {
                    places[*place].push(at);
                    counts[*place][*row][*number] += 1;
                }
            });
        }
        for (place, word) in self.words.iter().enumerate() {
            if let Some((_, matcher)) = &word.pattern {
                each_word(&candidate.forms, |at, form| {
                    if matcher.matches(form) {
                        places[place].push(at);
                    }
                });
            }
            places[place].sort_unstable();
            places[place].dedup();
        }
        let count = |(place, counts): (usize, &Vec<Vec<u32>>)| match (self.target, &self.words[place].pattern) {
            (Target::Articles, None) => counts.iter().map(|row| row.iter().copied().max().unwrap_or(0)).sum(),
            _ => places[place].len() as u32,
        };
        let frequencies = counts.iter().enumerate().map(count).collect();
        (places, frequencies)
    }
}

/// Calls `each` with every word of a text and its place; between two values is a place without a word.
fn each_word(values: &[String], mut each: impl FnMut(u32, &str)) {
    let mut at = 0;
    for value in values {
        for word in value.split(' ') {
            each(at, word);
            at += 1;
        }
        at += 1;
    }
}

/// The words that score, each once, in the order in which the query has them.
fn gather(terms: &WordTerms, node: &Node, found: &mut Vec<ScoredWord>) -> Result<(), EngineError> {
    let mut add = |text: &String| {
        for stems in terms.of(text) {
            if !found.iter().any(|known| known.stems == stems) {
                found.push(ScoredWord { shown: text.clone(), stems, pattern: None, has_neighbours: true });
            }
        }
    };
    match node {
        Node::Word(word) => add(word),
        Node::Phrase(words) | Node::Near { words, .. } => words.iter().for_each(add),
        Node::Pattern(pattern) => {
            let matcher = pattern.matcher().map_err(|error| EngineError::Other(error.message))?;
            let (shown, stems) = (pattern.to_string(), TermsByLanguage::new());
            let pattern = Some((pattern.clone(), matcher));
            found.push(ScoredWord { shown, stems, pattern, has_neighbours: false });
        }
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
            nodes.iter().try_for_each(|node| gather(terms, node, found))?;
        }
        Node::Said(inner) => gather(terms, inner, found)?,
        Node::Not(_) | Node::Clause { .. } | Node::Everything => {}
    }
    Ok(())
}
