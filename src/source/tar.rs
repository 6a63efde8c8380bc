//! Tar archives (POSIX.1-2001 pax, ustar, GNU, and the oldest without a mark), read once from start to end.

use super::peek::Peeked;
use super::unpack::{Place, Unpacker, is_unsafe};
use crate::article::SkipReason;

/// Bytes of a header.
const HEADER: usize = 512;

/// Where the checksum stands in it.
const CHECKSUM: std::ops::Range<usize> = 148..156;

/// Whether a file starts with the header of a tar archive: its checksum is right.
pub fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..HEADER) else { return false };
    let written: String = header[CHECKSUM].iter().map(|byte| char::from(*byte)).collect();
    let Ok(written) = u32::from_str_radix(written.trim_matches([' ', '\0']), 8) else { return false };
    let outside: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    let inside: u32 = header[CHECKSUM].iter().map(|byte| u32::from(*byte)).sum();
    header[0] != 0 && outside - inside + 8 * u32::from(b' ') == written
}

/// Hands over the regular files of an archive.
pub fn visit(unpacker: &mut Unpacker<'_>, place: &Place, stream: &mut Peeked<'_>) {
    let packed = place.packed();
    let mut archive = tar::Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return unpacker.failed(&packed, &error),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return unpacker.failed(&packed, &error),
        };
        if !unpacker.counts(place) {
            return;
        }
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = name.strip_prefix("./").unwrap_or(&name);
        let member = place.member(name);
        if is_unsafe(name) {
            unpacker.skip(&member, SkipReason::UnsafePath, "its name leads out of the archive");
        } else if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            unpacker.skip(&member, SkipReason::SpecialFile, "not a regular file");
        } else if !unpacker.member(&member, &mut entry) {
            return;
        }
    }
}
