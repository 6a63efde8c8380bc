//! Compressed streams, told by their first bytes, whatever the file is called.

use std::io::{self, BufRead, Read};

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Gzip (RFC 1952), of one member or many.
    Gzip,
    /// Zstandard (RFC 8878), of one frame or many; with a dictionary in its first frame, as web archives have it.
    Zstandard,
    /// bzip2, of one stream or many.
    Bzip2,
    /// xz, of one stream or many.
    Xz,
}

/// The first bytes of each, and the endings of names that say so.
const COMPRESSIONS: &[(Compression, &[u8], &[&str])] = &[
    (Compression::Gzip, b"\x1f\x8b\x08", &[".gz"]),
    (Compression::Zstandard, b"\x28\xb5\x2f\xfd", &[".zst", ".zstd"]),
    (Compression::Zstandard, &DICTIONARY_FRAME, &[]),
    (Compression::Bzip2, b"BZh", &[".bz2"]),
    (Compression::Xz, b"\xfd7zXZ\0", &[".xz"]),
];

/// Start of the frame that holds the dictionary of a `.warc.zst` file.
const DICTIONARY_FRAME: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];

/// Largest dictionary that is read, in bytes.
const DICTIONARY_BYTES_MAX: usize = 16 << 20;

impl Compression {
    /// The compression of a stream that starts with `head`.
    pub fn of(head: &[u8]) -> Option<Self> {
        let found = COMPRESSIONS.iter().find(|(_, magic, _)| head.starts_with(magic))?;
        Some(found.0)
    }

    /// Decompresses `stream`.
    pub fn decoder<'s>(self, mut stream: Box<dyn BufRead + 's>) -> io::Result<Box<dyn Read + 's>> {
        Ok(match self {
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(stream)),
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(stream)),
            Self::Xz => Box::new(liblzma::bufread::XzDecoder::new_multi_decoder(stream)),
            Self::Zstandard => match dictionary(&mut stream)? {
                Some(dictionary) => Box::new(zstd::stream::read::Decoder::with_dictionary(stream, &dictionary)?),
                None => Box::new(zstd::stream::read::Decoder::with_buffer(stream)?),
            },
        })
    }
}

/// The dictionary that a stream starts with (IIPC, "Zstandard compression for WARC files" 1.0), itself compressed or not.
fn dictionary(stream: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    if !stream.fill_buf()?.starts_with(&DICTIONARY_FRAME) {
        return Ok(None);
    }
    let mut head = [0; 8];
    stream.read_exact(&mut head)?;
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    if length as usize > DICTIONARY_BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "its dictionary is too large"));
    }
    let mut bytes = Vec::new();
    stream.take(u64::from(length)).read_to_end(&mut bytes)?;
    if Compression::of(&bytes) == Some(Compression::Zstandard) {
        let mut plain = Vec::new();
        let limit = DICTIONARY_BYTES_MAX as u64;
        zstd::stream::read::Decoder::new(bytes.as_slice())?.take(limit).read_to_end(&mut plain)?;
        bytes = plain;
    }
    Ok(Some(bytes))
}

/// Whether a name ends so, whatever case it is written in.
pub fn has_ending(name: &str, ending: &str) -> bool {
    let start = name.len().checked_sub(ending.len());
    start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// A file's name without the ending that says that it is compressed.
pub fn without_compression(name: &str) -> &str {
    let mut endings = COMPRESSIONS.iter().flat_map(|(_, _, endings)| *endings);
    let ending = endings.find(|ending| name.len() > ending.len() && has_ending(name, ending));
    ending.map_or(name, |ending| &name[..name.len() - ending.len()])
}
