//! Sessions of people and scripts who search: every command that reads, its output and its exit code.

#![allow(clippy::unwrap_used)]

mod common;

use common::{archive, json, run, run_with, session};
use snapbox::str;

#[test]
fn a_journalist_asks_whether_she_said_it_before() {
    session(
        &["said", "--speaker", "venn", "\"give you my word\"", "--sort", "oldest"],
        0,
        str![[r#"
Ada Venn · 2023-03-02 · Coastal Wire
    I give you my word
    direct, “said”, high confidence · news/coastal-wire/wire-2023.jsonl.zst:2#3

Ada Venn · 2023-03-02 · Coastal Wire
    I give you my word: this bridge will not be closed while I am mayor
    direct, “said”, high confidence · news/harbour-courier/2023/03/03/bridge-cracks.txt#5


"#]],
    );
}

#[test]
fn search_shows_title_day_path_and_passages() {
    session(
        &["search", "copper", "rhubarb"],
        0,
        str![[r#"
Police find stolen bridge cable · 2023-07-15 · Northern Ledger
news/northern-ledger/crime/bridge-copper.html
    Police in Harrowmouth have found 400 metres of copper cable that were stolen from the closed swing bridge in June.
    The cable lay in a garden in Harrow Mills, under rhubarb.


"#]],
    );
}

#[test]
fn nothing_found_is_exit_1_with_a_hint_what_looser_would_find() {
    let ran = run(archive(), &["search", "bridge", "tide", "strike", "rhubarb"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(run(archive(), &["search", "rhubarb", "copper", "zeppelin"]).err.contains("--match most finds 1 article"));
    assert_eq!(run(archive(), &["search", "--match", "most", "rhubarb", "copper", "zeppelin"]).code, 0);
}

#[test]
fn every_clause_selects() {
    for (query, count) in [
        ("outlet:\"northern ledger\" copper", "1"),
        ("lang:fr", "1"),
        ("date:2023-12-12 bridge", "2"),
        ("date:..2021", "0"),
        ("author:marlow szabo", "4"),
        ("said(speaker:haddad \"low water\")", "1"),
        ("path:sport cup", "1"),
        ("title:siren", "1"),
        ("(siren OR rhubarb) NOT title:siren -copper", "3"),
        ("speaker:\"danilo venn\"", "3"),
    ] {
        let ran = run(archive(), &["count", query]);
        assert_eq!(ran.out.trim(), count, "{query}: {}", ran.err);
        assert_eq!(ran.code, i32::from(count == "0"), "{query}");
    }
}

#[test]
fn flags_are_sugar_for_clauses() {
    let flags = run(
        archive(),
        &["search", "--json", "--outlet", "northern ledger", "--since", "2024", "--until", "2024-06", "city"],
    );
    let clauses = run(archive(), &["search", "--json", "city outlet:\"northern ledger\" date:2024..2024-06"]);
    assert_eq!(flags.out, clauses.out);
    assert!(!flags.out.is_empty());
    let sure = run(archive(), &["count", "--statements", "--min-confidence", "medium", "warning"]);
    let clause = run(archive(), &["count", "--statements", "warning (confidence:medium OR confidence:high)"]);
    assert_eq!(sure.out, clause.out);
    let explained = run(archive(), &["search", "--explain", "--speaker", "Ada Venn", "word"]);
    assert!(explained.err.contains("query: word speaker:\"Ada Venn\""), "{}", explained.err);
}

#[test]
fn two_people_with_one_family_name_stay_apart() {
    let both = json(&run(archive(), &["said", "--json", "-n", "0", "--speaker", "venn"]).out);
    let one = json(&run(archive(), &["said", "--json", "-n", "0", "--speaker", "Danilo Venn"]).out);
    assert!(both.len() > one.len() && !one.is_empty());
    assert!(one.iter().all(|hit| hit["speakers"][0]["name"] == "Danilo Venn"));
}

#[test]
fn a_family_name_alone_means_who_nearly_always_bears_it() {
    let found = |query: &str| run(archive(), &["count", "--explain", query]);
    let long = found("person:\"ada venn\"");
    assert!(long.err.contains("folded: Venn is read as Ada Venn (family-name)"), "{}", long.err);
    let top = json(&run(archive(), &["top", "person", "--json", "-n", "1"]).out);
    assert_eq!((top[0]["value"].as_str(), top[0]["count"].to_string()), (Some("Ada Venn"), long.out.trim().to_owned()));
    let said = json(&run(archive(), &["said", "--json", "-n", "0", "speaker:venn"]).out);
    assert!(said.iter().all(|hit| hit["speakers"].as_array().unwrap().iter().all(|who| who["name"] != "Venn")));
}

#[test]
fn errors_point_at_the_spot() {
    let ran = run(archive(), &["search", "bridge speeker:venn"]);
    assert_eq!(ran.code, 2);
    snapbox::assert_data_eq!(
        ran.err,
        str![[r#"
error: unknown field 'speeker'
  bridge speeker:venn
         ^^^^^^^
hint: did you mean 'speaker:'? To search for the text itself, put it in quotation marks

"#]]
    );
    let ran = run(archive(), &["search", "date:2024-13"]);
    assert!(
        ran.err.contains("error: '2024-13' is not a date\n  date:2024-13\n       ^^^^^^^\nhint: a day"),
        "{}",
        ran.err
    );
    for wrong in [
        "(bridge",
        "\"bridge",
        "bridge)",
        "kind:loud",
        "speaker:",
        "a OR",
        "\"a b\"~",
        "title:\"a b\"~5",
        "swing-bridg*",
        "bridge~3",
        "=swing-bridge",
        "/bri(/",
    ] {
        let ran = run(archive(), &["search", wrong]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong}");
        assert!(ran.err.contains("hint: "), "{wrong}: {}", ran.err);
    }
}

#[test]
fn plain_words_are_never_an_error() {
    for query in [
        "Russia's stance",
        "C++",
        "http://example.org/a:b",
        "10:30",
        "AT&T",
        "O'Brien",
        "- x",
        "a/b",
        "Note: this",
        "…",
    ] {
        assert!(run(archive(), &["search", "--", query]).code <= 1, "{query}");
    }
}

#[test]
fn a_name_without_quotes_gives_a_note() {
    let ran = run(archive(), &["said", "speaker:Ada", "Venn"]);
    assert!(ran.err.contains("note: read as speaker:Ada and the word Venn"), "{}", ran.err);
}

#[test]
fn scripts_get_json_ids_and_paths() {
    let hits = json(&run(archive(), &["search", "--json", "rhubarb"]).out);
    assert_eq!(hits[0]["v"], 1);
    assert_eq!(hits[0]["path"], "news/northern-ledger/crime/bridge-copper.html");
    let snippet = &hits[0]["snippets"][0];
    let (start, end) = (snippet["start"].as_u64().unwrap() as usize, snippet["end"].as_u64().unwrap() as usize);
    let record = &json(&run(archive(), &["show", "--json", hits[0]["id"].as_str().unwrap()]).out)[0];
    assert_eq!(&record["text"].as_str().unwrap()[start..end], snippet["text"].as_str().unwrap());
    let highlight = &snippet["highlights"][0];
    let span = highlight[0].as_u64().unwrap() as usize..highlight[1].as_u64().unwrap() as usize;
    assert_eq!(&record["text"].as_str().unwrap()[span], "rhubarb");
    session(
        &["search", "-l", "-0", "rhubarb"],
        0,
        snapbox::Data::text("news/northern-ledger/crime/bridge-copper.html\0"),
    );
    session(
        &["search", "--format", "ids", "rhubarb"],
        0,
        str![[r#"
https://northern-ledger.example/crime/bridge-copper

"#]],
    );
    session(
        &["search", "-c", "rhubarb"],
        0,
        str![[r#"
1

"#]],
    );
    session(&["search", "-q", "rhubarb"], 0, str![""]);
    session(&["search", "-q", "zeppelin"], 1, str![""]);
}

#[test]
fn a_batch_runs_many_queries() {
    let ran = run_with(
        archive(),
        &["search", "--batch", "-", "--json", "--snippets", "0"],
        "rhubarb\nzeppelin\nsiren -rhubarb\n",
    );
    let lines = json(&ran.out);
    assert_eq!((lines[0]["query"].as_str(), lines[0]["rank"].as_u64()), (Some("rhubarb"), Some(1)));
    assert_eq!(lines[1], serde_json::json!({"v": 1, "query": "zeppelin", "hits": 0}));
    assert!(lines[2..].iter().all(|line| line["query"] == "siren -rhubarb"));
    assert_eq!(ran.code, 0);
}

#[test]
fn pages_of_hits_follow_each_other() {
    let all = json(&run(archive(), &["search", "--json", "-n", "0", "mayor"]).out);
    let mut paged = Vec::new();
    for offset in (0..all.len()).step_by(7) {
        let ran = run(archive(), &["search", "--json", "-n", "7", "--offset", &offset.to_string(), "mayor"]);
        paged.extend(json(&ran.out));
    }
    assert!(all.len() > 14);
    assert_eq!(all, paged);
    let newest = json(&run(archive(), &["search", "--json", "-n", "0", "--sort", "newest", "mayor"]).out);
    let days: Vec<String> = newest.iter().map(|hit| hit["published"]["earliest"].to_string()).collect();
    assert!(days.is_sorted_by(|left, right| left >= right));
}

#[test]
fn top_counts_values() {
    session(
        &["top", "speaker", "-n", "3"],
        0,
        str![[r#"
35  Ada Venn
27  Tomas Orlo
18  Ines Kallweit

"#]],
    );
    let outlets = json(&run(archive(), &["top", "outlet", "--json"]).out);
    assert_eq!(outlets[0], serde_json::json!({"v": 1, "field": "outlet", "value": "Coastal Wire", "count": 30}));
    assert_eq!(run(archive(), &["top", "colour"]).code, 2);
    assert_eq!(run(archive(), &["top", "speaker", "zeppelin"]).code, 1);
}

#[test]
fn show_explains_itself() {
    let ran = run(archive(), &["show", "news/harbour-courier/2022/03/22/hearing.txt#1", "--basis"]);
    snapbox::assert_data_eq!(
        ran.out,
        str![[r#"
#1 Ines Kallweit · listed
    The quay will bring 300 permanent jobs, and they will be union jobs.
    high confidence, by heading-list: “Key quotes from Ines Kallweit”
    news/harbour-courier/2022/03/22/hearing.txt#1


"#]]
    );
    let ran = run(archive(), &["show", "hearing.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("hint: there is news/harbour-courier/2022/03/22/hearing.txt"), "{}", ran.err);
    let whole = run(archive(), &["show", "--basis", "news/harbour-courier/2022/02/08/harbour-plan.txt"]);
    assert!(
        whole.out.contains("published   2022-02-08 (by dateline: “HARROWMOUTH, February 8 (Coastal Wire)”)"),
        "{}",
        whole.out
    );
    assert!(!whole.out.contains("All rights reserved"));
}

#[test]
fn status_names_what_was_skipped() {
    let ran = run(archive(), &["status"]);
    for expected in [
        "articles    90",
        "skipped     empty 1, unsupported 1, damaged 1",
        "news/northern-ledger/images/bridge.png: unsupported: PNG picture",
    ] {
        assert!(ran.out.contains(expected), "{}", ran.out);
    }
    assert_eq!(json(&run(archive(), &["status", "--json"]).out)[0]["articles"], 90);
}

#[test]
fn colour_is_for_terminals_or_when_asked_for() {
    assert!(!run(archive(), &["search", "rhubarb"]).out.contains('\u{1b}'));
    assert!(run(archive(), &["--color", "always", "search", "rhubarb"]).out.contains("\u{1b}[1m"));
    let with = |name: &str, color: &str| {
        let output = common::command(archive()).args(["--color", color, "search", "rhubarb"]).env(name, "1").output();
        String::from_utf8(output.unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(with("CLICOLOR_FORCE", "auto") && !with("CLICOLOR_FORCE", "never"));
    assert!(!with("NO_COLOR", "auto") && with("NO_COLOR", "always"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("onrecord"))
        .args(["search", "--json", "-n", "0", "the"])
        .current_dir(archive())
        .envs(common::cluster_index(archive()).map(|index| ("ONRECORD_INDEX", index)))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn without_an_index_there_is_exit_4() {
    let empty = tempfile::tempdir().unwrap();
    for arguments in [
        vec!["search", "x"],
        vec!["said", "x"],
        vec!["status"],
        vec!["show", "x"],
        vec!["top", "speaker"],
        vec!["count", "x"],
    ] {
        let ran = run(empty.path(), &arguments);
        assert_eq!(ran.code, 4, "{}", ran.err);
        assert!(ran.err.contains("hint: make one with: onrecord index"), "{}", ran.err);
    }
    assert!(!empty.path().join(".onrecord").exists());
}

#[test]
fn usage_errors_are_exit_2() {
    for arguments in [
        vec![],
        vec!["serach", "x"],
        vec!["search"],
        vec!["search", "--format", "xml", "x"],
        vec!["search", "--fields", "id", "x"],
        vec!["search", "--json", "--fields", "colour", "x"],
        vec!["top", "speaker", "--format", "ids"],
        vec!["said", "--min-confidence", "certain", "x"],
    ] {
        assert_eq!(run(archive(), &arguments).code, 2, "{arguments:?}");
    }
    assert_eq!(run(archive(), &["--help"]).code, 0);
    assert_eq!(run(archive(), &["--version"]).code, 0);
}

#[test]
fn completions_and_manual_pages_are_generated() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(archive(), &["completions", shell]).out.contains("onrecord"));
    }
    assert!(run(archive(), &["man"]).out.contains(".TH"));
    assert!(run(archive(), &["man", "said"]).out.contains("speaker"));
    assert_eq!(run(archive(), &["man", "nothing"]).code, 2);
}
