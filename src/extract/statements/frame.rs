//! Attributions: a cue, who says it, and where the reported words stand beside it.

use super::lexicon::{
    ADVERB, AUXILIARY, BASE, COORDINATOR, DETERMINER, DOCUMENT, FEMININE, GERUND, INSERTED, MASCULINE, MEDIUM, NOMINAL,
    NOUNISH, PARTICIPLE, PAST, PERSONAL, PREPOSITION, PRONOUN, QUOTING, RELATIVE, ROLE, SUBORDINATOR, THIRD, TIME,
    TITLE_WORD, TOLD, Word,
};
use super::phrase::Subject;
use super::scene::{Paragraph, Scene, is_according};
use std::ops::Range;

/// One attribution of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// Its first token: the subject's or the cue's.
    pub(super) start: usize,
    /// The words that report.
    pub(super) cue: Range<usize>,
    /// The token after it, with the person told, place and time.
    pub(super) end: usize,
    /// Who says it.
    pub(super) subject: Option<Subject>,
    /// What the verb takes.
    pub(super) verb: Word,
    /// First token of the content that follows, if it does.
    pub(super) content: Option<usize>,
    /// What kind of attribution it is: part of the rule's name.
    pub(super) shape: Shape,
}

/// The kinds of attributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// "Venn said"
    Plain,
    /// "said Venn"
    Inverted,
    /// "according to Venn"
    According,
    /// "her claim that"
    Noun,
    /// ", adding that"
    Joined,
}

/// Where quotations start, and whether a token is inside one: a view of one sentence.
pub(super) struct View<'s, 'r, 'a> {
    /// The article.
    pub(super) scene: &'s Scene<'r, 'a>,
    /// The paragraph.
    pub(super) paragraph: &'s Paragraph,
    /// The sentence.
    pub(super) sentence: Range<usize>,
}

