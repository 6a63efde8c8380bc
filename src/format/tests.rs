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

#[test]
fn reads_a_table_with_an_article_a_row() {
    let comma =
        "id,Title,body,date\n1,\"Bridge, shut\",\"It is shut.\n\nFor good.\",2024-03-14\n2,No text,,2024-03-15\n";
    let found = articles("w.csv", comma.as_bytes());
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.format.as_ref(), first.title.as_deref()), ("csv", Some("Bridge, shut")));
    assert_eq!((first.text.as_str(), first.locator.line), ("It is shut.\n\nFor good.", Some(1)));
    assert_eq!(first.published.as_ref().unwrap().value, "2024-03-14");
    assert_eq!(found[1].as_ref().unwrap_err().reason, SkipReason::NoText);
    assert_eq!(article("w.tsv", b"title\ttext\nTram\tThe tram, late.").text, "The tram, late.");
    assert_eq!(article("w.csv", b"title;text\nTram;The tram, late.").text, "The tram, late.");
    assert_eq!(reason("w.csv", b"title,text\n"), SkipReason::NoText);
}

#[test]
fn reads_feeds_with_an_article_an_entry() {
    let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Coastal Wire</title><language>en-gb</language>
        <item><title>Bridge &amp; tunnel shut</title><link>https://wire.example/bridge</link><dc:creator>Ada Venn</dc:creator>
        <pubDate>Thu, 14 Mar 2024 10:30:00 GMT</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>The bridge is shut.</p><p>“For good,” said Tomas Orlo.</p>]]></content:encoded></item>
        <item><title>Nothing</title></item></channel></rss>"#;
    let found = articles("feed.xml", rss.as_bytes());
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.title.as_deref(), first.outlet.as_deref()), (Some("Bridge & tunnel shut"), Some("Coastal Wire")));
    assert_eq!(first.text, "The bridge is shut.\n\n“For good,” said Tomas Orlo.");
    assert_eq!(
        (first.authors.as_slice(), first.id.as_str()),
        (["Ada Venn".to_owned()].as_slice(), "https://wire.example/bridge")
    );
    assert_eq!(first.published.as_ref().unwrap().value, "2024-03-14T10:30");
    assert_eq!(found[1].as_ref().unwrap_err().reason, SkipReason::NoText);
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Courier</title><id>x</id><updated>2024-03-15T00:00:00Z</updated>
        <entry><id>urn:1</id><title>Tram late</title><updated>2024-03-15T00:00:00Z</updated><published>2024-03-14T08:00:00Z</published>
        <author><name>Ines Kallweit</name></author><content type="html">&lt;p&gt;The tram is late.&lt;/p&gt;</content></entry></feed>"#;
    let found = article("a", atom.as_bytes());
    assert_eq!(
        (found.text.as_str(), found.authors.as_slice()),
        ("The tram is late.", ["Ines Kallweit".to_owned()].as_slice())
    );
    let page_inside =
        format!("<?xml version='1.0'?><!-- by hand -->\n{}", rss.replace("Short.", "&lt;html&gt;<!DOCTYPE html>"));
    assert_eq!(
        articles("feed.xml", page_inside.as_bytes())
            .remove(0)
            .map_or_else(|skip| skip.detail, |found| found.format.into()),
        "feed"
    );
    assert_eq!(reason("a", b"<rss version=\"2.0\"><channel>"), SkipReason::Malformed);
}

#[test]
fn reads_json_feeds_and_ninjs() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Wire","items":[{"id":"1","title":"Tram late",
        "content_html":"<p>The tram is late.</p>","date_published":"2024-03-14T08:00:00Z","authors":[{"name":"Ada Venn"}]}]}"#;
    let found = article("feed.json", feed.as_bytes());
    assert_eq!(
        (found.text.as_str(), found.published.unwrap().value.as_str()),
        ("The tram is late.", "2024-03-14T08:00")
    );
    let first = r#"{"uri":"urn:n:1","type":"text","headline":"Tram late","byline":"Ada Venn","versioncreated":"2024-03-14T08:00:00Z",
        "body_xhtml":"<p>The tram is late.</p><p>It came.</p>","language":"en"}"#;
    let found = article("n.json", first.as_bytes());
    assert_eq!(
        (found.text.as_str(), found.authors.as_slice()),
        ("The tram is late.\n\nIt came.", ["Ada Venn".to_owned()].as_slice())
    );
    let third = r#"{"uri":"urn:n:3","headlines":[{"role":"sub","value":"Again"},{"role":"main","value":"Tram late"}],
        "bodies":[{"role":"main","contenttype":"text/html","value":"<p>The tram is late.</p>"}],"firstCreated":"2024-03-14"}"#;
    let found = article("n.json", third.as_bytes());
    assert_eq!((found.title.as_deref(), found.text.as_str()), (Some("Tram late"), "The tram is late."));
}
