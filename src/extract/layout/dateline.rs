//! Datelines: "HARROWMOUTH, March 3 (Coastal Wire) —" before the first sentence of a report.

use crate::analysis::{Case, Token, TokenKind, tokenize};
use crate::article::{Article, Basis, Block, DateValue, Day, Role, Span};
use crate::calendar::{day_in_path, month_number, parse_moment};

/// Bytes in which a dateline has to end.
const LONGEST: usize = 90;

/// Cuts the dateline off the first paragraph, and fills place, outlet and day from it.
pub fn cut(text: &str, blocks: &mut Vec<Block>, article: &mut Article) {
    let Some(index) = blocks.iter().position(|block| block.role == Role::Paragraph) else { return };
    let span = blocks[index].span;
    let Some(found) = find(span.of(text)) else { return };
    let dateline = Span::new(span.start, span.start + found.end);
    let rest = span.of(text).get(found.rest..).unwrap_or_default();
    if rest.is_empty() {
        return;
    }
    blocks[index].span = Span::new(span.start + found.rest, span.end);
    blocks.insert(index, Block { role: Role::Dateline, span: dateline });
    article.dateline_place = article.dateline_place.take().or(Some(found.place));
    article.outlet = article.outlet.take().or(found.agency);
    if let Some(day) = found.date.and_then(|date| day(&date, &article.locator.path)) {
        article.add_published(DateValue::day(day, Basis::at("dateline", dateline)));
    }
}

struct Dateline {
    place: String,
    agency: Option<String>,
    date: Option<String>,
    /// Where the words of the dateline end.
    end: usize,
    /// Where the text goes on.
    rest: usize,
}

fn find(paragraph: &str) -> Option<Dateline> {
    let mut limit = LONGEST.min(paragraph.len());
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = paragraph.get(..limit)?;
    let dash = dash(head)?;
    let before = head.get(..dash.0)?.trim_end();
    let (named, agency) = match before.strip_suffix(')').and_then(|inside| inside.rsplit_once('(')) {
        Some((named, agency)) => (named.trim_end(), Some(agency.trim().to_owned())),
        None => (before, None),
    };
    let (place, date) = place_and_date(named);
    let tokens = tokenize(place);
    let words: Vec<&Token> = tokens.iter().filter(|token| token.kind == TokenKind::Word).collect();
    let all_upper = words.iter().all(|word| word.case == Case::Upper);
    let all_capital = words.iter().all(|word| word.case != Case::Lower);
    let has_marks = place.contains(['"', '“', '”', '!', '?', ':', ';']);
    let is_place = all_upper && place.len() > 2 || all_capital && (agency.is_some() || date.is_some());
    if words.is_empty() || words.len() > 6 || has_marks || !is_place {
        return None;
    }
    Some(Dateline {
        place: proper(place.trim_end_matches([',', ' ', '.']), all_upper),
        agency: agency.filter(|agency| agency.len() > 1),
        date: date.map(str::to_owned),
        end: before.len(),
        rest: paragraph.len() - paragraph.get(dash.1..)?.trim_start().len(),
    })
}

/// The first dash that stands between a dateline and its text: its place, and the end of it.
fn dash(head: &str) -> Option<(usize, usize)> {
    [" — ", " – ", " - ", " -- ", "—", "–", "--", ") - "]
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| (at + usize::from(dash.starts_with(')')), at + dash.len())))
        .min()
}

/// "HARROWMOUTH, March 3" → the place and the date.
fn place_and_date(named: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for word in named.split_inclusive([' ', ',']) {
        let bare = word.trim_matches([',', ' ', '.']);
        let is_date = month_number(bare).is_some() && at > 0 || bare.len() <= 2 && bare.parse::<u8>().is_ok();
        if is_date {
            let (place, date) = named.split_at(at);
            return (place.trim_end_matches([' ', ',']), Some(date.trim_matches([',', ' ', '.'])));
        }
        at += word.len();
    }
    (named, None)
}

/// A place in capitals as it is written elsewhere: "NEW YORK" is "New York".
fn proper(place: &str, all_upper: bool) -> String {
    if !all_upper {
        return place.to_owned();
    }
    let mut proper = String::with_capacity(place.len());
    let mut inside = false;
    for character in place.chars() {
        match inside {
            true => proper.extend(character.to_lowercase()),
            false => proper.push(character),
        }
        inside = character.is_alphanumeric() || matches!(character, '\'' | '’') && inside;
    }
    proper
}

/// The day of a dateline: with the year it has, else with the year of the path, if the path does not contradict it.
fn day(date: &str, path: &str) -> Option<Day> {
    if let Some(moment) = parse_moment(date) {
        return (moment.earliest == moment.latest).then_some(moment.earliest);
    }
    let year = day_in_path(path).map(|day| day.year())?;
    let moment = parse_moment(&format!("{} {year}", date.replace('.', " ")))?;
    (moment.earliest == moment.latest).then_some(moment.earliest)
}
