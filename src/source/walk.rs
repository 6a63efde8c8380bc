//! Finding the files below a root, in one order everywhere: by the bytes of their names, folder by folder.

use crate::article::{Locator, Skip, SkipReason};
use globset::GlobSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// A folder that is read, or one file of it.
#[derive(Clone, Debug)]
pub struct Root {
    /// The folder that paths are relative to, absolute: the one that was named, or the one in which the file lies;
    /// above folders that are named by numbers only.
    pub folder: PathBuf,
    /// What is read of it: the folder or the file that was named.
    pub start: PathBuf,
    /// Whether a whole folder was named.
    pub is_folder: bool,
    /// The folder as an index remembers it: relative to the folder that holds the index where it lies below that.
    pub name: Arc<str>,
    /// What ids of articles without an id of their own begin with.
    pub label: Arc<str>,
    /// The one member that is read, where a member of a container was named.
    pub member: Option<String>,
}

/// Why a path given as a root cannot be one.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct WalkError {
    /// The path as given.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

impl Root {
    /// The root for a path as the user gave it; `base` is the folder (absolute, canonical) that names are relative to.
    /// What is no path may be a member of a container: `a.tar.gz!b/c.html`.
    pub fn new(path: &Path, base: &Path) -> Result<Self, WalkError> {
        let text = path.to_string_lossy();
        let inside = text.match_indices('!').map(|(at, _)| (&text[..at], &text[at + 1..]));
        match inside.filter(|_| !path.exists()).find(|(container, _)| Path::new(container).is_file()) {
            Some((container, member)) => {
                Ok(Self { member: Some(member.to_owned()), ..Self::whole(Path::new(container), base)? })
            }
            None => Self::whole(path, base),
        }
    }

    /// The same root under its whole name, for an index that lies in no folder. Ids do not change by it.
    pub fn with_whole_name(self) -> Self {
        Self { name: with_slashes(&self.folder).into(), ..self }
    }

    fn whole(path: &Path, base: &Path) -> Result<Self, WalkError> {
        let failed = |source| WalkError { path: path.to_owned(), source };
        let whole = path.canonicalize().map_err(failed)?;
        let is_folder = whole.metadata().map_err(failed)?.is_dir();
        let nearest = if is_folder { whole.as_path() } else { whole.parent().unwrap_or(&whole) };
        let folder = above_dates(nearest).to_owned();
        let (name, label) = match folder.strip_prefix(base) {
            Ok(below) if below.as_os_str().is_empty() => (".".to_owned(), String::new()),
            Ok(below) => (with_slashes(below), with_slashes(below)),
            Err(_) => {
                let last = folder.file_name().map(|name| name.to_string_lossy().into_owned());
                (with_slashes(&folder), last.unwrap_or_default())
            }
        };
        Ok(Self { folder, start: whole, is_folder, name: name.into(), label: label.into(), member: None })
    }
}

/// Paths of archives are often made of dates, and a date has to be seen whole: the root of `news/2025/03` is `news`.
fn above_dates(folder: &Path) -> &Path {
    let is_number = |folder: &Path| {
        let name = folder.file_name().map(|name| name.as_encoded_bytes()).unwrap_or_default();
        (1..=4).contains(&name.len()) && name.iter().all(u8::is_ascii_digit)
    };
    folder.ancestors().find(|folder| !is_number(folder)).unwrap_or(folder)
}

/// What is looked at.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Hidden files and folders too.
    pub hidden: bool,
    /// Follow symbolic links.
    pub follow: bool,
    /// Only files that match.
    pub include: Option<GlobSet>,
    /// No files or folders that match.
    pub exclude: Option<GlobSet>,
    /// Folders that are left out wherever they lie: the index's own.
    pub without: Vec<PathBuf>,
}

/// A regular file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Path below its root, with `/` between its parts.
    pub path: String,
    /// Where it is.
    pub absolute: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Time of its last modification, in nanoseconds since 1970.
    pub modified: i64,
}

/// What a walk comes across.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File(FoundFile),
    /// Something that cannot be read.
    Skip(Skip),
}

/// Walks a root in the order of names and hands over everything that is found, until `each` says false.
pub fn walk(root: &Root, options: &WalkOptions, each: &mut dyn FnMut(Found) -> bool) {
    let named = !root.is_folder;
    let walker = walkdir::WalkDir::new(&root.start)
        .follow_links(options.follow || named)
        .follow_root_links(true)
        // Files of one folder differ in their names alone, and a whole path need not be taken apart.
        .sort_by(|left, right| left.path().as_os_str().cmp(right.path().as_os_str()));
    let entries = walker.into_iter().filter_entry(|entry| entry.depth() == 0 || is_wanted(entry, root, options));
    for entry in entries {
        let found = match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) if !named && !is_included(entry.path(), root, options) => None,
            Ok(entry) => file(entry, root, options),
            Err(error) => Some(unreadable(&error, root)),
        };
        if let Some(found) = found
            && !each(found)
        {
            return;
        }
    }
}

