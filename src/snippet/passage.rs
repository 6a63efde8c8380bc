//! The passages of a text that show best why it matched.

use super::terms::{Match, Terms, joined};
use crate::analysis::{sentences, tokenize};
use crate::article::Span;

/// Bytes that a passage should not much exceed.
pub const WIDTH: usize = 240;

/// A passage and what matched in it, both as bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The passage.
    pub span: Span,
    /// What matched.
    pub highlights: Vec<Span>,
}

/// A sentence, or a piece of a long one.
struct Candidate {
    span: Span,
    /// The matches in it: places in the list of all.
    matches: std::ops::Range<usize>,
    score: usize,
}

/// At most `count` passages of the text's content, best first: whole sentences that hold most of what is looked for,
/// earlier ones first among equals. Long sentences are cut around what matched. Where nothing matched, the beginning.
pub fn find(text: &str, content: &[Span], terms: &Terms, count: usize, width: usize) -> Vec<Found> {
    let mut candidates = Vec::new();
    let matches = terms.matches(text);
    for stretch in content {
        for paragraph in paragraphs(text, *stretch) {
            // Only what holds a match is looked at closely, and the beginning.
            let from = matches.partition_point(|found| found.span.start < paragraph.start);
            let holds_match = matches.get(from).is_some_and(|found| found.span.start < paragraph.end);
            if holds_match || candidates.is_empty() {
                add_sentences(text, paragraph, &matches, width, &mut candidates);
            }
        }
    }
    if candidates.iter().any(|candidate| !candidate.matches.is_empty()) {
        candidates.retain(|candidate| !candidate.matches.is_empty());
    }
    candidates.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score), candidate.span.start));
    choose(candidates, &matches, count)
}

/// The pieces of a stretch between blank lines, at which sentences end in any case.
fn paragraphs(text: &str, stretch: Span) -> impl Iterator<Item = Span> {
    let mut start = stretch.start;
    stretch.of(text).split("\n\n").map(move |piece| {
        let span = Span::new(start, start + piece.len());
        start = span.end + 2;
        span
    })
}

/// The sentences of a stretch of text.
fn sentence_spans(text: &str, stretch: Span) -> Vec<Span> {
    let words = stretch.of(text);
    let tokens = tokenize(words);
    sentences(words, &tokens, 0..tokens.len())
        .into_iter()
        .filter_map(|sentence| Some((tokens.get(sentence.start)?, tokens.get(sentence.end.checked_sub(1)?)?)))
        .map(|(first, last)| Span::new(stretch.start + first.start, stretch.start + last.end))
        .collect()
}

/// Adds the sentences of a paragraph that hold a match, and the first if there is no other.
fn add_sentences(text: &str, paragraph: Span, matches: &[Match], width: usize, candidates: &mut Vec<Candidate>) {
    for span in sentence_spans(text, paragraph) {
        let from = matches.partition_point(|found| found.span.start < span.start);
        let to = matches.partition_point(|found| found.span.end <= span.end).max(from);
        if from < to || candidates.is_empty() {
            candidates.push(cut(text, span, matches, from..to, width));
        }
    }
}

/// A passage with `count` more sentences before and behind it, as far as its stretch of content goes.
pub fn widen(text: &str, content: &[Span], passage: Span, count: usize) -> Span {
    let Some(stretch) = content.iter().find(|stretch| stretch.start <= passage.start && passage.start < stretch.end)
    else {
        return passage;
    };
    let spans = sentence_spans(text, *stretch);
    let first = spans.partition_point(|sentence| sentence.end <= passage.start).saturating_sub(count);
    let last = spans.partition_point(|sentence| sentence.start < passage.end).saturating_add(count);
    let start = spans.get(first).map_or(passage.start, |sentence| sentence.start.min(passage.start));
    let end = spans.get(last.saturating_sub(1).min(spans.len().saturating_sub(1)));
    Span::new(start, end.map_or(passage.end, |sentence| sentence.end.max(passage.end)))
}

/// Takes the best, then those that show something the ones before did not, then the rest.
fn choose(candidates: Vec<Candidate>, matches: &[Match], count: usize) -> Vec<Found> {
    let mut chosen: Vec<Found> = Vec::new();
    let mut shown: Vec<usize> = Vec::new();
    let (mut fresh, mut repeated) = (Vec::new(), Vec::new());
    for candidate in candidates {
        let kinds = matches.get(candidate.matches.clone()).unwrap_or_default().iter().map(|found| found.which);
        let new: Vec<usize> = kinds.filter(|which| !shown.contains(which)).collect();
        if new.is_empty() {
            repeated.push(candidate)
        } else {
            fresh.push(candidate)
        }
        shown.extend(new);
    }
    for candidate in fresh.into_iter().chain(repeated).take(count) {
        let inside = matches.get(candidate.matches).unwrap_or_default();
        let spans = inside.iter().map(|found| found.span).filter(|span| candidate.span.contains(*span));
        chosen.push(Found { span: candidate.span, highlights: joined(spans) });
    }
    chosen
}

