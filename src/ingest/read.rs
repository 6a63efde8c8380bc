//! From a file to the articles in it, still unparsed: unpacked, its format told, lists of articles cut apart.

use super::{ReadOptions, scan::FileRun};
use crate::article::{Frame, Locator, RawSource, Response, Skip, SkipReason};
use crate::format::{self, Format, Undetected};
use crate::settings::CHUNK_BYTES;
use crate::source::{
    Cutter, HEAD_BYTES, PartReader, Parts, Peeked, Piece, Place, SourceReader, Unpacker, Visitor, unreadable,
};
use std::io::{self, Read};
use std::sync::Arc;

/// A source that is one article.
#[derive(Debug)]
pub struct Whole {
    /// Its format.
    pub format: &'static Format,
    /// Its bytes. The digest is missing where it is the file's, until that is known.
    pub source: RawSource,
}

/// What the articles of one list have in common.
#[derive(Debug)]
pub struct List {
    /// Their format.
    pub format: &'static Format,
    /// The place of the list.
    pub locator: Locator,
    /// What stands around each.
    pub frame: Arc<Frame>,
    /// What a web archive tells of the list.
    pub response: Option<Arc<Response>>,
}

/// What is done with the articles of a file, in their order.
pub trait Take {
    /// Takes a source that is one article.
    fn whole(&mut self, run: &Arc<FileRun>, whole: Whole);

    /// Takes some articles of a list.
    fn parts(&mut self, run: &Arc<FileRun>, list: &Arc<List>, parts: Parts);

    /// Takes note of something that cannot be read.
    fn skip(&mut self, run: &Arc<FileRun>, skip: Skip);

    /// The file has paused: what was taken is worked on.
    fn pause(&mut self) {}

    /// Whether the run is to stop.
    fn is_stopped(&self) -> bool;
}

/// Reads a file to its end and hands over what is in it. Gives the file's digest (empty where it cannot be read); none
/// where the run was stopped before.
pub fn read(
    run: &Arc<FileRun>,
    reader: io::Result<SourceReader>,
    options: &ReadOptions,
    take: &mut dyn Take,
) -> Option<String> {
    let locator = Locator::file(run.file.path.clone());
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(error) => {
            take.skip(run, unreadable(locator, &error, false));
            return Some(String::new());
        }
    };
    let mut reading = Reading { run, options, take, whole: None, is_empty: true };
    Unpacker::new(options.limits, run.member.as_deref(), &mut reading).file(locator, &mut reader);
    let (whole, is_empty) = (reading.whole, reading.is_empty);
    if take.is_stopped() {
        return None;
    }
    if let Some(member) = run.member.as_ref().filter(|_| is_empty) {
        let locator = Locator::file(run.file.path.clone()).member(member);
        take.skip(run, Skip::new(locator, SkipReason::Unreadable, "there is no such member"));
    }
    let digest = reader.finish().unwrap_or_default();
    if let Some(mut whole) = whole {
        whole.source.sha256.clone_from(&digest);
        take.whole(run, whole);
    }
    Some(digest)
}

struct Reading<'r> {
    run: &'r Arc<FileRun>,
    options: &'r ReadOptions,
    take: &'r mut dyn Take,
    /// The file itself, if it is one article: it waits for the file's digest.
    whole: Option<Whole>,
    /// Whether nothing was found yet, not even something that cannot be read.
    is_empty: bool,
}

impl Visitor for Reading<'_> {
    fn source(&mut self, place: &Place, stream: &mut Peeked<'_>) {
        self.is_empty = false;
        let head = match stream.peek(HEAD_BYTES) {
            Ok(head) => head.to_vec(),
            Err(error) => return self.skip(unreadable(place.locator.clone(), &error, place.is_packed)),
        };
        match format::detect(&head, &place.name, &self.options.format) {
            Err(Undetected { reason, detail }) => {
                // Of damaged data, what came before the damage does not tell what it was.
                let is_short = head.len() < HEAD_BYTES;
                let rest = if is_short { io::copy(stream, &mut io::sink()) } else { Ok(0) };
                self.skip(match rest {
                    Err(error) => unreadable(place.locator.clone(), &error, place.is_packed),
                    Ok(_) => Skip::new(place.locator.clone(), reason, detail),
                });
            }
            Ok(format) => match format.cutter(&head, &place.name) {
                None => self.whole(format, place, stream),
                // Lists are cut apart as bytes, so their bytes have to be those of ASCII.
                Some(cutter) if format::is_utf16(&head) => {
                    self.list(format, place, encoding_rs_io::DecodeReaderBytes::new(stream), cutter);
                }
                Some(cutter) => self.list(format, place, stream, cutter),
            },
        }
    }

    fn skip(&mut self, skip: Skip) {
        self.is_empty = false;
        self.take.skip(self.run, skip);
    }

    fn goes_on(&self) -> bool {
        !self.take.is_stopped()
    }
}

impl Reading<'_> {
    fn whole(&mut self, format: &'static Format, place: &Place, stream: &mut Peeked<'_>) {
        let locator = place.locator.clone();
        let bytes = match self.read_all(stream) {
            Ok(bytes) if bytes.len() as u64 > self.options.limits.article_bytes => {
                return self.skip(Skip::new(locator, SkipReason::TooLarge, self.too_large()));
            }
            Ok(bytes) => bytes,
            Err(error) => return self.skip(unreadable(locator, &error, place.is_packed)),
        };
        let is_member = locator.member.is_some();
        let sha256 = if is_member { crate::source::digest_of(&bytes) } else { String::new() };
        let (root, response) = (self.run.label.clone(), place.response.clone());
        let whole = Whole { format, source: RawSource { locator, bytes, frame: None, response, root, sha256 } };
        match is_member {
            true => self.take.whole(self.run, whole),
            false => self.whole = Some(whole),
        }
    }

    /// Reads to the end, or just beyond the limit, however often the stream pauses.
    fn read_all(&self, stream: &mut Peeked<'_>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut limited = stream.take(self.options.limits.article_bytes + 1);
        loop {
            match limited.read_to_end(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && self.goes_on() => {}
                result => return result.map(|_| bytes),
            }
        }
    }

    fn list(&mut self, format: &'static Format, place: &Place, stream: impl Read, cutter: Box<dyn Cutter>) {
        let longest = usize::try_from(self.options.limits.article_bytes).unwrap_or(usize::MAX);
        let mut reader = PartReader::new(stream, cutter, longest);
        let mut list: Option<Arc<List>> = None;
        let mut found = false;
        while self.goes_on() {
            let piece = match reader.next_piece(CHUNK_BYTES) {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(error) => return self.skip(unreadable(place.locator.clone(), &error, place.is_packed)),
            };
            found |= piece != Piece::Pause;
            match piece {
                Piece::Parts(parts) => {
                    let list = list.get_or_insert_with(|| {
                        let (locator, response) = (place.locator.clone(), place.response.clone());
                        Arc::new(List { format, locator, frame: reader.frame(), response })
                    });
                    self.take.parts(self.run, list, parts);
                }
                Piece::TooLong(number) => {
                    let locator = place.locator.at_line(number);
                    self.skip(Skip::new(locator, SkipReason::TooLarge, self.too_large()));
                }
                Piece::Unfinished(number) => self.skip(format::unfinished(place.locator.at_line(number))),
                Piece::Pause => self.take.pause(),
            }
        }
        if !found && self.goes_on() {
            self.skip(format::empty_list(place.locator.clone()));
        }
    }

    fn too_large(&self) -> String {
        format!("an article larger than {} bytes", self.options.limits.article_bytes)
    }
}
