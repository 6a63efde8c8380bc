//! Sessions about what stands around the program: variables, folders of the user, terminals, and what is chosen to be read.

#![allow(clippy::unwrap_used)]

mod common;

use common::{archive, cluster_index, command, copy, folder_with, is_cluster, json, run, run_with};
use std::fs;
use std::path::Path;

const BRIDGE: &str = "The bridge\n\n\"It will hold,\" said Greta Lund, the engineer.\n";
const TRAM: &str = "The tram\n\n\"It will come,\" said Imre Kass, the driver.\n";

fn output(mut command: assert_cmd::Command) -> (i32, String) {
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_index_is_found_where_it_is_expected() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = folder_with(&[("one/a.txt", BRIDGE), ("two/a.txt", TRAM), ("own/deep/er/x", ""), ("bare/x", "")]);
    let here = folder.path();
    for (place, archive) in [("data/onrecord", "one"), ("named", "two"), ("own/.onrecord", "one")] {
        assert_eq!(run(here, &["index", "--index", place, archive]).code, 0);
    }
    let count = |at: &str, variable: bool, arguments: &[&str]| {
        let mut command = command(&here.join(at));
        command.env("XDG_DATA_HOME", here.join("data")).args(["count", "bridge"]).args(arguments);
        if variable {
            command.env("ONRECORD_INDEX", here.join("named"));
        }
        output(command)
    };
    assert_eq!(count("bare", false, &[]), (0, "1\n".into()), "that of the user");
    assert_eq!(count("own/deep/er", false, &[]), (0, "1\n".into()), "that of a parent");
    assert_eq!(count("own/deep/er", true, &[]), (1, "0\n".into()), "the variable before the parent");
    let own = here.join("own/.onrecord");
    assert_eq!(count("bare", true, &["--index", own.to_str().unwrap()]), (0, "1\n".into()), "the flag before all");
    assert_eq!(run(&here.join("bare"), &["search", "bridge"]).code, 4);
    assert_eq!(fs::read_dir(here.join("bare")).unwrap().count(), 1, "a search makes no index");
}

#[test]
fn settings_of_the_user_stand_behind_those_of_the_index() {
    if is_cluster() {
        return; // It is about the files of an index.
    }
    let folder = folder_with(&[
        ("news/a.txt", BRIDGE),
        ("news/b.txt", "Another bridge\n\nIt fell.\n"),
        ("settings/onrecord/onrecord.toml", "hits = 1\nformat = \"paths\"\n"),
    ]);
    let here = folder.path();
    run(here, &["index", "news"]);
    let search = || {
        let mut command = command(here);
        command.env("XDG_CONFIG_HOME", here.join("settings")).args(["search", "bridge"]);
        output(command).1
    };
    assert_eq!(search().lines().count(), 1);
    assert!(search().ends_with(".txt\n"), "{}", search());
    fs::write(here.join("onrecord.toml"), "hits = 2\n").unwrap();
    assert_eq!(search().lines().count(), 2, "two hits, still paths");
}

