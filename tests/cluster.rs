//! Both engines answer alike, and what is wrong with a cluster is told. Runs where ONRECORD_TEST_CLUSTER names one.

#![cfg(feature = "cluster")]
#![allow(clippy::unwrap_used)]

mod common;

use common::{cluster_index, copy, is_cluster, run, samples};
use onrecord::engine::{Counted, Facet, Reader, Request, Sort};
use onrecord::engines;
use onrecord::field::{FIELDS, Subject, field};
use onrecord::query::{Match, ParseOptions, Query, parse};
use onrecord::search::IndexReader;
use onrecord::settings::Connection;
use std::path::Path;

/// Queries that are compared.
const QUERIES: usize = 300;

/// Numbers that look random and are the same every time (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// What queries are made of: words as they stand in the archive, and values of its fields.
struct Material {
    sentences: Vec<Vec<String>>,
    values: Vec<(&'static str, Vec<String>)>,
}

impl Material {
    fn of(reader: &dyn Reader) -> Self {
        let everything = Query::everything();
        let request =
            |sort| Request { query: &everything, sort, offset: 0, limit: 60, snippets: 3, context: 0, explain: false };
        let hits = reader.search(&request(Sort::Shuffled(5))).unwrap().hits;
        let texts = hits.iter().flat_map(|hit| hit.snippets.iter().map(|passage| passage.text.clone()));
        let words = |text: String| text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect();
        let mut sentences: Vec<Vec<String>> = texts.map(words).collect();
        sentences.iter_mut().for_each(|words| words.retain(|word| !word.is_empty()));
        sentences.retain(|words| words.len() > 4);
        let top = |name: &'static str| {
            let of = field(name).unwrap();
            let statements = of.subject == Subject::Statement;
            let counted = if statements { Counted::Statements } else { Counted::Articles };
            let values = reader.top(of, &everything, counted, 25).unwrap();
            (name, values.into_iter().map(|facet: Facet| facet.value.replace('"', "")).collect::<Vec<String>>())
        };
        let mut values: Vec<_> = FIELDS.iter().filter(|field| field.countable).map(|field| top(field.name)).collect();
        values.retain(|(_, values)| !values.is_empty());
        Self { sentences, values }
    }

    fn word(&self, numbers: &mut Numbers) -> String {
        let sentence = &self.sentences[numbers.below(self.sentences.len())];
        sentence[numbers.below(sentence.len())].clone()
    }

    fn neighbours(&self, numbers: &mut Numbers, count: usize) -> Vec<String> {
        let sentence = &self.sentences[numbers.below(self.sentences.len())];
        let start = numbers.below(sentence.len() - count + 1);
        sentence[start..start + count].to_vec()
    }

    fn clause(&self, numbers: &mut Numbers) -> String {
        let (name, values) = &self.values[numbers.below(self.values.len())];
        let value = &values[numbers.below(values.len())];
        match numbers.below(5) {
            0 if *name == "date" => format!("date:{}", &value[..4.min(value.len())]),
            1 => format!("mentions:{}", 2020 + numbers.below(6)),
            2 => format!("title:{}", self.word(numbers)),
            3 if *name != "date" && *name != "kind" => {
                let first = value.split(' ').next().unwrap_or_default();
                let letters: String = first.chars().filter(|letter| letter.is_alphanumeric()).take(3).collect();
                if letters.is_empty() { format!("{name}:\"{value}\"") } else { format!("{name}:{letters}*") }
            }
            4 => format!("path:{}", numbers.one(&["2023", "news", "wire", "news/harbour-courier"])),
            _ => format!("{name}:\"{value}\""),
        }
    }

    fn pattern(&self, numbers: &mut Numbers) -> String {
        let word = self.word(numbers);
        let letters: Vec<char> = word.chars().collect();
        let half: String = letters.iter().take(letters.len().div_ceil(2)).collect();
        match numbers.below(6) {
            0 => format!("{half}*"),
            1 => format!("*{}", letters.iter().skip(letters.len() / 2).collect::<String>()),
            2 => format!("{word}~"),
            3 => format!("{word}~2"),
            4 => format!("={word}"),
            _ => numbers
                .one(&["/[a-c].*ing/", "/s.{3,5}/", "/(un|re)[^aeiou]+.*/", "/\\w+ed/", "/colou?rs?/"])
                .to_owned(),
        }
    }

    fn part(&self, numbers: &mut Numbers, depth: usize) -> String {
        match numbers.below(if depth > 2 { 5 } else { 9 }) {
            0 | 1 => self.word(numbers),
            2 => format!("\"{}\"", self.neighbours(numbers, 2).join(" ")),
            3 => self.pattern(numbers),
            4 => self.clause(numbers),
            5 => format!("({} OR {})", self.part(numbers, depth + 1), self.part(numbers, depth + 1)),
            6 => format!("NOT {}", self.part(numbers, depth + 1)),
            7 => {
                let mut words = self.neighbours(numbers, 3);
                words.swap(0, 2);
                format!("\"{}\"~{}", words.join(" "), numbers.below(5))
            }
            _ => format!("({} {})", self.part(numbers, depth + 1), self.part(numbers, depth + 1)),
        }
    }

