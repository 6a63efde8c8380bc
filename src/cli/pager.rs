//! Standard output, through a pager where a person reads it.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::process::{Child, Command, Stdio};

/// The pager where none is named.
const PAGER: &str = "less";

/// What `less` is told where the user tells it nothing: end where all fits, keep colours and what is on the screen.
const LESS: &str = "FRX";

/// Where results go.
pub struct Out(Kind);

enum Kind {
    Plain(BufWriter<Stdout>),
    Paged(Child),
}

impl Out {
    /// Standard output as it is.
    pub fn plain() -> Self {
        Self(Kind::Plain(BufWriter::with_capacity(64 << 10, io::stdout())))
    }

    /// Standard output through the user's pager, if it is a terminal. `PAGER` names it; empty or `cat`, there is none.
    pub fn paged() -> Self {
        let named = std::env::var("PAGER").unwrap_or_else(|_| PAGER.to_owned());
        let is_none = matches!(named.trim(), "" | "cat");
        if is_none || !io::stdout().is_terminal() {
            return Self::plain();
        }
        // Read by a shell, as other programs do: `PAGER="less -R | tee log"`.
        let mut command = Command::new("sh");
        command.args(["-c", &named]).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", LESS);
        }
        command.spawn().map_or_else(|_| Self::plain(), |child| Self(Kind::Paged(child)))
    }

    /// Writes what is left, and waits until it was read.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        if let Kind::Paged(child) = &mut self.0 {
            drop(child.stdin.take());
            child.wait()?;
        }
        Ok(())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Kind::Plain(out) => out.write(bytes),
            Kind::Paged(child) => match &mut child.stdin {
                Some(input) => input.write(bytes),
                None => Err(io::ErrorKind::BrokenPipe.into()),
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Kind::Plain(out) => out.flush(),
            Kind::Paged(child) => child.stdin.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

impl Drop for Out {
    /// A pager that is still open has the terminal: the program must not end before it.
    fn drop(&mut self) {
        if let Kind::Paged(child) = &mut self.0 {
            drop(child.stdin.take());
            drop(child.wait());
        }
    }
}
