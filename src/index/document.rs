//! Records → Tantivy documents: one for the article, then one for each of its statements.

use super::schema::{ARTICLE, IndexSchema, SOURCE, STATEMENT, Stored, pack_days};
use super::stored;
use crate::article::{Locator, Record, Statement};
use crate::engine::{EngineError, KnownSource};
use crate::indexed::{self, Indexed, TextValue, searched_text};
use crate::settings::Permit;
use crate::source::source_key;
use tantivy::TantivyDocument;
use tantivy::schema::document::{CompactDocValue, Document};

/// A document on its way to the index. Dropping it gives the memory it held back to the writer.
pub struct HeldDocument {
    document: TantivyDocument,
    /// Only the last document of a batch carries it.
    pub permit: Option<Permit>,
}

impl HeldDocument {
    /// A document that holds no memory of the writer's yet.
    pub fn new(document: TantivyDocument) -> Self {
        Self { document, permit: None }
    }
}

impl Document for HeldDocument {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

/// A record made ready to be written.
pub struct Prepared {
    /// Its documents: the article, then its statements.
    pub documents: Vec<HeldDocument>,
    /// Number of its id.
    pub article_key: u64,
    /// Number of its source.
    pub source_key: u64,
    /// Its id.
    pub id: String,
    /// Where it came from.
    pub locator: Locator,
    /// Root of its source.
    pub root: String,
    /// About how many bytes of memory it takes.
    pub bytes: u64,
}

/// The number that stands for an article's id.
pub fn article_key(id: &str) -> u64 {
    source_key("", id)
}

/// The number by which everything is removed that one run has read of a source. The runs of an index are counted.
pub fn run_key(source: u64, run: u64) -> u64 {
    source ^ run.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Makes the documents of a record that a run has read.
pub fn documents(schema: &IndexSchema, record: &Record, root: &str, run: u64) -> Result<Prepared, EngineError> {
    let failed = |error: serde_json::Error| EngineError::Other(error.to_string());
    let article = &record.article;
    let source = source_key(root, &article.locator.path);
    let keys = Keys { source, run: run_key(source, run), article: article_key(&article.id) };
    let head = stored::head_to_text(article, root).map_err(failed)?;
    let rest = stored::pack(record, root).map_err(failed)?;
    let bytes = 3 * (article.text.len() + rest.len() + head.len()) as u64 + 512;
    let (text, places) = searched_text(record);
    let mut document = article_document(schema, record, root, &keys);
    document.add_text(schema.text, text);
    document.add_text(schema.head, head);
    document.add_text(schema.stored_text, &article.text);
    document.add_bytes(schema.stored_rest, &rest);
    let mut documents = Vec::with_capacity(record.statements.len() + 1);
    documents.push(HeldDocument::new(document));
    for (index, statement) in record.statements.iter().enumerate() {
        let mut document = statement_document(schema, record, statement, &keys);
        document.add_u64(schema.number, index as u64 + 1);
        for part in statement.parts.iter().filter_map(|part| places.of(*part)) {
            document.add_u64(schema.parts[0], part.start as u64);
            document.add_u64(schema.parts[1], part.end as u64);
        }
        documents.push(HeldDocument::new(document));
    }
    Ok(Prepared {
        documents,
        article_key: keys.article,
        source_key: keys.source,
        id: article.id.clone(),
        locator: article.locator.clone(),
        root: root.to_owned(),
        bytes,
    })
}

struct Keys {
    source: u64,
    run: u64,
    article: u64,
}

fn article_document(schema: &IndexSchema, record: &Record, root: &str, keys: &Keys) -> TantivyDocument {
    let article = &record.article;
    let mut document = start(schema, ARTICLE, keys);
    document.add_u64(schema.source_number, keys.source);
    document.add_u64(schema.article_number, keys.article);
    document.add_text(schema.id, &article.id);
    document.add_text(schema.format, &article.format);
    let language = article.language.as_deref();
    indexed::of_article(record, root, &mut |field, value| {
        add(&mut document, schema.of_article_named(field), language, value);
    });
    document
}

fn statement_document(schema: &IndexSchema, record: &Record, statement: &Statement, keys: &Keys) -> TantivyDocument {
    let mut document = start(schema, STATEMENT, keys);
    let language = record.article.language.as_deref();
    indexed::of_statement(record, statement, &mut |field, value| {
        add(&mut document, schema.of_statement_named(field), language, value);
    });
    document
}

fn add(document: &mut TantivyDocument, place: Stored, language: Option<&str>, value: Indexed) {
    match (value, place.words, place.values) {
        (Indexed::Text(text), Some(words), _) => {
            document.add_text(words, TextValue::of(language, text).into_string());
        }
        (Indexed::Words(text), Some(words), _) => document.add_text(words, text),
        (Indexed::Value(value), _, Some(values)) => document.add_text(values, value),
        (Indexed::Days(earliest, latest), _, Some(values)) => document.add_u64(values, pack_days(earliest, latest)),
        _ => {}
    }
}

/// The document of a source that a run has read: its entry in the manifest.
pub fn source_document(schema: &IndexSchema, source: &KnownSource, run: u64) -> Result<TantivyDocument, EngineError> {
    let key = source_key(&source.root, &source.path);
    let numbers = [
        source.fingerprint.size,
        source.fingerprint.modified as u64,
        (source.fingerprint.digest >> 64) as u64,
        source.fingerprint.digest as u64,
        source.articles,
        source.skips.len() as u64,
        run,
    ];
    let mut document = TantivyDocument::new();
    document.add_text(schema.kind, SOURCE);
    document.add_u64(schema.manifest_key, key);
    document.add_text(schema.source_root, &source.root);
    document.add_text(schema.source_path, &source.path);
    for (field, number) in schema.source_numbers.iter().zip(numbers) {
        document.add_u64(*field, number);
    }
    if !source.skips.is_empty() {
        let skips = serde_json::to_vec(&source.skips).map_err(|error| EngineError::Other(error.to_string()))?;
        document.add_bytes(schema.source_skips, &skips);
    }
    Ok(document)
}

fn start(schema: &IndexSchema, kind: &str, keys: &Keys) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(schema.kind, kind);
    document.add_u64(schema.source_key, keys.run);
    document.add_u64(schema.article_key, keys.article);
    document
}
