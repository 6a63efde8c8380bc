//! Text and what matched → highlighted, sentence-bound passages. Pure; it knows no engine.

mod passage;
mod terms;

pub use passage::{Found, WIDTH, find, widen};
pub use terms::{Match, Terms, highlights, joined};
