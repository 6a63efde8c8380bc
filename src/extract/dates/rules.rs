//! The rules: how words and numbers make a time, and which day it means.

use super::holidays;
use super::lexicon::{Modifier, Unit, Word};
use super::scanner::{Matched, Scanner};
use super::value::{Timex, shifted};
use crate::article::{Day, TimexType};
use crate::calendar::YEARS;

/// Days from now within which a day without a year is looked for.
const NEAR: i64 = 183;

/// Days from now up to which a day without a year can lie ahead though nothing speaks of the future.
const AHEAD: i64 = 60;

fn matched(first: usize, end: usize, timex: Timex) -> Option<Matched> {
    Some(Matched { first, end, timex })
}

fn year_at(scanner: &Scanner, index: usize) -> Option<i16> {
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
        .or_else(|| {
            let count = scanner.number(index)?;
            counted(scanner, index, index + 1, Some(count))
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
fn day_month(scanner: &mut Scanner, index: usize) -> Option<Matched> {
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

/// A day and a month without a year: the one nearest to the publication day; what is long to come is announced as such.
fn month_day(scanner: &Scanner, index: usize, month: i8, day: i8) -> Option<Timex> {
    const RULE: &str = "month-day";
    let Some(today) = scanner.today else {
        Day::new(2000, month, day).ok()?;
        return Some(Timex::day_of_open_year(month, day, RULE));
    };
    let years = [today.year(), today.year() - 1, today.year() + 1];
    let days = years.into_iter().filter_map(|year| Day::new(year, month, day).ok());
    let ahead = if scanner.is_future(index) { NEAR } else { AHEAD };
    let nearest =
        days.filter(|day| days_between(today, *day) <= ahead).min_by_key(|day| days_between(today, *day).abs())?;
    Some(Timex::day(nearest, RULE))
}

fn days_between(from: Day, to: Day) -> i64 {
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

/// A time that begins with a word that tells one.
pub fn word(scanner: &mut Scanner, index: usize, word: Word) -> Option<Matched> {
    match word {
        Word::Month(month) => self::month(scanner, index, month),
        Word::Weekday(weekday) => self::weekday(scanner, index, weekday),
        Word::Count(count) => counted(scanner, index, index + 1, count),
        Word::Modifier(modifier) => modified(scanner, index, modifier),
        Word::Part => part(scanner, index),
        Word::Season(code) => season(scanner, index, code),
        Word::Daytime(_) => None,
        Word::Clock(time) => {
            let day = scanner.focus.or(scanner.today)?;
            matched(index, index + 1, Timex::day(day, "clock-time").at(time))
        }
        Word::Day(days) => day_word(scanner, index, days),
        Word::Reference(value)
            if !(value == "FUTURE_REF" && scanner.text(index) == "future" && scanner.before(index) != "the") =>
        {
            let first = index - usize::from(scanner.before(index).eq_ignore_ascii_case("the"));
            matched(first, index + 1, Timex::open(value, TimexType::Date, "reference"))
        }
        Word::Reference(_) => None,
        Word::Set(value) => matched(index, index + 1, Timex::open(value, TimexType::Set, "set")),
        Word::Every => every(scanner, index),
        Word::Unit(unit) => bare_unit(scanner, index, unit),
    }
}

/// Words that tell a time only by their shape or their company: "1990s", "3rd of March", "a decade", "the weekend",
/// holidays.
pub fn other_word(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let text = scanner.text(index);
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return decade(scanner, index, text).or_else(|| day_month(scanner, index));
    }
    if matches!(text, "a" | "an" | "A" | "An" | "one") {
        if let Some(Word::Count(count)) = scanner.look(index + 1) {
            return counted(scanner, index, index + 2, count);
        }
        return counted(scanner, index, index + 1, Some(1));
    }
    if matches!(text, "the" | "The") {
        return the(scanner, index);
    }
    if text.starts_with(|first: char| first.is_ascii_uppercase()) { holiday(scanner, index) } else { None }
}

fn decade(scanner: &Scanner, index: usize, text: &str) -> Option<Matched> {
    let first: i16 = text.strip_suffix('s')?.parse().ok()?;
    let first =
        if first < 100 && scanner.before(index).starts_with(['\'', '’', '‘']) { first + 1900 } else { first };
    let is_decade = YEARS.contains(&first) && first % 10 == 0;
    let from = index - usize::from(scanner.before(index).eq_ignore_ascii_case("the"));
    if is_decade { matched(from, index + 1, Timex::decade(first, "decade")) } else { None }
}

/// A month, with a day or a year behind it, or alone.
fn month(scanner: &mut Scanner, index: usize, month: i8) -> Option<Matched> {
    let at = if scanner.touches_next(index) { scanner.skip(index + 1, ".") } else { index + 1 };
    let day_text = scanner.text(at).trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let day = if day_text.len() <= 2 { day_text.parse::<i8>().ok().filter(|day| (1..=31).contains(day)) } else { None };
    if let Some(day) = day {
        let after = scanner.skip(at + 1, ",");
        if let Some(year) = year_at(scanner, after) {
            return matched(index, after + 1, Timex::day(Day::new(year, month, day).ok()?, "full-date"));
        }
        return matched(index, at + 1, month_day(scanner, index, month, day)?);
    }
    let after = at + usize::from(matches!(scanner.text(at), "of" | ","));
    if let Some(year) = year_at(scanner, after) {
        return matched(index, after + 1, Timex::month(Some(year), month, "month-year"));
    }
    let end = if at > index + 1 && !scanner.text(at).is_empty() { at } else { index + 1 };
    is_month_name(scanner, index, month).then_some(())?;
    let year = month_year(scanner, index, month);
    matched(index, end, Timex::month(year, month, "month"))
}

/// "May" and "March" are words too, and months are names: they need company that months have.
fn is_month_name(scanner: &Scanner, index: usize, month: i8) -> bool {
    let before = scanner.before(index).to_ascii_lowercase();
    let tells = matches!(
        before.as_str(),
        "in" | "since"
            | "of"
            | "by"
            | "until"
            | "till"
            | "from"
            | "to"
            | "for"
            | "last"
            | "next"
            | "this"
            | "early"
            | "late"
            | "mid"
            | "during"
            | "before"
            | "after"
            | "through"
            | "and"
            | "between"
            | "every"
            | "the"
            | "around"
            | "-"
    );
    tells || !(month == 5 || month == 3 || month == 4 || month == 6) && scanner.text(index).len() > 3
}

/// The year of a month that stands alone: the last such month, or the next when the sentence looks ahead.
fn month_year(scanner: &Scanner, index: usize, month: i8) -> Option<i16> {
    let today = scanner.today?;
    Some(match (month > today.month(), scanner.is_future(index)) {
        (true, true) | (false, false) => today.year(),
        (true, false) => today.year() - 1,
        (false, true) if month == today.month() => today.year(),
        (false, true) => today.year() + 1,
    })
}

/// A weekday, perhaps with the date behind it, or a time of the day.
fn weekday(scanner: &mut Scanner, index: usize, weekday: i8) -> Option<Matched> {
    if scanner.text(index + 1).starts_with("Times") || scanner.text(index + 1) == "Telegraph" {
        return None; // A paper, not a day.
    }
    let comma = scanner.skip(index + 1, ",");
    if let Some(Word::Month(month)) = scanner.look(comma)
        && let Some(date) = self::month(scanner, comma, month).filter(|date| date.timex.as_day().is_some())
    {
        return matched(index, date.end, date.timex);
    }
    let day = weekday_day(scanner, index, weekday);
    let timex = match day {
        Some(day) => Timex::day(day, "weekday"),
        None => Timex::open(format!("XXXX-WXX-{weekday}"), TimexType::Date, "weekday"),
    };
    with_daytime(scanner, index, index + 1, timex)
}

/// The day that a weekday means: the last one, today included, or the next when the sentence looks ahead.
fn weekday_day(scanner: &Scanner, index: usize, weekday: i8) -> Option<Day> {
    let today = scanner.today?;
    let back = i64::from(today.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
    let days = if scanner.is_future(index) && back != 0 { 7 - back } else { -back };
    today.checked_add(jiff::Span::new().days(days)).ok()
}

/// A day, and "morning" or "night" behind it.
fn with_daytime(scanner: &Scanner, first: usize, end: usize, timex: Timex) -> Option<Matched> {
    match scanner.look(end) {
        Some(Word::Daytime(code)) if timex.as_day().is_some() => matched(first, end + 1, timex.at(code)),
        _ => matched(first, end, timex),
    }
}

fn day_word(scanner: &Scanner, index: usize, days: i64) -> Option<Matched> {
    let timex = match scanner.today {
        Some(today) => Timex::day(today.checked_add(jiff::Span::new().days(days)).ok()?, "day-word"),
        None if days == 0 => Timex::open("PRESENT_REF", TimexType::Date, "day-word"),
        None => Timex::open("XXXX-XX-XX", TimexType::Date, "day-word"),
    };
    if scanner.text(index).eq_ignore_ascii_case("tonight") {
        return matched(index, index + 1, timex.at("NI"));
    }
    with_daytime(scanner, index, index + 1, timex)
}

/// "last week", "next March", "the past two years", "this summer".
fn modified(scanner: &mut Scanner, index: usize, modifier: Modifier) -> Option<Matched> {
    let steps = match modifier {
        Modifier::Last => -1,
        Modifier::Next => 1,
        Modifier::This | Modifier::Past | Modifier::Recent | Modifier::Following | Modifier::Same => 0,
    };
    if let (Some(count), Some(Word::Unit(unit))) = (count_at(scanner, index + 1), scanner.look(index + 2))
        && modifier != Modifier::This
    {
        return matched(index, index + 3, Timex::duration(count, unit, "span-to-now"));
    }
    match (scanner.look(index + 1)?, modifier) {
        (Word::Unit(unit), Modifier::Past) => matched(index, index + 2, Timex::duration(Some(1), unit, "span-to-now")),
        (Word::Unit(_), Modifier::Recent) => {
            matched(index, index + 2, Timex::open("PAST_REF", TimexType::Date, "reference"))
        }
        (Word::Unit(unit), Modifier::Following | Modifier::Same) => {
            let focus = scanner.focus.or(scanner.today)?;
            let steps = i64::from(modifier == Modifier::Following);
            matched(index, index + 2, shifted(focus, unit, steps, "from-focus")?)
        }
        (Word::Unit(unit), _) => matched(index, index + 2, shifted(scanner.today?, unit, steps, "relative")?),
        (Word::Month(month), Modifier::Last | Modifier::Next | Modifier::This | Modifier::Past) => {
            let today = scanner.today?;
            let year = match modifier {
                Modifier::Last | Modifier::Past if month >= today.month() => today.year() - 1,
                Modifier::Next if month <= today.month() => today.year() + 1,
                _ => today.year(),
            };
            matched(index, index + 2, Timex::month(Some(year), month, "relative"))
        }
        (Word::Weekday(weekday), _) => {
            let today = scanner.today?;
            let back = i64::from(today.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
            let days = match modifier {
                Modifier::Next | Modifier::This => 7 - back,
                _ if back == 0 => -7,
                _ => -back,
            };
            let day = today.checked_add(jiff::Span::new().days(days)).ok()?;
            with_daytime(scanner, index, index + 2, Timex::day(day, "relative"))
        }
        (Word::Season(code), _) => matched(index, index + 2, relative_season(scanner.today?, code, modifier)),
        (Word::Daytime(code), Modifier::This | Modifier::Last) => {
            let today = scanner.today?;
            let day = if steps < 0 { today.yesterday().ok()? } else { today };
            matched(index, index + 2, Timex::day(day, "relative").at(code))
        }
        (Word::Daytime(code), Modifier::Next | Modifier::Following) => {
            let day = scanner.focus.or(scanner.today)?.tomorrow().ok()?;
            matched(index, index + 2, Timex::day(day, "from-focus").at(code))
        }
        _ => None,
    }
}

fn relative_season(today: Day, code: &str, modifier: Modifier) -> Timex {
    let begins = match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    let year = match modifier {
        Modifier::Last | Modifier::Past if begins + 2 >= today.month() => today.year() - 1,
        Modifier::Next if begins <= today.month() => today.year() + 1,
        _ => today.year(),
    };
    Timex::season(year, code, "relative")
}

/// "summer of 1998", "summer 1998", "in the summer".
fn season(scanner: &mut Scanner, index: usize, code: &'static str) -> Option<Matched> {
    let after = index + 1 + usize::from(scanner.text(index + 1) == "of");
    if let Some(year) = year_at(scanner, after) {
        return matched(index, after + 1, Timex::season(year, code, "season-year"));
    }
    let is_time = scanner.before(index) == "the" || matches!(scanner.before(index), "in" | "by" | "until");
    // "the fall" is a fall more often than a season.
    (is_time && scanner.text(index) != "fall" && scanner.text(index) != "spring").then_some(())?;
    let first = index - usize::from(scanner.before(index) == "the");
    matched(first, index + 1, relative_season(scanner.today?, code, Modifier::This))
}

/// "early March", "late last week", "earlier this year", "mid-1998".
fn part(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let at = scanner.skip(index + 1, "-");
    let inner = match scanner.look(at) {
        Some(word @ (Word::Month(_) | Word::Modifier(_) | Word::Weekday(_) | Word::Day(_))) => {
            self::word(scanner, at, word)?
        }
        Some(Word::Daytime(_)) | None if scanner.text(at) == "in" || scanner.text(at) == "the" => {
            other_word(scanner, at).filter(|inner| inner.timex.rule == "decade")?
        }
        None => number(scanner, at)
            .or_else(|| other_word(scanner, at))
            .filter(|inner| matches!(inner.timex.rule, "year" | "decade" | "from-focus"))?,
        _ => return None,
    };
    (inner.timex.kind != TimexType::Duration).then_some(())?;
    matched(index, inner.end, inner.timex)
}

fn count_at(scanner: &Scanner, index: usize) -> Option<Option<u32>> {
    match scanner.look(index) {
        Some(Word::Count(count)) => Some(count),
        _ => scanner.number(index).filter(|count| *count < 1000).map(Some),
    }
}

/// A number of units: a length of time, or a time so long ago.
fn counted(scanner: &mut Scanner, first: usize, at: usize, count: Option<u32>) -> Option<Matched> {
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

/// "every day", "each Monday".
fn every(scanner: &Scanner, index: usize) -> Option<Matched> {
    match scanner.look(index + 1)? {
        Word::Unit(unit) => {
            let value = Timex::duration(Some(1), unit, "set").value;
            matched(index, index + 2, Timex::open(value, TimexType::Set, "set"))
        }
        Word::Weekday(weekday) => {
            matched(index, index + 2, Timex::open(format!("XXXX-WXX-{weekday}"), TimexType::Set, "set"))
        }
        Word::Daytime(code) => {
            matched(index, index + 2, Timex::open(format!("XXXX-XX-XXT{code}"), TimexType::Set, "set"))
        }
        _ => None,
    }
}

/// "the weekend", "the following day", "the past two months", "the 1990s".
fn the(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    match scanner.look(index + 1) {
        Some(Word::Unit(Unit::Weekend)) => {
            matched(index, index + 2, shifted(scanner.today?, Unit::Weekend, -1, "relative")?)
        }
        Some(Word::Modifier(modifier)) => {
            let inner = modified(scanner, index + 1, modifier)?;
            matched(index, inner.end, inner.timex)
        }
        None => {
            let inner = decade(scanner, index + 1, scanner.text(index + 1))?;
            matched(index, inner.end, inner.timex)
        }
        _ => None,
    }
}

/// Units without a number tell a length of time only in the plural.
fn bare_unit(scanner: &Scanner, index: usize, unit: Unit) -> Option<Matched> {
    let is_plural =
        matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Hour | Unit::Minute)
            && scanner.text(index).ends_with('s');
    let before = scanner.before(index);
    let tells = matches!(before, "for" | "in" | "of" | "within" | "after" | "last" | "took" | "recent");
    (is_plural && tells).then_some(())?;
    matched(index, index + 1, Timex::duration(None, unit, "duration"))
}

fn holiday(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let start = scanner.reading.tokens.get(index)?.start;
    let (length, day_in) = holidays::at_start(scanner.reading.text.get(start..)?)?;
    let end = crate::analysis::token_at(scanner.reading.tokens, start + length - 1) + 1;
    if let Some(year) = year_at(scanner, end) {
        return matched(index, end + 1, Timex::day(day_in(year)?, "holiday"));
    }
    let today = scanner.today?;
    let days = [today.year(), today.year() - 1, today.year() + 1].into_iter().filter_map(&day_in);
    let nearest =
        days.min_by_key(|day| days_between(today, *day).abs()).filter(|day| days_between(today, *day).abs() <= NEAR)?;
    matched(index, end, Timex::day(nearest, "holiday"))
}
