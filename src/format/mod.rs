//! From the bytes of a source to articles: detection, charset, and one parser a format.
//!
//! Owns what the formats look like. It does no input or output and starts no threads.

mod charset;
mod detect;
mod feed;
mod front_matter;
mod html;
mod identity;
mod json;
mod table;
mod text;

use crate::article::{Article, RawSource, Skip, SkipReason};

pub use detect::looks_like_json_lines;

/// A parser: hands every article of a source to the callback, or the reason why there is none.
type Parse = fn(&RawSource, &mut dyn FnMut(Result<Article, Skip>));

/// One row of the table of formats.
pub struct Format {
    /// Its name in records and in `status`.
    pub name: &'static str,
    /// Endings of file names, which break ties when the content does not tell.
    pub endings: &'static [&'static str],
    parse: Parse,
}

/// The formats that are read.
pub static FORMATS: &[Format] = &[
    Format { name: "csv", endings: &["csv", "tsv", "tab"], parse: table::parse },
    Format { name: "feed", endings: &["rss", "atom"], parse: feed::parse },
    Format { name: "html", endings: &["html", "htm", "xhtml"], parse: html::parse },
    Format { name: "json", endings: &["json", "jsonl", "ndjson"], parse: json::parse },
    Format { name: "markdown", endings: &["md", "markdown", "mdown"], parse: text::parse_markdown },
    Format { name: "text", endings: &["txt", "text"], parse: text::parse },
];

/// Parses one source and hands every article in it to `each`, in order. A source that cannot be read as an article is
/// handed over as a [`Skip`], so that nothing is lost in silence.
pub fn parse(source: RawSource, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let format = match detect::detect(&source) {
        Ok(format) => format,
        Err(skip) => return each(Err(skip)),
    };
    (format.parse)(&source, &mut |article| match article {
        Ok(mut article) => {
            article.format = format.name.into();
            if article.text.trim().is_empty() {
                return each(Err(Skip::new(article.locator, SkipReason::NoText, "there is no text in it")));
            }
            identity::complete(&mut article, &source.root);
            each(Ok(article));
        }
        Err(skip) => each(Err(skip)),
    });
}

/// An article that has only its place so far.
fn new_article(source: &RawSource) -> Article {
    Article { locator: source.locator.clone(), sha256: source.sha256.clone(), ..Article::default() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
