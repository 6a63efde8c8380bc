//! What comes out of each format.

use super::*;
use crate::article::Locator;

fn articles(path: &str, bytes: &[u8]) -> Vec<Result<Article, Skip>> {
    let mut found = Vec::new();
    let source =
        RawSource { locator: Locator::file(path), bytes: bytes.to_vec(), root: "news".into(), sha256: "00".into() };
    parse(source, &mut |article| found.push(article));
    found
}

fn article(path: &str, bytes: &[u8]) -> Article {
    articles(path, bytes).remove(0).unwrap()
}

fn reason(path: &str, bytes: &[u8]) -> SkipReason {
    articles(path, bytes).remove(0).unwrap_err().reason
}

#[test]
fn tells_formats_by_content() {
    assert_eq!(article("a", b"Just some words").format, "text");
    assert_eq!(article("a.txt", b"{\"text\":\"words\"}").format, "json");
    assert_eq!(article("a.txt", b"<!DOCTYPE html><p>Words of an article that is long enough to count.").format, "html");
    assert_eq!(article("a.md", b"# Words").format, "markdown");
    assert_eq!(reason("a.txt", b" \n"), SkipReason::Empty);
    assert_eq!(reason("a.txt", b"%PDF-1.7 \0"), SkipReason::Unsupported);
    assert_eq!(reason("a.txt", b"a\0b"), SkipReason::Binary);
    assert_eq!(reason("a.json", b"{\"text\":"), SkipReason::Malformed);
    assert_eq!(reason("a.json", b"{\"title\":\"x\"}"), SkipReason::NoText);
}

#[test]
fn decodes_what_is_not_utf8() {
    assert_eq!(article("a.txt", b"\xef\xbb\xbfWords").text, "Words");
    assert_eq!(article("a.txt", b"Le pr\xe9fet a ferm\xe9 le pont.").text, "Le préfet a fermé le pont.");
    let page = b"<html><meta charset=iso-8859-2><body><p>S\xb3owa artyku\xb3u, kt\xf3ry jest do\xb6\xe6 d\xb3ugi, by go znale\xbc\xe6.";
    assert!(article("a.html", page).text.starts_with("Słowa artykułu"));
}

#[test]
fn reads_json_keys_by_convention() {
    let found = article(
        "w.json",
        br#"{"id":7,"headline":"Bridge shut","body":"It is shut.","authors":[{"name":"Ada Venn"},"Tomas Orlo"],
            "pubDate":"Thu, 14 Mar 2024 10:30:00 GMT","publisher":{"name":"Coastal Wire"},"language":"en-GB"}"#,
    );
    assert_eq!(found.id, "Coastal Wire:7");
    assert_eq!(found.title.as_deref(), Some("Bridge shut"));
    assert_eq!(found.authors, ["Ada Venn", "Tomas Orlo"]);
    assert_eq!(found.published.unwrap().value, "2024-03-14T10:30");
    assert_eq!(found.language.as_deref(), Some("en"));
    let list = articles("w.json", br#"{"articles":[{"text":"one"},{"title":"none"},{"text":"three"}]}"#);
    assert_eq!(list[0].as_ref().unwrap().id, "news/w.json:1");
    assert_eq!(list[1].as_ref().unwrap_err().reason, SkipReason::NoText);
    assert_eq!(list[2].as_ref().unwrap().locator.line, Some(3));
}

#[test]
fn takes_front_matter_out_of_the_text() {
    let yaml = b"---\ntitle: \"Bridge: shut\"\nauthors:\n  - Ada Venn\ndate: 2024-03-14\n---\n\nIt is shut.\n";
    let found = article("a.md", yaml);
    assert_eq!((found.title.as_deref(), found.text.as_str()), (Some("Bridge: shut"), "It is shut.\n"));
    assert_eq!(found.authors, ["Ada Venn"]);
    let toml = b"+++\ntitle = \"Bridge\"\ndate = 2024-03-14\n+++\nIt is shut.\n";
    assert_eq!(article("a.md", toml).published.unwrap().value, "2024-03-14");
}

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Swing bridge shut | Harbour Courier</title>
<meta property="og:site_name" content="Harbour Courier"><link rel="canonical" href="https://courier.example/2024/bridge?utm_source=x">
<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Swing bridge shut",
"datePublished":"2024-03-14T08:00:00Z","author":[{"@type":"Person","name":"Ada Venn"}]}]}</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Swing bridge shut</h1>
<p>The swing bridge over the inner harbour was shut on Thursday, and nobody can say when it will open again.</p>
<h2>What engineers found</h2><ul><li>Cracks in two of the eight bearings, each as long as a hand is wide.</li>
<li>Rust below the western pier, which has to be taken away before anything else can be done.</li></ul>
<p>“It would have been reckless to wait,” the harbour master said, standing in the rain beside the closed gates.</p>
</article><aside><p>Related: ten walks along the shore</p></aside><footer><p>Copyright</p></footer></body></html>"#;

#[test]
fn finds_the_article_on_a_page() {
    let found = article("bridge.html", PAGE.as_bytes());
    assert_eq!(found.title.as_deref(), Some("Swing bridge shut"));
    assert_eq!(found.outlet.as_deref(), Some("Harbour Courier"));
    assert_eq!(found.authors, ["Ada Venn"]);
    assert_eq!(found.id, "https://courier.example/2024/bridge");
    assert_eq!(found.published.unwrap().basis.key.as_deref(), Some("datePublished"));
    assert!(found.text.starts_with("The swing bridge") && found.text.ends_with("closed gates."));
    let roles: Vec<crate::article::Role> = found.blocks.iter().map(|block| block.role).collect();
    use crate::article::Role::{Heading, ListItem, Paragraph};
    assert_eq!(roles, [Paragraph, Heading, ListItem, ListItem, Paragraph]);
}

#[test]
fn survives_nesting() {
    let deep = format!("<html><body>{}words", "<div>".repeat(100_000));
    assert_eq!(reason("a.html", deep.as_bytes()), SkipReason::Malformed);
    let deep = format!("{{\"text\":{}", "[".repeat(100_000));
    assert_eq!(reason("a.json", deep.as_bytes()), SkipReason::Malformed);
}

#[test]
fn tells_files_with_an_article_a_line() {
    assert!(looks_like_json_lines(b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "wire"));
    assert!(looks_like_json_lines(b"", "wire.jsonl.zst"));
    assert!(!looks_like_json_lines(b"{\n \"text\":\"a\"}\n", "wire.json"));
    assert!(!looks_like_json_lines(b"Words\n{", "wire.txt"));
}
