//! Article → Record: layout, names, dates, and who said what. Pure: no input or output, no clock, no locale.
//!
//! Each pass lives in a module of its own and can be replaced alone. They share one [`Reading`]: the article with
//! its tokens and sentences, made once. Knows nothing of formats and of the index.

pub mod dates;
pub mod entities;
pub mod layout;
mod lengths;
mod reading;
pub mod statements;

pub use entities::{Gender, Name, Names};
pub use reading::{Passage, Reading};

use crate::article::{Article, Record};

/// Everything that the program can tell about an article.
///
/// Fills what the format left open (blocks, title, bylines, publication day, language), then finds names, dates and
/// statements. The same article gives the same record on any machine.
pub fn extract(mut article: Article) -> Record {
    layout::complete(&mut article);
    let tokens = crate::analysis::tokenize(&article.text);
    let reading = Reading::new(&article, &tokens);
    let names = entities::find(&reading);
    let dates = dates::find(&reading);
    let statements = statements::find(&reading, &names);
    let entities = names.into_entities();
    Record { article, statements, entities, dates }
}
