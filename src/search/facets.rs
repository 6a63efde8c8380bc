//! Counting: the most frequent values of a field, and what the index holds.

use super::Target;
use super::matches::{article_of, numbers};
use super::names::Names;
use super::reader::IndexReader;
use super::vocabulary::most_frequent;
use crate::article::Day;
use crate::engine::{Counted, EngineError, Facet, Reader, Status};
use crate::field::{FIELDS, Field, FieldKind, Subject, field};
use crate::index::schema::{day_of_number, unpack_days};
use crate::query::Query;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

/// The most frequent values of a field in what a query selects.
pub fn top(
    reader: &IndexReader,
    field: &Field,
    query: &Query,
    target: Target,
    limit: usize,
) -> tantivy::Result<Vec<Facet>> {
    let (whose, stored) = target.stored(&reader.schema, field);
    let Some(values) = stored.values else { return Ok(Vec::new()) };
    let no_names = Names::default();
    let column = Column {
        name: reader.schema.schema.get_field_name(values),
        of_article: whose == Target::Articles,
        is_date: field.kind == FieldKind::Date,
        names: if field.kind == FieldKind::Person { reader.names()? } else { &no_names },
    };
    count_values(reader, query, target, &column, limit)
}

struct Column<'n> {
    name: &'n str,
    of_article: bool,
    is_date: bool,
    /// How its values are folded.
    names: &'n Names,
}

fn count_values(
    reader: &IndexReader,
    query: &Query,
    target: Target,
    column: &Column,
    limit: usize,
) -> tantivy::Result<Vec<Facet>> {
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for found in reader.matches(query, target)? {
        let segment = reader.searcher.segment_reader(found.segment);
        let numbers = numbers(segment)?;
        let documents = found.documents.into_iter().map(|document| match (target, column.of_article) {
            (Target::Statements, true) => article_of(&numbers, document).unwrap_or(document),
            _ => document,
        });
        if column.is_date {
            let Some(days) = segment.fast_fields().column_opt::<u64>(column.name)? else { continue };
            for packed in documents.filter_map(|document| days.first(document)) {
                *counts.entry(day_text(unpack_days(packed))).or_default() += 1;
            }
            continue;
        }
        if let Some(values) = segment.fast_fields().str(column.name)? {
            count_names(&values, &documents.collect::<Vec<_>>(), column.names, &mut counts)?;
        }
    }
    let limit = if limit > 0 { limit } else { usize::MAX };
    Ok(most_frequent(counts, limit).into_iter().map(|(value, count)| Facet { value, count }).collect())
}

/// Counts how many of the documents have each value, once where a document has several that are folded into one.
fn count_names(
    values: &StrColumn,
    documents: &[DocId],
    names: &Names,
    counts: &mut FxHashMap<String, u64>,
) -> tantivy::Result<()> {
    let mut ordinals: Vec<u64> = documents.iter().flat_map(|document| values.term_ords(*document)).collect();
    ordinals.sort_unstable();
    ordinals.dedup();
    let mut groups: Vec<(String, u64)> = Vec::new();
    let mut group_of: FxHashMap<String, usize> = FxHashMap::default();
    let mut groups_by_ordinal: FxHashMap<u64, usize> = FxHashMap::default();
    let mut each = ordinals.iter();
    values.dictionary().sorted_ords_to_term_cb(&ordinals, |value| {
        let Some(ordinal) = each.next() else { return };
        let value = String::from_utf8_lossy(value);
        let name = names.of(&value);
        let group = *group_of.entry(name.to_owned()).or_insert_with(|| {
            groups.push((name.to_owned(), 0));
            groups.len() - 1
        });
        groups_by_ordinal.insert(*ordinal, group);
    })?;
    let mut here: Vec<usize> = Vec::new();
    for document in documents {
        here.clear();
        here.extend(values.term_ords(*document).filter_map(|ordinal| groups_by_ordinal.get(&ordinal).copied()));
        here.sort_unstable();
        here.dedup();
        for group in &here {
            groups[*group].1 += 1;
        }
    }
    for (name, count) in groups {
        *counts.entry(name).or_default() += count;
    }
    Ok(())
}

