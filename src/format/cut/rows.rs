//! The rows of a table (RFC 4180): lines, but for those inside quotation marks.

use crate::source::{Cutter, Mark};

/// Cuts a table into its rows; the first one names the columns and is no article.
#[derive(Debug)]
pub struct Rows {
    delimiter: u8,
    state: State,
    is_header: bool,
    is_inside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the start of a cell.
    Cell,
    /// In a cell without quotation marks.
    Bare,
    /// In a cell with quotation marks.
    Quoted,
    /// Behind a quotation mark in such a cell.
    Mark,
}

impl Rows {
    /// A table whose cells are parted by `delimiter`.
    pub fn new(delimiter: u8) -> Self {
        Self { delimiter, state: State::Cell, is_header: true, is_inside: false }
    }

    /// The end of a row, if one lies in `bytes`.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            self.state = match (self.state, *byte) {
                (State::Quoted, b'"') => State::Mark,
                (State::Quoted, _) => {
                    at = memchr::memchr(b'"', &bytes[at..]).map_or(bytes.len(), |found| at + found);
                    continue;
                }
                (_, b'\n') => {
                    self.state = State::Cell;
                    return Some(at + 1);
                }
                (State::Cell | State::Mark, b'"') => State::Quoted,
                (_, byte) if byte == self.delimiter => State::Cell,
                _ => {
                    let rest = &bytes[at..];
                    at = memchr::memchr2(b'\n', self.delimiter, rest).map_or(bytes.len(), |found| at + found);
                    self.state = State::Bare;
                    continue;
                }
            };
            at += 1;
        }
        None
    }
}

impl Cutter for Rows {
    fn advance(&mut self, bytes: &[u8], _is_last: bool) -> (usize, Option<Mark>) {
        if !self.is_inside && !self.is_header {
            self.is_inside = true;
            return (0, Some(Mark::Start));
        }
        match self.end(bytes) {
            None => (bytes.len(), None),
            Some(end) if self.is_header => {
                self.is_header = bytes[..end].trim_ascii().is_empty();
                (end, None)
            }
            Some(end) => {
                self.is_inside = false;
                (end, Some(Mark::End))
            }
        }
    }

    fn ends_with_stream(&self) -> bool {
        true
    }
}

/// The byte that parts the cells of a table, by its first line.
pub fn delimiter(head: &[u8]) -> u8 {
    let first = head.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: &u8| memchr::memchr_iter(*delimiter, first).count();
    [b'|', b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}
