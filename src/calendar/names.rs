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
