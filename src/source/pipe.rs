//! Standard input that may pause: what has come is handed on while the rest is waited for.

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use std::io::{self, Read};
use std::time::Duration;

/// How long nothing has to come for the pipe to count as paused.
const PAUSE: Duration = Duration::from_millis(200);

/// Bytes that are read at once.
const PIECE_BYTES: usize = 64 << 10;

/// Pieces that are read ahead.
const PIECES_AHEAD: usize = 16;

/// A reader over a stream that a thread of its own waits for. `read` fails with [`io::ErrorKind::WouldBlock`] when
/// nothing came for a while; reading can go on after that.
pub struct Pipe {
    pieces: Receiver<io::Result<Vec<u8>>>,
    held: Vec<u8>,
    taken: usize,
}

impl Pipe {
    /// Starts to read `stream`. The thread is left behind if the stream never ends.
    pub fn new(mut stream: impl Read + Send + 'static) -> Self {
        let (sender, pieces) = bounded(PIECES_AHEAD);
        std::thread::spawn(move || {
            loop {
                let mut piece = vec![0; PIECE_BYTES];
                let result = match stream.read(&mut piece) {
                    Ok(0) => return,
                    Ok(count) => {
                        piece.truncate(count);
                        Ok(piece)
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => Err(error),
                };
                let failed = result.is_err();
                if sender.send(result).is_err() || failed {
                    return;
                }
            }
        });
        Self { pieces, held: Vec::new(), taken: 0 }
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.held.len() {
            self.held = match self.pieces.recv_timeout(PAUSE) {
                Ok(piece) => piece?,
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            };
            self.taken = 0;
        }
        let rest = self.held.get(self.taken..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}
