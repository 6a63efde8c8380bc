//! What a query's words and names look like in a text.

use crate::analysis::{Analyzer, LONGEST_WORD, fold, is_single_ideograph, searched_words, words};
use crate::article::Span;
use crate::field::FieldKind;
use crate::query::{Matcher, Node, Pattern, Query, Value, stand_near};
use rustc_hash::FxHashMap;

/// What each word of something wanted has to be: one of these terms.
type Alternatives = Vec<String>;

/// One thing that is looked for.
struct Wanted {
    /// Its words; none for forms.
    words: Vec<Alternatives>,
    /// Whether the words are stemmed words of the text, or folded words of a name.
    is_text: bool,
    /// Where the words may stand apart: how many others may stand between them.
    within: Option<u32>,
}

/// What a query looks for in a text of one language; what it must not find is left out.
pub struct Terms {
    wanted: Vec<Wanted>,
    /// First term → what begins with it.
    by_text: FxHashMap<String, Vec<usize>>,
    by_name: FxHashMap<String, Vec<usize>>,
    /// Machines for forms, with what they stand for.
    forms: Vec<(Matcher, usize)>,
    analyzer: Analyzer,
    /// Letters of ASCII that wanted words begin with, small; none where stemming may change beginnings.
    beginnings: Option<[bool; 128]>,
}

/// A place where something that is wanted stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its bytes.
    pub span: Span,
    /// Which of the wanted things it is.
    pub which: usize,
    /// How many words it has.
    pub words: usize,
}

impl Terms {
    /// What `query` looks for in a text with this language code.
    pub fn from_query(query: &Query, language: Option<&str>) -> Self {
        let mut terms = Self {
            wanted: Vec::new(),
            by_text: FxHashMap::default(),
            by_name: FxHashMap::default(),
            forms: Vec::new(),
            analyzer: Analyzer::for_language(language),
            beginnings: None,
        };
        terms.gather(&query.root);
        terms.beginnings = terms.beginnings();
        terms
    }

    fn beginnings(&self) -> Option<[bool; 128]> {
        if !self.forms.is_empty() || !self.analyzer.keeps_beginnings() {
            return None;
        }
        let mut beginnings = [false; 128];
        for first in self.by_text.keys().chain(self.by_name.keys()).filter_map(|term| term.bytes().next()) {
            // A term that does not begin in ASCII can be that of a word that does not either, or of "ſ" and the like.
            *beginnings.get_mut(usize::from(first))? = true;
        }
        Some(beginnings)
    }

    /// Whether a word can be one that something wanted begins with, by its first letter.
    fn may_begin(&self, word: &str) -> bool {
        let first = word.bytes().next().unwrap_or(0);
        match &self.beginnings {
            Some(beginnings) if first.is_ascii() => beginnings[usize::from(first.to_ascii_lowercase())],
            _ => true,
        }
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    fn gather(&mut self, node: &Node) {
        match node {
            Node::Word(word) if is_single_ideograph(word) => self.add_pattern(&Pattern::Wildcard(format!("{word}*"))),
            Node::Word(word) => self.add(std::slice::from_ref(word), true, None),
            Node::Phrase(words) => self.add(words, true, None),
            Node::Near { words, within } => self.add(words, true, Some(*within)),
            Node::Pattern(pattern) | Node::Clause { value: Value::Pattern(pattern), .. } => {
                self.add_pattern(pattern);
            }
            Node::All(nodes) | Node::Any(nodes) | Node::AtLeast { nodes, .. } => {
                nodes.iter().for_each(|node| self.gather(node));
            }
            Node::Said(inner) => self.gather(inner),
            Node::Clause { field, value: Value::Words(words) } => match field.kind {
                FieldKind::Name | FieldKind::Person | FieldKind::DateOrName => self.add(words, false, None),
                FieldKind::Text | FieldKind::Keyword | FieldKind::Date | FieldKind::Path => {}
            },
            Node::Clause { .. } | Node::Not(_) | Node::Everything => {}
        }
    }

    fn add_pattern(&mut self, pattern: &Pattern) {
        if let Ok(matcher) = pattern.matcher() {
            self.forms.push((matcher, self.wanted.len()));
            self.wanted.push(Wanted { words: Vec::new(), is_text: true, within: None });
        }
    }

    fn add(&mut self, text: &[String], is_text: bool, within: Option<u32>) {
        let mut found: Vec<Alternatives> = Vec::with_capacity(text.len());
        for part in text {
            for word in searched_words(part).iter().map(|word| word.of(part)) {
                match is_text {
                    true => {
                        found.extend(self.analyzer.terms(word).map(|terms| terms.stems().map(str::to_owned).collect()))
                    }
                    false => found.push(vec![fold(word).into_owned()]),
                }
            }
        }
        let firsts: Vec<String> = match within {
            Some(_) => found.iter().flatten().cloned().collect(),
            None => found.first().cloned().unwrap_or_default(),
        };
        let index = if is_text { &mut self.by_text } else { &mut self.by_name };
        for first in firsts {
            index.entry(first).or_default().push(self.wanted.len());
        }
        self.wanted.push(Wanted { words: found, is_text, within });
    }

    /// Every place in `text` where something wanted stands, in order; a phrase only where the whole of it stands, words
    /// near each other each by itself.
    pub fn matches(&self, text: &str) -> Vec<Match> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = words(text);
        let mut analyzer = self.analyzer.clone();
        let mut found = Vec::new();
        for place in 0..words.len() {
            self.matches_at(text, &words, place, &mut analyzer, &mut found);
        }
        if self.wanted.iter().any(|wanted| wanted.within.is_some()) {
            self.keep_near(text, &words, &mut analyzer, &mut found);
        }
        found
    }

