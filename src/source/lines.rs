//! Files with one article a line, read in pieces so that one large file keeps every thread busy.

use std::io::{self, Read};

/// A piece of a file that ends at the end of a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Whole lines.
    Lines {
        /// Number of the first line, from 1.
        first: u64,
        /// The lines with their line ends.
        bytes: Vec<u8>,
    },
    /// A line longer than the limit; it was passed over.
    TooLong {
        /// Its number, from 1.
        line: u64,
    },
    /// The stream has paused, and what came of it so far is handed over.
    Pause,
}

/// Cuts a stream into pieces of whole lines, in memory bounded by the limit of a line.
pub struct LineReader<R> {
    reader: R,
    held: Vec<u8>,
    line: u64,
    longest: usize,
    ended: bool,
}

impl<R: Read> LineReader<R> {
    /// Reads `held`, which was read from the stream already, and then the rest of it. `longest`: bytes of the longest
    /// line that is handed over.
    pub fn new(reader: R, held: Vec<u8>, longest: usize) -> Self {
        Self { reader, held, line: 1, longest, ended: false }
    }

    /// The stream, once all pieces are read.
    pub fn into_inner(self) -> R {
        self.reader
    }

    /// The next piece of about `target` bytes; none at the end.
    pub fn next_piece(&mut self, target: usize) -> io::Result<Option<Piece>> {
        let mut searched = 0;
        let mut last_end = None;
        loop {
            if let Some(found) = memchr::memrchr(b'\n', &self.held[searched..]) {
                last_end = Some(searched + found + 1);
            }
            searched = self.held.len();
            match last_end {
                Some(end) if self.held.len() >= target || self.ended => return Ok(Some(self.take_lines(end))),
                None if self.held.len() > self.longest => return self.pass_over().map(Some),
                _ if self.ended && self.held.is_empty() => return Ok(None),
                None if self.ended => return Ok(Some(self.take_lines(searched))),
                _ => match self.fill(target) {
                    Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
                    Err(_) => return Ok(Some(self.pause())),
                    Ok(()) => {}
                },
            }
        }
    }

    fn fill(&mut self, target: usize) -> io::Result<()> {
        let wanted = target.clamp(64 << 10, 1 << 20) as u64;
        let count = self.reader.by_ref().take(wanted).read_to_end(&mut self.held)?;
        self.ended = (count as u64) < wanted;
        Ok(())
    }

    /// The whole lines that came before a pause.
    fn pause(&mut self) -> Piece {
        match memchr::memrchr(b'\n', &self.held) {
            Some(last) => self.take_lines(last + 1),
            None => Piece::Pause,
        }
    }

    fn take_lines(&mut self, end: usize) -> Piece {
        let rest = self.held.split_off(end);
        let bytes = std::mem::replace(&mut self.held, rest);
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Piece::Lines { first, bytes }
    }

    fn pass_over(&mut self) -> io::Result<Piece> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.held) {
                self.held.drain(..=end);
                break;
            }
            self.held.clear();
            if self.ended {
                break;
            }
            if let Err(error) = self.fill(1 << 20)
                && error.kind() != io::ErrorKind::WouldBlock
            {
                return Err(error);
            }
        }
        self.line += 1;
        Ok(Piece::TooLong { line: self.line - 1 })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn pieces(text: &str, target: usize, longest: usize) -> Vec<Piece> {
        let mut reader = LineReader::new(text.as_bytes(), Vec::new(), longest);
        std::iter::from_fn(|| reader.next_piece(target).unwrap()).collect()
    }

    #[test]
    fn every_line_comes_once() {
        let text: String = (1..=50_000).map(|number| format!("line {number}\n")).collect::<String>() + "last";
        let mut joined = String::new();
        let mut next = 1;
        for piece in pieces(&text, 1000, 1 << 20) {
            let Piece::Lines { first, bytes } = piece else { panic!("no line is too long") };
            assert_eq!(first, next);
            next += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
            joined.push_str(std::str::from_utf8(&bytes).unwrap());
        }
        assert_eq!(joined, text);
    }

    #[test]
    fn what_came_before_a_pause_is_handed_over() {
        let (receiver, mut sender) = std::io::pipe().unwrap();
        let mut reader = LineReader::new(super::super::pipe::Pipe::new(receiver), Vec::new(), 1 << 20);
        std::io::Write::write_all(&mut sender, b"one\ntwo\nthr").unwrap();
        assert_eq!(reader.next_piece(1 << 20).unwrap(), Some(Piece::Lines { first: 1, bytes: b"one\ntwo\n".to_vec() }));
        assert_eq!(reader.next_piece(1 << 20).unwrap(), Some(Piece::Pause));
        std::io::Write::write_all(&mut sender, b"ee").unwrap();
        drop(sender);
        assert_eq!(reader.next_piece(1 << 20).unwrap(), Some(Piece::Lines { first: 3, bytes: b"three".to_vec() }));
        assert_eq!(reader.next_piece(1 << 20).unwrap(), None);
    }

    #[test]
    fn a_line_beyond_the_limit_is_named_and_the_rest_goes_on() {
        let text = format!("{}\nshort\n", "x".repeat(300_000));
        assert_eq!(
            pieces(&text, 10, 100_000),
            [Piece::TooLong { line: 1 }, Piece::Lines { first: 2, bytes: b"short\n".to_vec() }]
        );
    }
}
