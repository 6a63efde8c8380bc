//! Names as the index folds them: which form stands for which person.

use super::words::name_terms;
use crate::analysis::Fold;
use crate::query::Node;
use rustc_hash::FxHashMap;

/// The table of folded names, ready to be asked.
#[derive(Default)]
pub struct Names {
    folds: Vec<Fold>,
    by_form: FxHashMap<String, usize>,
}

impl Names {
    /// The table with these rows.
    pub fn new(folds: Vec<Fold>) -> Self {
        let by_form = folds.iter().enumerate().map(|(at, fold)| (fold.from.clone(), at)).collect();
        Self { folds, by_form }
    }

    /// The name that stands for `name`.
    pub fn of<'n>(&'n self, name: &'n str) -> &'n str {
        self.by_form.get(name).and_then(|at| self.folds.get(*at)).map_or(name, |fold| &fold.to)
    }

    /// The forms that mean somebody whose name has `words` in it although they do not have them themselves.
    pub fn forms_of(&self, words: &[String]) -> Vec<&Fold> {
        let wanted = name_terms(words);
        let has = |name: &str| name_terms(&[name.to_owned()]).windows(wanted.len()).any(|found| found == wanted);
        if wanted.is_empty() {
            return Vec::new();
        }
        self.folds.iter().filter(|fold| has(&fold.to) && !has(&fold.from)).collect()
    }

    /// The folded forms that the clauses of a query reach.
    pub fn reached(&self, query: &Node) -> Vec<&Fold> {
        query.named_persons().into_iter().flat_map(|words| self.forms_of(words)).collect()
    }
}
