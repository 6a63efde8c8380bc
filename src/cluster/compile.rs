//! The query tree as the cluster's queries. They only select; `ranking` ranks. What a user typed is only ever a value.

use super::expansion::cases;
use super::mapping::{STATEMENTS, values_of};
use super::pattern;
use super::texts::{self, FORMS, PLAIN};
use crate::analysis::is_single_ideograph;
use crate::article::EntityType;
use crate::calendar::Interval;
use crate::engine::{EngineError, entity_field};
use crate::field::{Field, FieldKind, Subject, field};
use crate::index::schema::day_number;
use crate::query::{Node, Pattern, Value};
use crate::search::Target;
use crate::search::names::Names;
use crate::search::words::{TermsByLanguage, WordTerms, name_terms, path_terms};
use serde_json::{Value as Json, json};

type Built = Result<Json, EngineError>;

/// Whose documents are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Articles.
    Articles,
    /// Statements in their own index, with what they need of their articles.
    Statements,
    /// Statements inside articles.
    Inside,
}

impl Scope {
    /// A field as its documents name it.
    fn place(self, name: &str) -> String {
        if self == Self::Inside { format!("{STATEMENTS}.{name}") } else { name.to_owned() }
    }
}

/// How words stand to each other.
#[derive(Clone, Copy)]
enum Order {
    Following,
    Near(u32),
}

/// Builds queries for one index.
pub struct Compiler<'i> {
    /// Its languages.
    pub words: &'i WordTerms,
    /// Its folded names.
    pub names: &'i Names,
}

