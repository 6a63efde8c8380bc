//! Rules for times that begin with a number.

use super::lexicon::{Unit, Word};
use super::periods::and_a_half;
use super::rules::word;
use super::scanner::{Matched, Scanner};
use super::tense::Tense;
use super::value::{Timex, shifted};
use crate::article::{Day, TimexType};
use crate::calendar::YEARS;

/// Days from now within which a day without a year is looked for.
const NEAR: i64 = 183;

/// Days from now up to which a day without a year can lie ahead though nothing speaks of the future.
const AHEAD: i64 = 60;

pub fn matched(first: usize, end: usize, timex: Timex) -> Option<Matched> {
    Some(Matched { first, end, timex })
}

pub fn year_at(scanner: &Scanner, index: usize) -> Option<i16> {
    let text = scanner.text(index);
    let year = (text.len() == 4).then(|| text.parse().ok()).flatten();
    year.filter(|year| YEARS.contains(year))
}

/// A time that begins with a number.
pub fn number(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    iso_day(scanner, index)
        .or_else(|| slashed_day(scanner, index))
        .or_else(|| clock(scanner, index))
        .or_else(|| day_month(scanner, index))
        .or_else(|| first_of_range(scanner, index))
        .or_else(|| last_of_range(scanner, index))
        .or_else(|| {
            let count = scanner.number(index)?;
            and_a_half(scanner, index, count).or_else(|| counted(scanner, index, index + 1, Some(count)))
        })
        .or_else(|| bare_year(scanner, index))
}

/// `2025-03-13`
fn iso_day(scanner: &Scanner, index: usize) -> Option<Matched> {
    let year = year_at(scanner, index)?;
    let dashes = scanner.text(index + 1) == "-" && scanner.text(index + 3) == "-";
    let touching = (index..index + 4).all(|index| scanner.touches_next(index));
    if !(dashes && touching) {
        return None;
    }
    let (month, day) = (scanner.number(index + 2)?, scanner.number(index + 4)?);
    let day = Day::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    matched(index, index + 5, Timex::day(day, "full-date"))
}

/// `3/14/2024`, `14/3/2024` where only one order is possible.
fn slashed_day(scanner: &Scanner, index: usize) -> Option<Matched> {
    if scanner.text(index + 1) != "/" || scanner.text(index + 3) != "/" {
        return None;
    }
    let (first, second) = (scanner.number(index)?, scanner.number(index + 2)?);
    let year = year_at(scanner, index + 4)?;
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    let day = Day::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    matched(index, index + 5, Timex::day(day, "full-date"))
}

/// `10:30 p.m.`, `5 p.m.`, with the day behind it.
fn clock(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let mut hour = scanner.number(index).filter(|hour| *hour < 25)?;
    let mut minute = 0;
    let mut end = index + 1;
    let has_minutes = scanner.text(end) == ":" && scanner.touches_next(index);
    if has_minutes {
        minute = scanner.number(end + 1).filter(|minute| *minute < 60)?;
        end += 2;
    }
    let half = scanner.text(end);
    let is_half = half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm");
    let dotted = matches!(half, "a" | "p" | "A" | "P")
        && scanner.text(end + 1) == "."
        && scanner.text(end + 2).eq_ignore_ascii_case("m");
    if is_half || dotted {
        let is_afternoon = half.starts_with(['p', 'P']);
        hour = match (hour, is_afternoon) {
            (12, false) => 0,
            (hour, true) if hour < 12 => hour + 12,
            (hour, _) => hour,
        };
        end += if dotted { 3 } else { 1 };
        let more_dot = dotted
            && scanner.text(end) == "."
            && scanner.look(end + 1).is_some_and(|word| matches!(word, Word::Weekday(_) | Word::Day(_)));
        end = if more_dot || dotted && scanner.text(end) == "." && !scanner.text(end + 1).is_empty() {
            end + 1
        } else {
            end
        };
    } else if !has_minutes {
        return None;
    }
    let zone = scanner.text(end);
    if matches!(
        zone,
        "EST" | "EDT" | "CST" | "CDT" | "MST" | "MDT" | "PST" | "PDT" | "GMT" | "UTC" | "ET" | "BST" | "CET"
    ) {
        end += 1;
    }
    let time = format!("{hour:02}:{minute:02}");
    let on = end + usize::from(scanner.text(end) == "on");
    if let Some(day) =
        scanner.look(on).and_then(|found| word(scanner, on, found)).filter(|day| day.timex.as_day().is_some())
    {
        return matched(index, day.end, day.timex.at(&time));
    }
    let day = scanner.focus.or(scanner.today);
    match day {
        Some(day) => matched(index, end, Timex::day(day, "clock-time").at(&time)),
        None => matched(index, end, Timex::open(format!("XXXX-XX-XXT{time}"), TimexType::Time, "clock-time")),
    }
}

/// `3 March 2024`, `3rd of March`.
pub fn day_month(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let digits = scanner.text(index).trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let day: i8 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    let at = index + 1 + usize::from(scanner.text(index + 1) == "of");
    let Some(Word::Month(month)) = scanner.look(at) else { return None };
    let after = scanner.skip(scanner.skip(at + 1, "."), ",");
    match year_at(scanner, after) {
        Some(year) => matched(index, after + 1, Timex::day(Day::new(year, month, day).ok()?, "full-date")),
        None => matched(index, at + 1, month_day(scanner, index, month, day)?),
    }
}

