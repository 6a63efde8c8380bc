//! What names of invented sentences are.

use super::*;
use crate::analysis::tokenize;
use crate::article::{Article, Block, Role};

fn names_of(blocks: &[(Role, &str)]) -> Names {
    let mut article = Article::default();
    for (role, text) in blocks {
        let start = article.text.len();
        article.text.push_str(text);
        article.blocks.push(Block { role: *role, span: Span::new(start, article.text.len()) });
        article.text.push_str("\n\n");
    }
    let tokens = tokenize(&article.text);
    find(&Reading::new(&article, &tokens))
}

fn names(text: &str) -> Names {
    names_of(&[(Role::Paragraph, text)])
}

/// "person Ada Venn 2": kind, canonical name, number of mentions.
fn listed(names: &Names) -> Vec<String> {
    let line = |name: &Name| format!("{} {} {}", name.entity.kind.name(), name.entity.name, name.entity.mentions.len());
    names.all.iter().map(line).collect()
}

#[test]
fn a_short_name_joins_the_long_one() {
    let found = names("Ada Venn, the mayor of Lisleford, spoke. Venn said that Mrs. Venn's house in Oslo was sold.");
    assert_eq!(listed(&found), ["person Ada Venn 3", "place Lisleford 1", "place Oslo 1"]);
    assert_eq!(found.all[0].gender, Some(Gender::Feminine));
}

#[test]
fn two_persons_of_one_family_stay_apart() {
    let found =
        names("Ada Venn met Karel Venn. Mr. Venn smiled. Then Ada Venn spoke. Venn was glad, Mr. Venn was not.");
    assert_eq!(listed(&found), ["person Ada Venn 3", "person Karel Venn 3"]);
}

#[test]
fn titles_and_possessives_are_no_part_of_a_mention() {
    let text = "Acting Harbour Minister Rune Orlo’s plan pleased Prime Minister Tessa Lisle.";
    let found = names(text);
    let mentions: Vec<&str> = found.mentions.iter().map(|(span, _)| span.of(text)).collect();
    assert_eq!(mentions, ["Rune Orlo", "Tessa Lisle"]);
}

#[test]
fn an_acronym_in_parentheses_joins_the_long_name() {
    let found = names("The Velda Harbour Authority (VHA) paid. Later the VHA said it was right.");
    assert_eq!(listed(&found), ["organization Velda Harbour Authority 3"]);
}

#[test]
fn peoples_months_and_first_words_are_no_names() {
    let found = names("Russian officials met on Tuesday. Negotiations failed. In April, Swedish ships left.");
    assert_eq!(listed(&found), Vec::<String>::new());
}

#[test]
fn kinds_by_words_around() {
    let found = names(
        "The town of Quellin burned. The Ministry of Fish and Salt said so. The Orlo Treaty was signed near the River Velm.",
    );
    assert_eq!(
        listed(&found),
        ["place Quellin 1", "organization Ministry of Fish and Salt 1", "misc Orlo Treaty 1", "place River Velm 1"]
    );
}

#[test]
fn initials_and_generations_belong_to_a_name() {
    let found = names("He met Karel A. Orlo and Rune J. Lisle Jr. in Oslo.");
    assert_eq!(listed(&found), ["person Karel A. Orlo 1", "person Rune J. Lisle Jr. 1", "place Oslo 1"]);
}

#[test]
fn a_heading_names_only_what_is_known() {
    let heading = (Role::Title, "Venn Rejects Harbour Plan After Long Night");
    let found = names_of(&[heading, (Role::Paragraph, "Mayor Ada Venn rejected it. Venn said that it was late.")]);
    assert_eq!(listed(&found), ["person Ada Venn 3"]);
}

#[test]
fn boilerplate_names_nobody() {
    let found = names_of(&[(Role::Boilerplate, "Ada Venn in Oslo"), (Role::Paragraph, "It rained.")]);
    assert!(found.all.is_empty() && found.mentions.is_empty());
}

#[test]
fn a_pronoun_tells_the_gender() {
    let found = names("Mayor Quorra Zimt won the race. She had trained for years.");
    assert_eq!(found.all[0].gender, Some(Gender::Feminine));
}

#[test]
fn well_known_short_forms_are_one_name() {
    let found = names("The U.S. voted. The United States won, and the US left NATO.");
    assert_eq!(listed(&found), ["place United States 3", "organization NATO 1"]);
}

#[test]
fn mentions_are_in_order_and_apart_on_any_text() {
    let mut state = 7_u64;
    let parts = [
        "Ada", "Venn", "'", "’", "-", ".", "of", "the", "Ministry", "é", "Ł", " ", "\n", "(", "U", "al", "&", "Mr",
        ",", "İ",
    ];
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..60 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(state >> 33) as usize % parts.len()]);
            text.push_str(if state >> 60 > 6 { " " } else { "" });
        }
        let found = names(&text);
        assert!(found.mentions.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start), "{text}");
        assert!(found.mentions.iter().all(|(span, _)| !span.of(&text).is_empty()), "{text}");
    }
}
