//! Small files that carry their own checksum, in a last line: a changed bit is told from what was written.

use crate::source::digest_of;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// What the last line begins with.
const MARK: &[u8] = b"\nsha256:";

/// Digits of the checksum.
const DIGITS: usize = 64;

/// The content with its checksum behind it.
fn seal(content: &[u8]) -> Vec<u8> {
    let mut sealed = content.to_vec();
    sealed.extend_from_slice(MARK);
    sealed.extend_from_slice(digest_of(content).as_bytes());
    sealed
}

/// The content of a sealed file; an error of the kind `InvalidData` if it is not what was sealed.
pub fn unseal(mut sealed: Vec<u8>) -> io::Result<Vec<u8>> {
    let length = sealed.len().checked_sub(MARK.len() + DIGITS);
    let is_whole = length.and_then(|length| sealed.split_at_checked(length)).is_some_and(|(content, seal)| {
        seal.strip_prefix(MARK).is_some_and(|checksum| checksum == digest_of(content).as_bytes())
    });
    match length {
        Some(length) if is_whole => {
            sealed.truncate(length);
            Ok(sealed)
        }
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "it is not as it was written")),
    }
}

/// Writes a sealed file, all or nothing: beside it first, then in its place.
pub fn write(target: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = target.as_os_str().to_owned();
    name.push(".new");
    let unfinished = Path::new(&name);
    let mut file = File::create(unfinished)?;
    file.write_all(&seal(content))?;
    file.sync_all()?;
    drop(file);
    fs::rename(unfinished, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_bit_is_told() {
        let sealed = seal(b"{\"a\": 1}");
        assert_eq!(unseal(sealed.clone()).ok().as_deref(), Some(b"{\"a\": 1}".as_slice()));
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(unseal(changed).is_err(), "{bit}");
        }
        assert!(unseal(Vec::new()).is_err());
    }
}
