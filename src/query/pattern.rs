//! One word given by its form instead of its meaning: exact, with `*`, similar, or a regular expression.

use crate::analysis::{fold, words};
use levenshtein_automata::{DFA as Distances, Distance, LevenshteinAutomatonBuilder};
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};
use std::fmt::{self, Display, Formatter};

/// Most changes of letters that a similar word may have.
pub const EDITS_MAX: u8 = 2;

/// Bytes that the machine of a regular expression may take; larger ones are refused.
const MACHINE_BYTES_MAX: usize = 2 << 20;

/// Which forms of words are meant. Forms are compared without case and accents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// `=word`: this form alone.
    Exact(String),
    /// `wor*`: any letters for each star.
    Wildcard(String),
    /// `word~2`: forms that differ by so many letters at most (one left out, added or other, two swapped).
    Similar {
        /// The word.
        word: String,
        /// Letters that may differ.
        edits: u8,
    },
    /// `/w.rd/`: the whole form matches this regular expression.
    Regex(String),
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(word) => write!(f, "={word}"),
            Self::Wildcard(word) => f.write_str(word),
            Self::Similar { word, edits } => write!(f, "{word}~{edits}"),
            Self::Regex(pattern) => write!(f, "/{}/", pattern.replace('/', "\\/")),
        }
    }
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong.
    pub message: String,
    /// What would work.
    pub hint: String,
}

impl PatternError {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

impl Pattern {
    /// Reads a run of characters without blanks: none if it is no pattern but plain words.
    pub fn read(run: &str) -> Option<Result<Self, PatternError>> {
        if let Some(inner) = regular_expression(run) {
            let pattern = Self::Regex(inner);
            return Some(pattern.matcher().map(|_| pattern));
        }
        let has_word = |text: &str| text.chars().any(char::is_alphanumeric);
        if let Some(word) = run.strip_prefix('=').filter(|word| has_word(word)) {
            return Some(one_word(word, "an exact form is one word").map(Self::Exact));
        }
        if let Some((word, edits)) = run.rsplit_once('~')
            && has_word(word)
            && edits.chars().all(|digit| digit.is_ascii_digit())
        {
            return Some(Self::similar(word, edits));
        }
        let has_star = run.contains('*') && has_word(run);
        has_star.then(|| wildcard(run))
    }

    fn similar(word: &str, edits: &str) -> Result<Self, PatternError> {
        let word = one_word(word, "similar forms are those of one word")?;
        match if edits.is_empty() { Ok(1) } else { edits.parse() } {
            Ok(edits @ 1..=EDITS_MAX) => Ok(Self::Similar { word, edits }),
            _ => Err(PatternError::new(
                format!("words may differ by {EDITS_MAX} letters at most"),
                format!("write {word}~ or {word}~2"),
            )),
        }
    }

    /// The letters that every form begins with, folded.
    pub fn beginning(&self) -> String {
        match self {
            Self::Exact(word) => fold(word).into_owned(),
            Self::Wildcard(word) => fold(word.split('*').next().unwrap_or_default()).into_owned(),
            Self::Similar { .. } | Self::Regex(_) => String::new(),
        }
    }

    /// The machine that knows the forms.
    pub fn matcher(&self) -> Result<Matcher, PatternError> {
        match self {
            Self::Exact(word) => machine(&regex_syntax::escape(&fold(word))),
            Self::Wildcard(word) => {
                let parts: Vec<String> = word.split('*').map(|part| regex_syntax::escape(&fold(part))).collect();
                machine(&parts.join(".*"))
            }
            Self::Similar { word, edits } => {
                let builder = LevenshteinAutomatonBuilder::new(*edits, true);
                Ok(Matcher(Machine::Distances(Box::new(builder.build_dfa(&fold(word))))))
            }
            Self::Regex(pattern) => {
                let folded = |letter: char| {
                    if letter.is_ascii() { letter.to_string() } else { fold(&letter.to_string()).into_owned() }
                };
                machine(&pattern.chars().map(folded).collect::<String>())
            }
        }
    }
}

/// What stands between slashes, if nothing else does; a slash in it stands behind a backslash.
fn regular_expression(run: &str) -> Option<String> {
    let inner = run.strip_prefix('/')?.strip_suffix('/').filter(|inner| !inner.is_empty())?;
    let mut pattern = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '/' => return None,
            '\\' => match characters.next()? {
                '/' => pattern.push('/'),
                escaped => pattern.extend(['\\', escaped]),
            },
            character => pattern.push(character),
        }
    }
    Some(pattern)
}

fn one_word(text: &str, otherwise: &str) -> Result<String, PatternError> {
    let found = words(text);
    match found.as_slice() {
        [word] if word.len() == text.len() => Ok(text.to_owned()),
        _ => Err(PatternError::new(otherwise, "put several words in quotation marks: \"one two\"")),
    }
}

fn wildcard(run: &str) -> Result<Pattern, PatternError> {
    let is_plain = run.chars().all(|letter| letter == '*' || words(&letter.to_string()).len() == 1);
    match is_plain {
        true => Ok(Pattern::Wildcard(run.to_owned())),
        false => Err(PatternError::new(
            "'*' stands for letters of one word",
            "leave it out, or put the words in quotation marks",
        )),
    }
}

