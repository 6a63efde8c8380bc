//! Quarters, halves, centuries, fiscal years, and weeks that a day names.

use super::lexicon::{Modifier, Unit, Word};
use super::numbers::{matched, year_at};
use super::rules::word;
use super::scanner::{Matched, Scanner};
use super::tense::Tense;
use super::value::{Timex, shifted};
use crate::article::TimexType;

/// "the third quarter of 2019", "first-half", "the 19th century": a period that an ordinal number counts.
pub fn counted_by(scanner: &Scanner, index: usize, ordinal: i16) -> Option<Matched> {
    let at = scanner.skip(index + 1, "-");
    let first = index - usize::from(scanner.before(index).eq_ignore_ascii_case("the"));
    match scanner.text(at) {
        "quarter" | "Quarter" if (1..=4).contains(&ordinal) => {
            let (year, end) = year_of(scanner, index, at + 1, 3 * ordinal - 2)?;
            matched(first, end, Timex::quarter(year, ordinal as i8, "quarter"))
        }
        "half" if (1..=2).contains(&ordinal) && scanner.text(at + 1) != "hour" => {
            let (year, end) = year_of(scanner, index, at + 1, 6 * ordinal - 5)?;
            matched(first, end, Timex::half(year, ordinal as i8, "half-year"))
        }
        "century" if (17..=22).contains(&ordinal) => {
            matched(first, at + 1, Timex::century((ordinal - 1) * 100, "century"))
        }
        "centuries" if (17..=22).contains(&ordinal) => {
            matched(first, index + 1, Timex::century((ordinal - 1) * 100, "century"))
        }
        _ => None,
    }
}

/// The year behind a part of one, and the token after it; without one the last such part that has begun, or the next
/// where the sentence looks ahead.
fn year_of(scanner: &Scanner, index: usize, end: usize, first_month: i16) -> Option<(i16, usize)> {
    let at = end + usize::from(matches!(scanner.text(end), "of" | ","));
    let at = at + usize::from(matches!(scanner.text(at), "fiscal"));
    if let Some(year) = year_at(scanner, at) {
        return Some((year, at + 1));
    }
    let today = scanner.today?;
    if let (Some(Word::Modifier(modifier)), Some(Word::Unit(Unit::Year))) = (scanner.look(at), scanner.look(at + 1)) {
        let steps = match modifier {
            Modifier::Last | Modifier::Past => -1,
            Modifier::Next => 1,
            _ => 0,
        };
        return Some((today.year() + steps, at + 2));
    }
    let has_begun = i16::from(today.month()) >= first_month;
    let is_future = scanner.tense(index) == Some(Tense::Future);
    Some((if has_begun || is_future { today.year() } else { today.year() - 1 }, end))
}

/// "fiscal 2019", "fiscal year 2019": the year as it is called.
pub fn fiscal(scanner: &Scanner, index: usize) -> Option<Matched> {
    let at = index + 1 + usize::from(scanner.text(index + 1) == "year");
    matched(index, at + 1, Timex::year(year_at(scanner, at)?, "fiscal-year"))
}

/// "the week of March 6"
pub fn week_of(scanner: &mut Scanner, index: usize) -> Option<Matched> {
    let at = index + 2;
    let Some(named @ Word::Month(_)) = scanner.look(at).filter(|_| scanner.text(index + 1) == "of") else {
        return None;
    };
    let day = word(scanner, at, named)?;
    let first = index - usize::from(scanner.before(index).eq_ignore_ascii_case("the"));
    matched(first, day.end, Timex::week(day.timex.as_day()?, false, "week-of"))
}

/// "that day", "later that year": the one that was talked about.
pub fn that(scanner: &Scanner, index: usize) -> Option<Matched> {
    let Some(Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year))) = scanner.look(index + 1) else {
        return None;
    };
    if scanner.text(index + 1).ends_with('s') {
        return None;
    }
    let about = match unit {
        Unit::Day => scanner.focus?,
        _ => scanner.period?,
    };
    matched(index, index + 2, shifted(about, unit, 0, "from-focus")?)
}

/// "since then", "by then": the time that was talked about last.
pub fn then(scanner: &Scanner, index: usize) -> Option<Matched> {
    let refers = matches!(scanner.before(index), "since" | "Since" | "until" | "Until" | "by" | "By" | "from" | "back");
    let (_, last) =
        scanner.found.iter().rev().find(|(_, timex)| timex.interval.earliest.is_some()).filter(|_| refers)?;
    matched(index, index + 1, Timex { rule: "from-focus", ..last.clone() })
}

/// "2 1/2 years", "two and a half hours": lengths with a half.
pub fn and_a_half(scanner: &Scanner, index: usize, count: u32) -> Option<Matched> {
    let spelled = [("and", 1), ("a", 2), ("half", 3)].iter().all(|(word, step)| scanner.text(index + step) == *word);
    let fraction = [("1", 1), ("/", 2), ("2", 3)].iter().all(|(word, step)| scanner.text(index + step) == *word);
    let Some(Word::Unit(unit)) = scanner.look(scanner.skip(index + 4, "-")).filter(|_| spelled || fraction) else {
        return None;
    };
    let end = scanner.skip(index + 4, "-") + 1;
    matched(index, end, Timex::open(half_value(count, unit)?, TimexType::Duration, "duration"))
}

/// "half an hour", "half a century"
pub fn half(scanner: &Scanner, index: usize) -> Option<Matched> {
    let article = matches!(scanner.text(index + 1), "a" | "an");
    let Some(Word::Unit(unit)) = scanner.look(index + 2).filter(|_| article) else { return None };
    matched(index, index + 3, Timex::open(half_value(0, unit)?, TimexType::Duration, "duration"))
}

/// `count` and a half of a unit as a TIMEX3 value, in the unit below where it has a whole number of them.
fn half_value(count: u32, unit: Unit) -> Option<String> {
    Some(match (unit, count) {
        (Unit::Hour, 0) => "PT30M".to_owned(),
        (Unit::Hour, _) => format!("PT{count}H30M"),
        (Unit::Minute, _) => format!("PT{}S", count.checked_mul(60)? + 30),
        (Unit::Decade, 0) => "P5Y".to_owned(),
        (Unit::Century, 0) => "P50Y".to_owned(),
        (Unit::Year, 0) => "P6M".to_owned(),
        (Unit::Year, _) => format!("P{count}.5Y"),
        (Unit::Month, _) => format!("P{count}.5M"),
        (Unit::Week, _) => format!("P{count}.5W"),
        (Unit::Day, _) => format!("P{count}.5D"),
        _ => return None,
    })
}
