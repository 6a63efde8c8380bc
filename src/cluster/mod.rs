//! The engine for archives that one machine does not hold: an OpenSearch cluster.
//!
//! Implements [`crate::engine::Writer`] and [`crate::engine::Reader`] over HTTP. The cluster stores, selects and counts;
//! words are cut and stemmed here, and the best hits are ranked here, by the rules of `search`, so that both engines
//! answer alike. It knows nothing of sources' formats and prints nothing.
//!
//! An index is three indices of the cluster under one alias: articles, with their statements inside them; statements, with
//! what they need of their articles; and sources. Their names end in a number, so that a new one can be built beside.

mod address;
mod bulk;
mod check;
mod client;
mod compile;
mod counting;
mod credentials;
mod document;
mod expansion;
mod kept_out;
mod making;
mod manifest;
mod mapping;
mod names;
mod outgoing;
mod pattern;
mod ranking;
mod reader;
mod search;
mod suggest;
mod texts;
mod writer;

pub use address::Address;
pub use reader::ClusterReader;
pub use writer::ClusterWriter;