/// A stretch of days as a value: the day, or first and last.
pub fn day_text((first, last): (u32, u32)) -> String {
    let text = |number| day_of_number(number).map(|day| day.to_string()).unwrap_or_default();
    if first == last { text(first) } else { format!("{}..{}", text(first), text(last)) }
}

/// What the index holds.
pub fn status(reader: &IndexReader) -> Result<Status, EngineError> {
    let failed = |error: tantivy::TantivyError| EngineError::Other(error.to_string());
    let all = Query::everything();
    let values = |name: &str, target: Target| -> Result<Vec<Facet>, EngineError> {
        field(name).map_or(Ok(Vec::new()), |field| top(reader, field, &all, target, 0).map_err(failed))
    };
    let format = Column { name: "format", of_article: true, is_date: false, names: &Names::default() };
    let formats = count_values(reader, &all, Target::Articles, &format, 0).map_err(failed)?;
    let mut status = Status {
        place: reader.folder.place(),
        articles: reader.count(&all, Counted::Articles)?,
        statements: reader.count(&all, Counted::Statements)?,
        index_bytes: reader.folder.bytes(),
        formats,
        languages: values("lang", Target::Articles)?,
        kinds: values("kind", Target::Statements)?,
        coverage: coverage(reader).map_err(failed)?,
        forgotten: crate::index::forgotten(&reader.folder)?,
        ..Status::default()
    };
    (status.earliest, status.latest) = range(reader).map_err(failed)?;
    status.add_sources(crate::index::sources(&reader.schema, &reader.searcher)?);
    Ok(status)
}

/// How many articles have a value of each field that articles have.
fn coverage(reader: &IndexReader) -> tantivy::Result<Vec<(&'static str, u64)>> {
    let articles = reader.matches(&Query::everything(), Target::Articles)?;
    let mut covered = Vec::new();
    for field in FIELDS.iter().filter(|field| field.subject != Subject::Statement) {
        let Some(values) = reader.schema.of_article(field).values else { continue };
        let name = reader.schema.schema.get_field_name(values);
        let mut count = 0;
        for found in &articles {
            let columns = reader.searcher.segment_reader(found.segment).fast_fields();
            let numeric = matches!(field.kind, FieldKind::Date | FieldKind::DateOrName);
            let index = match numeric {
                true => columns.column_opt::<u64>(name)?.map(|column| column.index),
                false => columns.str(name)?.map(|column| column.ords().index.clone()),
            };
            let Some(index) = index else { continue };
            count += found.documents.iter().filter(|document| index.has_value(**document)).count() as u64;
        }
        covered.push((field.name, count));
    }
    Ok(covered)
}

/// First and last publication day.
fn range(reader: &IndexReader) -> tantivy::Result<(Option<Day>, Option<Day>)> {
    let Some(values) = field("date").and_then(|field| reader.schema.of_article(field).values) else {
        return Ok((None, None));
    };
    let name = reader.schema.schema.get_field_name(values);
    let mut days: Option<(u32, u32)> = None;
    for found in reader.matches(&Query::everything(), Target::Articles)? {
        let segment = reader.searcher.segment_reader(found.segment);
        let Some(column) = segment.fast_fields().column_opt::<u64>(name)? else { continue };
        for (first, last) in found.documents.iter().filter_map(|document| column.first(*document)).map(unpack_days) {
            days = Some(days.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
        }
    }
    Ok((days.and_then(|days| day_of_number(days.0)), days.and_then(|days| day_of_number(days.1))))
}

/// Ids that have something in common with one that does not exist: the same last part, or this one inside them.
pub fn similar_ids(reader: &IndexReader, id: &str) -> tantivy::Result<Vec<String>> {
    const MOST: usize = 5;
    let wanted = id.to_lowercase();
    let last_part = wanted.rsplit('/').next().unwrap_or_default().to_owned();
    let mut found = BTreeSet::new();
    for segment in reader.searcher.segment_readers() {
        let index = segment.inverted_index(reader.schema.id)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            let candidate = String::from_utf8_lossy(terms.key());
            let folded = candidate.to_lowercase();
            let alike = folded.contains(&wanted) || (last_part.len() > 3 && folded.ends_with(&last_part));
            if alike {
                found.insert(candidate.into_owned());
            }
            if found.len() >= MOST {
                return Ok(found.into_iter().collect());
            }
        }
    }
    Ok(found.into_iter().collect())
}
