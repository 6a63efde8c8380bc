//! Paths as they are printed: relative to the working folder where they can be.

use crate::engine::ArticleHead;
use crate::source::location;
use std::path::{Component, Path, PathBuf};

/// Turns the place of a source into the path to open it by.
#[derive(Clone, Debug)]
pub struct PathPrinter {
    /// The folder that names of roots are relative to.
    base: PathBuf,
    /// The working folder.
    here: PathBuf,
}

impl PathPrinter {
    /// For an index whose roots are named relative to `base`, printed for somebody in `here`; both absolute.
    pub fn new(base: &Path, here: &Path) -> Self {
        Self { base: base.to_owned(), here: here.to_owned() }
    }

    /// The path of a source below a root.
    pub fn print(&self, root: &str, path: &str) -> String {
        if path == "-" {
            return path.to_owned();
        }
        let whole = self.base.join(location(root, path));
        match whole.strip_prefix(&self.here) {
            Ok(below) => below.display().to_string(),
            Err(_) => self.upwards(&whole).unwrap_or_else(|| whole.display().to_string()),
        }
    }

    /// The path of a hit's article.
    pub fn of(&self, article: &ArticleHead) -> String {
        self.print(&article.root, &article.path)
    }

    /// The address of an article's file; none for standard input.
    pub fn address(&self, article: &ArticleHead) -> Option<String> {
        if article.path == "-" {
            return None;
        }
        let whole = self.base.join(location(&article.root, &article.path));
        url::Url::from_file_path(whole).ok().map(String::from)
    }

    /// `../other/file`, if the two share more than the root of the file system.
    fn upwards(&self, whole: &Path) -> Option<String> {
        let shared = whole.components().zip(self.here.components()).take_while(|(left, right)| left == right).count();
        let named = whole.components().take(shared).filter(|part| matches!(part, Component::Normal(_))).count();
        if named == 0 {
            return None;
        }
        let ups = self.here.components().count() - shared;
        let mut path: PathBuf = std::iter::repeat_n("..", ups).collect();
        path.extend(whole.components().skip(shared));
        Some(path.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_working_folder() {
        let print =
            |here: &str, root: &str| PathPrinter::new(Path::new("/a/news"), Path::new(here)).print(root, "x/y.txt");
        assert_eq!(print("/a/news", "."), "x/y.txt");
        assert_eq!(print("/a/news", "wire"), "wire/x/y.txt");
        assert_eq!(print("/a/news/wire", "wire"), "x/y.txt");
        assert_eq!(print("/a/other", "."), "../news/x/y.txt");
        assert_eq!(print("/b", "/mnt/wire"), "/mnt/wire/x/y.txt");
    }
}
