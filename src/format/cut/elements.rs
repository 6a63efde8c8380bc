//! The elements of an XML (or SGML) file that are articles: entries of a feed, items of a message.

use crate::source::{Cutter, Mark};

/// Bytes within which the name of a tag ends.
const NAME_BYTES_MAX: usize = 128;

/// Cuts out elements by their names.
#[derive(Debug)]
pub struct Elements {
    /// Names of the elements, without prefixes of namespaces.
    names: &'static [&'static str],
    state: State,
    /// The element that is open, as its tag writes it, and how many of its name are open.
    open: Option<(Vec<u8>, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    /// At the tag that opens an article.
    Opening,
    Comment,
    CharacterData,
}

/// What starts with a `<`.
enum Tag<'b> {
    Comment,
    CharacterData,
    Open(&'b [u8]),
    Close(&'b [u8]),
    Other,
    /// More has to be seen.
    Unknown,
}

impl Elements {
    /// Elements with these names, whatever prefix they have.
    pub fn new(names: &'static [&'static str]) -> Self {
        Self { names, state: State::Text, open: None }
    }

    fn is_named(&self, name: &[u8]) -> bool {
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        self.names.iter().any(|own| own.as_bytes() == local)
    }

    /// What a `<` at `at` means for the articles: the mark and how far the cutter is, or where to look on.
    fn tag(&mut self, bytes: &[u8], at: usize, is_last: bool) -> Result<usize, (usize, Option<Mark>)> {
        let rest = &bytes[at..];
        match tag(rest, is_last) {
            Tag::Unknown => Err((at, None)),
            Tag::Comment => {
                self.state = State::Comment;
                Ok(at + 4)
            }
            Tag::CharacterData => {
                self.state = State::CharacterData;
                Ok(at + 9)
            }
            Tag::Open(name) if self.open.is_none() && self.is_named(name) => {
                self.open = Some((name.to_vec(), 0));
                self.state = State::Opening;
                Err((at, Some(Mark::Start)))
            }
            Tag::Open(name) => {
                if let Some((_, depth)) = self.open.as_mut().filter(|(open, _)| open == name) {
                    *depth += 1;
                }
                Ok(at + 1)
            }
            Tag::Close(name) => {
                let Some((_, depth)) = self.open.as_mut().filter(|(open, _)| open == name) else { return Ok(at + 1) };
                if *depth > 1 {
                    *depth -= 1;
                    return Ok(at + 1);
                }
                match memchr::memchr(b'>', rest) {
                    None if is_last => Ok(bytes.len()),
                    None => Err((at, None)),
                    Some(end) => {
                        self.open = None;
                        Err((at + end + 1, Some(Mark::End)))
                    }
                }
            }
            Tag::Other => Ok(at + 1),
        }
    }

    /// Passes over the tag that opens an article; it may be empty (`<item/>`).
    fn opening(&mut self, bytes: &[u8], is_last: bool) -> (usize, Option<Mark>) {
        let Some(end) = memchr::memchr(b'>', bytes) else {
            return (if is_last { bytes.len() } else { 0 }, None);
        };
        self.state = State::Text;
        if end > 0 && bytes[end - 1] == b'/' {
            self.open = None;
            return (end + 1, Some(Mark::End));
        }
        if let Some((_, depth)) = &mut self.open {
            *depth = 1;
        }
        (end + 1, None)
    }
}

fn tag(rest: &[u8], is_last: bool) -> Tag<'_> {
    let is_whole = is_last || rest.len() > NAME_BYTES_MAX;
    if rest.starts_with(b"<!--") {
        return Tag::Comment;
    }
    if rest.starts_with(b"<![CDATA[") {
        return Tag::CharacterData;
    }
    let (is_close, name) = match rest.get(1) {
        Some(b'/') => (true, rest.get(2..).unwrap_or_default()),
        _ => (false, rest.get(1..).unwrap_or_default()),
    };
    let searched = name.get(..NAME_BYTES_MAX).unwrap_or(name);
    match searched.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<' | b'!')) {
        Some(_) if !is_whole && name.starts_with(b"!") => Tag::Unknown,
        Some(end) if is_close => Tag::Close(&name[..end]),
        Some(end) => Tag::Open(&name[..end]),
        None if is_whole => Tag::Other,
        None => Tag::Unknown,
    }
}

impl Cutter for Elements {
    fn advance(&mut self, bytes: &[u8], is_last: bool) -> (usize, Option<Mark>) {
        if self.state == State::Opening {
            return self.opening(bytes, is_last);
        }
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let end: &[u8] = match self.state {
                State::Comment => b"-->",
                State::CharacterData => b"]]>",
                State::Text | State::Opening => {
                    let Some(found) = memchr::memchr(b'<', rest) else { return (bytes.len(), None) };
                    match self.tag(bytes, at + found, is_last) {
                        Ok(next) => at = next,
                        Err(told) => return told,
                    }
                    continue;
                }
            };
            match memchr::memmem::find(rest, end) {
                Some(found) => {
                    self.state = State::Text;
                    at += found + end.len();
                }
                None if is_last => return (bytes.len(), None),
                // The end may lie across the border.
                None => return (bytes.len().saturating_sub(2).max(at), None),
            }
        }
    }

    fn after(&self, before: &[u8]) -> Vec<u8> {
        closing(before)
    }
}

/// The tags that close what is open at the end of some XML.
fn closing(before: &[u8]) -> Vec<u8> {
    let mut open: Vec<&[u8]> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', before.get(at..).unwrap_or_default()) {
        at += found;
        let rest = &before[at..];
        let skip = |end: &[u8]| memchr::memmem::find(rest, end).map_or(rest.len(), |found| found + end.len());
        at += match tag(rest, true) {
            Tag::Comment => skip(b"-->"),
            Tag::CharacterData => skip(b"]]>"),
            Tag::Close(name) => {
                if let Some(last) = open.iter().rposition(|open| *open == name) {
                    open.truncate(last);
                }
                1
            }
            Tag::Open(name) => {
                let length = skip(b">");
                let is_empty = rest.get(..length).is_some_and(|tag| tag.ends_with(b"/>"));
                if !is_empty && !name.is_empty() && !name.starts_with(b"?") {
                    open.push(name);
                }
                length
            }
            Tag::Other | Tag::Unknown => 1,
        };
    }
    open.iter().rev().flat_map(|name| [&b"</"[..], name, &b">"[..]].concat()).collect()
}
