//! What comes out of each format: every file in `tests/fixtures/formats` against what is expected of it, plain and packed.

#![allow(clippy::unwrap_used)]

mod common;

use common::{json, run};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats")
}

/// The paragraphs of a text, white space made plain.
fn paragraphs(text: &str) -> Vec<String> {
    let plain = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("\r\n", "\n").split("\n\n").map(plain).filter(|part| !part.is_empty()).collect()
}

/// What a record says under a key of an expectation.
fn said(record: &Value, key: &str) -> Value {
    match key {
        "published" | "modified" => record[key]["value"].clone(),
        "paragraphs" => paragraphs(record["text"].as_str().unwrap_or_default()).into(),
        "skip" => record["reason"].clone(),
        key => record[key].clone(),
    }
}

/// Where in its file an article or a skip stands.
fn place(told: &Value) -> (u64, String) {
    (told["line"].as_u64().unwrap_or(0), told["member"].as_str().unwrap_or_default().to_owned())
}

/// Records and skips of a file.
fn extracted(folder: &Path, name: &str) -> Vec<Value> {
    let report = tempfile::NamedTempFile::new().unwrap();
    let ran = run(folder, &["extract", name, "--report", report.path().to_str().unwrap()]);
    let skips = json(&std::fs::read_to_string(report.path()).unwrap());
    assert_eq!(ran.code, if skips.is_empty() { 0 } else { 3 }, "{name}: {}", ran.err);
    json(&ran.out).into_iter().chain(skips).collect()
}

fn differences(name: &str, expected: &[Value], found: &[Value]) -> Vec<String> {
    let mut wrong = Vec::new();
    if expected.len() != found.len() {
        wrong.push(format!("{name}: {} expected, {} found", expected.len(), found.len()));
    }
    for wanted in expected {
        let Some(record) = found.iter().find(|record| place(record) == place(wanted)) else {
            wrong.push(format!("{name}: nothing at {:?}", place(wanted)));
            continue;
        };
        for (key, value) in wanted.as_object().unwrap() {
            let said = said(record, key);
            if said != *value {
                wrong.push(format!("{name} {:?} {key}:\n  expected {value}\n  found    {said}", place(wanted)));
            }
        }
    }
    wrong
}

#[test]
fn every_format_gives_what_is_expected() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    let mut names: Vec<String> =
        std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in names.iter().filter_map(|name| name.strip_suffix(".expected")) {
        let expected = json(&std::fs::read_to_string(fixtures().join(format!("{name}.expected"))).unwrap());
        wrong.extend(differences(name, &expected, &extracted(&fixtures(), name)));
        seen += expected.len();
    }
    assert!(seen > 80, "only {seen} articles are expected");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The fixtures, without their expectations.
fn files() -> Vec<(String, Vec<u8>)> {
    let paths = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, Vec<u8>)> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending != "expected"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, format!("wire/{name}"), bytes.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(format!("wire/{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// Texts of everything in a file, and the places it was found at, without the container's.
fn told(folder: &Path, name: &str, prefix: &str) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = extracted(folder, name)
        .into_iter()
        .map(|record| {
            let member = record["member"].as_str().unwrap_or_default();
            let member = member.strip_prefix(prefix).unwrap_or(member);
            let place = format!("{member} {}", record["line"]);
            (place, record.get("text").unwrap_or(&record["reason"]).to_string())
        })
        .collect();
    told.sort();
    told
}

#[test]
fn containers_give_what_their_members_give() {
    let folder = tempfile::tempdir().unwrap();
    let files = files();
    let plain = folder.path().join("plain/wire");
    std::fs::create_dir_all(&plain).unwrap();
    for (name, bytes) in &files {
        std::fs::write(plain.join(name), bytes).unwrap();
    }
    let report = json(&run(folder.path(), &["extract", "plain"]).out);
    let mut texts: Vec<String> = report.iter().map(|record| record["text"].to_string()).collect();
    texts.sort();
    let packed = [
        ("a.zip", zip(&files), ""),
        ("a.tar", tar(&files), ""),
        ("a.tar.gz", gzip(&tar(&files)), ""),
        ("a.tgz", gzip(&tar(&files)), ""),
        ("a.tar.bz2", bzip2(&tar(&files)), ""),
        ("a.tar.xz", xz(&tar(&files)), ""),
        ("a.tar.zst", zstandard(&tar(&files)), ""),
        ("no-ending", zip(&[("inner.tar.gz".to_owned(), gzip(&tar(&files)))]), "wire/inner.tar.gz!"),
    ];
    let mut first: Option<Vec<(String, String)>> = None;
    for (name, bytes, prefix) in packed {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let told = told(folder.path(), name, prefix);
        let mut found: Vec<&String> = told.iter().map(|(_, text)| text).filter(|text| texts.contains(text)).collect();
        found.sort();
        assert_eq!(found, texts.iter().collect::<Vec<_>>(), "{name}");
        assert_eq!(*first.get_or_insert_with(|| told.clone()), told, "{name}");
    }
}

#[test]
fn single_files_may_be_compressed_in_any_way() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["list-2.json", "lines-1.jsonl", "front-1.md", "web-1.warc", "table-2.csv", "reuters-2.sgm"] {
        let bytes = std::fs::read(fixtures().join(name)).unwrap();
        let plain = told(&fixtures(), name, "");
        let packed = [("gz", gzip(&bytes)), ("zst", zstandard(&bytes)), ("bz2", bzip2(&bytes)), ("xz", xz(&bytes))];
        for (ending, bytes) in packed {
            let name = format!("{name}.{ending}");
            std::fs::write(folder.path().join(&name), bytes).unwrap();
            assert_eq!(told(folder.path(), &name, ""), plain, "{name}");
        }
    }
}

