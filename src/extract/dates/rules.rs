//! Rules for times that begin with a word, and which day they mean.

use super::holidays;
use super::lexicon::{Modifier, Unit, Word};
use super::numbers::{counted, day_month, days_between, matched, month_day, number, year_at};
use super::periods::{and_a_half, counted_by, fiscal, half, that, then, week_of};
use super::scanner::{Matched, Scanner};
use super::tense::Tense;
use super::value::{Timex, shifted};
use crate::article::{Day, TimexType};
use crate::calendar::YEARS;

/// Days from now within which a holiday without a year is looked for.
const NEAR: i64 = 183;

/// A time that begins with a word that tells one.
pub fn word(scanner: &mut Scanner, index: usize, word: Word) -> Option<Matched> {
    match word {
        Word::Month(month) => self::month(scanner, index, month),
        Word::Weekday(weekday) => self::weekday(scanner, index, weekday),
        Word::Count(count) => number_word(scanner, index, count),
        Word::Ordinal(ordinal) => counted_by(scanner, index, ordinal),
        Word::Decade(first) => {
            let named = scanner.before(index).eq_ignore_ascii_case("the");
            named.then(|| matched(index - 1, index + 1, Timex::decade(first, "decade")))?
        }
        Word::Modifier(modifier) => modified(scanner, index, modifier),
        Word::Part => part(scanner, index),
        Word::Season(code) => season(scanner, index, code),
        Word::Daytime(_) => None,
        Word::Clock(time) => {
            let day = scanner.focus.or(scanner.today)?;
            matched(index, index + 1, Timex::day(day, "clock-time").at(time))
        }
        Word::Day(days) => day_word(scanner, index, days),
        Word::Reference(_) if matches!((scanner.before(index), scanner.text(index)), ("as", "soon")) => None,
        Word::Reference(value)
            if !(value == "FUTURE_REF" && scanner.text(index) == "future" && scanner.before(index) != "the") =>
        {
            let first = index - usize::from(scanner.before(index).eq_ignore_ascii_case("the"));
            matched(first, index + 1, Timex::open(value, TimexType::Date, "reference"))
        }
        Word::Reference(_) => None,
        Word::Set(value) => matched(index, index + 1, Timex::open(value, TimexType::Set, "set")),
        Word::Every => every(scanner, index),
        Word::Unit(Unit::Second) if scanner.text(index).eq_ignore_ascii_case("second") => counted_by(scanner, index, 2),
        Word::Unit(unit) => bare_unit(scanner, index, unit),
    }
}

/// Words that tell a time only by their shape or their company: "1990s", "3rd of March", "a decade", "the weekend",
/// holidays.
pub fn other_word(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let text = scanner.text(index);
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        let ordinal = || counted_by(scanner, index, text.trim_end_matches(char::is_alphabetic).parse().ok()?);
        return decade(scanner, index, text).or_else(ordinal).or_else(|| day_month(scanner, index));
    }
    match text {
        "that" | "That" => return that(scanner, index),
        "then" => return then(scanner, index),
        "half" | "Half" => return half(scanner, index),
        "fiscal" => return fiscal(scanner, index),
        _ => {}
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
        if let Some(told) = usize::try_from(month - 1).ok().and_then(|index| scanner.told_months.get_mut(index)) {
            *told = Some(year);
        }
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

/// The year of a month that stands alone: the last such month, or the next when the sentence looks ahead; what was told
/// before where nothing tells.
fn month_year(scanner: &mut Scanner, index: usize, month: i8) -> Option<i16> {
    let today = scanner.today?;
    let tense = scanner.tense(index);
    let told = usize::try_from(month - 1).ok().and_then(|index| scanner.told_months.get_mut(index))?;
    if let (None, Some(year)) = (tense, *told) {
        return Some(year);
    }
    let year = match (month > today.month(), tense == Some(Tense::Future)) {
        (true, true) | (false, false) => today.year(),
        (true, false) => today.year() - 1,
        (false, true) if month == today.month() => today.year(),
        (false, true) => today.year() + 1,
    };
    *told = tense.map(|_| year);
    Some(year)
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
        if let Some(told) = told_weekday(scanner, weekday) {
            *told = date.timex.as_day();
        }
        return matched(index, date.end, date.timex);
    }
    let day = weekday_day(scanner, index, weekday);
    let timex = match day {
        Some(day) => Timex::day(day, "weekday"),
        None => Timex::open(format!("XXXX-WXX-{weekday}"), TimexType::Date, "weekday"),
    };
    with_daytime(scanner, index, index + 1, timex)
}

fn told_weekday<'s>(scanner: &'s mut Scanner, weekday: i8) -> Option<&'s mut Option<Day>> {
    usize::try_from(weekday - 1).ok().and_then(|index| scanner.told_weekdays.get_mut(index))
}

/// The day that a weekday means: the last one, today included, or the next when the sentence looks ahead; what was told
/// before where nothing tells.
fn weekday_day(scanner: &mut Scanner, index: usize, weekday: i8) -> Option<Day> {
    let today = scanner.today?;
    // "Wednesday's ruling" is over, whatever the verb says.
    let owns = scanner.text(index + 2) == "s" && scanner.touches_next(index) && scanner.touches_next(index + 1);
    let tense = if owns { None } else { scanner.tense(index) };
    let told = told_weekday(scanner, weekday)?;
    if let (None, Some(day)) = (tense, *told) {
        return Some(day);
    }
    let back = i64::from(today.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
    let days = if tense == Some(Tense::Future) && back != 0 { 7 - back } else { -back };
    let day = today.checked_add(jiff::Span::new().days(days)).ok();
    *told = day.filter(|_| tense.is_some());
    day
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

/// "two years", "twenty-five years", "two and a half years".
fn number_word(scanner: &mut Scanner, index: usize, count: Option<u32>) -> Option<Matched> {
    if let Some(tens @ 20..=90) = count
        && scanner.text(index + 1) == "-"
        && let Some(Word::Count(Some(ones @ 1..=9))) = scanner.look(index + 2)
    {
        return counted(scanner, index, index + 3, Some(tens + ones));
    }
    and_a_half(scanner, index, count.unwrap_or(0)).or_else(|| counted(scanner, index, index + 1, count))
}

/// Units without a number tell a length of time only in the plural; "the week of March 6".
fn bare_unit(scanner: &mut Scanner, index: usize, unit: Unit) -> Option<Matched> {
    if unit == Unit::Week
        && let Some(week) = week_of(scanner, index)
    {
        return Some(week);
    }
    if unit == Unit::Day && matches!(scanner.text(index + 1), "before" | "after") {
        let Some(Word::Day(days @ (-1 | 1))) = scanner.look(index + 2) else { return None };
        let first = index - usize::from(scanner.before(index).eq_ignore_ascii_case("the"));
        let day = day_word(scanner, index + 2, 2 * days)?;
        return matched(first, index + 3, day.timex);
    }
    let is_plural =
        matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Hour | Unit::Minute)
            && scanner.text(index).ends_with('s');
    let before = scanner.before(index);
    let tells = matches!(before, "for" | "For" | "in" | "of" | "within" | "after" | "last" | "took" | "recent");
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
