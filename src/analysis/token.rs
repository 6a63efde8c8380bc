//! Tokens: runs of letters and digits, and every other visible character by itself.
//!
//! Words are split at everything that is not a letter, a mark or a digit (so "don't" is `don`, `'`, `t`, and "U.S."
//! is `U`, `.`, `S`, `.`): the tokens that index best (`docs/ranking.md`). Whoever needs larger units looks at
//! whether neighbours touch.

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits.
    Word,
    /// Digits alone.
    Number,
    /// One character that is neither letter nor digit nor white space.
    Mark,
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No capital letter first: "house", "iPhone"; also scripts without capitals, numbers and marks.
    Lower,
    /// First letter a capital, then at least one small letter: "House", "McCain".
    Title,
    /// All capitals, at least one: "NATO", "U".
    Upper,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// End, exclusive.
    pub end: usize,
    /// What it is made of.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
}

impl Token {
    /// The token's characters in `text`, the string it was made from.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Whether it starts with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.case != Case::Lower
    }

    /// Whether it is a word (letters).
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether nothing lies between it and `next`.
    pub fn touches(&self, next: &Token) -> bool {
        self.end == next.start
    }
}

/// What a byte of ASCII is; bytes of other characters are [`BEYOND`].
const BLANK: u8 = 0;
const MARK: u8 = 1;
const DIGIT: u8 = 2;
const SMALL: u8 = 3;
const CAPITAL: u8 = 4;
const BEYOND: u8 = 5;

static CLASSES: [u8; 256] = {
    let mut classes = [BEYOND; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'\t'..=b'\r' | b' ' => BLANK,
            _ => MARK,
        };
        byte += 1;
    }
    classes
};

/// Splits `text` into tokens, in order. Linear in the length of the text.
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let token = match CLASSES[usize::from(*byte)] {
            BLANK => {
                at += 1;
                continue;
            }
            MARK => Token { start: at, end: at + 1, kind: TokenKind::Mark, case: Case::Lower },
            BEYOND => match character_at(text, at) {
                first if first.is_whitespace() || is_invisible(first) => {
                    at += first.len_utf8();
                    continue;
                }
                first if !is_word_character(first) => {
                    Token { start: at, end: at + first.len_utf8(), kind: TokenKind::Mark, case: Case::Lower }
                }
                _ => word_at(text, at),
            },
            _ => word_at(text, at),
        };
        at = token.end;
        tokens.push(token);
    }
    tokens
}

fn character_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
}

/// The run of letters and digits that begins at a byte.
fn word_at(text: &str, start: usize) -> Token {
    let first = character_at(text, start);
    let (mut digits_only, mut small) = (true, false);
    let mut end = start;
    while let Some(byte) = text.as_bytes().get(end) {
        match CLASSES[usize::from(*byte)] {
            DIGIT => end += 1,
            SMALL => {
                (digits_only, small) = (false, true);
                end += 1;
            }
            CAPITAL => {
                digits_only = false;
                end += 1;
            }
            BEYOND => {
                let character = character_at(text, end);
                if !is_word_character(character) {
                    break;
                }
                digits_only &= character.is_numeric();
                small |= character.is_lowercase();
                end += character.len_utf8();
            }
            _ => break,
        }
    }
    let kind = if digits_only { TokenKind::Number } else { TokenKind::Word };
    let case = match (first.is_uppercase(), small) {
        (false, _) => Case::Lower,
        (true, true) => Case::Title,
        (true, false) => Case::Upper,
    };
    Token { start, end, kind, case }
}

/// Index of the first token that ends after byte `at`: the token there, or the next one.
pub fn token_at(tokens: &[Token], at: usize) -> usize {
    tokens.partition_point(|token| token.end <= at)
}

/// The tokens that lie wholly between the bytes `start` and `end`.
pub fn tokens_in(tokens: &[Token], start: usize, end: usize) -> &[Token] {
    let first = tokens.partition_point(|token| token.start < start);
    let last = tokens.partition_point(|token| token.end <= end);
    tokens.get(first..last).unwrap_or_default()
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character)
}

/// Soft hyphens, zero-width characters and direction marks: no token, and no end of one is made of them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|token| token.of(text)).collect()
    }

    #[test]
    fn splits_at_marks() {
        assert_eq!(
            words("Don't say “U.S. 2,000”."),
            ["Don", "'", "t", "say", "“", "U", ".", "S", ".", "2", ",", "000", "”", "."]
        );
        assert_eq!(words("Élan  naïve\u{301}"), ["Élan", "naïve\u{301}"]);
    }

    #[test]
    fn knows_case_and_kind() {
        let text = "NATO McCain said 30";
        let cases: Vec<Case> = tokenize(text).iter().map(|token| token.case).collect();
        assert_eq!(cases, [Case::Upper, Case::Title, Case::Lower, Case::Lower]);
        assert_eq!(tokenize(text)[3].kind, TokenKind::Number);
    }

    #[test]
    fn finds_tokens_by_place() {
        let text = "one two three";
        let tokens = tokenize(text);
        assert_eq!(token_at(&tokens, 4), 1);
        assert_eq!(tokens_in(&tokens, 4, 13).len(), 2);
    }
}
