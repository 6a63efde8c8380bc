//! Feeds: RSS 0.9–2.0 and Atom (RFC 4287), one article an entry, with its full text where the feed has it.

use super::{html, new_article};
use crate::analysis::byline_names;
use crate::article::{Article, Basis, DateValue, Precision, RawSource, Skip, SkipReason};
use crate::calendar::parse_moment;
use feed_rs::model::{Entry, Feed};

/// Reads a feed.
pub fn parse(source: &RawSource, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let parser = feed_rs::parser::Builder::new().timestamp_parser(|text| written(text)?.parse().ok()).build();
    let feed = match parser.parse(source.bytes.as_slice()) {
        Ok(feed) => feed,
        Err(error) => {
            return each(Err(Skip::new(source.locator.clone(), SkipReason::Malformed, format!("feed: {error}"))));
        }
    };
    if feed.entries.is_empty() {
        return each(Err(Skip::new(source.locator.clone(), SkipReason::NoText, "the feed has no entries")));
    }
    for (number, entry) in (1..).zip(&feed.entries) {
        let place = RawSource { locator: source.locator.at_line(number), bytes: Vec::new(), ..source.clone() };
        each(article(&place, &feed, entry));
    }
}

fn article(source: &RawSource, feed: &Feed, entry: &Entry) -> Result<Article, Skip> {
    let mut article = new_article(source);
    let text = |text: &Option<feed_rs::model::Text>| {
        text.as_ref().map(|text| one_line(&html::plain(&text.content))).filter(|text| !text.is_empty())
    };
    article.title = text(&entry.title);
    article.outlet = text(&feed.title);
    article.authors = entry.authors.iter().filter_map(|author| author.name.as_deref()).flat_map(byline_names).collect();
    article.section = entry.categories.first().map(|category| category.label.clone().unwrap_or(category.term.clone()));
    article.language =
        entry.language.as_ref().or(feed.language.as_ref()).and_then(|tag| super::json::language_code(tag));
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    article.url = link.or(entry.links.first()).map(|link| link.href.clone());
    article.published = entry.published.and_then(|time| believed(&time.to_rfc3339(), "published"));
    article.modified = entry.updated.and_then(|time| believed(&time.to_rfc3339(), "updated"));
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let Some(body) = content.or(summary).filter(|body| !body.trim().is_empty()) else {
        return Err(Skip::new(source.locator.clone(), SkipReason::NoText, "the entry has no text"));
    };
    html::fill_from_fragment(&mut article, body);
    Ok(article)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The time as it is written, without its zone: a day is the one that is published.
fn written(text: &str) -> Option<String> {
    let moment = parse_moment(text)?;
    match moment.precision {
        Precision::Time => Some(format!("{}:00Z", moment.value)),
        Precision::Day => Some(format!("{}T00:00:00Z", moment.value)),
        _ => None,
    }
}

/// A time that [`written`] made, from the key that tells it.
fn believed(time: &str, key: &'static str) -> Option<DateValue> {
    Some(parse_moment(time)?.believed(Basis::key("metadata", key)))
}
