//! Names of months and weekdays. Data: `months.tsv`, `weekdays.tsv`.

use crate::analysis::fold;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

type Table = FxHashMap<&'static str, i8>;

static MONTHS: LazyLock<Table> = LazyLock::new(|| table(include_str!("months.tsv")));
static WEEKDAYS: LazyLock<Table> = LazyLock::new(|| table(include_str!("weekdays.tsv")));

fn table(text: &'static str) -> Table {
    let mut table = Table::default();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((number, names)) = line.split_once('\t') else { continue };
        let Ok(number) = number.parse() else { continue };
        for name in names.split_whitespace() {
            table.entry(name).or_insert(number);
        }
    }
    table
}

/// The month (1 to 12) with this name or abbreviation, in any of the languages of the table.
pub fn month_number(name: &str) -> Option<i8> {
    MONTHS.get(&*fold(name.trim_end_matches('.'))).copied()
}

/// The weekday (1 is Monday) with this name or abbreviation.
pub fn weekday_number(name: &str) -> Option<i8> {
    WEEKDAYS.get(&*fold(name.trim_end_matches('.'))).copied()
}

/// The month with this English name or abbreviation, in small letters.
pub fn english_month(name: &str) -> Option<i8> {
    Some(match name {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// The weekday (1 is Monday) with this English name or abbreviation, in small letters; "sun" and "sat" are words.
pub fn english_weekday(name: &str) -> Option<i8> {
    Some(match name {
        "monday" | "mon" => 1,
        "tuesday" | "tues" | "tue" => 2,
        "wednesday" | "wed" => 3,
        "thursday" | "thurs" | "thu" => 4,
        "friday" | "fri" => 5,
        "saturday" => 6,
        "sunday" => 7,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_names_in_several_languages() {
        for (name, number) in [("March", 3), ("März", 3), ("Sept.", 9), ("août", 8), ("марта", 3)] {
            assert_eq!(month_number(name), Some(number), "{name}");
        }
        assert_eq!(weekday_number("Sunday"), Some(7));
        assert_eq!(month_number("marching"), None);
    }
}
