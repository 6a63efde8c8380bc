//! An article a line: the one way to cut a list that needs no knowledge of a format.

use super::{Cutter, Mark};

/// Cuts at the ends of lines.
#[derive(Debug, Default)]
pub struct Lines {
    is_inside: bool,
}

impl Cutter for Lines {
    fn advance(&mut self, bytes: &[u8], _is_last: bool) -> (usize, Option<Mark>) {
        if !self.is_inside {
            self.is_inside = true;
            return (0, Some(Mark::Start));
        }
        match memchr::memchr(b'\n', bytes) {
            Some(end) => {
                self.is_inside = false;
                (end + 1, Some(Mark::End))
            }
            None => (bytes.len(), None),
        }
    }

    fn ends_with_stream(&self) -> bool {
        true
    }

    fn counts_empty(&self) -> bool {
        true
    }
}
