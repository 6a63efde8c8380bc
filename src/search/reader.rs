//! An open index, and the answers it gives.

use super::compile::Compiler;
use super::matches::{self, SegmentMatches};
use super::names::Names;
use super::order::{self, Ranked};
use super::scoring;
use super::words::WordTerms;
use super::{Target, facets, hits};
use crate::analysis::Fold;
use crate::engine::{
    Counted, EngineError, Facet, Hit, KnownSource, Reader, Request, Results, Sort, StatementHit, Status, StoredRecord,
};
use crate::field::{Field, field};
use crate::index::schema::IndexSchema;
use crate::index::{Folder, register, stored};
use crate::query::Query;
use std::path::Path;
use std::sync::OnceLock;
use tantivy::schema::Value;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

/// An index open for reading, as of one commit.
pub struct IndexReader {
    pub(super) folder: Folder,
    pub(super) schema: IndexSchema,
    pub(super) searcher: Searcher,
    pub(super) words: WordTerms,
    names: OnceLock<Names>,
}

fn failed(error: tantivy::TantivyError) -> EngineError {
    EngineError::Other(error.to_string())
}

impl IndexReader {
    /// Opens the index in `folder`, as of its last commit.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        let folder = Folder::new(folder);
        folder.check()?;
        let damaged =
            |error: tantivy::TantivyError| EngineError::Damaged { place: folder.place(), detail: error.to_string() };
        if !folder.index().is_dir() {
            return Err(EngineError::Missing(folder.place()));
        }
        let index = Index::open_in_dir(folder.index()).map_err(damaged)?;
        let schema = IndexSchema::new();
        if index.schema() != schema.schema {
            let detail = "its schema is not the one of its version".to_owned();
            return Err(EngineError::Damaged { place: folder.place(), detail });
        }
        register(index.tokenizers());
        let reader: tantivy::IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(damaged)?;
        let searcher = reader.searcher();
        let words = WordTerms::new(&languages(&schema, &searcher).map_err(damaged)?);
        Ok(Self { folder, schema, searcher, words, names: OnceLock::new() })
    }

    /// The folded names, read when they are first needed.
    pub(super) fn names(&self) -> tantivy::Result<&Names> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let folds = crate::index::folds(&self.schema, &self.searcher)
            .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        Ok(self.names.get_or_init(|| Names::new(folds)))
    }

    pub(super) fn matches(&self, query: &Query, target: Target) -> tantivy::Result<Vec<SegmentMatches>> {
        let names = if query.root.named_persons().is_empty() { &Names::default() } else { self.names()? };
        let compiler = Compiler { schema: &self.schema, searcher: &self.searcher, words: &self.words, names };
        let compiled = compiler.compile(&query.root, target)?;
        matches::collect(&self.searcher, &*compiled)
    }

    fn ranked(&self, request: &Request, target: Target) -> tantivy::Result<Results<Ranked>> {
        let found = self.matches(request.query, target)?;
        let total = found.iter().map(|segment| segment.documents.len() as u64).sum();
        let terms = match request.sort {
            Sort::Relevance => scoring::scoring_terms(&request.query.root, &self.words),
            Sort::Newest | Sort::Oldest => Vec::new(),
        };
        let scores = scoring::score(&self.schema, &self.searcher, target, &terms, &found)?;
        let scored: Vec<_> = found.into_iter().zip(scores).collect();
        let page = (request.offset, request.limit);
        let hits = order::page(&self.schema, &self.searcher, target, request.sort, &scored, page)?;
        Ok(Results { total, hits })
    }

    /// The record that is stored with an article's document.
    pub(super) fn record(&self, address: DocAddress) -> Result<StoredRecord, EngineError> {
        let damaged = |detail: String| EngineError::Damaged { place: self.folder.place(), detail };
        let document: TantivyDocument = self.searcher.doc(address).map_err(|error| damaged(error.to_string()))?;
        let bytes = document.get_first(self.schema.record).and_then(|value| value.as_bytes());
        let bytes = bytes.ok_or_else(|| damaged("an article has no record".to_owned()))?;
        stored::from_bytes(bytes).map_err(|error| damaged(format!("a record cannot be read: {error}")))
    }
}

fn languages(schema: &IndexSchema, searcher: &Searcher) -> tantivy::Result<Vec<String>> {
    let mut languages = Vec::new();
    let Some(lang) = field("lang").and_then(|field| schema.of_article(field).words) else { return Ok(languages) };
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(lang)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            languages.push(String::from_utf8_lossy(terms.key()).into_owned());
        }
    }
    languages.sort_unstable();
    languages.dedup();
    Ok(languages)
}

impl From<Counted> for Target {
    fn from(counted: Counted) -> Self {
        match counted {
            Counted::Articles => Self::Articles,
            Counted::Statements => Self::Statements,
        }
    }
}

impl Reader for IndexReader {
    fn search(&self, request: &Request) -> Result<Results<Hit>, EngineError> {
        let Results { total, hits } = self.ranked(request, Target::Articles).map_err(failed)?;
        let hits = hits.iter().map(|ranked| hits::article(self, ranked, request)).collect::<Result<_, _>>()?;
        Ok(Results { total, hits })
    }

    fn said(&self, request: &Request) -> Result<Results<StatementHit>, EngineError> {
        let Results { total, hits } = self.ranked(request, Target::Statements).map_err(failed)?;
        let hits = hits.iter().map(|ranked| hits::statement(self, ranked, request)).collect::<Result<_, _>>()?;
        Ok(Results { total, hits })
    }

    fn count(&self, query: &Query, counted: Counted) -> Result<u64, EngineError> {
        let found = self.matches(query, counted.into()).map_err(failed)?;
        Ok(found.iter().map(|segment| segment.documents.len() as u64).sum())
    }

    fn top(&self, field: &Field, query: &Query, counted: Counted, limit: usize) -> Result<Vec<Facet>, EngineError> {
        facets::top(self, field, query, counted.into(), limit).map_err(failed)
    }

    fn folded(&self, query: &Query) -> Result<Vec<Fold>, EngineError> {
        Ok(self.names().map_err(failed)?.reached(&query.root).into_iter().cloned().collect())
    }

    fn fetch(&self, id: &str) -> Result<Option<StoredRecord>, EngineError> {
        let key = crate::index::document::article_key(id);
        let query = tantivy::query::TermQuery::new(
            Term::from_field_u64(self.schema.article_key, key),
            tantivy::schema::IndexRecordOption::Basic,
        );
        let found = matches::collect(&self.searcher, &query).map_err(failed)?;
        // The article comes before its statements, which have its number too.
        for segment in found {
            if let Some(document) = segment.documents.first() {
                let stored = self.record(DocAddress::new(segment.segment, *document))?;
                if stored.record.article.id == id {
                    return Ok(Some(stored));
                }
            }
        }
        Ok(None)
    }

    fn similar_ids(&self, id: &str) -> Result<Vec<String>, EngineError> {
        facets::similar_ids(self, id).map_err(failed)
    }

    fn known_sources(&self) -> Result<Vec<KnownSource>, EngineError> {
        crate::index::sources(&self.schema, &self.searcher)
    }

    fn status(&self) -> Result<Status, EngineError> {
        facets::status(self)
    }
}
