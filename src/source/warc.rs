//! Web archives: WARC 1.0 and 1.1 (ISO 28500:2017), read once from start to end. What was answered (`response`) and what
//! was stored as it was (`resource`) are members, named by the time and the address: `20240314103000/https://…`.

use super::peek::Peeked;
use super::unpack::{Place, Unpacker};
use crate::article::{Response, SkipReason};
use http::{Body, media_type, parameter};
use std::io::{self, Read};
use std::sync::Arc;

mod http;

/// Longest line of a header, and most bytes of one, in bytes.
const HEADER_BYTES_MAX: usize = 1 << 20;

/// Kinds of content that can hold articles; all kinds of XML and JSON besides.
const READABLE: &[&str] = &[
    "",
    "text/html",
    "text/plain",
    "text/markdown",
    "text/csv",
    "text/tab-separated-values",
    "application/octet-stream",
    "application/gzip",
    "application/x-gzip",
    "application/zip",
    "application/x-ndjson",
    "binary/octet-stream",
];

/// Whether a file starts with a record of a web archive.
pub fn is_warc(head: &[u8]) -> bool {
    head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.")
}

/// Names and values of a header's lines.
#[derive(Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field, whatever case its name is written in.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Reads lines until an empty one. Lines that start with a blank go on the one before.
    pub fn read(stream: &mut dyn Read) -> io::Result<Self> {
        let mut fields = Self::default();
        let mut left = HEADER_BYTES_MAX;
        while let Some(line) = read_line(stream, left)? {
            left = left.saturating_sub(line.len());
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                break;
            }
            match (text.starts_with([' ', '\t']), fields.0.last_mut(), text.split_once(':')) {
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(text.trim());
                }
                (_, _, Some((name, value))) => fields.0.push((name.trim().to_owned(), value.trim().to_owned())),
                _ => {}
            }
        }
        Ok(fields)
    }
}

/// The next line with its end; none where the stream is over.
pub fn read_line(stream: &mut dyn Read, longest: usize) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut byte = [0; 1];
    while stream.read(&mut byte)? == 1 {
        line.push(byte[0]);
        if byte[0] == b'\n' {
            break;
        }
        if line.len() > longest {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header is too long"));
        }
    }
    Ok((!line.is_empty()).then_some(line))
}

/// Hands over the members of an archive.
pub fn visit(unpacker: &mut Unpacker<'_>, place: &Place, stream: &mut Peeked<'_>) {
    let packed = place.packed();
    let mut stream = io::BufReader::with_capacity(64 << 10, stream);
    let mut is_lost = false;
    loop {
        let line = match read_line(&mut stream, HEADER_BYTES_MAX) {
            Ok(Some(line)) => line,
            Ok(None) => return,
            Err(error) => return unpacker.failed(&packed, &error),
        };
        if !is_warc(&line) {
            // A length that lies: what is found before the next record belongs to none.
            if !line.trim_ascii().is_empty() && !std::mem::replace(&mut is_lost, true) {
                unpacker.failed(&packed, &io::Error::new(io::ErrorKind::InvalidData, "bytes between two records"));
            }
            continue;
        }
        is_lost = false;
        if !unpacker.counts(place) || !record(unpacker, &packed, &mut stream) {
            return;
        }
    }
}

/// Reads one record behind its first line. False when the archive is to be left.
fn record(unpacker: &mut Unpacker<'_>, place: &Place, stream: &mut dyn Read) -> bool {
    let fields = match Fields::read(stream) {
        Ok(fields) => fields,
        Err(error) => {
            unpacker.failed(place, &error);
            return false;
        }
    };
    let Some(length) = fields.get("Content-Length").and_then(|length| length.parse::<u64>().ok()) else {
        unpacker.failed(place, &io::Error::new(io::ErrorKind::InvalidData, "a record without a length"));
        return true;
    };
    let mut block = stream.take(length);
    let goes_on = match fields.get("WARC-Type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "response" | "resource" => member(unpacker, place, &fields, &mut block),
        "revisit" => {
            let member = place.member(&name(&fields));
            unpacker.skip(&member, SkipReason::Revisit, "nothing had changed since an earlier visit");
            true
        }
        "conversion" | "continuation" => {
            let member = place.member(&name(&fields));
            unpacker.skip(&member, SkipReason::Unsupported, "a converted or continued record");
            true
        }
        _ => true,
    };
    match io::copy(&mut block, &mut io::sink()) {
        Ok(_) if block.limit() > 0 => {
            unpacker.failed(place, &io::Error::new(io::ErrorKind::UnexpectedEof, "it ends in the middle of a record"));
            false
        }
        Ok(_) => goes_on,
        Err(error) => {
            unpacker.failed(place, &error);
            false
        }
    }
}

/// The time and the address of a record.
fn name(fields: &Fields) -> String {
    let time: String =
        fields.get("WARC-Date").unwrap_or_default().chars().filter(char::is_ascii_digit).take(14).collect();
    let address = fields.get("WARC-Target-URI").or(fields.get("WARC-Record-ID")).unwrap_or_default();
    format!("{time}/{}", address.trim_matches(['<', '>']))
}

fn member(unpacker: &mut Unpacker<'_>, place: &Place, fields: &Fields, block: &mut dyn Read) -> bool {
    let mut member = place.member(&name(fields));
    let url = fields.get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
    let content = fields.get("Content-Type").unwrap_or_default();
    let is_http = media_type(content) == "application/http";
    let answered = if is_http { Body::read(block) } else { Ok(Body::plain(content, block)) };
    let mut body = match answered {
        Ok(body) => body,
        Err(error) => {
            unpacker.failed(&member, &error);
            return true;
        }
    };
    if let Some(status) = body.status.filter(|status| *status != 200) {
        unpacker.skip(&member, SkipReason::HttpStatus, format!("the answer was {status}"));
        return true;
    }
    let media = media_type(&body.content);
    let is_robots = url.as_deref().is_some_and(|url| url.ends_with("/robots.txt"));
    if !is_readable(&media) || is_robots {
        unpacker.skip(&member, SkipReason::Unsupported, if is_robots { "robots.txt" } else { &media });
        return true;
    }
    // The ending of an address says little about its content; the media type does.
    member.name = match media.as_str() {
        "text/csv" => "page.csv".to_owned(),
        "application/x-ndjson" => "page.jsonl".to_owned(),
        _ => member.name.split(['?', '#']).next().unwrap_or_default().to_owned(),
    };
    member.response = Some(Arc::new(Response { url, charset: parameter(&body.content, "charset") }));
    unpacker.member(&member, &mut body.stream)
}

fn is_readable(media: &str) -> bool {
    READABLE.contains(&media) || media.ends_with("xml") || media.ends_with("json")
}
