//! Files that break promises: each ends in a record or a skip with a reason, in bounded time, and with the right exit code.
//!
//! `scripts/make-hostile FOLDER` keeps them.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod make;

use common::{json, run};
use make::*;
use std::path::Path;
use std::time::{Duration, Instant};

/// One hostile file.
struct Case {
    /// Its name.
    name: &'static str,
    bytes: Vec<u8>,
    /// Flags it is read with.
    flags: &'static [&'static str],
    /// Articles that come out of it.
    articles: usize,
    /// Reasons of the skips, in order.
    skips: &'static [&'static str],
}

fn case(name: &'static str, bytes: impl Into<Vec<u8>>, articles: usize, skips: &'static [&'static str]) -> Case {
    Case { name, bytes: bytes.into(), flags: &[], articles, skips }
}

fn with(flags: &'static [&'static str], case: Case) -> Case {
    Case { flags, ..case }
}

fn containers() -> Vec<Case> {
    let text = ARTICLE.as_bytes();
    let blank = vec![b'x'; 40 << 20];
    let many: Vec<String> = (0..20).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), text)).collect();
    let good = tar(&[("a.txt", text), ("b.txt", text)]);
    let mut lying = tar(&[("a.txt", text)]);
    lying[124..135].copy_from_slice(b"77777777777");
    let sum: u32 = (0..512).map(|at| u32::from(if (148..156).contains(&at) { b' ' } else { lying[at] })).sum();
    lying[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    vec![
        case("bomb.zip", zip(&[("blank.txt", &blank), ("good.txt", text)]), 1, &["expansion"]),
        case("bomb.txt.gz", gzip(&gzip(&blank)), 0, &["expansion"]),
        case("bomb.tar.gz", gzip(&tar(&[("blank.txt", &blank), ("behind.txt", text)])), 0, &["expansion", "expansion"]),
        with(&["--max-expanded", "20K"], case("total.tar.gz", gzip(&tar(&many)), 16, &["expansion"])),
        with(&["--max-members", "10"], case("many.zip", zip(&many), 10, &["too-many-members"])),
        with(&["--max-article", "10"], case("large.zip", zip(&many[..2]), 0, &["too-large", "too-large"])),
        case("nested.zip", nested(5), 0, &["too-deep"]),
        case("nested-less.zip", nested(4), 1, &[]),
        with(&["--max-depth", "0"], case("flat.txt.gz", gzip(text), 0, &["too-deep"])),
        case(
            "paths.zip",
            zip(&[("../up.txt", text), ("/etc/root.txt", text), ("C:\\x.txt", text)]),
            0,
            &["unsafe-path"; 3],
        ),
        case(
            "paths.tar",
            tar(&[("../../up.txt", text), ("/root.txt", text), ("a/./b.txt", text)]),
            1,
            &["unsafe-path"; 2],
        ),
        case("link.tar", tar_link(), 0, &["special-file"]),
        case("encrypted.zip", encrypted(), 0, &["encrypted"]),
        case("cut.zip", &zip(&many)[..800], 6, &["damaged"]),
        case("cut.tar", &good[..1300], 1, &["damaged"]),
        case("cut.tar.gz", &gzip(&good)[..60], 0, &["damaged"]),
        case("cut.txt.gz", &gzip(text)[..60], 0, &["damaged"]),
        case("lying.tar", lying, 0, &["binary", "damaged"]),
        case("no.zip", &b"PK\x05\x06"[..], 0, &["damaged"]),
        case("office.docx", zip(&[("[Content_Types].xml", b"<Types/>"), ("word/a.xml", b"<w/>")]), 0, &["unsupported"]),
        case("empty.gz", gzip(b""), 0, &["empty"]),
        case("cut.bz2", &b"BZh91AY&SY"[..], 0, &["damaged"]),
        case("cut.xz", &b"\xfd7zXZ\0\0\x04"[..], 0, &["damaged"]),
        case("cut.zst", &b"\x28\xb5\x2f\xfd\x04"[..], 0, &["damaged"]),
    ]
}

