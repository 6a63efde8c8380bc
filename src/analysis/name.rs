//! The normal form of names: titles and possessives off, words folded. Data: `titles.txt`.

use super::{fold, tokenize};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::sync::LazyLock;

static TITLES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("titles.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// Whether a word (any case, without its full stop) is a title or an honorific that stands before names.
pub fn is_title_word(word: &str) -> bool {
    TITLES.contains(&*fold(word))
}

/// `name` without the titles before it and the possessive after it: "Mr. Orlo's" is "Orlo".
/// A name that is nothing but titles stays as it is.
pub fn strip_title(name: &str) -> &str {
    let name = ["'s", "’s", "'", "’"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).trim();
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        let after = after.trim_start();
        if after.is_empty() || !is_title_word(word.trim_end_matches(['.', ','])) {
            break;
        }
        rest = after;
    }
    rest
}

/// How many of the words at the start of `words` are titles; never all of them.
pub fn strip_title_words(words: &[&str]) -> usize {
    let titles = words.iter().take_while(|word| is_title_word(word.trim_end_matches('.'))).count();
    if titles == words.len() { 0 } else { titles }
}

/// The folded words of a name without its titles: what names are compared and indexed by.
pub fn name_words(name: &str) -> Vec<String> {
    let name = strip_title(name);
    tokenize(name)
        .iter()
        .filter(|token| token.kind != super::TokenKind::Mark)
        .map(|token| fold(token.of(name)).into_owned())
        .collect()
}

/// The last word of a person's name that is not a generational suffix ("Jr", "III").
pub fn family_name(name: &str) -> Option<&str> {
    let words = name.split_whitespace().rev().map(|word| word.trim_matches([',', '.']));
    words.into_iter().find(|word| !word.is_empty() && !matches!(*word, "Jr" | "Sr" | "II" | "III" | "IV"))
}

/// A person's name that a transcript or a headline shouts, as it is written elsewhere: "ADA MCVENN" is "Ada McVenn".
/// Names that are not in capital letters, and short ones ("AJ"), stay as they are.
pub fn spelled(name: &str) -> Cow<'_, str> {
    let letters = name.chars().filter(|letter| letter.is_alphabetic());
    if letters.clone().any(char::is_lowercase) || letters.count() < SHORTEST_SHOUTED {
        return Cow::Borrowed(name);
    }
    let mut spelled = String::with_capacity(name.len());
    let mut word = String::new();
    for letter in name.chars().chain([' ']) {
        if letter.is_alphanumeric() {
            word.push(letter);
            continue;
        }
        let suffix = matches!(word.as_str(), "II" | "III" | "IV") || word.chars().count() == 1;
        let start = if word.starts_with("MC") && word.len() > 3 { 2 } else { 0 };
        for (at, letter) in word.char_indices() {
            if at == 0 || at == start || suffix { spelled.push(letter) } else { spelled.extend(letter.to_lowercase()) }
        }
        word.clear();
        spelled.push(letter);
    }
    spelled.pop();
    Cow::Owned(spelled)
}

/// Letters of the shortest name that counts as shouted.
const SHORTEST_SHOUTED: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_titles_and_possessives_off() {
        for (name, bare) in [
            ("Mr. Orlo's", "Orlo"),
            ("Prime Minister Ada Venn", "Ada Venn"),
            ("President", "President"),
            ("Ada Venn", "Ada Venn"),
            ("Sen. Rev. Dr. Lisle", "Lisle"),
        ] {
            assert_eq!(strip_title(name), bare);
        }
    }

    #[test]
    fn spells_shouted_names() {
        for (shouted, name) in [
            ("ADA VENN", "Ada Venn"),
            ("MCVENN", "McVenn"),
            ("O'VENN-LISLE III", "O'Venn-Lisle III"),
            ("AJ", "AJ"),
            ("Venn", "Venn"),
        ] {
            assert_eq!(spelled(shouted), name);
        }
    }

    #[test]
    fn compares_names_by_their_words() {
        assert_eq!(name_words("Mr. José O’Brien"), ["jose", "o", "brien"]);
        assert_eq!(family_name("Ada Venn Jr."), Some("Venn"));
        assert_eq!(family_name(""), None);
    }
}
