//! Trains the tagger of names: part of `scripts/train-entities`.
//!
//! Arguments: a folder with the training files (`token<TAB>tag`, BIO, `-DOCSTART-` opens a document, an empty line ends a
//! sentence), and the file of weights to write. A conditional random field, trained by stochastic gradient descent with
//! steps by Duchi et al. 2011 (AdaGrad), on one thread in a fixed order: the same files give the same bytes.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

use onrecord::analysis::tokenize;
use onrecord::article::{Article, Block, Role, Span};
use onrecord::extract::Reading;
use onrecord::extract::entities::tagger::{FEATURES, LABELS, ROWS, encode, follows, windows};
use std::path::Path;

/// The training files, the share of their sentences that is taken, and whether they tag other names than persons,
/// organizations and places.
const FILES: [(&str, f64, bool); 8] = [
    ("gmb", 0.4, true),
    ("wikigold", 1.0, true),
    ("gum_open", 1.0, true),
    ("redocred", 1.0, true),
    ("crossner_politics", 1.0, true),
    ("btc", 1.0, false),
    ("uner_pud", 1.0, false),
    ("uner_ewt", 1.0, false),
];
/// Sentences of a document at most: collections without documents are cut.
const LONGEST_DOCUMENT: usize = 25;
const ROUNDS: usize = 8;
const STEP: f32 = 0.12;
const SHRINK: f32 = 1e-5;
/// Share of the features that name whole words that are hidden from training, so that shapes and lists learn too.
const HIDDEN: f64 = 0.3;
/// The features that name whole words.
const WORD_FEATURES: [usize; 9] = [1, 2, 7, 11, 16, 17, 33, 39, 40];
/// Labels of names that are none of the three kinds.
const OTHER: [usize; 2] = [7, 8];

/// A window with the labels that are right for each token, as bits.
struct Sample {
    rows: Vec<[u32; FEATURES]>,
    right: Vec<u16>,
}

/// SplitMix64: the order of training, without a crate.
struct Order(u64);

impl Order {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn happens(&mut self, share: f64) -> bool {
        (self.next() >> 11) as f64 / ((1_u64 << 53) as f64) < share
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, (self.next() % (last as u64 + 1)) as usize);
        }
    }
}

type TaggedSentence = Vec<(String, usize)>;

fn label(tag: &str) -> usize {
    let Some((place, kind)) = tag.split_once('-') else { return 0 };
    let kind = ["PER", "ORG", "LOC", "MISC"].iter().position(|known| *known == kind).unwrap_or(3);
    1 + 2 * kind + usize::from(place == "I")
}

fn documents(file: &Path) -> Vec<Vec<TaggedSentence>> {
    let content = std::fs::read_to_string(file).unwrap();
    let mut documents: Vec<Vec<TaggedSentence>> = Vec::new();
    let mut sentence = TaggedSentence::new();
    for line in content.lines().chain([""]) {
        match line.split_once('\t') {
            Some(("-DOCSTART-", _)) => documents.push(Vec::new()),
            Some((token, tag)) => sentence.push((token.to_owned(), label(tag))),
            None if sentence.is_empty() => {}
            None => {
                if documents.last().is_none_or(|document| document.len() >= LONGEST_DOCUMENT) {
                    documents.push(Vec::new());
                }
                documents.last_mut().unwrap().push(std::mem::take(&mut sentence));
            }
        }
    }
    documents
}

