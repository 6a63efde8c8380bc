//! `field:value` → a clause, or an error that says what the field takes.

use super::{Node, Pattern, QueryError, Value};
use crate::analysis::{Token, TokenKind, tokenize};
use crate::article::{Confidence, Day, Kind};
use crate::calendar::parse_expression;
use crate::field::{FIELDS, Field, FieldKind};
use std::ops::Range;

/// Where a value stands, for errors.
pub struct Place<'q> {
    /// The query.
    pub query: &'q str,
    /// The value's bytes.
    pub at: Range<usize>,
}

impl Place<'_> {
    /// An error at this place.
    pub fn error(&self, message: impl Into<String>, hint: impl Into<String>) -> QueryError {
        QueryError {
            query: self.query.to_owned(),
            at: self.at.clone(),
            message: message.into(),
            hint: Some(hint.into()),
        }
    }
}

/// What a run of characters without quotation marks means as a pattern; none if it is plain words.
pub fn pattern(run: &str, place: &Place) -> Result<Option<Pattern>, QueryError> {
    Pattern::read(run).transpose().map_err(|error| place.error(error.message, error.hint))
}

/// The clause for a value without quotation marks, which may be a pattern.
pub fn bare_clause(field: &'static Field, value: &str, today: Day, place: &Place) -> Result<Node, QueryError> {
    if field.kind == FieldKind::Path && value.contains('*') {
        return match value.contains('/') {
            true => {
                Err(place
                    .error("a star stands for letters in one part of a path", "path:wire-*.jsonl, or path:2024/03"))
            }
            false => Ok(Node::Clause { field, value: Value::Pattern(Pattern::Wildcard(value.to_owned())) }),
        };
    }
    let has_words = !matches!(field.kind, FieldKind::Date | FieldKind::Path | FieldKind::Keyword);
    if has_words && let Some(pattern) = pattern(value, place)? {
        return Ok(Node::Clause { field, value: Value::Pattern(pattern) });
    }
    clause(field, value, today, place)
}

/// The clause that `field` has this value; `today` is what words such as `yesterday` are relative to.
pub fn clause(field: &'static Field, value: &str, today: Day, place: &Place) -> Result<Node, QueryError> {
    if value.trim().is_empty() {
        return Err(place.error(
            format!("'{}' needs a value", field.name),
            format!("write it right behind the colon, as in {}", field.example),
        ));
    }
    let value = match field.kind {
        FieldKind::Date => Value::Dates(parse_expression(value, today).ok_or_else(|| bad_date(value, place))?),
        FieldKind::DateOrName => date_or_name(field, value, today, place)?,
        FieldKind::Keyword => Value::Exact(keyword(field, value, place)?),
        FieldKind::Path => Value::Exact(value.trim().to_owned()),
        FieldKind::Text | FieldKind::Name | FieldKind::Person => Value::Words(name(field, value, place)?),
    };
    Ok(Node::Clause { field, value })
}

fn bad_date(value: &str, place: &Place) -> QueryError {
    if let Some((from, to)) = value.split_once("..")
        && !from.is_empty()
        && !to.is_empty()
        && from > to
    {
        return place.error(format!("'{value}' ends before it begins"), format!("{to}..{from}"));
    }
    place.error(
        format!("'{value}' is not a date"),
        "a day, month, year or range, such as 2025-03-13, 2025-03, 2024..2025-03, ..2023, last-month or yesterday",
    )
}

fn date_or_name(field: &Field, value: &str, today: Day, place: &Place) -> Result<Value, QueryError> {
    let value = value.trim();
    let looks_like_date = value.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && value.chars().all(|character| character.is_ascii_digit() || matches!(character, '-' | '.'));
    match parse_expression(value, today) {
        Some(interval) if looks_like_date || value.starts_with(|first: char| first.is_ascii_digit()) => {
            Ok(Value::Dates(interval))
        }
        None if looks_like_date => Err(bad_date(value, place)),
        _ => {
            // What is left when marks around it are passed by may be a date after all.
            let words = name(field, value, place)?;
            let plain = words.join(" ");
            match parse_expression(&plain, today).filter(|_| plain.starts_with(|first: char| first.is_ascii_digit())) {
                Some(interval) => Ok(Value::Dates(interval)),
                None => Ok(Value::Words(words)),
            }
        }
    }
}

fn keyword(field: &Field, value: &str, place: &Place) -> Result<String, QueryError> {
    let value = value.trim().to_lowercase();
    let values: &[&str] = match field.name {
        "kind" => &Kind::ALL.map(Kind::name),
        "confidence" => &Confidence::ALL.map(Confidence::name),
        _ => return Ok(value),
    };
    if !values.contains(&value.as_str()) {
        let hint = match nearest(&value, values.iter().copied()) {
            Some(name) => format!("did you mean {}:{name}?", field.name),
            None => format!("one of {}", values.join(", ")),
        };
        return Err(place.error(format!("'{value}' is not a {} of statement", field.name), hint));
    }
    Ok(value)
}

fn name(field: &Field, value: &str, place: &Place) -> Result<Vec<String>, QueryError> {
    let words = words(value);
    if words.is_empty() {
        return Err(place.error(format!("there is no word in the value of '{}'", field.name), field.example));
    }
    Ok(words)
}

/// The words of some text, without the possessive at its end. Inside, "Orlo's plan", it is a word that the text has.
pub fn words(text: &str) -> Vec<String> {
    let tokens = tokenize(text);
    let last = tokens.iter().rposition(|token| token.kind != TokenKind::Mark);
    let possessive = last.filter(|last| is_possessive(text, &tokens, *last));
    let kept =
        tokens.iter().enumerate().filter(|(index, token)| token.kind != TokenKind::Mark && Some(*index) != possessive);
    kept.map(|(_, token)| token.of(text).to_owned()).collect()
}

/// Whether a token is the "s" of "Orlo's".
fn is_possessive(text: &str, tokens: &[Token], index: usize) -> bool {
    let Some([word, mark, end]) = index.checked_sub(2).and_then(|first| tokens.get(first..=index)) else {
        return false;
    };
    let follows = tokens.get(index + 1).is_some_and(|next| end.touches(next) && next.kind != TokenKind::Mark);
    matches!(end.of(text), "s" | "S")
        && matches!(mark.of(text), "'" | "’")
        && word.touches(mark)
        && mark.touches(end)
        && !follows
}

/// The error for a field that does not exist.
pub fn unknown_field(name: &str, place: &Place) -> QueryError {
    let names = FIELDS.iter().flat_map(|field| field.aliases.iter().copied().chain([field.name]));
    let hint = match nearest(&name.to_lowercase(), names) {
        Some(nearest) => format!("did you mean '{nearest}:'? To search for the text itself, put it in quotation marks"),
        None => {
            let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
            format!("fields are {}. To search for the text itself, put it in quotation marks", names.join(", "))
        }
    };
    place.error(format!("unknown field '{name}'"), hint)
}

/// The name that differs least, if it differs by two letters at most and by less than half of them.
fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (wanted.chars().count() / 2).min(2);
    let distances = names.map(|name| (distance(wanted, name), name));
    distances.min().filter(|(distance, _)| *distance <= most).map(|(_, name)| name)
}

/// Levenshtein distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, character) in left.chars().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (place, other) in right.iter().enumerate() {
            let above = row[place + 1];
            let replaced = diagonal + usize::from(character != *other);
            row[place + 1] = replaced.min(above + 1).min(row[place] + 1);
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}
