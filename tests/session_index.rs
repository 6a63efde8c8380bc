//! Sessions that build and keep an index: what is read again, what is skipped, who may write.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Ran, cluster_index, copy, folder_with, is_cluster, json, run, run_with, samples};
use std::fs;
use std::io::Write;
use std::path::Path;

#[track_caller]
fn index(folder: &Path, arguments: &[&str], code: i32) -> Ran {
    let ran = run(folder, &[&["index"], arguments].concat());
    assert_eq!(ran.code, code, "{}", ran.err);
    ran
}

fn count(folder: &Path, query: &str) -> String {
    run(folder, &["count", query]).out.trim().to_owned()
}

const FERRY: &str = "The ferry is back\n\n\"We are late,\" said Greta Lund, the owner of the boats.\n";

#[test]
fn only_what_changed_is_read_again() {
    let folder = folder_with(&[("news/a.txt", FERRY), ("news/b.txt", "Bees\n\nThe bees are gone from the park.\n")]);
    let here = folder.path();
    assert!(index(here, &["news"], 0).err.contains("indexed 2 articles with 1 statement from 2 sources"));
    assert!(index(here, &["news"], 0).err.contains("indexed 0 articles with 0 statements from 0 sources"));
    fs::write(here.join("news/b.txt"), "Bees\n\nThe bees are back in the park.\n").unwrap();
    assert!(index(here, &["news"], 0).err.contains("from 1 source"));
    assert_eq!(
        (count(here, "bees back"), count(here, "bees gone"), count(here, "")),
        ("1".into(), "0".into(), "2".into())
    );
    assert!(index(here, &["news", "--force"], 0).err.contains("indexed 2 articles"));
    assert_eq!(count(here, ""), "2");
}

#[test]
fn what_is_gone_is_removed_when_asked_for() {
    let folder = folder_with(&[("news/a.txt", FERRY), ("news/b.txt", "Bees\n\nThe bees are gone.\n")]);
    let here = folder.path();
    index(here, &["news"], 0);
    fs::remove_file(here.join("news/b.txt")).unwrap();
    assert!(index(here, &["news"], 0).err.contains("1 gone (--prune removes them)"));
    assert_eq!(count(here, "bees"), "1");
    let dry = index(here, &["news", "--dry-run"], 0);
    assert_eq!(dry.out, "gone\tnews/b.txt\n");
    assert!(index(here, &["news", "--prune"], 0).err.contains("1 removed"));
    assert_eq!((count(here, "bees"), count(here, "ferry")), ("0".into(), "1".into()));
}

#[test]
fn skips_are_named_counted_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    copy(&samples(), &here.join("news"));
    let first = index(here, &["news", "--report", "skips.jsonl"], 3);
    assert!(first.err.contains("skipped news/harbour-courier/2023/06/19/draft.txt: empty"), "{}", first.err);
    assert!(first.err.contains("3 skipped (1 empty, 1 unsupported, 1 damaged)"), "{}", first.err);
    let report = json(&fs::read_to_string(here.join("skips.jsonl")).unwrap());
    assert_eq!(report.len(), 3);
    let again = index(here, &["news"], 3);
    assert!(again.err.contains("indexed 0 articles") && again.err.contains("3 skipped"), "{}", again.err);
    assert_eq!(index(here, &["news", "--strict"], 2).code, 2);
}

#[test]
fn an_index_beside_its_archive_can_be_moved() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = folder_with(&[("old/news/a.txt", FERRY)]);
    index(&folder.path().join("old"), &["news"], 0);
    let before = run(&folder.path().join("old"), &["search", "--json", "ferry"]).out;
    fs::rename(folder.path().join("old"), folder.path().join("new")).unwrap();
    let here = folder.path().join("new");
    assert_eq!(run(&here, &["search", "--json", "ferry"]).out, before);
    assert!(index(&here, &["news"], 0).err.contains("indexed 0 articles"));
}

