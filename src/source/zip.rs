//! Zip archives (APPNOTE 6.3): the members by the list at the end, none of it held in memory.

use super::unpack::{Place, Unpacker, is_unsafe};
use crate::article::SkipReason;
use std::borrow::Cow;
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

/// Hands over the members of an archive. Where the list at its end is lost, those that stand before the damage.
pub fn visit<R: Read + Seek>(unpacker: &mut Unpacker<'_>, place: &Place, mut reader: R) {
    let place = place.packed();
    let error = match ZipIterable::try_new(&mut reader, Config::default()) {
        Ok(archive) => return listed(unpacker, &place, archive),
        Err(error) => error,
    };
    unpacker.failed(&place, &error.into());
    if reader.rewind().is_ok() {
        unlisted(unpacker, &place, &mut reader);
    }
}

/// The members by the list at the end.
fn listed<R: Read + Seek>(unpacker: &mut Unpacker<'_>, place: &Place, mut archive: ZipIterable<R>) {
    let files = match archive.files() {
        Ok(files) => files,
        Err(error) => return unpacker.failed(place, &error.into()),
    };
    while let Some(entry) = files.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return unpacker.failed(place, &error.into()),
        };
        if !unpacker.counts(place) {
            return;
        }
        let name = name(entry.name(), entry.name_raw());
        let member = place.member(&name);
        if !is_read(unpacker, &member, &name, entry.encrypted(), entry.is_symlink()) {
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

/// The members as they follow each other.
fn unlisted(unpacker: &mut Unpacker<'_>, place: &Place, reader: &mut impl Read) {
    while let Ok(Some(file)) = zip::read::read_zipfile_from_stream(reader) {
        if !unpacker.counts(place) {
            return;
        }
        let name = name(file.name(), file.name_raw());
        let member = place.member(&name);
        if is_read(unpacker, &member, &name, file.encrypted(), file.is_symlink()) {
            let compressed = file.compressed_size();
            let mut stream = unpacker.metered(file, compressed);
            if !unpacker.member(&member, &mut stream) {
                return;
            }
        }
    }
}

/// The name of a member; what is no text in it is made visible.
fn name(name: zip::result::ZipResult<Cow<'_, str>>, raw: &[u8]) -> String {
    name.map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), Cow::into_owned)
}

/// Whether a member is looked into; a skip where it should be and cannot.
fn is_read(unpacker: &mut Unpacker<'_>, member: &Place, name: &str, is_encrypted: bool, is_link: bool) -> bool {
    if name.ends_with(['/', '\\']) {
        return false;
    }
    let why_not = [
        (is_unsafe(name), SkipReason::UnsafePath, "its name leads out of the archive"),
        (is_encrypted, SkipReason::Encrypted, "it needs a password"),
        (is_link, SkipReason::SpecialFile, "a symbolic link"),
    ];
    match why_not.into_iter().find(|(is_so, _, _)| *is_so) {
        Some((_, reason, detail)) => {
            unpacker.skip(member, reason, detail);
            false
        }
        None => true,
    }
}
