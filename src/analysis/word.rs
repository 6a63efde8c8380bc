//! Words as they are indexed and searched: the tokens of a text, and pairs of characters where a script has no blanks.

use super::{TokenKind, tokenize};
use crate::article::Span;

/// The words of a text, in order: its tokens without the marks. Where Chinese or Japanese is written, every two
/// neighbouring characters are one word, and the last character of a run is one again, so that a single character can
/// be found as the beginning of a word (bigrams, as in Lucene's analysis of these languages).
///
/// ```
/// let words = |text: &'static str| -> Vec<&str> {
///     onrecord::analysis::words(text).into_iter().map(|word| word.of(text)).collect()
/// };
/// assert_eq!(words("COVID-19 in 東京都"), ["COVID", "19", "in", "東京", "京都", "都"]);
/// ```
pub fn words(text: &str) -> Vec<Span> {
    let mut found = Vec::with_capacity(text.len() / 5);
    for token in tokenize(text).iter().filter(|token| token.kind != TokenKind::Mark) {
        let word = Span::new(token.start, token.end);
        match word.of(text).chars().any(is_ideograph) {
            true => split(text, word, &mut found),
            false => found.push(word),
        }
    }
    found
}

/// The words of a piece of a query. The last character of a run of ideographs is a word by itself only to be found
/// alone, not as the end of what is searched.
pub fn searched_words(text: &str) -> Vec<Span> {
    let mut found = words(text);
    let mut before = None;
    found.retain(|word| {
        let is_rest = before == Some(word.end);
        before = Some(word.end);
        !is_rest
    });
    found
}

/// Whether a text is one character that is searched for as the beginning of words.
pub fn is_single_ideograph(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(is_ideograph) && characters.next().is_none()
}

/// A token with ideographs in it: pairs of these, and what stands between them whole.
fn split(text: &str, token: Span, found: &mut Vec<Span>) {
    let mut at = token.start;
    while at < token.end {
        let rest = Span::new(at, token.end).of(text);
        let pairs = rest.starts_with(is_ideograph);
        let length = rest.find(|character| is_ideograph(character) != pairs).unwrap_or(rest.len());
        if pairs {
            let run = rest.get(..length).unwrap_or_default();
            let places: Vec<usize> = run.char_indices().map(|(place, _)| at + place).chain([at + length]).collect();
            found.extend(places.windows(3).map(|three| Span::new(three[0], three[2])));
            found.extend(places.windows(2).last().map(|two| Span::new(two[0], two[1])));
        } else {
            found.push(Span::new(at, at + length));
        }
        at += length;
    }
}

/// Han, Hiragana, Katakana and Bopomofo: scripts without blanks between words.
fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_scripts_keep_their_words() {
        let text = "Путин 2025年 라디오 AB漢";
        let found: Vec<&str> = words(text).iter().map(|word| word.of(text)).collect();
        assert_eq!(found, ["Путин", "2025", "年", "라디오", "AB", "漢"]);
        assert!(is_single_ideograph("漢") && !is_single_ideograph("漢字") && !is_single_ideograph("a"));
    }
}
