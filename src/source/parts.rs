//! Sources with many articles (lines, rows, entries, objects of a list), read in pieces of whole articles, so that one
//! large file keeps every thread busy and none is ever in memory as a whole.

use crate::article::Frame;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

/// What lies at a place in a list of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An article begins.
    Start,
    /// It ends.
    End,
    /// The list ends; what comes behind is no article.
    Over,
}

/// Finds where the articles of one format begin and end, in one pass over the stream.
pub trait Cutter: Send {
    /// Looks at `bytes`, which follow the ones that it was done with before. Gives how many of them it is done with, and
    /// what lies behind these, if anything does. Done with none and no mark: it has to see more.
    /// `is_last`: there is no more.
    fn advance(&mut self, bytes: &[u8], is_last: bool) -> (usize, Option<Mark>);

    /// What closes `before`, the bytes before the first article, so that it and an article together are whole.
    fn after(&self, _before: &[u8]) -> Vec<u8> {
        Vec::new()
    }

    /// Whether an article may end where the stream does.
    fn ends_with_stream(&self) -> bool {
        false
    }

    /// Whether empty places count, as empty lines do.
    fn counts_empty(&self) -> bool {
        false
    }
}

/// Some articles of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Bytes of the source.
    pub bytes: Vec<u8>,
    /// Number of each article, from 1, and its place in `bytes`.
    pub places: Vec<(u64, Range<usize>)>,
}

impl Parts {
    /// The number of each article and its bytes.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.places.iter().map(|(number, place)| (*number, self.bytes.get(place.clone()).unwrap_or_default()))
    }
}

/// What is next in a list of articles.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Articles.
    Parts(Parts),
    /// The article with this number is larger than the limit; it was passed over.
    TooLong(u64),
    /// The stream ends in the middle of the article with this number.
    Unfinished(u64),
    /// The stream has paused, and what came of it so far was handed over.
    Pause,
}

/// Reads a list of articles, in memory bounded by the limit of one article.
pub struct PartReader<R> {
    reader: R,
    cutter: Box<dyn Cutter>,
    longest: usize,
    held: Vec<u8>,
    /// Bytes of `held` that the cutter is done with.
    seen: usize,
    /// Where the article that is being read begins in `held`.
    start: Option<usize>,
    number: u64,
    frame: Option<Arc<Frame>>,
    places: Vec<(u64, Range<usize>)>,
    /// Whether the article that is being read is beyond the limit.
    is_dropping: bool,
    is_ended: bool,
    is_over: bool,
    failure: Option<io::Error>,
    /// One beyond the limit that is still to be named, behind the articles before it.
    late: Option<u64>,
}

impl<R: Read> PartReader<R> {
    /// `longest`: bytes of the longest article that is handed over.
    pub fn new(reader: R, cutter: Box<dyn Cutter>, longest: usize) -> Self {
        Self {
            reader,
            cutter,
            longest,
            held: Vec::new(),
            seen: 0,
            start: None,
            number: 0,
            frame: None,
            places: Vec::new(),
            is_dropping: false,
            is_ended: false,
            is_over: false,
            failure: None,
            late: None,
        }
    }

    /// What stands around every article; known with the first piece.
    pub fn frame(&self) -> Arc<Frame> {
        self.frame.clone().unwrap_or_default()
    }

