//! The article as the rules of statements see it: paragraphs with their quotations, sentences and classes of words.

use super::super::Reading;
use super::lexicon::{self, Word};
use super::quotes::{self, Quote};
use crate::article::{Role, Span};
use std::ops::Range;

/// One paragraph, list item or heading.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// Role of its block.
    pub(super) role: Role,
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its quotations.
    pub(super) quotes: Vec<Quote>,
    /// Its sentences; one with a quotation goes on until the quotation is closed.
    pub(super) sentences: Vec<Range<usize>>,
    /// Whether a verb of saying or another cue stands in it.
    pub(super) has_cue: bool,
    /// Whether it is an item of a list; its tokens are then without the bullet or number.
    pub(super) item: bool,
}

impl Paragraph {
    /// Whether it stands like a heading: by its role, or short and without a full stop.
    pub(super) fn looks_like_heading(&self, scene: &Scene) -> bool {
        if self.role == Role::Heading {
            return true;
        }
        let last = self.tokens.end.saturating_sub(1);
        let open = scene.is_word(last) || scene.text(last) == ")";
        !self.item && open && self.quotes.is_empty() && scene.count_words(self.tokens.clone()) <= 14
    }

    /// Whether nothing but quotations stands in it.
    pub(super) fn is_quotation_only(&self, scene: &Scene) -> bool {
        let mut quotes = self.quotes.iter().peekable();
        !self.quotes.is_empty()
            && !self.tokens.clone().any(|token| {
                while quotes.peek().is_some_and(|quote| quote.outer.end <= token) {
                    quotes.next();
                }
                scene.is_word(token) && quotes.peek().is_none_or(|quote| quote.outer.start > token)
            })
    }
}

/// Tokens of a quotation without a closing mark in which its attribution is looked for.
const LONGEST_UNCLOSED: usize = 60;

/// The whole article.
pub(super) struct Scene<'r, 'a> {
    /// The reading.
    pub(super) reading: &'r Reading<'a>,
    /// What is known of each token.
    pub(super) words: Vec<Word>,
    /// The paragraphs in order.
    pub(super) paragraphs: Vec<Paragraph>,
}

impl<'r, 'a> Scene<'r, 'a> {
    /// Looks every word up once and divides the blocks into paragraphs.
    pub(super) fn new(reading: &'r Reading<'a>) -> Self {
        let words = reading.tokens.iter().enumerate().map(|(index, token)| match token.is_word() {
            true if is_first_name(reading, index) => Word::default(),
            true => lexicon::look_up(token.of(reading.text)),
            false => Word::default(),
        });
        let mut scene = Self { reading, words: words.collect(), paragraphs: Vec::new() };
        for passage in reading.passages.iter().filter(|passage| passage.is_content()) {
            let mut sentence = 0;
            for tokens in scene.split(passage.tokens.clone()) {
                let bullet = scene.bullet_at(tokens.start, tokens.end);
                let item = bullet > 0 && passage.is_running_text();
                let tokens = tokens.start + if item { bullet } else { 0 }..tokens.end;
                let mut paragraph = scene.paragraph(passage.role, tokens, &passage.sentences, &mut sentence);
                paragraph.item |= item;
                scene.paragraphs.push(paragraph);
            }
        }
        scene
    }

