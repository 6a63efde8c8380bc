//! Statements: who said what.
//!
//! Ordered rules, the most precise first: quotations with an attribution beside them, then reported speech, then
//! quotations that go on from the paragraph before. Owns the rules and their tables (`cues.tsv`, `words.tsv`); who is
//! called what it learns from [`Names`]. Knows nothing of formats and of the index.

mod after;
mod cast;
mod content;
mod flow;
mod frame;
mod labels;
mod lexicon;
mod phrase;
mod printed;
mod pronouns;
mod quotes;
mod scene;
mod turns;

use super::{Names, Reading};
use crate::article::{Role, Statement};

/// Finds the statements of an article, in order of the text.
pub fn find(reading: &Reading, names: &Names) -> Vec<Statement> {
    let scene = scene::Scene::new(reading);
    let cast = cast::Cast::new(&scene, names);
    let mut flow = flow::Flow::new(&scene, &cast);
    let mut turns = turns::Turns::new(&scene, &cast);
    let printed = printed::Printed::new(&scene, &cast);
    let mut labels = labels::Labels::new(&scene, &cast);
    for (index, paragraph) in scene.paragraphs.iter().enumerate() {
        if matches!(paragraph.role, Role::Byline | Role::Dateline) {
            continue;
        }
        if let Some(statement) = turns.read(index, paragraph) {
            labels.end();
            flow.take(Some(statement));
        } else if let Some(statement) = labels.read(index) {
            flow.take(statement);
        } else if let Some(statement) = printed.read(index, paragraph) {
            flow.take(Some(statement));
        } else {
            flow.read(paragraph);
        }
    }
    let mut statements = flow.statements;
    statements.sort_by_key(|statement| (statement.span.start, statement.span.end));
    statements
}
