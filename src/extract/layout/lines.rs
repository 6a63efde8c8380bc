//! The lines of a text, put together to paragraphs.

use crate::article::{Block, Role, Span};

/// Lengths, in bytes, of lines that were broken to a width.
const BROKEN_LINE: std::ops::RangeInclusive<usize> = 50..=100;

struct Line {
    span: Span,
    /// Bytes of the marker before a list item; 0 for other lines.
    marker: usize,
    /// Blank lines come before it.
    after_blank: bool,
}

/// The paragraphs and list items of a text, in order. A paragraph is a line, or several where lines were broken to a
/// width; a list item is without its bullet or number.
pub fn paragraphs(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let broken = are_broken(&lines);
    let mut blocks: Vec<Block> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let goes_on = broken && !line.after_blank && line.marker == 0 && index > 0;
        match blocks.last_mut() {
            Some(last) if goes_on => last.span.end = line.span.end,
            _ => {
                let role = if line.marker > 0 { Role::ListItem } else { Role::Paragraph };
                blocks.push(Block { role, span: Span::new(line.span.start + line.marker, line.span.end) });
            }
        }
    }
    blocks
}

fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut after_blank = true;
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\u{c}', '\u{2028}', '\u{2029}']) {
        let trimmed = line.trim();
        let lead = line.len() - line.trim_start().len();
        if trimmed.is_empty() {
            after_blank = true;
        } else {
            let span = Span::new(start + lead, start + lead + trimmed.len());
            found.push(Line { span, marker: marker(trimmed), after_blank });
            after_blank = false;
        }
        start += line.len();
    }
    let dashes = found.iter().filter(|line| line.marker > 0).count();
    if dashes == 1 {
        // One dash or number alone begins no list.
        found.iter_mut().filter(|line| !is_bullet(text, line)).for_each(|line| line.marker = 0);
    }
    found
}

fn is_bullet(text: &str, line: &Line) -> bool {
    line.span.of(text).starts_with(['•', '‣', '◦', '▪', '●', '*'])
}

/// Bytes of the bullet or number that a line begins with, and of the blanks behind it; 0 for none.
fn marker(line: &str) -> usize {
    let mut characters = line.chars();
    let length = match characters.next() {
        Some(bullet @ ('•' | '‣' | '◦' | '▪' | '●' | '·' | '*' | '-' | '–' | '—')) => bullet.len_utf8(),
        Some('(' | '0'..='9') => {
            let digits = line.trim_start_matches('(');
            let number = digits.bytes().take_while(u8::is_ascii_digit).count();
            let ends = digits.get(number..).is_some_and(|rest| rest.starts_with(['.', ')']));
            if !(1..=2).contains(&number) || !ends {
                return 0;
            }
            line.len() - digits.len() + number + 1
        }
        _ => return 0,
    };
    let rest = line.get(length..).unwrap_or_default();
    let text = rest.trim_start();
    if text.len() == rest.len() && !line.starts_with('•') || text.is_empty() { 0 } else { line.len() - text.len() }
}

/// Whether lines end because of a width: most lines that are followed by another without a blank line between them are
/// about as long as each other.
fn are_broken(lines: &[Line]) -> bool {
    let followed = lines.windows(2).filter(|pair| !pair[1].after_blank && pair[1].marker == 0);
    let (mut all, mut broken) = (0, 0);
    for pair in followed {
        all += 1;
        broken += usize::from(BROKEN_LINE.contains(&pair[0].span.len()));
    }
    all >= 2 && broken * 10 >= all * 7
}
