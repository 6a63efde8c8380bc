//! Plain text and Markdown: the text verbatim; front matter becomes fields.

use super::{charset, front_matter, new_article};
use crate::article::{Article, RawSource, Skip};

/// Plain text: `extract::layout` finds title, byline and the rest in it.
pub fn parse(source: &RawSource, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = charset::decode(&source.bytes, false);
    each(Ok(Article { text, ..new_article(source) }));
}

/// Markdown, with front matter in YAML or TOML.
pub fn parse_markdown(source: &RawSource, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = charset::decode(&source.bytes, false);
    let mut article = new_article(source);
    match front_matter::split(&text) {
        Some((fields, rest)) => {
            let rest = rest.to_owned();
            super::json::fill(&mut article, &fields, "front-matter");
            article.text = rest;
        }
        None => article.text = text,
    }
    each(Ok(article));
}