    fn matches_at(&self, text: &str, words: &[Span], place: usize, analyzer: &mut Analyzer, found: &mut Vec<Match>) {
        let word = words[place].of(text);
        if word.len() > LONGEST_WORD || !self.may_begin(word) {
            return;
        }
        let mut starting: Vec<usize> = Vec::new();
        if !self.by_text.is_empty()
            && let Some(terms) = analyzer.terms(word)
        {
            starting.extend(terms.stems().filter_map(|term| self.by_text.get(term)).flatten());
        }
        if !self.by_name.is_empty() || !self.forms.is_empty() {
            let folded = fold(word);
            starting.extend(self.by_name.get(&*folded).into_iter().flatten());
            starting.extend(self.forms.iter().filter(|(matcher, _)| matcher.matches(&folded)).map(|(_, which)| which));
        }
        starting.dedup();
        for which in starting {
            let Some(wanted) = self.wanted.get(which) else { continue };
            let count = if wanted.within.is_some() { 1 } else { wanted.words.len().max(1) };
            let Some(run) = words.get(place..place + count) else { continue };
            let rest = run.iter().zip(&wanted.words).skip(1);
            let is_whole =
                rest.into_iter().all(|(word, terms)| is_one_of(word.of(text), terms, wanted.is_text, analyzer));
            if let (true, Some(last)) = (is_whole, run.last()) {
                found.push(Match { span: Span::new(words[place].start, last.end), which, words: count });
            }
        }
    }

    /// Takes out matches of words that have to stand near each other and do not.
    fn keep_near(&self, text: &str, words: &[Span], analyzer: &mut Analyzer, found: &mut Vec<Match>) {
        let number = |span: Span| words.partition_point(|word| word.start < span.start) as u32;
        let all = found.clone();
        found.retain(|one| {
            let Some(wanted) = self.wanted.get(one.which) else { return false };
            let Some(within) = wanted.within else { return true };
            // As far as the words can stand from this one.
            let reach = within + wanted.words.len() as u32;
            let here = number(one.span);
            let mut places = vec![Vec::new(); wanted.words.len()];
            let own =
                wanted.words.iter().position(|terms| is_one_of(one.span.of(text), terms, wanted.is_text, analyzer));
            for other in all.iter().filter(|other| other.which == one.which) {
                let there = number(other.span);
                if there.abs_diff(here) > reach {
                    continue;
                }
                for (word, terms) in wanted.words.iter().enumerate() {
                    let is_free = Some(word) != own || there == here;
                    if is_free && is_one_of(other.span.of(text), terms, wanted.is_text, analyzer) {
                        places[word].push(there);
                    }
                }
            }
            stand_near(&places, within)
        });
    }
}

fn is_one_of(word: &str, terms: &[String], is_text: bool, analyzer: &mut Analyzer) -> bool {
    match is_text {
        true => analyzer
            .terms(word)
            .is_some_and(|found| found.stems().any(|term| terms.iter().any(|wanted| wanted == term))),
        false => terms.iter().any(|wanted| *wanted == *fold(word)),
    }
}

/// The places in `text` that matched, in order, joined where they overlap.
pub fn highlights(text: &str, terms: &Terms) -> Vec<Span> {
    joined(terms.matches(text).iter().map(|found| found.span))
}

/// Spans in order of their starts, joined where they overlap.
pub fn joined(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}
