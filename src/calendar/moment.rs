//! Dates as metadata, datelines and bylines write them.

use super::{Moment, YEARS, interval, month_number, weekday_number};
use crate::article::{Day, Precision};

/// Longest text that is looked at, in bytes.
const LONGEST: usize = 64;

/// Reads a date as metadata, datelines and bylines write it: ISO 8601 in all its forms, RFC 2822, "March 3, 2024",
/// "3 March 2024", "3. März 2024", "03/14/2024" when only one order is possible, …. The whole of `text` must be the
/// date (with white space around it).
///
/// The day is the one that is written, whatever its zone; the time is in UTC where the zone is known. Where the two
/// are of different days, the day alone is given: 23:30 in New York is never shown as the morning of another day.
pub fn parse_moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    numeric(text).or_else(|| unix_time(text)).or_else(|| written(text))
}

/// The time of a day on some clock, in minutes from midnight, and how far that clock is ahead of UTC, in minutes.
#[derive(Clone, Copy)]
struct Clock {
    minutes: i32,
    ahead: i32,
}

const DAY: i32 = 24 * 60;

fn of_day(day: Day, time: Option<Clock>) -> Moment {
    let utc = time.map(|clock| clock.minutes - clock.ahead).filter(|minutes| (0..DAY).contains(minutes));
    let (value, precision) = match utc {
        Some(minutes) => (format!("{day}T{:02}:{:02}", minutes / 60, minutes % 60), Precision::Time),
        None => (day.to_string(), Precision::Day),
    };
    Moment { value, precision, earliest: day, latest: day }
}

fn of_month(year: i16, month: i8) -> Option<Moment> {
    let interval = interval::month(year, month)?;
    let value = format!("{year:04}-{month:02}");
    Some(Moment { value, precision: Precision::Month, earliest: interval.earliest?, latest: interval.latest? })
}

fn of_year(year: i16) -> Option<Moment> {
    let interval = interval::year(year)?;
    let value = format!("{year:04}");
    Some(Moment { value, precision: Precision::Year, earliest: interval.earliest?, latest: interval.latest? })
}

fn year_of(digits: &str) -> Option<i16> {
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| YEARS.contains(year))
}

/// `2024-03-14`, `2024/03/14T10:30:00Z`, `20240314`, `2024-03`, `2024`, `14.03.2024`, `03/14/2024`.
fn numeric(text: &str) -> Option<Moment> {
    if !text.bytes().next()?.is_ascii_digit() {
        return None;
    }
    let end = text.find(|character: char| !(character.is_ascii_digit() || "-/.".contains(character)));
    let (date, rest) = text.split_at_checked(end.unwrap_or(text.len()))?;
    let time = clock(rest)?;
    let parts: Vec<&str> = date.trim_end_matches('.').split(['-', '/', '.']).collect();
    let number = |digits: &str| (1..=2).contains(&digits.len()).then(|| digits.parse::<i8>().ok()).flatten();
    let day = match parts.as_slice() {
        [year] if year.len() == 8 => {
            Day::new(year_of(year.get(..4)?)?, number(year.get(4..6)?)?, number(year.get(6..)?)?).ok()?
        }
        [year] if rest.is_empty() => return of_year(year_of(year)?),
        [year, month] if rest.is_empty() => return of_month(year_of(year)?, number(month)?),
        [year, month, day] if year.len() == 4 => Day::new(year_of(year)?, number(month)?, number(day)?).ok()?,
        [first, second, year] => {
            let (first, second) = (number(first)?, number(second)?);
            let is_european = date.contains('.') || first > 12 || first == second;
            let (day, month) = if is_european { (first, second) } else { (second, first) };
            if !is_european && day <= 12 {
                return None; // "03/04/2024" is a day in March or in April.
            }
            Day::new(year_of(year)?, month, day).ok()?
        }
        _ => return None,
    };
    Some(of_day(day, time))
}

/// The time behind a date: nothing, `T10:30:00.000+01:00`, ` 10:30 PM GMT`. None when it is no time.
fn clock(rest: &str) -> Option<Option<Clock>> {
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']).trim();
    if rest.is_empty() || matches!(rest, "Z" | "z") {
        return Some(None);
    }
    let end = rest.find(|character: char| !(character.is_ascii_digit() || ":.,".contains(character)));
    let (digits, zone) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
    let mut parts = digits.split([':', '.', ',']);
    let (first, second) = (parts.next()?, parts.next());
    let (mut hour, minute): (i32, i32) = match second {
        Some(minute) => (first.parse().ok()?, minute.parse().ok()?),
        None if first.len() >= 4 => (first.get(..2)?.parse().ok()?, first.get(2..4)?.parse().ok()?),
        None if first.is_empty() => return None,
        None => (first.parse().ok()?, 0),
    };
    let zone = zone.trim().to_ascii_lowercase();
    let half = ["pm", "p.m.", "p.m", "am", "a.m.", "a.m"].into_iter().find(|half| zone.starts_with(half));
    if half.is_some_and(|half| half.starts_with('p')) && hour < 12 {
        hour += 12;
    } else if half.is_some_and(|half| half.starts_with('a')) && hour == 12 {
        hour = 0;
    }
    let zone = zone[half.map_or(0, str::len)..].trim();
    let is_zone = zone.chars().all(|character| character.is_ascii_alphanumeric() || "+-:.() /_".contains(character));
    (hour < 25 && minute < 60 && is_zone)
        .then(|| Some(Clock { minutes: hour * 60 + minute, ahead: minutes_ahead(zone).unwrap_or(0) }))
}

