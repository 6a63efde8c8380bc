//! What follows a cue: the person told, a time or a place, and where the reported words begin.

use super::frame::View;
use super::lexicon::{
    ABOUT, ADVERB, AUXILIARY, BARE, CLAUSE, COORDINATOR, DETERMINER, INFINITIVE, NOUNISH, OBJECT, PERSONAL,
    PREPOSITION, PRONOUN, QUESTION, TIME, TOLD, TOWARDS, Word,
};

impl View<'_, '_, '_> {
    /// What follows the cue: the first token of the content, if it follows, and the end of the attribution.
    pub(super) fn after(&self, at: usize, word: Word) -> (Option<usize>, usize) {
        let scene = self.scene;
        let mut index = at + 1;
        if word.takes(TOLD) || scene.text(at).eq_ignore_ascii_case("asked") {
            index = self.after_told(index);
        }
        if word.takes(TOWARDS) && scene.text(index) == "out" {
            index += 1;
        }
        for _ in 0..4 {
            if self.is_object_preposition(index, word) {
                return (Some(index + 1), index);
            }
            if let Some(found) = self.content_at(index, word) {
                return found;
            }
            match self.after_adjunct(index) {
                Some(next) => index = next,
                None => break,
            }
        }
        self.direct_content(index, word)
    }

    /// "called for", "warned of", "referred to": a preposition that belongs to the verb.
    fn is_object_preposition(&self, index: usize, word: Word) -> bool {
        let next = self.scene.word(index + 1);
        let goes_on = index + 1 < self.sentence.end && self.scene.is_word(index + 1) && !next.is(TIME);
        goes_on
            && match self.scene.text(index) {
                "for" | "against" => word.takes(OBJECT),
                "of" | "about" => word.takes(OBJECT | ABOUT),
                "on" => word.takes(OBJECT) && word.takes(NOUNISH) && !word.takes(CLAUSE),
                "to" => word.takes(TOWARDS),
                _ => false,
            }
    }

    /// Content that shows by a mark: a quotation, a colon, "that", the end of the sentence.
    fn content_at(&self, index: usize, word: Word) -> Option<(Option<usize>, usize)> {
        let scene = self.scene;
        if index >= self.sentence.end {
            return Some((None, index));
        }
        if self.opens_quote(index) {
            return Some((Some(index), index));
        }
        match scene.text(index) {
            ":" => return Some(((index + 1 < self.sentence.end).then_some(index + 1), index)),
            "," if index + 1 < self.sentence.end && self.opens_quote(index + 1) => {
                return Some((Some(index + 1), index));
            }
            "," if scene.text(index + 1) == "that" => return Some((Some(index + 1), index)),
            "," | "." | ";" | "?" | "!" | "—" | "–" | "-" | ")" => return Some((None, index)),
            "that" if word.takes(CLAUSE) => return Some((Some(index), index)),
            "to" if word.takes(INFINITIVE) => return Some((Some(index), index)),
            "not" if word.takes(INFINITIVE) && scene.text(index + 1) == "to" => return Some((Some(index), index)),
            "when" if word.takes(CLAUSE) && self.is_negated(index) => return Some((Some(index), index)),
            "how" | "why" | "what" | "whether" | "if" | "who" | "where"
                if word.takes(CLAUSE | QUESTION | OBJECT | BARE) =>
            {
                return Some((Some(index), index));
            }
            _ => {}
        }
        None
    }

    /// "did not say when": whether the verb before `index` is denied.
    fn is_negated(&self, index: usize) -> bool {
        let from = index.saturating_sub(4).max(self.sentence.start);
        (from..index).any(|at| matches!(self.scene.text(at), "not" | "t" | "never"))
    }

    /// The token after the person told: "reporters", "the Orlo Post", "him".
    fn after_told(&self, index: usize) -> usize {
        let scene = self.scene;
        let word = scene.word(index);
        if word.is(PRONOUN)
            || word.is(PERSONAL) && matches!(scene.text(index), "you" | "it")
            || word.is(DETERMINER) && scene.text(index) == "her"
        {
            return index + 1;
        }
        match scene.phrase_starting(index, self.sentence.end) {
            Some(phrase) => {
                let cut = (phrase.start + 1..phrase.end).find(|at| {
                    self.quote_at(*at).is_some()
                        || scene.word(*at).is(DETERMINER) && !scene.word(*at - 1).is(PREPOSITION)
                });
                cut.unwrap_or(phrase.end)
            }
            None => index,
        }
    }

    /// The token after a time or a place: "on Monday", "in a statement", "at a rally in Orlo".
    fn after_adjunct(&self, index: usize) -> Option<usize> {
        let scene = self.scene;
        let word = scene.word(index);
        if !word.is(PREPOSITION | TIME | ADVERB)
            && !matches!(scene.text(index), "as" | "when" | "while" | "last" | "this" | "yesterday")
        {
            return None;
        }
        let limit = self.sentence.end.min(index + 18);
        let mut at = index + 1;
        while at < limit {
            let next = scene.word(at);
            let mark = self.opens_quote(at)
                || matches!(scene.text(at), ":" | "." | ";" | "that" | "," | "—") && !scene.is_inner_mark(at);
            if mark {
                return Some(at);
            }
            if next.is(PERSONAL) && word.is(PREPOSITION) && at > index + 1 {
                return Some(at); // "said after the meeting he would"
            }
            if next.is(AUXILIARY | PERSONAL) {
                break;
            }
            at += 1;
        }
        if at >= self.sentence.end {
            return Some(self.sentence.end);
        }
        self.after_time(index)
    }

    /// The token after "Monday", "on Monday night", "last week".
    fn after_time(&self, index: usize) -> Option<usize> {
        let scene = self.scene;
        let word = scene.word(index);
        let mut at = index;
        if word.is(PREPOSITION) && scene.word(index + 1).is(TIME) || matches!(scene.text(index), "this" | "last") {
            at += 1;
        }
        if !scene.word(at).is(TIME | ADVERB) {
            return None;
        }
        while at < self.sentence.end && scene.word(at).is(TIME | ADVERB) {
            at += 1;
        }
        Some(at)
    }

    /// Content without any mark before it.
    fn direct_content(&self, index: usize, word: Word) -> (Option<usize>, usize) {
        let scene = self.scene;
        let next = scene.word(index);
        if index >= self.sentence.end || next.is(COORDINATOR) {
            return (None, index);
        }
        if next.is(PREPOSITION) || matches!(scene.text(index), "as" | "when" | "while" | "because" | "although") {
            let object = word.takes(OBJECT) && matches!(scene.text(index), "on" | "with" | "to");
            return (object.then_some(index + 1), index);
        }
        let infinitive = || (index..self.sentence.end.min(index + 8)).any(|at| scene.text(at) == "to");
        if word.takes(BARE | OBJECT) || word.takes(INFINITIVE) && infinitive() {
            return (Some(index), index);
        }
        (None, index)
    }
}
