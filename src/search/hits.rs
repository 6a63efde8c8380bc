//! What a hit shows: its article's fields, and passages or words with what matched.

use super::names::Names;
use crate::article::{Record, Span, Statement};
use crate::engine::{ArticleHead, Contribution, EngineError, Hit, Passage, Request, StatementHit, StoredRecord};
use crate::indexed::content;
use crate::snippet::{self, Terms};

/// The folded names, which are large: read when they are first needed.
pub type Folded<'n> = dyn Fn() -> Result<&'n Names, EngineError> + 'n;

/// An article that matched, with passages of its record.
pub fn article(
    stored: StoredRecord,
    score: f32,
    request: &Request,
    contributions: Vec<Contribution>,
    names: &Folded,
) -> Result<Hit, EngineError> {
    let StoredRecord { record, root } = stored;
    let snippets = passages(&record, request, names)?;
    Ok(Hit { score, snippets, contributions, article: ArticleHead::new(&record.article, &root) })
}

/// The statement with a number, from 1, in the record of its article; none if it is not there.
pub fn statement(
    stored: StoredRecord,
    number: usize,
    score: f32,
    request: &Request,
    contributions: Vec<Contribution>,
    names: &Folded,
) -> Result<Option<StatementHit>, EngineError> {
    let StoredRecord { mut record, root } = stored;
    if number == 0 || number > record.statements.len() {
        return Ok(None);
    }
    let terms = Terms::from_query(request.query, record.article.language.as_deref());
    let context = (request.context > 0).then(|| surroundings(&record, number - 1, request.context, &terms));
    let mut statement = record.statements.swap_remove(number - 1);
    let names = names()?;
    for name in statement.speakers.iter_mut().filter_map(|speaker| speaker.name.as_mut()) {
        *name = names.of(name).to_owned();
    }
    let words = statement.words(&record.article.text);
    let highlights = snippet::highlights(&words, &terms);
    let article = ArticleHead::new(&record.article, &root);
    Ok(Some(StatementHit { score, number, statement, words, highlights, context, contributions, article }))
}

fn passages(record: &Record, request: &Request, names: &Folded) -> Result<Vec<Passage>, EngineError> {
    let article = &record.article;
    let terms = Terms::from_query(request.query, article.language.as_deref());
    let content = content(record);
    let found = snippet::find(&article.text, &content, &terms, request.snippets, snippet::WIDTH);
    let passage = |mut found: snippet::Found| {
        let speakers = speakers(record, &found, names)?;
        if request.context > 0 {
            found.span = snippet::widen(&article.text, &content, found.span, request.context);
        }
        let text = found.span.of(&article.text).to_owned();
        Ok(Passage { text, span: found.span, highlights: found.highlights, speakers })
    };
    let passages: Vec<Passage> = found.into_iter().map(passage).collect::<Result<_, EngineError>>()?;
    Ok(if request.context > 0 { apart(&article.text, passages) } else { passages })
}

/// Passages that overlap, joined: what stands around them would be shown twice.
fn apart(text: &str, passages: Vec<Passage>) -> Vec<Passage> {
    let mut kept: Vec<Passage> = Vec::new();
    for passage in passages {
        let overlaps =
            |other: &&mut Passage| passage.span.start < other.span.end && other.span.start < passage.span.end;
        match kept.iter_mut().find(overlaps) {
            None => kept.push(passage),
            Some(other) => {
                let span = Span::new(other.span.start.min(passage.span.start), other.span.end.max(passage.span.end));
                let mut highlights = [other.highlights.as_slice(), &passage.highlights].concat();
                highlights.sort_unstable_by_key(|span| span.start);
                let highlights = snippet::joined(highlights.into_iter());
                let is_same = other.speakers == passage.speakers;
                let speakers = if is_same { passage.speakers } else { Vec::new() };
                *other = Passage { text: span.of(text).to_owned(), span, highlights, speakers };
            }
        }
    }
    kept
}

/// Who says what matched in a passage, or its beginning where nothing did.
fn speakers(record: &Record, found: &snippet::Found, names: &Folded) -> Result<Vec<String>, EngineError> {
    let first = found.highlights.first().copied().unwrap_or(Span::new(found.span.start, found.span.start + 1));
    let says_it = |statement: &&Statement| statement.parts.iter().any(|part| part.contains(first));
    let statement = record.statements.iter().find(says_it);
    let named = statement.into_iter().flat_map(|statement| &statement.speakers);
    // The table of names is large: it is read only where there is somebody.
    named.filter_map(|speaker| speaker.name.as_deref()).map(|name| Ok(names()?.of(name).to_owned())).collect()
}

/// A statement with the sentences around it.
fn surroundings(record: &Record, place: usize, sentences: usize, terms: &Terms) -> Passage {
    let text = &record.article.text;
    let own = record.statements.get(place).map_or(Span::new(0, 0), |statement| statement.span);
    let span = snippet::widen(text, &content(record), own, sentences);
    let moved = |found: Span| Span::new(found.start + span.start, found.end + span.start);
    let highlights = snippet::highlights(span.of(text), terms).into_iter().map(moved).collect();
    Passage { text: span.of(text).to_owned(), span, highlights, speakers: Vec::new() }
}
