//! Opening a file or standard input, and the digest of its bytes as they lie.

use super::pipe::Pipe;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Reads a file as it lies, and works out its SHA-256 on the way.
pub struct SourceReader {
    raw: Raw,
    hasher: Sha256,
    /// Whether a pause of standard input is waited for.
    waits: Arc<AtomicBool>,
    /// Whether the file was not read from start to end, so that the digest needs another reading.
    has_jumped: bool,
}

enum Raw {
    File(File),
    Pipe(Pipe),
}

impl Read for SourceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.raw {
            Raw::File(file) => file.read(buffer)?,
            Raw::Pipe(pipe) => loop {
                match pipe.read(buffer) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock && self.waits.load(Ordering::Relaxed) => {}
                    result => break result?,
                }
            },
        };
        self.hasher.update(&buffer[..count]);
        Ok(count)
    }
}

impl SourceReader {
    /// Opens a file.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self::new(Raw::File(File::open(path)?)))
    }

    /// Reads standard input as it comes; fails with [`io::ErrorKind::WouldBlock`] while nothing comes.
    pub fn standard_input() -> Self {
        Self::new(Raw::Pipe(Pipe::new(io::stdin())))
    }

    fn new(raw: Raw) -> Self {
        Self { raw, hasher: Sha256::new(), waits: Arc::default(), has_jumped: false }
    }

    /// Set it, and pauses of standard input are waited for: what decompresses cannot pause.
    pub fn waits(&self) -> Arc<AtomicBool> {
        self.waits.clone()
    }

    /// The file itself, for formats that are not read from start to end. None for standard input.
    pub fn file(&mut self) -> Option<&File> {
        match &self.raw {
            Raw::File(file) => {
                self.has_jumped = true;
                Some(file)
            }
            Raw::Pipe(_) => None,
        }
    }

    /// The SHA-256 of the whole file, in hexadecimal; what was not yet read is read now.
    pub fn finish(mut self) -> io::Result<String> {
        if let (Raw::File(file), true) = (&mut self.raw, self.has_jumped) {
            file.seek(SeekFrom::Start(0))?;
            self.hasher = Sha256::new();
        }
        let mut piece = vec![0; 64 << 10];
        loop {
            match self.read(&mut piece) {
                Ok(0) => return Ok(hexadecimal(&self.hasher.finalize())),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// SHA-256 of a file as it lies, in hexadecimal.
pub fn digest_of_file(path: &Path) -> io::Result<String> {
    SourceReader::open(path)?.finish()
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn digest_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_the_whole_file_however_it_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.txt");
        std::fs::write(&path, b"the tide is out").unwrap();
        let whole = digest_of(b"the tide is out");
        let mut reader = SourceReader::open(&path).unwrap();
        reader.read_exact(&mut [0; 3]).unwrap();
        assert_eq!(reader.finish().unwrap(), whole);
        let mut reader = SourceReader::open(&path).unwrap();
        reader.file().unwrap().read_exact(&mut [0; 3]).unwrap();
        assert_eq!(reader.finish().unwrap(), whole);
        assert_eq!(digest_of(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
