//! The date expressions of queries.

use super::interval::{day, decade, month, quarter, week, year};
use super::{Interval, YEARS, month_number, parse_moment, weekday_number};
use crate::article::Day;

/// Reads the date expression of a query: `2025-03-13`, `2025-03`, `2025`, `2024..2025-03`, `..2023`, `2021..`,
/// `yesterday`, `last-month`, `march-2024`, …; `today` is the day the words are relative to.
pub fn parse_expression(text: &str, today: Day) -> Option<Interval> {
    let text = text.trim();
    let Some((from, to)) = text.split_once("..") else { return single(text, today) };
    let (from, to) = (from.trim(), to.trim());
    let side = |text: &str| if text.is_empty() { Some(None) } else { single(text, today).map(Some) };
    let (from, to) = (side(from)?, side(to)?);
    let interval = Interval {
        earliest: from.and_then(|interval| interval.earliest),
        latest: to.and_then(|interval| interval.latest),
    };
    match (interval.earliest, interval.latest) {
        (None, None) => None,
        (Some(earliest), Some(latest)) if earliest > latest => None,
        _ => Some(interval),
    }
}

fn single(text: &str, today: Day) -> Option<Interval> {
    if let Some(moment) = parse_moment(text) {
        return Some(Interval { earliest: Some(moment.earliest), latest: Some(moment.latest) });
    }
    let lowered = text.to_lowercase();
    let words: Vec<&str> = lowered.split([' ', '-', '_']).filter(|word| !word.is_empty() && *word != "the").collect();
    match words.as_slice() {
        ["today"] => Some(day(today)),
        ["yesterday"] => today.yesterday().ok().map(day),
        ["tomorrow"] => today.tomorrow().ok().map(day),
        ["this" | "last" | "next", _] => relative(words[0], words[1], today),
        [word] => weekday_number(word).and_then(|number| last_weekday(number, today)).or_else(|| written_decade(word)),
        [left, right] => two_words(left, right),
        _ => None,
    }
}

/// `this-week`, `last-month`, `next-year`, `last-monday`.
fn relative(which: &str, unit: &str, today: Day) -> Option<Interval> {
    let step: i64 = match which {
        "last" => -1,
        "next" => 1,
        _ => 0,
    };
    let moved = |span: jiff::Span| today.checked_add(span).ok();
    match unit {
        "day" => moved(jiff::Span::new().days(step)).map(day),
        "week" => moved(jiff::Span::new().weeks(step)).and_then(week),
        "month" => moved(jiff::Span::new().months(step)).and_then(|day| month(day.year(), day.month())),
        "year" => moved(jiff::Span::new().years(step)).and_then(|day| year(day.year())),
        name if step < 0 => last_weekday(weekday_number(name)?, today),
        _ => None,
    }
}

/// The last such day before today.
fn last_weekday(number: i8, today: Day) -> Option<Interval> {
    let back = (i64::from(today.weekday().to_monday_one_offset()) - i64::from(number)).rem_euclid(7);
    let back = if back == 0 { 7 } else { back };
    today.checked_sub(jiff::Span::new().days(back)).ok().map(day)
}

/// `2020s`.
fn written_decade(word: &str) -> Option<Interval> {
    let first: i16 = word.strip_suffix('s')?.parse().ok()?;
    (first % 10 == 0 && YEARS.contains(&first)).then(|| decade(first)).flatten()
}

/// `march 2024`, `2024 march`, `2024 q1`.
fn two_words(left: &str, right: &str) -> Option<Interval> {
    let as_year = |word: &str| word.parse::<i16>().ok().filter(|year| YEARS.contains(year));
    let (number, name) = match (as_year(left), as_year(right)) {
        (Some(number), _) => (number, right),
        (None, Some(number)) => (number, left),
        (None, None) => return None,
    };
    if let Some(digit) = name.strip_prefix('q').and_then(|digit| digit.parse().ok()) {
        return (1..=4).contains(&digit).then(|| quarter(number, digit)).flatten();
    }
    month(number, month_number(name)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let today = "2025-03-14".parse().unwrap();
        let interval = parse_expression(text, today)?;
        let show = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        Some((show(interval.earliest), show(interval.latest)))
    }

    #[test]
    fn reads_days_months_ranges_and_words() {
        for (text, earliest, latest) in [
            ("2025-03-13", "2025-03-13", "2025-03-13"),
            ("2025-02", "2025-02-01", "2025-02-28"),
            ("2024..2025-03", "2024-01-01", "2025-03-31"),
            ("..2023", "", "2023-12-31"),
            ("2021..", "2021-01-01", ""),
            ("yesterday", "2025-03-13", "2025-03-13"),
            ("last-month", "2025-02-01", "2025-02-28"),
            ("this week", "2025-03-10", "2025-03-16"),
            ("march-2024", "2024-03-01", "2024-03-31"),
            ("2024-Q1", "2024-01-01", "2024-03-31"),
            ("1990s", "1990-01-01", "1999-12-31"),
            ("friday", "2025-03-07", "2025-03-07"),
        ] {
            assert_eq!(read(text), Some((earliest.to_owned(), latest.to_owned())), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "..", "2024-13", "2025..2024", "soon", "2025-02-30", "march", "q1", "٣"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