/// How far a zone is ahead of UTC, in minutes: `+01:00`, `-0500`, `+5:30`, `GMT+2`, and the names of RFC 2822 (section
/// 4.3). None for others: a name may mean several.
fn minutes_ahead(zone: &str) -> Option<i32> {
    let zone = zone.split([' ', '(']).next()?;
    let offset = zone.strip_prefix("gmt").or_else(|| zone.strip_prefix("utc")).unwrap_or(zone);
    if let Some(digits) = offset.strip_prefix(['+', '-']) {
        let (hours, minutes) = match digits.split_once(':') {
            Some(both) => both,
            None => digits.split_at_checked(digits.len().min(2))?,
        };
        let number = |digits: &str| digits.parse::<u8>().ok().map(i32::from);
        let ahead = number(hours)? * 60 + if minutes.is_empty() { 0 } else { number(minutes)? };
        return (ahead <= 14 * 60).then_some(if offset.starts_with('-') { -ahead } else { ahead });
    }
    let hours = match zone {
        "z" | "ut" | "utc" | "gmt" => 0,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        _ => return None,
    };
    Some(hours * 60)
}

/// Seconds or milliseconds since 1970.
fn unix_time(text: &str) -> Option<Moment> {
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let (days, seconds) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some(of_day(day, Some(Clock { minutes: i32::try_from(seconds / 60).ok()?, ahead: 0 })))
}

/// Dates with the month as a word, in any order of day and month, with a weekday and a time around them.
fn written(text: &str) -> Option<Moment> {
    const BETWEEN: [char; 6] = [' ', ',', '\u{a0}', '-', '|', '·'];
    let mut parts = Written::default();
    let mut rest = text.trim_start_matches(BETWEEN);
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(BETWEEN).unwrap_or(rest.len()));
        let is_at = word.eq_ignore_ascii_case("at");
        if parts.year.is_some() && parts.month.is_some() && (word.contains(':') || is_at) {
            let time = if is_at { after } else { rest };
            return parts.moment(clock(&time.replace([',', '\u{a0}', '|', '·'], " "))?);
        }
        parts.word(word)?;
        rest = after.trim_start_matches(BETWEEN);
    }
    parts.moment(None)
}

#[derive(Default)]
struct Written {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

impl Written {
    fn word(&mut self, word: &str) -> Option<()> {
        let bare = word.trim_end_matches(['.', ',']);
        let digits = bare.trim_end_matches(|character: char| character.is_alphabetic());
        if let Some(year) = year_of(bare).filter(|_| self.year.is_none()) {
            self.year = Some(year);
        } else if !digits.is_empty() && is_ordinal(&bare[digits.len()..]) && self.day.is_none() {
            self.day = Some(digits.parse().ok().filter(|day| (1..=31).contains(day))?);
        } else if let Some(month) = month_number(bare).filter(|_| self.month.is_none()) {
            self.month = Some(month);
        } else if weekday_number(bare).is_none() && !matches!(bare, "de" | "of" | "den" | "le" | "the" | "am" | "on") {
            return None;
        }
        Some(())
    }

    fn moment(&self, time: Option<Clock>) -> Option<Moment> {
        match self.day {
            Some(day) => Some(of_day(Day::new(self.year?, self.month?, day).ok()?, time)),
            None if time.is_none() => of_month(self.year?, self.month?),
            None => None,
        }
    }
}

fn is_ordinal(ending: &str) -> bool {
    matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_metadata_writes() {
        for (text, value) in [
            ("2024-03-14", "2024-03-14"),
            ("2024-03-14T10:30:05.123+01:00", "2024-03-14T09:30"),
            ("2024-03-14T23:30:05-05:00", "2024-03-14"),
            ("2024-03-14T00:30+0530", "2024-03-14"),
            ("2024-03-14T10:30+5:30", "2024-03-14T05:00"),
            ("2024-03-14T10:30+99999999:99999999", "2024-03-14T10:30"),
            ("Thu Mar 14 2024 10:30:00 GMT+0200", "2024-03-14T08:30"),
            ("2024-03-14 22:05:00 UTC", "2024-03-14T22:05"),
            ("20240314", "2024-03-14"),
            ("20240314T103000Z", "2024-03-14T10:30"),
            ("2024/03/14", "2024-03-14"),
            ("14.03.2024", "2024-03-14"),
            ("03/14/2024", "2024-03-14"),
            ("2024-03", "2024-03"),
            ("2024", "2024"),
            ("Thu, 14 Mar 2024 10:30:00 GMT", "2024-03-14T10:30"),
            ("Thu, 14 Mar 2024 10:30:00 -0500", "2024-03-14T15:30"),
            ("Thu, 14 Mar 2024 10:30:00 +0000", "2024-03-14T10:30"),
            ("Thu, 14 Mar 2024 10:30 a.m. EST", "2024-03-14T15:30"),
            ("March 14, 2024", "2024-03-14"),
            ("Thursday 14th March 2024", "2024-03-14"),
            ("14. März 2024", "2024-03-14"),
            ("14 de marzo de 2024", "2024-03-14"),
            ("March 14, 2024 at 5:30 PM ET", "2024-03-14T17:30"),
            ("March 2024", "2024-03"),
            ("1710412200", "2024-03-14T10:30"),
        ] {
            assert_eq!(parse_moment(text).map(|moment| moment.value).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in
            ["", "03/04/2024", "March", "2024-02-30", "99", "see March 14, 2024 for more", "x", "٣", "é 2024", "1é"]
        {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }
}
