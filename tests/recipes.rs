//! The recipes of `docs/scripting.md` work, and what is printed as JSON is what `docs/schema.json` says.

#![allow(clippy::unwrap_used)]

mod common;

use common::{archive, copy, json, run, run_with, samples};
use std::path::Path;

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap()
}

#[test]
fn recipes_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    copy(&samples(), &folder.path().join("news"));
    assert_eq!(run(folder.path(), &["index", "news"]).code, 3);
    let program = assert_cmd::cargo::cargo_bin("onrecord");
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let text = document("scripting.md");
    let recipes: Vec<&str> = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(recipes.len() >= 11);
    let mut printed = String::new();
    for recipe in recipes {
        let mut shell = std::process::Command::new("sh");
        shell
            .args(["-euc", recipe])
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", &path)
            .env("HOME", folder.path());
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{recipe}\n{}", String::from_utf8_lossy(&output.stderr));
        printed += &String::from_utf8(output.stdout).unwrap();
    }
    for expected in [
        "published,speakers,text\n",
        "she has\n",
        "\"query\":\"speaker:venn bridge\",\"rank\":1",
        "field\tvalue\tcount\n",
    ] {
        assert!(printed.contains(expected.trim_start_matches("field\t")), "{expected} is not in\n{printed}");
    }
    let months = std::fs::read_to_string(folder.path().join("venn.csv")).unwrap();
    assert!(months.starts_with("period,count,all,share\n2022-") && months.lines().count() > 12, "{months}");
    let notes = std::fs::read_to_string(folder.path().join("to-read.md")).unwrap();
    assert_eq!(notes.matches("> — ").count(), 5, "{notes}");
}

/// Each line against one definition of the schema.
#[track_caller]
fn validate(definition: &str, lines: &str) {
    let mut schema: serde_json::Value = serde_json::from_str(&document("schema.json")).unwrap();
    let whole = jsonschema::validator_for(&schema).unwrap();
    schema.as_object_mut().unwrap().remove("anyOf");
    schema["$ref"] = format!("#/$defs/{definition}").into();
    let one = jsonschema::validator_for(&schema).unwrap();
    let lines = json(lines);
    assert!(!lines.is_empty(), "{definition}");
    for line in lines {
        if let Err(error) = one.validate(&line) {
            panic!("{definition}: {error} at {}\n{line}", error.instance_path());
        }
        assert!(whole.is_valid(&line), "{line}");
    }
}

#[test]
fn output_is_what_the_schema_says() {
    let out = |arguments: &[&str]| run(archive(), arguments).out;
    validate("record", &out(&["extract", "news"]));
    validate("record", &out(&["show", "--json", "news/harbour-courier/2022/03/22/hearing.txt"]));
    validate("articleHit", &out(&["search", "--json", "-n", "0", "bridge OR council"]));
    validate("statementHit", &out(&["said", "--json", "-n", "0", "-C", "1", "bridge OR council"]));
    validate("facet", &out(&["top", "person", "--json"]));
    validate("bar", &out(&["timeline", "--json", "bridge"]));
    validate("count", &out(&["count", "--json", "bridge"]));
    validate("status", &out(&["status", "--json"]));
    let batch = |arguments: &[&str]| run_with(archive(), arguments, "bridge\n").out;
    validate("articleHit", &batch(&["search", "--batch", "-", "--json"]));
    validate("statementHit", &batch(&["said", "--batch", "-", "--json"]));
    validate("noHits", &run_with(archive(), &["search", "--batch", "-", "--json"], "zeppelin\n").out);
    let report = tempfile::NamedTempFile::new().unwrap();
    run(archive(), &["extract", "news", "--report", report.path().to_str().unwrap()]);
    validate("skip", &std::fs::read_to_string(report.path()).unwrap());
}

#[test]
fn fields_are_those_that_hits_have() {
    for (command, known) in [("search", onrecord::output::HIT_FIELDS), ("said", onrecord::output::STATEMENT_FIELDS)] {
        let ran = run_with(archive(), &[command, "--batch", "-", "--json", "-C", "1", "-n", "1"], "bridge\n");
        let hit = &json(&ran.out)[0];
        let keys: Vec<&str> = hit.as_object().unwrap().keys().map(String::as_str).skip(1).collect();
        assert_eq!(keys, known, "{command}");
    }
}
