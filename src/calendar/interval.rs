//! Stretches of the calendar: first and last day of a month, a year, ….

use super::Interval;
use crate::article::Day;

/// One day.
pub fn day(day: Day) -> Interval {
    Interval { earliest: Some(day), latest: Some(day) }
}

/// A month; none for a month that does not exist.
pub fn month(year: i16, month: i8) -> Option<Interval> {
    let first = Day::new(year, month, 1).ok()?;
    Some(Interval { earliest: Some(first), latest: Some(first.last_of_month()) })
}

/// A year.
pub fn year(year: i16) -> Option<Interval> {
    years(year, year)
}

/// The ten years from `first`.
pub fn decade(first: i16) -> Option<Interval> {
    years(first, first.checked_add(9)?)
}

/// A quarter (1 to 4) of a year.
pub fn quarter(year: i16, quarter: i8) -> Option<Interval> {
    let first = Day::new(year, quarter.checked_mul(3)?.checked_sub(2)?, 1).ok()?;
    let last = Day::new(year, quarter * 3, 1).ok()?.last_of_month();
    Some(Interval { earliest: Some(first), latest: Some(last) })
}

/// The week from Monday to Sunday that `day` lies in.
pub fn week(day: Day) -> Option<Interval> {
    let after_monday = i64::from(day.weekday().to_monday_zero_offset());
    let first = day.checked_sub(jiff::Span::new().days(after_monday)).ok()?;
    let last = first.checked_add(jiff::Span::new().days(6)).ok()?;
    Some(Interval { earliest: Some(first), latest: Some(last) })
}

fn years(first: i16, last: i16) -> Option<Interval> {
    Some(Interval { earliest: Some(Day::new(first, 1, 1).ok()?), latest: Some(Day::new(last, 12, 31).ok()?) })
}
