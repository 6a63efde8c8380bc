//! From a file to the sources in it: decompression, containers, one inside another up to a depth, all as streams.

use super::compression::{Compression, has_ending, without_compression};
use super::meter::{Breach, Counted, Counter, Metered, unreadable};
use super::open::SourceReader;
use super::peek::Peeked;
use super::{tar, warc, zip};
use crate::article::{Locator, Response, Skip, SkipReason};
use crate::settings::Limits;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Bytes at the start of a source by which its kind is told.
pub const HEAD_BYTES: usize = 64 << 10;

/// Bytes that are decompressed at once.
const PIECE_BYTES: usize = 64 << 10;

/// Largest zip inside another container: it has to be in memory as a whole, since its list stands at its end.
const INNER_ZIP_BYTES_MAX: u64 = 64 << 20;

/// A source that was found in a file: the file itself, or a member of it.
#[derive(Clone, Debug)]
pub struct Place {
    /// How to find it again.
    pub locator: Locator,
    /// Its name, for its ending: without the ending of a compression.
    pub name: String,
    /// What a web archive tells of it.
    pub response: Option<Arc<Response>>,
    /// Whether it was compressed or in a container: a failure to read it is then damage.
    pub is_packed: bool,
    depth: u32,
}

impl Place {
    /// The place of a file.
    fn file(locator: Locator) -> Self {
        let name = without_compression(&locator.path).to_owned();
        Self { locator, name, response: None, is_packed: false, depth: 0 }
    }

    /// This place, as a container.
    pub fn packed(&self) -> Self {
        Self { is_packed: true, ..self.clone() }
    }

    /// The place of a member of this container.
    pub fn member(&self, name: &str) -> Self {
        Self {
            locator: self.locator.member(name),
            name: without_compression(name).to_owned(),
            response: None,
            is_packed: true,
            depth: self.depth + 1,
        }
    }
}

/// What is done with the sources of a file.
pub trait Visitor {
    /// Takes a source. What is not read of the stream is passed over.
    fn source(&mut self, place: &Place, stream: &mut Peeked<'_>);

    /// Takes note of something that cannot be read.
    fn skip(&mut self, skip: Skip);

    /// Whether there is any use in going on.
    fn goes_on(&self) -> bool;
}

/// Goes through the sources in one file.
pub struct Unpacker<'u> {
    limits: Limits,
    only: Option<&'u str>,
    visitor: &'u mut dyn Visitor,
    members: u64,
    total: Counter,
}

impl<'u> Unpacker<'u> {
    /// `only`: the one member that is wanted, if not all are.
    pub fn new(limits: Limits, only: Option<&'u str>, visitor: &'u mut dyn Visitor) -> Self {
        Self { limits, only, visitor, members: 0, total: Counter::default() }
    }

    /// Hands over every source of the file at `locator`.
    pub fn file(&mut self, locator: Locator, reader: &mut SourceReader) {
        let place = Place::file(locator);
        let waits = reader.waits();
        let mut stream = Peeked::new(&mut *reader);
        let is_zip = match self.head(&mut stream) {
            Ok(head) => {
                waits.store(Kind::of(head) != Kind::Plain, Ordering::Relaxed);
                zip::is_zip(head)
            }
            Err(error) => return self.failed(&place, &error),
        };
        if is_zip {
            drop(stream);
            if let Some(file) = reader.file() {
                return zip::visit(self, &place, BufReader::new(file));
            }
            stream = Peeked::new(reader);
        }
        self.open(&place, &mut stream);
    }

    /// Hands over every source in a stream that cannot be read again.
    pub fn stream(&mut self, locator: Locator, stream: impl Read) {
        let place = Place::file(locator);
        self.open(&place, &mut Peeked::new(stream));
    }

