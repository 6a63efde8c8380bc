//! Counting what goes into a decompressor and what comes out, so that no small file can become an endless one.

use crate::article::{Locator, Skip, SkipReason};
use crate::settings::{Limits, RATIO_FREE_BYTES};
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// A limit that was passed, or a member that cannot be read, carried through readers as an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct Breach {
    /// The reason of the skip.
    pub reason: SkipReason,
    /// What exactly.
    pub detail: String,
}

impl Breach {
    /// An error that becomes a skip for `reason`.
    pub fn error(reason: SkipReason, detail: impl Into<String>) -> io::Error {
        io::Error::other(Self { reason, detail: detail.into() })
    }
}

/// Bytes that passed a place.
pub type Counter = Rc<Cell<u64>>;

/// Counts what is read through it.
pub struct Counted<R> {
    inner: R,
    counter: Counter,
}

impl<R> Counted<R> {
    /// Adds to `counter`.
    pub fn new(inner: R, counter: Counter) -> Self {
        Self { inner, counter }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.counter.set(self.counter.get() + count as u64);
        Ok(count)
    }
}

/// Fails when what is read through it has grown beyond the limits.
pub struct Metered<R> {
    inner: R,
    limits: Limits,
    /// Compressed bytes so far.
    compressed: Counter,
    /// Bytes that came out here.
    expanded: u64,
    /// Bytes that came out of all decompressors of the file.
    total: Counter,
}

impl<R> Metered<R> {
    /// Watches what comes out of `inner`; `compressed` counts what went in, `total` what came out anywhere in the file.
    pub fn new(inner: R, limits: Limits, compressed: Counter, total: Counter) -> Self {
        Self { inner, limits, compressed, expanded: 0, total }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.expanded += count as u64;
        self.total.set(self.total.get() + count as u64);
        let allowed = self.compressed.get().saturating_mul(self.limits.ratio).max(RATIO_FREE_BYTES);
        if self.expanded > allowed {
            let detail = format!("it expands to more than {} times its size", self.limits.ratio);
            return Err(Breach::error(SkipReason::Expansion, detail));
        }
        if self.total.get() > self.limits.total_bytes {
            let detail = format!("more than {} bytes come out of it", self.limits.total_bytes);
            return Err(Breach::error(SkipReason::Expansion, detail));
        }
        Ok(count)
    }
}

/// The skip for a source that could not be opened or read to its end. `is_compressed`: whether a failure to read is damage
/// of the data, and not of the disk.
pub fn unreadable(locator: Locator, error: &io::Error, is_compressed: bool) -> Skip {
    if let Some(breach) = breach(error) {
        return Skip::new(locator, breach.reason, breach.detail.clone());
    }
    let (reason, detail) = match error.kind() {
        io::ErrorKind::PermissionDenied => (SkipReason::Unreadable, "permission denied".to_owned()),
        io::ErrorKind::NotFound => (SkipReason::Unreadable, "no such file".to_owned()),
        _ if is_compressed => (SkipReason::Damaged, error.to_string()),
        _ => (SkipReason::Unreadable, error.to_string()),
    };
    Skip::new(locator, reason, detail)
}

/// The breach that an error carries, however many readers have wrapped it.
fn breach(error: &io::Error) -> Option<&Breach> {
    let mut inner: &(dyn std::error::Error + 'static) = error.get_ref()?;
    loop {
        if let Some(breach) = inner.downcast_ref::<Breach>() {
            return Some(breach);
        }
        inner = match inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => wrapped,
            None => inner.source()?,
        };
    }
}
