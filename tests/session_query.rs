//! Sessions about the query language: what each kind of clause finds, on articles made for it.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Ran, json, run};
use std::path::Path;
use std::sync::LazyLock;

/// Small articles, each with its id, language and text.
const ARTICLES: &[(&str, &str, &str, &str)] = &[
    (
        "pier",
        "en",
        "Pier to reopen",
        "The bridges of Saltby were repaired. The U.S. firm O'Hanlon & Sons sent two COVID-19 nurses.",
    ),
    (
        "quay",
        "en",
        "Quay debate",
        "\"We will repair the old stone bridge next spring,\" said Mayor Ines Kallweit. Kallweit's plan is cheap.",
    ),
    (
        "mole",
        "en",
        "Mole",
        "A bridgehead was drawn on the map. Nobody repaired it for a long, long and really very long time, the bridge.",
    ),
    ("dam", "en", "Dam", "The colour of the water was blue. The damn dam leaks."),
    ("lock", "en", "Lock", "The color of the lock gate is gray."),
    ("rio", "es", "El puente", "La investigación sobre el puente terminó. Otras investigaciones siguen."),
    ("ufer", "de", "Am Ufer", "Die Häuser am Fluss stehen leer, sagte die Bürgermeisterin."),
    ("most", "ru", "Мост", "Мэр заявил, что мосты будут открыты. Зелёный свет дал Андрей Зимин."),
    ("gefyra", "el", "Γέφυρα", "Η γέφυρα της πόλης άνοιξε ξανά. Ο Οδυσσεύς χαμογελά."),
    ("jisr", "ar", "الجسر", "قال رئيس البلدية إن الجسر سيفتح في الربيع. المدينة جميلة."),
    ("qiao", "zh", "大桥重新开放", "市长说，东京都的大桥将在春天重新开放。"),
    ("hashi", "ja", "橋の再開", "市長は橋が春に再開すると述べた。ガラスの橋だ。"),
];

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let line = |(id, language, title, text): &(&str, &str, &str, &str)| {
        serde_json::json!({"id": id, "language": language, "title": title, "text": text, "date": "2024-05-01"})
            .to_string()
    };
    let lines: Vec<String> = ARTICLES.iter().map(line).collect();
    std::fs::write(folder.path().join("articles.jsonl"), lines.join("\n")).unwrap();
    assert_eq!(run(folder.path(), &["index", "articles.jsonl"]).code, 0);
    folder
});

fn folder() -> &'static Path {
    FOLDER.path()
}

fn search(query: &str) -> Ran {
    run(folder(), &["search", "--format", "ids", "-n", "0", "--", query])
}

#[track_caller]
fn finds(query: &str, expected: &[&str]) {
    let ran = search(query);
    let mut found: Vec<&str> = ran.out.lines().collect();
    found.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "{query}: {}", ran.err);
}

#[test]
fn words_are_found_in_every_form_and_patterns_in_theirs() {
    finds("bridge", &["pier", "quay", "mole"]);
    finds("=bridge", &["quay", "mole"]);
    finds("=Bridges", &["pier"]);
    finds("bridge*", &["pier", "quay", "mole"]);
    finds("bridgeh*", &["mole"]);
    finds("*head", &["mole"]);
    finds("b*ges", &["pier"]);
    finds("bridhe~", &["quay", "mole"]);
    finds("brudgws~2", &["pier"]);
    finds("/colou?r/", &["dam", "lock"]);
    finds("/gr[ae]y/", &["lock"]);
    finds("/dam|damn/ NOT /x.*/", &["dam"]);
    finds("title:mo*", &["mole"]);
    finds("said(speaker:kallw* brid*)", &["quay"]);
}

#[test]
fn words_near_each_other_stand_in_any_order() {
    finds("\"repaired bridges\"~3", &["pier", "quay"]);
    finds("\"bridge repair\"~3", &["pier", "quay"]);
    finds("\"bridge repair\"~2", &[]);
    finds("\"saltby bridge\"~1", &["pier"]);
    finds("\"old stone bridge\"~0", &["quay"]);
    finds("\"long very\"~0", &["mole"]);
    finds("\"long long\"~0", &["mole"]);
    finds("\"repaired bridge\"~50", &["pier", "quay", "mole"]);
}