    /// The first bytes, once there are any.
    fn head<'p>(&self, stream: &'p mut Peeked<'_>) -> io::Result<&'p [u8]> {
        while self.visitor.goes_on() {
            match stream.peek(1) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
                Ok(_) => break,
            }
        }
        stream.peek(HEAD_BYTES)
    }

    /// Hands over a member of a container: what it is, or what is in it. False when the container is to be left.
    pub fn member(&mut self, place: &Place, stream: &mut dyn Read) -> bool {
        if self.wants(&place.locator) {
            self.open(place, &mut Peeked::new(stream));
        }
        self.visitor.goes_on()
    }

    /// Counts a member, before it is opened. False when there are too many.
    pub fn counts(&mut self, container: &Place) -> bool {
        self.members += 1;
        let fits = self.members <= self.limits.members;
        if !fits {
            let detail = format!("more than {} members; the rest is left out", self.limits.members);
            self.visitor.skip(Skip::new(container.locator.clone(), SkipReason::TooManyMembers, detail));
        }
        fits && self.visitor.goes_on()
    }

    /// Notes that a place cannot be read.
    pub fn failed(&mut self, place: &Place, error: &io::Error) {
        self.visitor.skip(unreadable(place.locator.clone(), error, place.is_packed));
    }

    /// Notes a member that is not looked into.
    pub fn skip(&mut self, place: &Place, reason: SkipReason, detail: impl Into<String>) {
        if self.wants(&place.locator) {
            self.visitor.skip(Skip::new(place.locator.clone(), reason, detail));
        }
    }

    /// Watches what comes out of a member that its container decompresses; `compressed`: its bytes in there.
    pub fn metered<R: Read>(&self, stream: R, compressed: u64) -> Metered<R> {
        Metered::new(stream, self.limits, Counter::new(compressed.into()), self.total.clone())
    }

    /// Whether a place is the wanted one, or one that the wanted one can lie in.
    fn wants(&self, locator: &Locator) -> bool {
        let Some(only) = self.only else { return true };
        let own = locator.member.as_deref().unwrap_or_default();
        only.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('!'))
    }

    fn open(&mut self, place: &Place, stream: &mut Peeked<'_>) {
        let kind = match stream.peek(HEAD_BYTES) {
            Ok(head) => Kind::of(head),
            Err(error) => return self.failed(place, &error),
        };
        if kind != Kind::Plain && place.depth >= self.limits.depth {
            let detail = format!("more than {} containers and compressions around it", self.limits.depth);
            return self.visitor.skip(Skip::new(place.locator.clone(), SkipReason::TooDeep, detail));
        }
        match kind {
            Kind::Compressed(compression) => self.decompress(place, compression, stream),
            Kind::Zip => self.inner_zip(place, stream),
            Kind::Tar => tar::visit(self, place, stream),
            Kind::WebArchive => warc::visit(self, place, stream),
            Kind::Plain if self.only.is_none_or(|only| place.locator.member.as_deref() == Some(only)) => {
                self.visitor.source(place, stream);
            }
            Kind::Plain => {}
        }
    }

    fn decompress(&mut self, place: &Place, compression: Compression, stream: &mut Peeked<'_>) {
        let compressed = Counter::default();
        let counted = Counted::new(stream, compressed.clone());
        let inner = Place { is_packed: true, depth: place.depth + 1, ..place.clone() };
        match compression.decoder(Box::new(BufReader::with_capacity(PIECE_BYTES, counted))) {
            Ok(decoder) => {
                let metered = Metered::new(decoder, self.limits, compressed, self.total.clone());
                self.open(&inner, &mut Peeked::new(metered));
            }
            Err(error) => self.failed(&inner, &error),
        }
    }

    fn inner_zip(&mut self, place: &Place, stream: &mut Peeked<'_>) {
        let mut bytes = Vec::new();
        match stream.take(INNER_ZIP_BYTES_MAX + 1).read_to_end(&mut bytes) {
            Ok(count) if count as u64 > INNER_ZIP_BYTES_MAX => {
                let detail = format!("a zip inside a container, larger than {} MiB", INNER_ZIP_BYTES_MAX >> 20);
                self.failed(place, &Breach::error(SkipReason::TooLarge, detail));
            }
            Ok(_) => zip::visit(self, place, io::Cursor::new(bytes)),
            Err(error) => self.failed(place, &error),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Compressed(Compression),
    Zip,
    Tar,
    WebArchive,
    Plain,
}

impl Kind {
    fn of(head: &[u8]) -> Self {
        if let Some(compression) = Compression::of(head) {
            return Self::Compressed(compression);
        }
        match head {
            head if zip::is_zip(head) => Self::Zip,
            head if tar::is_tar(head) => Self::Tar,
            head if warc::is_warc(head) => Self::WebArchive,
            _ => Self::Plain,
        }
    }
}

/// Endings of names of files that can hold more than they look like: they are not opened by the threads that parse.
const PACKED: &[&str] = &[".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst", ".warc"];

/// Whether a file's name says that it is compressed or a container.
pub fn is_packed_name(name: &str) -> bool {
    without_compression(name).len() < name.len() || PACKED.iter().any(|ending| has_ending(name, ending))
}

/// Whether the name of a member leads out of its container.
pub fn is_unsafe(name: &str) -> bool {
    let is_drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    name.starts_with(['/', '\\']) || is_drive || name.split(['/', '\\']).any(|part| part == "..")
}
