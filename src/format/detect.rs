//! What a source is, by its content first; the ending of its name breaks ties.

use super::{FORMATS, Format, Options, format};
use crate::article::SkipReason;

/// Bytes that are looked at.
const HEAD: usize = 4096;

/// First bytes of files that are no text, and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "Office document"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"RIFF", "WebP picture, sound or video"),
    (b"\xd0\xcf\x11\xe0", "Office document"),
    (b"\x7fELF", "program"),
    (b"SQLite format", "SQLite database"),
    (b"{\\rtf", "RTF document"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
];

/// First elements of XML that is no format of its own here.
const XML: &[&str] = &["newsml", "mediawiki", "svg", "sitemapindex", "urlset", "opml"];

/// Why a source has no format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undetected {
    /// The reason of its skip.
    pub reason: SkipReason,
    /// What it is instead.
    pub detail: String,
}

/// The format of a source that starts with `head` and has this name, or why it has none.
pub fn detect(head: &[u8], name: &str, options: &Options) -> Result<&'static Format, Undetected> {
    let none = |reason, detail: &str| Err(Undetected { reason, detail: detail.to_owned() });
    if head.trim_ascii().is_empty() {
        return none(SkipReason::Empty, "there is nothing in it");
    }
    let head = head.get(..HEAD).unwrap_or(head);
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return none(SkipReason::Unsupported, what);
    }
    if !is_utf16(head) && is_binary(head) {
        return none(SkipReason::Binary, "it is not text");
    }
    if let Some(format) = options.format {
        return Ok(format);
    }
    let start = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let ending = ending(name);
    if looks_like_json(&start, &ending) {
        return Ok(named("json"));
    }
    if start.starts_with('<') {
        let element = first_element(&start);
        // Vendors put prefixes of their own before the names of elements.
        let local = element.rsplit(':').next().unwrap_or_default();
        let is_of = |format: &&Format| format.elements.iter().any(|own| *own == element || *own == local);
        if let Some(format) = FORMATS.iter().find(is_of) {
            return Ok(format);
        }
        if XML.contains(&local) {
            return none(SkipReason::Unsupported, &format!("XML with <{element}>"));
        }
    }
    if looks_like_html(&start, &ending) {
        return Ok(named("html"));
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
    format(name).unwrap_or(&FORMATS[FORMATS.len() - 1])
}

/// The ending of a file's name in small letters.
fn ending(name: &str) -> String {
    let last = crate::source::without_compression(name).rsplit('/').next().unwrap_or_default();
    last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a source starts with the byte order mark of UTF-16.
pub fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// NUL bytes that are not UTF-16, or many other control characters.
fn is_binary(head: &[u8]) -> bool {
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

/// Whether JSON has one article a line: by the ending of its name, or because its first line is a whole object and a
/// second one begins. Standard input (`-`) has.
pub fn is_json_lines(head: &[u8], name: &str) -> bool {
    if name == "-" || matches!(ending(name).as_str(), "jsonl" | "ndjson") {
        return true;
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.first() != Some(&b'{') {
        return false;
    }
    let Some(end) = memchr::memchr(b'\n', head) else { return false };
    let (first, rest) = head.split_at(end);
    rest.trim_ascii_start().first() == Some(&b'{') && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}
