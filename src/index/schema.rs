//! The schema: which Tantivy field holds what. Made from the table in [`crate::field`].
//!
//! One index holds documents of several types, told apart by a type term: articles, their statements, the sources they
//! came from, and one with the table of folded names. The documents of one article lie next to each other in one segment,
//! the article first and its statements in order: a statement's article is as many documents before it as its number
//! says.

use crate::article::Day;
use crate::field::{FIELDS, FieldKind, Subject};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// Type term of articles.
pub const ARTICLE: &str = "article";
/// Type term of statements.
pub const STATEMENT: &str = "statement";
/// Type term of sources.
pub const SOURCE: &str = "source";

/// Columns of where the parts of statements begin and end.
pub const PARTS: [&str; 2] = ["part_start", "part_end"];

/// Tokenizer of running text: words, folded and stemmed by the language that the value's first line names. A term has
/// the stem and the form of its word.
pub const TEXT_TOKENIZER: &str = "onrecord-text";
/// Tokenizer of names: words, folded.
pub const NAME_TOKENIZER: &str = "onrecord-name";
/// Tokenizer of paths: their parts, folded.
pub const PATH_TOKENIZER: &str = "onrecord-path";

/// Where the values of one field of the table lie, for one type of document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stored {
    /// The indexed words.
    pub words: Option<Field>,
    /// The column of values: whole names or keywords, or packed days.
    pub values: Option<Field>,
}

/// Handles of all fields.
#[derive(Clone, Debug)]
pub struct IndexSchema {
    /// What Tantivy gets.
    pub schema: Schema,
    /// `article`, `statement` or `source`.
    pub kind: Field,
    /// Number of the source and of the run that read it, on articles and statements: what a source's documents are removed
    /// by, those of an earlier run apart from those of a later one.
    pub source_key: Field,
    /// Number of the source as a column, on articles.
    pub source_number: Field,
    /// Number of the article's id, on articles and statements: what one article is removed by.
    pub article_key: Field,
    /// The same as a column, on articles.
    pub article_number: Field,
    /// The article's id.
    pub id: Field,
    /// Number of a statement in its article.
    pub number: Field,
    /// Text of an article: its title and its content.
    pub text: Field,
    /// Where the parts of a statement begin and end among the words of its article's text: statements have no text of
    /// their own.
    pub parts: [Field; 2],
    /// What hits show of an article, as a column: lists of hits need not open records.
    pub head: Field,
    /// The stored text of an article.
    pub stored_text: Field,
    /// The stored rest of its record.
    pub stored_rest: Field,
    /// Format of the article.
    pub format: Field,
    /// Number of the source, on documents of sources only: what a manifest entry is replaced by.
    pub manifest_key: Field,
    /// Root of a source.
    pub source_root: Field,
    /// Path of a source.
    pub source_path: Field,
    /// Size, time, both halves of the digest, articles, number of skips, and the run that read it, of a source.
    pub source_numbers: [Field; 7],
    /// The skips of a source as JSON.
    pub source_skips: Field,
    /// The table of folded names as JSON.
    pub names: Field,
    articles: Vec<Stored>,
    statements: Vec<Stored>,
}

impl IndexSchema {
    /// The one schema of this version.
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let columns = |builder: &mut SchemaBuilder, subject: Subject, prefix: &str| -> Vec<Stored> {
            FIELDS
                .iter()
                .map(|field| match field.subject == subject || field.subject == Subject::Both {
                    true => add_field(builder, field.kind, &format!("{prefix}{}", field.name)),
                    false => Stored::default(),
                })
                .collect()
        };
        let articles = columns(&mut builder, Subject::Article, "");
        let statements = columns(&mut builder, Subject::Statement, "said_");
        let number = |builder: &mut SchemaBuilder, name: &str| builder.add_u64_field(name, FAST);
        let source_numbers = ["size", "modified", "digest_high", "digest_low", "articles", "skip_count", "run"]
            .map(|name| number(&mut builder, &format!("source_{name}")));
        Self {
            kind: builder.add_text_field("type", keyword(false)),
            source_key: builder.add_u64_field("source_key", key()),
            source_number: number(&mut builder, "source_number"),
            article_key: builder.add_u64_field("article_key", key()),
            article_number: number(&mut builder, "article_number"),
            id: builder.add_text_field("id", keyword(true)),
            number: number(&mut builder, "number"),
            text: builder.add_text_field("text", indexed(TEXT_TOKENIZER, true)),
            parts: PARTS.map(|name| number(&mut builder, name)),
            head: builder.add_text_field("head", column()),
            stored_text: builder.add_text_field("stored_text", STORED),
            stored_rest: builder.add_bytes_field("stored_rest", STORED),
            format: builder.add_text_field("format", column()),
            manifest_key: builder.add_u64_field("manifest_key", key()),
            source_root: builder.add_text_field("source_root", column()),
            source_path: builder.add_text_field("source_path", column()),
            source_numbers,
            source_skips: builder.add_bytes_field("source_skips", STORED),
            names: builder.add_text_field("names", STORED),
            articles,
            statements,
            schema: builder.build(),
        }
    }

    /// Where a field of the table lies on articles; nowhere if it is not about articles.
    pub fn of_article(&self, field: &crate::field::Field) -> Stored {
        place(&self.articles, field)
    }

    /// The same by the field's name.
    pub(super) fn of_article_named(&self, name: &str) -> Stored {
        place_of(&self.articles, name)
    }

    /// The same of statements.
    pub(super) fn of_statement_named(&self, name: &str) -> Stored {
        place_of(&self.statements, name)
    }

    /// Where a field of the table lies on statements; nowhere if it is not about statements.
    pub fn of_statement(&self, field: &crate::field::Field) -> Stored {
        place(&self.statements, field)
    }
}

