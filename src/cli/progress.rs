//! Progress of long work on a terminal or for a script, and signals that end it.

use super::failure::Failure;
use super::message;
use crate::ingest::Progress;
use crate::output::{duration, grouped, size};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether and how progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressFormat {
    /// A bar, if standard error is a terminal
    Auto,
    /// None
    Never,
    /// One JSON object a second
    Json,
}

/// The first signal asks the run to stop after what is in hand; a second one ends the program at once.
pub fn watch_signals(progress: &Arc<Progress>) -> Result<(), Failure> {
    let mut signals = Signals::new([SIGINT, SIGTERM])
        .map_err(|error| Failure::plain(format!("cannot watch for signals: {error}")))?;
    let progress = progress.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if progress.stop.swap(signal, Ordering::Relaxed) != 0 {
                std::process::exit(128 + signal);
            }
            message("stopping; what is read is kept (once more to stop at once)");
        }
    });
    Ok(())
}

/// Does `work` while progress is shown.
pub fn shown<T>(format: ProgressFormat, progress: &Progress, work: impl FnOnce() -> T) -> T {
    let is_shown = match format {
        ProgressFormat::Auto => std::io::stderr().is_terminal(),
        ProgressFormat::Never => false,
        ProgressFormat::Json => true,
    };
    if !is_shown {
        return work();
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let shower = threads.spawn(|| match format {
            ProgressFormat::Json => lines(progress, &done),
            ProgressFormat::Auto | ProgressFormat::Never => bar(progress, &done),
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        shower.thread().unpark();
        result
    })
}

fn bar(progress: &Progress, done: &AtomicBool) {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} % {msg}") {
        bar.set_style(style);
    }
    let start = Instant::now();
    while !done.load(Ordering::Relaxed) {
        bar.set_length(progress.bytes_found.load(Ordering::Relaxed));
        bar.set_position(progress.bytes.load(Ordering::Relaxed));
        bar.set_message(state(progress, start.elapsed()));
        std::thread::park_timeout(Duration::from_millis(200));
    }
    bar.finish_and_clear();
}

/// `1,200 articles, 800/s, 4.1 MB/s, 3 skipped, 12 s left`.
fn state(progress: &Progress, elapsed: Duration) -> String {
    let load = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let (articles, bytes, skips) = (load(&progress.articles), load(&progress.bytes), load(&progress.skips));
    let seconds = elapsed.as_secs_f64().max(0.001);
    let speed = bytes as f64 / seconds;
    let mut state = format!(
        "{} articles, {}/s, {}/s, {skips} skipped",
        grouped(articles),
        grouped((articles as f64 / seconds) as u64),
        size(speed as u64)
    );
    let left = load(&progress.bytes_found).saturating_sub(bytes);
    if progress.all_found.load(Ordering::Relaxed) && speed > 0.0 {
        state += &format!(", {} left", duration(Duration::from_secs_f64((left as f64 / speed).min(1e6))));
    }
    state
}

fn lines(progress: &Progress, done: &AtomicBool) {
    let start = Instant::now();
    loop {
        let load = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        let line = serde_json::json!({
            "v": 1, "seconds": start.elapsed().as_secs(), "articles": load(&progress.articles),
            "bytes": load(&progress.bytes), "bytes_found": load(&progress.bytes_found),
            "all_found": progress.all_found.load(Ordering::Relaxed), "skips": load(&progress.skips),
        });
        message(&line.to_string());
        if done.load(Ordering::Relaxed) {
            return;
        }
        std::thread::park_timeout(Duration::from_secs(1));
    }
}