#[test]
fn every_record_of_a_web_archive_may_be_compressed_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read(fixtures().join("web-3.warc")).unwrap();
    let starts: Vec<usize> = memchr::memmem::find_iter(&text, b"WARC/1").collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let records: Vec<&[u8]> = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect();
    let dictionary =
        zstd::dict::from_samples(&records.iter().flat_map(|record| record.chunks(512)).collect::<Vec<_>>(), 4096);
    let dictionary = dictionary.unwrap();
    let mut with_dictionary = vec![0x5d, 0x2a, 0x4d, 0x18];
    with_dictionary.extend((dictionary.len() as u32).to_le_bytes());
    with_dictionary.extend(&dictionary);
    let mut compressor = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
    records.iter().for_each(|record| with_dictionary.extend(compressor.compress(record).unwrap()));
    let plain = told(&fixtures(), "web-3.warc", "");
    for (name, bytes) in [
        ("a.warc.gz", records.iter().flat_map(|record| gzip(record)).collect::<Vec<u8>>()),
        ("a.warc.zst", records.iter().flat_map(|record| zstandard(record)).collect()),
        ("dictionary.warc.zst", with_dictionary),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        assert_eq!(told(folder.path(), name, ""), plain, "{name}");
    }
}

#[test]
fn one_member_can_be_read_alone_and_gone_back_to() {
    let folder = tempfile::tempdir().unwrap();
    let files = files();
    let inner = gzip(&tar(&files));
    std::fs::write(folder.path().join("news.zip"), zip(&[("inner.tar.gz".to_owned(), inner)])).unwrap();
    let member = "wire/inner.tar.gz!wire/front-1.md";
    let ran = run(folder.path(), &["extract", &format!("news.zip!{member}")]);
    let record = &json(&ran.out)[0];
    assert_eq!((ran.out.lines().count(), record["member"].as_str()), (1, Some(member)));
    let none = run(folder.path(), &["extract", "news.zip!wire/none"]);
    assert!(none.code == 3 && none.err.contains("no such member"), "{}", none.err);
    assert_eq!(run(folder.path(), &["index", &format!("news.zip!{member}")]).code, 2);
    run(folder.path(), &["index", "news.zip"]);
    let source = |name: &str| files.iter().find(|(own, _)| own == name).unwrap().1.clone();
    let shown = run(folder.path(), &["show", record["id"].as_str().unwrap(), "--source"]);
    assert_eq!((shown.code, shown.out.into_bytes()), (0, source("front-1.md")));
    let lines = json(&run(folder.path(), &["extract", "news.zip!wire/inner.tar.gz!wire/lines-1.jsonl"]).out);
    let shown = run(folder.path(), &["show", lines[1]["id"].as_str().unwrap(), "--source"]);
    let text = String::from_utf8(source("lines-1.jsonl")).unwrap();
    assert_eq!(shown.out.trim_end(), text.lines().nth(lines[1]["line"].as_u64().unwrap() as usize - 1).unwrap());
    assert!(!shown.err.contains("changed"), "{}", shown.err);
}

#[test]
fn a_changed_container_is_read_again_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let files = files();
    std::fs::write(folder.path().join("a.tar"), tar(&files[..3])).unwrap();
    std::fs::write(folder.path().join("b.zip"), zip(&files[3..6])).unwrap();
    run(folder.path(), &["index", "."]);
    std::fs::write(folder.path().join("a.tar"), tar(&files[..2])).unwrap();
    let again = run(folder.path(), &["index", "."]);
    assert!(again.err.contains("from 1 source ") && again.err.contains("1 unchanged"), "{}", again.err);
    let paths = run(folder.path(), &["search", "-l", "-n", "0", "the OR a OR of"]).out;
    assert!(paths.contains("b.zip"), "{paths}");
}

#[test]
fn keys_and_formats_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let odd = r#"{"kopf":"Gates shut","inhalt":{"roh":"The gates at Sallow were shut."},"tag":"2024-03-14"}"#;
    std::fs::write(folder.path().join("odd.json"), odd).unwrap();
    std::fs::write(
        folder.path().join("odd.csv"),
        "kopf,inhalt.roh,tag\nGates shut,The gates at Sallow were shut.,2024-03-14\n",
    )
    .unwrap();
    for name in ["odd.json", "odd.csv"] {
        assert_eq!(run(folder.path(), &["extract", name]).code, 3);
        let ran = run(folder.path(), &["extract", name, "--map", "title=kopf,text=inhalt.roh", "--map", "date=tag"]);
        let record = &json(&ran.out)[0];
        assert_eq!(record["title"], "Gates shut", "{}", ran.err);
        assert_eq!(
            (&record["text"], &record["published"]["value"]),
            (&"The gates at Sallow were shut.".into(), &"2024-03-14".into())
        );
        assert_eq!(record["published"]["basis"]["key"], "tag");
    }
    let wrong = run(folder.path(), &["extract", "odd.json", "--map", "colour=tag"]);
    assert!(wrong.code == 2 && wrong.err.contains("published"), "{}", wrong.err);
    let record = &json(&run(folder.path(), &["extract", "odd.json", "--input-format", "text"]).out)[0];
    assert_eq!((&record["format"], &record["text"]), (&"text".into(), &odd.into()));
}

#[test]
fn standard_input_may_be_any_of_them() {
    let page = std::fs::read(fixtures().join("rss-1.xml")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for bytes in [page.clone(), gzip(&page)] {
        let output = common::command(folder.path()).args(["extract", "-"]).write_stdin(bytes).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 4);
    }
}
