//! Patterns of words as queries on the forms of words.
//!
//! A regular expression is not handed on as it was written: it is read by the library that local indexes use, and what it
//! means is written again in the syntax of the cluster's, so that both agree on every corner of it.

use crate::analysis::fold;
use crate::engine::EngineError;
use crate::query::Pattern;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde_json::{Value, json};

/// Letters of a word from which on the cluster's own search for similar words is right: of shorter ones it leaves some out.
const LETTERS_FOR_FUZZY: usize = 5;

/// How terms of a pattern score, by which the candidates are chosen that are ranked here.
const REWRITE: &str = "top_terms_blended_freqs_64";

/// The query for the forms of a pattern in a field of forms; `scores` where hits are to be ranked by them.
pub fn query(field: &str, pattern: &Pattern, scores: bool) -> Result<Value, EngineError> {
    let rewrite = if scores { REWRITE } else { "constant_score" };
    Ok(match pattern {
        Pattern::Exact(form) => json!({ "term": { field: fold(form) } }),
        Pattern::Wildcard(word) => {
            let parts: Vec<String> = word.split('*').map(|part| fold(part).into_owned()).collect();
            json!({ "wildcard": { field: { "value": parts.join("*"), "rewrite": rewrite } } })
        }
        Pattern::Similar { word, edits } => {
            let word = fold(word).into_owned();
            if word.chars().count() < LETTERS_FOR_FUZZY {
                return Ok(regexp(field, &similar(&word, *edits), rewrite));
            }
            json!({ "fuzzy": { field: {
                "value": word, "fuzziness": edits, "max_expansions": 1024, "prefix_length": 0, "rewrite": rewrite,
            } } })
        }
        Pattern::Regex(pattern) => regexp(field, &translated(pattern)?, rewrite),
    })
}

fn regexp(field: &str, value: &str, rewrite: &str) -> Value {
    json!({ "regexp": { field: {
        "value": value, "flags": "NONE", "max_determinized_states": 1_000_000, "rewrite": rewrite,
    } } })
}

/// An expression of `regex-syntax` about a whole folded form, in the syntax of Lucene's `RegExp` without its optional parts.
fn translated(pattern: &str) -> Result<String, EngineError> {
    let folded = |letter: char| {
        if letter.is_ascii() { letter.to_string() } else { fold(&letter.to_string()).into_owned() }
    };
    let pattern: String = pattern.chars().map(folded).collect();
    let failed = |error: &dyn std::fmt::Display| EngineError::Other(format!("this regular expression: {error}"));
    let hir = regex_syntax::ParserBuilder::new().case_insensitive(true).build().parse(&pattern);
    let mut out = String::new();
    write(&hir.map_err(|error| failed(&error))?, &mut out).map_err(|look| failed(&look))?;
    Ok(out)
}

/// Nothing but the empty word matches it, and no word is empty.
const NOTHING: &str = "()";

fn write(hir: &Hir, out: &mut String) -> Result<(), &'static str> {
    match hir.kind() {
        HirKind::Empty => out.push_str("()"),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).map_err(|_| "it is about bytes that are no letters")?;
            text.chars().for_each(|letter| escape(letter, out));
        }
        HirKind::Class(class) => write_class(class, out)?,
        // What is asked for is the whole form, so that its ends are known.
        HirKind::Look(Look::Start | Look::End | Look::StartLF | Look::EndLF) => out.push_str("()"),
        HirKind::Look(_) => return Err("edges of words cannot be asked for in a cluster"),
        HirKind::Repetition(repetition) => {
            out.push('(');
            write(&repetition.sub, out)?;
            out.push(')');
            match (repetition.min, repetition.max) {
                (0, Some(1)) => out.push('?'),
                (0, None) => out.push('*'),
                (1, None) => out.push('+'),
                (min, None) => out.push_str(&format!("{{{min},}}")),
                (min, Some(max)) => out.push_str(&format!("{{{min},{max}}}")),
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, out)?,
        HirKind::Concat(all) => {
            for one in all {
                out.push('(');
                write(one, out)?;
                out.push(')');
            }
        }
        HirKind::Alternation(all) => {
            out.push('(');
            for (place, one) in all.iter().enumerate() {
                out.push_str(if place > 0 { "|" } else { "" });
                write(one, out)?;
            }
            out.push(')');
        }
    }
    Ok(())
}

