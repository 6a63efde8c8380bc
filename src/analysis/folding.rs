//! Which names of an archive mean the same person. Rules over how many articles have each name; nothing is guessed
//! when a query is asked.

use super::name_words;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A name that is read as another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The name as articles have it.
    pub from: String,
    /// The name it is folded into.
    pub to: String,
    /// The rule: `spelling`, `middle-name`, `nickname`, `family-name` or `first-name`.
    pub rule: String,
}

/// Short forms of first names with the formal ones.
static NICKNAMES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut formal: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for line in include_str!("nicknames.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { continue };
        words.for_each(|short| formal.entry(short).or_default().push(name));
    }
    formal
});

/// How many times as frequent a name has to be as the same name with a short first name, or the other way round.
const PLAINLY_MORE: u64 = 2;

/// Share of the bearers of a family name that one of them needs, in per cent, for the name alone to mean them.
const FAMILY_SHARE: u64 = 80;

/// The same for a first name.
const FIRST_SHARE: u64 = 90;

/// Articles that the bearer of a name needs for it to mean them when it stands alone.
const KNOWN_ENOUGH: u64 = 5;

/// A form of a name that has less than one of so many articles of the most frequent form cannot keep two others apart.
const RARE: u64 = 100;

/// A name in its parts.
struct Name<'n> {
    text: &'n str,
    articles: u64,
    words: Vec<String>,
}

/// First and last word and generation: what forms of one name share.
type Key = (String, String, String);

/// Works out which of `names`, each with the number of articles that have it, are read as another of them. In order of
/// [`Fold::from`].
pub fn fold_names(names: &[(String, u64)]) -> Vec<Fold> {
    let names: Vec<Name> =
        names.iter().map(|(text, articles)| Name { text, articles: *articles, words: name_words(text) }).collect();
    let mut folds = BTreeMap::new();
    let spellings = by_spelling(&names, &mut folds);
    let people = by_nicknames(by_middle_names(&spellings, &mut folds), &mut folds);
    alone(&spellings, &people, &mut folds);
    let folds: Vec<Fold> =
        folds.into_iter().map(|(from, (to, rule))| Fold { from, to, rule: String::from(rule) }).collect();
    resolved(folds)
}

type Folds = BTreeMap<String, (String, &'static str)>;

/// Names of the same words, whatever their case, accents and marks: the most frequent spelling stands for all.
fn by_spelling<'n>(names: &'n [Name<'n>], folds: &mut Folds) -> Vec<Name<'n>> {
    let mut groups: BTreeMap<&[String], Vec<&Name>> = BTreeMap::new();
    for name in names.iter().filter(|name| !name.words.is_empty()) {
        groups.entry(&name.words).or_default().push(name);
    }
    let mut kept = Vec::new();
    for (words, group) in groups {
        let Some(best) = most_frequent(group.iter().copied()) else { continue };
        for other in group.iter().filter(|other| other.text != best.text) {
            folds.insert(other.text.to_owned(), (best.text.to_owned(), "spelling"));
        }
        let articles = group.iter().map(|name| name.articles).sum();
        kept.push(Name { text: best.text, articles, words: words.to_vec() });
    }
    kept
}

fn most_frequent<'a, 'n>(names: impl Iterator<Item = &'a Name<'n>>) -> Option<&'a Name<'n>>
where
    'n: 'a,
{
    names.max_by(|left, right| left.articles.cmp(&right.articles).then_with(|| right.text.cmp(left.text)))
}

fn generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv")
}

/// The key of a name of two words or more, and the words between.
fn key(words: &[String]) -> Option<(Key, &[String])> {
    let (generation, rest) = match words.split_last() {
        Some((last, rest)) if generation(last) => (last.clone(), rest),
        _ => (String::new(), words),
    };
    let (first, rest) = rest.split_first()?;
    let (last, middle) = rest.split_last()?;
    (first.len() > 1).then(|| ((first.clone(), last.clone(), generation), middle))
}

/// "Ada M. Venn", "Ada Maria Venn" and "Ada Venn" are one, as long as no frequent form has another middle name.
fn by_middle_names<'n>(names: &[Name<'n>], folds: &mut Folds) -> Vec<(Key, Name<'n>)> {
    let mut groups: BTreeMap<Key, Vec<(&Name, &[String])>> = BTreeMap::new();
    for name in names {
        if let Some((key, middle)) = key(&name.words) {
            groups.entry(key).or_default().push((name, middle));
        }
    }
    let mut people = Vec::new();
    for (key, group) in groups {
        let Some(best) = most_frequent(group.iter().map(|(name, _)| *name)) else { continue };
        let frequent = |name: &Name| name.articles * RARE >= best.articles;
        let middles: Vec<&[String]> =
            group.iter().filter(|(name, _)| frequent(name)).map(|(_, middle)| *middle).collect();
        let longest = middles.iter().copied().max_by_key(|middle| middle.iter().map(String::len).sum::<usize>());
        let longest = longest.unwrap_or_default();
        let one_person = middles.iter().all(|middle| middle.is_empty() || agree(middle, longest));
        for (name, middle) in &group {
            if name.text != best.text && one_person && (middle.is_empty() || agree(middle, longest)) {
                folds.insert(name.text.to_owned(), (best.text.to_owned(), "middle-name"));
            }
        }
        if one_person {
            let articles = group.iter().map(|(name, _)| name.articles).sum();
            people.push((key, Name { text: best.text, articles, words: best.words.clone() }));
        } else {
            let each =
                |(name, _): &(&Name<'n>, _)| Name { text: name.text, articles: name.articles, words: Vec::new() };
            people.extend(group.iter().map(|entry| (key.clone(), each(entry))));
        }
    }
    people
}

/// "Bill Venn" and "William Venn" are one where one form is plainly the usual one.
fn by_nicknames<'n>(people: Vec<(Key, Name<'n>)>, folds: &mut Folds) -> Vec<(Key, Name<'n>)> {
    let mut by_key: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for (at, (key, _)) in people.iter().enumerate() {
        by_key.entry(key.clone()).or_default().push(at);
    }
    let mut gone = Vec::new();
    for (at, ((first, last, generation), name)) in people.iter().enumerate() {
        for formal in NICKNAMES.get(first.as_str()).into_iter().flatten() {
            let key = ((*formal).to_owned(), last.clone(), generation.clone());
            let Some([other]) = by_key.get(&key).map(Vec::as_slice) else { continue };
            let Some((_, formal)) = people.get(*other).filter(|_| !gone.contains(&at) && !gone.contains(other)) else {
                continue;
            };
            let (from, to) = if name.articles < formal.articles { (at, *other) } else { (*other, at) };
            let (lesser, usual) = (&people[from].1, &people[to].1);
            if lesser.articles * PLAINLY_MORE <= usual.articles {
                folds.insert(lesser.text.to_owned(), (usual.text.to_owned(), "nickname"));
                gone.push(from);
            }
        }
    }
    people.into_iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, person)| person).collect()
}

