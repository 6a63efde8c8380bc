//! The three indices of an index: their fields, made from the table in [`crate::field`], and their settings.

use super::texts::{FORMS, PLAIN};
use crate::analysis;
use crate::field::{FIELDS, Field, FieldKind, Subject};
use serde_json::{Map, Value, json};

/// Version of the fields; an index of another version is refused.
pub const VERSION: u32 = 1;

/// Least version of the engine.
pub const ENGINE_MIN: u64 = 2;

/// What the names of the three indices have between the index's own and their number.
pub const KINDS: [&str; 3] = ["articles", "statements", "sources"];

/// Shards of an index that is made, if nothing else is said.
pub const SHARDS: u32 = 3;

/// Copies of each shard.
pub const REPLICAS: u32 = 1;

/// Name of the field with an article's statements, inside the article.
pub const STATEMENTS: &str = "statements";

/// The version that is written into the indices: of the fields, and of the analysis of words.
pub fn version() -> String {
    format!("{VERSION}.{}", analysis::VERSION)
}

/// The body that makes the index of one of the [`KINDS`].
pub fn index(kind: &str, shards: u32, replicas: u32) -> Value {
    let properties = match kind {
        "articles" => articles(),
        "statements" => statements(),
        _ => sources(),
    };
    json!({
        "settings": { "index": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "30s",
            "codec": "best_compression",
            "max_regex_length": 100_000,
            "max_result_window": 10_000,
            "mapping.nested_objects.limit": 1_000_000,
            "mapping.total_fields.limit": 1_000,
        } },
        "mappings": {
            "dynamic": "strict",
            "_meta": { "onrecord": version() },
            // What is searched is not stored a second time, but for the words by which hits are ranked.
            "_source": { "includes": ["head", "content", "record", "entry", "body"] },
            "properties": properties,
        },
    })
}

fn articles() -> Value {
    let mut properties = common();
    text(&mut properties, "text", true);
    fields(&mut properties, Subject::Article);
    let mut inside = Map::new();
    text(&mut inside, "text", false);
    fields(&mut inside, Subject::Statement);
    properties.insert(STATEMENTS.to_owned(), json!({ "type": "nested", "dynamic": "strict", "properties": inside }));
    properties.insert("format".to_owned(), json!({ "type": "keyword" }));
    properties.insert("head".to_owned(), json!({ "type": "object", "enabled": false }));
    properties.insert("content".to_owned(), json!({ "type": "text", "index": false }));
    properties.insert("record".to_owned(), json!({ "type": "binary" }));
    properties.into()
}

fn statements() -> Value {
    let mut properties = common();
    text(&mut properties, "text", true);
    fields(&mut properties, Subject::Statement);
    of_articles_alone(&mut properties);
    properties.insert("number".to_owned(), json!({ "type": "integer" }));
    properties.into()
}

/// Articles and statements have these: the article's id and its number, the number of its source and of the run that read
/// it, and how many terms the text has.
fn common() -> Map<String, Value> {
    let mut properties = Map::new();
    for (name, kind) in [("id", "keyword"), ("article", "keyword"), ("source", "keyword"), ("run", "long")] {
        properties.insert(name.to_owned(), json!({ "type": kind }));
    }
    properties.insert("words".to_owned(), json!({ "type": "integer" }));
    properties
}

fn sources() -> Value {
    json!({
        "kind": { "type": "keyword" },
        "root": { "type": "keyword" },
        "articles": { "type": "long" },
        "entry": { "type": "object", "enabled": false },
        "body": { "type": "text", "index": false },
    })
}

/// The fields of the table that are about a subject, or about both.
fn fields(properties: &mut Map<String, Value>, subject: Subject) {
    for field in FIELDS.iter().filter(|field| field.subject == subject || field.subject == Subject::Both) {
        add(properties, field.name, field.kind);
    }
}

/// What clauses on the articles of statements ask for.
fn of_articles_alone(properties: &mut Map<String, Value>) {
    for field in FIELDS.iter().filter(|field| field.subject == Subject::Article) {
        add(properties, field.name, field.kind);
    }
}

fn add(properties: &mut Map<String, Value>, name: &str, kind: FieldKind) {
    match kind {
        FieldKind::Text => text(properties, name, false),
        FieldKind::Name | FieldKind::Person => {
            properties.insert(name.to_owned(), words(false, false));
            properties.insert(values_of(name), json!({ "type": "keyword" }));
        }
        FieldKind::Keyword => drop(properties.insert(name.to_owned(), json!({ "type": "keyword" }))),
        FieldKind::Path => drop(properties.insert(name.to_owned(), words(false, false))),
        FieldKind::Date => {
            properties.insert(name.to_owned(), json!({ "type": "long_range" }));
            for end in ["first", "last"] {
                properties.insert(format!("{name}_{end}"), json!({ "type": "long" }));
            }
        }
        FieldKind::DateOrName => drop(properties.insert(name.to_owned(), json!({ "type": "long_range" }))),
    }
}

/// Where the values of a field lie that are counted; nowhere if it has none.
pub fn place_of_values(field: &Field) -> Option<String> {
    match field.kind {
        FieldKind::Name | FieldKind::Person => Some(values_of(field.name)),
        FieldKind::Keyword | FieldKind::Date | FieldKind::DateOrName => Some(field.name.to_owned()),
        FieldKind::Text | FieldKind::Path => None,
    }
}

/// The field with whole values.
pub fn values_of(name: &str) -> String {
    format!("{name}_value")
}

/// The fields of a text; one by which hits are ranked is stored.
fn text(properties: &mut Map<String, Value>, name: &str, is_ranked: bool) {
    properties.insert(name.to_owned(), words(is_ranked, is_ranked));
    for ending in [FORMS, PLAIN] {
        properties.insert(format!("{name}{ending}"), words(is_ranked && ending == FORMS, is_ranked));
    }
}

/// Words that are cut already. Between two values is one place without a word.
fn words(norms: bool, store: bool) -> Value {
    json!({ "type": "text", "analyzer": "whitespace", "norms": norms, "store": store, "position_increment_gap": 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_table_is_mapped() {
        let (articles, statements) = (index("articles", 1, 0), index("statements", 1, 0));
        for field in FIELDS {
            let inside = &articles["mappings"]["properties"][STATEMENTS]["properties"][field.name];
            let place = match field.subject {
                Subject::Article | Subject::Both => &articles["mappings"]["properties"][field.name],
                Subject::Statement => inside,
            };
            assert!(place.is_object(), "{}", field.name);
            assert!(statements["mappings"]["properties"][field.name].is_object(), "{}", field.name);
        }
    }
}
