//! From the bytes of a source to articles: detection, charset, and one parser a format.
//!
//! Owns what the formats look like. It does no input or output and starts no threads.

mod charset;
mod cut;
mod detect;
mod feed;
mod front_matter;
mod html;
mod identity;
mod json;
mod keys;
mod newsml;
mod nitf;
mod reuters;
mod table;
mod text;
mod xml;

use crate::article::{Article, RawSource, Skip, SkipReason};
use crate::source::{Cutter, PartReader, Piece};

pub use detect::{Undetected, detect, is_json_lines, is_utf16};
pub use keys::{KeyError, Keys};

/// A parser: hands the article of a source to the callback, or the reason why there is none.
type Parse = fn(&RawSource, &Options, &mut dyn FnMut(Result<Article, Skip>));

/// Says how a source that starts with these bytes and has this name falls apart into articles; none where it is one.
type Cut = fn(&[u8], &str) -> Option<Box<dyn Cutter>>;

/// One row of the table of formats.
pub struct Format {
    /// Its name in records, in `status` and for `--input-format`.
    pub name: &'static str,
    /// Endings of file names, which break ties when the content does not tell.
    pub endings: &'static [&'static str],
    /// First elements, in small letters, by which its XML is told.
    pub elements: &'static [&'static str],
    cut: Cut,
    parse: Parse,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Format {
    /// How a source that starts with `head` and has this name falls apart into articles; none where it is one.
    pub fn cutter(&self, head: &[u8], name: &str) -> Option<Box<dyn Cutter>> {
        (self.cut)(head, name)
    }
}

/// Of a format whose sources are one article each.
const fn whole(_: &[u8], _: &str) -> Option<Box<dyn Cutter>> {
    None
}

/// The formats that are read; the last one takes everything.
pub static FORMATS: &[Format] = &[
    Format { name: "csv", endings: &["csv", "tsv", "tab"], elements: &[], cut: table::cut, parse: table::parse },
    Format { name: "feed", endings: &["rss", "atom"], elements: feed::ELEMENTS, cut: feed::cut, parse: feed::parse },
    Format { name: "html", endings: &["html", "htm", "xhtml"], elements: &[], cut: whole, parse: html::parse },
    Format { name: "json", endings: &["json", "jsonl", "ndjson"], elements: &[], cut: json::cut, parse: json::parse },
    Format {
        name: "markdown",
        endings: &["md", "markdown", "mdown"],
        elements: &[],
        cut: whole,
        parse: text::parse_markdown,
    },
    Format { name: "newsml", endings: &[], elements: newsml::ELEMENTS, cut: newsml::cut, parse: newsml::parse },
    Format { name: "nitf", endings: &["nitf"], elements: &["nitf"], cut: whole, parse: nitf::parse },
    Format {
        name: "reuters",
        endings: &["sgm", "sgml"],
        elements: &["reuters"],
        cut: reuters::cut,
        parse: reuters::parse,
    },
    Format { name: "text", endings: &["txt", "text"], elements: &[], cut: whole, parse: text::parse },
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// What a user says about sources that they do not say themselves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format of all sources.
    pub format: Option<&'static Format>,
    /// Keys of JSON objects, columns of tables and fields of front matter.
    pub keys: Keys,
}

/// Parses one article of a format. A source that cannot be read as one is handed over as a [`Skip`], so that nothing is
/// lost in silence.
pub fn parse_one(
    format: &'static Format,
    source: &RawSource,
    options: &Options,
    each: &mut dyn FnMut(Result<Article, Skip>),
) {
    (format.parse)(source, options, &mut |article| match article {
        Ok(mut article) => {
            article.format = format.name.into();
            if article.text.trim().is_empty() && article.title.is_none() {
                return each(Err(Skip::new(article.locator, SkipReason::NoText, "there is no text in it")));
            }
            identity::complete(&mut article, &source.root);
            each(Ok(article));
        }
        Err(skip) => each(Err(skip)),
    });
}

/// Parses a source that is in memory as a whole, and hands every article in it to `each`, in order.
pub fn parse(source: &RawSource, options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let format = match detect(&source.bytes, &source.locator.path, options) {
        Ok(format) => format,
        Err(Undetected { reason, detail }) => return each(Err(Skip::new(source.locator.clone(), reason, detail))),
    };
    let Some(cutter) = format.cutter(&source.bytes, &source.locator.path) else {
        return parse_one(format, source, options, each);
    };
    let mut reader = PartReader::new(source.bytes.as_slice(), cutter, source.bytes.len());
    let mut found = false;
    // Reading from memory does not fail.
    while let Ok(Some(piece)) = reader.next_piece(usize::MAX) {
        found = true;
        match piece {
            Piece::Parts(parts) => {
                for (number, bytes) in parts.iter() {
                    let bytes = bytes.to_vec();
                    let (locator, frame) = (source.locator.at_line(number), Some(reader.frame()));
                    parse_one(format, &RawSource { locator, bytes, frame, ..source.clone() }, options, each);
                }
            }
            Piece::Unfinished(number) => each(Err(unfinished(source.locator.at_line(number)))),
            Piece::TooLong(_) | Piece::Pause => {}
        }
    }
    if !found {
        each(Err(empty_list(source.locator.clone())));
    }
}

/// The skip for an article in whose middle its source ends.
pub fn unfinished(locator: crate::article::Locator) -> Skip {
    Skip::new(locator, SkipReason::Damaged, "it ends in the middle of an article")
}

/// The skip for a list without articles.
pub fn empty_list(locator: crate::article::Locator) -> Skip {
    Skip::new(locator, SkipReason::NoText, "there are no articles in it")
}

/// An article that has only its place so far, and what a web archive tells of it.
fn new_article(source: &RawSource) -> Article {
    Article {
        locator: source.locator.clone(),
        sha256: source.sha256.clone(),
        url: source.response.as_ref().and_then(|response| response.url.clone()),
        ..Article::default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