#[test]
fn phrases_are_left_out_wherever_they_first_stand() {
    // The first article with the phrase comes behind some that match and do not have it.
    let folder = tempfile::tempdir().unwrap();
    let line = |number: usize| {
        let rest = if number >= 20 && number.is_multiple_of(2) { "swing bridge" } else { "bridge swing" };
        serde_json::json!({"id": format!("{number:02}"), "language": "en", "text": format!("Flood at the {rest}.")})
    };
    let lines: Vec<String> = (0..40).map(|number| line(number).to_string()).collect();
    std::fs::write(folder.path().join("a.jsonl"), lines.join("\n")).unwrap();
    assert_eq!(run(folder.path(), &["index", "a.jsonl"]).code, 0);
    for (query, count) in [("flood NOT \"swing bridge\"", 30), ("NOT \"swing bridge\"", 30), ("\"swing bridge\"", 10)] {
        let ran = run(folder.path(), &["count", query]);
        assert_eq!(ran.out.trim(), count.to_string(), "{query}: {}", ran.err);
    }
}

#[test]
fn apostrophes_hyphens_and_points_are_as_people_expect() {
    finds("U.S.", &["pier"]);
    finds("O'Hanlon", &["pier"]);
    finds("O’Hanlon", &["pier"]);
    finds("COVID-19", &["pier"]);
    finds("covid 19", &["pier"]);
    finds("Kallweit's", &["quay"]);
    finds("\"Kallweit's plan\"", &["quay"]);
    finds("kallweit", &["quay"]);
}

#[test]
fn every_script_is_searched_in_its_own_way() {
    finds("investigaciones", &["rio"]);
    finds("investigacion", &["rio"]);
    finds("Haus", &["ufer"]);
    finds("burgermeisterin", &["ufer"]);
    finds("мост", &["most"]);
    finds("зеленый", &["most"]);
    finds("зимина", &["most"]);
    finds("ΓΕΦΥΡΑ", &["gefyra"]);
    finds("οδυσσευς", &["gefyra"]);
    finds("الجسر", &["jisr"]);
    finds("مدينه", &["jisr"]);
    finds("大桥", &["qiao"]);
    finds("重新开放", &["qiao"]);
    finds("东京", &["qiao"]);
    finds("京都", &["qiao"]);
    finds("\"春天重新\"", &["qiao"]);
    finds("春", &["qiao", "hashi"]);
    finds("橋", &["hashi"]);
    finds("ガラス", &["hashi"]);
    finds("カラス", &[]);
}

#[test]
fn dates_may_be_said_in_many_ways() {
    let all = ARTICLES.len();
    for (query, count) in [
        ("date:2024-05-01", all),
        ("date:2024-05", all),
        ("date:may-2024", all),
        ("date:2023..2024-05", all),
        ("date:..2024", all),
        ("date:2024-05-02..", 0),
        ("date:2024-Q2", all),
        ("date:(2023 OR 2024)", all),
        ("date:last-month", 0),
        ("date:yesterday", 0),
        ("mentions:2025-04", 1),
        ("mentions:2025", 1),
        ("mentions:2023", 0),
        ("mentions:kallweit", 1),
        ("said(mentions:2025 speaker:kallweit)", 1),
        ("said(mentions:2025 speaker:zimin)", 0),
    ] {
        let ran = run(folder(), &["count", query]);
        assert_eq!(ran.out.trim(), count.to_string(), "{query}: {}", ran.err);
    }
}

#[test]
fn snippets_show_what_matched_in_every_form() {
    for (query, shown) in
        [("bridge*", "bridgehead"), ("/bri.*ad/", "bridgehead"), ("\"very long\"~2", "long"), ("brigde~2", "bridge")]
    {
        let ran = run(folder(), &["search", "--json", "--snippets", "3", query, "path:articles.jsonl title:mole"]);
        let hit = &json(&ran.out)[0];
        let snippets = hit["snippets"].as_array().unwrap();
        let found = snippets.iter().any(|snippet| {
            let (text, start) = (snippet["text"].as_str().unwrap(), snippet["start"].as_u64().unwrap());
            snippet["highlights"].as_array().unwrap().iter().any(|span| {
                let at = |place: usize| (span[place].as_u64().unwrap() - start) as usize;
                &text[at(0)..at(1)] == shown
            })
        });
        assert!(found, "{query}: {hit}");
    }
    for query in ["春天重新", "重新开放", "春"] {
        let hit = &json(&run(folder(), &["search", "--json", query, "lang:zh"]).out)[0];
        let snippet = &hit["snippets"][0];
        assert!(snippet["text"].as_str().unwrap().contains("东京都的大桥将在春天重新开放"), "{hit}");
        assert!(!snippet["highlights"].as_array().unwrap().is_empty(), "{hit}");
    }
}

