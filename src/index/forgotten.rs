//! The articles that were taken out for good. They stand in a file of their own beside the index, so that they stay out
//! when the index is made anew, by this version or a later one. One JSON object a line, then a checksum.

use super::document::article_key;
use super::folder::Folder;
use super::sealed;
use crate::engine::EngineError;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::fs;

/// An article that was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Root of its source.
    pub root: String,
    /// Path of its source.
    pub path: String,
}

/// The list, one JSON object a line in its file.
#[derive(Clone, Debug, Default)]
pub struct Forgotten {
    entries: Vec<Entry>,
    keys: FxHashSet<u64>,
}

impl Forgotten {
    /// Reads the list of an index.
    pub fn read(folder: &Folder) -> Result<Self, EngineError> {
        let text = match fs::read(folder.forgotten()).and_then(sealed::unseal) {
            Ok(text) => String::from_utf8_lossy(&text).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                let detail = format!("its list of forgotten articles: {error}");
                return Err(EngineError::Damaged { place: folder.place(), detail });
            }
            Err(error) => return Err(failed(folder, &error)),
        };
        let entries = text.lines().map(serde_json::from_str).collect::<Result<Vec<Entry>, _>>();
        let entries = entries.map_err(|error| EngineError::Damaged {
            place: folder.place(),
            detail: format!("its list of forgotten articles cannot be read: {error}"),
        })?;
        let keys = entries.iter().map(|entry| article_key(&entry.id)).collect();
        Ok(Self { entries, keys })
    }

    /// Whether the article with the id of this number is to stay out.
    pub fn contains(&self, key: u64) -> bool {
        self.keys.contains(&key)
    }

    /// The numbers of all ids.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.keys.iter().copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds an article.
    pub fn add(&mut self, entry: Entry) {
        if self.keys.insert(article_key(&entry.id)) {
            self.entries.push(entry);
        }
    }

    /// Takes an article off the list.
    pub fn remove(&mut self, id: &str) -> Option<Entry> {
        let place = self.entries.iter().position(|entry| entry.id == id)?;
        self.keys.remove(&article_key(id));
        Some(self.entries.remove(place))
    }

    /// Writes the list, all or nothing.
    pub fn write(&self, folder: &Folder) -> Result<(), EngineError> {
        let write = || -> std::io::Result<()> {
            let lines = self.entries.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
            sealed::write(&folder.forgotten(), lines.join("\n").as_bytes())
        };
        write().map_err(|error| failed(folder, &error))
    }
}

fn failed(folder: &Folder, error: &std::io::Error) -> EngineError {
    EngineError::Other(format!("{}: {error}", folder.forgotten().display()))
}
