//! Bytes that are shared out, so that what waits in a queue is bounded by its size and not by its number.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// A number of bytes that is shared out.
#[derive(Clone, Debug)]
pub struct Budget {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    total: u64,
    taken: Mutex<u64>,
    returned: Condvar,
}

/// Bytes taken from a budget until it is dropped.
#[derive(Debug)]
pub struct Permit {
    shared: Arc<Shared>,
    bytes: u64,
}

impl Budget {
    /// A budget of `total` bytes.
    pub fn new(total: u64) -> Self {
        Self { shared: Arc::new(Shared { total: total.max(1), taken: Mutex::new(0), returned: Condvar::new() }) }
    }

    /// Takes `bytes`, and waits until there are as many. More than the whole budget is the whole budget.
    pub fn take(&self, bytes: u64) -> Permit {
        let bytes = bytes.min(self.shared.total);
        let mut taken = self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken + bytes > self.shared.total {
            taken = self.shared.returned.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Permit { shared: self.shared.clone(), bytes }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut taken = self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.saturating_sub(self.bytes);
        self.shared.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_until_bytes_come_back() {
        let budget = Budget::new(10);
        let first = budget.take(8);
        let other = budget.clone();
        let waiting = std::thread::spawn(move || drop(other.take(100)));
        drop(first);
        assert!(waiting.join().is_ok());
    }
}
