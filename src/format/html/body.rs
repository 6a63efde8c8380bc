//! Elements → blocks of text.

use super::density::Around;
use crate::article::{Block, Role, Span};
use crate::calendar::{DayOrder, find_day};
use dom_query::{Document, NodeRef};

/// Elements whose text is not the article's.
const LEFT_OUT: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "aside",
    "form",
    "button",
    "svg",
    "iframe",
    "figcaption",
    "select",
    "textarea",
    "head",
    "footer",
];

/// Shortest paragraph, in bytes, that counts when a page has no recognisable article.
const PARAGRAPH_MIN: usize = 40;

/// Lines at the start of a text that can be a byline, and the most bytes and other words that one has.
const BYLINES: usize = 3;
const BYLINE_BYTES_MAX: usize = 120;
const BYLINE_WORDS_MAX: usize = 3;

/// Whether a line has an author's name or a day in it, and hardly anything else.
fn is_byline(line: &str, authors: &[String]) -> bool {
    if line.len() > BYLINE_BYTES_MAX {
        return false;
    }
    let mut rest = line.to_owned();
    let mut tells = false;
    for author in authors {
        tells |= rest.contains(author.as_str());
        rest = rest.replace(author.as_str(), " ");
    }
    if let Some((place, _)) = find_day(&rest, DayOrder::DayFirst) {
        rest.replace_range(place, " ");
        tells = true;
    }
    tells && rest.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() <= BYLINE_WORDS_MAX
}

/// The blocks of an article, white space made plain.
#[derive(Default)]
pub struct Body {
    blocks: Vec<(Role, String)>,
    open: String,
    /// What is left out besides.
    around: Option<Around>,
    /// Lines of the open block end here because of `<br>`.
    breaks: usize,
}

impl Body {
    /// The blocks below a node.
    pub fn of(node: &NodeRef) -> Self {
        let mut body = Self::default();
        body.walk(node, Role::Paragraph);
        body.close(Role::Paragraph);
        body
    }

    /// The blocks below a node that has more in it than the article: without what stands around articles.
    pub fn of_place(node: &NodeRef, around: Around) -> Self {
        let mut body = Self { around: Some(around), ..Self::default() };
        body.walk(node, Role::Paragraph);
        body.close(Role::Paragraph);
        body
    }

    /// The longer paragraphs of a page, wherever they stand.
    pub fn of_paragraphs(document: &Document) -> Self {
        let mut body = Self::default();
        for paragraph in document.select("p").nodes() {
            let before = body.blocks.len();
            body.walk(paragraph, Role::Paragraph);
            body.close(Role::Paragraph);
            if body.blocks.get(before).is_some_and(|(_, text)| text.len() < PARAGRAPH_MIN) {
                body.blocks.truncate(before);
            }
        }
        body
    }

    /// Paragraphs of plain text.
    pub fn of_text(text: &str) -> Self {
        let mut body = Self::default();
        for line in text.lines() {
            body.text(line);
            body.close(Role::Paragraph);
        }
        body
    }

    /// Bytes of text.
    pub fn length(&self) -> usize {
        self.blocks.iter().map(|(_, text)| text.len()).sum()
    }

    /// Leaves out a first block that only says the title again.
    pub fn without_title(&mut self, title: Option<&str>) {
        let first = self.blocks.first().map(|(_, text)| text.as_str());
        if title.is_some() && first.map(str::trim) == title.map(str::trim) {
            self.blocks.remove(0);
        }
    }

    /// Takes out the first lines that only tell who wrote the article and when.
    pub fn without_byline(&mut self, authors: &[String]) {
        let lines = self.blocks.iter().take(BYLINES).take_while(|(role, _)| *role == Role::Paragraph);
        let count = lines.take_while(|(_, text)| is_byline(text, authors)).count();
        self.blocks.drain(..count);
    }

    /// The text, blocks separated by blank lines, and where they lie in it.
    pub fn into_text(self) -> (String, Vec<Block>) {
        let mut text = String::new();
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for (role, words) in self.blocks {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(&words);
            blocks.push(Block { role, span: Span::new(start, text.len()) });
        }
        (text, blocks)
    }

    fn walk(&mut self, node: &NodeRef, role: Role) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text());
                continue;
            }
            let Some(name) = child.node_name() else { continue };
            if LEFT_OUT.contains(&&*name) || self.around.as_ref().is_some_and(|around| around.has(&child, &name)) {
                continue;
            }
            if &*name == "br" {
                self.line_break(role);
                continue;
            }
            match super::role(&name) {
                Some(own) => {
                    self.close(role);
                    let inner = if own == Role::Paragraph { role } else { own };
                    self.walk(&child, inner);
                    self.close(inner);
                }
                None => self.walk(&child, role),
            }
        }
    }

    /// One line break is a blank; two are the end of a paragraph.
    fn line_break(&mut self, role: Role) {
        self.breaks += 1;
        if self.breaks > 1 { self.close(role) } else { self.text(" ") }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                if !self.open.is_empty() && !self.open.ends_with(' ') {
                    self.open.push(' ');
                }
            } else {
                self.open.push(character);
                self.breaks = 0;
            }
        }
    }

    fn close(&mut self, role: Role) {
        let text = std::mem::take(&mut self.open);
        self.breaks = 0;
        let text = text.trim();
        if text.chars().any(char::is_alphanumeric) {
            self.blocks.push((role, text.to_owned()));
        }
    }
}
