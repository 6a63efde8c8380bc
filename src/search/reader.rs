//! An open index, and the answers it gives.

use super::compile::{Compiler, term_query};
use super::matches::{self, SegmentMatches};
use super::names::Names;
use super::order::{self, Ranked};
use super::scoring::Scorer;
use super::vocabulary::Vocabulary;
use super::words::WordTerms;
use super::{Target, check, facets, hits, suggest, timeline};
use crate::analysis::Fold;
use crate::engine::{
    ArticleHead, Contribution, Counted, EngineError, Facet, Hit, KnownSource, Period, Reader, Request, Results, Sort,
    StatementHit, Status, StoredRecord, Suggestion, Timeline,
};
use crate::field::{Field, field};
use crate::index::schema::IndexSchema;
use crate::index::{Folder, IndexDirectory, register, stored};
use crate::query::Query;
use std::path::Path;
use std::sync::OnceLock;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, SegmentReader, Term};

/// An index open for reading, as of one commit.
pub struct IndexReader {
    pub(super) folder: Folder,
    pub(super) schema: IndexSchema,
    pub(super) searcher: Searcher,
    pub(super) words: WordTerms,
    pub(super) index: Index,
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
        if !folder.has_commit() {
            return Err(EngineError::Missing(folder.place()));
        }
        let directory = IndexDirectory::open(&folder.index()).map_err(|error| damaged(error.into()))?;
        let index = Index::open(directory).map_err(damaged)?;
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
        Ok(Self { folder, schema, searcher, words, index, names: OnceLock::new() })
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

