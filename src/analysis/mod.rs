//! Text as words: the one tokenisation that extraction, index, queries and snippets share.
//!
//! Owns tokens, sentences, case and accent folding, stemming by language, the normal form of names and
//! the rules that fold them. It knows nothing of fields, articles or engines.

mod byline;
mod fold;
mod folding;
mod name;
mod sentence;
mod stem;
mod token;
mod word;

pub use byline::byline_names;
pub use fold::{fold, fold_into};
pub use folding::{Fold, fold_names};
pub use name::{family_name, is_title_word, name_words, spelled, strip_title, strip_title_words};
pub use sentence::sentences;
pub use stem::{Analyzer, LONGEST_WORD, Terms, VERSION, form_of_term, push_term, terms_of_stem};
pub use token::{Case, Token, TokenKind, token_at, tokenize, tokens_in};
pub use word::{is_single_ideograph, searched_words, words};