    /// The next articles, about `target` bytes of them; none at the end.
    pub fn next_piece(&mut self, target: usize) -> io::Result<Option<Piece>> {
        loop {
            if let Some(number) = self.late.take() {
                return Ok(Some(Piece::TooLong(number)));
            }
            if let Some(piece) = self.cut(target) {
                return Ok(Some(piece));
            }
            if let Some(error) = self.failure.take_if(|_| self.places.is_empty()) {
                return Err(error);
            }
            if self.failure.is_some() {
                return Ok(Some(self.take()));
            }
            if self.is_over || self.is_ended {
                return Ok(self.rest());
            }
            match self.fill(target) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Ok(Some(match self.cut(target) {
                        Some(piece) => piece,
                        None if self.places.is_empty() => Piece::Pause,
                        None => self.take(),
                    }));
                }
                // What came before the damage counts.
                Err(error) => self.failure = Some(error),
            }
        }
    }

    fn fill(&mut self, target: usize) -> io::Result<()> {
        let wanted = target.clamp(64 << 10, 1 << 20) as u64;
        let count = self.reader.by_ref().take(wanted).read_to_end(&mut self.held)?;
        self.is_ended = (count as u64) < wanted;
        Ok(())
    }

    /// Looks at what is held; gives a piece when there is enough for one.
    fn cut(&mut self, target: usize) -> Option<Piece> {
        while !self.is_over && self.seen < self.held.len() {
            let rest = self.held.get(self.seen..).unwrap_or_default();
            let (done, mark) = self.cutter.advance(rest, self.is_ended);
            self.seen += done;
            match mark {
                Some(Mark::Start) => self.start(),
                Some(Mark::End) => {
                    if self.end() {
                        if self.places.is_empty() {
                            return Some(Piece::TooLong(self.number));
                        }
                        self.late = Some(self.number);
                        return Some(self.take());
                    }
                    if self.held_places() >= target {
                        return Some(self.take());
                    }
                }
                Some(Mark::Over) => self.is_over = true,
                None if done == 0 => break,
                None => {}
            }
        }
        if self.too_long() {
            if !self.places.is_empty() {
                return Some(self.take());
            }
            self.held.drain(..std::mem::take(&mut self.seen));
            self.is_dropping = self.start.is_some();
            self.start = self.start.map(|_| 0);
        }
        None
    }

    /// Bytes up to the end of the last whole article.
    fn held_places(&self) -> usize {
        self.places.last().map_or(0, |(_, place)| place.end)
    }

    fn too_long(&self) -> bool {
        self.is_dropping || self.held.len() - self.start.unwrap_or(self.held_places()) > self.longest
    }

    fn start(&mut self) {
        let before = self.held.get(..self.seen).unwrap_or_default();
        if self.frame.is_none() {
            let after = self.cutter.after(before);
            self.frame = Some(Arc::new(Frame { before: before.to_vec(), after }));
        }
        self.start = Some(self.seen);
        self.number += 1;
    }

    /// Ends the article that is being read. True if it was beyond the limit.
    fn end(&mut self) -> bool {
        let Some(start) = self.start.take() else { return false };
        if std::mem::take(&mut self.is_dropping) || self.seen - start > self.longest {
            if self.places.is_empty() {
                self.held.drain(..std::mem::take(&mut self.seen));
            }
            return true;
        }
        let is_empty = self.held.get(start..self.seen).unwrap_or_default().trim_ascii().is_empty();
        if !is_empty {
            self.places.push((self.number, start..self.seen));
        } else if !self.cutter.counts_empty() {
            self.number -= 1;
        }
        false
    }

    /// Hands over the whole articles that are held.
    fn take(&mut self) -> Piece {
        let end = self.held_places();
        let rest = self.held.split_off(end);
        self.seen -= end;
        self.start = self.start.map(|start| start - end);
        let bytes = std::mem::replace(&mut self.held, rest);
        Piece::Parts(Parts { bytes, places: std::mem::take(&mut self.places) })
    }

    /// What is left when there is nothing more to read.
    fn rest(&mut self) -> Option<Piece> {
        if self.start.is_some() && !self.is_over && self.cutter.ends_with_stream() {
            self.seen = self.held.len();
            if self.end() {
                self.late = Some(self.number);
            }
        }
        if !self.places.is_empty() {
            return Some(self.take());
        }
        if let Some(number) = self.late.take() {
            return Some(Piece::TooLong(number));
        }
        self.held.clear();
        self.seen = 0;
        let number = self.number;
        self.start.take().filter(|_| !self.is_over).map(|_| match self.is_dropping {
            true => Piece::TooLong(number),
            false => Piece::Unfinished(number),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Lines;
    use super::*;

    fn read(text: &str, target: usize, longest: usize) -> Vec<String> {
        let mut reader = PartReader::new(text.as_bytes(), Box::<Lines>::default(), longest);
        let mut told = Vec::new();
        while let Some(piece) = reader.next_piece(target).unwrap() {
            match piece {
                Piece::Parts(Parts { bytes, places }) => {
                    told.extend(places.into_iter().map(|(number, place)| {
                        format!("{number} {}", String::from_utf8_lossy(&bytes[place]).trim_end())
                    }))
                }
                other => told.push(format!("{other:?}")),
            }
        }
        told
    }

    #[test]
    fn every_article_comes_once_whatever_the_size_of_a_piece() {
        let text: String = (1..=30_000).map(|number| format!("{}\n", number * 7)).collect::<String>() + "last";
        let whole: Vec<String> = (1..).zip(text.lines()).map(|(number, line)| format!("{number} {line}")).collect();
        for target in [1, 1000, 1 << 20] {
            assert_eq!(read(&text, target, 1 << 20), whole, "{target}");
        }
    }

    #[test]
    fn empty_places_count_where_they_do() {
        assert_eq!(read("one\n\n  \ntwo", 1 << 20, 1 << 20), ["1 one", "4 two"]);
        assert!(read("", 1, 1).is_empty());
    }

    #[test]
    fn one_beyond_the_limit_is_named_and_the_rest_goes_on() {
        let text = format!("a\n{}\nshort\n{}", "x".repeat(300_000), "y".repeat(300_000));
        assert_eq!(read(&text, 10, 100_000), ["1 a", "TooLong(2)", "3 short", "TooLong(4)"]);
        assert_eq!(read("a\nlonger\nb\nlonger", 1 << 20, 3), ["1 a", "TooLong(2)", "3 b", "TooLong(4)"]);
    }

    #[test]
    fn what_came_before_a_pause_is_handed_over() {
        let (receiver, mut sender) = std::io::pipe().unwrap();
        let mut reader = PartReader::new(super::super::pipe::Pipe::new(receiver), Box::<Lines>::default(), 1 << 20);
        std::io::Write::write_all(&mut sender, b"one\ntwo\nthr").unwrap();
        let Piece::Parts(parts) = reader.next_piece(1 << 20).unwrap().unwrap() else { panic!("two lines came") };
        assert_eq!(parts.bytes, b"one\ntwo\n");
        assert_eq!(reader.next_piece(1 << 20).unwrap(), Some(Piece::Pause));
        std::io::Write::write_all(&mut sender, b"ee").unwrap();
        drop(sender);
        let Piece::Parts(parts) = reader.next_piece(1 << 20).unwrap().unwrap() else { panic!("a line came") };
        assert_eq!((parts.bytes.as_slice(), parts.places[0].0), (&b"three"[..], 3));
        assert_eq!(reader.next_piece(1 << 20).unwrap(), None);
    }
}