fn write_class(class: &Class, out: &mut String) -> Result<(), &'static str> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            let is_ascii = class.ranges().iter().all(|range| range.end() < 0x80);
            if !is_ascii {
                return Err("it is about bytes that are no letters");
            }
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let is_open = ranges.last().is_some_and(|(_, last)| *last == char::MAX);
    // What all letters but some are is written by those: Lucene does not take every end of a range.
    let ranges = if is_open { between(&ranges) } else { ranges };
    match (ranges.is_empty(), is_open) {
        (true, true) => {
            out.push('.');
            return Ok(());
        }
        (true, false) => {
            out.push_str(NOTHING);
            return Ok(());
        }
        (false, true) => out.push_str("[^"),
        (false, false) => out.push('['),
    }
    for (first, last) in ranges {
        escape(first, out);
        if first != last {
            out.push('-');
            escape(last, out);
        }
    }
    out.push(']');
    Ok(())
}

/// What lies before and between some ranges in order. No form has a control character in it, so that these do not matter.
fn between(ranges: &[(char, char)]) -> Vec<(char, char)> {
    let mut from = '!';
    let mut found = Vec::new();
    for (first, last) in ranges {
        let before = (*first as u32).checked_sub(1).and_then(char::from_u32).filter(|before| *before >= from);
        found.extend(before.map(|before| (from, before)));
        from = (*last as u32 + 1).try_into().unwrap_or(char::MAX).max(from);
    }
    found
}

fn escape(letter: char, out: &mut String) {
    if !letter.is_alphanumeric() {
        out.push('\\');
    }
    out.push(letter);
}

/// An expression for the words that differ from one by some letters at most: left out, added, other, or swapped with the
/// next, none of them changed twice (Oommen and Loke's restricted distance, as in Schulz and Mihov, 2002).
fn similar(word: &str, edits: u8) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut found = Vec::new();
    vary(&letters, edits, String::new(), &mut found);
    found.sort_unstable();
    found.dedup();
    // No form is empty.
    found.retain(|form| !form.is_empty());
    found.join("|")
}

fn vary(rest: &[char], edits: u8, so_far: String, found: &mut Vec<String>) {
    let with = |letters: &str| format!("{so_far}{letters}");
    let escaped = |letter: char| {
        let mut out = String::new();
        escape(letter, &mut out);
        out
    };
    if let Some(fewer) = edits.checked_sub(1) {
        vary(rest, fewer, with("."), found);
        if let [_, after @ ..] = rest {
            vary(after, fewer, with("."), found);
            vary(after, fewer, so_far.clone(), found);
        }
        if let [first, second, after @ ..] = rest {
            vary(after, fewer, with(&format!("{}{}", escaped(*second), escaped(*first))), found);
        }
    }
    match rest {
        [] => found.push(so_far),
        [first, after @ ..] => vary(after, edits, with(&escaped(*first)), found),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_an_expression_means() {
        for (pattern, written) in [
            ("colou?r", "([Cc][Oo][Ll][Oo])(([Uu])?)([Rr])"),
            ("a|b", "[A-Ba-b]"),
            ("a.*[^b]", "[Aa](.)*[^Bb]"),
            ("^[0-9]{2,3}$", "(())(([0-9]){2,3})(())"),
        ] {
            let found = translated(pattern).unwrap();
            let plain = |text: &str| text.replace(['(', ')'], "");
            assert_eq!(plain(&found), plain(written), "{pattern}");
        }
        assert!(translated(r"\bab").is_err());
    }

    #[test]
    fn no_character_of_a_pattern_is_an_operator_by_chance() {
        assert_eq!(translated(r"\.\*@#").unwrap(), r"\.\*\@\#");
    }

    #[test]
    fn similar_words_are_those_of_local_indexes() {
        for (word, edits) in [("ab", 1), ("abc", 2), ("a", 1), ("abcd", 2)] {
            let machine = Pattern::Similar { word: word.to_owned(), edits }.matcher().unwrap();
            let ours = Pattern::Regex(similar(word, edits)).matcher().unwrap();
            let letters = ['a', 'b', 'c', 'd', 'x'];
            let mut words = vec![String::new()];
            for _ in 0..5 {
                let longer: Vec<String> =
                    words.iter().flat_map(|word| letters.map(|letter| format!("{word}{letter}"))).collect();
                for form in &longer {
                    assert_eq!(ours.matches(form), machine.matches(form), "{word}~{edits} {form}");
                }
                words = longer;
            }
        }
    }
}
