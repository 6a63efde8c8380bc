//! The times that a text talks about.

use super::Reading;
use crate::article::DateMention;

/// Finds the date mentions of an article, in order of the text.
pub fn find(_reading: &Reading) -> Vec<DateMention> {
    Vec::new()
}
