//! What tells most words from those of a table before it is asked: their first letter and their length.

/// For each first letter the lengths, as bits, of the words of a table; longer ones than 31 bytes count as 31.
pub struct Lengths([u32; 26]);

impl Lengths {
    /// Those of some words in small letters; words that begin with no ASCII letter are left out.
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut lengths = [0; 26];
        for word in words {
            if let Some(lengths) = lengths.get_mut(first(word)) {
                *lengths |= bit(word);
            }
        }
        Self(lengths)
    }

    /// Whether a word in small letters can be one of them.
    pub fn may_have(&self, word: &str) -> bool {
        self.0.get(first(word)).is_some_and(|lengths| lengths & bit(word) != 0)
    }
}

fn first(word: &str) -> usize {
    usize::from(word.bytes().next().unwrap_or(0).wrapping_sub(b'a'))
}

fn bit(word: &str) -> u32 {
    1 << word.len().min(31)
}
