//! Speed of reading web pages: decoding, parsing, finding the article and its fields, without statements, names, dates.
//!
//! `cargo bench --bench pages -- FOLDER`: a folder of `.html` files; without one, those of the sample archive.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use onrecord::article::{Locator, RawSource};
use onrecord::format;
use std::time::{Duration, Instant};

/// How long is measured.
const ENOUGH: Duration = Duration::from_secs(5);

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let files = walkdir::WalkDir::new(folder.unwrap_or_else(|| "sample-data".to_owned())).sort_by_file_name();
    let files = files.into_iter().filter_map(Result::ok);
    let files = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "html"));
    let pages: Vec<(String, Vec<u8>)> =
        files.map(|file| (file.path().to_string_lossy().into_owned(), std::fs::read(file.path()).unwrap())).collect();
    let (mut read, mut articles, mut bytes) = (0_u32, 0_u32, 0_usize);
    let start = Instant::now();
    for (path, content) in pages.iter().cycle() {
        let source = RawSource { locator: Locator::file(path.clone()), bytes: content.clone(), ..RawSource::default() };
        bytes += content.len();
        format::parse(&source, &format::Options::default(), &mut |article| articles += u32::from(article.is_ok()));
        read += 1;
        if (read as usize).is_multiple_of(pages.len()) && start.elapsed() > ENOUGH {
            break;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{} pages, {articles} articles in {read} readings", pages.len());
    println!("{:.0} pages/s, {:.1} MB/s", f64::from(read) / seconds, bytes as f64 / 1e6 / seconds);
}
