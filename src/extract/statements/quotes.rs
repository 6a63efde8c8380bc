//! Quotation spans: which tokens of a paragraph stand in quotation marks, in every style of marks.
//!
//! Marks are paired within one paragraph. One pass from left to right, so that any number of marks costs linear time.

use super::super::Reading;
use crate::analysis::{Token, TokenKind};
use std::ops::Range;

/// One quotation: its tokens with and without the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// With the marks.
    pub(super) outer: Range<usize>,
    /// Without the marks.
    pub(super) inner: Range<usize>,
    /// Whether a closing mark was found.
    pub(super) closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Curly,
    Straight,
    Low,
    Pointed,
    PointedInward,
    Wire,
    SingleCurly,
    SingleStraight,
}

impl Style {
    fn is_single(self) -> bool {
        matches!(self, Self::SingleCurly | Self::SingleStraight)
    }
}

/// A mark at a token: how many tokens it takes, and what it can do there.
#[derive(Clone, Copy, Debug)]
struct Mark {
    width: usize,
    opens: Option<Style>,
    closes: Option<Style>,
}

struct Open {
    style: Style,
    outer: usize,
    inner: usize,
    depth: usize,
    /// A single mark after "s", which may be a possessive: the end if no better one follows.
    doubtful_end: Option<usize>,
}

/// The quotations of a paragraph, in order, not overlapping. Nested ones belong to the outer one.
pub(super) fn quotations(reading: &Reading, paragraph: &Range<usize>) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut index = paragraph.start;
    let nests = nesting_is_sound(reading, paragraph);
    while index < paragraph.end {
        let Some(mark) = mark_at(reading, paragraph, index) else {
            index += 1;
            continue;
        };
        open = step(reading, mark, index, open, nests, paragraph, &mut found);
        index += mark.width;
    }
    if let Some(open) = open {
        finish(open, paragraph.end, &mut found);
    }
    found
}

fn step(
    reading: &Reading,
    mark: Mark,
    index: usize,
    open: Option<Open>,
    nests: bool,
    paragraph: &Range<usize>,
    found: &mut Vec<Quote>,
) -> Option<Open> {
    let fresh = |style| Open { style, outer: index, inner: index + mark.width, depth: 1, doubtful_end: None };
    let Some(mut current) = open else { return mark.opens.map(fresh) };
    if mark.closes == Some(current.style) {
        if current.style.is_single() && reading.word(index.wrapping_sub(1)).ends_with('s') {
            current.doubtful_end.get_or_insert(index);
            return Some(current);
        }
        if current.depth > 1 {
            return Some(Open { depth: current.depth - 1, ..current });
        }
        found.push(closed(current.outer, current.inner, index, mark.width));
        return None;
    }
    match mark.opens {
        Some(style)
            if style == current.style && style == Style::Curly && (nests || current.outer == paragraph.start) =>
        {
            Some(Open { depth: current.depth + 1, ..current })
        }
        Some(style) if style == current.style || current.style.is_single() => {
            if let Some(end) = current.doubtful_end {
                found.push(closed(current.outer, current.inner, end, 1));
            }
            Some(fresh(style))
        }
        _ => Some(current),
    }
}

fn closed(outer: usize, inner: usize, mark: usize, width: usize) -> Quote {
    Quote { outer: outer..mark + width, inner: inner..mark.max(inner), closed: true }
}

/// What is still open at the end of the paragraph runs to it; single marks only if they were perhaps closed.
fn finish(open: Open, end: usize, found: &mut Vec<Quote>) {
    if open.style.is_single() {
        if let Some(mark) = open.doubtful_end {
            found.push(closed(open.outer, open.inner, mark, 1));
        }
    } else if open.inner < end {
        found.push(Quote { outer: open.outer..end, inner: open.inner..end, closed: false });
    }
}

/// Whether as many curly marks close as open: then an opening mark inside a quotation nests, else it starts anew.
fn nesting_is_sound(reading: &Reading, paragraph: &Range<usize>) -> bool {
    let balance = paragraph.clone().fold(0i64, |balance, index| match reading.word(index) {
        "“" => balance + 1,
        "”" => balance - 1,
        _ => balance,
    });
    balance == 0
}

