//! The dates that readers of a page see, weighed by where they stand and what is written beside them. Data: `words.tsv`.

use super::UNSEEN;
use super::headline::Headline;
use crate::article::Day;
use crate::calendar::{DayOrder, find_day};
use aho_corasick::AhoCorasick;
use dom_query::{Document, NodeRef};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A date that readers see.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The day.
    pub day: Day,
    /// How much speaks for it being the day of publication.
    pub points: i32,
    /// Whether it is said to be the day of a change.
    pub modified: bool,
}

/// Longest text that is looked at, in bytes; longer ones are running text.
const LONGEST: usize = 240;

/// Bytes of text around the headline in which the day of the article stands.
const NEAR: usize = 500;

/// How often a place in the page may have a date before it counts as a list of other articles.
const LISTED: usize = 4;

/// What a word tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    Date,
    Aside,
    Reply,
    Changed,
    Published,
    Modified,
}

/// Words and what they tell, found in one pass.
struct Words {
    finder: Option<AhoCorasick>,
    tells: Vec<Tells>,
}

impl Words {
    fn new(kinds: &[(&str, Tells)]) -> Self {
        let rows = include_str!("words.tsv").lines().filter(|line| !line.starts_with('#'));
        let rows = rows.filter_map(|line| line.split_once('\t'));
        let known = |kind: &str| kinds.iter().find(|(name, _)| *name == kind).map(|(_, tells)| *tells);
        let (words, tells): (Vec<&str>, Vec<Tells>) =
            rows.filter_map(|(kind, word)| Some((word, known(kind)?))).unzip();
        Self { finder: AhoCorasick::new(words).ok(), tells }
    }

    /// What the words in a text, which is in small letters, tell.
    fn in_text<'w>(&'w self, text: &'w str) -> impl Iterator<Item = Tells> + 'w {
        let found = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found.filter_map(|found| self.tells.get(found.pattern().as_usize()).copied())
    }
}

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[("date", Tells::Date), ("aside", Tells::Aside), ("reply", Tells::Reply), ("changed", Tells::Changed)])
});
static LEADS: LazyLock<Words> =
    LazyLock::new(|| Words::new(&[("published", Tells::Published), ("modified", Tells::Modified)]));

/// What the elements above a text tell.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Levels up to an element whose name or class speaks of a date; 0 for none.
    hint: u8,
    time: bool,
    aside: bool,
    /// Somebody's comment.
    reply: bool,
    heading: bool,
    /// Its name says that it holds the day of a change.
    modified: bool,
    /// Stands for the classes above it.
    signature: u64,
}

struct Candidate {
    day: Day,
    /// Bytes of text before it on the page.
    at: usize,
    length: usize,
    place: Place,
    published: bool,
    modified: bool,
}

#[derive(Default)]
struct Walk {
    /// Bytes of text so far.
    at: usize,
    headline: Headline,
    candidates: Vec<Candidate>,
    /// The text before the one that is looked at, if it is short: "Published".
    before: String,
}

/// The date that is most likely the day of publication.
pub fn find(document: &Document, title: Option<&str>, order: DayOrder) -> Option<Seen> {
    let mut walk = Walk { headline: Headline::new(title), ..Walk::default() };
    walk.below(&document.root(), Place::default(), order);
    let Walk { headline, candidates, .. } = walk;
    let mut listed: FxHashMap<u64, usize> = FxHashMap::default();
    candidates.iter().for_each(|candidate| *listed.entry(candidate.place.signature).or_default() += 1);
    let mut best: Option<Seen> = None;
    for candidate in &candidates {
        let points = points(candidate, headline.at, listed.get(&candidate.place.signature).copied().unwrap_or(1));
        if best.as_ref().is_none_or(|best| points > best.points) {
            best = Some(Seen { day: candidate.day, points, modified: candidate.modified });
        }
    }
    best
}