impl Default for IndexSchema {
    fn default() -> Self {
        Self::new()
    }
}

fn place(stored: &[Stored], field: &crate::field::Field) -> Stored {
    place_of(stored, field.name)
}

fn place_of(stored: &[Stored], name: &str) -> Stored {
    let row = FIELDS.iter().position(|row| row.name == name);
    row.and_then(|row| stored.get(row).copied()).unwrap_or_default()
}

fn add_field(builder: &mut SchemaBuilder, kind: FieldKind, name: &str) -> Stored {
    let values = format!("{name}_value");
    let mut stored = Stored::default();
    match kind {
        FieldKind::Text => stored.words = Some(builder.add_text_field(name, indexed(TEXT_TOKENIZER, false))),
        FieldKind::Name | FieldKind::Person => {
            stored.words = Some(builder.add_text_field(name, indexed(NAME_TOKENIZER, false)));
            stored.values = Some(builder.add_text_field(&values, column()));
        }
        FieldKind::Keyword => {
            stored.words = Some(builder.add_text_field(name, keyword(true)));
            stored.values = stored.words;
        }
        FieldKind::Path => stored.words = Some(builder.add_text_field(name, indexed(PATH_TOKENIZER, false))),
        FieldKind::Date | FieldKind::DateOrName => stored.values = Some(builder.add_u64_field(&values, FAST)),
    }
    stored
}

fn indexed(tokenizer: &str, scored: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(scored)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

/// Numbers that documents are found and removed by; nothing scores by them.
fn key() -> NumericOptions {
    NumericOptions::default().set_indexed()
}

fn keyword(with_column: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let options = TextOptions::default().set_indexing_options(indexing);
    if with_column { options.set_fast("raw") } else { options }
}

fn column() -> TextOptions {
    TextOptions::default().set_fast("raw")
}

/// The day before which there is no news that could be indexed.
const FIRST_DAY: Day = jiff::civil::date(-1000, 1, 1);

/// A stretch of days in one number that fits a column: the first day in the upper half, the last in the lower.
pub fn pack_days(earliest: Day, latest: Day) -> u64 {
    u64::from(day_number(earliest)) << 32 | u64::from(day_number(latest))
}

/// First and last day of a packed stretch, as day numbers.
pub fn unpack_days(packed: u64) -> (u32, u32) {
    ((packed >> 32) as u32, packed as u32)
}

/// Days since the first day that can be stored, from 1.
pub fn day_number(day: Day) -> u32 {
    let seconds = day.duration_since(FIRST_DAY).as_secs();
    u32::try_from(seconds / 86_400 + 1).unwrap_or(1)
}

/// The day with this number.
pub fn day_of_number(number: u32) -> Option<Day> {
    FIRST_DAY.checked_add(jiff::Span::new().try_days(i64::from(number) - 1).ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_keep_their_order_in_numbers() {
        let days: Vec<Day> =
            ["1700-01-01", "1969-12-31", "1970-01-01", "2025-03-14"].map(|day| day.parse().unwrap()).into();
        assert!(days.is_sorted_by_key(|day| day_number(*day)));
        for day in days {
            assert_eq!(day_of_number(day_number(day)), Some(day));
            assert_eq!(unpack_days(pack_days(day, day)), (day_number(day), day_number(day)));
        }
    }

    #[test]
    fn every_field_has_a_place() {
        let schema = IndexSchema::new();
        for field in FIELDS {
            let places = [schema.of_article(field), schema.of_statement(field)];
            assert!(places.iter().any(|place| place.words.is_some() || place.values.is_some()), "{}", field.name);
        }
    }
}
