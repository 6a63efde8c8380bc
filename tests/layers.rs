//! The modules stand in one order, and each imports only modules above it. And what else holds for every file.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules in build order, as in `docs/design.md`.
const ORDER: [&str; 19] = [
    "article", "field", "analysis", "calendar", "settings", "source", "format", "extract", "query", "snippet",
    "engine", "indexed", "index", "search", "cluster", "engines", "ingest", "output", "cli",
];

/// Packages that belong to some modules alone.
const PACKAGES: &[(&str, &[&str])] = &[
    ("tantivy", &["index", "search"]),
    ("rayon", &["ingest", "search"]),
    ("walkdir", &["source"]),
    ("clap", &["cli"]),
    ("dom_smoothie", &["format"]),
    ("frostem", &["analysis"]),
    ("ureq", &["cluster"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(&root).unwrap().to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

fn module(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a file names with `crate::`, braces included.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        if text[line_start..at].trim_start().starts_with("//") {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = &list[..list.find(';').unwrap_or(list.len())];
                found.extend(list.split(',').map(|name| name.trim().split("::").next().unwrap().to_owned()));
            }
            None => {
                found.push(
                    rest.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect(),
                );
            }
        }
    }
    found
}

#[test]
fn imports_point_upwards() {
    for (path, text) in sources() {
        let own = module(&path);
        let Some(place) = ORDER.iter().position(|name| *name == own) else { continue };
        for import in imports(&text) {
            if let Some(other) = ORDER.iter().position(|name| *name == import) {
                assert!(other <= place, "{} imports {import}, which stands below {own}", path.display());
            }
        }
    }
}

#[test]
fn packages_stay_in_their_modules() {
    for (path, text) in sources() {
        let own = module(&path);
        for (package, allowed) in PACKAGES {
            let used = text.contains(&format!("{package}::"));
            assert!(!used || allowed.contains(&own.as_str()), "{} uses {package}", path.display());
        }
    }
}

#[test]
fn every_module_is_in_the_order() {
    for (path, _) in sources() {
        let own = module(&path);
        assert!(ORDER.contains(&own.as_str()) || matches!(own.as_str(), "lib" | "main"), "{own}");
    }
}

#[test]
fn files_are_small_and_say_what_they_own() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= 500, "{} has more than 500 lines", path.display());
        assert!(text.starts_with("//!"), "{} does not say what it owns", path.display());
    }
}
