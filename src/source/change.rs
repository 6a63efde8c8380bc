//! What tells whether a source has changed since it was read.

use serde::{Deserialize, Serialize};

/// Size, time and digest of a file when it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Bytes.
    pub size: u64,
    /// Time of the last modification, in nanoseconds since 1970. 0 where the time cannot be trusted: the file was
    /// written so shortly before it was read that a later write could have the same time.
    pub modified: i64,
    /// The first half of the SHA-256 of its bytes; 0 when it could not be read.
    pub digest: u128,
}

/// The first half of a SHA-256 as `sha256sum` prints it; 0 for none.
pub fn half_of_digest(digest: &str) -> u128 {
    digest.get(..32).and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

/// What a stat call tells of a known source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Size and time are as they were.
    None,
    /// The size is the same, the time is not: the digest decides.
    Perhaps,
    /// It has another size.
    Certain,
}

/// Compares what is remembered of a source with what a stat call says now.
pub fn change(known: &Fingerprint, size: u64, modified: i64) -> Change {
    if known.size != size {
        Change::Certain
    } else if known.modified != 0 && known.modified == modified {
        Change::None
    } else {
        Change::Perhaps
    }
}

/// The place of a source: its root and the path below it, joined. Two roots that hold the same file, one inside the
/// other, give the same place.
pub fn location(root: &str, path: &str) -> String {
    [beginning(root), separator(root), path].concat()
}

fn beginning(root: &str) -> &str {
    if root == "." { "" } else { root }
}

fn separator(root: &str) -> &'static str {
    if matches!(root, "" | ".") || root.ends_with('/') { "" } else { "/" }
}

/// A number that stands for a source in an index: the first eight bytes of the SHA-256 of its place.
pub fn source_key(root: &str, path: &str) -> u64 {
    use sha2::Digest;
    let digest = sha2::Sha256::new().chain_update(beginning(root)).chain_update(separator(root)).chain_update(path);
    digest.finalize().iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_alone_is_not_a_change() {
        let known = Fingerprint { size: 10, modified: 5, digest: 0 };
        assert_eq!(change(&known, 10, 5), Change::None);
        assert_eq!(change(&known, 10, 6), Change::Perhaps);
        assert_eq!(change(&known, 11, 5), Change::Certain);
        assert_eq!(change(&Fingerprint { modified: 0, ..known }, 10, 0), Change::Perhaps);
    }

    #[test]
    fn nested_roots_share_places() {
        assert_eq!(location("a", "b/c.txt"), location("a/b", "c.txt"));
        assert_eq!(location(".", "c.txt"), "c.txt");
        assert_eq!(source_key("a", "b/c.txt"), source_key("a/b", "c.txt"));
        assert_ne!(source_key("a", "c.txt"), source_key("b", "c.txt"));
    }
}
