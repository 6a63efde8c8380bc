//! Speed of each pass of extraction, in MB of text a second on one core.
//!
//! `cargo bench --bench extract [-- ARTICLES.jsonl]`: the file has one JSON object with "text" a line; without one, the
//! sample archive is read many times over. Then hostile texts, as a multiple of the usual cost of a byte.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use onrecord::analysis::tokenize;
use onrecord::article::{Article, Block, Role, Span};
use onrecord::extract::{Names, Reading, dates, entities, layout, statements};
use std::time::{Duration, Instant};

/// Bytes of text that are measured.
const ENOUGH: usize = 20_000_000;

fn articles() -> Vec<Article> {
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let texts: Vec<String> = match file {
        Some(file) => {
            let content = std::fs::read_to_string(file).unwrap();
            let lines = content.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            lines.filter_map(|line| Some(line.get("text")?.as_str()?.to_owned())).collect()
        }
        None => walkdir::WalkDir::new("sample-data")
            .into_iter()
            .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
            .collect(),
    };
    let mut bytes = 0;
    let endless = texts.iter().cycle();
    let enough = endless.take_while(|text| {
        bytes += text.len();
        bytes < ENOUGH + text.len()
    });
    enough.map(|text| Article { text: text.clone(), ..Article::default() }).collect()
}

#[derive(Default)]
struct Spent([Duration; 6]);

const PASSES: [&str; 6] = ["layout", "tokens", "reading", "names", "dates", "statements"];

impl Spent {
    fn time<T>(&mut self, pass: usize, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        self.0[pass] += start.elapsed();
        result
    }

    fn extract(&mut self, mut article: Article) -> usize {
        self.time(0, || layout::complete(&mut article));
        let tokens = self.time(1, || tokenize(&article.text));
        let reading = self.time(2, || Reading::new(&article, &tokens));
        let names = self.time(3, || entities::find(&reading));
        let dates = self.time(4, || dates::find(&reading));
        let statements = self.time(5, || statements::find(&reading, &names));
        dates.len() + statements.len()
    }
}

/// Seconds for the statements of one text that is a single paragraph.
fn one_paragraph(text: String) -> f64 {
    let blocks = vec![Block { role: Role::Paragraph, span: Span::new(0, text.trim_end().len()) }];
    let article = Article { text, blocks, ..Article::default() };
    let tokens = tokenize(&article.text);
    let reading = Reading::new(&article, &tokens);
    let names = Names::default();
    let start = Instant::now();
    let found = statements::find(&reading, &names).len();
    std::hint::black_box(found);
    start.elapsed().as_secs_f64()
}

fn main() {
    let articles = articles();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let megabytes = bytes as f64 / 1e6;
    let longest = articles.iter().map(|article| article.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let mut spent = Spent::default();
    let found: usize = articles.into_iter().map(|article| spent.extract(article)).sum();
    println!("{megabytes:.1} MB of text, {found} dates and statements\n\n| pass | MB/s |\n|---|---|");
    for (pass, time) in PASSES.iter().zip(spent.0) {
        println!("| {pass} | {:.1} |", megabytes / time.as_secs_f64());
    }
    let all: f64 = spent.0.iter().map(Duration::as_secs_f64).sum();
    println!("| all | {:.1} |", megabytes / all);
    let usual = spent.0[5].as_secs_f64() / bytes as f64;
    println!("\n| hostile text | statements, cost of a byte against the usual |\n|---|---|");
    let mut whole = Spent::default();
    let cut = (0..=5_000_000.min(longest.len())).rev().find(|at| longest.is_char_boundary(*at)).unwrap_or(0);
    whole.extract(Article { text: longest[..cut].to_owned(), ..Article::default() });
    println!("| one article of 5 MB | {:.2} |", whole.0[5].as_secs_f64() / cut as f64 / usual);
    for (name, text) in [
        ("one paragraph of 1 MB of quotation marks", "“”\" ".repeat(125_000)),
        ("100,000 marks that open and never close", "“ and so ".repeat(100_000)),
        ("one sentence of attributions", "Ada Venn said that the bridge, ".repeat(30_000)),
    ] {
        let length = text.len() as f64;
        println!("| {name} | {:.2} |", one_paragraph(text) / length / usual);
    }
}
