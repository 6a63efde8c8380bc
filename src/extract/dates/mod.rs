//! The times that a text talks about: one scanner, a set of composition rules, and resolution against the publication
//! day and what was talked about before. English so far.

mod holidays;
mod lexicon;
mod numbers;
mod periods;
mod rules;
mod scanner;
mod tense;
mod value;

use super::Reading;
use crate::article::{DateMention, Precision, Span};

/// Finds the date mentions of an article, in order of the text.
pub fn find(reading: &Reading) -> Vec<DateMention> {
    let published = reading.article.published.as_ref();
    let today = published.filter(|published| published.precision <= Precision::Day).and_then(|date| date.earliest);
    let mut scanner = scanner::Scanner::new(reading, today);
    for passage in reading.passages.iter().filter(|passage| passage.is_content()) {
        for sentence in &passage.sentences {
            scanner.sentence(sentence.clone());
        }
    }
    let mention = |(span, timex): (Span, value::Timex)| DateMention {
        start: span.start,
        end: span.end,
        text: span.of(reading.text).to_owned(),
        value: timex.value,
        precision: timex.precision,
        earliest: timex.interval.earliest,
        latest: timex.interval.latest,
        kind: timex.kind,
        basis: crate::article::Basis::rule(timex.rule),
    };
    scanner.found.into_iter().map(mention).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