    /// The characters of a token.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.reading.word(index)
    }

    /// What is known of a token.
    pub(super) fn word(&self, index: usize) -> Word {
        self.words.get(index).copied().unwrap_or_default()
    }

    /// Whether the token is a word or a number.
    pub(super) fn is_word(&self, index: usize) -> bool {
        self.reading.tokens.get(index).is_some_and(|token| token.kind != crate::analysis::TokenKind::Mark)
    }

    /// Whether the token starts with a capital letter.
    pub(super) fn is_capitalised(&self, index: usize) -> bool {
        self.reading.tokens.get(index).is_some_and(|token| token.is_capitalised())
    }

    /// Whether nothing lies between the token and the one before it.
    pub(super) fn touches_previous(&self, index: usize) -> bool {
        match (index.checked_sub(1).and_then(|at| self.reading.tokens.get(at)), self.reading.tokens.get(index)) {
            (Some(before), Some(token)) => before.touches(token),
            _ => false,
        }
    }

    /// The bytes of some tokens.
    pub(super) fn span(&self, tokens: Range<usize>) -> Span {
        if tokens.end > self.reading.tokens.len() {
            return Span::default();
        }
        self.reading.span(tokens)
    }

    /// Number of words among the tokens.
    pub(super) fn count_words(&self, tokens: Range<usize>) -> usize {
        tokens.filter(|index| self.is_word(*index)).count()
    }

    /// Divides a block at blank lines, and at line ends where a line stands for a paragraph.
    fn split(&self, tokens: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = tokens.start;
        for index in tokens.start + 1..tokens.end {
            let (before, next) = (self.reading.tokens[index - 1], self.reading.tokens[index]);
            let gap = self.reading.text.get(before.end..next.start).unwrap_or_default();
            let breaks = gap.bytes().filter(|byte| *byte == b'\n').count();
            let line_is_paragraph = || {
                let ends = matches!(self.text(index - 1), "." | "?" | "!" | ":" | "”" | "\"");
                let starts = matches!(self.text(index), "“" | "\"" | "•" | "-" | "–" | "—" | "*");
                ends && (starts || next.start - self.reading.tokens[start].start > 160)
            };
            if breaks > 1 || breaks == 1 && (line_is_paragraph() || self.bullet_at(index, tokens.end) > 0) {
                parts.push(start..index);
                start = index;
            }
        }
        if start < tokens.end {
            parts.push(start..tokens.end);
        }
        parts
    }

    /// Tokens of a bullet or a number before an item: "•", "-", "1.", "2)".
    fn bullet_at(&self, index: usize, end: usize) -> usize {
        let apart = |at: usize| at < end && !self.touches_previous(at);
        let number = self
            .reading
            .tokens
            .get(index)
            .is_some_and(|token| token.kind == crate::analysis::TokenKind::Number && token.end - token.start < 3);
        match self.text(index) {
            "•" | "‣" | "▪" | "●" | "◦" | "·" if index + 1 < end => 1,
            "-" | "–" | "—" | "*" if apart(index + 1) => 1,
            _ if number
                && matches!(self.text(index + 1), "." | ")")
                && apart(index + 2)
                && self.touches_previous(index + 1) =>
            {
                2
            }
            _ => 0,
        }
    }

    fn paragraph(
        &self,
        role: Role,
        tokens: Range<usize>,
        sentences: &[Range<usize>],
        next_sentence: &mut usize,
    ) -> Paragraph {
        let mut quotes = quotes::quotations(self.reading, &tokens);
        if let Some(last) = quotes.last_mut().filter(|last| !last.closed) {
            self.close_before_attribution(last);
        }
        let has_cue = tokens.clone().any(|index| self.word(index).is_cue() || is_according(self.text(index)));
        let mut own: Vec<Range<usize>> = Vec::new();
        while let Some(sentence) = sentences.get(*next_sentence) {
            if sentence.start >= tokens.end {
                break;
            }
            own.push(sentence.start.max(tokens.start)..sentence.end.min(tokens.end));
            if sentence.end > tokens.end {
                break;
            }
            *next_sentence += 1;
        }
        let sentences = if quotes.is_empty() && !has_cue { own } else { self.join_over_quotes(own, &quotes) };
        Paragraph { role, tokens, quotes, sentences, has_cue, item: role == Role::ListItem }
    }

    /// "“The bridge is safe, Venn said.": a quotation whose closing mark is missing ends before its attribution.
    fn close_before_attribution(&self, quote: &mut Quote) {
        let limit = quote.inner.end.min(quote.inner.start + LONGEST_UNCLOSED);
        let comma = (quote.inner.start + 1..limit).find(|at| {
            let end = (at + 1..limit).find(|end| self.text(*end) == ".").map_or(limit, |end| end + 1);
            self.text(*at) == "," && self.is_tail(&(at + 1..end))
        });
        if let Some(comma) = comma {
            *quote = Quote { outer: quote.outer.start..comma + 1, inner: quote.inner.start..comma, closed: true };
        }
    }

    /// Joins sentences that end inside a quotation, and a quotation with the short attribution after it.
    fn join_over_quotes(&self, sentences: Vec<Range<usize>>, quotes: &[Quote]) -> Vec<Range<usize>> {
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(sentences.len());
        let mut quote = 0;
        for sentence in sentences {
            while quotes.get(quote).is_some_and(|quote| quote.outer.end < sentence.start) {
                quote += 1;
            }
            let here = quotes.get(quote);
            let inside =
                here.is_some_and(|quote| quote.outer.start < sentence.start && sentence.start < quote.outer.end);
            let after = here.is_some_and(|quote| quote.outer.end == sentence.start && quote.closed);
            match joined.last_mut() {
                Some(last) if inside || after && self.is_tail(&sentence) => last.end = sentence.end,
                _ => joined.push(sentence),
            }
        }
        joined
    }

    /// Whether a sentence is nothing but an attribution: "Venn said."
    fn is_tail(&self, sentence: &Range<usize>) -> bool {
        let limit = sentence.end.min(sentence.start + 7);
        let cue = (sentence.start + 1..limit).find(|index| self.word(*index).takes(lexicon::INSERTED));
        let Some(cue) = cue else { return false };
        let plain = (sentence.start..cue).all(|index| self.is_word(index) || self.text(index) == ".");
        let next = self.word(cue + 1);
        let closes = matches!(self.text(cue + 1), "." | ",")
            || next.is(lexicon::TIME | lexicon::PREPOSITION)
            || self.word(cue).takes(lexicon::TOLD) && !next.is(lexicon::DETERMINER | lexicon::PERSONAL);
        plain && closes && self.word(cue).form(lexicon::PAST | lexicon::THIRD)
    }
}

/// "Will Orlo", "Don Lisle", "Ada May said": names that look like auxiliaries.
fn is_first_name(reading: &Reading, index: usize) -> bool {
    let capitalised =
        |at: usize| reading.tokens.get(at).is_some_and(|token| token.case == crate::analysis::Case::Title);
    match reading.word(index) {
        "Will" | "Don" | "Mark" => capitalised(index + 1),
        "May" => {
            index > 1 && capitalised(index - 1) && !lexicon::look_up(reading.word(index - 1)).is(lexicon::PREPOSITION)
        }
        _ => false,
    }
}

/// "according to" is the one cue that is no verb.
pub(super) fn is_according(word: &str) -> bool {
    matches!(word, "according" | "According")
}
