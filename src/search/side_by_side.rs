//! Many queries on several threads, answered in their order.

use rayon::prelude::*;

/// Threads that answer queries side by side.
pub struct SideBySide {
    pool: rayon::ThreadPool,
}

impl SideBySide {
    /// Starts `threads` threads, at least one; the message of the system if it refuses.
    pub fn new(threads: usize) -> Result<Self, String> {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1));
        let pool = builder.thread_name(|number| format!("search-{number}")).build();
        Ok(Self { pool: pool.map_err(|error| error.to_string())? })
    }

    /// `ask` for each of `items`; answers come in the order of the items, whatever the number of threads.
    pub fn answer<I: Sync, A: Send>(&self, items: &[I], ask: impl Fn(&I) -> A + Sync + Send) -> Vec<A> {
        self.pool.install(|| items.par_iter().map(ask).collect())
    }
}
