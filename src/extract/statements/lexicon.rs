//! The words that the rules look at: verbs of saying with their forms and what they take, and small classes of words.
//! Data: `cues.tsv`, `words.tsv`. Knows nothing of articles.

use crate::extract::lengths::Lengths;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is known of one word, whatever stands around it. The default is a word nothing is known of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Classes of `words.tsv`.
    classes: u32,
    /// What a verb of saying takes; zero for all other words.
    takes: u16,
    /// Forms that a verb of saying can be here.
    forms: u8,
}

macro_rules! bits {
    ($kind:ty; $($(#[$doc:meta])* $name:ident = $bit:expr),+ $(,)?) => {
        $($(#[$doc])* pub(super) const $name: $kind = 1 << $bit;)+
    };
}

bits! { u32;
    /// "he"
    PERSONAL = 0,
    /// "who"
    RELATIVE = 1,
    /// "him"
    PRONOUN = 2,
    /// "the", "his"
    DETERMINER = 3,
    /// "has", "would"
    AUXILIARY = 4,
    /// "also", and what ends with "ly"
    ADVERB = 5,
    /// "because"
    SUBORDINATOR = 6,
    /// "and"
    COORDINATOR = 7,
    /// "of"
    PREPOSITION = 8,
    /// "Monday", "last"
    TIME = 9,
    /// "but", "while"
    CONTRAST = 10,
    /// "she"
    FEMININE = 11,
    /// "he"
    MASCULINE = 12,
    /// "minister" before a name
    TITLE_WORD = 13,
    /// "claim" in "her claim that"
    NOMINAL = 14,
    /// "statement" as a speaker
    DOCUMENT = 15,
    /// "spokesman"
    ROLE = 16,
    /// "statements" in a label of a list
    SPEECH = 17,
    /// "moderator" as the label of a turn
    UNNAMED = 18,
    /// "update" before a colon: no speaker
    RUBRIC = 19,
    /// "telephone" in "said by telephone"
    MEDIUM = 20,
}

bits! { u16;
    /// A clause with "that".
    CLAUSE = 0,
    /// A clause without "that".
    BARE = 1,
    /// Stands after or inside what it reports.
    INSERTED = 2,
    /// The person told stands first.
    TOLD = 3,
    /// An object that is the content.
    OBJECT = 4,
    /// An infinitive.
    INFINITIVE = 5,
    /// A question.
    QUESTION = 6,
    /// Only beside quotation marks.
    QUOTING = 7,
    /// Its forms are nouns too: "states".
    NOUNISH = 8,
    /// Content after "to".
    TOWARDS = 9,
    /// Content after "about" or "of".
    ABOUT = 10,
    /// What follows is a clause, never a thing.
    NO_THING = 11,
}

bits! { u8;
    /// "say"
    BASE = 0,
    /// "says"
    THIRD = 1,
    /// "said"
    PAST = 2,
    /// "said"
    PARTICIPLE = 3,
    /// "saying"
    GERUND = 4,
}

impl Word {
    /// Whether nothing is known of it that running text cares about.
    pub(super) fn is_plain(self) -> bool {
        self.takes == 0 && self.classes & !(SPEECH | UNNAMED | RUBRIC | MEDIUM) == 0
    }

    /// Whether it is of one of the classes.
    pub(super) fn is(self, classes: u32) -> bool {
        self.classes & classes != 0
    }

    /// Whether it is a form of a verb of saying.
    pub(super) fn is_cue(self) -> bool {
        self.takes != 0
    }

    /// Whether the verb takes one of these.
    pub(super) fn takes(self, what: u16) -> bool {
        self.takes & what != 0
    }

    /// Whether the verb can be one of these forms here.
    pub(super) fn form(self, forms: u8) -> bool {
        self.forms & forms != 0
    }
}

/// Looks a word up, whatever its case. Adverbs in "-ly" need no entry.
pub(super) fn look_up(word: &str) -> Word {
    let mut folded = [0u8; LONGEST];
    let Some(room) = folded.get_mut(..word.len()) else { return Word::default() };
    room.copy_from_slice(word.as_bytes());
    room.make_ascii_lowercase();
    let Ok(folded) = std::str::from_utf8(room) else { return Word::default() };
    let known = LENGTHS.may_have(folded).then(|| TABLE.get(folded)).flatten();
    let mut found = known.copied().unwrap_or_default();
    if found == Word::default() && folded.len() > 4 && folded.ends_with("ly") && !folded.ends_with("family") {
        found.classes |= ADVERB;
    }
    found
}

/// Bytes of the longest word in the tables.
const LONGEST: usize = 20;

const CLASSES: [(&str, u32); 21] = [
    ("personal", PERSONAL),
    ("relative", RELATIVE),
    ("pronoun", PRONOUN),
    ("determiner", DETERMINER),
    ("auxiliary", AUXILIARY),
    ("adverb", ADVERB),
    ("subordinator", SUBORDINATOR),
    ("coordinator", COORDINATOR),
    ("preposition", PREPOSITION),
    ("time", TIME),
    ("contrast", CONTRAST),
    ("feminine", FEMININE),
    ("masculine", MASCULINE),
    ("titleword", TITLE_WORD),
    ("nominal", NOMINAL),
    ("document", DOCUMENT),
    ("role", ROLE),
    ("speech", SPEECH),
    ("unnamed", UNNAMED),
    ("rubric", RUBRIC),
    ("medium", MEDIUM),
];

static TABLE: LazyLock<FxHashMap<String, Word>> = LazyLock::new(|| {
    let mut table: FxHashMap<String, Word> = FxHashMap::default();
    for (name, words) in rows(include_str!("words.tsv")) {
        let class = CLASSES.iter().find(|(class, _)| *class == name).map_or(0, |(_, bit)| *bit);
        for word in words.split_whitespace() {
            table.entry(word.to_owned()).or_default().classes |= class;
        }
    }
    for (base, rest) in rows(include_str!("cues.tsv")) {
        let (letters, irregular) = rest.split_once('\t').unwrap_or((rest, ""));
        add_verb(&mut table, base, letters, irregular);
    }
    table
});

static LENGTHS: LazyLock<Lengths> = LazyLock::new(|| Lengths::of(TABLE.keys().map(String::as_str)));

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

fn add_verb(table: &mut FxHashMap<String, Word>, base: &str, letters: &str, irregular: &str) {
    let order = ['c', 'b', 'i', 't', 'o', 'n', 'w', 'x', 'm', 'p', 'q', 'l'];
    let bits = letters.chars().filter_map(|letter| order.iter().position(|known| *known == letter));
    let takes = bits.fold(0u16, |takes, bit| takes | 1 << bit);
    let mut forms: Vec<String> = irregular.split_whitespace().map(str::to_owned).collect();
    if forms.len() != 4 {
        forms = regular_forms(base);
    }
    forms.insert(0, base.to_owned());
    for (bit, form) in forms.into_iter().enumerate() {
        let word = table.entry(form).or_default();
        word.takes |= takes;
        word.forms |= 1 << bit;
    }
}

/// Third person, past, participle and -ing of a regular verb.
fn regular_forms(base: &str) -> Vec<String> {
    let stem = base.strip_suffix('e').filter(|stem| !stem.ends_with('e')).unwrap_or(base);
    let (third, past) = match base.strip_suffix('y') {
        Some(root) if !root.ends_with(['a', 'e', 'o', 'u']) => (format!("{root}ies"), format!("{root}ied")),
        _ if base.ends_with(['s', 'x', 'z']) || base.ends_with("sh") || base.ends_with("ch") => {
            (format!("{base}es"), format!("{base}ed"))
        }
        _ => (format!("{base}s"), format!("{}ed", base.strip_suffix('e').unwrap_or(base))),
    };
    vec![third, past.clone(), past, format!("{stem}ing")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_forms_of_verbs() {
        for (word, form) in
            [("said", PAST), ("denies", THIRD), ("arguing", GERUND), ("Quipped", PAST), ("agreed", PAST)]
        {
            assert!(look_up(word).is_cue() && look_up(word).form(form), "{word}");
        }
        assert!(look_up("told").takes(TOLD));
        assert!(!look_up("walked").is_cue());
    }

    #[test]
    fn knows_classes() {
        assert!(look_up("She").is(PERSONAL) && look_up("she").is(FEMININE));
        assert!(look_up("sharply").is(ADVERB));
        assert_eq!(look_up("pneumonoultramicroscopic"), Word::default());
        assert_eq!(look_up("élan"), Word::default());
    }
}
