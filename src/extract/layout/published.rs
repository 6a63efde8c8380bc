//! The day of publication that the path tells.

use crate::article::{Article, Basis, DateValue};
use crate::calendar::day_in_path;

/// Takes the day from the member's or the file's path. A year that nothing supports stays open.
pub fn find(article: &mut Article) {
    let member = article.locator.member.as_deref().and_then(day_in_path);
    if let Some(day) = member.or_else(|| day_in_path(&article.locator.path)) {
        article.add_published(DateValue::day(day, Basis::rule("path")));
    }
}