/// Distinct things wanted count most, longer phrases more than words.
fn score(matches: &[Match]) -> usize {
    let mut kinds: Vec<(usize, usize)> = matches.iter().map(|found| (found.which, found.words)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.iter().map(|(_, words)| 1 + words * words).sum()
}

/// The sentence, or the stretch of about `width` bytes of a long one that holds most matches.
fn cut(text: &str, sentence: Span, matches: &[Match], range: std::ops::Range<usize>, width: usize) -> Candidate {
    let inside = matches.get(range.clone()).unwrap_or_default();
    if sentence.len() <= width + width / 4 {
        return Candidate { span: sentence, score: score(inside), matches: range };
    }
    let mut best = (0, 0..0);
    let mut end = 0;
    for start in 0..inside.len() {
        while end < inside.len() && inside[end].span.end <= inside[start].span.start + width {
            end += 1;
        }
        // Windows are short: a count stands in for their score where they hold very much.
        let value = if end - start > 50 { end - start } else { score(&inside[start..end.max(start)]) };
        if value > best.0 {
            best = (value, start..end);
        }
    }
    let (value, window) = best;
    let (from, to) = match (inside.get(window.start), inside.get(window.end.saturating_sub(1))) {
        (Some(first), Some(last)) => (first.span.start, last.span.end.max(first.span.end)),
        _ => (sentence.start, sentence.start),
    };
    let room = width.saturating_sub(to - from) / 2;
    let start = word_start(text, from.saturating_sub(room).max(sentence.start), from);
    let rest = width.saturating_sub(to.saturating_sub(start));
    let end = word_end(text, to.saturating_add(rest).min(sentence.end), to.max(start));
    let matches = range.start + window.start..range.start + window.end;
    Candidate { span: Span::new(start, end), score: value, matches }
}

/// The start of the first word at or after `at`, but not behind `latest`.
fn word_start(text: &str, at: usize, latest: usize) -> usize {
    let Some(stretch) = text.get(boundary(text, at)..latest) else { return latest };
    let start = latest - stretch.len();
    let begins = text.get(..start).is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    if begins {
        return start;
    }
    match stretch.find(char::is_whitespace) {
        Some(blank) => latest - stretch.get(blank..).unwrap_or_default().trim_start().len(),
        None => latest,
    }
}

/// The end of the last word at or before `at`, but not before `earliest`.
fn word_end(text: &str, at: usize, earliest: usize) -> usize {
    let at = boundary(text, at);
    let Some(stretch) = text.get(earliest..at) else { return earliest };
    let ends = text.get(at..).is_none_or(|after| after.is_empty() || after.starts_with(char::is_whitespace));
    if ends {
        return earliest + stretch.trim_end().len();
    }
    earliest
        + stretch
            .rfind(char::is_whitespace)
            .map_or(0, |blank| stretch.get(..blank).unwrap_or_default().trim_end().len())
}

/// `at`, or the next place where a character starts.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|place| text.is_char_boundary(*place)).unwrap_or(text.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::field::Subject;
    use crate::query::{ParseOptions, parse};

    fn terms(query: &str) -> Terms {
        let options = ParseOptions::new(Subject::Article, "2025-03-14".parse().unwrap());
        Terms::from_query(&parse(query, &options).unwrap(), Some("en"))
    }

    fn shown(text: &str, query: &str, count: usize) -> Vec<String> {
        let found = find(text, &[Span::new(0, text.len())], &terms(query), count, WIDTH);
        let mark = |found: Found| {
            let mut shown = String::new();
            let mut at = found.span.start;
            for highlight in &found.highlights {
                shown += &format!("{}[{}]", Span::new(at, highlight.start).of(text), highlight.of(text));
                at = highlight.end;
            }
            shown + Span::new(at, found.span.end).of(text)
        };
        found.into_iter().map(mark).collect()
    }

    const TEXT: &str = "The bridge is shut. Mayor Ada Venn called the closure temporary. Bridges elsewhere stay open. \
        Nobody asked the ferry crews.";

    #[test]
    fn shows_whole_sentences_that_hold_most_of_the_query() {
        assert_eq!(
            shown(TEXT, "closures bridge", 2),
            ["The [bridge] is shut.", "Mayor Ada Venn called the [closure] temporary."]
        );
        assert_eq!(shown(TEXT, "\"ferry crews\" bridge", 1), ["Nobody asked the [ferry crews]."]);
        assert_eq!(shown(TEXT, "person:\"ada venn\"", 2), ["Mayor [Ada Venn] called the closure temporary."]);
    }

    #[test]
    fn begins_at_the_beginning_where_nothing_matched() {
        assert_eq!(shown(TEXT, "NOT bridge", 2), ["The bridge is shut."]);
        assert_eq!(shown("", "bridge", 2), [""; 0]);
    }

    #[test]
    fn cuts_long_sentences_at_words() {
        let text = format!("{} the needle {}", "hay ".repeat(200), "straw ".repeat(200));
        let found = shown(&text, "needle", 1);
        assert!(found[0].contains(" the [needle] straw ") && found[0].len() < 260, "{found:?}");
        assert!(found[0].starts_with("hay") && found[0].ends_with("straw"));
    }
}
