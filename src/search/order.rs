//! The order of hits: total, and the same for any number of segments.

use super::Target;
use super::matches::{SegmentMatches, article_of, numbers};
use super::scoring::SegmentScores;
use crate::engine::Sort;
use crate::index::schema::{IndexSchema, unpack_days};
use std::cmp::Reverse;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

/// A match in its place.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// The document: an article or a statement.
    pub address: DocAddress,
    /// The article: itself, or the statement's.
    pub article: DocAddress,
    /// Number of the statement; 0 for articles.
    pub number: u32,
    /// Score.
    pub score: f32,
    /// What it is sorted by, highest first; equal keys are told apart by id.
    key: u64,
}

struct Columns {
    dates: Option<Column<u64>>,
    ids: Option<StrColumn>,
    numbers: Column<u64>,
    articles: Option<Column<u64>>,
}

impl Columns {
    fn open(schema: &IndexSchema, segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let date = crate::field::field("date").map(|field| schema.of_article(field)).and_then(|place| place.values);
        let dates = match date {
            Some(date) => columns.column_opt::<u64>(schema.schema.get_field_name(date))?,
            None => None,
        };
        let ids = columns.str(schema.schema.get_field_name(schema.id))?;
        let articles = columns.column_opt::<u64>(schema.schema.get_field_name(schema.article_number))?;
        Ok(Self { dates, ids, numbers: numbers(segment)?, articles })
    }

    fn day(&self, article: DocId) -> u32 {
        self.dates.as_ref().and_then(|dates| dates.first(article)).map_or(0, |packed| unpack_days(packed).0)
    }

    fn id_ordinal(&self, document: DocId) -> u64 {
        self.ids.as_ref().and_then(|ids| ids.term_ords(document).next()).unwrap_or(u64::MAX)
    }

    fn id(&self, document: DocId) -> String {
        let mut id = String::new();
        if let Some(ids) = &self.ids
            && ids.ord_to_str(self.id_ordinal(document), &mut id).is_err()
        {
            id.clear();
        }
        id
    }
}

/// What a shuffled document is sorted by: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014) over seed, id and
/// number, so that it is the same wherever the document lies.
pub fn shuffled(seed: u64, article: u64, number: u32) -> u64 {
    let mut mixed = article ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(number).rotate_left(32);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn sort_key(sort: Sort, score: f32, day: u32, shuffled: impl FnOnce(u64) -> u64) -> u64 {
    match sort {
        Sort::Shuffled(seed) => shuffled(seed),
        // The bits of floats that are not negative keep their order.
        Sort::Relevance => u64::from(score.max(0.0).to_bits()) << 32 | u64::from(day),
        Sort::Newest => u64::from(day),
        Sort::Oldest if day == 0 => 0,
        Sort::Oldest => u64::from(u32::MAX - day),
    }
}

/// The matches from `offset` on, at most `limit` of them (0: all), in order.
pub fn page(
    schema: &IndexSchema,
    searcher: &Searcher,
    target: Target,
    sort: Sort,
    found: &[(SegmentMatches, SegmentScores)],
    (offset, limit): (usize, usize),
) -> tantivy::Result<Vec<Ranked>> {
    let columns: Vec<Columns> = searcher
        .segment_readers()
        .iter()
        .map(|segment| Columns::open(schema, segment))
        .collect::<tantivy::Result<_>>()?;
    let mut all = Vec::new();
    let least = least_score(sort, found, offset.saturating_add(limit), limit);
    for (matches, scores) in found {
        let Some(columns) = columns.get(matches.segment as usize) else { continue };
        for (document, score) in matches.documents.iter().zip(scores).filter(|(_, score)| **score >= least) {
            let article = match target {
                Target::Articles => *document,
                Target::Statements => article_of(&columns.numbers, *document).unwrap_or(*document),
            };
            all.push(Ranked {
                address: DocAddress::new(matches.segment, *document),
                article: DocAddress::new(matches.segment, article),
                number: document - article,
                score: *score,
                key: sort_key(sort, *score, columns.day(article), |seed| {
                    let key = columns.articles.as_ref().and_then(|articles| articles.first(article));
                    shuffled(seed, key.unwrap_or_default(), document - article)
                }),
            });
        }
    }
    let wanted = if limit == 0 { all.len() } else { offset.saturating_add(limit).min(all.len()) };
    let mut first = first_ones(all, wanted, &columns);
    first.truncate(wanted);
    Ok(first.split_off(offset.min(first.len())))
}

/// The score without which a match cannot be on the page: nothing else has to be read of those below it.
fn least_score(sort: Sort, found: &[(SegmentMatches, SegmentScores)], wanted: usize, limit: usize) -> f32 {
    let total: usize = found.iter().map(|(_, scores)| scores.len()).sum();
    if sort != Sort::Relevance || limit == 0 || wanted >= total {
        return 0.0;
    }
    let mut scores: Vec<f32> = found.iter().flat_map(|(_, scores)| scores).copied().collect();
    let (_, least, _) = scores.select_nth_unstable_by(wanted - 1, |left, right| right.total_cmp(left));
    *least
}

/// The first `wanted` matches in order, and perhaps a few more. Ids are read only where keys are equal, and from
/// another segment's dictionary only for those that can still be among the first.
fn first_ones(mut all: Vec<Ranked>, wanted: usize, columns: &[Columns]) -> Vec<Ranked> {
    if wanted == 0 {
        return Vec::new();
    }
    if wanted < all.len() {
        let (_, last, _) = all.select_nth_unstable_by_key(wanted - 1, |ranked| Reverse(ranked.key));
        let threshold = last.key;
        let (mut kept, ties): (Vec<Ranked>, Vec<Ranked>) =
            all.into_iter().filter(|ranked| ranked.key >= threshold).partition(|ranked| ranked.key > threshold);
        let room = wanted - kept.len();
        for segment in 0..columns.len() as u32 {
            let mut here: Vec<Ranked> =
                ties.iter().filter(|ranked| ranked.address.segment_ord == segment).copied().collect();
            let Some(columns) = columns.get(segment as usize) else { continue };
            let by_id = |ranked: &Ranked| (columns.id_ordinal(ranked.article.doc_id), ranked.number);
            if here.len() > room {
                here.select_nth_unstable_by_key(room - 1, by_id);
                here.truncate(room);
            }
            kept.extend(here);
        }
        all = kept;
    }
    all.sort_by_key(|ranked| Reverse(ranked.key));
    for equal in all.chunk_by_mut(|left, right| left.key == right.key) {
        if equal.len() > 1 {
            let id = |ranked: &Ranked| {
                let columns = columns.get(ranked.address.segment_ord as usize);
                columns.map(|columns| columns.id(ranked.article.doc_id)).unwrap_or_default()
            };
            equal.sort_by_cached_key(|ranked| (id(ranked), ranked.number));
        }
    }
    all
}