/// The "2" of "2–4 April": the month stands behind the last day.
fn first_of_range(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let first: i8 = scanner.number(index)?.try_into().ok()?;
    matches!(scanner.text(index + 1), "-" | "–" | "and" | "to").then_some(())?;
    let last = day_month(scanner, index + 2)?.timex.as_day().filter(|last| first > 0 && last.day() > first)?;
    matched(index, index + 1, Timex::day(last.with().day(first).build().ok()?, "range"))
}

/// The "25" of "April 24 and 25", "March 3-5".
fn last_of_range(scanner: &Scanner, index: usize) -> Option<Matched> {
    let last: i8 = scanner.number(index)?.try_into().ok()?;
    matches!(scanner.before(index), "-" | "–" | "and" | "to").then_some(())?;
    let (span, timex) = scanner.found.last()?;
    let joined = scanner.reading.tokens.get(index.checked_sub(2)?)?.end == span.end;
    let first = timex.as_day().filter(|first| joined && first.day() < last)?;
    let named = matches!(timex.rule, "month-day" | "range") && !matches!(scanner.look(index + 1), Some(Word::Unit(_)));
    named.then_some(())?;
    matched(index, index + 1, Timex::day(first.with().day(last).build().ok()?, "range"))
}

/// A day and a month without a year: the one nearest to the publication day; what is long to come is announced as such.
pub fn month_day(scanner: &Scanner, index: usize, month: i8, day: i8) -> Option<Timex> {
    const RULE: &str = "month-day";
    let Some(today) = scanner.today else {
        Day::new(2000, month, day).ok()?;
        return Some(Timex::day_of_open_year(month, day, RULE));
    };
    let years = [today.year(), today.year() - 1, today.year() + 1];
    let days = years.into_iter().filter_map(|year| Day::new(year, month, day).ok());
    let ahead = if scanner.tense(index) == Some(Tense::Future) { NEAR } else { AHEAD };
    let nearest =
        days.filter(|day| days_between(today, *day) <= ahead).min_by_key(|day| days_between(today, *day).abs())?;
    Some(Timex::day(nearest, RULE))
}

pub fn days_between(from: Day, to: Day) -> i64 {
    to.duration_since(from).as_secs() / 86_400
}

/// Four digits that stand as a year does, and not as a number of things.
fn bare_year(scanner: &Scanner, index: usize) -> Option<Matched> {
    let year = year_at(scanner, index)?;
    let (before, after) = (scanner.before(index), scanner.text(index + 1));
    let touches_before = index > 0
        && scanner.reading.tokens.get(index - 1).is_some_and(|token| token.touches(&scanner.reading.tokens[index]));
    if touches_before && !matches!(before, "(" | "-" | "–" | "/" | "‘" | "“" | "\"")
        || matches!(before, "$" | "£" | "€" | "#" | "No")
    {
        return None;
    }
    let touches_decimal = scanner.touches_next(index)
        && matches!(after, "," | "." | ":")
        && scanner.number(index + 2).is_some()
        && scanner.touches_next(index + 1);
    let counts = after.ends_with('s')
        && after.starts_with(|first: char| first.is_ascii_lowercase())
        && after.len() > 3
        && !matches!(before, "in" | "since" | "the" | "of");
    if touches_decimal
        || counts
        || matches!(
            after,
            "%" | "percent" | "miles" | "people" | "feet" | "million" | "pounds" | "men" | "women" | "troops"
        )
    {
        return None;
    }
    matched(index, index + 1, Timex::year(year, "year"))
}

/// A number of units: a length of time, or a time so long ago.
pub fn counted(scanner: &mut Scanner, first: usize, at: usize, count: Option<u32>) -> Option<Matched> {
    let at = at + usize::from(scanner.text(at) == "more" || scanner.text(at) == "-");
    let Some(Word::Unit(unit)) = scanner.look(at) else { return None };
    let (after, next) = (at + 1, scanner.text(at + 1));
    let is_age = next == "old" || next == "-" && scanner.text(at + 2) == "old" || next == "olds";
    let is_ordinal = unit == Unit::Second && scanner.text(at) == "second" || unit == Unit::Quarter && next != "s";
    if is_age || is_ordinal {
        return None;
    }
    let steps = i64::from(count?.min(100_000));
    let base = |scanner: &Scanner, focus: bool| if focus { scanner.focus.or(scanner.today) } else { scanner.today };
    let moved = match next {
        "ago" => base(scanner, false).map(|day| shifted(day, unit, -steps, "ago")),
        "earlier" | "before" if scanner.text(at + 2) != "the" => {
            base(scanner, true).map(|day| shifted(day, unit, -steps, "from-focus"))
        }
        "later" => base(scanner, true).map(|day| shifted(day, unit, steps, "from-focus")),
        _ => None,
    };
    if let Some(timex) = moved {
        return matched(first, after + 1, timex?);
    }
    matched(first, after, Timex::duration(count, unit, "duration"))
}
