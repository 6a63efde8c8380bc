//! Headings and shouted lines, where every word has a capital: only names that the body or the lists know.

use super::lists::*;
use super::runs::{Hint, Piece, Scan};
use crate::analysis::{Case, Token};
use crate::extract::Passage;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The most words of a name that is looked for.
const LONGEST: usize = 6;

/// Whether capitals say nothing in this sentence: a heading in which nearly every word has one, or a shouted line.
pub(super) fn all_capitalised(scan: &Scan, passage: &Passage, sentence: &Range<usize>) -> bool {
    let words = || sentence.clone().filter_map(|index| scan.reading.tokens.get(index)).filter(|token| is_long(token));
    let count = words().count();
    if passage.is_running_text() {
        return count >= 4 && words().all(|token| token.case == Case::Upper);
    }
    count >= 3 && words().filter(|token| token.is_capitalised()).count() * 10 >= count * 8
}

fn is_long(token: &Token) -> bool {
    token.is_word() && token.end - token.start > 3
}

/// Finds in `sentences` what `pieces`, the names of the body, and the lists know.
pub(super) fn known_names(scan: &Scan, sentences: &[Range<usize>], pieces: &mut Vec<Piece>) {
    let body: FxHashSet<&str> = pieces.iter().map(|piece| scan.text(piece.tokens.clone())).collect();
    for sentence in sentences {
        let mut index = sentence.start;
        while index < sentence.end {
            let piece = scan.is_capital(index).then(|| longest(scan, index, sentence.end, &body)).flatten();
            index = piece.as_ref().map_or(index + 1, |piece| piece.tokens.end);
            pieces.extend(piece);
        }
    }
}

fn longest(scan: &Scan, index: usize, limit: usize, body: &FxHashSet<&str>) -> Option<Piece> {
    let piece = |end: usize, hint: Hint| Piece { tokens: index..end, hint, title: None, starts_sentence: false };
    for count in (1..=LONGEST.min(limit - index)).rev() {
        let end = index + count;
        let text = scan.text(index..end);
        let listed = known(text) | if count == 1 { scan.flags.get(index).copied().unwrap_or(0) } else { 0 };
        if body.contains(text) {
            return Some(piece(end, Hint::Repeated));
        }
        if listed & ORGANIZATION != 0 && listed & (SMALL | COMMON | COMMON_OPEN) == 0 {
            return Some(piece(end, Hint::Organization));
        }
        if listed & PLACE != 0 && listed & (SMALL | COMMON | COMMON_OPEN | AMBIGUOUS | FIRST_NAME) == 0 {
            return Some(piece(end, Hint::Place));
        }
        let full_name = count == 2 && scan.is(index, FIRST_NAME) && scan.flags.get(index + 1) == Some(&0);
        if full_name && scan.is_capital(index + 1) {
            return Some(piece(end, Hint::FirstName));
        }
    }
    None
}