/// Whether two lists of middle names can be one person's: the same, or initials of each other.
fn agree(left: &[String], right: &[String]) -> bool {
    let alike = |(left, right): (&String, &String)| {
        left == right
            || left.len() == 1 && right.starts_with(left.as_str())
            || right.len() == 1 && left.starts_with(right.as_str())
    };
    left.len() == right.len() && left.iter().zip(right).all(alike)
}

/// Names of one word: whose family or first name it nearly always is.
fn alone(names: &[Name], people: &[(Key, Name)], folds: &mut Folds) {
    let mut bearers: FxHashMap<&str, Vec<(&Name, bool)>> = FxHashMap::default();
    for ((first, last, _), name) in people {
        bearers.entry(last).or_default().push((name, true));
        bearers.entry(first).or_default().push((name, false));
    }
    for name in names.iter().filter(|name| name.words.len() == 1) {
        let Some(bearers) = bearers.get(name.words[0].as_str()) else { continue };
        let all: u64 = bearers.iter().map(|(bearer, _)| bearer.articles).sum();
        let best = bearers
            .iter()
            .max_by(|(left, _), (right, _)| left.articles.cmp(&right.articles).then_with(|| right.text.cmp(left.text)));
        let Some((best, is_family)) = best.filter(|(best, _)| best.articles >= KNOWN_ENOUGH) else { continue };
        let (share, rule) = if *is_family { (FAMILY_SHARE, "family-name") } else { (FIRST_SHARE, "first-name") };
        if best.articles * 100 >= all * share {
            folds.insert(name.text.to_owned(), (best.text.to_owned(), rule));
        }
    }
}

/// Folds that lead to a name that is folded itself lead to where that leads.
fn resolved(mut folds: Vec<Fold>) -> Vec<Fold> {
    let targets: FxHashMap<String, String> = folds.iter().map(|fold| (fold.from.clone(), fold.to.clone())).collect();
    for fold in &mut folds {
        for _ in 0..4 {
            let Some(next) = targets.get(&fold.to).filter(|next| **next != fold.from) else { break };
            fold.to.clone_from(next);
        }
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(names: &[(&str, u64)]) -> Vec<String> {
        let names: Vec<(String, u64)> = names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        fold_names(&names).into_iter().map(|fold| format!("{} = {} ({})", fold.from, fold.to, fold.rule)).collect()
    }

    #[test]
    fn forms_of_one_name_become_one() {
        assert_eq!(
            folds(&[("Ada Venn", 50), ("Ada M. Venn", 9), ("Ada Maria Venn", 3), ("ÁDA VENN", 1), ("Venn", 20)]),
            [
                "Ada M. Venn = Ada Venn (middle-name)",
                "Ada Maria Venn = Ada Venn (middle-name)",
                "Venn = Ada Venn (family-name)",
                "ÁDA VENN = Ada Venn (spelling)"
            ]
        );
    }

    #[test]
    fn short_first_names_are_known() {
        assert_eq!(folds(&[("Bill Venn", 50), ("William Venn", 9)]), ["William Venn = Bill Venn (nickname)"]);
        assert_eq!(folds(&[("Bill Venn", 50), ("William Venn", 40)]), [""; 0]);
    }

    #[test]
    fn two_people_stay_apart() {
        assert_eq!(folds(&[("Ada Venn", 50), ("Otto Venn", 40), ("Venn", 20)]), [""; 0]);
        assert_eq!(folds(&[("Karl T. Orlo", 50), ("Karl J. H. Orlo", 40), ("Karl Orlo", 20)]), [""; 0]);
        assert_eq!(folds(&[("Ada Venn", 50), ("Ada Venn Jr.", 20)]), [""; 0]);
    }

    #[test]
    fn a_first_name_alone_needs_one_bearer_and_a_rare_slip_stands_in_nobodys_way() {
        assert_eq!(folds(&[("Ada Venn", 50), ("Otto Ada", 2), ("Ada", 4)]), ["Ada = Ada Venn (first-name)"]);
        assert_eq!(
            folds(&[("Ada Venn", 500), ("Ada M. Venn", 90), ("Ada Q. Venn", 1)]),
            ["Ada M. Venn = Ada Venn (middle-name)"]
        );
        assert_eq!(folds(&[("Ada Venn", 3), ("Venn", 4)]), [""; 0]);
    }
}
