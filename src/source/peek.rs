//! A stream whose first bytes can be looked at before it is read.

use std::io::{self, Read};

/// A stream with some of its bytes read ahead.
pub struct Peeked<'s> {
    held: Vec<u8>,
    taken: usize,
    inner: Box<dyn Read + 's>,
}

impl<'s> Peeked<'s> {
    /// Nothing is read yet.
    pub fn new(inner: impl Read + 's) -> Self {
        Self { held: Vec::new(), taken: 0, inner: Box::new(inner) }
    }

    /// The next bytes: `count`, or fewer where the stream ends or pauses before. They are read again afterwards. Fails
    /// with [`io::ErrorKind::WouldBlock`] where nothing has come yet.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        self.held.drain(..std::mem::take(&mut self.taken));
        while self.held.len() < count {
            let missing = (count - self.held.len()) as u64;
            match self.inner.by_ref().take(missing).read_to_end(&mut self.held) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && !self.held.is_empty() => break,
                // What came before the damage can still tell what it is; reading on meets the same error.
                Err(error) if self.held.is_empty() => return Err(error),
                Err(error) => {
                    let rest = std::mem::replace(&mut self.inner, Box::new(io::empty()));
                    self.inner = Box::new(Failing { error: Some(error), _rest: rest });
                    break;
                }
            }
        }
        let end = self.held.len().min(count);
        Ok(&self.held[..end])
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let held = self.held.get(self.taken..).unwrap_or_default();
        if held.is_empty() {
            return self.inner.read(buffer);
        }
        let count = held.len().min(buffer.len());
        buffer[..count].copy_from_slice(&held[..count]);
        self.taken += count;
        Ok(count)
    }
}

/// A stream that has failed, and says so to whoever reads on.
struct Failing<'s> {
    error: Option<io::Error>,
    _rest: Box<dyn Read + 's>,
}

impl Read for Failing<'_> {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        Err(self.error.take().unwrap_or_else(|| io::Error::other("the stream has failed before")))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_is_read_again() {
        let mut stream = Peeked::new(&b"abcdef"[..]);
        assert_eq!(stream.peek(2).unwrap(), b"ab");
        let mut first = [0; 1];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(stream.peek(10).unwrap(), b"bcdef");
        let mut rest = String::new();
        stream.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "bcdef");
    }

    #[test]
    fn bytes_before_a_failure_are_seen() {
        let broken = Failing { error: Some(io::Error::other("broken")), _rest: Box::new(io::empty()) };
        let mut stream = Peeked::new(b"abc".chain(broken));
        assert_eq!(stream.peek(10).unwrap(), b"abc");
        let mut bytes = Vec::new();
        assert_eq!(stream.read_to_end(&mut bytes).unwrap_err().to_string(), "broken");
        assert_eq!(bytes, b"abc");
    }
}
