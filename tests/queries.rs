//! What holds for any query: an answer in bounded time, or an error that points into it.

#![allow(clippy::unwrap_used)]

mod common;

use common::archive;
use onrecord::engine::{Counted, Reader, Request, Sort};
use onrecord::field::Subject;
use onrecord::query::{ParseOptions, Query, parse};
use onrecord::search::IndexReader;
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Longest time that a query may take on the sample archive, in a build without optimisation.
const PATIENCE: Duration = Duration::from_secs(2);

static READER: LazyLock<IndexReader> = LazyLock::new(|| IndexReader::open(&archive().join(".onrecord")).unwrap());

/// Queries that use all of the language; mutations start from them.
const SEEDS: &[&str] = &[
    "bridge closure -ferry",
    "(siren OR flood) NOT title:wall",
    "\"swing bridge\" \"bridge closed\"~4",
    "brid* *dge br*ge clos~ clossed~2 =bridges",
    "/bri(dge|ck)s?/ /[a-f]+/",
    "speaker:\"Ada Venn\" person:venn org:harbour place:(harrowmouth OR saltby)",
    "date:2023..2024-03 mentions:2023-05 mentions:venn kind:direct lang:en",
    "said(speaker:venn bridge -ferry) outlet:coastal path:2023 confidence:high",
    "author:/m.*/ speaker:ven* title:sir* date:last-month",
];

fn options(subject: Subject) -> ParseOptions {
    ParseOptions::new(subject, "2025-03-14".parse().unwrap())
}

/// Asks everything that a query can be asked for.
fn answer(query: &Query, subject: Subject) {
    let reader = &*READER;
    let request = Request { query, sort: Sort::Relevance, offset: 0, limit: 3, snippets: 2, context: 1, explain: true };
    let counted = match subject {
        Subject::Statement => Counted::Statements,
        Subject::Article | Subject::Both => Counted::Articles,
    };
    let total = match counted {
        Counted::Articles => reader.search(&request).unwrap().total,
        Counted::Statements => reader.said(&request).unwrap().total,
    };
    assert_eq!(total, reader.count(query, counted).unwrap());
    if total == 0 {
        reader.suggestions(query, counted).unwrap();
    }
    reader.timeline(query, counted, None).unwrap();
}

fn check(text: &str) {
    for subject in [Subject::Article, Subject::Statement] {
        let start = Instant::now();
        match parse(text, &options(subject)) {
            Ok(query) => {
                let shown = query.to_string();
                if let Ok(again) = parse(&shown, &options(subject)) {
                    assert_eq!(again.to_string(), shown, "{text}");
                }
                answer(&query, subject);
            }
            Err(error) => {
                assert!(error.at.start <= error.at.end && error.at.end <= error.query.len(), "{text}: {error:?}");
                assert!(error.query.get(error.at.clone()).is_some() && error.hint.is_some(), "{text}: {error:?}");
                assert_eq!(error.pointer().lines().count(), 2, "{text}");
            }
        }
        assert!(start.elapsed() < PATIENCE, "{text}: {:?}", start.elapsed());
    }
}

/// A seed with characters put in, taken out or doubled, or cut and joined with another.
fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), "[ -~]|[“”„éß漢橋ЖØ\u{0}\t]", 0..4u8);
    let seeds = (0..SEEDS.len(), 0..SEEDS.len(), any::<prop::sample::Index>());
    (seeds, prop::collection::vec(edit, 0..6)).prop_map(|((first, second, cut), edits)| {
        let mut letters: Vec<char> = SEEDS[first].chars().collect();
        letters.truncate(cut.index(letters.len()) + 1);
        letters.extend(SEEDS[second].chars());
        for (place, put, kind) in edits {
            let place = place.index(letters.len());
            match kind {
                0 => drop(letters.remove(place)),
                1 => letters.insert(place, letters[place]),
                2 => letters.truncate(place + 1),
                _ => letters.splice(place..place, put.chars()).for_each(drop),
            }
            if letters.is_empty() {
                letters.push('a');
            }
        }
        letters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_queries_are_answered_or_refused(text in "\\PC{0,60}") {
        check(&text);
    }

    #[test]
    fn mutated_queries_are_answered_or_refused(text in mutated()) {
        check(&text);
    }
}

#[test]
fn every_part_of_the_language_is_understood() {
    for seed in SEEDS {
        let subject = Subject::Article;
        let query = parse(seed, &options(subject)).unwrap_or_else(|error| panic!("{seed}: {error}"));
        assert_eq!(parse(&query.to_string(), &options(subject)).unwrap().root, query.root, "{seed}");
    }
    let colons = parse("path:\"a:t\" outlet:b:c:d", &options(Subject::Article)).unwrap();
    assert_eq!(colons.to_string(), "path:a:t outlet:\"b c d\"");
    assert_eq!(parse(&colons.to_string(), &options(Subject::Article)).unwrap().root, colons.root);
}
