//! The tagger: a linear-chain conditional random field (Lafferty et al. 2001) with hashed features, trained by
//! `scripts/train-entities`, its weights in eight bits each inside the binary.

pub use super::features::{FEATURES, ROWS, Rows};
use super::features::{Sentence, rule_tags};
use super::lists::COMMON;
use super::runs::{Piece, Scan};
use super::{classify, headings};
use crate::article::EntityType;
use crate::extract::Reading;
use std::ops::Range;
use std::sync::LazyLock;

/// Outside, then first and further tokens of persons, organizations, places and other names.
pub const LABELS: usize = 9;

/// The first label of names that are none of the three kinds.
const FIRST_OTHER: usize = 7;

/// What a label of other names costs: the training files tag them unevenly, and persons, organizations and places are
/// what people ask for.
const OTHER_COST: f32 = 0.5;

/// Bytes before the rows in the file of weights: the scale, then transitions from the start and from every label.
const HEADER: usize = 4 * (1 + (LABELS + 1) * LABELS);

static WEIGHTS: &[u8] = include_bytes!("weights.bin");

/// The numbers before the rows.
struct Head {
    /// What one step of a weight is worth.
    scale: f32,
    /// From the start, then from every label; what cannot follow is infinitely bad. A row is padded so that it can be added
    /// in a few steps.
    transitions: [[f32; LANES]; LABELS + 1],
}

static HEAD: LazyLock<Head> = LazyLock::new(|| {
    let numbers = WEIGHTS.get(..HEADER).unwrap_or_default().as_chunks::<4>().0;
    let number = |index: usize| numbers.get(index).map_or(0.0, |bytes| f32::from_le_bytes(*bytes));
    let transition = |from: usize, to: usize| match to < LABELS && follows(from.checked_sub(1), to) {
        true => number(1 + from * LABELS + to),
        false => f32::NEG_INFINITY,
    };
    let transitions = std::array::from_fn(|from| std::array::from_fn(|to| transition(from, to)));
    Head { scale: number(0), transitions }
});

/// Tokens that are tagged together: a stretch around capital letters.
pub struct Window {
    /// Indices into the tokens of the article.
    pub tokens: Range<usize>,
    /// The rows of each token.
    pub rows: Vec<Rows>,
}

/// The file of weights for rows of [`LABELS`] weights each, and transitions from the start and from every label.
pub fn encode(rows: &[f32], transitions: &[f32]) -> Vec<u8> {
    let mut sizes: Vec<f32> = rows.iter().map(|weight| weight.abs()).filter(|weight| *weight > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.get(sizes.len() * 9999 / 10_000).copied().unwrap_or(1.0);
    let scale = largest / 127.0;
    let mut file = Vec::with_capacity(HEADER + rows.len());
    file.extend(scale.to_le_bytes());
    file.extend(transitions.iter().flat_map(|weight| weight.to_le_bytes()));
    file.extend(rows.iter().map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8));
    file.resize(file.len() + LANES - LABELS, 0);
    file
}

/// The windows of an article that training and tagging look at.
pub fn windows(reading: &Reading) -> Vec<Window> {
    let scan = Scan::new(reading);
    let (pieces, _) = rule_pieces(&scan);
    let kinds = classify::kinds(&scan, &pieces);
    windows_of(&scan, &rule_tags(&scan, &pieces, &kinds))
}

/// What the rules take for names, and the sentences whose capitals say nothing.
pub(super) fn rule_pieces(scan: &Scan) -> (Vec<Piece>, Vec<Range<usize>>) {
    let mut pieces = Vec::new();
    let mut shouted = Vec::new();
    for passage in scan.reading.passages.iter().filter(|passage| passage.is_content()) {
        for sentence in &passage.sentences {
            if headings::all_capitalised(scan, passage, sentence) {
                shouted.push(sentence.clone());
            } else {
                scan.sentence(sentence.clone(), &mut pieces);
            }
        }
    }
    (pieces, shouted)
}

