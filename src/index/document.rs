//! Records → Tantivy documents: one for the article, then one for each of its statements.

use super::schema::{ARTICLE, IndexSchema, SOURCE, STATEMENT, Stored, pack_days};
use super::stored;
use super::tokenizer::TextValue;
use crate::article::{DateMention, DateValue, Entity, Locator, Record, Role, Span, Statement};
use crate::engine::{EngineError, KnownSource, entity_field};
use crate::field::field;
use crate::settings::Permit;
use crate::source::{location, source_key};
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

/// Where the words of an article stand among those that are indexed: byte of each in its text, and place, both ascending.
struct WordPlaces(Vec<(usize, usize, u32)>);

impl WordPlaces {
    /// The places of the words inside a stretch of text; none if there is no word.
    fn of(&self, span: Span) -> Option<Span> {
        let first = self.0.partition_point(|(start, ..)| *start < span.start);
        let inside = self.0.get(first..).unwrap_or_default().iter().take_while(|(_, end, _)| *end <= span.end);
        let last = inside.last()?.2;
        Some(Span::new(self.0.get(first)?.2 as usize, last as usize + 1))
    }
}

/// The text of an article as it is searched, and where its words stand there: the title, if the text itself has none, and
/// every stretch that is no boilerplate.
fn searched_text(record: &Record) -> (String, WordPlaces) {
    let article = &record.article;
    let mut value = TextValue::new(article.language.as_deref(), article.text.len());
    let mut places = Vec::with_capacity(article.text.len() / 5);
    let has_title = article.blocks.iter().any(|block| block.role == Role::Title);
    if let Some(title) = article.title.as_deref().filter(|_| !has_title) {
        value.push(title, |_, _| ());
    }
    for span in stretches(record, |role| role != Role::Boilerplate) {
        value.push(span.of(&article.text), |word, place| {
            places.push((span.start + word.start, span.start + word.end, place));
        });
    }
    (value.into_string(), WordPlaces(places))
}

fn article_document(schema: &IndexSchema, record: &Record, root: &str, keys: &Keys) -> TantivyDocument {
    let article = &record.article;
    let language = article.language.as_deref();
    let mut document = start(schema, ARTICLE, keys);
    document.add_u64(schema.source_number, keys.source);
    document.add_u64(schema.article_number, keys.article);
    document.add_text(schema.id, &article.id);
    document.add_text(schema.format, &article.format);
    if let Some(title) = &article.title {
        let mut value = TextValue::new(language, title.len());
        value.push(title, |_, _| ());
        add_words(&mut document, place(schema, "title"), &value.into_string());
    }
    let names: [(&str, &[String]); 4] = [
        ("author", &article.authors),
        ("editor", &article.editors),
        ("outlet", article.outlet.as_slice()),
        ("section", article.section.as_slice()),
    ];
    for (name, values) in names {
        for value in values {
            add_words(&mut document, place(schema, name), value);
            add_value(&mut document, place(schema, name), value);
        }
    }
    if let Some(language) = language {
        add_words(&mut document, place(schema, "lang"), language);
    }
    add_words(&mut document, place(schema, "path"), &path_value(root, &article.locator));
    add_date(&mut document, place(schema, "date"), article.published.as_ref());
    let whole = Span::new(0, usize::MAX);
    add_entities(&mut document, record, whole, &|name| place(schema, name));
    add_mentioned_dates(&mut document, place(schema, "mentions"), &record.dates, whole);
    document
}

