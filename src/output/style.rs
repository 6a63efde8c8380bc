//! How text is shown: colour, width, and control characters made visible.

use crate::article::Span;
use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// How results are shown to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Colours and bold type.
    pub color: bool,
    /// Links to files (the escape sequence OSC 8).
    pub links: bool,
    /// Columns to wrap to; none for lines as long as they are.
    pub width: Option<usize>,
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();
const MATCH: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
const NAME: anstyle::Style = anstyle::AnsiColor::Cyan.on_default().bold();
const QUIET: anstyle::Style = anstyle::Style::new().dimmed();

impl Style {
    /// Writes text as it is, control characters made visible.
    pub fn plain(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        out.write_all(visible(text).as_bytes())
    }

    /// A title.
    pub fn title(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        self.painted(out, BOLD, text)
    }

    /// A person's name.
    pub fn name(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        self.painted(out, NAME, text)
    }

    /// What is less important.
    pub fn quiet(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        self.painted(out, QUIET, text)
    }

    /// Text that links to an address.
    pub fn link(&self, out: &mut dyn Write, address: &str, text: &str) -> io::Result<()> {
        write!(out, "\u{1b}]8;;{}\u{1b}\\", visible(address))?;
        self.quiet(out, text)?;
        out.write_all(b"\x1b]8;;\x1b\\")
    }

    fn painted(&self, out: &mut dyn Write, style: anstyle::Style, text: &str) -> io::Result<()> {
        if self.color { write!(out, "{style}{}{style:#}", visible(text)) } else { self.plain(out, text) }
    }

    /// Writes text as one paragraph, indented by `indent` columns and wrapped to the width; what lies under
    /// `highlights` (bytes of `text`, in order) is painted.
    pub fn paragraph(&self, out: &mut dyn Write, text: &str, highlights: &[Span], indent: usize) -> io::Result<()> {
        let room = self.width.map_or(usize::MAX, |width| width.saturating_sub(indent).max(20));
        let margin = " ".repeat(indent);
        let mut column = 0;
        for word in words(text) {
            let width = shown_width(word.of(text));
            if column == 0 {
                out.write_all(margin.as_bytes())?;
            } else if column + 1 + width > room {
                write!(out, "\n{margin}")?;
                column = 0;
            } else {
                let joined = highlights.iter().any(|span| span.start < word.start && word.start < span.end);
                self.between(out, joined)?;
                column += 1;
            }
            self.word(out, text, word, highlights)?;
            column += width;
        }
        out.write_all(b"\n")
    }

    fn between(&self, out: &mut dyn Write, highlighted: bool) -> io::Result<()> {
        if highlighted && self.color { write!(out, "{MATCH} {MATCH:#}") } else { out.write_all(b" ") }
    }

    fn word(&self, out: &mut dyn Write, text: &str, word: Span, highlights: &[Span]) -> io::Result<()> {
        let mut at = word.start;
        if self.color {
            let first = highlights.partition_point(|span| span.end <= word.start);
            for span in highlights.iter().skip(first).take_while(|span| span.start < word.end) {
                let (start, end) = (span.start.max(at), span.end.min(word.end));
                self.plain(out, Span::new(at, start).of(text))?;
                self.painted(out, MATCH, Span::new(start, end).of(text))?;
                at = end;
            }
        }
        self.plain(out, Span::new(at, word.end).of(text))
    }
}

/// The stretches of a text without white space in them.
fn words(text: &str) -> Vec<Span> {
    let start_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| Span::new(start_of(word), start_of(word) + word.len())).collect()
}

/// Columns that a text takes.
pub fn shown_width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(1)).sum()
}

/// Text with its control characters made visible, so that none of an archive's reaches a terminal.
pub fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return text.into();
    }
    let show = |character: char| match character as u32 {
        _ if !is_unsafe(character) => character,
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    };
    text.chars().map(show).collect::<String>().into()
}

/// Control characters but line breaks and tabs, and marks that turn the direction of text around.
fn is_unsafe(character: char) -> bool {
    let is_direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_direction || character.is_control() && !matches!(character, '\n' | '\t')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn paragraph(style: Style, text: &str, highlights: &[Span]) -> String {
        let mut out = Vec::new();
        style.paragraph(&mut out, text, highlights, 2).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn wraps_to_the_width_and_not_in_a_pipe() {
        let text = "The mayor said\nthe bridge would stay shut.";
        assert_eq!(
            paragraph(Style { width: Some(24), ..Style::default() }, text, &[]),
            "  The mayor said the\n  bridge would stay\n  shut.\n"
        );
        assert_eq!(paragraph(Style::default(), text, &[]), "  The mayor said the bridge would stay shut.\n");
    }

    #[test]
    fn paints_what_matched_and_nothing_else() {
        let style = Style { color: true, ..Style::default() };
        let shown = paragraph(style, "a bridge, shut", &[Span::new(2, 8)]);
        assert_eq!(shown, "  a \u{1b}[1m\u{1b}[31mbridge\u{1b}[0m, shut\n");
    }

    #[test]
    fn shows_control_characters() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\n"), "a␛[31mb\u{fffd}c\n");
        assert_eq!(visible("plain"), "plain");
    }
}
