//! Back to a source: the bytes that an article was made of, as they lie in the archive today.

use super::ReadOptions;
use super::read::{List, Take, Whole, read};
use super::scan::FileRun;
use crate::article::{Locator, Skip};
use crate::source::{FoundFile, Parts, SourceReader};
use std::path::Path;
use std::sync::Arc;

/// The bytes of the source at `locator` in the file `path`: the whole, a member, or an article of a list. The skip where
/// it cannot be read any more; none where it is not there.
pub fn fetch(path: &Path, locator: &Locator, options: &ReadOptions) -> Result<Option<Vec<u8>>, Skip> {
    let file = FoundFile { path: locator.path.clone(), absolute: path.to_owned(), size: 0, modified: 0 };
    let run = FileRun {
        root: "".into(),
        label: "".into(),
        file,
        member: locator.member.clone(),
        known_digest: 0,
        is_known: false,
    };
    let mut wanted = Wanted { locator, bytes: None, skip: None };
    read(&Arc::new(run), SourceReader::open(path), options, &mut wanted);
    match (wanted.bytes, wanted.skip) {
        (None, Some(skip)) => Err(skip),
        (bytes, _) => Ok(bytes),
    }
}

struct Wanted<'l> {
    locator: &'l Locator,
    bytes: Option<Vec<u8>>,
    skip: Option<Skip>,
}

impl Take for Wanted<'_> {
    fn whole(&mut self, _run: &Arc<FileRun>, whole: Whole) {
        if whole.source.locator == *self.locator {
            self.bytes = Some(whole.source.bytes);
        }
    }

    fn parts(&mut self, _run: &Arc<FileRun>, list: &Arc<List>, parts: Parts) {
        let here = parts.iter().find(|(number, _)| list.locator.at_line(*number) == *self.locator);
        self.bytes = here.map(|(_, bytes)| bytes.to_vec());
    }

    fn skip(&mut self, _run: &Arc<FileRun>, skip: Skip) {
        self.skip.get_or_insert(skip);
    }

    fn is_stopped(&self) -> bool {
        self.bytes.is_some()
    }
}
