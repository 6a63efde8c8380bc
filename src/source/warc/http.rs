//! The answer of a server as a web archive holds it: status, header and body (RFC 9112).

use super::{Fields, HEADER_BYTES_MAX, read_line};
use crate::article::SkipReason;
use crate::source::meter::Breach;
use std::io::{self, Read};

/// An answer whose header has been read.
pub struct Body<'s> {
    /// Its status, where it came by HTTP.
    pub status: Option<u16>,
    /// The value of `Content-Type`.
    pub content: String,
    /// The body, without what only the way of sending has added.
    pub stream: Box<dyn Read + 's>,
}

impl<'s> Body<'s> {
    /// Content that was stored without an answer around it.
    pub fn plain(content: &str, stream: &'s mut dyn Read) -> Self {
        Self { status: None, content: content.to_owned(), stream: Box::new(stream) }
    }

    /// Reads the header of an answer. Gzip in the body is left: it is told by its first bytes.
    pub fn read(stream: &'s mut dyn Read) -> io::Result<Self> {
        let malformed = || Breach::error(SkipReason::Malformed, "no HTTP answer in it");
        let first = read_line(stream, HEADER_BYTES_MAX)?.ok_or_else(malformed)?;
        let first = String::from_utf8_lossy(&first).into_owned();
        let mut words = first.split_whitespace();
        let status = words.next().filter(|version| version.starts_with("HTTP/")).and(words.next());
        let status = status.and_then(|status| status.parse().ok()).ok_or_else(malformed)?;
        let fields = Fields::read(stream)?;
        let content = fields.get("Content-Type").unwrap_or_default().to_owned();
        let is_chunked =
            fields.get("Transfer-Encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
        let sent: Box<dyn Read + 's> = if is_chunked { Box::new(Chunks::new(stream)) } else { Box::new(stream) };
        let stream: Box<dyn Read + 's> = match fields.get("Content-Encoding").map(str::to_ascii_lowercase).as_deref() {
            Some("deflate") => Box::new(flate2::read::ZlibDecoder::new(sent)),
            Some("br") => return Err(Breach::error(SkipReason::Unsupported, "a body compressed with Brotli")),
            _ => sent,
        };
        Ok(Self { status: Some(status), content, stream })
    }
}

/// The media type of a `Content-Type`, in small letters.
pub fn media_type(content: &str) -> String {
    content.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A parameter of a `Content-Type`.
pub fn parameter(content: &str, name: &str) -> Option<String> {
    content.split(';').skip(1).find_map(|parameter| {
        let (own, value) = parameter.split_once('=')?;
        own.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    })
}

/// A body that was sent in chunks. Some archives store it as it was sent, others without the lengths though the header
/// has them: a body that starts with no length is handed on as it is.
struct Chunks<'s> {
    stream: &'s mut dyn Read,
    state: State,
}

enum State {
    Start,
    /// Bytes that are left of this chunk.
    In(u64),
    /// What was taken for a length and is none.
    Plain(Vec<u8>),
    End,
}

impl<'s> Chunks<'s> {
    fn new(stream: &'s mut dyn Read) -> Self {
        Self { stream, state: State::Start }
    }

    /// Reads the line with the length of the next chunk.
    fn length(&mut self) -> io::Result<State> {
        let is_first = matches!(self.state, State::Start);
        let Some(line) = read_line(self.stream, HEADER_BYTES_MAX)? else { return Ok(State::End) };
        let text = String::from_utf8_lossy(&line);
        let digits = text.split(';').next().unwrap_or_default().trim();
        Ok(match u64::from_str_radix(digits, 16) {
            Ok(0) => State::End,
            Ok(length) => State::In(length),
            Err(_) if is_first => State::Plain(line),
            Err(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, "a chunk without a length")),
        })
    }
}

impl Read for Chunks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.state {
                State::End => return Ok(0),
                State::Plain(held) if held.is_empty() => return self.stream.read(buffer),
                State::Plain(held) => {
                    let count = held.len().min(buffer.len());
                    buffer[..count].copy_from_slice(&held[..count]);
                    held.drain(..count);
                    return Ok(count);
                }
                State::Start => self.state = self.length()?,
                State::In(0) => {
                    read_line(self.stream, HEADER_BYTES_MAX)?;
                    self.state = self.length()?;
                }
                State::In(left) => {
                    let most = buffer.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                    let count = self.stream.read(&mut buffer[..most])?;
                    *left -= count as u64;
                    if count == 0 {
                        self.state = State::End;
                    }
                    return Ok(count);
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn body(answer: &str) -> io::Result<String> {
        let mut bytes = answer.as_bytes();
        let mut text = String::new();
        Body::read(&mut bytes)?.stream.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn chunks_are_joined() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(body(&format!("{head}4;a=b\r\nThe \r\n5\r\ntide.\r\n0\r\n\r\n")).unwrap(), "The tide.");
        assert_eq!(body(&format!("{head}<p>The tide.</p>")).unwrap(), "<p>The tide.</p>");
        assert_eq!(body(&format!("{head}ffffffffffffffff\r\nThe")).unwrap(), "The");
        assert!(body(&format!("{head}3\r\nThe\r\nno length\r\n")).is_err());
        assert!(body("GET / HTTP/1.1\r\n\r\n").is_err());
    }

    #[test]
    fn reads_content_types() {
        assert_eq!(media_type("Text/HTML; charset=x"), "text/html");
        assert_eq!(parameter("text/html; Charset=\"ISO-8859-2\"", "charset").as_deref(), Some("ISO-8859-2"));
        assert_eq!(parameter("text/html", "charset"), None);
    }
}