#[test]
fn threads_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    copy(&samples(), &here.join("news"));
    let answers: Vec<String> = ["1", "2", "5"]
        .iter()
        .map(|threads| {
            index(here, &["news", "--index", &format!("i{threads}/x"), "-j", threads], 3);
            let at = format!("i{threads}/x");
            let all = run(
                here,
                &["search", "--index", &at, "--json", "-n", "0", "--match", "any", "the city harbour bridge said"],
            )
            .out;
            let said = run(here, &["said", "--index", &at, "--json", "-n", "0", "--match", "any", "the quay word"]).out;
            (all + &said).replace(&format!("i{threads}"), "i")
        })
        .collect();
    assert!(answers[0].len() > 10_000);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let records = |threads| run(here, &["extract", "-j", threads, "news"]).out;
    assert_eq!(records("1"), records("4"));
}

#[test]
fn the_first_source_of_an_id_is_kept() {
    let article = |text: &str| format!("{{\"id\":\"7\",\"source\":\"Wire\",\"text\":\"{text}\"}}\n");
    let folder =
        folder_with(&[("news/b.json", &article("the second bell")), ("news/c.json", &article("the third bell"))]);
    let here = folder.path();
    let ran = index(here, &["news"], 3);
    assert!(ran.err.contains("skipped news/c.json: duplicate-id"), "{}", ran.err);
    assert_eq!((count(here, "second"), count(here, "third")), ("1".into(), "0".into()));
    fs::write(here.join("news/a.json"), article("the first bell")).unwrap();
    let ran = index(here, &["news"], 3);
    assert!(ran.err.contains("news/b.json: duplicate-id"), "{}", ran.err);
    assert_eq!(
        (count(here, "first"), count(here, "second"), count(here, "bell")),
        ("1".into(), "0".into(), "1".into())
    );
}

#[test]
fn articles_come_from_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let lines =
        "{\"id\":\"1\",\"text\":\"A tram stopped.\"}\nnot json\n\n{\"id\":\"2\",\"text\":\"A tram went on.\"}\n";
    let ran = run_with(here, &["index", "-"], lines);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("skipped -:2: malformed"), "{}", ran.err);
    assert_eq!(count(here, "tram"), "2");
    let again = run_with(here, &["index", "-"], "{\"id\":\"2\",\"text\":\"A tram came back.\"}\n");
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(
        (count(here, "tram"), count(here, "tram back"), count(here, "tram went")),
        ("2".into(), "1".into(), "0".into())
    );
    let records = run_with(here, &["extract", "-"], lines);
    assert_eq!(json(&records.out).len(), 2);
}

/// Waits until `status` of the index in `here` answers with `line`.
fn wait_for(here: &Path, line: &str) {
    let shown = || run_with(here, &["status"], "").out;
    let found = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        shown().lines().any(|found| found.split_whitespace().collect::<Vec<_>>().join(" ") == line)
    });
    assert!(found, "{line}: {}", shown());
}

#[test]
fn a_pipe_that_pauses_can_be_searched_and_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["index", "-"])
        .current_dir(here)
        .env_remove("ONRECORD_INDEX")
        .envs(cluster_index(here).map(|index| ("ONRECORD_INDEX", index)))
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    for (number, found) in [(1, "articles 1"), (2, "articles 2")] {
        writeln!(pipe, "{{\"id\":\"{number}\",\"text\":\"The tram of {number} o'clock came.\"}}").unwrap();
        wait_for(here, found);
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(pipe);
    run_with(here, &["index", "-"], "{\"id\":\"3\",\"text\":\"A tram came.\"}\n");
    assert_eq!(count(here, "tram"), "3");
}

#[test]
fn a_list_of_files_can_be_given() {
    let folder = folder_with(&[
        ("a.txt", FERRY),
        ("b.txt", "Bees\n\nThe bees are gone.\n"),
        ("c.txt", "Cats\n\nThe cats sleep.\n"),
    ]);
    let ran = run_with(folder.path(), &["index", "--files-from", "-", "-0"], "a.txt\0c.txt\0");
    assert!(ran.err.contains("indexed 2 articles"), "{}", ran.err);
}

