//! `onrecord` indexes archives of news and answers who said what about something, and when.
//!
//! The modules stand in build order: each imports only modules above it (`tests/layers.rs` checks it).
//! `docs/design.md` describes what each owns and what flows between them.

pub mod analysis;
pub mod article;
pub mod calendar;
pub mod cli;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod engine;
pub mod engines;
pub mod extract;
pub mod field;
pub mod format;
pub mod index;
pub mod indexed;
pub mod ingest;
pub mod output;
pub mod query;
pub mod search;
pub mod settings;
pub mod snippet;
pub mod source;
