//! Times as TIMEX3 values (ISO-TimeML, Pustejovsky et al. 2010) and as stretches of days.

use super::lexicon::Unit;
use crate::article::{Day, Precision, TimexType};
use crate::calendar::{self, Interval};

/// A time that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// TIMEX3 value.
    pub value: String,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// How exact it is.
    pub precision: Precision,
    /// Its days, where something supports them.
    pub interval: Interval,
    /// The rule that resolved it.
    pub rule: &'static str,
}

impl Timex {
    /// A value without a place in the calendar.
    pub fn open(value: impl Into<String>, kind: TimexType, rule: &'static str) -> Self {
        Self { value: value.into(), kind, precision: Precision::None, interval: Interval::default(), rule }
    }

    fn date(value: String, precision: Precision, interval: Option<Interval>, rule: &'static str) -> Self {
        Self { value, kind: TimexType::Date, precision, interval: interval.unwrap_or_default(), rule }
    }

    /// A day.
    pub fn day(day: Day, rule: &'static str) -> Self {
        Self::date(day.to_string(), Precision::Day, Some(calendar::day(day)), rule)
    }

    /// A day of a year that is not known.
    pub fn day_of_open_year(month: i8, day: i8, rule: &'static str) -> Self {
        Self::date(format!("XXXX-{month:02}-{day:02}"), Precision::Day, None, rule)
    }

    /// A month, perhaps of a year that is not known.
    pub fn month(year: Option<i16>, month: i8, rule: &'static str) -> Self {
        match year {
            Some(year) => {
                Self::date(format!("{year:04}-{month:02}"), Precision::Month, calendar::month(year, month), rule)
            }
            None => Self::date(format!("XXXX-{month:02}"), Precision::Month, None, rule),
        }
    }

    /// A year.
    pub fn year(year: i16, rule: &'static str) -> Self {
        Self::date(format!("{year:04}"), Precision::Year, calendar::year(year), rule)
    }

    /// The ten years from `first`.
    pub fn decade(first: i16, rule: &'static str) -> Self {
        Self::date(format!("{:03}", first / 10), Precision::Decade, calendar::decade(first), rule)
    }

    /// The hundred years from `first`.
    pub fn century(first: i16, rule: &'static str) -> Self {
        let interval = Interval { earliest: Day::new(first, 1, 1).ok(), latest: Day::new(first + 99, 12, 31).ok() };
        Self::date(format!("{:02}", first / 100), Precision::Century, Some(interval), rule)
    }

    /// The week that a day lies in; its weekend only, if `weekend`.
    pub fn week(day: Day, weekend: bool, rule: &'static str) -> Self {
        let week = day.iso_week_date();
        let mut interval = calendar::week(day);
        let mut value = format!("{:04}-W{:02}", week.year(), week.week());
        if weekend {
            value += "-WE";
            interval = interval.map(|interval| Interval {
                earliest: interval.latest.and_then(|sunday| sunday.yesterday().ok()),
                ..interval
            });
        }
        Self::date(value, Precision::Week, interval, rule)
    }

    /// A quarter of a year.
    pub fn quarter(year: i16, quarter: i8, rule: &'static str) -> Self {
        let interval = calendar::quarter(year, quarter);
        Self::date(format!("{year:04}-Q{quarter}"), Precision::Quarter, interval, rule)
    }

    /// A half of a year.
    pub fn half(year: i16, half: i8, rule: &'static str) -> Self {
        let start = calendar::month(year, 6 * half - 5);
        let end = calendar::month(year, 6 * half);
        let interval = start.zip(end).map(|(start, end)| Interval { earliest: start.earliest, latest: end.latest });
        Self::date(format!("{year:04}-H{half}"), Precision::Quarter, interval, rule)
    }

    /// A season of a year; winter begins in it.
    pub fn season(year: i16, code: &str, rule: &'static str) -> Self {
        let first = match code {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let end =
            if first == 12 { calendar::month(year.saturating_add(1), 2) } else { calendar::month(year, first + 2) };
        let start = calendar::month(year, first);
        let interval = start.zip(end).map(|(start, end)| Interval { earliest: start.earliest, latest: end.latest });
        Self::date(format!("{year:04}-{code}"), Precision::Quarter, interval, rule)
    }

    /// A length of time; "several" has no number.
    pub fn duration(count: Option<u32>, unit: Unit, rule: &'static str) -> Self {
        let (count, unit) = match unit {
            Unit::Fortnight => (count.map(|count| count.saturating_mul(2)), Unit::Week),
            unit => (count, unit),
        };
        let count = count.map_or("X".to_owned(), |count| count.to_string());
        Self::open(
            format!("P{}{count}{}", if is_clock(unit) { "T" } else { "" }, code(unit)),
            TimexType::Duration,
            rule,
        )
    }

    /// The same day at a time of day.
    pub fn at(mut self, time: &str) -> Self {
        if self.precision == Precision::Day {
            self.value = format!("{}T{time}", self.value);
            self.precision = Precision::Time;
            self.kind = TimexType::Time;
        }
        self
    }

    /// A day, if it is one.
    pub fn as_day(&self) -> Option<Day> {
        self.interval.earliest.filter(|_| self.interval.earliest == self.interval.latest)
    }
}

fn is_clock(unit: Unit) -> bool {
    matches!(unit, Unit::Second | Unit::Minute | Unit::Hour)
}

fn code(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "S",
        Unit::Minute | Unit::Month => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Week | Unit::Fortnight => "W",
        Unit::Weekend => "WE",
        Unit::Quarter => "Q",
        Unit::Year => "Y",
        Unit::Decade => "DE",
        Unit::Century => "CE",
    }
}

/// The stretch of `unit` that lies `steps` units from the one that `day` lies in.
pub fn shifted(day: Day, unit: Unit, steps: i64, rule: &'static str) -> Option<Timex> {
    let span = jiff::Span::new();
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => span,
        Unit::Day => span.try_days(steps).ok()?,
        Unit::Week | Unit::Weekend => span.try_weeks(steps).ok()?,
        Unit::Fortnight => span.try_weeks(steps.checked_mul(2)?).ok()?,
        Unit::Month => span.try_months(steps).ok()?,
        Unit::Quarter => span.try_months(steps.checked_mul(3)?).ok()?,
        Unit::Year => span.try_years(steps).ok()?,
        Unit::Decade => span.try_years(steps.checked_mul(10)?).ok()?,
        Unit::Century => span.try_years(steps.checked_mul(100)?).ok()?,
    };
    let moved = day.checked_add(span).ok()?;
    if !calendar::YEARS.contains(&moved.year()) {
        return None;
    }
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Timex::day(moved, rule),
        Unit::Week | Unit::Fortnight => Timex::week(moved, false, rule),
        Unit::Weekend => Timex::week(moved, true, rule),
        Unit::Month => Timex::month(Some(moved.year()), moved.month(), rule),
        Unit::Quarter => Timex::quarter(moved.year(), (moved.month() - 1) / 3 + 1, rule),
        Unit::Year => Timex::year(moved.year(), rule),
        Unit::Decade => Timex::decade(moved.year() / 10 * 10, rule),
        Unit::Century => Timex::century(moved.year() / 100 * 100, rule),
    })
}
