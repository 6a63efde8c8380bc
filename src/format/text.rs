//! Plain text and Markdown: the text verbatim; front matter becomes fields.

use super::{Options, charset, front_matter, new_article};
use crate::article::{Article, RawSource, Skip};

/// Plain text: `extract::layout` finds title, byline and the rest in it.
pub fn parse(source: &RawSource, _options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = decoded(source);
    each(Ok(Article { text, ..new_article(source) }));
}

/// Markdown, with front matter in YAML or TOML.
pub fn parse_markdown(source: &RawSource, options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = decoded(source);
    let mut article = new_article(source);
    match front_matter::split(&text) {
        Some((fields, rest)) => {
            let rest = rest.to_owned();
            super::json::fill(&mut article, &fields, "front-matter", &options.keys);
            article.text = rest;
        }
        None => article.text = text,
    }
    each(Ok(article));
}

fn decoded(source: &RawSource) -> String {
    charset::decode(&source.bytes, source.told_charset(), false)
}
