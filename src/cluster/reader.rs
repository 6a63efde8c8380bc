//! An index in a cluster, open for reading, and the answers it gives.

use super::address::Address;
use super::check;
use super::client::Client;
use super::compile::{Compiler, everything};
use super::counting::{self, totals};
use super::document::key;
use super::manifest::{self, Indices};
use super::mapping::place_of_values;
use super::names::each_value;
use super::ranking::{Ranker, Totals};
use super::search::{Candidate, Question, find};
use super::suggest::Suggester;
use crate::analysis::{Fold, fold};
use crate::engine::{
    ArticleHead, Contribution, Counted, EngineError, Facet, Hit, KnownSource, Period, Reader, Request, Results, Sort,
    StatementHit, Status, StoredRecord, Suggestion, Timeline,
};
use crate::field::{Field, FieldKind, Subject};
use crate::index::document::article_key;
use crate::index::stored;
use crate::query::{Node, Query};
use crate::search::names::Names;
use crate::search::order::shuffled;
use crate::search::words::WordTerms;
use crate::search::{Target, a_word_begins, hits, timeline};
use crate::settings::Connection;
use crate::source::source_key;
use base64::Engine;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::sync::OnceLock;

/// Records that are fetched at once.
const RECORDS: usize = 200;

/// Ids that are offered for one that does not exist.
const SIMILAR: usize = 5;

/// A hit with what each word added to its score.
type Explained = (Candidate, Vec<Contribution>);

/// An index in a cluster.
pub struct ClusterReader {
    client: Client,
    indices: Indices,
    totals: OnceLock<(Totals, WordTerms)>,
    names: OnceLock<Names>,
}

impl ClusterReader {
    /// Opens the index at an address.
    pub fn open(place: &str, connection: &Connection) -> Result<Self, EngineError> {
        let client = Client::new(Address::parse(place)?, connection)?;
        let missing = || EngineError::Missing(client.address.place());
        let number = manifest::current(&client)?.ok_or_else(missing)?;
        let indices = Indices::numbered(&client.address.name, number);
        Ok(Self { client, indices, totals: OnceLock::new(), names: OnceLock::new() })
    }

    /// What all articles are together, asked when it is first needed.
    fn totals(&self) -> Result<&(Totals, WordTerms), EngineError> {
        if let Some(known) = self.totals.get() {
            return Ok(known);
        }
        let totals = totals(&self.client, &self.indices)?;
        let words = WordTerms::new(&totals.languages);
        Ok(self.totals.get_or_init(|| (totals, words)))
    }

