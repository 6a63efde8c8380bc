//! Opening a file: decompression by content, and the digest of its bytes as they lie.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Reads a file's content, decompressed, and works out the SHA-256 of the file on the way.
pub struct SourceReader {
    stream: Stream,
}

enum Stream {
    Plain(HashingReader),
    Gzip(Box<flate2::bufread::MultiGzDecoder<BufReader<HashingReader>>>),
    Zstandard(Box<zstd::stream::read::Decoder<'static, BufReader<HashingReader>>>),
}

struct HashingReader {
    inner: Box<dyn Read + Send>,
    hasher: Sha256,
}

impl Read for HashingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..count]);
        Ok(count)
    }
}

impl SourceReader {
    /// Opens a file. Gzip and Zstandard are told by their first bytes, whatever the file is called.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut magic = Vec::with_capacity(4);
        file.by_ref().take(4).read_to_end(&mut magic)?;
        file.seek(SeekFrom::Start(0))?;
        Self::decompress(&magic, Box::new(file))
    }

    /// Reads standard input as it comes; fails with [`io::ErrorKind::WouldBlock`] while nothing comes.
    pub fn standard_input() -> Self {
        let inner = Box::new(super::pipe::Pipe::new(io::stdin()));
        Self { stream: Stream::Plain(HashingReader { inner, hasher: Sha256::new() }) }
    }

    fn decompress(magic: &[u8], inner: Box<dyn Read + Send>) -> io::Result<Self> {
        let raw = HashingReader { inner, hasher: Sha256::new() };
        let stream = match magic {
            [0x1f, 0x8b, ..] => {
                Stream::Gzip(Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(64 << 10, raw))))
            }
            [0x28, 0xb5, 0x2f, 0xfd] => {
                let buffered = BufReader::with_capacity(128 << 10, raw);
                Stream::Zstandard(Box::new(zstd::stream::read::Decoder::with_buffer(buffered)?))
            }
            _ => Stream::Plain(raw),
        };
        Ok(Self { stream })
    }

    /// Whether the bytes are decompressed on the way: a failure to read is then damage of the file.
    pub fn is_compressed(&self) -> bool {
        !matches!(self.stream, Stream::Plain(_))
    }

    /// The SHA-256 of the whole file, in hexadecimal; what was not yet read is read now.
    pub fn finish(self) -> io::Result<String> {
        let mut raw = match self.stream {
            Stream::Plain(raw) => raw,
            Stream::Gzip(decoder) => decoder.into_inner().into_inner(),
            Stream::Zstandard(decoder) => decoder.finish().into_inner(),
        };
        io::copy(&mut raw, &mut io::sink())?;
        Ok(hexadecimal(&raw.hasher.finalize()))
    }
}

impl Read for SourceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.stream {
            Stream::Plain(raw) => raw.read(buffer),
            Stream::Gzip(decoder) => decoder.read(buffer),
            Stream::Zstandard(decoder) => decoder.read(buffer),
        }
    }
}

/// Whether a file's name says that it is compressed, so that it can be larger than it looks.
pub fn is_compressed_name(path: &str) -> bool {
    [".gz", ".zst", ".zstd"].iter().any(|ending| {
        path.len() > ending.len()
            && path.as_bytes()[path.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
    })
}

/// SHA-256 of a file as it lies, in hexadecimal.
pub fn digest_of_file(path: &Path) -> io::Result<String> {
    let raw = HashingReader { inner: Box::new(File::open(path)?), hasher: Sha256::new() };
    SourceReader { stream: Stream::Plain(raw) }.finish()
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
    use std::io::Write;

    #[test]
    fn reads_compressed_files_by_content_and_hashes_what_lies_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.txt");
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"the tide is out").unwrap();
        for bytes in [encoder.finish().unwrap(), zstd::encode_all(&b"the tide is out"[..], 1).unwrap()] {
            std::fs::write(&path, &bytes).unwrap();
            let mut reader = SourceReader::open(&path).unwrap();
            let mut text = String::new();
            reader.read_to_string(&mut text).unwrap();
            assert_eq!(text, "the tide is out");
            assert!(reader.is_compressed());
            assert_eq!(reader.finish().unwrap(), digest_of(&bytes));
        }
    }

    #[test]
    fn an_empty_file_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("empty");
        std::fs::write(&path, b"").unwrap();
        let mut text = Vec::new();
        SourceReader::open(&path).unwrap().read_to_end(&mut text).unwrap();
        assert!(text.is_empty());
        assert_eq!(digest_of(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
