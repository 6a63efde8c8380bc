//! An article as the passes of extraction read it: its text, tokens, blocks and sentences.

use crate::analysis::{Token, sentences};
use crate::article::{Article, Role, Span};
use std::ops::Range;

/// One block with its tokens and sentences.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Role of the block.
    pub role: Role,
    /// Its bytes in the text.
    pub span: Span,
    /// Its tokens: indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// Its sentences: indices into [`Reading::tokens`], in order, without gaps.
    pub sentences: Vec<Range<usize>>,
}

impl Passage {
    /// Whether the passes look for statements, names and dates in it: everything but boilerplate.
    pub fn is_content(&self) -> bool {
        self.role != Role::Boilerplate
    }

    /// Whether it is running text: a paragraph, a list item or a quotation.
    pub fn is_running_text(&self) -> bool {
        matches!(self.role, Role::Paragraph | Role::ListItem | Role::Quotation)
    }
}

/// An article, tokenised once for all passes.
pub struct Reading<'a> {
    /// The article, its layout complete.
    pub article: &'a Article,
    /// Its text.
    pub text: &'a str,
    /// The tokens of the whole text.
    pub tokens: &'a [Token],
    /// The blocks in order.
    pub passages: Vec<Passage>,
}

impl<'a> Reading<'a> {
    /// Reads `article`, whose blocks are known, with the tokens of its text.
    pub fn new(article: &'a Article, tokens: &'a [Token]) -> Self {
        let text = article.text.as_str();
        let passages = article.blocks.iter().map(|block| {
            let first = tokens.partition_point(|token| token.start < block.span.start);
            let last = tokens.partition_point(|token| token.end <= block.span.end).max(first);
            Passage {
                role: block.role,
                span: block.span,
                tokens: first..last,
                sentences: sentences(text, tokens, first..last),
            }
        });
        Self { article, text, tokens, passages: passages.collect() }
    }

    /// The characters of the token at `index`; empty when there is none.
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| token.of(self.text))
    }

    /// The bytes from the first to the last of some tokens; empty for no token.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        if tokens.is_empty() {
            return Span::default();
        }
        Span::new(self.tokens[tokens.start].start, self.tokens[tokens.end - 1].end)
    }
}
