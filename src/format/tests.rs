//! What comes out of each format.

use super::*;
use crate::article::Locator;

fn articles(path: &str, bytes: &[u8]) -> Vec<Result<Article, Skip>> {
    let mut found = Vec::new();
    let source = RawSource {
        locator: Locator::file(path),
        bytes: bytes.to_vec(),
        root: "news".into(),
        sha256: "00".into(),
        ..RawSource::default()
    };
    parse(&source, &Options::default(), &mut |article| found.push(article));
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
    assert!(is_json_lines(b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "wire"));
    assert!(is_json_lines(b"", "wire.jsonl.zst"));
    assert!(!is_json_lines(b"{\n \"text\":\"a\"}\n", "wire.json"));
    assert!(!is_json_lines(b"Words\n{", "wire.txt"));
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
    assert_eq!(reason("a", b"<rss version=\"2.0\"><channel>"), SkipReason::NoText);
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

/// A page without metadata, with what it has inside its body.
fn page(language: &str, body: &str) -> Vec<u8> {
    format!("<html lang={language}><head><title>The swing bridge is shut</title></head><body>{body}</body></html>")
        .into_bytes()
}

const PARAGRAPHS: &str = "<p>The swing bridge of Harrowmouth is shut since Monday, and nobody in the town hall can say for how \
    long it will stay so, or who is to pay for it.</p><p>The ferry takes those who have to cross, as long as the tide is high \
    enough and the wind is not, which in March is about every other day of the week.</p>";

#[test]
fn the_day_that_readers_see_counts_where_metadata_has_none() {
    let day = |language: &str, body: &str| article("a.html", &page(language, body)).published.map(|day| day.value);
    let head = "<h1>The swing bridge is shut</h1>";
    for (language, line) in [
        ("en", "<span class=post-date>March 14th, 2024</span>"),
        ("en", "<p>Published: 14 March 2024</p>"),
        ("de", "<div class=meta>Von Ada Venn, 14.03.2024</div>"),
        ("fr", "<time>Publié le 14 mars 2024</time>"),
        ("es", "<p class=fecha>jueves, 14 de marzo de 2024</p>"),
        ("en", "<time datetime=2024-03-14T10:00:00Z>three days ago</time>"),
    ] {
        let found = day(language, &format!("{head}{line}{PARAGRAPHS}"));
        assert_eq!(found.as_deref(), Some("2024-03-14"), "{line}");
    }
    let comment = "<div class=comments><div class=comment><p class=date>14 March 2024</p><p>Shame.</p></div></div>";
    assert_eq!(day("en", &format!("{head}{PARAGRAPHS}{comment}")), None);
}

#[test]
fn the_day_of_another_zones_clock_gives_way_to_the_address() {
    let meta = "<link rel=canonical href='https://wire.example/2024/03/14/bridge'>
        <meta property=article:published_time content=2024-03-15T01:30:00Z>";
    let found = article("a.html", &page("en", &format!("{meta}<h1>The swing bridge is shut</h1>{PARAGRAPHS}")));
    let day = found.published.unwrap();
    assert_eq!((day.value.as_str(), &*day.basis.rule), ("2024-03-14", "url"));
}

#[test]
fn authors_are_those_that_readers_see() {
    let authors = |line: &str| {
        let body = format!(
            "<h1>The swing bridge is shut</h1>{line}{PARAGRAPHS}<div class=related><a rel=author>Otto Lisle</a></div>"
        );
        article("a.html", &page("en", &body)).authors
    };
    assert_eq!(authors("<p>By <a href=/authors/venn>Ada Venn</a></p>"), ["Ada Venn"]);
    assert_eq!(authors("<div class=author-name>Ada Venn</div>"), ["Ada Venn"]);
    assert_eq!(authors("<p>Written by Ada Venn and Tomas Orlo</p>"), ["Ada Venn", "Tomas Orlo"]);
    assert_eq!(authors("<div class=byline>Reviewed by Ines Kallweit</div>"), [""; 0]);
}

#[test]
fn an_article_of_many_sections_is_read_whole() {
    let section = |number: usize| {
        format!("<section class=block><div><h2>Part {number}</h2>{}</div></section>", PARAGRAPHS.repeat(2))
    };
    let around = "<div class=related-posts><p>Another long text about another bridge in another town that nobody asked for.</p></div>";
    let body = format!(
        "<nav>Menu</nav><main>{}{around}</main><footer>Imprint</footer>",
        (1..=6).map(section).collect::<String>()
    );
    let text = article("a.html", &page("en", &body)).text;
    assert!((1..=6).all(|number| text.contains(&format!("Part {number}"))), "{text}");
    assert!(!text.contains("Another long text") && !text.contains("Imprint"), "{text}");
}
