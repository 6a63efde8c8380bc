//! Counting: the most frequent values of a field, by time, and what an index holds.

use super::client::Client;
use super::compile::everything;
use super::manifest::{self, Indices};
use super::mapping::place_of_values;
use super::names::{each_bucket, each_value};
use super::ranking::Totals;
use crate::article::Day;
use crate::engine::{ClusterStatus, EngineError, Facet, Status};
use crate::field::{FIELDS, Field, FieldKind, Subject};
use crate::index::schema::day_of_number;
use crate::search::facets::day_text;
use crate::search::most_frequent;
use crate::search::names::Names;
use crate::search::timeline::Days;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

/// Values of a field that are asked for beyond those that are wanted, since folding puts several into one.
const MORE: usize = 1_000;

/// Values that one answer may have.
const VALUES_MAX: usize = 50_000;

/// How many documents a query selects.
pub fn count(client: &Client, index: &str, query: &Value) -> Result<u64, EngineError> {
    let answer = client.json("POST", &format!("{index}/_count"), Some(&json!({ "query": query })))?;
    Ok(answer["count"].as_u64().unwrap_or(0))
}

/// What all articles are together.
pub fn totals(client: &Client, indices: &Indices) -> Result<Totals, EngineError> {
    let body = json!({
        "size": 0, "track_total_hits": true,
        "aggs": { "words": { "sum": { "field": "words" } }, "languages": { "terms": { "field": "lang", "size": 500 } } },
    });
    let path = format!("{}/_search?request_cache=true", indices.articles);
    let answer = client.json("POST", &path, Some(&body))?;
    let buckets = answer["aggregations"]["languages"]["buckets"].as_array().cloned().unwrap_or_default();
    let mut languages: Vec<String> =
        buckets.iter().filter_map(|bucket| bucket["key"].as_str().map(str::to_owned)).collect();
    languages.sort_unstable();
    Ok(Totals {
        articles: answer["hits"]["total"]["value"].as_u64().unwrap_or(0),
        words: answer["aggregations"]["words"]["value"].as_f64().unwrap_or(0.0),
        languages,
    })
}

/// The most frequent values of a field in what a query selects; names as they are folded.
pub fn top(
    client: &Client,
    index: &str,
    field: &Field,
    query: &Value,
    limit: usize,
    names: &Names,
) -> Result<Vec<Facet>, EngineError> {
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    match field.kind {
        FieldKind::Date => {
            for (days, count) in by_day(client, index, query)? {
                counts.insert(day_text(days), count);
            }
        }
        FieldKind::Text | FieldKind::Path | FieldKind::DateOrName => {}
        FieldKind::Keyword | FieldKind::Name | FieldKind::Person => {
            let place = place_of_values(field).unwrap_or_default();
            let mut forms: FxHashMap<String, Vec<String>> = FxHashMap::default();
            frequent_values(client, index, query, &place, limit, |value, count| {
                let name = names.of(&value).to_owned();
                *counts.entry(name.clone()).or_default() += count;
                forms.entry(name).or_default().push(value);
            })?;
            forms.retain(|_, values| values.len() > 1);
            for (name, count) in union_counts(client, index, query, &place, &forms)? {
                counts.insert(name, count);
            }
        }
    }
    let limit = if limit > 0 { limit } else { usize::MAX };
    Ok(most_frequent(counts, limit).into_iter().map(|(value, count)| Facet { value, count }).collect())
}

fn frequent_values(
    client: &Client,
    index: &str,
    query: &Value,
    place: &str,
    limit: usize,
    mut each: impl FnMut(String, u64),
) -> Result<(), EngineError> {
    let wanted = limit.saturating_mul(10).saturating_add(MORE);
    if limit == 0 || wanted > VALUES_MAX {
        return each_value(client, index, query, place, each);
    }
    let terms = json!({ "terms": { "field": place, "size": wanted, "shard_size": 2 * wanted } });
    let found = client.aggregate(index, query, json!({ "values": terms }))?;
    for bucket in found["values"]["buckets"].as_array().into_iter().flatten() {
        if let Some((value, count)) = bucket["key"].as_str().zip(bucket["doc_count"].as_u64()) {
            each(value.to_owned(), count);
        }
    }
    Ok(())
}

/// How many documents have any of several values each: a document that has two of them counts once.
fn union_counts(
    client: &Client,
    index: &str,
    query: &Value,
    place: &str,
    groups: &FxHashMap<String, Vec<String>>,
) -> Result<Vec<(String, u64)>, EngineError> {
    const AT_ONCE: usize = 500;
    let names: Vec<&String> = groups.keys().collect();
    let mut counted = Vec::new();
    for names in names.chunks(AT_ONCE) {
        let filters: Vec<Value> = names.iter().map(|name| json!({ "terms": { place: groups[*name] } })).collect();
        let aggregations = json!({ "groups": { "filters": { "filters": filters } } });
        let found = client.aggregate(index, query, aggregations)?;
        let buckets = found["groups"]["buckets"].as_array().cloned().unwrap_or_default();
        for (name, bucket) in names.iter().zip(buckets) {
            counted.push(((*name).clone(), bucket["doc_count"].as_u64().unwrap_or(0)));
        }
    }
    Ok(counted)
}

