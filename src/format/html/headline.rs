//! Where the headline of a page stands: what is near it belongs to the article.

use dom_query::NodeRef;

/// Bytes of the shortest heading that is compared with the title.
const SHORTEST_TITLE: usize = 8;

/// The heading that is the page's title, else the first one of the first rank.
#[derive(Default)]
pub struct Headline {
    title: String,
    is_title: bool,
    /// Bytes of text before it on the page; none as long as it has not come.
    pub at: Option<usize>,
}

impl Headline {
    /// The headline of a page with this title.
    pub fn new(title: Option<&str>) -> Self {
        Self { title: title.unwrap_or_default().trim().to_owned(), ..Self::default() }
    }

    /// Looks at an element with this name, which has `at` bytes of text before it.
    pub fn see(&mut self, node: &NodeRef, name: &str, at: usize) {
        if self.is_title || !matches!(name, "h1" | "h2" | "h3") {
            return;
        }
        let text = node.text();
        let text = text.trim();
        self.is_title = text.len() > SHORTEST_TITLE
            && (self.title.starts_with(text) || !self.title.is_empty() && text.starts_with(&self.title));
        if self.is_title || name == "h1" && self.at.is_none() {
            self.at = Some(at);
        }
    }
}
