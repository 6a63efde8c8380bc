//! What an index holds, and how it is.

use super::{Facet, KnownSource};
use crate::article::{Day, Skip, SkipReason};
use std::collections::{BTreeMap, BTreeSet};

/// What an index holds.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Where it is.
    pub place: String,
    /// Articles.
    pub articles: u64,
    /// Statements.
    pub statements: u64,
    /// Sources that were read, skipped ones among them.
    pub sources: u64,
    /// Bytes on disk.
    pub index_bytes: u64,
    /// First publication day.
    pub earliest: Option<Day>,
    /// Last publication day.
    pub latest: Option<Day>,
    /// Articles by format.
    pub formats: Vec<Facet>,
    /// Articles by language.
    pub languages: Vec<Facet>,
    /// Statements by kind.
    pub kinds: Vec<Facet>,
    /// How many articles have a value of each field.
    pub coverage: Vec<(&'static str, u64)>,
    /// Ids that were taken out and are kept out.
    pub forgotten: u64,
    /// Skips by reason.
    pub skips_by_reason: BTreeMap<SkipReason, u64>,
    /// Every skip with the root of its source.
    pub skips: Vec<(String, Skip)>,
    /// The roots.
    pub roots: Vec<String>,
    /// How the cluster is, where the index is in one.
    pub cluster: Option<ClusterStatus>,
}

/// How a cluster and its copies of an index are.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ClusterStatus {
    /// Version of the engine.
    pub version: String,
    /// `green`, `yellow` or `red`.
    pub health: String,
    /// Nodes.
    pub nodes: u64,
    /// Shards of the index.
    pub shards: u64,
    /// Copies of each.
    pub replicas: u64,
    /// Shards and copies that are not there now.
    pub unassigned: u64,
    /// Writes that copies do not have yet, over all of them.
    pub lag: u64,
}

impl Status {
    /// Notes the sources that an index knows, with what was skipped of them, in order of their places.
    pub fn add_sources(&mut self, mut sources: Vec<KnownSource>) {
        sources.sort_by(|left, right| (&left.root, &left.path).cmp(&(&right.root, &right.path)));
        let mut roots = BTreeSet::new();
        for source in sources {
            self.sources += 1;
            for skip in source.skips {
                *self.skips_by_reason.entry(skip.reason).or_default() += 1;
                self.skips.push((source.root.to_string(), skip));
            }
            roots.insert(source.root.to_string());
        }
        self.roots = roots.into_iter().collect();
    }
}