/// What a query selects, by first and last day of publication.
pub fn by_day(client: &Client, index: &str, query: &Value) -> Result<Days, EngineError> {
    let mut days = Days::new();
    let source = |end: &str| json!({ end: { "terms": { "field": format!("date_{end}") } } });
    each_bucket(client, index, query, json!([source("first"), source("last")]), |key, count| {
        let day = |end: &str| key[end].as_u64().and_then(|day| u32::try_from(day).ok());
        days.extend(day("first").zip(day("last")).map(|day| (day, count)));
    })?;
    Ok(days)
}

/// What an index holds, and how the cluster is.
pub fn status(client: &Client, indices: &Indices) -> Result<Status, EngineError> {
    let all = everything();
    let facets = |index: &str, place: &str| -> Result<Vec<Facet>, EngineError> {
        let mut counts = FxHashMap::default();
        each_value(client, index, &all, place, |value, count| {
            counts.insert(value, count);
        })?;
        let facet = |(value, count)| Facet { value, count };
        Ok(most_frequent(counts, usize::MAX).into_iter().map(facet).collect())
    };
    let mut status = Status {
        place: client.address.place(),
        articles: count(client, &indices.articles, &all)?,
        statements: count(client, &indices.statements, &all)?,
        formats: facets(&indices.articles, "format")?,
        languages: facets(&indices.articles, "lang")?,
        kinds: facets(&indices.statements, "kind")?,
        coverage: coverage(client, indices)?,
        forgotten: super::kept_out::keys(client, indices)?.len() as u64,
        cluster: Some(health(client, indices)?),
        ..Status::default()
    };
    let stats = client.json("GET", &format!("{}/_stats/store?filter_path=_all", indices.all().join(",")), None)?;
    status.index_bytes = stats["_all"]["primaries"]["store"]["size_in_bytes"].as_u64().unwrap_or(0);
    (status.earliest, status.latest) = range(client, indices)?;
    status.add_sources(manifest::sources(client, indices)?);
    Ok(status)
}

/// How many articles have a value of each field that articles have.
fn coverage(client: &Client, indices: &Indices) -> Result<Vec<(&'static str, u64)>, EngineError> {
    let fields = FIELDS.iter().filter(|field| field.subject != Subject::Statement);
    let places: Vec<(&'static str, String)> =
        fields.filter_map(|field| Some((field.name, place_of_values(field)?))).collect();
    let filters: Map<String, Value> =
        places.iter().map(|(name, place)| ((*name).to_owned(), json!({ "exists": { "field": place } }))).collect();
    let aggregations = json!({ "fields": { "filters": { "filters": filters } } });
    let found = client.aggregate(&indices.articles, &everything(), aggregations)?;
    let buckets = &found["fields"]["buckets"];
    let counted = |(name, _): (&'static str, String)| (name, buckets[name]["doc_count"].as_u64().unwrap_or(0));
    Ok(places.into_iter().map(counted).collect())
}

/// First and last publication day.
fn range(client: &Client, indices: &Indices) -> Result<(Option<Day>, Option<Day>), EngineError> {
    let aggregations =
        json!({ "first": { "min": { "field": "date_first" } }, "last": { "max": { "field": "date_last" } } });
    let found = client.aggregate(&indices.articles, &everything(), aggregations)?;
    let day = |end: &str| found[end]["value"].as_f64().and_then(|day| day_of_number(day as u32));
    Ok((day("first"), day("last")))
}

fn health(client: &Client, indices: &Indices) -> Result<ClusterStatus, EngineError> {
    let all = indices.all().join(",");
    let root = client.json("GET", "", None)?;
    let health = client.json("GET", &format!("_cluster/health/{all}"), None)?;
    let settings = client.json("GET", &format!("{}/_settings", indices.articles), None)?;
    let settings = &settings[&indices.articles]["settings"]["index"];
    let setting = |name: &str| settings[name].as_str().and_then(|number| number.parse().ok()).unwrap_or(0);
    Ok(ClusterStatus {
        version: root["version"]["number"].as_str().unwrap_or_default().to_owned(),
        health: health["status"].as_str().unwrap_or_default().to_owned(),
        nodes: health["number_of_nodes"].as_u64().unwrap_or(0),
        shards: setting("number_of_shards"),
        replicas: setting("number_of_replicas"),
        unassigned: health["unassigned_shards"].as_u64().unwrap_or(0),
        lag: lag(client, &all)?,
    })
}

/// Writes that copies of shards do not have yet.
fn lag(client: &Client, indices: &str) -> Result<u64, EngineError> {
    let path = format!("{indices}/_stats/docs?level=shards&filter_path=indices.*.shards.*.seq_no");
    let answer = client.json("GET", &path, None)?;
    let shards = answer["indices"].as_object().into_iter().flat_map(|indices| indices.values());
    let shards = shards.filter_map(|index| index["shards"].as_object()).flat_map(|shards| shards.values());
    let behind = shards.filter_map(Value::as_array).map(|copies| {
        let number = |copy: &Value, name: &str| copy["seq_no"][name].as_i64().unwrap_or(-1);
        let latest = copies.iter().map(|copy| number(copy, "max_seq_no")).max().unwrap_or(-1);
        copies.iter().map(|copy| (latest - number(copy, "local_checkpoint")).max(0) as u64).sum::<u64>()
    });
    Ok(behind.sum())
}