fn windows_of(scan: &Scan, rules: &[u8]) -> Vec<Window> {
    let mut windows = Vec::new();
    for passage in scan.reading.passages.iter().filter(|passage| passage.is_content()) {
        for sentence in &passage.sentences {
            if headings::all_capitalised(scan, passage, sentence) {
                continue;
            }
            let ranges = around_capitals(scan, sentence);
            if ranges.is_empty() {
                continue;
            }
            let seen = Sentence::new(scan, sentence.clone(), rules);
            windows.extend(
                ranges.into_iter().map(|tokens| Window {
                    rows: tokens.clone().map(|index| seen.rows(scan, index)).collect(),
                    tokens,
                }),
            );
        }
    }
    windows
}

/// Where names can stand: one token before a capital to two behind it, what touches put together.
fn around_capitals(scan: &Scan, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for index in sentence.clone() {
        let grammar = scan.is(index, COMMON) && !scan.is_capital(index + 1);
        if !scan.is_capital(index) || grammar {
            continue;
        }
        let reach = if scan.hyphen_at(index.saturating_sub(1)) { 2 } else { 1 }; // "al-Qaida"
        let start = index.saturating_sub(reach).max(sentence.start);
        let end = (index + 3).min(sentence.end);
        match ranges.last_mut() {
            Some(last) if start <= last.end => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

/// The best labels of a window (Viterbi).
fn labels(window: &Window) -> Vec<u8> {
    let Head { scale, transitions } = &*HEAD;
    let mut best = [0.0_f32; LANES];
    let mut back: Vec<[i32; LANES]> = Vec::with_capacity(window.rows.len());
    for (at, rows) in window.rows.iter().enumerate() {
        let mut now = transitions[0];
        let mut from = [0; LANES];
        if at > 0 {
            now = [f32::NEG_INFINITY; LANES];
            // Lane by lane, so that the labels are compared side by side.
            for (previous, (total, transitions)) in (0..).zip(best.iter().zip(&transitions[1..])) {
                for lane in 0..LANES {
                    let total = total + transitions[lane];
                    let is_better = total > now[lane];
                    now[lane] = if is_better { total } else { now[lane] };
                    from[lane] = if is_better { previous } else { from[lane] };
                }
            }
        }
        for (label, (score, own)) in now.iter_mut().zip(scores(rows)).enumerate() {
            *score += f32::from(own) * scale - if label >= FIRST_OTHER { OTHER_COST } else { 0.0 };
        }
        best = now;
        back.push(from);
    }
    let mut label = (0..LABELS).max_by(|a, b| best[*a].total_cmp(&best[*b]).then(b.cmp(a))).unwrap_or(0);
    let mut labels = vec![0; window.rows.len()];
    for (slot, from) in labels.iter_mut().zip(&back).rev() {
        *slot = label as u8;
        label = from[label] as usize;
    }
    labels
}

/// Whether a label may stand after another: a name goes on only where one of its kind is.
pub fn follows(previous: Option<usize>, label: usize) -> bool {
    let goes_on = label > 0 && label.is_multiple_of(2);
    !goes_on || previous.is_some_and(|previous| previous == label || previous + 1 == label)
}

/// Bytes that are read of a row at once, so that they are added in one step; those after [`LABELS`] are ignored.
const LANES: usize = 16;

fn scores(rows: &Rows) -> [i16; LANES] {
    let mut sums = [0_i16; LANES];
    for row in rows {
        let start = HEADER + *row as usize * LABELS;
        if let Some(weights) = WEIGHTS.get(start..).and_then(|weights| weights.first_chunk::<LANES>()) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i16::from(*weight as i8));
        }
    }
    sums
}

/// The names that the tagger finds, with their kinds, in order of the text.
pub(super) fn tag(scan: &Scan, rules: &[u8]) -> Vec<(Range<usize>, EntityType)> {
    const KINDS: [EntityType; 4] = [EntityType::Person, EntityType::Organization, EntityType::Place, EntityType::Misc];
    let windows = windows_of(scan, rules);
    let mut names: Vec<(Range<usize>, EntityType)> = Vec::new();
    for window in windows {
        for (index, label) in window.tokens.clone().zip(labels(&window)) {
            let Some(kind) = usize::from(label).checked_sub(1).and_then(|label| KINDS.get(label / 2)) else { continue };
            match names.last_mut() {
                Some((tokens, _)) if label % 2 == 0 && tokens.end == index => tokens.end += 1,
                _ => names.push((index..index + 1, *kind)),
            }
        }
    }
    names
}

const _: () = assert!(ROWS.is_power_of_two() && FEATURES < 64, "rows are hashed to a power of two, features are bits");
