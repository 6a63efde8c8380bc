//! How a run of capitalised words is cut into the names in it: common words, peoples and titles off, two names apart.

use super::lists::*;
use super::runs::{Hint, Piece, Scan};
use crate::analysis::Case;
use std::ops::Range;

const LISTED: Flags = PLACE | ORGANIZATION;

/// Cuts a run into names; `starts_sentence` says that its first word has its capital from there.
pub(super) fn cut(scan: &Scan, run: Range<usize>, starts_sentence: bool, pieces: &mut Vec<Piece>) {
    let mut rest = run;
    let mut first = starts_sentence;
    while !rest.is_empty() {
        let unstripped = rest.start;
        let run = without_common(scan, rest, first);
        rest = cut_at_title(scan, run.clone(), first && run.start == unstripped, pieces);
        first = false;
    }
}

/// Takes the names up to the first title of a run and the person after it; what is left to be cut.
fn cut_at_title(scan: &Scan, run: Range<usize>, starts_sentence: bool, pieces: &mut Vec<Piece>) -> Range<usize> {
    let nothing = run.end..run.end;
    let whole = known(scan.text(run.clone())) & LISTED != 0;
    let title = run.clone().find(|index| !whole && is_title(scan, *index, &run));
    let Some(title) = title else {
        plain(scan, run, starts_sentence, pieces);
        return nothing;
    };
    let between = |index: &usize| scan.is(*index, TITLE) || !scan.is_capital(*index);
    let after = (title..run.end).find(|index| !between(index)).unwrap_or(run.end);
    let office = after < run.end && scan.is(run.end - 1, ORGANIZATION_HEAD) && !scan.is(after, FIRST_NAME);
    let family_name = after == run.end && title > run.start && scan.is(run.start, FIRST_NAME);
    if office || family_name {
        plain(scan, run, starts_sentence, pieces);
        return nothing;
    }
    if title > run.start {
        plain(scan, run.start..title, starts_sentence, pieces);
    }
    let rest = after..run.end;
    if rest.clone().any(|index| is_title(scan, index, &rest)) {
        return rest; // "Acting Harbour Minister Ada Venn"
    }
    let last_title = (title..after).rev().find(|index| scan.is(*index, TITLE));
    person(scan, rest, Hint::Titled, last_title, pieces);
    nothing
}

fn is_title(scan: &Scan, index: usize, run: &Range<usize>) -> bool {
    let word = scan.reading.word(index);
    scan.is(index, TITLE)
        && !(matches!(word, "St" | "Saint") && index + 1 < run.end)
        && !(index > run.start
            && matches!(word, "Justice" | "General" | "Private" | "M" | "Foreign" | "Finance" | "Interior"))
        && !(word == "M" && scan.reading.word(index + 1) != ".")
        && !(index == run.start && known(scan.text(run.clone())) & LISTED != 0)
        && !(index > run.start && scan.hyphen_at(index - 1))
        && (!scan.hyphen_at(index + 1) || scan.is(index + 2, TITLE))
}

/// The run without the words at its start that have their capital from the start of the sentence.
fn without_common(scan: &Scan, mut run: Range<usize>, starts_sentence: bool) -> Range<usize> {
    let mut first = starts_sentence;
    while !run.is_empty() && is_common(scan, &run, first) {
        run.start += 1;
        while !run.is_empty() && !scan.is_capital(run.start) {
            run.start += 1;
        }
        first = false;
    }
    run
}

fn is_common(scan: &Scan, run: &Range<usize>, first: bool) -> bool {
    let index = run.start;
    let single = run.len() == 1;
    if !single && scan.reading.word(index).len() == 1 && scan.reading.word(index + 1) == "." {
        return false; // "A. J. Venn"
    }
    let most = run.len().min(4);
    let listed = (1..=most).any(|count| known(scan.text(index..index + count)) & (LISTED | PEOPLE) != 0);
    if listed || scan.is(index, TITLE) && !single {
        return false;
    }
    if scan.is(index, COMMON) {
        return true;
    }
    let heads_follow = scan.is(run.end - 1, MISC_HEAD | ORGANIZATION_HEAD | PLACE_HEAD) && !single;
    if scan.is(index, CALENDAR) {
        return single || !heads_follow && !scan.is(index, FIRST_NAME);
    }
    if scan.is(index, FIRST_NAME) {
        return false;
    }
    let ordinary = scan.is(index, COMMON_OPEN | SMALL) || scan.stands_small(index);
    ordinary && (single || first && !heads_follow)
}

/// Names in a run without titles.
fn plain(scan: &Scan, run: Range<usize>, starts_sentence: bool, pieces: &mut Vec<Piece>) {
    let mut run = trimmed(scan, run);
    let mut first = starts_sentence;
    while !run.is_empty() {
        let whole = known(scan.text(run.clone()));
        if whole & PEOPLE != 0 && whole & LISTED == 0 {
            return;
        }
        if scan.is(run.start, PEOPLE) && whole & LISTED == 0 {
            let stays = run.len() > 2 && scan.is(run.end - 1, ORGANIZATION_HEAD);
            if !stays {
                run = trimmed(scan, run.start + 1..run.end);
                continue;
            }
        }
        if is_shouted_before_name(scan, &run) {
            run = trimmed(scan, run.start + 1..run.end);
            continue; // "WATCHED Ada Venn"
        }
        let (end, hint) = shape(scan, &run);
        let several = hint == Hint::Unknown && end - run.start > 3;
        if hint == Hint::FirstName || several {
            person(scan, run.start..end, hint, None, pieces);
        } else {
            pieces.push(Piece { tokens: run.start..end, hint, title: None, starts_sentence: first });
        }
        first = false;
        run = trimmed(scan, end..run.end);
    }
}

