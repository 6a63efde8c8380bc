//! Makes the hostile files: every one breaks a promise that a friendly file keeps.

use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// An article that nothing is wrong with.
pub const ARTICLE: &str = "The lock gates at Sallow were shut on Friday.\n\n\"Nobody will pass before Monday,\" the keeper, Jory Trask, said.\n";

/// Gzip of some bytes.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip of these members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A tar of these members. Names are written as they are, whatever they lead to.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A tar with one member that is no regular file.
pub fn tar_link() -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    header.set_cksum();
    builder.append_link(&mut header, "link.txt", "/etc/passwd").unwrap();
    builder.into_inner().unwrap()
}

/// A member in so many zips, one inside another.
pub fn nested(depth: usize) -> Vec<u8> {
    let mut bytes = zip(&[("deep.txt", ARTICLE.as_bytes())]);
    for _ in 1..depth {
        bytes = zip(&[("inner.zip", &bytes)]);
    }
    bytes
}

/// A zip whose members say that they are encrypted.
pub fn encrypted() -> Vec<u8> {
    let mut bytes = zip(&[("secret.txt", ARTICLE.as_bytes())]);
    for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == magic).unwrap();
        bytes[at + flags] |= 1;
    }
    bytes
}

/// A record of a web archive; `length`: what its header says.
pub fn warc_record(kind: &str, url: &str, block: &str, length: Option<&str>) -> String {
    let own = block.len().to_string();
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-14T10:30:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        length.unwrap_or(&own)
    )
}

/// A page as a server answers it.
pub fn answer(words: &str) -> String {
    let page =
        format!("<!doctype html><html><body><article><h1>Lock gates shut</h1><p>{words}</p></article></body></html>");
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}")
}

/// Entities that mean each other many times over.
pub fn entities(root: &str) -> String {
    let mut declared = String::from("<!ENTITY a0 \"ha\">");
    for level in 1..30 {
        let previous = format!("&a{};", level - 1);
        declared += &format!("<!ENTITY a{level} \"{}\">", previous.repeat(10));
    }
    format!("<?xml version=\"1.0\"?><!DOCTYPE {root} [{declared}<!ENTITY file SYSTEM \"file:///etc/passwd\">]>")
}
