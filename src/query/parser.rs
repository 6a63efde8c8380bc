//! Tokens → tree. `a b OR c` is `(a b) OR c`, as in most search engines.

use super::clause::{Place, bare_clause, clause, pattern, unknown_field, words};
use super::lexer::{Lexeme, Placed, lex};
use super::{Match, Node, Query, QueryError, Value};
use crate::article::Day;
use crate::calendar::{Interval, parse_expression};
use crate::field::{Field, FieldKind, Subject, field};
use std::ops::Range;

/// Deepest nesting of brackets and negations.
const DEEPEST: usize = 64;

/// What a query is read with.
#[derive(Clone, Debug)]
pub struct ParseOptions {
    /// How many plain words have to match.
    pub matching: Match,
    /// Whether articles or statements are searched.
    pub subject: Subject,
    /// What `yesterday` is relative to.
    pub today: Day,
    /// Clauses given as flags; several of one field are alternatives.
    pub clauses: Vec<(&'static Field, String)>,
    /// First day of publication.
    pub since: Option<String>,
    /// Last day of publication.
    pub until: Option<String>,
}

impl ParseOptions {
    /// All words, no flags.
    pub fn new(subject: Subject, today: Day) -> Self {
        Self { matching: Match::All, subject, today, clauses: Vec::new(), since: None, until: None }
    }
}

/// Reads a query.
pub fn parse(text: &str, options: &ParseOptions) -> Result<Query, QueryError> {
    let tokens = lex(text)?;
    let in_statement = options.subject == Subject::Statement;
    let mut parser = Parser { text, options, tokens, next: 0, depth: 0, in_statement, field: None, notes: Vec::new() };
    let root = parser.alternatives()?;
    if let Some(extra) = parser.peek() {
        let at = extra.at.clone();
        return Err(parser.error(at, "this bracket was never opened", "leave it out, or quote it"));
    }
    let root = match root {
        Node::Everything if !text.trim().is_empty() => {
            parser.notes.push("there is no word in the query: nothing has it".to_owned());
            Node::Any(Vec::new())
        }
        root => root,
    };
    let mut nodes = flag_clauses(options)?;
    if nodes.is_empty() || root != Node::Everything {
        nodes.insert(0, root);
    }
    Ok(Query { root: all(nodes), notes: parser.notes })
}

fn all(mut nodes: Vec<Node>) -> Node {
    match nodes.len() {
        0 => Node::Everything,
        1 => nodes.remove(0),
        _ => Node::All(
            nodes.into_iter().flat_map(|node| if let Node::All(inner) = node { inner } else { vec![node] }).collect(),
        ),
    }
}

fn any(mut nodes: Vec<Node>) -> Node {
    if nodes.len() == 1 { nodes.remove(0) } else { Node::Any(nodes) }
}

/// The clauses that flags stand for.
fn flag_clauses(options: &ParseOptions) -> Result<Vec<Node>, QueryError> {
    let mut nodes: Vec<(&'static Field, Vec<Node>)> = Vec::new();
    for (field, value) in &options.clauses {
        let query = format!("{}:{value}", field.name);
        let place = Place { query: &query, at: field.name.len() + 1..query.len() };
        let is_bare = !value.contains(char::is_whitespace);
        let read = if is_bare { bare_clause } else { clause };
        let node = read(field, value, options.today, &place)?;
        match nodes.iter_mut().find(|(known, _)| known.name == field.name) {
            Some((_, values)) => values.push(node),
            None => nodes.push((field, vec![node])),
        }
    }
    let mut clauses: Vec<Node> = nodes.into_iter().map(|(_, values)| any(values)).collect();
    let bound = |flag: &str, value: &Option<String>| match value {
        None => Ok(None),
        Some(value) => {
            let query = format!("--{flag} {value}");
            let place = Place { query: &query, at: flag.len() + 3..query.len() };
            let wrong =
                || place.error(format!("'{value}' is not a date"), "a day, month or year, such as 2025-03-13 or 2024");
            parse_expression(value, options.today).map(Some).ok_or_else(wrong)
        }
    };
    let earliest = bound("since", &options.since)?.and_then(|interval| interval.earliest);
    let latest = bound("until", &options.until)?.and_then(|interval| interval.latest);
    if let (true, Some(field)) = (earliest.is_some() || latest.is_some(), field("date")) {
        clauses.push(Node::Clause { field, value: Value::Dates(Interval { earliest, latest }) });
    }
    Ok(clauses)
}

struct Parser<'q> {
    text: &'q str,
    options: &'q ParseOptions,
    tokens: Vec<Placed>,
    next: usize,
    depth: usize,
    in_statement: bool,
    /// The field of `field:( … )`.
    field: Option<&'static Field>,
    notes: Vec<String>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Placed> {
        self.tokens.get(self.next)
    }

    fn take_if(&mut self, lexeme: &Lexeme) -> bool {
        let is_it = self.peek().is_some_and(|placed| placed.lexeme == *lexeme);
        self.next += usize::from(is_it);
        is_it
    }

    fn error(&self, at: Range<usize>, message: &str, hint: &str) -> QueryError {
        Place { query: self.text, at }.error(message, hint)
    }

    fn alternatives(&mut self) -> Result<Node, QueryError> {
        let mut sides = vec![self.sequence()?];
        while let Some(placed) = self.peek().filter(|placed| placed.lexeme == Lexeme::Or) {
            let at = placed.at.clone();
            self.next += 1;
            let right = self.sequence()?;
            if right == Node::Everything || sides.last() == Some(&Node::Everything) {
                return Err(self.error(at, "OR needs something on both sides", "write a OR b, or \"OR\" for the word"));
            }
            sides.push(right);
        }
        Ok(any(sides))
    }

    fn sequence(&mut self) -> Result<Node, QueryError> {
        let mut plain = Vec::new();
        let mut required = Vec::new();
        while let Some(placed) = self.peek() {
            let is_plain = matches!(placed.lexeme, Lexeme::Bare(_)) && self.field.is_none();
            if matches!(placed.lexeme, Lexeme::Close | Lexeme::Or) {
                break;
            }
            if self.take_if(&Lexeme::And) {
                continue;
            }
            let Some(node) = self.unary()? else { continue };
            if is_plain && self.depth == 0 && self.options.matching != Match::All {
                plain.push(node);
            } else {
                required.push(node);
            }
        }
        match (plain.len(), self.options.matching) {
            (0, _) => {}
            (1, _) | (_, Match::All) => required.splice(0..0, plain).for_each(drop),
            (_, Match::Any) => required.insert(0, Node::Any(plain)),
            (count, Match::Most) => {
                let least = (count * 3).div_ceil(5);
                required.insert(0, Node::AtLeast { required: least, nodes: plain });
            }
        }
        Ok(all(required))
    }

    /// One word, phrase, clause or bracket, perhaps negated; none for text without any word in it.
    fn unary(&mut self) -> Result<Option<Node>, QueryError> {
        let Some(Placed { lexeme, at }) = self.peek().cloned() else { return Ok(None) };
        self.next += 1;
        if self.depth >= DEEPEST {
            return Err(self.error(at, "too many brackets inside each other", "at most 64 are understood"));
        }
        self.depth += 1;
        let node = self.primary(lexeme, at);
        self.depth -= 1;
        node
    }

    fn primary(&mut self, lexeme: Lexeme, at: Range<usize>) -> Result<Option<Node>, QueryError> {
        Ok(match lexeme {
            Lexeme::Not => match self.peek().map(|next| next.lexeme.clone()) {
                None | Some(Lexeme::Close | Lexeme::Or | Lexeme::And) => {
                    return Err(self.error(
                        at,
                        "NOT needs something behind it",
                        "write NOT word, or \"NOT\" for the word",
                    ));
                }
                Some(_) => self.unary()?.map(|node| Node::Not(Box::new(node))),
            },
            Lexeme::Open => Some(self.group(at)?),
            Lexeme::Said => Some(self.said(at)?),
            Lexeme::Field(name) => Some(self.field_clause(&name, at)?),
            Lexeme::Quoted(text) => match self.field {
                Some(field) => Some(clause(field, &text, self.options.today, &self.place(at))?),
                None => word_node(words(&text)),
            },
            Lexeme::Bare(text) => match self.field {
                Some(field) => Some(bare_clause(field, &text, self.options.today, &self.place(at))?),
                None => match pattern(&text, &self.place(at))? {
                    Some(pattern) => Some(Node::Pattern(pattern)),
                    None => word_node(words(&text)),
                },
            },
            Lexeme::Near(text, within) => self.near(&text, within, at)?,
            Lexeme::Close | Lexeme::Or | Lexeme::And => None,
        })
    }

    fn place(&self, at: Range<usize>) -> Place<'_> {
        Place { query: self.text, at }
    }

