//! What a shell completes beyond commands and flags: names of fields, and the values that the index has.

use super::context::{ClusterArguments, Context};
use crate::field::{FIELDS, Field, FieldKind, field};
use clap_complete::engine::CompletionCandidate;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// Values that are offered at most.
const OFFERED: usize = 40;

/// Completes a word of a query: `spea` to `speaker:`, and `speaker:ve` to what the index has.
pub fn query_word(current: &OsStr) -> Vec<CompletionCandidate> {
    let Some(current) = current.to_str() else { return Vec::new() };
    if let Some(field) = field_before_colon() {
        return values(field, current).into_iter().map(CompletionCandidate::new).collect();
    }
    if let Some((name, value)) = current.split_once(':') {
        let Some(field) = field(name) else { return Vec::new() };
        let whole = |value: String| CompletionCandidate::new(format!("{name}:{value}"));
        return values(field, value).into_iter().map(whole).collect();
    }
    let names = FIELDS.iter().filter(|field| field.name.starts_with(current));
    names.map(|field| CompletionCandidate::new(format!("{}:", field.name)).help(Some(field.help.into()))).collect()
}

/// Completes the value of a field's flag.
pub fn flag_value(field: &'static Field, current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_str().unwrap_or_default();
    values(field, current).into_iter().map(CompletionCandidate::new).collect()
}

/// The values of a field that begin as given, written so that the shell takes each as one word.
fn values(field: &Field, beginning: &str) -> Vec<String> {
    if matches!(field.kind, FieldKind::Date | FieldKind::DateOrName | FieldKind::Text | FieldKind::Path) {
        return Vec::new();
    }
    let context = Context::new(index_on_the_line(), ClusterArguments::default(), None, None);
    let found = context.ok().and_then(|context| context.reader().ok());
    let values = found.and_then(|reader| reader.values(field, beginning.trim_start_matches('"'), OFFERED).ok());
    let in_query = is_bash() || std::env::args().any(|word| word.contains(':'));
    let written = |value: String| if value.contains(' ') && in_query { quoted(&value) } else { value };
    values.unwrap_or_default().into_iter().map(written).collect()
}

/// In bash a value with blanks is put on the line as it is. A name in a query has quotation marks besides.
fn quoted(value: &str) -> String {
    let is_clause = field_before_colon().is_some() || line().last().is_some_and(|word| word.contains(':'));
    let value = value.replace('"', "");
    match is_clause {
        true if is_bash() => format!("'\"{value}\"'"),
        true => format!("\"{value}\""),
        false => value.replace(' ', "\\ "),
    }
}

/// What the script for bash sets, and no other.
fn is_bash() -> bool {
    std::env::var_os("_CLAP_COMPLETE_COMP_TYPE").is_some()
}

/// The words of the line that is completed.
fn line() -> Vec<String> {
    let all = std::env::args().skip_while(|argument| argument != "--").skip(1);
    all.collect()
}

/// Bash makes words of their own of colons: `speaker:ve` is three.
fn field_before_colon() -> Option<&'static Field> {
    let place: usize = std::env::var("_CLAP_COMPLETE_INDEX").ok()?.parse().ok()?;
    let words = line();
    let (colon, name) = match words.get(place).map(String::as_str) {
        Some(":") => (place, words.get(place.checked_sub(1)?)?),
        _ => (place.checked_sub(1)?, words.get(place.checked_sub(2)?)?),
    };
    (words.get(colon)? == ":").then(|| field(name)).flatten()
}

fn index_on_the_line() -> Option<PathBuf> {
    let words = line();
    let place = words.iter().position(|word| word == "--index");
    let named = place.and_then(|place| words.get(place + 1)).map(PathBuf::from);
    named.or_else(|| std::env::var_os("ONRECORD_INDEX").map(|index: OsString| PathBuf::from(index)))
}
