//! What people rely on (`docs/promises.md`), in short: kills, damage, readers beside writers. The long forms are scripts.

#![allow(clippy::unwrap_used)]

mod common;

use common::{copy, run, samples};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A folder with the samples several times over, so that reading them takes a while.
fn large_archive(copies: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..copies {
        let news = folder.path().join(format!("news/{number}"));
        copy(&samples().join("harbour-courier"), &news);
    }
    folder
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("onrecord"));
    command.args(arguments).current_dir(folder).env_clear().env("HOME", folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// All articles with all that is known of them, in one order.
fn contents(folder: &Path) -> String {
    let ids = run(folder, &["search", "--format", "ids", "-n", "0", "--since", "1900"]).out;
    let mut ids: Vec<&str> = ids.lines().collect();
    ids.sort_unstable();
    let mut arguments = vec!["show", "--json"];
    arguments.extend(ids);
    run(folder, &arguments).out
}

#[test]
fn a_kill_at_any_moment_costs_nothing_that_was_committed() {
    let clean = large_archive(6);
    run(clean.path(), &["index", "news"]);
    let expected = contents(clean.path());
    assert!(expected.lines().count() > 100);
    let folder = large_archive(6);
    for milliseconds in [5, 40, 90, 150, 220] {
        let mut child = program(folder.path(), &["index", "news"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        let reader = run(folder.path(), &["search", "-c", "bridge"]);
        assert!([0, 1, 4].contains(&reader.code) && !reader.err.contains("damaged"), "{}", reader.err);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = run(folder.path(), &["index", "news"]);
    assert!([0, 3].contains(&last.code), "{}", last.err);
    assert_eq!(run(folder.path(), &["check"]).code, 0);
    assert_eq!(contents(folder.path()), expected);
}

#[test]
fn readers_see_whole_commits_while_a_writer_writes() {
    let folder = large_archive(2);
    run(folder.path(), &["index", "news"]);
    let before = run(folder.path(), &["search", "-c", "bridge"]).out;
    for number in 2..8 {
        copy(&samples().join("harbour-courier"), &folder.path().join(format!("news/{number}")));
    }
    let mut writer = program(folder.path(), &["index", "news"]).spawn().unwrap();
    let mut seen = Vec::new();
    while writer.try_wait().unwrap().is_none() {
        let reader = run(folder.path(), &["search", "-c", "bridge"]);
        assert_eq!(reader.code, 0, "{}", reader.err);
        seen.push(reader.out.trim().parse::<u64>().unwrap());
    }
    assert!(seen.first().is_none_or(|first| *first >= before.trim().parse().unwrap()));
    assert!(seen.is_sorted(), "{seen:?}");
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file() && entry.metadata().unwrap().len() > 0)
        .map(|entry| entry.into_path())
        // The lock says who writes and holds nothing of the index.
        .filter(|path| path.extension().is_none_or(|ending| ending != "lock") && !path.ends_with("lock"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_changed_bit_is_found_and_harms_nobody() {
    let folder = tempfile::tempdir().unwrap();
    copy(&samples(), &folder.path().join("news"));
    run(folder.path(), &["index", "news"]);
    run(folder.path(), &["forget", "news/harbour-courier/2024/10/01/flood-wall.txt"]);
    let index = folder.path().join(".onrecord");
    for (number, file) in files_of(&index).into_iter().enumerate() {
        let whole = std::fs::read(&file).unwrap();
        for place in [0, whole.len() / 3, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[place] ^= 1 << (number % 8);
            std::fs::write(&file, &changed).unwrap();
            let named = file.display();
            assert_eq!(run(folder.path(), &["check"]).code, 4, "{named} at {place}");
            let search = run(folder.path(), &["search", "-n", "0", "bridge"]);
            assert!([0, 1, 2, 4].contains(&search.code), "{named} at {place}: {}", search.err);
            assert!(!search.err.contains("panicked"), "{named} at {place}: {}", search.err);
        }
        std::fs::write(&file, whole).unwrap();
    }
    assert_eq!(run(folder.path(), &["check"]).code, 0);
}

#[test]
fn the_archive_is_never_written_to() {
    let folder = tempfile::tempdir().unwrap();
    copy(&samples(), &folder.path().join("news"));
    let state = || -> Vec<(PathBuf, u64, std::time::SystemTime)> {
        let told = |path: PathBuf| {
            let metadata = std::fs::metadata(&path).unwrap();
            (path, metadata.len(), metadata.modified().unwrap())
        };
        files_of(&folder.path().join("news")).into_iter().map(told).collect()
    };
    let before = state();
    for arguments in [&["index", "news"][..], &["extract", "news"], &["index", "--rebuild", "news"]] {
        run(folder.path(), arguments);
    }
    assert_eq!(state(), before);
}

/// Leaves what a kill leaves between the file of what is deleted and the commit that names it: the file.
#[test]
fn what_a_killed_run_left_is_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::write(here.join("a.jsonl"), "{\"id\":\"1\",\"text\":\"One.\"}\n{\"id\":\"2\",\"text\":\"Two.\"}\n")
        .unwrap();
    std::fs::write(here.join("b.txt"), "Bees\n\nThe bees are gone.\n").unwrap();
    run(here, &["index", "-j", "1"]);
    let copy = here.join("copy");
    common::copy(&here.join(".onrecord"), &copy);
    std::fs::write(here.join("b.txt"), "Bees\n\nThe bees are back.\n").unwrap();
    run(here, &["index", "-j", "1"]);
    let left: Vec<PathBuf> = files_of(&here.join(".onrecord/index"))
        .into_iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "del"))
        .collect();
    assert!(!left.is_empty(), "documents are deleted");
    for file in left {
        std::fs::copy(&file, copy.join("index").join(file.file_name().unwrap())).unwrap();
    }
    std::fs::remove_dir_all(here.join(".onrecord")).unwrap();
    std::fs::rename(&copy, here.join(".onrecord")).unwrap();
    let again = run(here, &["index", "-j", "1"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(run(here, &["count", "back"]).out, "1\n");
}

#[cfg(unix)]
#[test]
fn a_changed_source_keeps_its_articles_until_it_is_read_again_whole() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let lines = |word: &str, count: usize| -> String {
        (0..count)
            .map(|number| format!("{{\"id\":\"{number}\",\"text\":\"{} {word}.\"}}\n", "tram ".repeat(400)))
            .collect()
    };
    std::fs::write(here.join("a.jsonl"), lines("old", 1500)).unwrap();
    assert_eq!(run(here, &["index", "a.jsonl"]).code, 0);
    std::fs::write(here.join("a.jsonl"), lines("new", 6000)).unwrap();
    let mut child = program(here, &["index", "-j", "1", "a.jsonl"]).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(150));
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let code = child.wait().unwrap().code();
    let counted = |word: &str| run(here, &["count", word]).out.trim().parse::<u32>().unwrap();
    match code {
        Some(130) => assert_eq!((counted("old"), counted("new")), (1500, 0)),
        code => assert_eq!((code, counted("old"), counted("new")), (Some(0), 0, 6000), "it was faster"),
    }
    assert_eq!(run(here, &["index", "a.jsonl"]).code, 0);
    assert_eq!((counted("old"), counted("new")), (0, 6000));
}

/// A limit on the size of files does what a full disk does, and needs no rights.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    copy(&samples().join("harbour-courier"), &here.join("news"));
    run(here, &["index", "news"]);
    let (before, text) = (contents(here), "The tram came late again, and nobody said why. ".repeat(200));
    for number in 0..60 {
        std::fs::write(here.join(format!("news/{number}.txt")), format!("Tram {number}\n\n{number} {text}\n")).unwrap();
    }
    let program = assert_cmd::cargo::cargo_bin("onrecord");
    for blocks in [0, 1, 4, 16, 40] {
        let limited =
            format!("trap '' XFSZ; ulimit -f {blocks}; exec {} index --progress never news", program.display());
        let done = Command::new("sh").args(["-c", &limited]).current_dir(here).output().unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{blocks}: {told}");
        assert!(told.contains("no room is left on the disk") || blocks == 0, "{blocks}: {told}");
        assert_eq!(contents(here), before, "{blocks}");
    }
    run(here, &["index", "news"]);
    assert_eq!(run(here, &["count", "nobody said why"]).out, "60\n");
    assert_eq!(run(here, &["check"]).code, 0);
}

/// Files that a writer has only begun, or that a killed one has left, are no damage.
#[test]
fn what_is_not_committed_is_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::write(here.join("a.txt"), "Bees\n\nThe bees are gone.\n").unwrap();
    run(here, &["index", "a.txt"]);
    std::fs::write(here.join(".onrecord/index/0123456789abcdef0123456789abcdef.store"), "half of it").unwrap();
    assert_eq!(run(here, &["check"]).code, 0);
}