#[test]
fn globs_choose_what_is_read() {
    let folder = folder_with(&[("news/a.txt", BRIDGE), ("news/b.md", TRAM), ("news/old/c.txt", TRAM)]);
    let here = folder.path();
    let paths = |arguments: &[&str]| {
        let mut paths: Vec<String> = json(&run(here, &[&["extract", "news"], arguments].concat()).out)
            .iter()
            .map(|record| record["path"].as_str().unwrap().to_owned())
            .collect();
        paths.sort();
        paths
    };
    assert_eq!(paths(&["--include", "*.txt"]), ["a.txt", "old/c.txt"]);
    assert_eq!(paths(&["--exclude", "old/**"]), ["a.txt", "b.md"]);
    assert_eq!(paths(&["--include", "*.txt", "--exclude", "a*"]), ["old/c.txt"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_when_asked_for() {
    let folder = folder_with(&[("news/a.txt", BRIDGE), ("elsewhere/b.txt", TRAM)]);
    let here = folder.path();
    std::os::unix::fs::symlink("../elsewhere", here.join("news/link")).unwrap();
    std::os::unix::fs::symlink("..", here.join("elsewhere/loop")).unwrap();
    assert_eq!(json(&run(here, &["extract", "news"]).out).len(), 1);
    let titles: Vec<String> = json(&run(here, &["extract", "--follow", "news"]).out)
        .iter()
        .map(|record| record["title"].to_string())
        .collect();
    assert!(titles.contains(&"\"The tram\"".to_owned()), "{titles:?}");
}

#[test]
fn progress_is_for_programs_too() {
    let folder = folder_with(&[("news/a.txt", BRIDGE), ("news/b.txt", TRAM)]);
    let ran = run(folder.path(), &["index", "--progress", "json", "news"]);
    let told: Vec<serde_json::Value> = ran.err.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let last = told.last().unwrap();
    assert_eq!((&last["articles"], &last["all_found"]), (&2.into(), &true.into()), "{}", ran.err);
}

#[test]
fn memory_changes_nothing_but_the_time() {
    let folder = tempfile::tempdir().unwrap();
    copy(&common::samples(), &folder.path().join("news"));
    let contents = |memory: &str| {
        run(folder.path(), &["index", "--index", memory, "--memory", memory, "news"]);
        let ran = run(folder.path(), &["search", "--index", memory, "--json", "-n", "0", "bridge OR copper"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    assert_eq!(contents("64M"), contents("2G"));
    let ran = run(folder.path(), &["index", "--memory", "1M", "news"]);
    assert!(ran.code == 2 && ran.err.contains("hint: give at least 64M"), "{}", ran.err);
}

#[test]
fn skips_are_listed_in_a_report() {
    let folder = folder_with(&[("news/a.txt", BRIDGE), ("news/broken.jsonl", "{\n"), ("news/empty.txt", "")]);
    let ran = run(folder.path(), &["index", "--report", "skips.tsv", "news"]);
    assert_eq!(ran.code, 3);
    let report = fs::read_to_string(folder.path().join("skips.tsv")).unwrap();
    assert!(report.contains("broken.jsonl") && report.contains("empty.txt"), "{report}");
}

#[test]
fn an_article_has_as_many_snippets_as_asked_for() {
    let snippets = |number: &str| {
        let ran = run(archive(), &["search", "--json", "--snippets", number, "-n", "1", "bridge"]);
        json(&ran.out)[0]["snippets"].as_array().unwrap().len()
    };
    assert_eq!((snippets("0"), snippets("1"), snippets("2")), (0, 1, 2));
}

#[test]
fn times_are_in_utc_and_days_as_published() {
    let lines = [
        r#"{"id":"1","date":"2024-06-01T10:00:00+02:00","text":"The bridge is open."}"#,
        r#"{"id":"2","date":"2024-06-01T23:30:00-05:00","text":"The bridge is closed."}"#,
    ];
    let ran = run_with(Path::new("."), &["extract", "-"], &lines.join("\n"));
    let published: Vec<(String, String)> = json(&ran.out)
        .iter()
        .map(|record| &record["published"])
        .map(|published| (published["value"].to_string(), published["earliest"].to_string()))
        .collect();
    let quoted = |text: &str| format!("\"{text}\"");
    assert_eq!(published[0], (quoted("2024-06-01T08:00"), quoted("2024-06-01")));
    assert_eq!(published[1], (quoted("2024-06-01"), quoted("2024-06-01")), "04:30 would be of another day");
}

/// `script` gives a program a terminal; it comes with every Linux.
#[cfg(target_os = "linux")]
fn on_a_terminal(columns: &str, pager: &str, arguments: &str) -> String {
    let program = assert_cmd::cargo::cargo_bin("onrecord");
    let mut command = std::process::Command::new("script");
    command.args(["-qec", &format!("{} {arguments}", program.display()), "/dev/null"]);
    command.current_dir(archive()).env("COLUMNS", columns).env("PAGER", pager).env_remove("NO_COLOR");
    command.envs(cluster_index(archive()).map(|index| ("ONRECORD_INDEX", index)));
    command.env("TERM", "xterm").stdin(std::process::Stdio::null());
    String::from_utf8(command.output().unwrap().stdout).unwrap().replace('\r', "")
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_reads_through_the_pager_in_the_width_of_the_terminal() {
    assert!(on_a_terminal("80", "echo paged; cat >/dev/null", "search bridge").starts_with("paged\n"));
    assert!(on_a_terminal("80", "cat", "search bridge").contains("\u{1b}["));
    let widest = |columns: &str| {
        let out = on_a_terminal(columns, "cat", "search --color never --hyperlink never -n 3 bridge");
        out.lines().filter(|line| line.starts_with("    ")).map(|line| line.chars().count()).max().unwrap()
    };
    assert!(widest("40") <= 40 && widest("100") > 60, "{} {}", widest("40"), widest("100"));
}

#[cfg(unix)]
#[test]
fn a_second_signal_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["index", "-"])
        .current_dir(folder.path())
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let pipe = child.stdin.take().unwrap();
    let code = loop {
        let _ = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(50));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
    };
    drop(pipe);
    use std::os::unix::process::ExitStatusExt;
    assert!(matches!((code.code(), code.signal()), (Some(143), _) | (_, Some(15))), "{code}");
}