    /// The folded names, asked when they are first needed.
    fn names(&self) -> Result<&Names, EngineError> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let folds = manifest::folds(&self.client, &self.indices)?;
        Ok(self.names.get_or_init(|| Names::new(folds)))
    }

    fn index(&self, target: Target) -> &str {
        match target {
            Target::Articles => &self.indices.articles,
            Target::Statements => &self.indices.statements,
        }
    }

    fn compiled(&self, node: &Node, target: Target) -> Result<Value, EngineError> {
        let names = if node.named_persons().is_empty() { &Names::default() } else { self.names()? };
        Compiler { words: &self.totals()?.1, names }.compile(node, target)
    }

    /// The hits that are asked for, in order, with what each word added to their scores.
    fn ranked(&self, request: &Request, target: Target) -> Result<(u64, Vec<Explained>), EngineError> {
        let wanted = if request.limit == 0 { usize::MAX } else { request.offset.saturating_add(request.limit) };
        let query = self.compiled(&request.query.root, target)?;
        let (totals, words) = self.totals()?;
        let ranker = match request.sort {
            Sort::Relevance => {
                let root = &request.query.root;
                Some(Ranker::new(&self.client, &self.indices, words, totals, target, root)?)
            }
            _ => None,
        };
        let ranker = ranker.filter(|ranker| !ranker.is_empty());
        let question =
            |query, sort, stored, wanted| Question { index: self.index(target), query, sort, stored, wanted };
        let (total, mut found) = match (&ranker, request.sort) {
            (Some(ranker), _) => {
                let query = json!({ "bool": { "filter": [query], "should": ranker.scoring()? } });
                let sort = in_order(json!([{ "_score": "desc" }]), "desc");
                find(&self.client, question(query, sort, ranker.stored(), ranker.candidates(wanted)))?
            }
            (None, Sort::Shuffled(seed)) => {
                let sort = json!([{ "id": "asc" }, { "number": { "order": "asc", "unmapped_type": "integer" } }]);
                let (total, mut all) = find(&self.client, question(query, sort, Vec::new(), usize::MAX))?;
                let article = |candidate: &Candidate| u64::from_str_radix(&candidate.article, 16).unwrap_or(0);
                all.sort_by_cached_key(|candidate| Reverse(shuffled(seed, article(candidate), candidate.number)));
                (total, all)
            }
            (None, Sort::Oldest) => {
                find(&self.client, question(query, in_order(json!([]), "asc"), Vec::new(), wanted))?
            }
            (None, _) => find(&self.client, question(query, in_order(json!([]), "desc"), Vec::new(), wanted))?,
        };
        if let Some(ranker) = &ranker {
            ranker.rank(&mut found);
            found.sort_by(|left, right| {
                let by_score = right.score.total_cmp(&left.score).then(right.day.cmp(&left.day));
                by_score.then_with(|| left.id.cmp(&right.id)).then(left.number.cmp(&right.number))
            });
        }
        found.truncate(wanted);
        let page = found.split_off(request.offset.min(found.len())).into_iter();
        let explained = ranker.as_ref().filter(|_| request.explain);
        let explain = |candidate: &Candidate| explained.map(|ranker| ranker.explain(candidate)).unwrap_or_default();
        let page = page.map(|candidate| {
            let contributions = explain(&candidate);
            (candidate, contributions)
        });
        Ok((total, page.collect()))
    }

    /// What is stored of articles, by their numbers; `fields` says which of it is wanted.
    fn stored(&self, articles: &[&str], fields: &str) -> Result<FxHashMap<String, Value>, EngineError> {
        let mut found = FxHashMap::default();
        let mut wanted = articles.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let fields: Vec<&str> = fields.split(',').collect();
        for part in wanted.chunks(RECORDS) {
            let article = |id: &&str| json!({ "_index": self.indices.articles, "_id": id, "_source": fields });
            let mut documents: Vec<Value> = part.iter().map(article).collect();
            // Whoever shows records shows names: one question less.
            let wants_names = self.names.get().is_none() && fields.contains(&"record");
            if wants_names {
                documents.push(manifest::names_question(&self.indices));
            }
            let mut answer = self.client.json("POST", "_mget", Some(&json!({ "docs": documents })))?;
            for document in answer["docs"].as_array_mut().into_iter().flatten() {
                if document["_index"].as_str() == Some(&self.indices.sources) {
                    let folds = manifest::folds_of(document)?;
                    self.names.get_or_init(|| Names::new(folds));
                } else if let Some(id) = document["_id"].as_str().map(str::to_owned) {
                    found.insert(id, document["_source"].take());
                }
            }
        }
        Ok(found)
    }

    fn damaged(&self, detail: String) -> EngineError {
        EngineError::Damaged { place: self.client.address.place(), detail }
    }

    fn head(&self, source: &Value) -> Result<ArticleHead, EngineError> {
        let head = source["head"]["list"].as_str().and_then(|list| stored::head_from_text(list).ok());
        head.ok_or_else(|| self.damaged("an article has no head".to_owned()))
    }

    fn record(&self, source: &Value) -> Result<StoredRecord, EngineError> {
        let rest =
            source["record"].as_str().and_then(|record| base64::engine::general_purpose::STANDARD.decode(record).ok());
        let text = source["content"].as_str().map(str::to_owned);
        let stored = text.zip(rest).and_then(|(text, rest)| stored::unpack(text, &rest));
        stored.ok_or_else(|| self.damaged("a record cannot be read".to_owned()))
    }

    /// The records of hits, each taken once for every hit of it.
    fn records<H>(
        &self,
        request: &Request,
        target: Target,
        fields: &str,
        show: impl Fn(&Candidate, Vec<Contribution>, &Value) -> Result<Option<H>, EngineError>,
    ) -> Result<Results<H>, EngineError> {
        let (total, ranked) = self.ranked(request, target)?;
        let articles: Vec<&str> = ranked.iter().map(|(candidate, _)| candidate.article.as_str()).collect();
        let stored = self.stored(&articles, fields)?;
        let mut hits = Vec::with_capacity(ranked.len());
        for (candidate, contributions) in ranked {
            // An article that was taken out in between is no hit any more.
            if let Some(source) = stored.get(&candidate.article).filter(|source| !source.is_null()) {
                hits.extend(show(&candidate, contributions, source)?);
            }
        }
        Ok(Results { total, hits })
    }
}

/// An order, made total: by publication day, then by id and number.
fn in_order(mut first: Value, days: &str) -> Value {
    let rest = json!([
        { "date_first": { "order": days, "missing": "_last" } },
        { "id": "asc" },
        { "number": { "order": "asc", "unmapped_type": "integer" } },
    ]);
    if let (Value::Array(first), Value::Array(rest)) = (&mut first, rest) {
        first.extend(rest);
    }
    first
}

impl Reader for ClusterReader {
    fn search(&self, request: &Request) -> Result<Results<Hit>, EngineError> {
        let fields = if request.snippets == 0 { "head" } else { "content,record" };
        self.records(request, Target::Articles, fields, |candidate, contributions, source| {
            if request.snippets == 0 {
                let article = self.head(source)?;
                return Ok(Some(Hit { score: candidate.score, article, snippets: Vec::new(), contributions }));
            }
            let names: &hits::Folded = &|| self.names();
            hits::article(self.record(source)?, candidate.score, request, contributions, names).map(Some)
        })
    }

