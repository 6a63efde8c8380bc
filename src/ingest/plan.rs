//! What a run would do, without doing it.

use super::sink::gone;
use super::{Input, Options};
use crate::engine::KnownSource;
use crate::source::{Change, Found, FoundFile, change, digest_of_file, half_of_digest, location, source_key, walk};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a run would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Places of sources that the index does not know.
    pub new: Vec<String>,
    /// Places of those that have another size or time.
    pub changed: Vec<String>,
    /// How many have not changed.
    pub unchanged: u64,
    /// Places of those that are known and gone.
    pub gone: Vec<String>,
}

/// Looks at the sources and says what [`super::index`] would read into an index that knows these.
pub fn plan(known: Vec<KnownSource>, input: &Input, options: &Options) -> Plan {
    let mut plan = Plan::default();
    let Input::Roots(roots) = input else { return plan };
    let known: FxHashMap<u64, KnownSource> =
        known.into_iter().map(|source| (source_key(&source.root, &source.path), source)).collect();
    let mut seen = FxHashSet::default();
    for root in roots {
        walk(root, &options.walk, &mut |found| {
            if let Found::File(file) = found {
                let key = source_key(&root.name, &file.path);
                seen.insert(key);
                match known.get(&key) {
                    None => plan.new.push(location(&root.name, &file.path)),
                    Some(known) if !options.force && is_same(known, &file) => plan.unchanged += 1,
                    Some(_) => plan.changed.push(location(&root.name, &file.path)),
                }
            }
            true
        });
    }
    plan.gone = gone(roots, &known, &seen).map(|source| location(&source.root, &source.path)).collect();
    plan.gone.sort_unstable();
    plan
}

/// Whether a file is as it was when it was read; the digest is asked only where time and size cannot tell.
fn is_same(known: &KnownSource, file: &FoundFile) -> bool {
    match change(&known.fingerprint, file.size, file.modified) {
        Change::None => true,
        Change::Certain => false,
        Change::Perhaps => {
            let digest = digest_of_file(&file.absolute).unwrap_or_default();
            known.fingerprint.digest != 0 && half_of_digest(&digest) == known.fingerprint.digest
        }
    }
}