fn lists() -> Vec<Case> {
    let lines = r#"{"text":"One."}"#.to_owned() + "\n" + r#"{"text":"Two"# + "\n" + r#"{"text":"Three."}"#;
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"Short.\"}}\n", "x".repeat(100_000));
    let deep = format!("[{{\"text\":\"One.\"}},{{\"text\":{}", "[".repeat(100_000));
    let feed = |inside: &str| format!("<rss><channel><title>Sallow Post</title>{inside}</channel></rss>");
    let item = "<item><title>Gates</title><description>The gates were shut.</description></item>";
    let mut cut = gzip(format!("{}\n", r#"{"text":"One."}"#).repeat(2000).as_bytes());
    cut.truncate(cut.len() - 4);
    vec![
        case("broken.jsonl", lines, 2, &["malformed"]),
        with(&["--max-article", "10K"], case("long.jsonl", long, 1, &["too-large"])),
        case("deep.json", deep, 1, &["damaged"]),
        case("brackets.json", "[{\"text\":\"One.\"}}, x}}}, {\"text\":\"Two.\"}]", 2, &["malformed"]),
        case("numbers.json", "[1, 2, 3]", 0, &["malformed"]),
        case("ids.jsonl", r#"{"id":1,"text":"One."}"#.to_owned() + "\n" + r#"{"id":1,"text":"Two."}"#, 2, &[]),
        case("unclosed.csv", "title,text\nA,\"One.\nB,Two.\n", 1, &[]),
        case("ragged.csv", "title,text\nA\nB,Two.,3,4\n", 1, &["no-text"]),
        case("header.csv", "title,text\n", 0, &["no-text"]),
        case("cut.rss", feed(item).replace("</item></channel></rss>", "</item><item><title>Cut"), 1, &["damaged"]),
        case("entities.rss", entities("rss") + &feed(&item.replace("gates", "&a29; &file; gates")), 1, &[]),
        case(
            "deep.rss",
            feed(&format!("<item><description>{}</description></item>", "<b>".repeat(100_000))),
            0,
            &["malformed"],
        ),
        case("fake.rss", feed("<!-- <item> --><![CDATA[<item>]]>"), 0, &["no-text"]),
        case("cut.jsonl.gz", cut, 2000, &["damaged"]),
    ]
}

fn articles() -> Vec<Case> {
    let nitf = |inside: &str| {
        format!("{}<nitf><body><body.content><p>{inside}</p></body.content></body></nitf>", entities("nitf"))
    };
    vec![
        case("empty.txt", "", 0, &["empty"]),
        case("blank.txt", " \r\n\t\n", 0, &["empty"]),
        case("binary.txt", &[0, 1, 2, 3, 0, 0, 7][..], 0, &["binary"]),
        case("picture.txt", &b"\x89PNG\r\n\x1a\n\0\0"[..], 0, &["unsupported"]),
        case("paper.html", "%PDF-1.7\n%\u{e2}", 0, &["unsupported"]),
        case("deep.html", format!("<html><body>{}words", "<div>".repeat(100_000)), 0, &["malformed"]),
        case("deep.xml", format!("<nitf>{}", "<block>".repeat(100_000)), 0, &["malformed"]),
        case("closed.xml", format!("<nitf><body.content>{}Gates.{}</body.content></nitf>", "<block>".repeat(50_000), "</block>".repeat(50_000)), 1, &[]),
        case("entities.xml", nitf("&a29; &file; The gates were shut."), 1, &[]),
        case("charset.html", &b"<html><meta charset=utf-16><body><p>The gates at Sallow were shut \xff\xfe on Friday, the keeper said.</p>"[..], 1, &[]),
        case("word.txt", "x".repeat(2_000_000), 1, &[]),
        case("escapes.txt", "\u{1b}[31mGates\u{202e}tuhs\u{1b}[0m\n\nThe gates were shut.\n", 1, &[]),
    ]
}

fn web_archives() -> Vec<Case> {
    let url = "http://sallow.example/gates";
    let good = warc_record("response", url, &answer(&"The gates at Sallow were shut. ".repeat(9)), None);
    let block = answer("The gates were shut.");
    let lying = |length| warc_record("response", "http://sallow.example/lie", &block, Some(length));
    vec![
        case("short.warc", lying("59") + &good, 1, &["empty", "damaged"]),
        case("long.warc", lying("99999999999") + &good, 1, &["damaged"]),
        case("none.warc", lying("many") + &good, 1, &["damaged", "damaged"]),
        case("cut.warc", &good.as_bytes()[..good.len() - 200], 1, &["damaged"]),
        case("no-http.warc", warc_record("response", url, "nothing of the kind", None), 0, &["malformed"]),
        case(
            "chunks.warc",
            warc_record(
                "response",
                url,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nWords\r\nzz\r\n",
                None,
            ),
            0,
            &["damaged"],
        ),
        case(
            "style.warc",
            warc_record("response", url, "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n\r\nb{}", None),
            0,
            &["unsupported"],
        ),
        case("header.warc", format!("WARC/1.0\r\n{}", "x".repeat(3 << 20)), 0, &["damaged"]),
    ]
}

fn all() -> Vec<Case> {
    [containers(), lists(), articles(), web_archives()].into_iter().flatten().collect()
}

/// Longest that one file may take, with room for a slow machine and a build without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn every_hostile_file_ends_in_a_record_or_a_skip() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for Case { name, bytes, flags, articles, skips } in all() {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let start = Instant::now();
        let arguments = [&["extract", name, "--report", "report"], flags].concat();
        let ran = run(folder.path(), &arguments);
        let report = json(&std::fs::read_to_string(folder.path().join("report")).unwrap());
        let reasons: Vec<&str> = report.iter().map(|skip| skip["reason"].as_str().unwrap()).collect();
        let code = if skips.is_empty() { 0 } else { 3 };
        let records = ran.out.lines().count();
        if (records, reasons.as_slice(), ran.code) != (articles, skips, code) {
            wrong.push(format!("{name}: {records} articles, {reasons:?}, exit {}: {}", ran.code, ran.err.trim()));
        }
        assert!(start.elapsed() < PATIENCE, "{name} took {:?}", start.elapsed());
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{name} reaches the terminal");
        std::fs::remove_file(folder.path().join(name)).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_archive_of_nothing_but_hostile_files_is_indexed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let ran = run(folder.path(), &["index", ".", "-j", "2"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let again = run(folder.path(), &["index", "."]);
    assert!(again.err.contains("indexed 0 articles"), "{}", again.err);
    assert_eq!(run(folder.path(), &["search", "-q", "gates"]).code, 0);
    #[cfg(unix)]
    {
        assert!(ran.err.contains("special-file"), "{}", ran.err);
        assert!(!std::fs::read_dir(folder.path()).unwrap().any(|entry| entry.unwrap().file_name() == "up.txt"));
    }
}

/// Writes every hostile file into a folder, and what only a file system can hold.
fn write(folder: &Path) {
    for Case { name, bytes, .. } in all() {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        std::os::unix::fs::symlink(".", folder.join("loop")).unwrap();
        std::os::unix::net::UnixListener::bind(folder.join("socket")).unwrap();
        std::fs::write(folder.join(std::ffi::OsStr::from_bytes(b"name-\xff.txt")), ARTICLE).unwrap();
        std::fs::write(folder.join("name\n\u{1b}[31m.txt"), ARTICLE).unwrap();
    }
}

/// Not a test of anything: `scripts/make-hostile` runs it.
#[test]
#[ignore = "writes the files into the folder that ONRECORD_HOSTILE names"]
fn keep() {
    write(Path::new(&std::env::var_os("ONRECORD_HOSTILE").unwrap()));
}
