//! The first day that is written out somewhere in a short text, in the languages of the tables.

use super::{YEARS, month_number};
use crate::article::Day;

/// The order of day and month where numbers alone do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// `14/03/2024`
    DayFirst,
    /// `03/14/2024`
    MonthFirst,
}

/// A piece of a text: digits, letters, or one mark.
#[derive(Clone, Copy, Debug)]
struct Piece<'t> {
    text: &'t str,
    start: usize,
    /// Whether nothing lies between it and the piece before.
    touches: bool,
}

/// The first full day in `text`, with the bytes it starts and ends at: `2024-03-14`, `14.03.2024`, `14.3.24`,
/// `March 14th, 2024`, `14 de marzo de 2024`, `2024年3月14日`. Days without a year, and months, are none.
pub fn find_day(text: &str, order: DayOrder) -> Option<(std::ops::Range<usize>, Day)> {
    let pieces = pieces(text);
    (0..pieces.len()).find_map(|at| {
        let rest = pieces.get(at..)?;
        let (day, count) = numeric(rest, order).or_else(|| written(rest)).or_else(|| ideographic(rest))?;
        let last = rest.get(count - 1)?;
        Some((rest[0].start..last.start + last.text.len(), day))
    })
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let class = |character: char| match character {
        '0'..='9' => 1,
        '年' | '月' | '日' => 3,
        letter if letter.is_alphabetic() => 2,
        _ => 0,
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last = (0, 0);
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let class = class(character);
        match pieces.last_mut() {
            Some(piece) if class > 0 && class < 3 && last == (class, at) => {
                piece.text = text.get(piece.start..end).unwrap_or_default();
            }
            _ if character.is_whitespace() => continue,
            _ => pieces.push(Piece {
                text: text.get(at..end).unwrap_or_default(),
                start: at,
                touches: last.1 == at && at > 0,
            }),
        }
        last = (class, end);
    }
    pieces
}

fn number(piece: Option<&Piece>, most: usize) -> Option<i16> {
    let text = piece?.text;
    (text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn year(piece: Option<&Piece>) -> Option<i16> {
    let piece = piece.filter(|piece| piece.text.len() == 4)?;
    number(Some(piece), 4).filter(|year| YEARS.contains(year))
}

fn day(year: i16, month: i16, day: i16) -> Option<Day> {
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2024-03-14`, `2024/3/14`, `14.03.2024`, `14. 3. 2024`, `03/14/2024`, `14.03.24`.
fn numeric(pieces: &[Piece], order: DayOrder) -> Option<(Day, usize)> {
    let mark = pieces.get(1).map(|piece| piece.text).filter(|mark| matches!(*mark, "-" | "/" | "." | "‑" | "–"))?;
    if pieces.first()?.touches && pieces.first()?.start > 0 && !matches!(pieces.first()?.text.len(), 1..=4) {
        return None;
    }
    if pieces.get(3)?.text != mark || !pieces.get(1)?.touches || !pieces.get(3)?.touches {
        return None;
    }
    let (first, second, third) = (pieces.first(), pieces.get(2), pieces.get(4));
    if let Some(year) = year(first) {
        let day = day(year, number(second, 2)?, number(third, 2)?)?;
        return Some((day, 5));
    }
    let (first, second) = (number(first, 2)?, number(second, 2)?);
    let short = || number(third.filter(|piece| piece.text.len() == 2 && mark != "-"), 2).map(|year| 2000 + year);
    let year = year(third).or_else(short)?;
    let day_first = matches!(mark, "." | "-") || first > 12 || second <= 12 && order == DayOrder::DayFirst;
    let day = if day_first { day(year, second, first) } else { day(year, first, second) }?;
    Some((day, 5))
}

/// Words between the parts of a written date.
fn is_joint(text: &str) -> bool {
    matches!(text, "." | "," | "de" | "del" | "of" | "den" | "'" | "-" | "º" | "°" | "ª" | "/" | "г")
        || matches!(text, "st" | "nd" | "rd" | "th" | "er" | "ER" | "TH" | "ST")
}

fn skip(pieces: &[Piece], mut at: usize) -> usize {
    let most = at + 2;
    while at < most && pieces.get(at).is_some_and(|piece| is_joint(piece.text)) {
        at += 1;
    }
    at
}

fn month(piece: Option<&Piece>) -> Option<i16> {
    let text = piece?.text;
    (text.len() > 2).then(|| month_number(text)).flatten().map(i16::from)
}

/// `14 March 2024`, `14. März 2024`, `14 de marzo de 2024`, `March 14th, 2024`.
fn written(pieces: &[Piece]) -> Option<(Day, usize)> {
    if let Some(number) = number(pieces.first(), 2).filter(|number| (1..=31).contains(number)) {
        let at = skip(pieces, 1);
        let month = month(pieces.get(at))?;
        let at = skip(pieces, at + 1);
        return Some((day(year(pieces.get(at))?, month, number)?, at + 1));
    }
    let month = month(pieces.first())?;
    let at = skip(pieces, 1);
    let number = number(pieces.get(at), 2).filter(|number| (1..=31).contains(number))?;
    let at = skip(pieces, at + 1);
    Some((day(year(pieces.get(at))?, month, number)?, at + 1))
}

/// `2024年3月14日`
fn ideographic(pieces: &[Piece]) -> Option<(Day, usize)> {
    let year = year(pieces.first()).filter(|_| pieces.get(1).is_some_and(|piece| piece.text == "年"))?;
    let month = number(pieces.get(2), 2).filter(|_| pieces.get(3).is_some_and(|piece| piece.text == "月"))?;
    let number = number(pieces.get(4), 2).filter(|_| pieces.get(5).is_some_and(|piece| piece.text == "日"))?;
    Some((day(year, month, number)?, 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_days_in_what_pages_write() {
        for (text, found) in [
            ("Published on March 14th, 2024 at 10:30", "2024-03-14"),
            ("Pressemitteilung vom 14.03.2024", "2024-03-14"),
            ("Von Ada Venn | 14.3.24", "2024-03-14"),
            ("Donnerstag, 14. März 2024, 15:25 Uhr", "2024-03-14"),
            ("Publié le 14 mars 2024 à 10h30", "2024-03-14"),
            ("jueves 14 de marzo de 2024", "2024-03-14"),
            ("Updated 2010 GMT March 14, 2024", "2024-03-14"),
            ("2024-03-14 20:29:58", "2024-03-14"),
            ("2024年3月14日 10:30", "2024-03-14"),
            ("On 03/14/2024", "2024-03-14"),
            ("14/03/2024", "2024-03-14"),
        ] {
            let day = find_day(text, DayOrder::MonthFirst).map(|(_, day)| day.to_string());
            assert_eq!(day.as_deref(), Some(found), "{text}");
        }
        let both = |order| find_day("03/04/2024", order).map(|(_, day)| day.to_string());
        assert_eq!(both(DayOrder::MonthFirst).as_deref(), Some("2024-03-04"));
        assert_eq!(both(DayOrder::DayFirst).as_deref(), Some("2024-04-03"));
    }

    #[test]
    fn finds_none_where_there_is_none() {
        for text in ["", "March 2024", "14 March", "version 1.2.3", "10.0.0.1", "99/99/2024", "© 2024", "31.02.2024"] {
            assert_eq!(find_day(text, DayOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn the_bytes_are_those_of_the_day() {
        let text = "Stand: 14. März 2024, Wien";
        let (bytes, _) = find_day(text, DayOrder::DayFirst).unwrap_or_default();
        assert_eq!(text.get(bytes), Some("14. März 2024"));
    }
}
