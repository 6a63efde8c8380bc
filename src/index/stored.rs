//! The stored form of a record: everything that cannot be worked out again from the rest. The text stands by itself;
//! what was found in it is packed, because it would take as much room as the text.

use super::packed::{Packer, Unpacker};
use crate::article::{
    Article, Basis, Block, Confidence, Cue, DateMention, Day, Entity, EntityType, Kind, Precision, Record, Role, Span,
    Speaker, Statement, TimexType,
};
use crate::engine::{ArticleHead, StoredRecord};
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize, ValueDeserializer,
};

/// A record but for its text, and the root of its source, as bytes for the document store.
pub fn pack(record: &Record, root: &str) -> Result<Vec<u8>, serde_json::Error> {
    let text = record.article.text.as_str();
    let mut packer = Packer::default();
    packer.text(root);
    // The few fields of the article itself keep their names, so that a new one needs nothing here.
    packer.once(&serde_json::to_vec(&record.article)?);
    packer.each(&record.article.blocks, |packer, block| {
        packer.one_of(&Role::ALL, &block.role);
        packer.span(block.span);
    });
    packer.span(Span::default());
    packer.each(&record.statements, |packer, statement| pack_statement(packer, statement, text));
    packer.each(&record.entities, |packer, entity| {
        packer.one_of(&EntityType::ALL, &entity.kind);
        packer.optional(entity.country.as_deref(), Packer::text);
        packer.span(Span::default());
        packer.each(&entity.mentions, |packer, mention| packer.span(*mention));
        // The name is nearly always how the text has it somewhere.
        let named = entity.mentions.iter().position(|mention| mention.of(text) == entity.name);
        packer.number(named.map_or(0, |named| named as u64 + 1));
        if named.is_none() {
            packer.text(&entity.name);
        }
    });
    packer.span(Span::default());
    packer.each(&record.dates, |packer, date| {
        let span = Span::new(date.start, date.end);
        packer.span(span);
        pack_words(packer, &date.text, span, text);
        packer.one_of(&TimexType::ALL, &date.kind);
        pack_days(packer, &date.value, date.precision, (date.earliest, date.latest));
        pack_basis(packer, &date.basis);
    });
    Ok(packer.into_bytes())
}

/// Reads what [`pack`] wrote.
pub fn unpack(text: String, bytes: &[u8]) -> Option<StoredRecord> {
    let mut unpacker = Unpacker::new(bytes);
    let root = unpacker.text()?.to_owned();
    let mut article: Article = serde_json::from_slice(unpacker.once()?).ok()?;
    article.text = text;
    article.blocks =
        unpacker.each(|unpacker| Some(Block { role: unpacker.one_of(&Role::ALL)?, span: unpacker.span()? }))?;
    unpacker.span()?;
    let statements = unpacker.each(|unpacker| unpack_statement(unpacker, &article.text))?;
    let entities = unpacker.each(|unpacker| {
        let kind = unpacker.one_of(&EntityType::ALL)?;
        let country = unpacker.optional(|unpacker| unpacker.text().map(str::to_owned))?;
        unpacker.span()?;
        let mentions = unpacker.each(Unpacker::span)?;
        let name = match usize::try_from(unpacker.number()?).ok()? {
            0 => unpacker.text()?,
            named => mentions.get(named - 1)?.of(&article.text),
        };
        Some(Entity { kind, name: name.to_owned(), country, mentions })
    })?;
    unpacker.span()?;
    let dates = unpacker.each(|unpacker| {
        let span = unpacker.span()?;
        let text = unpack_words(unpacker, span, &article.text)?;
        let kind = unpacker.one_of(&TimexType::ALL)?;
        let (value, precision, earliest, latest) = unpack_days(unpacker)?;
        let basis = unpack_basis(unpacker)?;
        Some(DateMention { start: span.start, end: span.end, text, value, precision, earliest, latest, kind, basis })
    })?;
    unpacker.is_at_end().then_some(StoredRecord { record: Record { article, statements, entities, dates }, root })
}

fn pack_statement<'r>(packer: &mut Packer<'r>, statement: &'r Statement, text: &str) {
    packer.each(&statement.parts, |packer, part| packer.span(*part));
    packer.one_of(&Kind::ALL, &statement.kind);
    packer.one_of(&Confidence::ALL, &statement.confidence);
    packer.each(&statement.speakers, |packer, speaker| {
        packer.span(Span::new(speaker.start, speaker.end));
        packer.optional(speaker.name.as_deref(), Packer::text);
    });
    packer.optional(statement.cue.as_ref(), |packer, cue| {
        let span = Span::new(cue.start, cue.end);
        packer.span(span);
        pack_words(packer, &cue.text, span, text);
    });
    pack_basis(packer, &statement.basis);
}

