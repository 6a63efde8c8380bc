//! Layout: the blocks of a text and their roles, and what the blocks tell of the article.
//!
//! Works on any text: what a format saw already (the blocks of a page, fields from metadata) stays as it is.

mod blocks;
mod boilerplate;
mod bylines;
mod dateline;
mod language;
mod lines;
mod published;

use crate::article::{Article, Role};

/// Fills the blocks of an article, and the fields that its text tells and its format left open.
pub fn complete(article: &mut Article) {
    let text = std::mem::take(&mut article.text);
    let verbatim = article.blocks.is_empty();
    let mut blocks = std::mem::take(&mut article.blocks);
    if verbatim {
        blocks = blocks::find(&text, article);
    }
    bylines::mark(&text, &mut blocks, article);
    if verbatim {
        blocks::mark_title(&text, &mut blocks, article);
        boilerplate::mark(&text, &mut blocks, article);
        blocks::mark_headings(&text, &mut blocks);
    }
    dateline::cut(&text, &mut blocks, article);
    published::find(article);
    if article.language.is_none() {
        let content =
            blocks.iter().filter(|block| matches!(block.role, Role::Paragraph | Role::ListItem | Role::Quotation));
        article.language = language::detect(content.map(|block| block.span.of(&text)));
    }
    article.text = text;
    article.blocks = blocks;
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