/// A word in capitals that stands before a person's name which is not.
fn is_shouted_before_name(scan: &Scan, run: &Range<usize>) -> bool {
    let case = |index: usize| scan.reading.tokens.get(index).map(|token| token.case);
    run.len() > 2
        && scan.reading.word(run.start).len() > 3
        && case(run.start) == Some(Case::Upper)
        && scan.is(run.start + 1, FIRST_NAME)
        && case(run.start + 1) == Some(Case::Title)
}

/// A person's name, or several one after the other: "Ada Venn Karel Lisle".
fn person(scan: &Scan, run: Range<usize>, hint: Hint, title: Option<usize>, pieces: &mut Vec<Piece>) {
    let mut run = trimmed(scan, run);
    let (mut hint, mut title) = (hint, title);
    while !run.is_empty() {
        let starts_name = |index: &usize| {
            scan.is(*index, FIRST_NAME)
                && !scan.hyphen_at(index - 1)
                && scan.is_capital(*index)
                && scan.is_capital(index + 1)
        };
        let second = (run.start + 2..run.end.saturating_sub(1)).find(|index| run.len() > 3 && starts_name(index));
        let end = second.unwrap_or(run.end);
        pieces.push(Piece { tokens: trimmed(scan, run.start..end), hint, title, starts_sentence: false });
        run = trimmed(scan, end..run.end);
        (hint, title) = (Hint::FirstName, None);
    }
}

/// The tokens from the first to the last capitalised word, with the dot of an acronym.
fn trimmed(scan: &Scan, mut run: Range<usize>) -> Range<usize> {
    while run.start < run.end && !scan.starts_run(run.start, run.end) {
        run.start += 1;
    }
    while run.end > run.start && !ends_name(scan, run.end - 1) {
        run.end -= 1;
    }
    run
}

fn ends_name(scan: &Scan, index: usize) -> bool {
    let inside = index > 0 && matches!(scan.reading.word(index - 1), "'" | "’");
    let word = scan.reading.word(index);
    scan.is_capital(index) || word == "." || inside || scan.hyphen_at(index.saturating_sub(1)) && word != "-"
}

fn shape(scan: &Scan, run: &Range<usize>) -> (usize, Hint) {
    let single = run.len() == 1;
    let whole =
        known(scan.text(run.clone())) | if single { scan.flags.get(run.start).copied().unwrap_or(0) } else { 0 };
    if whole & ORGANIZATION != 0 && whole & PLACE == 0 {
        return (run.end, Hint::Organization);
    }
    if whole & PLACE != 0 {
        return (run.end, if whole & (AMBIGUOUS | FIRST_NAME) != 0 { Hint::Ambiguous } else { Hint::Place });
    }
    if let Some(hint) = by_head(scan, run).filter(|_| !single) {
        return (run.end, hint);
    }
    if let Some(part) = known_part(scan, run) {
        return part;
    }
    if scan.is(run.start, FIRST_NAME) {
        return (run.end, Hint::FirstName);
    }
    (run.end, if is_acronym(scan, run) { Hint::Acronym } else { Hint::Unknown })
}

/// What a word such as "Ministry", "Treaty" or "River" in the run makes of it.
fn by_head(scan: &Scan, run: &Range<usize>) -> Option<Hint> {
    let last = run.end - 1;
    let numeral = matches!(scan.reading.word(last), "I" | "II" | "III" | "IV" | "V") && run.len() > 1;
    let last = if numeral { last - 1 } else { last };
    let organization = run.clone().find(|index| scan.is(*index, ORGANIZATION_HEAD));
    let opens = organization
        .is_some_and(|head| matches!(scan.reading.word(head + 1), "of" | "for" | "on") && head + 1 < run.end);
    let person = scan.is(run.start, FIRST_NAME) && !scan.is(run.start, PLACE | SMALL) && run.len() == 2;
    if scan.is(last, ORGANIZATION_HEAD) && !person || opens {
        return Some(Hint::OrganizationHead);
    }
    if scan.is(last, MISC_HEAD) && !person || scan.is(run.start, MISC_HEAD_BEFORE) {
        return Some(Hint::Misc);
    }
    let place = scan.is(last, PLACE_HEAD) && !person || scan.is(run.start, PLACE_HEAD_BEFORE | PLACE_HEAD) && !numeral;
    place.then_some(Hint::PlaceHead)
}

/// A listed name at the start of a longer run, the rest of which is a name by itself.
fn known_part(scan: &Scan, run: &Range<usize>) -> Option<(usize, Hint)> {
    for count in (1..run.len().min(6)).rev() {
        let end = run.start + count;
        let flags = known(scan.text(run.start..end));
        if flags & LISTED == 0 || flags & (AMBIGUOUS | FIRST_NAME) != 0 || scan.hyphen_at(end) {
            continue;
        }
        return Some((end, if flags & PLACE != 0 { Hint::Place } else { Hint::Organization }));
    }
    None
}

fn is_acronym(scan: &Scan, run: &Range<usize>) -> bool {
    let Some(token) = scan.reading.tokens.get(run.start) else { return false };
    let letters = token.of(scan.reading.text).bytes().all(|byte| !byte.is_ascii_digit());
    run.len() == 1 && letters && token.case == Case::Upper && (2..=6).contains(&(token.end - token.start))
        || run.len() > 2 && run.clone().all(|index| scan.reading.word(index).len() == 1)
}
