//! Whether a time lies behind or ahead, as the words beside it tell. Data: `tense.tsv`.

use super::scanner::Scanner;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Tokens before or behind a time that are looked at.
const NEAR: usize = 14;

/// Tokens from the start of a sentence within which a time is told apart by what follows it.
const OPENING: usize = 3;

/// Where a time lies from the publication day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// It was.
    Past,
    /// It is to come.
    Future,
}

static WORDS: LazyLock<FxHashMap<&'static str, Tense>> = LazyLock::new(|| {
    let lines = include_str!("tense.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| line.split_once('\t'));
    rows.map(|(word, tense)| (word, if tense == "future" { Tense::Future } else { Tense::Past })).collect()
});

impl Scanner<'_> {
    /// What the nearest verb before a time tells, or at the start of a sentence the first one behind it.
    pub fn tense(&self, index: usize) -> Option<Tense> {
        let before = (self.start.max(index.saturating_sub(NEAR))..index).rev().find_map(|at| self.tense_of(at));
        before.or_else(|| {
            let opens = index < self.start + OPENING;
            (index + 1..self.end.min(index + NEAR)).filter(|_| opens).find_map(|at| self.tense_of(at))
        })
    }

    fn tense_of(&self, at: usize) -> Option<Tense> {
        let word = self.text(at);
        match word {
            // "as early as Tuesday"
            "soon" | "early" | "late" if self.before(at) == "as" => Some(Tense::Future),
            "plan" | "plans" | "hopes" | "wants" if self.text(at + 1) != "to" => None,
            "set" | "slated" if matches!(self.text(at + 1), "to" | "for") => Some(Tense::Future),
            // "would have met", "may have left"
            "have" if matches!(self.before(at), "would" | "may" | "might" | "could" | "must") => Some(Tense::Past),
            _ => WORDS.get(word).copied().or_else(|| {
                let regular = word.len() > 3 && word.ends_with("ed") && word.starts_with(|c: char| c.is_lowercase());
                regular.then_some(Tense::Past)
            }),
        }
    }
}