    fn said(&self, request: &Request) -> Result<Results<StatementHit>, EngineError> {
        self.records(request, Target::Statements, "content,record", |candidate, contributions, source| {
            let names: &hits::Folded = &|| self.names();
            let number = candidate.number as usize;
            hits::statement(self.record(source)?, number, candidate.score, request, contributions, names)
        })
    }

    fn count(&self, query: &Query, counted: Counted) -> Result<u64, EngineError> {
        let target = counted.into();
        counting::count(&self.client, self.index(target), &self.compiled(&query.root, target)?)
    }

    fn top(&self, field: &Field, query: &Query, counted: Counted, limit: usize) -> Result<Vec<Facet>, EngineError> {
        let no_names = Names::default();
        let names = if field.kind == FieldKind::Person { self.names()? } else { &no_names };
        let target = counted.into();
        let compiled = self.compiled(&query.root, target)?;
        // Values of statements are not counted in articles.
        if field.subject == Subject::Statement && target == Target::Articles {
            return Ok(Vec::new());
        }
        counting::top(&self.client, self.index(target), field, &compiled, limit, names)
    }

    fn folded(&self, query: &Query) -> Result<Vec<Fold>, EngineError> {
        Ok(self.names()?.reached(&query.root).into_iter().cloned().collect())
    }

    fn fetch(&self, id: &str) -> Result<Option<StoredRecord>, EngineError> {
        let number = key(article_key(id));
        let mut found = self.stored(&[&number], "content,record")?;
        let source = found.remove(&number).filter(|source| !source.is_null());
        let stored = source.map(|source| self.record(&source)).transpose()?;
        Ok(stored.filter(|stored| stored.record.article.id == id))
    }

    fn timeline(&self, query: &Query, counted: Counted, period: Option<Period>) -> Result<Timeline, EngineError> {
        let target = counted.into();
        let index = self.index(target);
        let compiled = self.compiled(&query.root, target)?;
        let found = counting::by_day(&self.client, index, &compiled)?;
        let total = counting::count(&self.client, index, &compiled)?;
        let undated = total.saturating_sub(found.values().sum());
        let all = counting::by_day(&self.client, index, &everything())?;
        Ok(timeline::of_days(found, undated, all, period))
    }

    fn suggestions(&self, query: &Query, counted: Counted) -> Result<Vec<Suggestion>, EngineError> {
        let suggester = Suggester { client: &self.client, indices: &self.indices, words: &self.totals()?.1 };
        suggester.suggestions(&query.root, counted.into())
    }

    fn values(&self, field: &Field, beginning: &str, limit: usize) -> Result<Vec<String>, EngineError> {
        let target = if field.subject == Subject::Statement { Target::Statements } else { Target::Articles };
        let kept = matches!(field.kind, FieldKind::Name | FieldKind::Person | FieldKind::Keyword);
        let Some(place) = place_of_values(field).filter(|_| kept) else { return Ok(Vec::new()) };
        let wanted = fold(beginning).into_owned();
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        each_value(&self.client, self.index(target), &everything(), &place, |value, count| {
            if a_word_begins(&value, &wanted) {
                counts.insert(value, count);
            }
        })?;
        Ok(crate::search::most_frequent(counts, limit).into_iter().map(|(value, _)| value).collect())
    }

    fn faults(&self) -> Result<Vec<String>, EngineError> {
        check::faults(&self.client, &self.indices)
    }

    fn articles_at(&self, root: &str, path: &str) -> Result<Vec<ArticleHead>, EngineError> {
        let query = json!({ "term": { "source": key(source_key(root, path)) } });
        let sort = json!([{ "id": "asc" }]);
        let question = Question { index: &self.indices.articles, query, sort, stored: Vec::new(), wanted: usize::MAX };
        let (_, found) = find(&self.client, question)?;
        let articles: Vec<&str> = found.iter().map(|candidate| candidate.article.as_str()).collect();
        self.stored(&articles, "head")?
            .values()
            .filter(|source| !source.is_null())
            .map(|source| self.head(source))
            .collect()
    }

    fn similar_ids(&self, id: &str) -> Result<Vec<String>, EngineError> {
        let wanted = id.to_lowercase();
        let last = wanted.rsplit('/').next().unwrap_or_default().to_owned();
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('*', "\\*").replace('?', "\\?");
        let like = |value: String| json!({ "wildcard": { "id": { "value": value, "case_insensitive": true } } });
        let mut any = vec![like(format!("*{}*", escaped(&wanted)))];
        if last.len() > 3 {
            any.push(like(format!("*{}", escaped(&last))));
        }
        let query = json!({ "bool": { "should": any } });
        let sort = json!([{ "id": "asc" }]);
        let question = Question { index: &self.indices.articles, query, sort, stored: Vec::new(), wanted: SIMILAR };
        Ok(find(&self.client, question)?.1.into_iter().map(|candidate| candidate.id).collect())
    }

    fn known_sources(&self) -> Result<Vec<KnownSource>, EngineError> {
        manifest::sources(&self.client, &self.indices)
    }

    fn status(&self) -> Result<Status, EngineError> {
        counting::status(&self.client, &self.indices)
    }
}
