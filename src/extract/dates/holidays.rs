//! Holidays, fixed and movable. Data: `holidays.tsv`.

use crate::article::Day;
use std::sync::LazyLock;

enum When {
    Fixed { month: i8, day: i8 },
    FromEaster(i64),
    Weekday { month: i8, weekday: i8, which: i8 },
}

static HOLIDAYS: LazyLock<Vec<(&'static str, When)>> = LazyLock::new(|| {
    let lines = include_str!("holidays.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(row).collect()
});

fn row(line: &'static str) -> Option<(&'static str, When)> {
    let mut columns = line.split('\t');
    let (kind, name, value) = (columns.next()?, columns.next()?, columns.next()?);
    let mut numbers = value.split([',']).filter_map(|number| number.parse::<i8>().ok());
    Some((
        name,
        match kind {
            "fixed" => {
                let (month, day) = value.split_once('-')?;
                When::Fixed { month: month.parse().ok()?, day: day.parse().ok()? }
            }
            "easter" => When::FromEaster(value.parse().ok()?),
            _ => When::Weekday { month: numbers.next()?, weekday: numbers.next()?, which: numbers.next()? },
        },
    ))
}

/// The holiday that a text begins with: the bytes of its name, and its day in each year.
pub fn at_start(text: &str) -> Option<(usize, impl Fn(i16) -> Option<Day>)> {
    let found = HOLIDAYS.iter().filter(|(name, _)| begins(text, name)).max_by_key(|(name, _)| name.len())?;
    let length = text.char_indices().nth(found.0.len()).map_or(text.len(), |(at, _)| at);
    Some((length, |year| day(&found.1, year)))
}

/// Whether a text begins with a name, whatever its case and its apostrophes, and not with a longer word.
fn begins(text: &str, name: &str) -> bool {
    let mut characters = text.chars();
    let same = name.chars().all(|wanted| {
        characters.next().is_some_and(|found| found.to_ascii_lowercase() == wanted || wanted == '\'' && found == '’')
    });
    same && !characters.next().is_some_and(char::is_alphanumeric)
}

fn day(when: &When, year: i16) -> Option<Day> {
    match *when {
        When::Fixed { month, day } => Day::new(year, month, day).ok(),
        When::FromEaster(days) => easter(year)?.checked_add(jiff::Span::new().days(days)).ok(),
        When::Weekday { month, weekday, which } => {
            let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
            Day::new(year, month, 1).ok()?.nth_weekday_of_month(which, weekday).ok()
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, *Astronomical Algorithms*, 1991, chapter 8).
fn easter(year: i16) -> Option<Day> {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let number = h + l - 7 * m + 114;
    Day::new(year.try_into().ok()?, (number / 31).try_into().ok()?, (number % 31 + 1).try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movable_days_move() {
        let day = |text, year| at_start(text).and_then(|(_, day)| day(year)).map(|day| day.to_string());
        assert_eq!(day("Good Friday services", 2024).as_deref(), Some("2024-03-29"));
        assert_eq!(day("Thanksgiving.", 2023).as_deref(), Some("2023-11-23"));
        assert_eq!(day("New Year’s Eve", 2022).as_deref(), Some("2022-12-31"));
        assert_eq!(day("Easterly wind", 2022), None);
    }
}
