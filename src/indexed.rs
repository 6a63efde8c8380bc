//! What of a record can be searched: its words, and its values by the table of fields.
//!
//! Every engine writes just this, each in its own form; so a field is added here once. It knows no engine.

use crate::article::{DateMention, Day, Entity, Locator, Record, Role, Span, Statement};
use crate::engine::entity_field;
use crate::source::location;

/// What a record has for a field of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexed<'r> {
    /// Running text.
    Text(&'r str),
    /// Words that a clause looks for.
    Words(&'r str),
    /// A whole value, that is counted.
    Value(&'r str),
    /// A stretch of days, first and last.
    Days(Day, Day),
}

/// A text as it is searched: the language's code in a first line of its own, then the words, one a line, in their order.
/// They are cut once, where the places of statements are counted in them, and not again for the index.
pub struct TextValue {
    value: String,
    places: u32,
}

impl TextValue {
    /// A value in a language, without words so far, for a text of about so many bytes.
    pub fn new(language: Option<&str>, bytes: usize) -> Self {
        let mut value = String::with_capacity(bytes + bytes / 8 + 4);
        value.push_str(language.unwrap_or_default());
        value.push('\n');
        Self { value, places: 0 }
    }

    /// A value that is one text.
    pub fn of(language: Option<&str>, text: &str) -> Self {
        let mut value = Self::new(language, text.len());
        value.push(text, |_, _| ());
        value
    }

    /// Appends the words of a text, and a place without a word behind them, so that no phrase reaches into the next
    /// text. Calls `each` with every word's bytes in the text and its place.
    pub fn push(&mut self, text: &str, mut each: impl FnMut(Span, u32)) {
        for word in crate::analysis::words(text) {
            self.value.push_str(word.of(text));
            self.value.push('\n');
            each(word, self.places);
            self.places += 1;
        }
        self.value.push('\n');
        self.places += 1;
    }

    /// The value.
    pub fn into_string(self) -> String {
        self.value
    }
}

/// Where the words of an article stand among those that are indexed: byte of each in its text, and place, both ascending.
pub struct WordPlaces(Vec<(usize, usize, u32)>);

impl WordPlaces {
    /// The places of the words inside a stretch of text; none if there is no word.
    pub fn of(&self, span: Span) -> Option<Span> {
        let first = self.0.partition_point(|(start, ..)| *start < span.start);
        let inside = self.0.get(first..).unwrap_or_default().iter().take_while(|(_, end, _)| *end <= span.end);
        let last = inside.last()?.2;
        Some(Span::new(self.0.get(first)?.2 as usize, last as usize + 1))
    }
}

/// The text of an article as it is searched, and where its words stand there: the title, if the text itself has none, and
/// every stretch that is no boilerplate.
pub fn searched_text(record: &Record) -> (String, WordPlaces) {
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

/// What an article has for the fields of the table; `root` is the root of its source.
pub fn of_article(record: &Record, root: &str, each: &mut dyn FnMut(&'static str, Indexed)) {
    let article = &record.article;
    if let Some(title) = &article.title {
        each("title", Indexed::Text(title));
    }
    let names: [(&str, &[String]); 4] = [
        ("author", &article.authors),
        ("editor", &article.editors),
        ("outlet", article.outlet.as_slice()),
        ("section", article.section.as_slice()),
    ];
    for (field, values) in names {
        for value in values {
            each(field, Indexed::Words(value));
            each(field, Indexed::Value(value));
        }
    }
    if let Some(language) = &article.language {
        each("lang", Indexed::Words(language));
    }
    each("path", Indexed::Words(&path_value(root, &article.locator)));
    let published = article.published.as_ref().and_then(|date| date.earliest.zip(date.latest));
    if let Some((earliest, latest)) = published {
        each("date", Indexed::Days(earliest, latest));
    }
    let whole = Span::new(0, usize::MAX);
    entities(record, whole, each);
    mentioned_dates(&record.dates, whole, each);
}

/// What a statement has for the fields of the table.
pub fn of_statement(record: &Record, statement: &Statement, each: &mut dyn FnMut(&'static str, Indexed)) {
    each("kind", Indexed::Words(statement.kind.name()));
    each("confidence", Indexed::Words(statement.confidence.name()));
    for who in &statement.speakers {
        let surface = Span::new(who.start, who.end).of(&record.article.text);
        if let Some(name) = &who.name {
            each("speaker", Indexed::Words(name));
            each("speaker", Indexed::Value(name));
        }
        let is_name = surface.chars().any(char::is_uppercase);
        if who.name.as_deref() != Some(surface) && (is_name || who.name.is_none()) {
            each("speaker", Indexed::Words(surface));
        }
    }
    entities(record, statement.span, each);
    mentioned_dates(&record.dates, statement.span, each);
}

/// A path as it is indexed: where the file lies, then the member.
fn path_value(root: &str, locator: &Locator) -> String {
    let path = location(root, &locator.path);
    match &locator.member {
        Some(member) => format!("{path}/{member}"),
        None => path,
    }
}

fn mentioned_dates(dates: &[DateMention], inside: Span, each: &mut dyn FnMut(&'static str, Indexed)) {
    let mentioned = dates.iter().filter(|date| inside.contains(Span::new(date.start, date.end)));
    let mut days: Vec<(Day, Day)> = mentioned.filter_map(|date| date.earliest.zip(date.latest)).collect();
    days.sort_unstable();
    days.dedup();
    for (earliest, latest) in days {
        each("mentions", Indexed::Days(earliest, latest));
    }
}

/// Every entity with a mention inside `inside`: its name as a value; its name and the forms used there as words.
fn entities(record: &Record, inside: Span, each: &mut dyn FnMut(&'static str, Indexed)) {
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
        forms.iter().for_each(|form| each(field, Indexed::Words(form)));
        each(field, Indexed::Value(name));
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