fn points(candidate: &Candidate, headline: Option<usize>, listed: usize) -> i32 {
    let Candidate { at, length, place, published, modified, .. } = *candidate;
    let mut points = match place.hint {
        1 => 10,
        2 => 7,
        3 => 4,
        _ => 0,
    };
    points += if place.time { 6 } else { 0 };
    points += match length {
        0 => 10, // nothing but the date
        1..=40 => 6,
        41..=100 => 3,
        _ => 0,
    };
    points += match headline {
        Some(headline) if at >= headline && at - headline < NEAR => 8,
        Some(headline) if at < headline && headline - at < NEAR / 2 => 5,
        Some(_) => 0,
        None => 2,
    };
    points += if published { 6 } else { 0 };
    points -= if modified { 4 } else { 0 };
    points -= if place.aside { 7 } else { 0 };
    points - if listed > LISTED { 8 } else { 0 }
}

impl Walk {
    fn below(&mut self, node: &NodeRef, place: Place, order: DayOrder) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text(), place, order);
                continue;
            }
            let Some(name) = child.node_name().filter(|name| !UNSEEN.contains(&&**name)) else { continue };
            let inner = inside(place, &child, &name);
            self.headline.see(&child, &name, self.at);
            if &*name == "time"
                && let Some((_, day)) = child.attr("datetime").and_then(|text| find_day(&text, order))
            {
                // What readers see counts where it is a date too.
                let text = child.text().to_lowercase();
                if find_day(&text, order).is_none() {
                    self.add(day, text.trim().len(), inner, &text);
                }
            }
            self.below(&child, inner, order);
        }
    }

    /// Notes a date; `lead` is what is written before it, in small letters.
    fn add(&mut self, day: Day, length: usize, place: Place, lead: &str) {
        if place.reply {
            return;
        }
        let tells = |wanted: Tells| LEADS.in_text(lead).any(|tells| tells == wanted);
        let modified = place.modified || tells(Tells::Modified);
        let published = !modified && tells(Tells::Published);
        self.candidates.push(Candidate { day, at: self.at, length, place, published, modified });
    }

    fn text(&mut self, text: &str, place: Place, order: DayOrder) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.before);
        if text.len() < LONGEST / 6 {
            self.before = text.to_lowercase();
        }
        // Of running text only the beginning counts: "14.03.2024 – The bridge …".
        let head = if text.len() > LONGEST { start_of(text) } else { text };
        if head.bytes().any(|byte| byte.is_ascii_digit())
            && !place.heading
            && let Some((bytes, day)) = find_day(head, order)
        {
            let lead = format!("{before} {}", head.get(..bytes.start).unwrap_or_default().to_lowercase());
            let length = match bytes.start < 2 {
                true if bytes.len() == text.len() => 0,
                true => text.len().min(60),
                false => text.len(),
            };
            self.add(day, length, place, &lead);
        }
        self.at += text.len();
    }
}

/// The first bytes of a text, where a date can stand before it.
fn start_of(text: &str) -> &str {
    let mut end = text.len().min(24);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The place below an element.
fn inside(above: Place, node: &NodeRef, name: &str) -> Place {
    let mut place = above;
    if place.hint > 0 {
        place.hint = if place.hint >= 3 { 0 } else { place.hint + 1 };
    }
    match name {
        "time" => (place.time, place.hint, place.heading) = (true, 1, false),
        "aside" | "footer" => place.aside = true,
        "h1" | "title" => place.heading = true,
        "small" | "span" => place.heading = false,
        _ => {}
    }
    if matches!(name, "html" | "body" | "main" | "article") {
        return Place { hint: 0, ..place };
    }
    let mut signature = above.signature.wrapping_mul(31).wrapping_add(name.len() as u64);
    for names in [node.class(), node.id_attr(), node.attr("property"), node.attr("itemprop")].into_iter().flatten() {
        // What an article is about says nothing of what its element is for.
        let own = names.split_whitespace().filter(|name| !name.starts_with("category-") && !name.starts_with("tag-"));
        let names = own.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        for tells in NAMES.in_text(&names) {
            match tells {
                Tells::Date => place.hint = 1,
                Tells::Aside => place.aside = true,
                Tells::Reply => place.reply = true,
                Tells::Changed => place.modified = true,
                Tells::Published | Tells::Modified => {}
            }
        }
        signature = names
            .bytes()
            .filter(u8::is_ascii_alphabetic)
            .fold(signature, |hash, byte| hash.wrapping_mul(131).wrapping_add(u64::from(byte)));
    }
    place.signature = signature;
    place
}