    fn query(&self, numbers: &mut Numbers, subject: Subject) -> String {
        let parts: Vec<String> = (0..1 + numbers.below(3)).map(|_| self.part(numbers, 0)).collect();
        let plain = parts.join(" ");
        match numbers.below(5) {
            0 if subject == Subject::Article => format!("said({} {})", plain, self.clause(numbers)),
            1 if subject == Subject::Article => format!("{plain} said({})", self.word(numbers)),
            _ => plain,
        }
    }
}

/// Statements up to which all of them are compared; of more, how many there are on each day, and the first ones in each
/// order. Of articles all are compared.
const COMPARED: u64 = 2_000;

/// What a query finds first, with scores, in order.
fn found(reader: &dyn Reader, query: &Query, sort: Sort, counted: Counted, limit: usize) -> Vec<(String, f32)> {
    let request = Request { query, sort, offset: 0, limit, snippets: 0, context: 0, explain: false };
    match counted {
        Counted::Articles => {
            let hits = reader.search(&request).unwrap().hits;
            hits.into_iter().map(|hit| (hit.article.id, hit.score)).collect()
        }
        Counted::Statements => {
            let hits = reader.said(&request).unwrap().hits;
            hits.into_iter().map(|hit| (format!("{}#{}", hit.article.id, hit.number), hit.score)).collect()
        }
    }
}

/// Asks both the same; gives how much was found, none where it is no query.
fn compare(local: &dyn Reader, cluster: &dyn Reader, text: &str, subject: Subject, matching: Match) -> Option<u64> {
    let options = ParseOptions { matching, ..ParseOptions::new(subject, "2025-03-14".parse().unwrap()) };
    let query = parse(text, &options).ok()?;
    let counted = if subject == Subject::Statement { Counted::Statements } else { Counted::Articles };
    let count = local.count(&query, counted).unwrap();
    assert_eq!(count, cluster.count(&query, counted).unwrap(), "{text} ({counted:?})");
    let limit = if counted == Counted::Articles || count <= COMPARED { 0 } else { 50 };
    let ids = |found: &[(String, f32)]| found.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    let ours = found(local, &query, Sort::Relevance, counted, limit);
    let theirs = found(cluster, &query, Sort::Relevance, counted, limit);
    if limit == 0 {
        let (mut left, mut right) = (ids(&ours), ids(&theirs));
        left.sort_unstable();
        right.sort_unstable();
        assert_eq!(left, right, "{text} ({counted:?})");
    }
    if !has_pattern(text) {
        assert_eq!(ids(&ours), ids(&theirs), "{text} ({counted:?}): {ours:?} {theirs:?}");
        for ((id, score), (_, other)) in ours.iter().zip(&theirs) {
            assert!((score - other).abs() <= 1e-4 * score.max(1.0), "{text}: {id} {score} {other}");
        }
    }
    for sort in [Sort::Newest, Sort::Oldest, Sort::Shuffled(7)] {
        let first = |reader: &dyn Reader| ids(&found(reader, &query, sort, counted, 50));
        assert_eq!(first(local), first(cluster), "{text} {sort:?}");
    }
    let timeline = |reader: &dyn Reader| reader.timeline(&query, counted, None).unwrap();
    assert_eq!(timeline(local), timeline(cluster), "{text}");
    Some(count)
}

/// Of a pattern with very many forms, local indexes rank by the most frequent.
fn has_pattern(text: &str) -> bool {
    text.contains(['*', '/', '~', '='])
}

#[test]
fn both_engines_answer_alike() {
    if !is_cluster() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let archive = match std::env::var("ONRECORD_TEST_ARTICLES") {
        Ok(file) => {
            std::fs::copy(file, here.join("articles.jsonl")).unwrap();
            "articles.jsonl"
        }
        Err(_) => {
            copy(&samples(), &here.join("news"));
            "news"
        }
    };
    let address = cluster_index(here).unwrap();
    assert!(run(here, &["index", archive]).code != 2);
    assert!(run(here, &["index", "--index", ".onrecord", archive]).code != 2);
    let local = IndexReader::open(&here.join(".onrecord")).unwrap();
    let cluster = engines::reader(Path::new(&address), &Connection::default()).unwrap();
    let material = Material::of(&local);
    let mut numbers = Numbers(20_251_126);
    let mut counts = Vec::new();
    while counts.len() < QUERIES {
        let subject = if numbers.below(3) == 0 { Subject::Statement } else { Subject::Article };
        let text = material.query(&mut numbers, subject);
        let matching = [Match::All, Match::All, Match::Most, Match::Any][numbers.below(4)];
        counts.extend(compare(&local, &*cluster, &text, subject, matching));
    }
    let finding = counts.iter().filter(|count| **count > 0).count();
    assert!(finding > QUERIES / 3, "only {finding} queries find anything");
    for of in FIELDS.iter().filter(|field| field.countable) {
        let everything = Query::everything();
        for counted in [Counted::Articles, Counted::Statements] {
            let top = |reader: &dyn Reader| reader.top(of, &everything, counted, 0).unwrap();
            assert_eq!(top(&local), top(&*cluster), "{}", of.name);
        }
    }
}
