//! Zip archives (APPNOTE 6.3): the members by the list at the end, none of it held in memory.

use super::unpack::{Place, Unpacker, is_unsafe};
use crate::article::SkipReason;
use std::io::{Read, Seek};
use zip::read::Config;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

/// What Office documents and books, which are zips, begin with.
const DOCUMENTS: &[&[u8]] = &[b"[Content_Types].xml", b"mimetype"];

/// Whether a file is a zip archive, and not a document that is stored as one.
pub fn is_zip(head: &[u8]) -> bool {
    let first = head.get(30..).unwrap_or_default();
    let is_document = || DOCUMENTS.iter().any(|name| first.starts_with(name));
    head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x03\x04") && !is_document()
}

/// Hands over the members of an archive.
pub fn visit<R: Read + Seek>(unpacker: &mut Unpacker<'_>, place: &Place, reader: R) {
    let packed = place.packed();
    let mut archive = match ZipIterable::try_new(reader, Config::default()) {
        Ok(archive) => archive,
        Err(error) => return unpacker.failed(&packed, &error.into()),
    };
    let files = match archive.files() {
        Ok(files) => files,
        Err(error) => return unpacker.failed(&packed, &error.into()),
    };
    while let Some(entry) = files.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return unpacker.failed(&packed, &error.into()),
        };
        if !unpacker.counts(place) {
            return;
        }
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        };
        if name.ends_with(['/', '\\']) {
            continue;
        }
        let member = place.member(&name);
        if is_unsafe(&name) {
            unpacker.skip(&member, SkipReason::UnsafePath, "its name leads out of the archive");
            continue;
        }
        if entry.encrypted() {
            unpacker.skip(&member, SkipReason::Encrypted, "it needs a password");
            continue;
        }
        if entry.is_symlink() {
            unpacker.skip(&member, SkipReason::SpecialFile, "a symbolic link");
            continue;
        }
        let compressed = entry.compressed_size();
        match entry.with_reader(files.reader_mut(), zip::ZipReadOptions::default()) {
            Ok(file) => {
                let mut stream = unpacker.metered(file, compressed);
                if !unpacker.member(&member, &mut stream) {
                    return;
                }
            }
            Err(error @ (ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_))) => {
                unpacker.skip(&member, SkipReason::Unsupported, error.to_string());
            }
            Err(error) => unpacker.failed(&member, &error.into()),
        }
    }
}
