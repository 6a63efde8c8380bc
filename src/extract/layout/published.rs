//! The day of publication, where nothing inside the text tells it: from the path.

use crate::article::{Article, Basis, DateValue};
use crate::calendar::day_in_path;

/// Fills the day from the member's or the file's path, if it is still open. A year that nothing supports stays open.
pub fn find(article: &mut Article) {
    if article.published.is_some() {
        return;
    }
    let member = article.locator.member.as_deref().and_then(day_in_path);
    let day = member.or_else(|| day_in_path(&article.locator.path));
    article.published = day.map(|day| DateValue::day(day, Basis::rule("path")));
}
