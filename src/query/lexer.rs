//! Query text → tokens with their places.

use super::QueryError;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lexeme {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR`
    Or,
    /// `AND`, which says nothing new.
    And,
    /// `NOT`, or `-` before something.
    Not,
    /// `said(`
    Said,
    /// Text between quotation marks.
    Quoted(String),
    /// Text between quotation marks, then `~` and how many other words may stand between its words.
    Near(String, u32),
    /// `name:` right before a value.
    Field(String),
    /// Anything else, up to a blank.
    Bare(String),
}

/// A token and the bytes it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The token.
    pub lexeme: Lexeme,
    /// Its bytes.
    pub at: Range<usize>,
}

/// Cuts a query into tokens.
pub fn lex(query: &str) -> Result<Vec<Placed>, QueryError> {
    let mut lexer = Lexer { query, at: 0, found: Vec::new() };
    while let Some(next) = lexer.rest().chars().next() {
        lexer.token(next)?;
    }
    Ok(lexer.found)
}

struct Lexer<'q> {
    query: &'q str,
    at: usize,
    found: Vec<Placed>,
}

impl<'q> Lexer<'q> {
    fn rest(&self) -> &'q str {
        self.query.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, lexeme: Lexeme, bytes: usize) {
        self.found.push(Placed { lexeme, at: self.at..self.at + bytes });
        self.at += bytes;
    }

    fn error(&self, at: Range<usize>, message: &str, hint: &str) -> QueryError {
        QueryError { query: self.query.to_owned(), at, message: message.to_owned(), hint: Some(hint.to_owned()) }
    }

    fn token(&mut self, next: char) -> Result<(), QueryError> {
        match next {
            '(' => self.push(Lexeme::Open, 1),
            ')' => self.push(Lexeme::Close, 1),
            '"' | '“' | '”' | '„' => return self.quoted(next),
            '-' if self.starts_negation() => self.push(Lexeme::Not, 1),
            space if space.is_whitespace() => self.at += space.len_utf8(),
            _ => return self.bare(),
        }
        Ok(())
    }

    /// A hyphen that stands before something, and not behind a word.
    fn starts_negation(&self) -> bool {
        let after = self.rest().chars().nth(1);
        after.is_some_and(|after| after.is_alphanumeric() || matches!(after, '"' | '“' | '('))
    }

    fn quoted(&mut self, mark: char) -> Result<(), QueryError> {
        let inside = self.at + mark.len_utf8();
        let rest = self.query.get(inside..).unwrap_or_default();
        let Some(length) = rest.find(['"', '”', '“']) else {
            let at = self.at..self.at + mark.len_utf8();
            return Err(self.error(
                at,
                "this quotation mark is never closed",
                "close it, or leave it out to search for the words",
            ));
        };
        let text = rest.get(..length).unwrap_or_default().to_owned();
        let closing = rest.get(length..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let bytes = mark.len_utf8() + length + closing;
        match self.nearness(self.at + bytes)? {
            Some((within, more)) => self.push(Lexeme::Near(text, within), bytes + more),
            None => self.push(Lexeme::Quoted(text), bytes),
        }
        Ok(())
    }

    /// The number behind `~` at byte `at`, and the bytes that both take.
    fn nearness(&self, at: usize) -> Result<Option<(u32, usize)>, QueryError> {
        let Some(rest) = self.query.get(at..).and_then(|rest| rest.strip_prefix('~')) else { return Ok(None) };
        let digits = rest.find(|next: char| !next.is_ascii_digit()).unwrap_or(rest.len());
        match rest.get(..digits).unwrap_or_default().parse() {
            Ok(within) => Ok(Some((within, digits + 1))),
            Err(_) => Err(self.error(
                at..at + 1 + digits,
                "'~' behind a phrase needs a number of words",
                "write \"two words\"~5 to find them with at most 5 other words between them",
            )),
        }
    }

    fn bare(&mut self) -> Result<(), QueryError> {
        let rest = self.rest();
        let ends = |character: char| character.is_whitespace() || matches!(character, '(' | ')' | '"' | '“' | '”');
        let length = slashes(rest).unwrap_or_else(|| rest.find(ends).unwrap_or(rest.len()));
        let run = rest.get(..length).unwrap_or_default();
        let after = rest.get(length..).and_then(|rest| rest.chars().next());
        // A value may have colons of its own: `path:c:news`.
        let is_value =
            self.found.last().is_some_and(|last| matches!(last.lexeme, Lexeme::Field(_)) && last.at.end == self.at);
        if let Some(name) = field_name(run, after).filter(|_| !is_value) {
            let bytes = name.len() + 1;
            self.push(Lexeme::Field(name.to_owned()), bytes);
            return Ok(());
        }
        match run {
            "OR" => self.push(Lexeme::Or, length),
            "AND" => self.push(Lexeme::And, length),
            "NOT" => self.push(Lexeme::Not, length),
            _ if run.eq_ignore_ascii_case("said") && after == Some('(') => self.push(Lexeme::Said, length + 1),
            _ => self.push(Lexeme::Bare(run.to_owned()), length.max(1)),
        }
        Ok(())
    }
}

/// Length of a regular expression between slashes, brackets in it included.
fn slashes(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('/')?;
    let mut escaped = false;
    let end = inner.find(|next: char| {
        let ends = !escaped && next == '/' || next.is_whitespace();
        escaped = !escaped && next == '\\';
        ends
    })?;
    let behind = inner.get(end..)?.strip_prefix('/')?;
    (behind.is_empty() || behind.starts_with([')', ' ', '\t', '\n'])).then_some(end + 2)
}

/// The name before a colon that a value follows: not in `http://…`, `10:30` or `Note: this`.
fn field_name(run: &str, after: Option<char>) -> Option<&str> {
    let (name, value) = run.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|character| character.is_ascii_alphabetic() || character == '_');
    let has_value = match value {
        "" => matches!(after, Some('"' | '“' | '”' | '(')) || crate::field::field(name).is_some(),
        value => !value.starts_with("//"),
    };
    (is_name && has_value).then_some(name)
}