fn mark_at(reading: &Reading, paragraph: &Range<usize>, index: usize) -> Option<Mark> {
    let token = reading.tokens.get(index)?;
    if token.kind != TokenKind::Mark {
        return None;
    }
    let before = index.checked_sub(1).filter(|at| *at >= paragraph.start).and_then(|at| reading.tokens.get(at));
    let twin = reading.tokens.get(index + 1).filter(|next| token.touches(next) && index + 1 < paragraph.end);
    let mark = |opens, closes| Some(Mark { width: 1, opens, closes });
    let glued = before.is_some_and(|before| before.touches(token));
    match reading.word(index) {
        "“" if glued && before.is_some_and(Token::is_word) => mark(None, Some(Style::Low)),
        "“" => mark(Some(Style::Curly), Some(Style::Low)),
        "”" => mark(None, Some(Style::Curly)),
        "„" => mark(Some(Style::Low), None),
        "«" => mark(Some(Style::Pointed), Some(Style::PointedInward)),
        "»" => mark((!glued).then_some(Style::PointedInward), Some(Style::Pointed)),
        "\"" => straight(reading.text, before, token, twin),
        "`" if twin.is_some_and(|twin| twin.of(reading.text) == "`") => {
            Some(Mark { width: 2, opens: Some(Style::Wire), closes: None })
        }
        "'" if twin.is_some_and(|twin| twin.of(reading.text) == "'") => {
            Some(Mark { width: 2, opens: (!glued).then_some(Style::Wire), closes: glued.then_some(Style::Wire) })
        }
        "‘" => mark(Some(Style::SingleCurly), None),
        "’" if !twin.is_some_and(Token::is_word) => mark(None, Some(Style::SingleCurly)),
        "'" | "`" => single_straight(reading, before, token, twin),
        _ => None,
    }
}

fn straight(text: &str, before: Option<&Token>, token: &Token, after: Option<&Token>) -> Option<Mark> {
    let glued_before = before.is_some_and(|before| before.touches(token));
    let bracket = before.is_some_and(|before| before.kind == TokenKind::Mark);
    let attribute = glued_before && before.is_some_and(|before| before.of(text) == "=");
    let opens = after.is_some() && (!glued_before || bracket) && !attribute;
    let inches = before.is_some_and(|before| before.kind == TokenKind::Number && before.touches(token));
    let closes = glued_before || after.is_none();
    if inches && after.is_some() {
        return None;
    }
    Some(Mark { width: 1, opens: opens.then_some(Style::Straight), closes: closes.then_some(Style::Straight) })
}

fn single_straight(reading: &Reading, before: Option<&Token>, token: &Token, after: Option<&Token>) -> Option<Mark> {
    let glued_before = before.is_some_and(|before| before.touches(token));
    let elided = after.is_some_and(|after| {
        after.of(reading.text).starts_with(|first: char| first.is_ascii_digit())
            || matches!(after.of(reading.text), "em" | "til" | "tis" | "twas" | "cause" | "n")
    });
    let opens = !glued_before && after.is_some_and(Token::is_word) && !elided;
    let closes = glued_before && !after.is_some_and(|after| after.kind != TokenKind::Mark);
    (opens || closes).then_some(Mark {
        width: 1,
        opens: opens.then_some(Style::SingleStraight),
        closes: closes.then_some(Style::SingleStraight),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn found(text: &str) -> Vec<String> {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        crate::extract::layout::complete(&mut article);
        let tokens = crate::analysis::tokenize(&article.text);
        let reading = Reading::new(&article, &tokens);
        let quotes = quotations(&reading, &(0..tokens.len()));
        quotes.into_iter().map(|quote| reading.span(quote.inner).of(text).to_owned()).collect()
    }

    #[test]
    fn all_styles_of_marks() {
        for text in [
            "“Go home,” she",
            "\"Go home,\" she",
            "„Go home,“ she",
            "«Go home,» she",
            "``Go home,'' she",
            "‘Go home,’ she",
            "'Go home,' she",
        ] {
            assert_eq!(found(text), ["Go home,"], "{text}");
        }
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotes() {
        assert!(found("The workers' hall isn't open in the '90s, rock 'n' roll, 6'2\" tall and 12\" wide").is_empty());
        assert!(found("The workers’ hall, don’t").is_empty());
    }

    #[test]
    fn nested_and_unbalanced() {
        assert_eq!(found("“He said ‘no’ to “us” twice,” she"), ["He said ‘no’ to “us” twice,"]);
        assert_eq!(found("A “b and “c” d"), ["c"]);
        assert_eq!(found("‘The workers’ union won,’ he"), ["The workers’ union won,"]);
    }
}
