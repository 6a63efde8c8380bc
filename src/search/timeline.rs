//! Counts by day, month or year.

use super::Target;
use super::matches::{article_of, numbers};
use super::reader::IndexReader;
use crate::article::Day;
use crate::engine::{Bar, Period, Timeline};
use crate::field::field;
use crate::index::schema::{day_of_number, unpack_days};
use crate::query::Query;
use std::collections::BTreeMap;
use tantivy::DocId;

/// Days up to which a timeline counts days.
const DAYS_MAX: u32 = 62;

/// Days up to which it counts months.
const MONTHS_MAX: u32 = 6 * 366;

/// Empty steps that are filled in; an archive with a stray year has no use for more.
const FILLED_MAX: usize = 4096;

/// Days of publication, first and last, with how many documents have them.
pub type Days = BTreeMap<(u32, u32), u64>;

/// What a query selects, by time, against all that there is.
pub fn timeline(
    reader: &IndexReader,
    query: &Query,
    target: Target,
    period: Option<Period>,
) -> tantivy::Result<Timeline> {
    let mut undated = 0;
    let found = days(reader, query, target, &mut undated)?;
    let all = days(reader, &Query::everything(), target, &mut 0)?;
    Ok(of_days(found, undated, all, period))
}

/// The timeline of what was found against all that there is, each counted by days; `undated` is what has none.
pub fn of_days(found: Days, mut undated: u64, all: Days, period: Option<Period>) -> Timeline {
    let period = period.unwrap_or_else(|| fitting(&found));
    let (mut counts, mut totals): (BTreeMap<Day, u64>, BTreeMap<Day, u64>) = (BTreeMap::new(), BTreeMap::new());
    for ((first, last), count) in found {
        match step(period, first, last) {
            Some(step) => *counts.entry(step).or_default() += count,
            None => undated += count,
        }
    }
    for ((first, last), count) in all {
        if let Some(step) = step(period, first, last) {
            *totals.entry(step).or_default() += count;
        }
    }
    let bar = |first: Day| Bar {
        first,
        count: counts.get(&first).copied().unwrap_or(0),
        all: totals.get(&first).copied().unwrap_or(0),
    };
    let bars = steps(period, &counts).into_iter().map(bar).collect();
    Timeline { period, bars, undated }
}

fn days(reader: &IndexReader, query: &Query, target: Target, undated: &mut u64) -> tantivy::Result<Days> {
    let mut days = Days::new();
    let Some(values) = field("date").and_then(|field| reader.schema.of_article(field).values) else { return Ok(days) };
    let name = reader.schema.schema.get_field_name(values);
    for found in reader.matches(query, target)? {
        let segment = reader.searcher.segment_reader(found.segment);
        let column = segment.fast_fields().column_opt::<u64>(name)?;
        let numbers = numbers(segment)?;
        let article = |document: DocId| match target {
            Target::Articles => Some(document),
            Target::Statements => article_of(&numbers, document),
        };
        for document in found.documents {
            let packed = column.as_ref().zip(article(document)).and_then(|(column, article)| column.first(article));
            match packed.map(unpack_days) {
                Some(day) => *days.entry(day).or_default() += 1,
                None => *undated += 1,
            }
        }
    }
    Ok(days)
}

/// The period that gives a range a readable number of steps.
fn fitting(days: &Days) -> Period {
    let first = days.keys().next().map_or(0, |(first, _)| *first);
    let last = days.keys().map(|(_, last)| *last).max().unwrap_or(0);
    match last.saturating_sub(first) {
        span if span <= DAYS_MAX => Period::Day,
        span if span <= MONTHS_MAX => Period::Month,
        _ => Period::Year,
    }
}

/// The first day of the step that a stretch of days lies in, if it lies in one.
fn step(period: Period, first: u32, last: u32) -> Option<Day> {
    let of = |number| day_of_number(number).map(|day| first_day(period, day));
    let start = of(first)?;
    (of(last)? == start).then_some(start)
}

fn first_day(period: Period, day: Day) -> Day {
    match period {
        Period::Day => day,
        Period::Month => day.first_of_month(),
        Period::Year => day.first_of_year(),
    }
}

/// All steps from the first to the last; only those that are counted if there are very many.
fn steps(period: Period, counts: &BTreeMap<Day, u64>) -> Vec<Day> {
    let (Some(first), Some(last)) = (counts.keys().next(), counts.keys().next_back()) else { return Vec::new() };
    let one = match period {
        Period::Day => jiff::Span::new().days(1),
        Period::Month => jiff::Span::new().months(1),
        Period::Year => jiff::Span::new().years(1),
    };
    let next = |day: &Day| day.checked_add(one).ok().filter(|day| day <= last);
    let filled: Vec<Day> = std::iter::successors(Some(*first), next).take(FILLED_MAX + 1).collect();
    if filled.len() > FILLED_MAX { counts.keys().copied().collect() } else { filled }
}