fn unpack_statement(unpacker: &mut Unpacker, text: &str) -> Option<Statement> {
    let parts = unpacker.each(Unpacker::span)?;
    let kind = unpacker.one_of(&Kind::ALL)?;
    let confidence = unpacker.one_of(&Confidence::ALL)?;
    let speakers = unpacker.each(|unpacker| {
        let span = unpacker.span()?;
        let name = unpacker.optional(|unpacker| unpacker.text().map(str::to_owned))?;
        Some(Speaker { name, start: span.start, end: span.end })
    })?;
    let cue = unpacker.optional(|unpacker| {
        let span = unpacker.span()?;
        Some(Cue { text: unpack_words(unpacker, span, text)?, start: span.start, end: span.end })
    })?;
    let basis = unpack_basis(unpacker)?;
    let span = Span::new(parts.first()?.start, parts.last()?.end);
    Some(Statement { span, parts, kind, speakers, cue, confidence, basis })
}

/// Words that nearly always are what the text has at their place.
fn pack_words<'r>(packer: &mut Packer<'r>, words: &'r str, place: Span, text: &str) {
    packer.optional((words != place.of(text)).then_some(words), Packer::text);
}

fn unpack_words(unpacker: &mut Unpacker, place: Span, text: &str) -> Option<String> {
    Some(unpacker.optional(Unpacker::text)?.unwrap_or_else(|| place.of(text)).to_owned())
}

/// A value in time; that of a day is its first day.
fn pack_days<'r>(packer: &mut Packer<'r>, value: &'r str, precision: Precision, days: (Option<Day>, Option<Day>)) {
    packer.one_of(&Precision::ALL, &precision);
    packer.optional(days.0, Packer::day);
    packer.optional(days.1, Packer::day);
    let is_first_day = precision == Precision::Day && days.0.is_some_and(|day| day.to_string() == value);
    packer.optional((!is_first_day).then_some(value), Packer::text);
}

fn unpack_days(unpacker: &mut Unpacker) -> Option<(String, Precision, Option<Day>, Option<Day>)> {
    let precision = unpacker.one_of(&Precision::ALL)?;
    let (earliest, latest) = (unpacker.optional(Unpacker::day)?, unpacker.optional(Unpacker::day)?);
    let value = match unpacker.optional(Unpacker::text)? {
        Some(value) => value.to_owned(),
        None => earliest?.to_string(),
    };
    Some((value, precision, earliest, latest))
}

fn pack_basis<'r>(packer: &mut Packer<'r>, basis: &'r Basis) {
    packer.text(&basis.rule);
    packer.optional(basis.span(), Packer::span);
    packer.optional(basis.key.as_deref(), Packer::text);
}

fn unpack_basis(unpacker: &mut Unpacker) -> Option<Basis> {
    let rule = unpacker.text()?.to_owned().into();
    let span = unpacker.optional(Unpacker::span)?;
    let key = unpacker.optional(|unpacker| unpacker.text().map(str::to_owned))?;
    Some(Basis { rule, start: span.map(|span| span.start), end: span.map(|span| span.end), key })
}

/// What hits show of an article, as a JSON list for a column: in the order of its fields here.
pub fn head_to_text(article: &Article, root: &str) -> Result<String, serde_json::Error> {
    let place = (root, &article.locator.path, &article.locator.member, article.locator.line);
    serde_json::to_string(&(&article.id, place, &article.title, &article.published, &article.outlet))
}

/// Reads what [`head_to_text`] wrote.
pub fn head_from_text(text: &str) -> Result<ArticleHead, serde_json::Error> {
    let (id, (root, path, member, line), title, published, outlet) = serde_json::from_str(text)?;
    Ok(ArticleHead { id, root, path, member, line, title, published, outlet })
}

/// A text of the document store.
struct Text(String);

impl ValueDeserialize for Text {
    fn deserialize<'de, D: ValueDeserializer<'de>>(deserializer: D) -> Result<Self, DeserializeError> {
        deserializer.deserialize_string().map(Self)
    }
}

/// Bytes of the document store.
struct Bytes(Vec<u8>);

impl ValueDeserialize for Bytes {
    fn deserialize<'de, D: ValueDeserializer<'de>>(deserializer: D) -> Result<Self, DeserializeError> {
        deserializer.deserialize_bytes().map(Self)
    }
}

/// What is stored with an article's document: its text, then what was packed.
pub struct Stored {
    /// The text.
    pub text: String,
    /// The rest.
    pub rest: Vec<u8>,
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        let text = document.next_field::<Text>()?.map(|(_, text)| text.0).unwrap_or_default();
        let rest = document.next_field::<Bytes>()?.map(|(_, bytes)| bytes.0).unwrap_or_default();
        Ok(Self { text, rest })
    }
}

/// The one text that is stored with a document.
pub struct StoredText(pub String);

impl DocumentDeserialize for StoredText {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        let first = document.next_field::<Text>()?;
        Ok(Self(first.map(|(_, text)| text.0).unwrap_or_default()))
    }
}