impl Compiler<'_> {
    /// The query for all articles, or all statements, that `node` describes.
    pub fn compile(&self, node: &Node, target: Target) -> Built {
        let scope = match target {
            Target::Articles => Scope::Articles,
            Target::Statements => Scope::Statements,
        };
        self.node(node, scope)
    }

    /// What a word of a query scores by: its terms, and the query for each of them.
    pub fn leaves(stems: &TermsByLanguage) -> Vec<Vec<Json>> {
        let both = |stem: &String| {
            let stem = texts::stem(stem);
            json!({ "dis_max": { "queries": [
                { "term": { "text": stem } }, { "term": { format!("text{PLAIN}"): stem } },
            ] } })
        };
        stems.iter().map(|row| row.iter().map(both).collect()).collect()
    }

    /// Whether a document has a word of text.
    pub fn has_word(stems: &TermsByLanguage) -> Json {
        any_term("text", stems)
    }

    fn node(&self, node: &Node, scope: Scope) -> Built {
        Ok(match node {
            Node::Everything => everything(),
            Node::All(nodes) => self.all(nodes, scope)?,
            Node::Any(nodes) => at_least(1, self.each(nodes, scope)?),
            Node::AtLeast { required, nodes } => at_least(*required, self.each(nodes, scope)?),
            Node::Not(inner) => json!({ "bool": { "must_not": [self.node(inner, scope)?] } }),
            Node::Word(word) => self.text("text", std::slice::from_ref(word), Order::Following, scope)?,
            Node::Phrase(words) => self.text("text", words, Order::Following, scope)?,
            Node::Near { words, within } => self.text("text", words, Order::Near(*within), scope)?,
            Node::Pattern(pattern) => pattern::query(&scope.place(&format!("text{FORMS}")), pattern, false)?,
            Node::Clause { field, value } => self.clause(field, value, scope)?,
            Node::Said(inner) if scope == Scope::Articles => self.said(inner)?,
            Node::Said(inner) => self.node(inner, scope)?,
        })
    }

    fn all(&self, nodes: &[Node], scope: Scope) -> Built {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        for node in nodes {
            match node {
                Node::Not(inner) => unwanted.push(self.node(inner, scope)?),
                node => wanted.push(self.node(node, scope)?),
            }
        }
        Ok(json!({ "bool": { "filter": wanted, "must_not": unwanted } }))
    }

    fn each(&self, nodes: &[Node], scope: Scope) -> Result<Vec<Json>, EngineError> {
        nodes.iter().map(|node| self.node(node, scope)).collect()
    }

    /// Articles with a statement that `inner` describes.
    fn said(&self, inner: &Node) -> Built {
        let mut alternatives = Vec::new();
        for case in cases(inner)? {
            let statement = self.node(&case.statement, Scope::Inside)?;
            let mut wanted =
                vec![json!({ "nested": { "path": STATEMENTS, "query": statement, "score_mode": "none" } })];
            let mut unwanted = Vec::new();
            for (clause, holds) in &case.article {
                let clause = self.node(clause, Scope::Articles)?;
                if *holds { wanted.push(clause) } else { unwanted.push(clause) }
            }
            alternatives.push(json!({ "bool": { "filter": wanted, "must_not": unwanted } }));
        }
        Ok(at_least(1, alternatives))
    }

    /// Words of text in an order, in any language of the index.
    fn text(&self, name: &str, words: &[String], order: Order, scope: Scope) -> Built {
        let place = scope.place(name);
        if let [word] = words
            && is_single_ideograph(word)
        {
            let beginning = crate::search::beginning_with(word);
            return pattern::query(&format!("{place}{FORMS}"), &beginning, false);
        }
        let words: Vec<TermsByLanguage> = words.iter().flat_map(|word| self.words.of(word)).collect();
        Ok(match words.as_slice() {
            [] => nothing(),
            [word] => any_term(&place, word),
            words => {
                let (ordered, gaps) = match order {
                    Order::Following => (true, 0),
                    Order::Near(within) => (false, within),
                };
                near(&place, words, ordered, gaps)
            }
        })
    }

    fn clause(&self, of: &'static Field, value: &Value, scope: Scope) -> Built {
        if of.subject == Subject::Statement && scope == Scope::Articles {
            let statement = self.clause(of, value, Scope::Inside)?;
            return Ok(json!({ "nested": { "path": STATEMENTS, "query": statement, "score_mode": "none" } }));
        }
        let place = scope.place(of.name);
        Ok(match (of.kind, value) {
            (_, Value::Dates(interval)) => dates(&place, *interval),
            (FieldKind::DateOrName, value) => self.any_name(value, scope)?,
            (FieldKind::Text, Value::Pattern(pattern)) => pattern::query(&format!("{place}{FORMS}"), pattern, false)?,
            (_, Value::Pattern(pattern)) => pattern::query(&place, pattern, false)?,
            (_, Value::Words(words)) => self.words_in(of, words, scope)?,
            (_, Value::Exact(value)) => self.words_in(of, std::slice::from_ref(value), scope)?,
        })
    }

    fn words_in(&self, of: &Field, words: &[String], scope: Scope) -> Built {
        let place = scope.place(of.name);
        Ok(match of.kind {
            FieldKind::Text => self.text(of.name, words, Order::Following, scope)?,
            FieldKind::Keyword => json!({ "term": { place: words.join(" ").to_lowercase() } }),
            FieldKind::Path => {
                let parts = path_terms(&words.join(" "));
                sequence(&place, &parts.iter().map(|part| texts::path_part(part)).collect::<Vec<_>>())
            }
            FieldKind::Person => {
                let forms: Vec<&str> = self.names.forms_of(words).into_iter().map(|fold| fold.from.as_str()).collect();
                let named = json!({ "terms": { scope.place(&values_of(of.name)): forms } });
                at_least(1, vec![sequence(&place, &name_terms(words)), named])
            }
            FieldKind::Name | FieldKind::Date | FieldKind::DateOrName => sequence(&place, &name_terms(words)),
        })
    }

    fn any_name(&self, value: &Value, scope: Scope) -> Built {
        let fields = [EntityType::Person, EntityType::Organization, EntityType::Place].map(entity_field);
        let each = fields.into_iter().flatten().filter_map(field).map(|field| self.clause(field, value, scope));
        Ok(at_least(1, each.collect::<Result<_, _>>()?))
    }
}

