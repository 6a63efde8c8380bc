//! What a hit shows: its article's fields, and passages or words with what matched.

use super::order::Ranked;
use super::reader::IndexReader;
use crate::article::{Article, Record};
use crate::engine::{ArticleHead, EngineError, Hit, Passage, Request, StatementHit, StoredRecord};
use crate::index::document::content;
use crate::snippet;

/// An article that matched.
pub fn article(reader: &IndexReader, ranked: &Ranked, request: &Request) -> Result<Hit, EngineError> {
    let StoredRecord { record, root } = reader.record(ranked.article)?;
    let snippets = if request.snippets == 0 { Vec::new() } else { passages(&record, request) };
    Ok(Hit { score: ranked.score, snippets, article: head(record.article, root) })
}

/// A statement that matched.
pub fn statement(reader: &IndexReader, ranked: &Ranked, request: &Request) -> Result<StatementHit, EngineError> {
    let StoredRecord { mut record, root } = reader.record(ranked.article)?;
    let number = ranked.number as usize;
    if number == 0 || number > record.statements.len() {
        let detail = format!("article {} has no statement {number}", record.article.id);
        return Err(EngineError::Damaged { place: reader.folder.place(), detail });
    }
    let mut statement = record.statements.swap_remove(number - 1);
    let names = reader.names().map_err(|error| EngineError::Other(error.to_string()))?;
    for name in statement.speakers.iter_mut().filter_map(|speaker| speaker.name.as_mut()) {
        *name = names.of(name).to_owned();
    }
    let words = statement.words(&record.article.text);
    let terms = snippet::Terms::from_query(request.query, record.article.language.as_deref());
    let highlights = snippet::highlights(&words, &terms);
    Ok(StatementHit { score: ranked.score, number, statement, words, highlights, article: head(record.article, root) })
}

fn passages(record: &Record, request: &Request) -> Vec<Passage> {
    let article = &record.article;
    let terms = snippet::Terms::from_query(request.query, article.language.as_deref());
    let found = snippet::find(&article.text, &content(record), &terms, request.snippets, snippet::WIDTH);
    let passage = |found: snippet::Found| Passage {
        text: found.span.of(&article.text).to_owned(),
        span: found.span,
        highlights: found.highlights,
    };
    found.into_iter().map(passage).collect()
}

fn head(article: Article, root: String) -> ArticleHead {
    ArticleHead {
        id: article.id,
        root,
        path: article.locator.path,
        member: article.locator.member,
        line: article.locator.line,
        title: article.title,
        published: article.published,
        outlet: article.outlet,
    }
}
