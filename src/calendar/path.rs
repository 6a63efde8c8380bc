//! Days in paths and addresses: `2025/03/14/`, `2025-03-14-slug`, `20250314`.

use super::YEARS;
use crate::article::Day;

/// The day in a path: four digits of a year, then month and day, with the same separator or none between them. The last
/// one counts.
pub fn day_in_path(path: &str) -> Option<Day> {
    let bytes = path.as_bytes();
    let mut found = None;
    for start in 0..bytes.len() {
        let after_digit = start > 0 && bytes[start - 1].is_ascii_digit();
        if bytes[start].is_ascii_digit() && !after_digit {
            found = day_at(&bytes[start..]).or(found);
        }
    }
    found
}

fn day_at(bytes: &[u8]) -> Option<Day> {
    let (year, rest) = number(bytes, 4)?;
    if !YEARS.contains(&year) {
        return None;
    }
    let separator = rest.first().copied().filter(|byte| matches!(byte, b'/' | b'-' | b'_' | b'.'));
    let past = |rest: &'_ [u8]| -> Option<usize> {
        match separator {
            Some(separator) => (rest.first() == Some(&separator)).then_some(1),
            None => Some(0),
        }
    };
    let rest = rest.get(past(rest)?..)?;
    let (month, rest) = two_digits(rest, separator.is_some())?;
    let rest = rest.get(past(rest)?..)?;
    let (day, rest) = two_digits(rest, separator.is_some())?;
    if rest.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Day::new(year, month, day).ok()
}

fn number(bytes: &[u8], digits: usize) -> Option<(i16, &[u8])> {
    let (number, rest) = bytes.split_at_checked(digits)?;
    let text = std::str::from_utf8(number).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((text.parse().ok()?, rest))
}

/// Two digits, or one where a separator shows its end.
fn two_digits(bytes: &[u8], or_one: bool) -> Option<(i8, &[u8])> {
    let found = number(bytes, 2).or_else(|| if or_one { number(bytes, 1) } else { None });
    found.map(|(number, rest)| (number as i8, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_days_in_paths() {
        for (path, day) in [
            ("2025/03/14/putin.txt", Some("2025-03-14")),
            ("wire/2025-03-14-bridge.md", Some("2025-03-14")),
            ("a/20250314_bridge.html", Some("2025-03-14")),
            ("https://example.org/2024/3/9/bridge", Some("2024-03-09")),
            ("2025/03/bridge.txt", None),
            ("1234567890.html", None),
            ("20251399.txt", None),
        ] {
            assert_eq!(day_in_path(path).map(|day| day.to_string()).as_deref(), day, "{path}");
        }
    }
}
