//! The query tree as Tantivy queries. They only select; `scoring` ranks.

use super::Target;
use super::matches::{self, DocumentSets};
use super::names::Names;
use super::text_query::{Order, TextQuery};
use super::vocabulary::{Vocabulary, beginning_with};
use super::words::{WordTerms, name_terms, path_terms};
use crate::analysis::is_single_ideograph;
use crate::article::EntityType;
use crate::calendar::Interval;
use crate::engine::entity_field;
use crate::field::{Field, FieldKind, Subject, field};
use crate::index::schema::{IndexSchema, Stored, day_number, unpack_days};
use crate::query::{Node, Pattern, Value};
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher, SegmentReader, Term};

type Built = tantivy::Result<Box<dyn Query>>;

/// Builds queries for one index.
pub struct Compiler<'i> {
    /// Its schema.
    pub schema: &'i IndexSchema,
    /// Its last commit.
    pub searcher: &'i Searcher,
    /// Its languages.
    pub words: &'i WordTerms,
    /// Its folded names.
    pub names: &'i Names,
}

impl Compiler<'_> {
    /// The query for all articles, or all statements, that `node` describes.
    pub fn compile(&self, node: &Node, target: Target) -> Built {
        let of_type = term_query(Term::from_field_text(self.schema.kind, target.kind()));
        Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, of_type), (Occur::Must, self.node(node, target)?)])))
    }

    fn node(&self, node: &Node, target: Target) -> Built {
        Ok(match node {
            Node::Everything => Box::new(AllQuery),
            Node::All(nodes) => self.all(nodes, target)?,
            Node::Any(nodes) => Box::new(BooleanQuery::new(self.each(nodes, Occur::Should, target)?)),
            Node::AtLeast { required, nodes } => Box::new(BooleanQuery::with_minimum_required_clauses(
                self.each(nodes, Occur::Should, target)?,
                *required,
            )),
            Node::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, self.excluded(inner, target)?),
            ])),
            Node::Word(word) => self.text(self.schema.text, std::slice::from_ref(word), Order::Following, target)?,
            Node::Phrase(words) => self.text(self.schema.text, words, Order::Following, target)?,
            Node::Near { words, within } => self.text(self.schema.text, words, Order::Near(*within), target)?,
            Node::Pattern(pattern) => self.pattern(self.schema.text, pattern, target)?,
            Node::Clause { field, value } => self.clause(field, value, target)?,
            Node::Said(inner) if target == Target::Articles => self.joined(inner, Target::Statements)?,
            Node::Said(inner) => self.node(inner, target)?,
        })
    }

    fn all(&self, nodes: &[Node], target: Target) -> Built {
        let mut clauses = Vec::with_capacity(nodes.len() + 1);
        for node in nodes {
            match node {
                Node::Not(inner) => clauses.push((Occur::MustNot, self.excluded(inner, target)?)),
                node => clauses.push((Occur::Must, self.node(node, target)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// What `inner` selects, worked out beforehand: Tantivy asks what it excludes for documents that lie before the first
    /// match, which its phrases do not allow for.
    fn excluded(&self, inner: &Node, target: Target) -> Built {
        Ok(DocumentSets::of(self.searcher, &*self.node(inner, target)?)?.into_query())
    }

    fn each(&self, nodes: &[Node], occur: Occur, target: Target) -> tantivy::Result<Vec<(Occur, Box<dyn Query>)>> {
        nodes.iter().map(|node| Ok((occur, self.node(node, target)?))).collect()
    }

    fn vocabulary(&self, field: tantivy::schema::Field) -> Vocabulary<'_> {
        Vocabulary { searcher: self.searcher, words: self.words, field }
    }

    /// Words of text in an order, in any language of the index.
    fn text(&self, field: tantivy::schema::Field, words: &[String], order: Order, target: Target) -> Built {
        if let [word] = words
            && is_single_ideograph(word)
        {
            return self.pattern(field, &beginning_with(word), target);
        }
        let vocabulary = self.vocabulary(field);
        let stems = words.iter().flat_map(|word| self.words.of(word));
        let words = stems.map(|stems| vocabulary.word(&stems)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(TextQuery::of_words(words, order, target)))
    }

    /// Forms of words of text, or of names.
    fn pattern(&self, field: tantivy::schema::Field, pattern: &Pattern, target: Target) -> Built {
        let vocabulary = self.vocabulary(field);
        let is_in_text = field == self.schema.text;
        Ok(match pattern {
            Pattern::Exact(form) => {
                let target = if is_in_text { target } else { Target::Articles };
                Box::new(TextQuery::of_words(vec![vocabulary.form(form)?], Order::Following, target))
            }
            pattern if is_in_text && target == Target::Statements => {
                Box::new(TextQuery::of_pattern(vocabulary.places(pattern)))
            }
            pattern => vocabulary.documents(pattern)?.into_query(),
        })
    }

    /// What `node` selects among the other type of document, carried over to this one.
    fn joined(&self, node: &Node, from: Target) -> Built {
        let query = self.compile(node, from)?;
        let found = DocumentSets::of(self.searcher, &*query)?;
        let carried = match from {
            Target::Statements => matches::articles_of(self.searcher, &found)?,
            Target::Articles => matches::statements_of(self.searcher, &found)?,
        };
        Ok(carried.into_query())
    }

    fn clause(&self, field: &'static Field, value: &Value, target: Target) -> Built {
        let here = match target {
            Target::Articles => Subject::Article,
            Target::Statements => Subject::Statement,
        };
        if field.subject != here && field.subject != Subject::Both {
            return self.joined(&Node::Clause { field, value: value.clone() }, target.other());
        }
        let stored = match target {
            Target::Articles => self.schema.of_article(field),
            Target::Statements => self.schema.of_statement(field),
        };
        Ok(match (field.kind, value) {
            (_, Value::Dates(interval)) => self.dates(stored, *interval),
            (FieldKind::DateOrName, value) => self.any_name(value, target)?,
            (_, Value::Pattern(pattern)) => match stored.words {
                Some(field) => self.pattern(field, pattern, target)?,
                None => Box::new(EmptyQuery),
            },
            (kind, Value::Words(words)) => self.words_in(kind, stored, words)?,
            (kind, Value::Exact(value)) => self.words_in(kind, stored, std::slice::from_ref(value))?,
        })
    }

    fn words_in(&self, kind: FieldKind, stored: Stored, words: &[String]) -> Built {
        let Some(field) = stored.words else { return Ok(Box::new(EmptyQuery)) };
        Ok(match kind {
            FieldKind::Text => self.text(field, words, Order::Following, Target::Articles)?,
            FieldKind::Keyword => {
                let value = words.join(" ").to_lowercase();
                term_query(Term::from_field_text(field, &value))
            }
            FieldKind::Path => sequence_query(field, &path_terms(&words.join(" "))),
            FieldKind::Person => self.person(field, stored, words),
            FieldKind::Name | FieldKind::Date | FieldKind::DateOrName => sequence_query(field, &name_terms(words)),
        })
    }

    /// Any form of the name that has the words, or a form that is folded into a name that has them.
    fn person(&self, field: tantivy::schema::Field, stored: Stored, words: &[String]) -> Box<dyn Query> {
        let mut queries = vec![sequence_query(field, &name_terms(words))];
        let forms = self.names.forms_of(words);
        if let Some(values) = stored.values {
            queries.extend(forms.iter().map(|fold| self.named(field, values, &fold.from)));
        }
        union(queries)
    }

    /// Documents with just this name: its words select, its value decides.
    fn named(&self, field: tantivy::schema::Field, values: tantivy::schema::Field, name: &str) -> Box<dyn Query> {
        let column = self.schema.schema.get_field_name(values).to_owned();
        let words = sequence_query(field, &name_terms(&[name.to_owned()]));
        let name = name.as_bytes().to_vec();
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let column = segment.fast_fields().str(&column)?;
            let ordinal = column.as_ref().map(|column| column.dictionary().term_ord(&name)).transpose()?.flatten();
            Ok(move |document: DocId| {
                column
                    .as_ref()
                    .zip(ordinal)
                    .is_some_and(|(column, ordinal)| column.term_ords(document).any(|found| found == ordinal))
            })
        });
        Box::new(BooleanQuery::intersection(vec![words, Box::new(DocPredicateQuery::from(predicate))]))
    }

    fn any_name(&self, value: &Value, target: Target) -> Built {
        let fields = [EntityType::Person, EntityType::Organization, EntityType::Place].map(entity_field);
        let mut queries = Vec::new();
        for field in fields.into_iter().flatten().filter_map(field) {
            queries.push(self.clause(field, value, target)?);
        }
        Ok(union(queries))
    }

    /// Documents with a stretch of days that overlaps the interval.
    fn dates(&self, stored: Stored, interval: Interval) -> Box<dyn Query> {
        let Some(values) = stored.values else { return Box::new(EmptyQuery) };
        let name = self.schema.schema.get_field_name(values).to_owned();
        let first = interval.earliest.map_or(0, day_number);
        let last = interval.latest.map_or(u32::MAX, day_number);
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let column = segment.fast_fields().column_opt::<u64>(&name)?;
            Ok(move |document: DocId| {
                column.as_ref().is_some_and(|column| {
                    column.values_for_doc(document).map(unpack_days).any(|(from, to)| from <= last && first <= to)
                })
            })
        });
        Box::new(DocPredicateQuery::from(predicate))
    }
}

/// Documents with a term.
pub fn term_query(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Terms next to each other; nothing for no terms.
fn sequence_query(field: tantivy::schema::Field, terms: &[String]) -> Box<dyn Query> {
    match terms {
        [] => Box::new(EmptyQuery),
        [term] => term_query(Term::from_field_text(field, term)),
        terms => Box::new(PhraseQuery::new(terms.iter().map(|term| Term::from_field_text(field, term)).collect())),
    }
}

fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}
