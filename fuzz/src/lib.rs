//! What the fuzz targets do with their bytes: any input has to give records or skips, without a panic.

use onrecord::article::{Article, Locator, RawSource, Skip, Span};
use onrecord::format::{self, Options};
use onrecord::field::Subject;
use onrecord::query::{ParseOptions, parse as parse_query};
use onrecord::settings::Limits;
use onrecord::snippet::Terms;
use onrecord::source::{Peeked, Place, Unpacker, Visitor};
use std::io::Read;

/// Bytes of a member that are read.
const MEMBER_BYTES: u64 = 1 << 20;

/// Parses bytes as a format, as one article and as a list.
pub fn parse(name: &str, bytes: &[u8]) {
    let options = Options { format: format::format(name), ..Options::default() };
    let source = RawSource { locator: Locator::file("fuzz"), bytes: bytes.to_vec(), ..RawSource::default() };
    format::parse(&source, &options, &mut |article| {
        if let Ok(article) = article {
            let spans = article.blocks.iter().map(|block| block.span);
            spans.for_each(|span| assert!(article.text.get(span.start..span.end).is_some()));
        }
    });
}

/// Looks for the sources in bytes, and parses what is found.
pub fn unpack(bytes: &[u8]) {
    let limits = Limits { article_bytes: MEMBER_BYTES, total_bytes: 64 << 20, members: 1000, ..Limits::default() };
    let mut reader = Reader;
    Unpacker::new(limits, None, &mut reader).stream(Locator::file("fuzz"), bytes);
}

struct Reader;

impl Visitor for Reader {
    fn source(&mut self, place: &Place, stream: &mut Peeked<'_>) {
        let mut bytes = Vec::new();
        if stream.take(MEMBER_BYTES).read_to_end(&mut bytes).is_ok() {
            let (locator, response) = (place.locator.clone(), place.response.clone());
            let source = RawSource { locator, bytes, response, ..RawSource::default() };
            format::parse(&source, &Options::default(), &mut |_| {});
        }
    }

    fn skip(&mut self, _skip: Skip) {}

    fn goes_on(&self) -> bool {
        true
    }
}

/// Extracts from a text; every span has to slice it.
pub fn extract(text: &str) {
    let record = onrecord::extract::extract(Article { text: text.to_owned(), ..Article::default() });
    let text = &record.article.text;
    let has = |span: &Span| text.get(span.start..span.end).is_some();
    assert!(record.statements.iter().flat_map(|statement| &statement.parts).all(has));
    assert!(record.entities.iter().flat_map(|entity| &entity.mentions).all(|mention| text.get(mention.start..mention.end).is_some()));
}

/// Reads a query: a tree, or an error that points into it.
pub fn query(text: &str) {
    for subject in [Subject::Article, Subject::Statement] {
        let today = onrecord::article::Day::constant(2024, 3, 14);
        match parse_query(text, &ParseOptions::new(subject, today)) {
            Ok(query) => {
                let shown = query.to_string();
                if let Ok(again) = parse_query(&shown, &ParseOptions::new(subject, today)) {
                    assert_eq!(again.to_string(), shown);
                }
                Terms::from_query(&query, Some("en")).matches("The bridges of Saltby, 橋 and мосты, were shut.");
            }
            Err(error) => assert!(text.get(error.at.start..).is_some()),
        }
    }
}
