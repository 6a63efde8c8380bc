//! Time as intervals: civil days, TIMEX3 values, date expressions in words, months and holidays per language.
//!
//! Used by `query` (date clauses) and by `extract` (dates in text). It does not know the clock: today is an argument.

use crate::article::{Day, Precision};

/// Days from `earliest` to `latest`, both included; an open end has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub earliest: Option<Day>,
    /// Last day.
    pub latest: Option<Day>,
}

/// A moment or a stretch of the calendar as metadata gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// TIMEX3 value: `2025-03-14T10:30`, `2025-03-14`, `2025-03`, `2025`.
    pub value: String,
    /// How exact it is.
    pub precision: Precision,
    /// Its first day.
    pub earliest: Day,
    /// Its last day.
    pub latest: Day,
}

/// Reads a date as metadata, datelines and bylines write it: ISO 8601 in all its forms, RFC 2822, "March 3, 2024",
/// "3 March 2024", "3. März 2024", "03/14/2024" when only one order is possible, …. The whole of `text` must be the
/// date (with white space around it). The day is the one that is written, whatever its zone.
pub fn parse_moment(_text: &str) -> Option<Moment> {
    None
}

/// Reads the date expression of a query: `2025-03-13`, `2025-03`, `2025`, `2024..2025-03`, `..2023`, `2021..`,
/// `yesterday`, `last-month`, `march-2024`, …; `today` is the day the words are relative to.
pub fn parse_expression(_text: &str, _today: Day) -> Option<Interval> {
    None
}