fn is_wanted(entry: &walkdir::DirEntry, root: &Root, options: &WalkOptions) -> bool {
    if !options.hidden && entry.file_name().as_encoded_bytes().first() == Some(&b'.') {
        return false;
    }
    if entry.file_type().is_dir() && options.without.iter().any(|folder| folder == entry.path()) {
        return false;
    }
    let is_excluded = |globs: &GlobSet| globs.is_match(entry.path().strip_prefix(&root.folder).unwrap_or(entry.path()));
    !options.exclude.as_ref().is_some_and(is_excluded)
}

fn is_included(path: &Path, root: &Root, options: &WalkOptions) -> bool {
    let is_match = |globs: &GlobSet| globs.is_match(path.strip_prefix(&root.folder).unwrap_or(path));
    options.include.as_ref().is_none_or(is_match)
}

fn file(entry: walkdir::DirEntry, root: &Root, options: &WalkOptions) -> Option<Found> {
    if entry.file_type().is_symlink() && !options.follow {
        return None;
    }
    let metadata = match entry.metadata() {
        Ok(metadata) => metadata,
        Err(error) => return Some(unreadable(&error, root)),
    };
    let path = below(entry.path(), root);
    if !metadata.is_file() {
        return Some(Found::Skip(Skip::new(Locator::file(path), SkipReason::SpecialFile, "not a regular file")));
    }
    let modified = metadata.modified().ok().map_or(0, nanoseconds);
    Some(Found::File(FoundFile { path, absolute: entry.into_path(), size: metadata.len(), modified }))
}

fn nanoseconds(time: std::time::SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanoseconds| -nanoseconds),
    }
}

fn unreadable(error: &walkdir::Error, root: &Root) -> Found {
    let path = error.path().unwrap_or(&root.folder);
    let below = below(path, root);
    let detail = match error.io_error() {
        Some(error) => plain_message(error),
        None => "a symbolic link leads back to a folder above it".to_owned(),
    };
    Found::Skip(Skip::new(Locator::file(below), SkipReason::Unreadable, detail))
}

fn plain_message(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    }
}

/// A path below its root. Most paths need not be taken apart for it.
fn below(path: &Path, root: &Root) -> String {
    if std::path::MAIN_SEPARATOR == '/'
        && let (Some(path), Some(folder)) = (path.to_str(), root.folder.to_str())
        && let Some(below) = path.strip_prefix(folder).and_then(|below| below.strip_prefix('/'))
    {
        return below.to_owned();
    }
    with_slashes(path.strip_prefix(&root.folder).unwrap_or(path))
}

fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn found(root: &Root, options: &WalkOptions) -> Vec<String> {
        let mut paths = Vec::new();
        walk(root, options, &mut |found| {
            match found {
                Found::File(file) => paths.push(file.path),
                Found::Skip(skip) => paths.push(skip.to_string()),
            }
            true
        });
        paths
    }

    #[test]
    fn walks_in_order_and_leaves_hidden_files_alone() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        for path in ["b/2.txt", "a.txt", "b/10.txt", ".hidden/x.txt", "b/.x", "index/meta"] {
            std::fs::create_dir_all(base.join(path).parent().unwrap()).unwrap();
            std::fs::write(base.join(path), "x").unwrap();
        }
        let root = Root::new(&base, &base).unwrap();
        assert_eq!((&*root.name, &*root.label), (".", ""));
        let options = WalkOptions { without: vec![base.join("index")], ..WalkOptions::default() };
        assert_eq!(found(&root, &options), ["a.txt", "b/10.txt", "b/2.txt"]);
        let globs = globset::GlobSetBuilder::new().add(globset::Glob::new("**/2.txt").unwrap()).build().unwrap();
        assert_eq!(found(&root, &WalkOptions { include: Some(globs), ..options }), ["b/2.txt"]);
    }

    #[test]
    fn a_single_file_lies_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        std::fs::create_dir(base.join("news")).unwrap();
        std::fs::write(base.join("news/a.txt"), "x").unwrap();
        let root = Root::new(&base.join("news/a.txt"), &base).unwrap();
        assert_eq!((&*root.name, &*root.label), ("news", "news"));
        assert_eq!(found(&root, &WalkOptions::default()), ["a.txt"]);
        assert!(Root::new(&base.join("gone"), &base).is_err());
    }
}