#[test]
fn a_second_writer_is_refused() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = folder_with(&[("news/a.txt", FERRY)]);
    let here = folder.path();
    index(here, &["news"], 0);
    let lock = fs::File::options().read(true).write(true).open(here.join(".onrecord/lock")).unwrap();
    lock.lock().unwrap();
    let ran = index(here, &["news"], 75);
    assert!(ran.err.contains("another process") && ran.err.contains("--wait"), "{}", ran.err);
    assert_eq!(run(here, &["search", "ferry"]).code, 0);
}

#[test]
fn an_index_of_another_version_is_refused_and_rebuilt() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = folder_with(&[("news/a.txt", FERRY)]);
    let here = folder.path();
    index(here, &["news"], 0);
    fs::write(here.join(".onrecord/version"), "0.0\n").unwrap();
    for arguments in [vec!["search", "ferry"], vec!["index", "news"]] {
        let ran = run(here, &arguments);
        assert_eq!(ran.code, 4, "{}", ran.err);
        assert!(ran.err.contains("onrecord index --rebuild"), "{}", ran.err);
    }
    index(here, &["--rebuild", "news"], 0);
    assert_eq!(count(here, "ferry"), "1");
}

#[test]
fn a_damaged_index_is_refused() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = folder_with(&[("news/a.txt", FERRY)]);
    let here = folder.path();
    index(here, &["news"], 0);
    fs::write(here.join(".onrecord/index/meta.json"), "{").unwrap();
    assert_eq!(run(here, &["search", "ferry"]).code, 4);
    assert_eq!(run(here, &["index", "news"]).code, 4);
    fs::write(here.join("letter.txt"), "x").unwrap();
    assert_eq!(run(here, &["index", "--index", "news", "letter.txt"]).code, 4);
}

#[test]
fn its_own_folder_and_hidden_files_are_not_read() {
    let folder = folder_with(&[("a.txt", FERRY), (".draft.txt", "A draft\n\nNobody should see this.\n")]);
    let here = folder.path();
    index(here, &[], 0);
    index(here, &[], 0);
    assert_eq!(count(here, ""), "1");
    index(here, &["--hidden"], 0);
    assert_eq!(count(here, "nobody"), "1");
}

#[test]
fn settings_are_read_and_misspellings_told() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = folder_with(&[
        ("news/a.txt", FERRY),
        ("news/b.txt", "Ferry two\n\nAnother ferry.\n"),
        ("onrecord.toml", "hits = 1\n"),
    ]);
    let here = folder.path();
    index(here, &["news"], 0);
    assert_eq!(run(here, &["search", "--format", "ids", "ferry"]).out.lines().count(), 1);
    fs::write(here.join("onrecord.toml"), "format = \"ids\"\nsort = \"oldest\"\ncolor = \"always\"\n").unwrap();
    let ids = run(here, &["search", "ferry"]).out;
    assert_eq!(ids, run(here, &["search", "--format", "ids", "--sort", "oldest", "ferry"]).out);
    assert!(run(here, &["search", "--format", "text", "ferry"]).out.contains('\u{1b}'));
    fs::write(here.join("onrecord.toml"), "sort = \"best\"\n").unwrap();
    assert!(run(here, &["search", "ferry"]).err.contains("hint: one of relevance, newest, oldest"));
    fs::write(here.join("onrecord.toml"), "hit = 1\n").unwrap();
    let ran = run(here, &["search", "ferry"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("onrecord.toml") && ran.err.contains("hint: "), "{}", ran.err);
}

#[test]
fn wrong_paths_and_sizes_are_errors() {
    let folder = folder_with(&[("a.txt", FERRY)]);
    for arguments in [
        vec!["gone"],
        vec!["--memory", "lots"],
        vec!["--memory", "1K"],
        vec!["-", "a.txt"],
        vec!["--include", "[", "."],
    ] {
        let ran = index(folder.path(), &arguments, 2);
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
}
