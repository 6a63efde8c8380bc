//! Where articles come from, and why a source gave none.

use serde::{Deserialize, Serialize};

/// Path of what comes through a pipe. What comes again replaces what came before.
pub const STANDARD_INPUT: &str = "-";

/// How to find a source again: its path, and the member or line inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Locator {
    /// Path relative to the root it was found under, with `/` between its parts; `-` for standard input.
    pub path: String,
    /// Member of a container, if the source lies in one; of a container inside another, both with `!` between.
    pub member: Option<String>,
    /// Line (from 1) of a source with one article a line; place (from 1) in a source that holds a list of articles.
    pub line: Option<u64>,
}

impl Locator {
    /// The locator of a whole file.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), member: None, line: None }
    }

    /// The member `name` of the container that this is.
    pub fn member(&self, name: &str) -> Self {
        let member = self.member.as_ref().map_or_else(|| name.to_owned(), |outer| format!("{outer}!{name}"));
        Self { path: self.path.clone(), member: Some(member), line: None }
    }

    /// The same source, at one line.
    pub fn at_line(&self, line: u64) -> Self {
        Self { line: Some(line), ..self.clone() }
    }
}

impl std::fmt::Display for Locator {
    /// `path`, `path!member`, `path:line`: as messages name a source.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        if let Some(member) = &self.member {
            write!(f, "!{member}")?;
        }
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}

/// What stands around the articles of a list: the head of a feed, the header of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Everything before the first article.
    pub before: Vec<u8>,
    /// What closes that, so that frame and one article together are whole.
    pub after: Vec<u8>,
}

/// What a web archive tells of the answer that a source was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The address that was asked for.
    pub url: Option<String>,
    /// The charset that the server named.
    pub charset: Option<String>,
}

/// The bytes of one source: a file or a member (decompressed), or one article of a list in it.
#[derive(Clone, Debug, Default)]
pub struct RawSource {
    /// Where it is.
    pub locator: Locator,
    /// Its content, decompressed.
    pub bytes: Vec<u8>,
    /// What stands around it, if it is one article of a list.
    pub frame: Option<std::sync::Arc<Frame>>,
    /// What a web archive tells of it.
    pub response: Option<std::sync::Arc<Response>>,
    /// Name of the root it was found under: part of the id of an article that has none of its own.
    pub root: std::sync::Arc<str>,
    /// SHA-256 of the source as it lies (of a member, a line, an entry: of that alone), as `sha256sum` prints it.
    pub sha256: String,
}

impl RawSource {
    /// The charset that came with it, from a server.
    pub fn told_charset(&self) -> Option<&str> {
        self.response.as_ref()?.charset.as_deref()
    }

    /// The bytes with what stands around them.
    pub fn framed(&self) -> std::borrow::Cow<'_, [u8]> {
        match &self.frame {
            Some(frame) => [frame.before.as_slice(), &self.bytes, &frame.after].concat().into(),
            None => self.bytes.as_slice().into(),
        }
    }
}

/// Why a source gave no article: a fixed list, so that counts by reason can be compared over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// The file could not be opened or read.
    Unreadable,
    /// Nothing, or nothing but white space, is in it.
    Empty,
    /// Not text of any kind.
    Binary,
    /// A kind of file that no reader exists for; the detail names it.
    Unsupported,
    /// Recognised, but it breaks the rules of its format.
    Malformed,
    /// Parsed, but there is no text of an article in it.
    NoText,
    /// Larger than the limit for one article.
    TooLarge,
    /// Compressed data that ends early or is damaged.
    Damaged,
    /// Another source has an article of the same id; the first by locator was kept.
    DuplicateId,
    /// Not a regular file: a device, a socket, a named pipe.
    SpecialFile,
    /// A container inside too many others.
    TooDeep,
    /// Compressed data that grows beyond the limit for its size, or more than all that may be expanded.
    Expansion,
    /// A container with more members than the limit.
    TooManyMembers,
    /// A member whose name leads out of its container.
    UnsafePath,
    /// A member that only a password opens.
    Encrypted,
    /// A record of a web archive that says only that nothing had changed.
    Revisit,
    /// An answer of a web archive that is no page: not found, moved, an error.
    HttpStatus,
}

impl SkipReason {
    /// The reason as it is printed and counted.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Unsupported => "unsupported",
            Self::Malformed => "malformed",
            Self::NoText => "no-text",
            Self::TooLarge => "too-large",
            Self::Damaged => "damaged",
            Self::DuplicateId => "duplicate-id",
            Self::SpecialFile => "special-file",
            Self::TooDeep => "too-deep",
            Self::Expansion => "expansion",
            Self::TooManyMembers => "too-many-members",
            Self::UnsafePath => "unsafe-path",
            Self::Encrypted => "encrypted",
            Self::Revisit => "revisit",
            Self::HttpStatus => "http-status",
        }
    }
}

/// A source that gave no article, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// The source.
    pub locator: Locator,
    /// One of the fixed reasons.
    pub reason: SkipReason,
    /// What exactly was wrong, for a person.
    pub detail: String,
}

impl Skip {
    /// A skip of `locator` for `reason`.
    pub fn new(locator: Locator, reason: SkipReason, detail: impl Into<String>) -> Self {
        Self { locator, reason, detail: detail.into() }
    }
}

impl std::fmt::Display for Skip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.locator, self.reason.name())?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}
