//! The folder of an index: its version, its lock, and where the files of Tantivy lie in it.
//!
//! `version` names the formats that the index was made with; `lock` is held by the process that writes and holds its
//! id; `index` is Tantivy's; `forgotten` lists what is kept out. `index.new` is an index that is being rebuilt beside it.

use crate::analysis;
use crate::engine::EngineError;
use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Version of the schema and of the stored records.
const SCHEMA_VERSION: u32 = 5;

const VERSION_FILE: &str = "version";
const VERSION_BEGUN: &str = "version.new";
const LOCK_FILE: &str = "lock";
const FORGOTTEN: &str = "forgotten";
const INDEX: &str = "index";
const NEW_INDEX: &str = "index.new";
const OLD_INDEX: &str = "index.old";

/// The folder of an index.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// The right to write to an index, for as long as it is held. The system takes it back when the process ends.
pub struct Lock {
    _file: File,
}

impl Folder {
    /// The folder at `path`, which need not be there yet.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The place as messages name it.
    pub fn place(&self) -> String {
        self.path.display().to_string()
    }

    /// Where Tantivy's files are.
    pub fn index(&self) -> PathBuf {
        self.path.join(INDEX)
    }

    /// Whether there is an index, be it a damaged one. A folder that a first run has just made has none yet.
    pub fn has_commit(&self) -> bool {
        let is_main = |name: &std::ffi::OsStr| {
            name == "meta.json" || Path::new(name).extension().is_some_and(|ending| ending == "store")
        };
        let files = fs::read_dir(self.index()).into_iter().flatten().flatten();
        files.into_iter().any(|file| is_main(&file.file_name()))
    }

    /// The file with the articles that are kept out.
    pub fn forgotten(&self) -> PathBuf {
        self.path.join(FORGOTTEN)
    }

    /// Bytes that the index takes on disk.
    pub fn bytes(&self) -> u64 {
        let files = fs::read_dir(self.index()).into_iter().flatten().flatten();
        files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
    }

    /// Whether the disk has no room for a file of so many bytes.
    pub fn is_full(&self, bytes: usize) -> bool {
        let probe = self.path.join("room");
        let written = fs::write(&probe, vec![1; bytes]);
        drop(fs::remove_file(&probe));
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        written.is_err_and(|error| matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge))
    }

    /// Where Tantivy's files are while an index is rebuilt.
    pub fn new_index(&self) -> PathBuf {
        self.path.join(NEW_INDEX)
    }

    /// Makes the folder ready for a writer; refuses folders that hold something else.
    pub fn create(&self) -> Result<(), EngineError> {
        let failed = |error: std::io::Error| EngineError::Other(format!("{}: {error}", self.path.display()));
        if self.path.join(VERSION_FILE).is_file() {
            return self.check();
        }
        fs::create_dir_all(&self.path).map_err(failed)?;
        let is_own = |file: &fs::DirEntry| file.file_name() == VERSION_BEGUN;
        if fs::read_dir(&self.path).map_err(failed)?.flatten().any(|file| !is_own(&file)) {
            return Err(EngineError::Foreign(self.place()));
        }
        self.write_version().map_err(failed)
    }

    /// Writes the version, all or nothing.
    fn write_version(&self) -> std::io::Result<()> {
        let unfinished = self.path.join(VERSION_BEGUN);
        fs::write(&unfinished, version() + "\n")?;
        fs::rename(&unfinished, self.path.join(VERSION_FILE))
    }

    /// Checks that there is an index that this program reads.
    pub fn check(&self) -> Result<(), EngineError> {
        let found = match fs::read_to_string(self.path.join(VERSION_FILE)) {
            Ok(found) => found.trim().to_owned(),
            Err(_) if !self.path.is_dir() => return Err(EngineError::Missing(self.place())),
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                return Err(EngineError::Other(format!("{}: {error}", self.place())));
            }
            Err(_) if !self.index().is_dir() => return Err(EngineError::Missing(self.place())),
            Err(error) => {
                let detail = format!("its version cannot be read: {error}");
                return Err(EngineError::Damaged { place: self.place(), detail });
            }
        };
        let main = self.index().join("meta.json");
        if let Err(error) = File::open(&main)
            && error.kind() == std::io::ErrorKind::PermissionDenied
        {
            return Err(EngineError::Other(format!("{}: {error}", main.display())));
        }
        if found != version() {
            return Err(EngineError::Version { place: self.place(), found, expected: version() });
        }
        Ok(())
    }

    /// Takes the lock; waits for it if `wait`.
    pub fn lock(&self, wait: bool) -> Result<Lock, EngineError> {
        let path = self.path.join(LOCK_FILE);
        let failed = |error: std::io::Error| EngineError::Other(format!("{}: {error}", path.display()));
        let mut file =
            File::options().create(true).truncate(false).read(true).write(true).open(&path).map_err(failed)?;
        if wait {
            file.lock().map_err(failed)?;
        } else {
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let process = file.read_to_string(&mut holder).ok().and_then(|_| holder.trim().parse().ok());
                    return Err(EngineError::Locked { place: self.place(), process });
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        let process = format!("{}\n", std::process::id());
        file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0))).map_err(failed)?;
        file.write_all(process.as_bytes()).map_err(failed)?;
        Ok(Lock { _file: file })
    }

    /// Mends what an interrupted rebuild left behind. Only with the lock held.
    pub fn recover(&self) -> Result<(), EngineError> {
        let failed = |error: std::io::Error| EngineError::Other(format!("{}: {error}", self.path.display()));
        let old = self.path.join(OLD_INDEX);
        if old.is_dir() && !self.index().is_dir() {
            fs::rename(&old, self.index()).map_err(failed)?;
        }
        for left in [old, self.new_index()] {
            if left.is_dir() {
                fs::remove_dir_all(&left).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// Puts the rebuilt index in the place of the old one. Only with the lock held.
    pub fn swap(&self) -> Result<(), EngineError> {
        let failed = |error: std::io::Error| EngineError::Other(format!("{}: {error}", self.path.display()));
        let old = self.path.join(OLD_INDEX);
        if self.index().is_dir() {
            fs::rename(self.index(), &old).map_err(failed)?;
        }
        fs::rename(self.new_index(), self.index()).map_err(failed)?;
        self.write_version().map_err(failed)?;
        if old.is_dir() { fs::remove_dir_all(&old).map_err(failed) } else { Ok(()) }
    }
}

/// The version of the whole: schema, then analysis.
fn version() -> String {
    format!("{SCHEMA_VERSION}.{}", analysis::VERSION)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_index_or_another_one() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("i");
        let folder = Folder::new(&path);
        assert!(matches!(folder.check(), Err(EngineError::Missing(_))));
        folder.create().unwrap();
        folder.check().unwrap();
        fs::write(path.join(VERSION_FILE), "0.0\n").unwrap();
        assert!(matches!(folder.check(), Err(EngineError::Version { .. })));
        assert!(matches!(folder.create(), Err(EngineError::Version { .. })));
        fs::remove_file(path.join(VERSION_FILE)).unwrap();
        fs::write(path.join("letter.txt"), "x").unwrap();
        assert!(matches!(folder.create(), Err(EngineError::Foreign(_))));
    }

    #[test]
    fn a_second_writer_is_told_who_holds_the_lock() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::new(parent.path());
        let held = folder.lock(false).unwrap();
        let Err(EngineError::Locked { process, .. }) = folder.lock(false) else { panic!("the lock is held") };
        assert_eq!(process, Some(std::process::id()));
        drop(held);
        folder.lock(false).unwrap();
    }
}
