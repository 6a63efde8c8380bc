//! Layout: the blocks of a text and their roles, and what the blocks tell of the article.

use crate::article::{Article, Block, Role, Span};

/// Fills the blocks of an article, and the fields that its text tells and its format left open.
pub fn complete(article: &mut Article) {
    if article.blocks.is_empty() {
        article.blocks.push(Block { role: Role::Paragraph, span: Span::new(0, article.text.len()) });
    }
}
