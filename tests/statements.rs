//! Statements of passages written for this project, by class: `tests/fixtures/statements/*.txt`.
//!
//! A fixture file holds passages with what must come out of them:
//!
//! ```text
//! === what the passage shows
//! the passage
//! ---
//! kind|speaker|words
//! ```
//!
//! A speaker is a canonical name; several are joined by " & "; "(the aide)" is a description without a name; "?" is
//! nobody. Nothing after `---` means that nothing may be found.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use onrecord::article::{Article, Speaker, Statement};
use std::path::Path;

struct Passage {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn passages(content: &str) -> Vec<Passage> {
    let blocks = content.split("\n=== ").flat_map(|block| block.strip_prefix("=== ").or(Some(block)));
    let blocks = blocks.filter(|block| block.contains("\n---"));
    let passages = blocks.map(|block| {
        let (name, rest) = block.split_once('\n').expect("a name");
        let (text, expected) = rest.split_once("\n---").expect("a line of dashes");
        let expected = expected.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        Passage { name: name.to_owned(), text: text.to_owned(), expected: expected.collect() }
    });
    passages.collect()
}

fn speaker(text: &str, speaker: &Speaker) -> String {
    match &speaker.name {
        Some(name) => name.clone(),
        None => format!("({})", text.get(speaker.start..speaker.end).expect("a span")),
    }
}

fn line(text: &str, statement: &Statement) -> String {
    let names: Vec<String> = statement.speakers.iter().map(|one| speaker(text, one)).collect();
    let names = if names.is_empty() { "?".to_owned() } else { names.join(" & ") };
    let words = statement.words(text).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}|{names}|{words}", statement.kind.name())
}

fn found(passage: &Passage) -> Vec<String> {
    let article = Article { text: passage.text.clone(), language: Some("en".to_owned()), ..Article::default() };
    let record = onrecord::extract::extract(article);
    record.statements.iter().map(|statement| line(&record.article.text, statement)).collect()
}

fn files() -> Vec<(String, Vec<Passage>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/statements");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, passages(&std::fs::read_to_string(path).unwrap()))
    };
    files.into_iter().map(read).collect()
}

#[test]
fn every_passage_gives_what_it_must() {
    let mut wrong = Vec::new();
    for (file, passages) in files() {
        for passage in &passages {
            let found = found(passage);
            if found != passage.expected {
                wrong.push(format!("{file}: {}\n  expected {:#?}\n  found {found:#?}", passage.name, passage.expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{} passages differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_enough_passages() {
    let files = files();
    let all = files.iter().flat_map(|(_, passages)| passages);
    let (empty, full): (Vec<_>, Vec<_>) = all.partition(|passage| passage.expected.is_empty());
    assert!(empty.len() >= 30, "{} passages with nothing to find", empty.len());
    assert!(full.len() >= 150, "{} passages with statements", full.len());
}

#[test]
fn parts_lie_in_their_span_and_in_order() {
    for (_, passages) in files() {
        for passage in passages {
            let record = onrecord::extract::extract(Article { text: passage.text, ..Article::default() });
            for statement in &record.statements {
                assert!(statement.parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
                assert!(statement.parts.iter().all(|part| statement.span.contains(*part) && !part.is_empty()));
            }
        }
    }
}

#[test]
fn hostile_text_costs_linear_time() {
    let cases = [
        "“".repeat(100_000),
        "\" ".repeat(100_000),
        "\"a\" said \"b\", ".repeat(20_000),
        "Ada Venn said that the bridge, ".repeat(20_000),
        "he said ".repeat(50_000),
        "according to him, ".repeat(30_000),
        "‘s’ ".repeat(50_000),
        "NAME: said\n\n".repeat(20_000),
        "- \n".repeat(20_000),
    ];
    for text in cases {
        let start = std::time::Instant::now();
        let blocks = vec![onrecord::article::Block {
            role: onrecord::article::Role::Paragraph,
            span: onrecord::article::Span::new(0, text.trim_end().len()),
        }];
        let article = Article { text, blocks, ..Article::default() };
        let tokens = onrecord::analysis::tokenize(&article.text);
        let reading = onrecord::extract::Reading::new(&article, &tokens);
        let names = onrecord::extract::Names::default();
        let _ = onrecord::extract::statements::find(&reading, &names);
        assert!(start.elapsed().as_secs() < 10, "{:?} for {:?}", start.elapsed(), article.text.get(..30));
        #[allow(clippy::print_stderr)]
        if std::env::var_os("ONRECORD_TIMES").is_some() {
            eprintln!("{:?} for {:?}, {} bytes", start.elapsed(), article.text.get(..20), article.text.len());
        }
    }
}