/// What everything matches.
pub fn everything() -> Json {
    json!({ "match_all": {} })
}

/// What nothing matches.
fn nothing() -> Json {
    json!({ "match_none": {} })
}

fn at_least(required: usize, nodes: Vec<Json>) -> Json {
    match nodes.len() {
        0 => nothing(),
        _ => json!({ "bool": { "should": nodes, "minimum_should_match": required } }),
    }
}

fn any_term(place: &str, word: &TermsByLanguage) -> Json {
    let terms: Vec<String> = word.iter().flatten().map(|stem| texts::stem(stem)).collect();
    let plain = json!({ "terms": { format!("{place}{PLAIN}"): terms } });
    at_least(1, vec![json!({ "terms": { place: terms } }), plain])
}

/// Words near each other. Spans are quick where words have many stems; but out of order they would take one place for two
/// words that are alike.
fn near(place: &str, words: &[TermsByLanguage], ordered: bool, gaps: u32) -> Json {
    let are_alike = (1..words.len()).any(|later| {
        let (before, word) = (&words[..later], &words[later]);
        before.iter().any(|other| other.iter().flatten().any(|stem| word.iter().flatten().any(|own| own == stem)))
    });
    if are_alike && !ordered {
        let each: Vec<Json> = words.iter().map(|word| interval(place, word)).collect();
        let all = json!({ "ordered": ordered, "max_gaps": gaps, "intervals": each });
        return json!({ "intervals": { place: { "all_of": all } } });
    }
    let each: Vec<Json> = words.iter().map(|word| span(place, word)).collect();
    json!({ "span_near": { "clauses": each, "slop": gaps, "in_order": ordered } })
}

/// The places of a word as spans, in whichever of the fields it stands.
fn span(place: &str, word: &TermsByLanguage) -> Json {
    let plain = format!("{place}{PLAIN}");
    let both = word.iter().flatten().map(|stem| texts::stem(stem)).flat_map(|stem| {
        let in_plain = json!({ "span_term": { plain.as_str(): stem } });
        [
            json!({ "span_term": { place: stem } }),
            json!({ "field_masking_span": { "query": in_plain, "field": place } }),
        ]
    });
    json!({ "span_or": { "clauses": both.collect::<Vec<_>>() } })
}

/// The same as intervals.
fn interval(place: &str, word: &TermsByLanguage) -> Json {
    let mut each = Vec::new();
    for stem in word.iter().flatten().map(|stem| texts::stem(stem)) {
        each.push(json!({ "match": { "query": stem, "analyzer": "whitespace" } }));
        let plain = format!("{place}{PLAIN}");
        each.push(json!({ "match": { "query": stem, "analyzer": "whitespace", "use_field": plain } }));
    }
    json!({ "any_of": { "intervals": each } })
}

/// Words next to each other; nothing for no words.
fn sequence(place: &str, words: &[String]) -> Json {
    match words {
        [] => nothing(),
        [word] => json!({ "term": { place: word } }),
        words => json!({ "match_phrase": { place: { "query": words.join(" "), "analyzer": "whitespace" } } }),
    }
}

/// Documents with a stretch of days that overlaps the interval.
fn dates(place: &str, interval: Interval) -> Json {
    let mut bounds = serde_json::Map::new();
    if let Some(earliest) = interval.earliest {
        bounds.insert("gte".to_owned(), day_number(earliest).into());
    }
    if let Some(latest) = interval.latest {
        bounds.insert("lte".to_owned(), day_number(latest).into());
    }
    if bounds.is_empty() {
        return json!({ "exists": { "field": place } });
    }
    bounds.insert("relation".to_owned(), "intersects".into());
    json!({ "range": { place: bounds } })
}

/// The forms that a pattern of text means in articles.
pub fn has_form(pattern: &Pattern) -> Built {
    pattern::query(&format!("text{FORMS}"), pattern, false)
}