/// The text of a sentence as people write it, with the bytes and labels of its tokens.
fn written(sentence: &TaggedSentence, text: &mut String, labels: &mut Vec<(Span, usize)>) {
    let mut glue = true;
    let mut open = false;
    for (token, label) in sentence {
        let token = match token.as_str() {
            "-LRB-" => "(",
            "-RRB-" => ")",
            "``" | "''" => "\"",
            other => other,
        };
        let closes =
            matches!(token, "." | "," | ";" | ":" | "?" | "!" | ")" | "]" | "%" | "'s" | "’s" | "n't" | "'" | "”")
                || token.starts_with('\'') && token.len() < 4 && token.len() > 1
                || token == "\"" && open;
        if !glue && !closes {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(token);
        labels.push((Span::new(start, text.len()), *label));
        glue = matches!(token, "(" | "[" | "$" | "“" | "#" | "@") || token == "\"" && !open;
        open ^= token == "\"";
    }
}

fn samples(document: &[TaggedSentence], tags_others: bool) -> Vec<Sample> {
    let mut text = String::new();
    let mut labels = Vec::new();
    let mut blocks = Vec::new();
    for sentence in document {
        let start = text.len();
        written(sentence, &mut text, &mut labels);
        blocks.push(Block { role: Role::Paragraph, span: Span::new(start, text.len()) });
        text.push_str("\n\n");
    }
    let article = Article { text, blocks, language: Some("en".to_owned()), ..Article::default() };
    let tokens = tokenize(&article.text);
    let reading = Reading::new(&article, &tokens);
    let right = |index: usize| -> u16 {
        let token = tokens[index];
        let at = labels.partition_point(|(span, _)| span.end <= token.start);
        let (span, label) = labels[at];
        let inside = label > 0 && token.start > span.start && label % 2 == 1;
        let label = label + usize::from(inside);
        let others = if label == 0 && !tags_others { OTHER.iter().map(|other| 1_u16 << other).sum() } else { 0 };
        1 << label | others
    };
    let windows = windows(&reading).into_iter();
    windows.map(|window| Sample { right: window.tokens.map(right).collect(), rows: window.rows }).collect()
}

struct Model {
    rows: Vec<f32>,
    row_squares: Vec<f32>,
    transitions: Vec<f32>,
    transition_squares: Vec<f32>,
}

fn log_sum(values: &[f32; LABELS]) -> f32 {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + values.iter().map(|value| (value - most).exp()).sum::<f32>().ln()
}

/// Expected labels and transitions of a window.
struct Expected {
    labels: Vec<[f32; LABELS]>,
    transitions: Vec<f32>,
}

impl Model {
    fn new() -> Self {
        let (rows, transitions) = (ROWS * LABELS, (LABELS + 1) * LABELS);
        Self {
            rows: vec![0.0; rows],
            row_squares: vec![0.0; rows],
            transitions: vec![0.0; transitions],
            transition_squares: vec![0.0; transitions],
        }
    }

    fn transition(&self, previous: Option<usize>, label: usize) -> f32 {
        if !follows(previous, label) {
            return f32::NEG_INFINITY;
        }
        self.transitions[previous.map_or(0, |previous| previous + 1) * LABELS + label]
    }

    fn emissions(&self, sample: &Sample, hidden: &[u64]) -> Vec<[f32; LABELS]> {
        let sum = |(rows, hidden): (&[u32; FEATURES], &u64)| {
            let mut sums = [0.0; LABELS];
            for (_, row) in rows.iter().enumerate().filter(|(template, _)| hidden >> template & 1 == 0) {
                let start = *row as usize * LABELS;
                sums.iter_mut().zip(&self.rows[start..start + LABELS]).for_each(|(sum, weight)| *sum += weight);
            }
            sums
        };
        sample.rows.iter().zip(hidden).map(sum).collect()
    }

    /// Forward and backward sums over the labels that `allowed` names.
    fn expected(&self, emissions: &[[f32; LABELS]], allowed: impl Fn(usize, usize) -> bool) -> Expected {
        let length = emissions.len();
        let mut forward = vec![[f32::NEG_INFINITY; LABELS]; length];
        let mut backward = vec![[0.0; LABELS]; length];
        for at in 0..length {
            for label in (0..LABELS).filter(|label| allowed(at, *label)) {
                let before = match at.checked_sub(1) {
                    None => self.transition(None, label),
                    Some(before) => {
                        log_sum(&std::array::from_fn(|from| forward[before][from] + self.transition(Some(from), label)))
                    }
                };
                forward[at][label] = before + emissions[at][label];
            }
        }
        for at in (0..length.saturating_sub(1)).rev() {
            for label in 0..LABELS {
                backward[at][label] = log_sum(&std::array::from_fn(|to| match allowed(at + 1, to) {
                    true => self.transition(Some(label), to) + emissions[at + 1][to] + backward[at + 1][to],
                    false => f32::NEG_INFINITY,
                }));
            }
        }
        let total = log_sum(&forward[length - 1]);
        let labels: Vec<[f32; LABELS]> = (0..length)
            .map(|at| std::array::from_fn(|label| (forward[at][label] + backward[at][label] - total).exp()))
            .collect();
        let mut transitions = vec![0.0; (LABELS + 1) * LABELS];
        for label in 0..LABELS {
            transitions[label] += labels[0][label];
        }
        for at in 1..length {
            for from in 0..LABELS {
                for to in (0..LABELS).filter(|to| allowed(at, *to)) {
                    let path =
                        forward[at - 1][from] + self.transition(Some(from), to) + emissions[at][to] + backward[at][to];
                    transitions[(from + 1) * LABELS + to] += (path - total).exp();
                }
            }
        }
        Expected { labels, transitions }
    }

    fn learn(&mut self, sample: &Sample, order: &mut Order) {
        let mut hide = |_| match order.happens(HIDDEN) {
            true => WORD_FEATURES.iter().fold(0_u64, |bits, template| bits | 1 << template),
            false => 0,
        };
        let hidden: Vec<u64> = sample.rows.iter().map(&mut hide).collect();
        let emissions = self.emissions(sample, &hidden);
        let free = self.expected(&emissions, |_, _| true);
        let right = self.expected(&emissions, |at, label| sample.right[at] >> label & 1 == 1);
        if right.labels.iter().flatten().any(|share| share.is_nan()) {
            return; // labels that no path has: a tag inside a name without its beginning
        }
        for (at, rows) in sample.rows.iter().enumerate() {
            for label in 0..LABELS {
                let slope = free.labels[at][label] - right.labels[at][label];
                if slope.abs() < 1e-4 {
                    continue;
                }
                for (template, row) in rows.iter().enumerate() {
                    if hidden[at] >> template & 1 == 0 {
                        let index = *row as usize * LABELS + label;
                        step(&mut self.rows[index], &mut self.row_squares[index], slope);
                    }
                }
            }
        }
        for (index, (free, right)) in free.transitions.iter().zip(&right.transitions).enumerate() {
            if (free - right).abs() > 1e-4 {
                step(&mut self.transitions[index], &mut self.transition_squares[index], free - right);
            }
        }
    }
}

fn step(weight: &mut f32, squares: &mut f32, slope: f32) {
    let slope = slope + SHRINK * *weight;
    *squares += slope * slope;
    *weight -= STEP * slope / (1e-3 + squares.sqrt());
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, file) = (Path::new(&arguments[0]), &arguments[1]);
    let mut order = Order(2026);
    let mut all = Vec::new();
    for (name, share, tags_others) in FILES {
        let documents = documents(&folder.join(format!("{name}.tsv")));
        let taken: Vec<_> = documents.into_iter().filter(|_| share >= 1.0 || order.happens(share)).collect();
        let found: Vec<Sample> = taken.iter().flat_map(|document| samples(document, tags_others)).collect();
        println!("{name}: {} documents, {} windows", taken.len(), found.len());
        all.extend(found);
    }
    let mut model = Model::new();
    let mut sum = vec![0.0; model.rows.len() + model.transitions.len()];
    for round in 0..ROUNDS {
        order.shuffle(&mut all);
        all.iter().for_each(|sample| model.learn(sample, &mut order));
        sum.iter_mut().zip(model.rows.iter().chain(&model.transitions)).for_each(|(sum, weight)| *sum += weight);
        println!("round {} of {ROUNDS}", round + 1);
    }
    sum.iter_mut().for_each(|sum| *sum /= ROUNDS as f32);
    let (rows, transitions) = sum.split_at(model.rows.len());
    std::fs::write(file, encode(rows, transitions)).unwrap();
}