    pub(super) fn vocabulary(&self, field: tantivy::schema::Field) -> Vocabulary<'_> {
        Vocabulary { searcher: &self.searcher, words: &self.words, field }
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
        let scores = match request.sort {
            Sort::Relevance => Scorer::new(self, target, &request.query.root)?.score(&found)?,
            _ => found.iter().map(|found| vec![0.0; found.documents.len()]).collect(),
        };
        let scored: Vec<_> = found.into_iter().zip(scores).collect();
        let page = (request.offset, request.limit);
        let hits = order::page(&self.schema, &self.searcher, target, request.sort, &scored, page)?;
        Ok(Results { total, hits })
    }

    fn damaged(&self, detail: String) -> EngineError {
        EngineError::Damaged { place: self.folder.place(), detail }
    }

    /// The record that is stored with an article's document.
    pub(super) fn record(&self, address: DocAddress) -> Result<StoredRecord, EngineError> {
        let found = self.searcher.doc::<stored::Stored>(address).map_err(|error| self.damaged(error.to_string()))?;
        stored::unpack(found.text, &found.rest).ok_or_else(|| self.damaged("a record cannot be read".to_owned()))
    }

    /// What hits show of an article.
    pub(super) fn head(&self, address: DocAddress) -> Result<ArticleHead, EngineError> {
        let mut text = String::new();
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let column = columns.str(self.schema.schema.get_field_name(self.schema.head)).map_err(failed)?;
        if let Some(heads) = column
            && let Some(ordinal) = heads.term_ords(address.doc_id).next()
        {
            heads.ord_to_str(ordinal, &mut text).map_err(|error| self.damaged(error.to_string()))?;
        }
        if let Ok(head) = stored::head_from_text(&text) {
            return Ok(head);
        }
        let StoredRecord { record, root } = self.record(address)?;
        Ok(ArticleHead::new(&record.article, &root))
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

impl IndexReader {
    /// The hits that are asked for, each made by `show` from its place in the order.
    fn hits<H>(
        &self,
        request: &Request,
        target: Target,
        show: impl Fn(&Self, &Ranked, &Request, Vec<Contribution>) -> Result<H, EngineError>,
    ) -> Result<Results<H>, EngineError> {
        let Results { total, hits } = self.ranked(request, target).map_err(failed)?;
        let explained = self.explained(request, target, &hits).map_err(failed)?;
        let hits = hits.iter().zip(explained).map(|(ranked, explained)| show(self, ranked, request, explained));
        Ok(Results { total, hits: hits.collect::<Result<_, _>>()? })
    }

    fn article_hit(
        &self,
        ranked: &Ranked,
        request: &Request,
        contributions: Vec<Contribution>,
    ) -> Result<Hit, EngineError> {
        let score = ranked.score;
        if request.snippets == 0 {
            return Ok(Hit { score, snippets: Vec::new(), contributions, article: self.head(ranked.article)? });
        }
        hits::article(self.record(ranked.article)?, score, request, contributions, &|| self.names().map_err(failed))
    }

    fn statement_hit(
        &self,
        ranked: &Ranked,
        request: &Request,
        contributions: Vec<Contribution>,
    ) -> Result<StatementHit, EngineError> {
        let stored = self.record(ranked.article)?;
        let (id, number) = (stored.record.article.id.clone(), ranked.number as usize);
        let names = &|| self.names().map_err(failed);
        let hit = hits::statement(stored, number, ranked.score, request, contributions, names)?;
        hit.ok_or_else(|| self.damaged(format!("article {id} has no statement {number}")))
    }

    /// How each of some ranked documents scored, in their order.
    fn explained(&self, request: &Request, target: Target, hits: &[Ranked]) -> tantivy::Result<Vec<Vec<Contribution>>> {
        let mut all = vec![Vec::new(); hits.len()];
        if !request.explain || request.sort != Sort::Relevance {
            return Ok(all);
        }
        let scorer = Scorer::new(self, target, &request.query.root)?;
        for segment in 0..self.searcher.segment_readers().len() as u32 {
            let mut here: Vec<(u32, usize)> = (0..)
                .zip(hits)
                .filter(|(_, hit)| hit.address.segment_ord == segment)
                .map(|(place, hit)| (hit.address.doc_id, place))
                .collect();
            here.sort_unstable();
            let documents = here.iter().map(|(document, _)| *document).collect();
            let found = scorer.explain(&SegmentMatches { segment, documents })?;
            for ((_, place), contributions) in here.into_iter().zip(found) {
                all[place] = contributions;
            }
        }
        Ok(all)
    }
}

impl Reader for IndexReader {
    fn search(&self, request: &Request) -> Result<Results<Hit>, EngineError> {
        self.hits(request, Target::Articles, Self::article_hit)
    }

    fn said(&self, request: &Request) -> Result<Results<StatementHit>, EngineError> {
        self.hits(request, Target::Statements, Self::statement_hit)
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
        let query = term_query(Term::from_field_u64(self.schema.article_key, key));
        let found = matches::collect(&self.searcher, &*query).map_err(failed)?;
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

    fn timeline(&self, query: &Query, counted: Counted, period: Option<Period>) -> Result<Timeline, EngineError> {
        timeline::timeline(self, query, counted.into(), period).map_err(failed)
    }

    fn suggestions(&self, query: &Query, counted: Counted) -> Result<Vec<Suggestion>, EngineError> {
        suggest::suggestions(self, &query.root, counted.into()).map_err(failed)
    }

    fn values(&self, field: &Field, beginning: &str, limit: usize) -> Result<Vec<String>, EngineError> {
        suggest::values(self, field, beginning, limit).map_err(failed)
    }

    fn faults(&self) -> Result<Vec<String>, EngineError> {
        check::faults(self)
    }

    fn articles_at(&self, root: &str, path: &str) -> Result<Vec<ArticleHead>, EngineError> {
        let key = crate::source::source_key(root, path);
        let column = self.schema.schema.get_field_name(self.schema.source_number).to_owned();
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let sources = segment.fast_fields().column_opt::<u64>(&column)?;
            Ok(move |document| sources.as_ref().is_some_and(|sources| sources.first(document) == Some(key)))
        });
        let of_source: Box<dyn tantivy::query::Query> = Box::new(DocPredicateQuery::from(predicate));
        let of_type = term_query(Term::from_field_text(self.schema.kind, Target::Articles.kind()));
        let both = tantivy::query::BooleanQuery::intersection(vec![of_source, of_type]);
        let mut heads = Vec::new();
        for found in matches::collect(&self.searcher, &both).map_err(failed)? {
            for document in found.documents {
                heads.push(self.head(DocAddress::new(found.segment, document))?);
            }
        }
        Ok(heads)
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
