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
    if word.is_ascii() {
        out.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    for character in word.nfkd() {
        if unicode_normalization::char::is_combining_mark(character) {
            continue;
        }
        match character {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ł' | 'Ł' => out.push('l'),
            'ı' => out.push('i'),
            '’' | 'ʼ' => out.push('\''),
            _ => out.extend(character.to_lowercase()),
        }
    }
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
    fn folding_twice_changes_nothing() {
        for word in ["İstanbul", "Ærø", "Ǆ", "NATO"] {
            assert_eq!(fold(&fold(word)), fold(word));
        }
    }
}