    fn near(&self, text: &str, within: u32, at: Range<usize>) -> Result<Option<Node>, QueryError> {
        if let Some(field) = self.field {
            let message = format!("words near each other cannot be searched in '{}'", field.name);
            return Err(self.error(at, &message, "they are searched in the text: leave the field out"));
        }
        let words = words(text);
        Ok(if words.len() < 2 { word_node(words) } else { Some(Node::Near { words, within }) })
    }

    fn group(&mut self, at: Range<usize>) -> Result<Node, QueryError> {
        let inner = self.alternatives()?;
        if !self.take_if(&Lexeme::Close) {
            return Err(self.error(at, "this bracket is never closed", "close it, or quote it to search for the text"));
        }
        if inner == Node::Everything {
            return Err(self.error(at, "there is nothing in these brackets", "leave them out"));
        }
        Ok(inner)
    }

    fn said(&mut self, at: Range<usize>) -> Result<Node, QueryError> {
        if self.in_statement {
            let message = "said( … ) cannot stand inside a statement";
            return Err(self.error(at, message, "the clauses here are about one statement already: leave 'said' out"));
        }
        self.in_statement = true;
        let inner = self.group(at);
        self.in_statement = false;
        Ok(Node::Said(Box::new(inner?)))
    }

    fn field_clause(&mut self, name: &str, at: Range<usize>) -> Result<Node, QueryError> {
        let name_at = at.start..at.end.saturating_sub(1);
        let Some(field) = field(name) else {
            return Err(unknown_field(name, &Place { query: self.text, at: name_at }));
        };
        let touching = self.peek().filter(|next| next.at.start == at.end).cloned();
        match touching {
            Some(Placed { lexeme: Lexeme::Open, at }) => {
                self.next += 1;
                let outer = self.field.replace(field);
                let inner = self.group(at);
                self.field = outer;
                inner
            }
            Some(Placed { lexeme, at: value_at }) => {
                self.next += 1;
                match lexeme {
                    Lexeme::Quoted(value) => clause(field, &value, self.options.today, &self.place(value_at)),
                    Lexeme::Near(..) => {
                        let message = format!("words near each other cannot be searched in '{}'", field.name);
                        Err(self.error(value_at, &message, "they are searched in the text: leave the field out"))
                    }
                    _ => {
                        let value = self.text.get(value_at.clone()).unwrap_or_default();
                        self.note_split_name(field, value);
                        bare_clause(field, value, self.options.today, &self.place(value_at))
                    }
                }
            }
            None => clause(field, "", self.options.today, &Place { query: self.text, at }),
        }
    }

    /// `speaker:Vladimir Putin` is a name and a word: worth a note, since a shell eats quotation marks.
    fn note_split_name(&mut self, field: &Field, value: &str) {
        let starts_big = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
        let Some(Placed { lexeme: Lexeme::Bare(next), .. }) = self.peek() else { return };
        if matches!(field.kind, FieldKind::Name | FieldKind::Person) && starts_big(value) && starts_big(next) {
            let name = field.name;
            let flag = if field.flag { format!(" or --{name} \"{value} {next}\"") } else { String::new() };
            self.notes.push(format!(
                "read as {name}:{value} and the word {next}; for the whole name write '{name}:\"{value} {next}\"'{flag}"
            ));
        }
    }
}

fn word_node(mut words: Vec<String>) -> Option<Node> {
    match words.len() {
        0 => None,
        1 => Some(Node::Word(words.remove(0))),
        _ => Some(Node::Phrase(words)),
    }
}
