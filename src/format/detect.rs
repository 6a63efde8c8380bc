//! What a source is, by its content first; the ending of its name breaks ties.

use super::{FORMATS, Format};
use crate::article::{RawSource, Skip, SkipReason};

/// Bytes that are looked at.
const HEAD: usize = 4096;

/// First bytes of files that are no text, and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive or Office document"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"RIFF", "WebP picture, sound or video"),
    (b"\xd0\xcf\x11\xe0", "Office document"),
    (b"BZh", "bzip2 file"),
    (b"\xfd7zXZ", "xz file"),
    (b"\x1f\x8b", "gzip file inside another"),
    (b"\x28\xb5\x2f\xfd", "Zstandard file inside another"),
    (b"\x7fELF", "program"),
    (b"SQLite format", "SQLite database"),
    (b"{\\rtf", "RTF document"),
    (b"WARC/1.", "web archive"),
];

/// First elements of feeds.
const FEEDS: &[&str] = &["rss", "feed", "rdf:rdf"];

/// First elements of XML that is no web page.
const XML: &[&str] = &["<nitf", "<newsitem", "<newsmessage", "<newsml", "<reuters", "<mediawiki", "<svg"];

/// The format of a source, or why it has none.
pub fn detect(source: &RawSource) -> Result<&'static Format, Skip> {
    let bytes = source.bytes.as_slice();
    let skip = |reason, detail: &str| Err(Skip::new(source.locator.clone(), reason, detail));
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return skip(SkipReason::Empty, "there is nothing in it");
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return skip(SkipReason::Unsupported, what);
    }
    if is_binary(head) {
        return skip(SkipReason::Binary, "it is not text");
    }
    let start = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let ending = ending(&source.locator.path);
    if source.locator.line.is_some() || looks_like_json(&start, &ending) {
        return Ok(named("json"));
    }
    if FEEDS.contains(&first_element(&start)) {
        return Ok(named("feed"));
    }
    if looks_like_html(&start, &ending) {
        return Ok(named("html"));
    }
    if let Some(element) = XML.iter().find(|element| start.contains(*element)).filter(|_| start.starts_with('<')) {
        return skip(SkipReason::Unsupported, &format!("XML with {element}>"));
    }
    if ["---\n", "---\r\n", "+++\n", "+++\r\n"].iter().any(|fence| start.starts_with(fence)) {
        return Ok(named("markdown"));
    }
    let by_ending = FORMATS.iter().find(|format| format.endings.contains(&ending.as_str()));
    Ok(by_ending.filter(|format| matches!(format.name, "markdown" | "csv")).unwrap_or(named("text")))
}

/// The name of the first element of a text that starts with markup, behind declarations and comments.
fn first_element(start: &str) -> &str {
    let mut rest = start;
    while let Some(behind) = rest.trim_start().strip_prefix('<') {
        if !behind.starts_with(['?', '!']) {
            return behind.split(|letter: char| !letter.is_alphanumeric() && letter != ':').next().unwrap_or_default();
        }
        let has_subset = || behind.split('>').next().is_some_and(|tag| tag.contains('['));
        let end = match behind.starts_with("!--") {
            true => "-->",
            false if has_subset() => "]>",
            false => ">",
        };
        rest = behind.split_once(end).map_or("", |(_, rest)| rest);
    }
    ""
}

fn named(name: &str) -> &'static Format {
    // The last format takes everything.
    FORMATS.iter().find(|format| format.name == name).unwrap_or(&FORMATS[FORMATS.len() - 1])
}

/// The ending of a file's name in small letters, the one of a compression left out.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let bare = [".gz", ".zst", ".zstd"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    bare.rsplit_once('.').map(|(_, ending)| ending.to_owned()).unwrap_or_default()
}

/// NUL bytes that are not UTF-16, or many other control characters.
fn is_binary(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return false;
    }
    let controls = head.iter().filter(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31)).count();
    head.contains(&0) || controls * 20 > head.len()
}

fn looks_like_html(start: &str, ending: &str) -> bool {
    let is_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag));
    let says_so = start.starts_with('<') && (start.contains("<html") || start.contains("<!doctype html"));
    is_page || says_so || matches!(ending, "html" | "htm" | "xhtml") && start.contains('<')
}

fn looks_like_json(start: &str, ending: &str) -> bool {
    match ending {
        "json" | "jsonl" | "ndjson" => true,
        _ => {
            let inside = start.strip_prefix('{').or_else(|| start.strip_prefix('[')).map(str::trim_start);
            inside.is_some_and(|inside| inside.starts_with('"') || start.starts_with('[') && inside.starts_with('{'))
        }
    }
}

/// Whether a file has one article a line: by its ending, or because its first line is a whole JSON object and a second
/// one begins. `head`: its first bytes.
pub fn looks_like_json_lines(head: &[u8], path: &str) -> bool {
    if path == "-" || matches!(ending(path).as_str(), "jsonl" | "ndjson") {
        return !MAGIC.iter().any(|(magic, _)| head.starts_with(magic));
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.first() != Some(&b'{') {
        return false;
    }
    let Some(end) = memchr::memchr(b'\n', head) else { return false };
    let (first, rest) = head.split_at(end);
    rest.trim_ascii_start().first() == Some(&b'{') && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}
