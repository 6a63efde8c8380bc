//! The day on which a page was published: what it says to programs, its address, and what readers see.
//!
//! Metadata comes first (JSON-LD, meta elements, microdata), corrected by the day in the address where the clock of
//! another zone made it the day before or after. Without metadata the dates that readers see are weighed by where they
//! stand and what is written beside them.

use super::seen::{self, Seen};
use crate::article::{Basis, DateValue, Day, Precision};
use crate::calendar::{DayOrder, day_in_path, find_day, parse_moment};
use dom_query::Document;
use rustc_hash::FxHashMap;

/// Meta elements that tell the day, best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "publicationdate",
    "article.published",
    "displaydate",
    "originalpublicationdate",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "citation_online_date",
    "citation_publication_date",
    "prism.publicationdate",
    "og:pubdate",
    "pdate",
    "ptime",
];

/// Meta elements that tell the day, or when the page was made or changed.
const VAGUE: &[&str] = &["date", "dc.date", "dcterms.date", "dcterms.created", "dc.created", "timestamp", "uploaddate"];

/// Meta elements that tell when a page was last changed.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "revised",
    "updated date",
];

/// Keys of scripts and of JSON-LD that is no JSON: what stands behind them is the day.
const KEYS: &[&str] = &[
    "\"datePublished",
    "publishedFirst",
    "first-publication",
    "publication_date",
    "publicationDate",
    "publication_time",
    "publishedDate",
    "published_at",
    "publishedAt",
    "publish_date",
    "publishDate",
    "datePublishedArticle",
    "postDate",
    "\"uploadDate",
    "dc:date",
    "schema:dateCreated",
    "\"dateCreated",
    "created_at",
];

/// Bytes behind a key in which its value has to begin and end.
const NEAR_KEY: usize = 60;

/// Elements with the day in an attribute, best first, with the attribute.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("[itemprop=datePublished]", "content"),
    ("[itemprop=datePublished]", "datetime"),
    ("[itemprop=datePublished]", "title"),
    ("time[pubdate]", "datetime"),
    ("abbr.published", "title"),
    ("abbr.date", "title"),
];

/// Points that a day that readers see needs to be believed.
const BELIEVED: i32 = 4;

/// Points at which it is believed although metadata says otherwise.
const PLAIN: i32 = 30;

/// The same where another zone's clock, or an article that was put up again, explains it.
const NEARER: i32 = 24;

/// Points at which it is believed although vague metadata says otherwise.
const CLEAR: i32 = 20;

/// What a page says of its day.
pub struct Page<'p> {
    /// Its source.
    pub source: &'p str,
    /// Its elements.
    pub document: &'p Document,
    /// Its meta elements by name, in small letters.
    pub meta: &'p FxHashMap<String, String>,
    /// Its title.
    pub title: Option<&'p str>,
    /// Its address.
    pub url: Option<&'p str>,
    /// Order of day and month in its language.
    pub order: DayOrder,
}

impl Page<'_> {
    /// The day of publication; `described` is what JSON-LD says.
    pub fn published(&self, described: Option<DateValue>) -> Option<DateValue> {
        let is_day = |date: &DateValue| date.precision <= Precision::Day;
        let metadata = described.filter(is_day).or_else(|| self.meta_date(PUBLISHED)).or_else(|| self.attribute());
        let in_url = self.url.and_then(day_in_path);
        let is_settled = |day: &Day| metadata.as_ref().is_none_or(|known| is_next_to(known, *day));
        if let Some(day) = in_url.filter(is_settled) {
            return Some(DateValue::day(day, Basis::rule("url")));
        }
        let seen = seen::find(self.document, self.title, self.order);
        let Some(metadata) = metadata else {
            return visible(seen.as_ref(), CLEAR)
                .or_else(|| self.meta_date(VAGUE))
                .or_else(|| visible(seen.as_ref(), BELIEVED))
                .or_else(|| self.in_scripts())
                .or_else(|| self.in_names());
        };
        let seen = seen.filter(|seen| !seen.modified);
        // Another zone's clock, or an article that was put up again: readers see its own day.
        let nearer = seen.as_ref().is_some_and(|seen| {
            is_next_to(&metadata, seen.day) || metadata.earliest.is_some_and(|known| seen.day < known)
        });
        match visible(seen.as_ref(), if nearer { NEARER } else { PLAIN }) {
            Some(plain) if !plain.agrees_with(&metadata) => Some(plain),
            _ => Some(metadata),
        }
    }

    /// A day in the title, in the address in another order, or in that of the page's picture.
    fn in_names(&self) -> Option<DateValue> {
        let written = |text: Option<&str>| find_day(text?, DayOrder::DayFirst).map(|(_, day)| day);
        let picture = || self.meta.get("og:image").and_then(|address| day_in_path(address));
        let day = written(self.title).or_else(|| written(self.url));
        let value = |day: Day, rule| DateValue::day(day, Basis::rule(rule));
        day.map(|day| value(day, "title")).or_else(|| picture().map(|day| value(day, "picture")))
    }

    /// When the page was last changed.
    pub fn modified(&self) -> Option<DateValue> {
        self.meta_date(MODIFIED)
    }

    fn meta_date(&self, keys: &[&str]) -> Option<DateValue> {
        keys.iter().find_map(|key| {
            let (text, basis) = (self.meta.get(*key)?, Basis::key("meta", *key));
            match parse_moment(text).filter(|moment| moment.precision <= Precision::Day) {
                Some(moment) => Some(moment.believed(basis)),
                None => find_day(text, self.order).map(|(_, day)| DateValue::day(day, basis)),
            }
        })
    }

    fn attribute(&self) -> Option<DateValue> {
        ATTRIBUTES.iter().find_map(|(selector, name)| {
            let node = self.document.select_single(selector);
            let moment = parse_moment(&node.attr(name)?).filter(|moment| moment.precision <= Precision::Day)?;
            Some(moment.believed(Basis::key("microdata", *name)))
        })
    }

    /// A day behind one of the keys that scripts have for it.
    fn in_scripts(&self) -> Option<DateValue> {
        KEYS.iter().find_map(|key| {
            let at = memchr::memmem::find(self.source.as_bytes(), key.as_bytes())? + key.len();
            let mut end = (at + NEAR_KEY).min(self.source.len());
            while !self.source.is_char_boundary(end) {
                end -= 1;
            }
            let (_, day) = find_day(self.source.get(at..end)?, DayOrder::DayFirst)?;
            Some(DateValue::day(day, Basis::key("script", key.trim_start_matches('"'))))
        })
    }
}

fn visible(seen: Option<&Seen>, points: i32) -> Option<DateValue> {
    seen.filter(|seen| seen.points >= points).map(|seen| DateValue::day(seen.day, Basis::rule("visible")))
}

/// Whether a day is the one before or after.
fn is_next_to(date: &DateValue, day: Day) -> bool {
    date.earliest.is_some_and(|known| known.tomorrow().ok() == Some(day) || known.yesterday().ok() == Some(day))
}