fn statement_document(schema: &IndexSchema, record: &Record, statement: &Statement, keys: &Keys) -> TantivyDocument {
    let article = &record.article;
    let of_statement = |name: &str| field(name).map(|field| schema.of_statement(field)).unwrap_or_default();
    let mut document = start(schema, STATEMENT, keys);
    add_words(&mut document, of_statement("kind"), statement.kind.name());
    add_words(&mut document, of_statement("confidence"), statement.confidence.name());
    let speaker = of_statement("speaker");
    for who in &statement.speakers {
        let surface = Span::new(who.start, who.end).of(&article.text);
        if let Some(name) = &who.name {
            add_words(&mut document, speaker, name);
            add_value(&mut document, speaker, name);
        }
        let is_name = surface.chars().any(char::is_uppercase);
        if who.name.as_deref() != Some(surface) && (is_name || who.name.is_none()) {
            add_words(&mut document, speaker, surface);
        }
    }
    add_entities(&mut document, record, statement.span, &of_statement);
    add_mentioned_dates(&mut document, of_statement("mentions"), &record.dates, statement.span);
    document
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

/// A path as it is indexed: where the file lies, then the member.
fn path_value(root: &str, locator: &Locator) -> String {
    let path = location(root, &locator.path);
    match &locator.member {
        Some(member) => format!("{path}/{member}"),
        None => path,
    }
}

fn start(schema: &IndexSchema, kind: &str, keys: &Keys) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(schema.kind, kind);
    document.add_u64(schema.source_key, keys.run);
    document.add_u64(schema.article_key, keys.article);
    document
}

fn place(schema: &IndexSchema, name: &str) -> Stored {
    field(name).map(|field| schema.of_article(field)).unwrap_or_default()
}

fn add_words(document: &mut TantivyDocument, place: Stored, value: &str) {
    if let Some(words) = place.words {
        document.add_text(words, value);
    }
}

fn add_value(document: &mut TantivyDocument, place: Stored, value: &str) {
    if let Some(values) = place.values {
        document.add_text(values, value);
    }
}

fn add_date(document: &mut TantivyDocument, place: Stored, date: Option<&DateValue>) {
    if let Some((values, date)) = place.values.zip(date)
        && let Some((earliest, latest)) = date.earliest.zip(date.latest)
    {
        document.add_u64(values, pack_days(earliest, latest));
    }
}

fn add_mentioned_dates(document: &mut TantivyDocument, place: Stored, dates: &[DateMention], inside: Span) {
    let Some(values) = place.values else { return };
    let mentioned = dates.iter().filter(|date| inside.contains(Span::new(date.start, date.end)));
    let mut packed: Vec<u64> = mentioned
        .filter_map(|date| date.earliest.zip(date.latest))
        .map(|(earliest, latest)| pack_days(earliest, latest))
        .collect();
    packed.sort_unstable();
    packed.dedup();
    for value in packed {
        document.add_u64(values, value);
    }
}

/// Every entity with a mention inside `inside`: its name as a value; its name and the forms used there as words.
fn add_entities(document: &mut TantivyDocument, record: &Record, inside: Span, place: &dyn Fn(&str) -> Stored) {
    let mut forms: Vec<&str> = Vec::new();
    for Entity { kind, name, mentions, .. } in &record.entities {
        let Some(field) = entity_field(*kind) else { continue };
        let first = mentions.partition_point(|mention| mention.start < inside.start);
        let here = mentions.get(first..).unwrap_or_default().iter().take_while(|mention| mention.end <= inside.end);
        forms.clear();
        forms.extend(here.map(|mention| mention.of(&record.article.text)));
        if forms.is_empty() {
            continue;
        }
        forms.push(name);
        forms.sort_unstable();
        forms.dedup();
        let place = place(field);
        forms.iter().for_each(|form| add_words(document, place, form));
        add_value(document, place, name);
    }
}

/// The stretches of an article's text that are shown as passages: no boilerplate, and no title, which hits show anyway.
pub fn content(record: &Record) -> Vec<Span> {
    stretches(record, |role| !matches!(role, Role::Boilerplate | Role::Title))
}

/// The stretches of blocks with certain roles.
fn stretches(record: &Record, is_wanted: impl Fn(Role) -> bool) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut joined = false;
    for block in &record.article.blocks {
        if !is_wanted(block.role) {
            joined = false;
            continue;
        }
        match spans.last_mut() {
            Some(last) if joined => last.end = block.span.end,
            _ => spans.push(block.span),
        }
        // A phrase does not reach from the title into the text.
        joined = block.role != Role::Title;
    }
    spans
}
