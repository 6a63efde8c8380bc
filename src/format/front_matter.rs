//! Front matter: fields before a text, between `---` (YAML) or `+++` (TOML) lines.
//!
//! Of YAML, what front matter uses is read: `key: value`, quoted values, lists in brackets or with hyphens.

use serde_json::{Map, Value};

/// The fields of a text's front matter, and the text behind it.
pub fn split(text: &str) -> Option<(Map<String, Value>, &str)> {
    let fence = text.get(..3).filter(|fence| matches!(*fence, "---" | "+++"))?;
    let inside_start = text.find('\n')? + 1;
    if !text.get(3..inside_start)?.trim().is_empty() {
        return None;
    }
    let mut at = inside_start;
    for line in text.get(inside_start..)?.split_inclusive('\n') {
        if line.trim_end() == fence {
            let inside = text.get(inside_start..at)?;
            let rest = text.get(at + line.len()..)?.trim_start_matches(['\r', '\n']);
            let fields = if fence == "---" { yaml(inside) } else { toml(inside)? };
            return Some((fields, rest));
        }
        at += line.len();
    }
    None
}

fn toml(text: &str) -> Option<Map<String, Value>> {
    let table: toml::Table = toml::from_str(text).ok()?;
    let mut fields = Map::new();
    for (key, value) in table {
        fields.insert(key, from_toml(value));
    }
    Some(fields)
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Array(values) => Value::Array(values.into_iter().map(from_toml).collect()),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Boolean(_) | toml::Value::Float(_) | toml::Value::Table(_) => Value::Null,
    }
}

fn yaml(text: &str) -> Map<String, Value> {
    let mut fields: Map<String, Value> = Map::new();
    let mut last: Option<String> = None;
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if let (Some(item), Some(key)) = (line.trim_start().strip_prefix("- "), &last) {
            let list = fields.entry(key.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if !list.is_array() {
                *list = Value::Array(Vec::new());
            }
            if let Value::Array(items) = list {
                items.push(scalar(item));
            }
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let key = key.trim().to_owned();
        let value = value.trim();
        let read = match value.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')) {
            Some(inside) => Value::Array(inside.split(',').map(scalar).collect()),
            None => scalar(value),
        };
        fields.insert(key.clone(), read);
        last = Some(key);
    }
    fields
}

fn scalar(text: &str) -> Value {
    let text = text.trim();
    for mark in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark)) {
            return Value::String(inside.replace("\\\"", "\"").replace("''", "'"));
        }
    }
    Value::String(text.to_owned())
}