impl View<'_, '_, '_> {
    /// The quotation that the token lies in, marks included.
    pub(super) fn quote_at(&self, token: usize) -> Option<&super::quotes::Quote> {
        let quotes = &self.paragraph.quotes;
        let index = quotes.partition_point(|quote| quote.outer.end <= token);
        quotes.get(index).filter(|quote| quote.outer.start <= token)
    }

    /// The attributions of the sentence in order.
    pub(super) fn frames(&self) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut at = self.sentence.start;
        while at < self.sentence.end {
            if let Some(quote) = self.quote_at(at) {
                at = quote.outer.end.max(at + 1);
                continue;
            }
            let frame = self.frame_at(at, frames.last());
            at += 1;
            if let Some(frame) = frame {
                at = frame.cue.end.max(at);
                if frame.shape == Shape::According || frame.shape == Shape::Inverted {
                    at = frame.end.max(at);
                }
                frames.push(frame);
            }
        }
        frames
    }

    fn frame_at(&self, at: usize, before: Option<&Frame>) -> Option<Frame> {
        let word = self.scene.word(at);
        if is_according(self.scene.text(at)) {
            return self.according(at);
        }
        if word.is(NOMINAL)
            && let Some(frame) = self.noun(at)
        {
            return Some(frame);
        }
        if !word.is_cue() {
            return None;
        }
        self.verb(at, word, before)
    }

    fn according(&self, at: usize) -> Option<Frame> {
        let scene = self.scene;
        if scene.text(at + 1) != "to" {
            return None;
        }
        let first = at + 2;
        let word = scene.word(first);
        let subject = match word.is(PRONOUN) && word.is(MASCULINE | FEMININE) && !self.continues_phrase(first + 1)
            || matches!(scene.text(first), "them")
        {
            true => Subject::Pronoun(first),
            false => Subject::Phrase(scene.phrase_starting(first, self.sentence.end)?),
        };
        let subject_end = subject.tokens()?.end;
        let end = (subject_end..self.sentence.end)
            .find(|index| {
                matches!(scene.text(*index), "," | ";" | "." | "—" | "–") && !scene.is_inner_mark(*index)
                    || self.opens_quote(*index)
            })
            .unwrap_or(self.sentence.end);
        let initial = at == self.sentence.start
            || scene.word(at - 1).is(COORDINATOR) && at - 1 == self.sentence.start
            || matches!(scene.text(at - 1), "—" | "–" | "-" | ";" | ":"); // "It shows — according to Venn, half …"
        let content =
            (initial && scene.text(end) == ",").then_some(end + 1).filter(|content| *content < self.sentence.end);
        Some(Frame {
            start: at,
            cue: at..at + 2,
            end,
            subject: Some(subject),
            verb: Word::default(),
            content,
            shape: Shape::According,
        })
    }

    fn continues_phrase(&self, at: usize) -> bool {
        self.scene.is_word(at) && !self.scene.word(at).is(COORDINATOR | AUXILIARY | PREPOSITION | TIME)
    }

    pub(super) fn opens_quote(&self, at: usize) -> bool {
        self.quote_at(at).is_some_and(|quote| quote.outer.start == at)
    }

    /// "her claim that", "Venn's claim that"
    fn noun(&self, at: usize) -> Option<Frame> {
        let scene = self.scene;
        if scene.text(at + 1) != "that" || at <= self.sentence.start {
            return None;
        }
        let floor = self.sentence.start.max(at.saturating_sub(4));
        let owner = (floor..at).rev().find(|index| {
            matches!(scene.text(*index), "his" | "her" | "their" | "His" | "Her" | "Their")
                || scene.text(*index) == "s" && scene.touches_previous(*index)
        })?;
        let subject = match scene.text(owner) {
            "s" => Subject::Phrase(scene.phrase_ending(
                owner.checked_sub(2).filter(|last| *last >= self.sentence.start)?,
                self.sentence.start,
            )?),
            _ => Subject::Pronoun(owner),
        };
        let start = subject.tokens()?.start;
        Some(Frame {
            start,
            cue: at..at + 1,
            end: at + 1,
            subject: Some(subject),
            verb: Word::default(),
            content: Some(at + 1),
            shape: Shape::Noun,
        })
    }

    fn verb(&self, at: usize, word: Word, before: Option<&Frame>) -> Option<Frame> {
        let scene = self.scene;
        let shouted = scene.is_capitalised(at) && at != self.sentence.start;
        if shouted {
            return None; // "United States", headlines
        }
        let group = self.group_start(at);
        let floor = self.floor(group, before);
        if let Some(frame) = self.inverted(at, group, word) {
            return Some(frame);
        }
        if self.is_passive(group, at) || self.is_noun(group, at, word) {
            return None;
        }
        let subject = self.subject(group, at, floor, word, before)?;
        let shape = if subject == Subject::Inherited { Shape::Joined } else { Shape::Plain };
        let start = subject.tokens().map_or(group, |tokens| tokens.start);
        let (content, end) = self.after(at, word);
        if content.is_none() && !word.takes(INSERTED | QUOTING | TOLD) && shape != Shape::Plain {
            return None;
        }
        Some(Frame { start, cue: group..at + 1, end, subject: Some(subject), verb: word, content, shape })
    }

    /// First token of the group of verbs that ends with the verb at `at`: auxiliaries, adverbs and "not" before it.
    fn group_start(&self, at: usize) -> usize {
        let scene = self.scene;
        let mut start = at;
        while start > self.sentence.start && at - start < 8 && self.quote_at(start - 1).is_none() {
            let before = start - 1;
            let word = scene.word(before);
            let contracted = matches!(scene.text(before), "'" | "’" | "s" | "d" | "ve" | "ll" | "t" | "re")
                && self.is_contraction(before);
            let infinitive = scene.text(before) == "to" && before > self.sentence.start && self.leads_to(before - 1);
            if word.is(AUXILIARY | ADVERB) && !word.is(PERSONAL) || contracted {
                start = before;
            } else if infinitive {
                start = before - 1;
            } else {
                break;
            }
        }
        start
    }

    /// Verbs that carry another one of saying: "went on to say", "continued to insist".
    fn leads_to(&self, at: usize) -> bool {
        matches!(
            self.scene.text(at),
            "went"
                | "on"
                | "goes"
                | "continued"
                | "continues"
                | "began"
                | "used"
                | "seemed"
                | "appeared"
                | "had"
                | "has"
                | "proceeded"
        )
    }

    /// The apostrophe or the ending of "he's", "didn't".
    fn is_contraction(&self, at: usize) -> bool {
        let scene = self.scene;
        let owner = if scene.is_word(at) { at.wrapping_sub(2) } else { at.wrapping_sub(1) };
        scene.touches_previous(at) && scene.word(owner).is(PERSONAL | AUXILIARY | RELATIVE)
    }

    /// Where a subject may start: after a quotation, after the content of what came before.
    fn floor(&self, group: usize, before: Option<&Frame>) -> usize {
        let quotes = &self.paragraph.quotes;
        let index = quotes.partition_point(|quote| quote.outer.end <= group);
        let quote_end = index.checked_sub(1).and_then(|index| quotes.get(index)).map_or(0, |quote| quote.outer.end);
        let cue_end = before.map_or(0, |frame| frame.cue.end);
        self.sentence.start.max(quote_end).max(cue_end)
    }

    /// "said Venn", "said the minister": after a quotation or a comma.
    fn inverted(&self, at: usize, group: usize, word: Word) -> Option<Frame> {
        let scene = self.scene;
        if !word.takes(INSERTED) || word.takes(TOLD) || !word.form(PAST | THIRD) || group != at {
            return None;
        }
        let before = at.checked_sub(1).filter(|before| *before >= self.paragraph.tokens.start);
        let quoted = before.is_some_and(|before| self.quote_at(before).is_some());
        let fits = before.is_none() || at == self.sentence.start || quoted || scene.text(at - 1) == ",";
        let apposed = !quoted && scene.subject_before(at, self.sentence.start).is_some();
        let first = at + 1;
        if !fits || apposed || first >= self.sentence.end || self.quote_at(first).is_some() {
            return None;
        }
        let subject = match scene.word(first).is(PERSONAL) {
            true if quoted => Subject::Pronoun(first),
            true => return None,
            false => Subject::Phrase(scene.phrase_starting(first, self.sentence.end)?),
        };
        let subject = self.apposed_name(&subject).unwrap_or(subject);
        let named = subject.tokens().is_some_and(|tokens| {
            tokens
                .clone()
                .any(|index| scene.is_capitalised(index) || scene.word(index).is(ROLE | DOCUMENT | TITLE_WORD))
                || quoted
        });
        let next = subject.tokens()?.end;
        if !named || scene.word(next).is(AUXILIARY) || !quoted && scene.word(next).is_cue() {
            return None;
        }
        let end = self.end_of_apposition(next);
        let content = self.colon_content(end);
        Some(Frame {
            start: at,
            cue: at..at + 1,
            end,
            subject: Some(subject),
            verb: word,
            content,
            shape: Shape::Inverted,
        })
    }

    /// "said the chief engineer, Ada Venn.": the name that explains a description.
    fn apposed_name(&self, subject: &Subject) -> Option<Subject> {
        let scene = self.scene;
        let Subject::Phrase(tokens) = subject else { return None };
        let described = scene.word(tokens.end - 1).is(ROLE) && !scene.is_capitalised(tokens.end - 1);
        if !described || scene.text(tokens.end) != "," {
            return None;
        }
        let first = tokens.end + 1;
        let named = |at: &usize| {
            scene.is_capitalised(*at) && !scene.word(*at).is(TIME | ROLE | TITLE_WORD | RELATIVE)
                || scene.is_inner_mark(*at)
        };
        let end = first + (first..self.sentence.end).take_while(named).count();
        let closes = end >= self.sentence.end || matches!(scene.text(end), "." | "," | ";" | "—" | "–");
        (closes && (2..6).contains(&(end - first))).then_some(Subject::Phrase(first..end))
    }

    /// Content after a colon: the rest of the sentence, or what the next paragraph quotes.
    fn colon_content(&self, end: usize) -> Option<usize> {
        (self.scene.text(end) == ":" && end + 1 < self.sentence.end).then_some(end + 1)
    }

    /// The end of what follows a name: ", the minister," or "on Monday".
    fn end_of_apposition(&self, from: usize) -> usize {
        let mut index = from;
        while index < self.sentence.end {
            let stop =
                matches!(self.scene.text(index), "." | ";" | ":" | "?" | "!") && !self.scene.is_inner_mark(index);
            if stop || self.opens_quote(index) {
                break;
            }
            if self.scene.text(index) == "," {
                let quote_follows = index + 1 < self.sentence.end && self.opens_quote(index + 1);
                if quote_follows || self.joins_on(index + 1) {
                    break;
                }
            }
            index += 1;
        }
        index
    }

    /// ", adding", ", who said": another attribution follows.
    fn joins_on(&self, at: usize) -> bool {
        let word = self.scene.word(at);
        word.is_cue() && word.form(GERUND)
    }

    fn is_passive(&self, group: usize, at: usize) -> bool {
        let scene = self.scene;
        let be = (group..at).any(|index| {
            matches!(scene.text(index), "was" | "were" | "been" | "being" | "is" | "are" | "be" | "Was" | "Is")
        });
        be && scene.word(at).form(PARTICIPLE) && !scene.word(at).form(GERUND)
            || scene.text(at + 1) == "by" && scene.word(at).form(PARTICIPLE) && !scene.word(at + 2).is(MEDIUM)
    }

    /// Forms that are nouns here: "the claims", "a report", "in reports".
    fn is_noun(&self, group: usize, at: usize, word: Word) -> bool {
        let scene = self.scene;
        let Some(before) = group.checked_sub(1).filter(|before| *before >= self.sentence.start) else {
            return !word.form(GERUND);
        };
        let previous = scene.word(before);
        let finite = group < at && (group..at).any(|index| scene.word(index).is(AUXILIARY));
        if finite {
            return false;
        }
        let determined = previous.is(DETERMINER | PREPOSITION)
            && !previous.is(PERSONAL)
            && !matches!(
                scene.text(before),
                "that" | "this" | "some" | "many" | "both" | "one" | "all" | "most" | "others"
            );
        let possessed = scene.text(before) == "s" && scene.touches_previous(before);
        if word.form(GERUND) {
            return possessed || previous.is(DETERMINER);
        }
        if determined || possessed {
            return true;
        }
        if word.takes(NOUNISH) && word.form(THIRD) && !self.can_govern(before) {
            return true; // "the swing states"
        }
        if word.form(BASE) && !word.form(PAST) {
            let plural = scene.text(before).ends_with('s')
                || previous.is(PERSONAL | RELATIVE | COORDINATOR)
                || matches!(
                    scene.text(before),
                    "people" | "many" | "some" | "others" | "women" | "men" | "police" | "two" | "three" | "pair"
                );
            return !plural || matches!(scene.text(before), "he" | "she" | "it");
        }
        false
    }

    /// Whether a singular subject can end here: a name, a pronoun, a person or a paper.
    fn can_govern(&self, at: usize) -> bool {
        let word = self.scene.word(at);
        word.is(PERSONAL | RELATIVE | ADVERB | ROLE | DOCUMENT | AUXILIARY)
            || self.scene.is_capitalised(at)
            || !self.scene.is_word(at)
    }

    fn subject(&self, group: usize, at: usize, floor: usize, word: Word, before: Option<&Frame>) -> Option<Subject> {
        let scene = self.scene;
        let finite = (group..at).any(|index| scene.word(index).is(AUXILIARY));
        if word.form(GERUND) && !finite {
            return self.gerund_subject(group, floor, before);
        }
        match scene.subject_before(group, floor) {
            Some(Subject::Inherited) if before.is_some() => Some(Subject::Inherited),
            Some(Subject::Inherited) => self.first_subject(group),
            Some(found) => Some(found),
            None => None,
        }
    }

    /// ", adding": the subject of the attribution before, or the sentence's.
    fn gerund_subject(&self, group: usize, floor: usize, before: Option<&Frame>) -> Option<Subject> {
        let scene = self.scene;
        let last = group.checked_sub(1).filter(|last| *last >= self.sentence.start)?;
        let text = scene.text(last);
        if scene.word(last).is(DOCUMENT) || scene.word(last).is(ROLE) {
            return scene.phrase_ending(last, floor).map(Subject::Phrase);
        }
        let shows = scene.text(group + 1) == "that" || self.opens_quote(group + 1);
        let quotes = shows || scene.text(group + 1) == "," && self.opens_quote(group + 2);
        if quotes && scene.is_capitalised(last) && !scene.word(last).is(TIME) {
            return scene.phrase_ending(last, floor).map(Subject::Phrase); // "shows Venn asking, “…”"
        }
        let follows = scene.word(last).is(TIME) || scene.word(last).is(PREPOSITION) && shows && text != "without";
        let joins = follows
            || matches!(text, "," | "and" | "by" | "as" | "while" | "in" | "before" | "after" | "—" | "–")
            || self.quote_at(last).is_some();
        match before {
            Some(_) if joins => Some(Subject::Inherited),
            None if joins => self.first_subject(group),
            _ => None,
        }
    }

    /// The first thing that can be a subject in the sentence.
    pub(super) fn first_subject(&self, limit: usize) -> Option<Subject> {
        let scene = self.scene;
        let mut at = self.sentence.start;
        let limit = limit.min(at + 40);
        while at < limit {
            if self.quote_at(at).is_some() {
                return None;
            }
            let word = scene.word(at);
            if word.is(PERSONAL) {
                return Some(Subject::Pronoun(at));
            }
            if word.is(PREPOSITION) {
                // "In Lisle Harbour, Venn …"
                at = scene.phrase_starting(at + 1, limit).map_or(at + 1, |phrase| phrase.end);
                continue;
            }
            let names = scene.is_word(at)
                && !word.is(PREPOSITION | SUBORDINATOR | COORDINATOR | ADVERB | TIME)
                && (scene.is_capitalised(at) || word.is(ROLE | DETERMINER));
            if names && (at == self.sentence.start || !scene.word(at - 1).is(PREPOSITION | DETERMINER)) {
                return scene.phrase_starting(at, limit).map(|phrase| Subject::Phrase(self.without_verb(phrase)));
            }
            at += 1;
        }
        None
    }

    /// "The ministry closed the bridge" is "The ministry": the word before another article is taken for its verb.
    fn without_verb(&self, phrase: Range<usize>) -> Range<usize> {
        let scene = self.scene;
        let article = (phrase.start + 2..phrase.end)
            .find(|at| scene.word(*at).is(DETERMINER) && !scene.word(*at - 1).is(PREPOSITION | COORDINATOR | ADVERB));
        article.map_or(phrase.clone(), |article| phrase.start..article - 1)
    }
}
