//! Words that tell times. Data: `words.tsv`, and the names of months and weekdays of `calendar`.

use crate::calendar::{english_month, english_weekday};
use crate::extract::lengths::Lengths;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Longest word that tells a time, in bytes.
const LONGEST: usize = 12;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `PT1S`
    Second,
    /// `PT1M`
    Minute,
    /// `PT1H`
    Hour,
    /// `P1D`
    Day,
    /// `P1W`
    Week,
    /// `P2W`
    Fortnight,
    /// `P1WE`
    Weekend,
    /// `P1M`
    Month,
    /// `P1Q`
    Quarter,
    /// `P1Y`
    Year,
    /// `P1DE`
    Decade,
    /// `P1CE`
    Century,
}

/// Where a time lies from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// The one before.
    Last,
    /// The one after.
    Next,
    /// The one it lies in.
    This,
    /// Those before, up to it.
    Past,
    /// Not long before.
    Recent,
    /// The one after what was talked about.
    Following,
    /// The one that was talked about.
    Same,
}

/// What a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Month, 1 to 12.
    Month(i8),
    /// Weekday, 1 is Monday.
    Weekday(i8),
    /// A unit, singular or plural.
    Unit(Unit),
    /// A number; none for "several".
    Count(Option<u32>),
    /// "last", "next", ….
    Modifier(Modifier),
    /// "early", "late", "mid".
    Part,
    /// TIMEX3 code of a season.
    Season(&'static str),
    /// TIMEX3 code of a time of day.
    Daytime(&'static str),
    /// A clock time.
    Clock(&'static str),
    /// Days from today.
    Day(i64),
    /// `PRESENT_REF` and its kin.
    Reference(&'static str),
    /// Something that recurs.
    Set(&'static str),
    /// "every", "each".
    Every,
    /// "first", "third".
    Ordinal(i16),
    /// First year of "the sixties".
    Decade(i16),
}

static WORDS: LazyLock<FxHashMap<&'static str, Word>> = LazyLock::new(|| {
    let lines = include_str!("words.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(row).collect()
});

static LENGTHS: LazyLock<Lengths> = LazyLock::new(|| Lengths::of(WORDS.keys().copied()));

fn row(line: &'static str) -> Option<(&'static str, Word)> {
    let mut columns = line.split('\t');
    let (word, kind, value) = (columns.next()?, columns.next()?, columns.next()?);
    Some((
        word,
        match kind {
            "modifier" => Word::Modifier(modifier(value)?),
            "part" => Word::Part,
            "unit" => Word::Unit(unit(value)?),
            "count" => Word::Count(value.parse().ok()),
            "season" => Word::Season(value),
            "daytime" => Word::Daytime(value),
            "clock" => Word::Clock(value),
            "day" => Word::Day(value.parse().ok()?),
            "reference" => Word::Reference(value),
            "set" => Word::Set(value),
            "every" => Word::Every,
            "ordinal" => Word::Ordinal(value.parse().ok()?),
            "decade" => Word::Decade(value.parse().ok()?),
            _ => return None,
        },
    ))
}

fn modifier(name: &str) -> Option<Modifier> {
    Some(match name {
        "last" => Modifier::Last,
        "next" => Modifier::Next,
        "this" => Modifier::This,
        "past" => Modifier::Past,
        "recent" => Modifier::Recent,
        "following" => Modifier::Following,
        "same" => Modifier::Same,
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}

/// What a word of a text tells of time.
pub fn look_up(word: &str) -> Option<Word> {
    let mut buffer = [0u8; LONGEST];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    if let Some(found) = LENGTHS.may_have(lower).then(|| WORDS.get(lower)).flatten() {
        return Some(*found);
    }
    if !word.starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    english_month(lower).map(Word::Month).or_else(|| english_weekday(lower).map(Word::Weekday))
}
