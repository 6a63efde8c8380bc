//! Time as intervals: civil days, TIMEX3 values, date expressions in words, months and weekdays per language.
//!
//! Used by `query` (date clauses) and by `extract` (dates in text). It does not know the clock: today is an argument.

mod expression;
mod find;
mod interval;
mod moment;
mod names;
mod path;

pub use expression::parse_expression;
pub use find::{DayOrder, find_day};
pub use interval::{day, decade, month, quarter, week, year};
pub use moment::parse_moment;
pub use names::{english_month, english_weekday, month_number, weekday_number};
pub use path::day_in_path;

use crate::article::{Basis, DateValue, Day, Precision};

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

/// Years that are understood as years.
pub const YEARS: std::ops::RangeInclusive<i16> = 1700..=2100;

impl Moment {
    /// The moment as a date of an article, believed because of `basis`.
    pub fn believed(self, basis: Basis) -> DateValue {
        let Self { value, precision, earliest, latest } = self;
        DateValue { value, precision, earliest: Some(earliest), latest: Some(latest), basis }
    }
}
