//! Finding: pages of hits in order, however deep.

use super::client::Client;
use crate::engine::EngineError;
use serde::Deserialize;
use serde_json::{Value, json};

/// Hits that one request without a point in time may reach.
const WINDOW: usize = 10_000;

/// Hits that are asked for at once, where many are wanted.
const PAGE: usize = 2_000;

/// How long the cluster keeps a point in time between two pages.
const KEEP: &str = "2m";

/// A document that was found.
#[derive(Clone, Debug, Default)]
pub struct Candidate {
    /// Number of the article, as documents have it.
    pub article: String,
    /// Its id.
    pub id: String,
    /// Number of the statement; 0 for articles.
    pub number: u32,
    /// First day of publication as a number; 0 if it is not known.
    pub day: u32,
    /// Terms of its text.
    pub words: u32,
    /// Its text: stems, stems without accents, forms.
    pub text: Vec<String>,
    /// See `text`.
    pub plain: Vec<String>,
    /// See `text`.
    pub forms: Vec<String>,
    /// Score.
    pub score: f32,
}

#[derive(Deserialize)]
struct Answer {
    hits: Hits,
}

#[derive(Deserialize)]
struct Hits {
    total: Option<Total>,
    hits: Vec<Found>,
}

#[derive(Deserialize)]
struct Total {
    value: u64,
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    fields: Fields,
    #[serde(default)]
    sort: Vec<Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    text: Vec<String>,
    text_plain: Vec<String>,
    text_forms: Vec<String>,
    words: Vec<u32>,
    article: Vec<String>,
    id: Vec<String>,
    number: Vec<u32>,
    date_first: Vec<u32>,
}

impl From<Fields> for Candidate {
    fn from(fields: Fields) -> Self {
        Self {
            article: fields.article.into_iter().next().unwrap_or_default(),
            id: fields.id.into_iter().next().unwrap_or_default(),
            number: fields.number.first().copied().unwrap_or(0),
            day: fields.date_first.first().copied().unwrap_or(0),
            words: fields.words.first().copied().unwrap_or(0),
            text: fields.text,
            plain: fields.text_plain,
            forms: fields.text_forms,
            score: 0.0,
        }
    }
}

/// What is asked for.
pub struct Question<'q> {
    /// The index.
    pub index: &'q str,
    /// The query.
    pub query: Value,
    /// The order, which has to be total.
    pub sort: Value,
    /// Stored fields that are wanted.
    pub stored: Vec<String>,
    /// Hits that are wanted from the first on; `usize::MAX` for all.
    pub wanted: usize,
}

/// The first hits in the order, and how many match in all.
pub fn find(client: &Client, question: Question) -> Result<(u64, Vec<Candidate>), EngineError> {
    let mut body = json!({
        "query": question.query,
        "sort": question.sort,
        "track_total_hits": true,
        "_source": false,
        "docvalue_fields": ["article", "id", "words", "date_first", "number"],
    });
    if !question.stored.is_empty() {
        body["stored_fields"] = question.stored.into();
    }
    if question.wanted <= WINDOW {
        body["size"] = question.wanted.into();
        // Counts over all shards, so that scores do not hang on where a document lies.
        let path = format!("{}/_search?search_type=dfs_query_then_fetch", question.index);
        let answer = ask(client, &path, &body)?;
        let total = answer.hits.total.map_or(0, |total| total.value);
        return Ok((total, answer.hits.hits.into_iter().map(|hit| hit.fields.into()).collect()));
    }
    let opened = client.json("POST", &format!("{}/_search/point_in_time?keep_alive={KEEP}", question.index), None)?;
    let point = opened["pit_id"].clone();
    let found = pages(client, body, &point, question.wanted);
    // It ends by itself too.
    drop(client.json("DELETE", "_search/point_in_time", Some(&json!({ "pit_id": [point] }))));
    found
}

fn pages(client: &Client, mut body: Value, point: &Value, wanted: usize) -> Result<(u64, Vec<Candidate>), EngineError> {
    body["pit"] = json!({ "id": point, "keep_alive": KEEP });
    let (mut total, mut found) = (0, Vec::new());
    loop {
        body["size"] = PAGE.min(wanted - found.len()).into();
        let answer = ask(client, "_search", &body)?;
        if let Some(counted) = answer.hits.total {
            total = counted.value;
        }
        body["track_total_hits"] = false.into();
        let Some(last) = answer.hits.hits.last() else { return Ok((total, found)) };
        body["search_after"] = last.sort.clone().into();
        let is_last = answer.hits.hits.len() < PAGE;
        found.extend(answer.hits.hits.into_iter().map(|hit| Candidate::from(hit.fields)));
        if is_last || found.len() >= wanted {
            return Ok((total, found));
        }
    }
}

fn ask(client: &Client, path: &str, body: &Value) -> Result<Answer, EngineError> {
    let answer = client.ask("POST", path, Some(body.to_string().as_bytes()))?;
    if !matches!(answer.status, 200..=299) {
        return Err(client.refused(&answer));
    }
    serde_json::from_slice(&answer.body)
        .map_err(|error| EngineError::Other(format!("{}: its answer cannot be read: {error}", client.address.place())))
}
