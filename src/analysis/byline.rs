//! Bylines: from "By Ada Venn and Tomas Orlo, Staff Writers" to names. Data: `byline_words.txt`.

use super::{Case, TokenKind, fold, tokenize};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static NO_NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("byline_words.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// Most words that a name has.
const WORDS_MAX: usize = 6;

/// The names in a byline, in order: without "By", roles, agencies' places, addresses and handles.
pub fn byline_names(byline: &str) -> Vec<String> {
    let byline = without_label(byline.trim());
    let mut names: Vec<String> = Vec::new();
    for part in byline.split([',', ';', '|', '/', '\n', '•', '·']) {
        for part in part.split(" and ").flat_map(|part| part.split(" & ")).flat_map(|part| part.split(" with ")) {
            let name = part.split(" for ").next().unwrap_or_default().split('(').next().unwrap_or_default();
            let name = without_label(name.trim().trim_matches(['.', '-', '–', '—', ':', '*', '_']).trim());
            if is_name(name) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn without_label(text: &str) -> &str {
    const LABELS: [&str; 13] = [
        "by ",
        "by: ",
        "by:",
        "von ",
        "par ",
        "por ",
        "written by ",
        "text by ",
        "reporting by ",
        "written by: ",
        "article by ",
        "article by: ",
        "words by ",
    ];
    let label =
        LABELS.iter().find(|label| text.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label)));
    label.and_then(|label| text.get(label.len()..)).unwrap_or(text).trim_start()
}

fn is_name(name: &str) -> bool {
    if name.contains('@') || name.contains("://") || name.is_empty() {
        return false;
    }
    let tokens = tokenize(name);
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let has_number = tokens.iter().any(|token| token.kind == TokenKind::Number);
    let capitals = words.clone().filter(|word| word.case != Case::Lower).count();
    let count = words.clone().count();
    let is_role = words.clone().any(|word| NO_NAMES.contains(&*fold(word.of(name))));
    (1..=WORDS_MAX).contains(&count) && capitals * 2 >= count && !has_number && !is_role
}

#[cfg(test)]
mod tests {
    use super::byline_names;

    #[test]
    fn finds_the_names() {
        for (byline, names) in [
            ("By Ada Venn and Tomas Orlo, Staff Writers", vec!["Ada Venn", "Tomas Orlo"]),
            ("Written by Ines Kallweit for the Courier", vec!["Ines Kallweit"]),
            ("Ines de Kallweit, ines@example.org", vec!["Ines de Kallweit"]),
            ("March 3, 2024", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(byline_names(byline), names, "{byline}");
        }
    }
}