#[test]
fn a_passage_names_who_says_it() {
    let ran = run(folder(), &["search", "--json", "spring"]);
    assert_eq!(json(&ran.out)[0]["snippets"][0]["speakers"], serde_json::json!(["Ines Kallweit"]));
    let ran = run(folder(), &["search", "spring"]);
    assert!(ran.out.contains("  Ines Kallweit:\n    \"We will repair"), "{}", ran.out);
}

#[test]
fn nothing_found_tells_what_the_index_has() {
    let ran = search("birdge");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("hint: did you mean bridge? nothing has birdge"), "{}", ran.err);
    let ran = run(folder(), &["said", "speaker:kallwiet"]);
    assert!(ran.err.contains("hint: did you mean speaker:kallweit? nothing has speaker:kallwiet"), "{}", ran.err);
    assert_eq!(search("brige").out, "", "nothing is loosened unasked");
    let ran = run(folder(), &["search", "bridge", "zebra"]);
    assert!(ran.err.contains("nothing has zebra") && ran.err.contains("--match any finds 3 articles"), "{}", ran.err);
    let ran = run(folder(), &["search", "bridge", "or", "lock"]);
    assert!(ran.err.contains("operators in capitals only"), "{}", ran.err);
}

#[test]
fn a_query_without_words_finds_nothing() {
    for query in ["…", "!!!", "\"\"", "😀"] {
        let ran = search(query);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{query}");
        assert!(ran.err.contains("there is no word in the query"), "{query}: {}", ran.err);
    }
}

#[test]
fn explain_shows_query_and_scores() {
    let ran = run(folder(), &["search", "--explain", "--lang", "EN", "stone", "bridge", "-n", "1"]);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines[0], "query: stone bridge lang:en");
    let sum: f64 = lines[1]
        .split(['=', '+', '('])
        .skip(1)
        .filter_map(|part| part.trim().rsplit(' ').next()?.parse::<f64>().ok())
        .sum();
    let total: f64 = lines[1].split(' ').nth(1).unwrap().parse().unwrap();
    assert!((sum - total).abs() < 0.05 && lines[1].contains("stone near bridge"), "{}", lines[1]);
}

#[test]
fn statements_do_not_change_how_articles_rank() {
    // The same words, once as running text and once said by somebody: only in the second index there are statements.
    let ranks = |said: bool| {
        let folder = tempfile::tempdir().unwrap();
        let line = |number: usize| {
            let words = "ferry ".repeat(number % 7 + 1) + &"tide ".repeat(number % 5) + &"crew ".repeat(number % 11);
            let text = match said {
                true => format!("\"The {words}left,\" said Ada Venn."),
                false => format!("The {words}left, in Harrow Mills."),
            };
            serde_json::json!({"id": number.to_string(), "language": "en", "text": text}).to_string()
        };
        let lines: Vec<String> = (0..60).map(line).collect();
        std::fs::write(folder.path().join("a.jsonl"), lines.join("\n")).unwrap();
        assert_eq!(run(folder.path(), &["index", "a.jsonl"]).code, 0);
        let statements: u64 = run(folder.path(), &["count", "--statements", "ferry"]).out.trim().parse().unwrap();
        assert_eq!(statements > 0, said);
        json(&run(folder.path(), &["search", "--json", "-n", "0", "--snippets", "0", "ferry tide crew"]).out)
            .iter()
            .map(|hit| (hit["id"].as_str().unwrap().to_owned(), hit["score"].to_string()))
            .collect::<Vec<_>>()
    };
    let (with, without) = (ranks(true), ranks(false));
    assert!(with.len() > 20);
    assert_eq!(with, without);
}
