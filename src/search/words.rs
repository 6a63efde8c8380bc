//! Query words as stems, in every language that the index has.

use crate::analysis::{Analyzer, fold, push_term, searched_words};

/// Turns words into the stems under which articles in the languages of the index have them.
pub struct WordTerms {
    analyzers: Vec<Analyzer>,
}

/// What one word is in the index: for each language, the stems that stand for it there. An article is in one language,
/// so at most one row of stems is its own.
pub type TermsByLanguage = Vec<Vec<String>>;

impl WordTerms {
    /// For articles in these languages, and in none that is known.
    pub fn new(languages: &[String]) -> Self {
        let mut analyzers: Vec<Analyzer> = vec![Analyzer::for_language(None)];
        for language in languages {
            let analyzer = Analyzer::for_language(Some(language));
            if analyzers.iter().all(|known| known.language() != analyzer.language()) {
                analyzers.push(analyzer);
            }
        }
        Self { analyzers }
    }

    /// The stems of each word of `text`, in its order.
    pub fn of(&self, text: &str) -> Vec<TermsByLanguage> {
        let mut analyzers = self.analyzers.clone();
        let mut terms = |word: &str| -> TermsByLanguage {
            let each = analyzers.iter_mut().filter_map(|analyzer| analyzer.terms(word));
            each.map(|terms| terms.stems().map(str::to_owned).collect()).collect()
        };
        searched_words(text).iter().map(|word| terms(word.of(text))).filter(|terms| !terms.is_empty()).collect()
    }

    /// The terms under which the index has a folded form, if it has it: in stemmed text by its stem in each language, and
    /// elsewhere as it is.
    pub fn terms_of_form(&self, form: &str) -> Vec<String> {
        let mut found = vec![form.to_owned()];
        for analyzer in &self.analyzers {
            let mut term = String::new();
            if let Some(terms) = analyzer.clone().terms(form) {
                push_term(&terms.stem, form, &mut term);
                found.push(term);
            }
        }
        found
    }

    /// Whether in all its languages stems begin with the letter that their forms begin with.
    pub fn keep_beginnings(&self) -> bool {
        self.analyzers.iter().all(Analyzer::keeps_beginnings)
    }
}

/// The folded words of a name.
pub fn name_terms(name: &[String]) -> Vec<String> {
    let mut terms = Vec::new();
    for part in name {
        terms.extend(searched_words(part).into_iter().map(|word| fold(word.of(part)).into_owned()));
    }
    terms
}

/// The folded parts of a path.
pub fn path_terms(path: &str) -> Vec<String> {
    path.split('/').filter(|part| !part.is_empty() && *part != ".").map(|part| fold(part).into_owned()).collect()
}
