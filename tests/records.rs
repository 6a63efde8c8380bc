//! Golden records, and what holds for the record of any input.

#![allow(clippy::unwrap_used)]

mod common;

use common::{json, run, samples};
use onrecord::article::{Locator, RawSource, Record};
use onrecord::index::stored;
use onrecord::{extract, format};
use proptest::prelude::*;
use std::path::Path;

/// Records of three invented articles of one shape: key statements in lists under a speaker's name.
#[test]
fn lists_of_statements_come_out_exactly() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lists");
    for name in ["ferry-summit", "water-talks", "rail-council"] {
        let ran = run(&fixtures, &["extract", &format!("{name}.txt")]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let record = &json(&ran.out)[0];
        let mut told = String::new();
        for key in ["title", "subtitle", "authors", "editors", "outlet", "published"] {
            told += &format!("{key}: {}\n", record[key]);
        }
        for statement in record["statements"].as_array().unwrap() {
            let speakers: Vec<&str> = statement["speakers"]
                .as_array()
                .unwrap()
                .iter()
                .map(|speaker| speaker["name"].as_str().unwrap_or("-"))
                .collect();
            told += &format!(
                "{} · {} · {}\n",
                statement["kind"].as_str().unwrap(),
                speakers.join(", "),
                statement["text"].as_str().unwrap()
            );
        }
        let expected = std::fs::read_to_string(fixtures.join(format!("{name}.expected"))).unwrap();
        assert_eq!(told, expected, "{name}");
    }
}

#[test]
fn the_path_tells_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lists/ferry-summit.txt");
    std::fs::create_dir_all(folder.path().join("2023/06/15")).unwrap();
    std::fs::copy(fixture, folder.path().join("2023/06/15/ferry.txt")).unwrap();
    for (here, path) in [("", "2023/06/15/ferry.txt"), ("2023/06", "15"), ("2023/06/15", "ferry.txt")] {
        let record = &json(&run(&folder.path().join(here), &["extract", path]).out)[0];
        assert_eq!(record["published"]["value"], "2023-06-15", "{path}");
        assert_eq!(record["published"]["basis"]["rule"], "path");
        let date = record["dates"].as_array().unwrap().iter().find(|date| date["text"] == "June 14").unwrap();
        assert_eq!(date["value"], "2023-06-14");
    }
}

#[test]
fn keys_have_their_order() {
    let ran = run(&samples(), &["extract", "coastal-wire/flood-count.json"]);
    let keys = [
        "\"v\":1",
        "\"id\"",
        "\"path\"",
        "\"member\"",
        "\"line\"",
        "\"format\"",
        "\"sha256\"",
        "\"title\"",
        "\"subtitle\"",
        "\"authors\"",
        "\"editors\"",
        "\"outlet\"",
        "\"section\"",
        "\"dateline_place\"",
        "\"url\"",
        "\"language\"",
        "\"published\"",
        "\"modified\"",
        "\"text\"",
        "\"statements\"",
        "\"entities\"",
        "\"dates\"",
    ];
    let mut at = 0;
    for key in keys {
        at += ran.out[at..].find(key).unwrap_or_else(|| panic!("{key} is not in its place"));
    }
    assert!(ran.out.starts_with("{\"v\":1"));
}

#[test]
fn the_digest_is_the_one_of_the_source() {
    let ran = run(&samples(), &["extract", "harbour-courier/2022/11/15/inquiry-opens.txt.gz"]);
    let bytes = std::fs::read(samples().join("harbour-courier/2022/11/15/inquiry-opens.txt.gz")).unwrap();
    assert_eq!(json(&ran.out)[0]["sha256"], onrecord::source::digest_of(&bytes).as_str());
}

#[test]
fn every_span_of_the_samples_slices_its_text() {
    for record in json(&run(&samples(), &["extract", "."]).out) {
        let text = record["text"].as_str().unwrap();
        let slice = |value: &serde_json::Value| {
            let (start, end) = (value[0].as_u64().unwrap() as usize, value[1].as_u64().unwrap() as usize);
            text.get(start..end).unwrap_or_else(|| panic!("{value} in {}", record["path"])).to_owned()
        };
        for statement in record["statements"].as_array().unwrap() {
            let parts: Vec<String> = statement["parts"].as_array().unwrap().iter().map(slice).collect();
            assert_eq!(parts.join(" … "), statement["text"].as_str().unwrap());
        }
        for date in record["dates"].as_array().unwrap() {
            assert_eq!(slice(&serde_json::json!([date["start"], date["end"]])), date["text"].as_str().unwrap());
        }
        for entity in record["entities"].as_array().unwrap() {
            entity["mentions"].as_array().unwrap().iter().for_each(|mention| drop(slice(mention)));
        }
    }
}

