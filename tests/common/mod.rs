//! A working folder with the sample archive and its index, and the program run in it.

#![allow(dead_code, clippy::unwrap_used)]

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The sample archive.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

/// What the program did.
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The program with a plain environment, in a folder.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("onrecord").unwrap();
    command.current_dir(folder).env_clear().env("HOME", folder).env("PATH", "/usr/bin:/bin");
    if let Some(index) = cluster_index(folder) {
        command.env("ONRECORD_INDEX", index);
    }
    command
}

/// Address of the index in a cluster that stands for `.onrecord` in a folder, where tests are to run in a cluster: the
/// variable ONRECORD_TEST_CLUSTER has its address, as `scripts/test --cluster` sets it.
pub fn cluster_index(folder: &Path) -> Option<String> {
    let cluster = std::env::var("ONRECORD_TEST_CLUSTER").ok()?;
    let name: String = folder.to_string_lossy().chars().filter(char::is_ascii_alphanumeric).collect();
    Some(format!("{cluster}/t{}", name.to_lowercase()))
}

/// Whether tests run in a cluster: those about the files of an index have nothing to test there.
pub fn is_cluster() -> bool {
    std::env::var_os("ONRECORD_TEST_CLUSTER").is_some()
}

/// Runs the program in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_with(folder, arguments, "")
}

/// Runs the program in a folder, with this on standard input.
pub fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let output = command(folder).args(arguments).write_stdin(input).output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with these files, each a path and its content.
pub fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            std::fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
}

static ARCHIVE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    copy(&samples(), &folder.path().join("news"));
    assert_eq!(run(folder.path(), &["index", "news"]).code, 3);
    folder
});

/// A folder with the sample archive in `news/`, indexed; shared by the tests that only read.
pub fn archive() -> &'static Path {
    ARCHIVE.path()
}

/// Each line of an output as JSON.
pub fn json(out: &str) -> Vec<serde_json::Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Runs the program in the shared archive, and compares its exit code and its standard output.
#[track_caller]
pub fn session(arguments: &[&str], code: i32, out: impl snapbox::IntoData) {
    let ran = run(archive(), arguments);
    assert_eq!(ran.code, code, "{}", ran.err);
    snapbox::assert_data_eq!(ran.out, out.into_data());
}
