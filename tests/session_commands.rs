//! Sessions with the commands around search: time, upkeep, formats for other programs, help.

#![allow(clippy::unwrap_used)]

mod common;

use common::{archive, command, copy, is_cluster, json, run, run_with, samples, session};
use snapbox::str;
use std::path::Path;

/// A folder of its own with the sample archive in `news/`, indexed.
fn own_archive() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&samples(), &folder.path().join("news"));
    assert_eq!(run(folder.path(), &["index", "news"]).code, 3);
    folder
}

fn count(folder: &Path, query: &str) -> u64 {
    run(folder, &["count", query]).out.trim().parse().unwrap()
}

#[test]
fn timeline_shows_when_with_shares() {
    session(
        &["timeline", "bridge", "--since", "2023-05", "--until", "2023-08"],
        0,
        str![[r#"
2023-05     5  100.0 %  ████████████████████████████████████████
2023-06     2   50.0 %  ████████████████
2023-07     1   50.0 %  ████████
2023-08     2  100.0 %  ████████████████

"#]],
    );
    session(
        &["timeline", "--by", "year", "--format", "csv", "--statements", "speaker:venn"],
        0,
        str![[r#"
period,count,all,share
2022,12,75,16.0
2023,18,95,18.9
2024,9,90,10.0

"#]],
    );
    let days = json(&run(archive(), &["timeline", "--json", "bridge", "date:2023-05-01..2023-05-04"]).out);
    assert_eq!((days[0]["period"].as_str(), days[0]["all"].as_u64()), (Some("2023-05-01"), Some(1)));
    let none = run(archive(), &["timeline", "zeppelin"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
}

#[test]
fn forgotten_articles_stay_out_until_they_are_let_in_again() {
    let folder = own_archive();
    let here = folder.path();
    let id = "news/harbour-courier/2024/10/01/flood-wall.txt";
    let before = count(here, "siren");
    let unknown = run(here, &["forget", id, "no-such-id"]);
    assert_eq!((unknown.code, count(here, "siren")), (1, before), "all or nothing");
    assert_eq!(run(here, &["forget", id]).code, 0);
    for _ in 0..2 {
        assert_eq!(count(here, "siren"), before - 1);
        assert_eq!(run(here, &["show", id]).code, 1);
        assert_eq!(run(here, &["check"]).code, 0);
        run(here, &["index", "--force", "news"]);
    }
    assert_eq!(run(here, &["index", "--rebuild", "news"]).code, 3);
    assert_eq!(count(here, "siren"), before - 1, "also in an index made anew");
    assert!(run(here, &["status"]).out.contains("forgotten   1"));
    if !is_cluster() {
        let files = std::fs::read_dir(here.join(".onrecord/index")).unwrap();
        assert!(files.flatten().all(|file| !holds(&file.path(), b"a telephone that is answered")));
    }
    let undone = run(here, &["forget", "--undo", id]);
    assert!(undone.err.contains("comes back with the next run of: onrecord index"), "{}", undone.err);
    assert_eq!(run(here, &["index", "news"]).code, 3);
    assert_eq!(count(here, "siren"), before);
    assert_eq!(run(here, &["forget", "--undo", id]).code, 1);
}

fn holds(path: &Path, needle: &[u8]) -> bool {
    std::fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle)
}

#[test]
fn compact_makes_one_segment_and_changes_no_answer() {
    let folder = own_archive();
    let here = folder.path();
    let ask = || run(here, &["search", "--format", "ids", "-n", "0", "--sort", "newest", "bridge"]).out;
    std::fs::remove_dir_all(here.join("news/northern-ledger/sport")).unwrap();
    run(here, &["index", "--prune", "news"]);
    let before = ask();
    assert_eq!(run(here, &["compact"]).code, 0);
    assert_eq!(ask(), before);
    let again = run(here, &["compact"]);
    let is_one = again.err.starts_with("segments 1 → 1, deleted documents 0 → 0");
    assert!(is_one || is_cluster() && again.err.contains("deleted documents"), "{}", again.err);
    let check = run(here, &["check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}

#[test]
fn check_finds_a_changed_byte() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = own_archive();
    let here = folder.path();
    session(
        &["check"],
        0,
        str![[r#"
the index at [..].onrecord is whole

"#]],
    );
    let store = std::fs::read_dir(here.join(".onrecord/index")).unwrap().flatten().map(|file| file.path());
    let store = store.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "store")).unwrap();
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&store, bytes).unwrap();
    let ran = run(here, &["check"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.out.contains(".store is not as it was written"), "{}", ran.out);
    assert!(ran.err.contains("hint: make it anew from the archive with: onrecord index --rebuild"), "{}", ran.err);
}

#[test]
fn tables_are_for_other_programs() {
    session(
        &["search", "--format", "csv", "--fields", "title,published,outlet", "rhubarb"],
        0,
        str![[r#"
title,published,outlet
Police find stolen bridge cable,2023-07-15T05:30,Northern Ledger

"#]],
    );
    session(
        &["said", "--format", "tsv", "--fields", "speakers,kind,text", "\"give you my word\""],
        0,
        str![[r#"
speakers	kind	text
Ada Venn	direct	I give you my word
Ada Venn	direct	I give you my word: this bridge will not be closed while I am mayor

"#]],
    );
    session(
        &["search", "--format", "md", "rhubarb", "--snippets", "1"],
        0,
        str![[r#"
**Police find stolen bridge cable** · 2023-07-15 · Northern Ledger · `news/northern-ledger/crime/bridge-copper.html` · `https://northern-ledger.example/crime/bridge-copper`

> The cable lay in a garden in Harrow Mills, under rhubarb.


"#]],
    );
    session(
        &["top", "outlet", "--format", "md", "-n", "1"],
        0,
        str![[r#"
| value | count |
|---|---|
| Coastal Wire | 30 |

"#]],
    );
    let list: serde_json::Value =
        serde_json::from_str(&run(archive(), &["search", "--format", "json", "bridge"]).out).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 10);
    session(
        &["search", "--format", "json", "zeppelin"],
        1,
        str![[r#"
[]

"#]],
    );
    let picked = run(archive(), &["search", "--json", "--fields", "outlet,id", "rhubarb"]);
    assert!(picked.out.starts_with("{\"v\":1,\"outlet\":\"Northern Ledger\",\"id\":"), "{}", picked.out);
}

#[test]
fn context_shows_the_sentences_around() {
    let plain = json(&run(archive(), &["search", "--json", "--snippets", "1", "rhubarb"]).out);
    let wide = json(&run(archive(), &["search", "--json", "--snippets", "1", "-C", "1", "rhubarb"]).out);
    let (plain, wide) = (&plain[0]["snippets"][0], &wide[0]["snippets"][0]);
    assert!(wide["text"].as_str().unwrap().contains(plain["text"].as_str().unwrap()));
    assert!(wide["start"].as_u64() < plain["start"].as_u64() && wide["end"].as_u64() > plain["end"].as_u64());
    let said = json(&run(archive(), &["said", "--json", "-C", "2", "\"give you my word\"", "-n", "1"]).out);
    let (context, text) = (said[0]["context"]["text"].as_str().unwrap(), said[0]["text"].as_str().unwrap());
    assert!(context.contains(text) && context.len() > text.len());
}

#[test]
fn samples_are_the_same_for_the_same_seed() {
    let draw = |seed: &str| run(archive(), &["search", "--sample", "5", "--seed", seed, "--format", "ids", "bridge"]);
    assert_eq!(draw("1").out, draw("1").out);
    assert_ne!(draw("1").out, draw("2").out);
    assert_eq!(draw("1").out.lines().count(), 5);
    let free = run(archive(), &["search", "--sample", "1", "bridge"]);
    assert!(free.err.contains("note: --seed "), "{}", free.err);
}

#[test]
fn help_has_the_fields_and_the_language() {
    let fields = run(archive(), &["help", "fields"]).out;
    assert!(fields.contains("speaker     who said it") && fields.contains("as in date:2024..2025-03"), "{fields}");
    let query = run(archive(), &["help", "query"]).out;
    assert!(query.contains("\"bridge shut\"~5") && query.lines().all(|line| line.chars().count() <= 100), "{query}");
    assert!(run(archive(), &["help", "said"]).out.contains("Examples:"));
    assert_eq!(run(archive(), &["help", "nothing"]).code, 2);
    for name in ["index", "search", "said", "show", "extract", "top", "timeline", "count", "forget"] {
        assert!(run(archive(), &["man", name]).out.contains("Examples:"), "{name}");
    }
}

#[test]
fn a_word_with_a_hyphen_is_no_flag() {
    let ran = run(archive(), &["search", "bridge", "-ferry"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("write NOT ferry, or put -- before the query"), "{}", ran.err);
    let left_out = run(archive(), &["search", "-c", "--", "bridge", "-ferry"]).out;
    assert_eq!(left_out, run(archive(), &["search", "-c", "bridge", "NOT", "ferry"]).out);
    assert_eq!(run(archive(), &["search", "-lq", "bridge"]).code, 2, "flags of one letter stand together");
}

#[test]
fn paths_are_links_where_asked_for() {
    let linked = run(archive(), &["search", "--hyperlink", "always", "copper"]).out;
    assert!(linked.contains("\u{1b}]8;;file:///") && linked.contains("bridge-copper.html\u{1b}\\"), "{linked:?}");
    assert!(!run(archive(), &["search", "copper"]).out.contains('\u{1b}'));
}

#[test]
fn several_ids_are_shown_one_after_the_other() {
    let ids = ["news/harbour-courier/2022/03/22/hearing.txt", "news/harbour-courier/2024/10/01/flood-wall.txt"];
    let shown = json(&run(archive(), &["show", "--json", ids[0], ids[1]]).out);
    assert_eq!(shown.iter().map(|record| record["id"].as_str().unwrap()).collect::<Vec<_>>(), ids);
    let one_wrong = run(archive(), &["show", "--json", ids[0], "wrong", ids[1]]);
    assert_eq!((one_wrong.code, json(&one_wrong.out).len()), (1, 2));
}

#[test]
fn articles_are_found_by_the_place_that_results_show() {
    for (place, id) in [
        ("news/coastal-wire/wire-2023.jsonl.zst:2", "Coastal Wire:cw-2023-0302-1"),
        ("news/northern-ledger/crime/bridge-copper.html", "https://northern-ledger.example/crime/bridge-copper"),
        ("./news/northern-ledger/crime/bridge-copper.html", "https://northern-ledger.example/crime/bridge-copper"),
    ] {
        let shown = run(archive(), &["show", "--json", place]);
        assert_eq!(json(&shown.out)[0]["id"], id, "{place}: {}", shown.err);
    }
    let statement = run(archive(), &["show", "news/coastal-wire/wire-2023.jsonl.zst:2#3"]);
    assert!(statement.out.contains("I give you my word"), "{}", statement.out);
    assert_eq!(run(archive(), &["show", "news/coastal-wire/wire-2023.jsonl.zst"]).code, 1, "which of them?");
}

#[test]
fn paths_are_as_many_as_asked_for() {
    let ran = run(archive(), &["search", "-l", "-n", "5", "bridge"]);
    assert_eq!(ran.out.lines().count(), 5);
    let past = run(archive(), &["search", "--offset", "1000", "bridge"]);
    assert_eq!((past.code, past.out.as_str(), past.err.as_str()), (1, "", ""), "no hint is due past the end");
}

#[test]
fn a_rebuild_does_not_lose_other_folders() {
    let folder = own_archive();
    let here = folder.path();
    let ran = run(here, &["index", "--rebuild", "news/coastal-wire"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("would not be read again"), "{}", ran.err);
    assert_eq!(run(here, &["index", "--rebuild", "news"]).code, 3);
    let planned = run(here, &["index", "--dry-run", "news/coastal-wire"]);
    assert!(!planned.out.contains("gone") && planned.err.contains("0 gone"), "{}{}", planned.out, planned.err);
}

#[cfg(unix)]
#[test]
fn files_of_the_index_have_the_rights_of_other_new_files() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    use std::os::unix::fs::PermissionsExt;
    let folder = own_archive();
    let usual = folder.path().join("usual");
    std::fs::write(&usual, "x").unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for file in std::fs::read_dir(folder.path().join(".onrecord/index")).unwrap().flatten() {
        if file.path().extension().is_none_or(|ending| ending != "lock") {
            assert_eq!(mode(&file.path()), mode(&usual), "{}", file.path().display());
        }
    }
}

#[test]
fn a_wrong_line_of_a_batch_is_named() {
    let ran = run_with(archive(), &["search", "--batch", "-", "--format", "ids"], "rhubarb\n\n(bridge\n");
    assert_eq!((ran.code, ran.out.lines().count()), (2, 1), "what stands before it is answered");
    assert!(ran.err.contains("error: -:3: this bracket is never closed"), "{}", ran.err);
}

#[test]
fn completions_know_fields_and_values() {
    let complete = |words: &[&str]| {
        let mut arguments = vec!["--", "onrecord"];
        arguments.extend(words);
        let output = command(archive()).args(&arguments).env("COMPLETE", "fish").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(complete(&["search", "spe"]).contains("speaker:"));
    assert!(complete(&["search", "speaker:ve"]).contains("speaker:\"Ada Venn\""));
    assert!(complete(&["said", "--outlet", "coa"]).contains("Coastal Wire"));
    assert!(complete(&["time"]).contains("timeline"));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(run(archive(), &["completions", shell]).out.contains("COMPLETE"), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn an_index_on_a_read_only_disk_is_searched() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    use std::os::unix::fs::PermissionsExt;
    let folder = own_archive();
    let index = folder.path().join(".onrecord");
    let set = |mode: u32| {
        for path in [index.join("index"), index.clone()] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    set(0o555);
    let ran = run(folder.path(), &["search", "-c", "bridge"]);
    set(0o755);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn narrow_terminals_and_other_scripts_are_shown_whole() {
    let folder = tempfile::tempdir().unwrap();
    let line =
        serde_json::json!({"id": "x", "language": "zh", "title": "大桥", "text": "市长说，大桥将在春天重新开放。"});
    std::fs::write(folder.path().join("a.jsonl"), line.to_string()).unwrap();
    run(folder.path(), &["index", "a.jsonl"]);
    let ran = run(folder.path(), &["search", "大桥"]);
    assert!(ran.out.contains("    市长说，大桥将在春天重新开放。"), "{}", ran.out);
}

#[test]
fn batches_of_tables_carry_their_query() {
    let ran =
        run_with(archive(), &["search", "--batch", "-", "--format", "csv", "-n", "1"], "copper\nzeppelin\nsiren\n");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("query,rank,id,title") && lines[1].starts_with("copper,1,"), "{}", ran.out);
    assert!(lines[2].starts_with("siren,1,") && lines.len() == 3);
}