fn records(bytes: &[u8], path: &str) -> (Vec<Record>, usize) {
    let source = RawSource { locator: Locator::file(path), bytes: bytes.to_vec(), ..RawSource::default() };
    let (mut records, mut skips) = (Vec::new(), 0);
    format::parse(&source, &format::Options::default(), &mut |article| match article {
        Ok(article) => records.push(extract::extract(article)),
        Err(_) => skips += 1,
    });
    (records, skips)
}

fn check(record: &Record) {
    let text = &record.article.text;
    let mut end = 0;
    for block in &record.article.blocks {
        assert!(block.span.start >= end && text.get(block.span.start..block.span.end).is_some(), "{block:?}");
        end = block.span.end;
    }
    for statement in &record.statements {
        assert!(!statement.parts.is_empty());
        for part in &statement.parts {
            assert!(text.get(part.start..part.end).is_some() && statement.span.contains(*part), "{statement:?}");
        }
        assert!(statement.speakers.iter().all(|speaker| text.get(speaker.start..speaker.end).is_some()));
    }
    assert!(record.statements.is_sorted_by_key(|statement| statement.span.start));
    assert!(record.dates.iter().all(|date| text.get(date.start..date.end) == Some(&*date.text)));
    let mentions = record.entities.iter().flat_map(|entity| &entity.mentions);
    assert!(mentions.into_iter().all(|mention| text.get(mention.start..mention.end).is_some()));
    let stored = stored::unpack(text.clone(), &stored::pack(record, "root").unwrap()).unwrap();
    assert_eq!((&stored.record, stored.root.as_str()), (record, "root"), "what is stored is what was found");
}

/// Pieces from which hostile and harmless texts are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("'".to_owned()),
        Just("«".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n- ".to_owned()),
        Just("said ".to_owned()),
        Just("Ada Venn ".to_owned()),
        Just("Mr. Orlo: ".to_owned()),
        Just("according to ".to_owned()),
        Just("Q: ".to_owned()),
        Just("March 13, ".to_owned()),
        Just("last ".to_owned()),
        Just("5 p.m. ".to_owned()),
        Just("that ".to_owned()),
        Just("Key quotes from Ada Venn:\n".to_owned()),
        Just("é".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("...".to_owned()),
        Just("— ".to_owned()),
        "[a-zA-Z ]{1,12}",
        "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_give_a_record_or_a_skip(bytes in proptest::collection::vec(any::<u8>(), 0..400), path in "[a-z]{1,5}\\.(txt|md|html|json|jsonl)") {
        let (records, skips) = records(&bytes, &path);
        prop_assert!(!records.is_empty() || skips > 0);
        records.iter().for_each(check);
    }

    #[test]
    fn any_text_gives_spans_that_slice_it(pieces in proptest::collection::vec(piece(), 0..60), path in "[a-z]{1,5}\\.(txt|md|html)") {
        records(pieces.concat().as_bytes(), &path).0.iter().for_each(check);
    }

    #[test]
    fn any_query_is_understood_or_refused(query in "\\PC{0,40}", pieces in proptest::collection::vec("[a-z]{1,4}|\"|\\(|\\)| OR | NOT |-|said\\(|speaker:|date:2024|:|~|\\*", 0..20)) {
        use onrecord::field::Subject;
        use onrecord::query::{ParseOptions, parse};
        let options = ParseOptions::new(Subject::Article, "2025-03-14".parse().unwrap());
        for text in [query, pieces.concat()] {
            match parse(&text, &options) {
                Ok(read) => {
                    let shown = read.to_string();
                    let again = parse(&shown, &options).unwrap();
                    prop_assert_eq!(again.to_string(), shown);
                }
                Err(error) => prop_assert!(error.pointer().contains('^')),
            }
        }
    }
}

#[test]
fn long_and_repetitive_texts_take_linear_time() {
    for unit in
        ["\"", "“", "Ada Venn said ", "Mr. Orlo: ", "a. ", "\n- x", "March 3 ", "according to ", "he said, \"", "( "]
    {
        let text = format!("A title\n\n{}", unit.repeat(300_000 / unit.len()));
        let start = std::time::Instant::now();
        let (records, _) = records(text.as_bytes(), "a.txt");
        records.iter().for_each(check);
        // Linear work on 300 kB takes well under a second even unoptimised; squared work takes minutes.
        assert!(start.elapsed().as_secs() < 60, "{unit:?} took {:?}", start.elapsed());
    }
}
