//! The files of an index as Tantivy sees them: mapped into memory, and otherwise as the user's other files are.
//!
//! Three things differ from Tantivy's own directory. The lists of files carry checksums, as all other files do. Where a
//! folder cannot be written to (a read-only disk, another user's index), it can be read without a lock. And small files
//! get the rights that the user's settings give to new files, so that whoever may read the folder may read all of it.

use super::sealed;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// The folder of an index's files.
#[derive(Clone, Debug)]
pub struct IndexDirectory {
    files: MmapDirectory,
    path: PathBuf,
}

impl IndexDirectory {
    /// Opens a folder, which has to be there.
    pub fn open(path: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { files: MmapDirectory::open(path)?, path: path.to_owned() })
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match self.files.open_write(path) {
            // Left behind by a run that was killed before its commit: no list of files names it. Whoever writes holds the
            // lock.
            Err(OpenWriteError::FileAlreadyExists(_)) => {
                self.files.delete(path).map_err(|error| {
                    OpenWriteError::wrap_io_error(io::Error::other(error.to_string()), path.to_owned())
                })?;
                self.files.open_write(path)
            }
            result => result,
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let content = self.files.atomic_read(path)?;
        sealed::unseal(content).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        sealed::write(&self.path.join(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.files.acquire_lock(lock) {
            Err(LockError::IoError(error)) if is_refused(&error) => Ok(DirectoryLock::from(Box::new(()))),
            result => result,
        }
    }
}

/// Whether the folder cannot be written to. Nothing is locked there; a writer fails at its first file.
fn is_refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
