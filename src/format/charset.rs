//! Bytes → text: byte order mark, what the content says of itself, UTF-8, else a guess by statistics.

use encoding_rs::{Encoding, UTF_8};

/// Bytes in which a page may say what charset it has.
const DECLARATION: usize = 2048;

/// Decodes a source; the byte order mark is left out. `told`: the charset that came with it (from a server).
/// `declares`: whether the format can name its charset itself (HTML, XML).
pub fn decode(bytes: &[u8], told: Option<&str>, declares: bool) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0.into_owned();
    }
    let named = told.and_then(|label| Encoding::for_label(label.as_bytes()));
    let named = named.or_else(|| declared(bytes).filter(|_| declares));
    // Such bytes can look like UTF-8 and mean something else.
    let is_other = named.is_some_and(|encoding| !encoding.is_ascii_compatible() && bytes.contains(&0x1b));
    if let (Ok(text), false) = (std::str::from_utf8(bytes), is_other) {
        return text.to_owned();
    }
    // Who says UTF-8 and is not has mostly a few broken bytes.
    named.unwrap_or_else(|| guessed(bytes)).decode_without_bom_handling(bytes).0.into_owned()
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = head
        .find("charset=")
        .map(|at| at + "charset=".len())
        .or_else(|| head.find("encoding=").map(|at| at + "encoding=".len()))?;
    let label = head.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|character: char| !(character.is_ascii_alphanumeric() || "-_:".contains(character)));
    Encoding::for_label(label.get(..end.unwrap_or(label.len()))?.as_bytes())
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    if encoding == UTF_8 { encoding_rs::WINDOWS_1252 } else { encoding }
}
