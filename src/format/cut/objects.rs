//! The values of a JSON list (RFC 8259): the whole source, or a list in an object.

use crate::source::{Cutter, Mark};

/// Cuts a list into its values.
#[derive(Debug)]
pub struct Objects {
    /// Bytes before the first value that are still to come.
    ahead: usize,
    /// Brackets that are open in the value; none between values.
    depth: usize,
    is_inside: bool,
    is_string: bool,
    is_escaped: bool,
}

impl Objects {
    /// A list whose bracket opens right before byte `ahead` of the stream.
    pub fn new(ahead: usize) -> Self {
        Self { ahead, depth: 0, is_inside: false, is_string: false, is_escaped: false }
    }

    /// Between two values.
    fn between(&mut self, bytes: &[u8]) -> (usize, Option<Mark>) {
        // A bracket that closes nothing stands between values too.
        match bytes.iter().position(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b',' | b'}')) {
            None => (bytes.len(), None),
            Some(at) if bytes[at] == b']' => (at, Some(Mark::Over)),
            Some(at) => {
                self.is_inside = true;
                (at, Some(Mark::Start))
            }
        }
    }

    /// Passes over a string. Gives how many bytes were looked at.
    fn string(&mut self, bytes: &[u8]) -> usize {
        if std::mem::take(&mut self.is_escaped) {
            return 1;
        }
        match memchr::memchr2(b'"', b'\\', bytes) {
            None => bytes.len(),
            Some(at) => {
                self.is_string = bytes[at] != b'"';
                self.is_escaped = bytes[at] == b'\\';
                at + 1
            }
        }
    }
}

impl Cutter for Objects {
    fn advance(&mut self, bytes: &[u8], _is_last: bool) -> (usize, Option<Mark>) {
        let ahead = std::mem::take(&mut self.ahead);
        if ahead > bytes.len() {
            self.ahead = ahead - bytes.len();
            return (bytes.len(), None);
        }
        if !self.is_inside {
            let (passed, mark) = self.between(&bytes[ahead..]);
            return (ahead + passed, mark);
        }
        let mut at = 0;
        while at < bytes.len() {
            if self.is_string {
                at += self.string(&bytes[at..]);
                continue;
            }
            match bytes[at] {
                b'"' => self.is_string = true,
                b'{' | b'[' => self.depth += 1,
                b',' | b']' | b'}' if self.depth == 0 => {
                    self.is_inside = false;
                    return (at, Some(Mark::End));
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.is_inside = false;
                        return (at + 1, Some(Mark::End));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        (at, None)
    }

    fn after(&self, before: &[u8]) -> Vec<u8> {
        closing(before)
    }
}

/// The brackets that close what is open at the end of some JSON.
fn closing(before: &[u8]) -> Vec<u8> {
    let mut open = Vec::new();
    let mut is_string = false;
    let mut is_escaped = false;
    for byte in before {
        match byte {
            _ if std::mem::take(&mut is_escaped) => {}
            b'\\' if is_string => is_escaped = true,
            b'"' => is_string = !is_string,
            b'{' if !is_string => open.push(b'}'),
            b'[' if !is_string => open.push(b']'),
            b'}' | b']' if !is_string => drop(open.pop()),
            _ => {}
        }
    }
    open.reverse();
    open
}
