//! What the layout of invented articles tells.

use super::*;
use crate::article::Locator;

fn read(path: &str, text: &str) -> Article {
    let mut article =
        Article { text: text.to_owned(), format: "text".into(), locator: Locator::file(path), ..Article::default() };
    complete(&mut article);
    article
}

fn roles(article: &Article) -> Vec<(Role, &str)> {
    article.blocks.iter().map(|block| (block.role, block.span.of(&article.text))).collect()
}

#[test]
fn reads_a_report_with_title_byline_and_dateline() {
    let article = read(
        "courier/2023/03/04/bridge.txt",
        "Bridge shut until further notice\n\nBy Petra Lindqvist\n\nHARROWMOUTH, March 3 (Coastal Wire) — The swing \
         bridge was shut on Friday. Nobody was hurt.\n\n© 2023 Harbour Courier. All rights reserved.\n",
    );
    assert_eq!(article.title.as_deref(), Some("Bridge shut until further notice"));
    assert_eq!(article.authors, ["Petra Lindqvist"]);
    assert_eq!(article.dateline_place.as_deref(), Some("Harrowmouth"));
    assert_eq!(article.outlet.as_deref(), Some("Harbour Courier"));
    let published = article.published.clone().unwrap();
    assert_eq!((published.value.as_str(), &*published.basis.rule), ("2023-03-03", "dateline"));
    assert_eq!(
        roles(&article)[2..],
        [
            (Role::Dateline, "HARROWMOUTH, March 3 (Coastal Wire)"),
            (Role::Paragraph, "The swing bridge was shut on Friday. Nobody was hurt."),
            (Role::Boilerplate, "© 2023 Harbour Courier. All rights reserved."),
        ]
    );
}

#[test]
fn never_guesses_a_year() {
    assert_eq!(read("bridge.txt", "HARROWMOUTH, March 3 — The bridge was shut.").published, None);
    assert_eq!(read("2023/05/01/a.txt", "The bridge was shut.").published.unwrap().basis.rule, "path");
}

#[test]
fn joins_broken_lines_and_keeps_lists_apart() {
    let text = "A title for the test\n\nThe council met for three hours on Monday evening and then put\noff \
        every decision that it had been asked to make since the spring,\nto nobody's surprise.\n\nKey points:\n1. Rents \
        rise.\n2. Nobody pays.\n";
    let article = read("a.txt", text);
    let found = roles(&article);
    assert_eq!(found[1].0, Role::Paragraph);
    assert!(found[1].1.ends_with("surprise."));
    assert_eq!(
        found[2..],
        [(Role::Heading, "Key points:"), (Role::ListItem, "Rents rise."), (Role::ListItem, "Nobody pays.")]
    );
}

#[test]
fn tells_the_language_when_it_can() {
    let german =
        "Der Bürgermeister sagte am Montag, die Brücke werde vor dem Sommer nicht mehr geöffnet, weil das Geld fehlt.";
    assert_eq!(read("a.txt", german).language.as_deref(), Some("de"));
    assert_eq!(read("a.txt", "OK").language, None);
}

#[test]
fn header_lines_are_no_text() {
    let article =
        read("a.txt", "Ferry back in service\n\nPublished: 3 March 2024\n\nText: Ada Venn\n\nThe ferry is back.");
    assert_eq!(article.published.as_ref().unwrap().value, "2024-03-03");
    assert_eq!(article.authors, ["Ada Venn"]);
    assert_eq!(roles(&article).last(), Some(&(Role::Paragraph, "The ferry is back.")));
}

#[test]
fn header_lines_tell_title_author_and_day() {
    let article = read(
        "news/20250311.txt",
        "DATE: 2025-03-10\nHEADLINE: Ferries stop\nBYLINE: Ada Venn\n\nThe ferries stopped.\n",
    );
    assert_eq!(article.title.as_deref(), Some("Ferries stop"));
    assert_eq!(article.authors, ["Ada Venn"]);
    assert_eq!(article.published.unwrap().value, "2025-03-10");
    let otherwise: Vec<_> =
        article.published_otherwise.iter().map(|day| (day.value.as_str(), &*day.basis.rule)).collect();
    assert_eq!(otherwise, [("2025-03-11", "path")]);
    let leading = read("a.txt", "March 13, 2025\n\nFerries stop\n\nThe ferries stopped.\n");
    assert_eq!(
        (leading.title.as_deref(), leading.published.unwrap().value.as_str()),
        (Some("Ferries stop"), "2025-03-13")
    );
}
