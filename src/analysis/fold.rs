//! Case and accents folded away: "Élysée" and "elysee" are one word to a searcher.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// `word` in small letters and without accents. Borrowed where it is so already.
///
/// ```
/// assert_eq!(onrecord::analysis::fold("Straße"), "strasse");
/// assert_eq!(onrecord::analysis::fold("Élysée"), "elysee");
/// ```
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    Cow::Owned(folded)
}

/// Appends the folded form of `word` to `out`.
pub fn fold_into(word: &str, out: &mut String) {
    let mut rest = word;
    while !rest.is_empty() {
        let (ascii, other) = rest.split_at(rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len()));
        let start = out.len();
        out.push_str(ascii);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        let (other, next) = other.split_at(other.bytes().position(|byte| byte.is_ascii()).unwrap_or(other.len()));
        fold_other(other, out);
        rest = next;
    }
}

/// The same for characters beyond ASCII. Marks that belong to an ASCII letter before them are dropped, as all are.
fn fold_other(characters: &str, out: &mut String) {
    for character in characters.nfkc() {
        if is_whole(character) {
            out.extend(character.to_lowercase());
            continue;
        }
        unicode_normalization::char::decompose_canonical(character, |part| fold_character(part, out));
    }
}

/// Appends one character, which carries no accent any more.
fn fold_character(character: char, out: &mut String) {
    match character {
        '\u{300}'..='\u{36f}' => {}
        // Points and vowel signs of Hebrew and Arabic, and the stroke that stretches Arabic words.
        '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c7}' | '\u{640}' => {}
        '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' => {}
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        // Forms of one Arabic letter that writers do not keep apart, and the Persian ones of two.
        'ى' | 'ی' => out.push('ي'),
        'ک' => out.push('ك'),
        'ة' => out.push('ه'),
        '’' | 'ʼ' => out.push('\''),
        _ => out.extend(character.to_lowercase().filter(|letter| *letter != '\u{307}')),
    }
}

/// Letters that look composed and are letters of their own: to split them would make other words of them.
fn is_whole(character: char) -> bool {
    let is_cyrillic = matches!(character, 'й' | 'Й' | 'ї' | 'Ї' | 'ў' | 'Ў' | 'ѓ' | 'Ѓ' | 'ќ' | 'Ќ');
    is_cyrillic || matches!(character, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds_case_and_accents() {
        for (word, folded) in
            [("Łukasz", "lukasz"), ("ÅRHUS", "arhus"), ("Путин", "путин"), ("o", "o"), ("ﬁne", "fine")]
        {
            assert_eq!(fold(word), folded);
        }
    }

    #[test]
    fn keeps_letters_of_other_scripts_apart() {
        for (word, folded) in [
            ("Ёлкин", "елкин"),
            ("Зеленский", "зеленский"),
            ("Її", "її"),
            ("Ὀδυσσεύς", "οδυσσευσ"),
            ("أَحْمَد", "احمد"),
            ("がく", "がく"),
            ("한국", "한국"),
            ("हिन्दी", "हिन्दी"),
            ("İzmir", "izmir"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for word in ["İstanbul", "Ærø", "Ǆ", "NATO"] {
            assert_eq!(fold(&fold(word)), fold(word));
        }
    }
}