fn machine(pattern: &str) -> Result<Matcher, PatternError> {
    let config = dense::Config::new()
        .start_kind(StartKind::Anchored)
        .dfa_size_limit(Some(MACHINE_BYTES_MAX))
        .determinize_size_limit(Some(MACHINE_BYTES_MAX));
    let built = dense::Builder::new()
        .configure(config)
        .syntax(syntax::Config::new().case_insensitive(true))
        .thompson(regex_automata::nfa::thompson::Config::new().nfa_size_limit(Some(MACHINE_BYTES_MAX)))
        .build(&format!("(?:{pattern})$"));
    let wrong = |error: dense::BuildError| {
        let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
        let detail = causes.last().map_or_else(|| error.to_string(), ToString::to_string);
        let last = detail.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        PatternError::new(
            format!("this regular expression cannot be used: {last}"),
            "it is about one word, such as /colou?r/; \"…\" searches for the text itself",
        )
    };
    let automaton = built.map_err(wrong)?;
    let start = automaton.start_state_forward(&Input::new("").anchored(Anchored::Yes));
    let start = start.map_err(|error| PatternError::new(error.to_string(), "leave out what looks around"))?;
    Ok(Matcher(Machine::Regex { automaton: Box::new(automaton), start }))
}

/// A machine that reads a form byte by byte.
pub struct Matcher(Machine);

enum Machine {
    Distances(Box<Distances>),
    Regex { automaton: Box<dense::DFA<Vec<u32>>>, start: StateID },
}

impl Matcher {
    /// The state before the first byte.
    fn start(&self) -> u32 {
        match &self.0 {
            Machine::Distances(machine) => machine.initial_state(),
            Machine::Regex { start, .. } => start.as_u32(),
        }
    }

    /// The state after one more byte.
    fn step(&self, state: u32, byte: u8) -> u32 {
        match &self.0 {
            Machine::Distances(machine) => machine.transition(state, byte),
            Machine::Regex { automaton, .. } => {
                automaton.next_state(StateID::new_unchecked(state as usize), byte).as_u32()
            }
        }
    }

    /// Whether what was read so far is one of the forms.
    fn is_match(&self, state: u32) -> bool {
        match &self.0 {
            Machine::Distances(machine) => matches!(machine.distance(state), Distance::Exact(_)),
            Machine::Regex { automaton, .. } => {
                let end = automaton.next_eoi_state(StateID::new_unchecked(state as usize));
                automaton.is_match_state(end)
            }
        }
    }

    /// Whether what was read so far can be the beginning of one of the forms.
    fn can_match(&self, state: u32) -> bool {
        match &self.0 {
            Machine::Distances(_) => state != levenshtein_automata::SINK_STATE,
            Machine::Regex { automaton, .. } => !automaton.is_dead_state(StateID::new_unchecked(state as usize)),
        }
    }

    /// Whether a folded word is one of the forms.
    pub fn matches(&self, form: &str) -> bool {
        self.matches_bytes(form.as_bytes())
    }

    /// The same of the bytes of a word.
    pub fn matches_bytes(&self, form: &[u8]) -> bool {
        let mut state = self.start();
        for byte in form {
            if !self.can_match(state) {
                return false;
            }
            state = self.step(state, *byte);
        }
        self.is_match(state)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn finds(run: &str, form: &str) -> bool {
        Pattern::read(run).unwrap().unwrap().matcher().unwrap().matches(form)
    }

    #[test]
    fn patterns_know_their_forms() {
        for (run, form, is_one) in [
            ("=Bridges", "bridges", true),
            ("=bridges", "bridge", false),
            ("brid*", "bridgehead", true),
            ("brid*", "abridged", false),
            ("*bridge", "drawbridge", true),
            ("col*r", "colour", true),
            ("Élys*", "elysee", true),
            ("venn~", "vann", true),
            ("venn~", "vnen", true),
            ("venn~", "van", false),
            ("venn~2", "van", true),
            ("/colou?r/", "color", true),
            ("/colou?r/", "colors", false),
            ("/[A-C]+/", "abc", true),
            ("/путин.*/", "путина", true),
        ] {
            assert_eq!(finds(run, form), is_one, "{run} {form}");
        }
    }

    #[test]
    fn slashes_and_backslashes_come_out_as_they_went_in() {
        for (run, pattern) in [("/a\\/b/", "a/b"), ("/a\\\\\\/b/", "a\\\\/b"), ("/\\d+/", "\\d+")] {
            let read = Pattern::read(run).unwrap().unwrap();
            assert_eq!((&read, read.to_string().as_str()), (&Pattern::Regex(pattern.to_owned()), run));
        }
        assert_eq!(Pattern::read("/a\\\\/b/"), None);
    }

    #[test]
    fn plain_words_are_no_patterns() {
        for run in ["word", "a-b", "~10", "=", "***", "/usr/bin", "/usr/bin/", "//", "a=b", "word~x", "and/or"] {
            assert_eq!(Pattern::read(run), None, "{run}");
        }
    }

    #[test]
    fn what_cannot_be_obeyed_is_an_error() {
        for run in ["word~3", "a-b~", "=a-b", "a-b*", "/a(/", "/(?=a)b/", "/\\w{200}{200}/", "word~99999999999"] {
            assert!(Pattern::read(run).unwrap().is_err(), "{run}");
        }
    }
}
