//! What comes out of each format: every file in `tests/fixtures/formats` against what is expected of it, plain and packed.

#![allow(clippy::unwrap_used)]

mod common;

use common::{json, run};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats")
}

/// The paragraphs of a text, white space made plain.
fn paragraphs(text: &str) -> Vec<String> {
    let plain = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("\r\n", "\n").split("\n\n").map(plain).filter(|part| !part.is_empty()).collect()
}

/// What a record says under a key of an expectation.
fn said(record: &Value, key: &str) -> Value {
    match key {
        "published" | "modified" => record[key]["value"].clone(),
        "paragraphs" => paragraphs(record["text"].as_str().unwrap_or_default()).into(),
        "skip" => record["reason"].clone(),
        key => record[key].clone(),
    }
}

/// Where in its file an article or a skip stands.
fn place(told: &Value) -> (u64, String) {
    (told["line"].as_u64().unwrap_or(0), told["member"].as_str().unwrap_or_default().to_owned())
}

/// Records and skips of a file.
fn extracted(folder: &Path, name: &str) -> Vec<Value> {
    let report = tempfile::NamedTempFile::new().unwrap();
    let ran = run(folder, &["extract", name, "--report", report.path().to_str().unwrap()]);
    let skips = json(&std::fs::read_to_string(report.path()).unwrap());
    assert_eq!(ran.code, if skips.is_empty() { 0 } else { 3 }, "{name}: {}", ran.err);
    json(&ran.out).into_iter().chain(skips).collect()
}

fn differences(name: &str, expected: &[Value], found: &[Value]) -> Vec<String> {
    let mut wrong = Vec::new();
    if expected.len() != found.len() {
        wrong.push(format!("{name}: {} expected, {} found", expected.len(), found.len()));
    }
    for wanted in expected {
        let Some(record) = found.iter().find(|record| place(record) == place(wanted)) else {
            wrong.push(format!("{name}: nothing at {:?}", place(wanted)));
            continue;
        };
        for (key, value) in wanted.as_object().unwrap() {
            let said = said(record, key);
            if said != *value {
                wrong.push(format!("{name} {:?} {key}:\n  expected {value}\n  found    {said}", place(wanted)));
            }
        }
    }
    wrong
}

#[test]
fn every_format_gives_what_is_expected() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    let mut names: Vec<String> =
        std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in names.iter().filter_map(|name| name.strip_suffix(".expected")) {
        let expected = json(&std::fs::read_to_string(fixtures().join(format!("{name}.expected"))).unwrap());
        wrong.extend(differences(name, &expected, &extracted(&fixtures(), name)));
        seen += expected.len();
    }
    assert!(seen > 80, "only {seen} articles are expected");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
