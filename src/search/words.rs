//! Query words as index terms, in every language that the index has.

use crate::analysis::{Analyzer, fold, searched_words};

/// Turns words into the terms under which articles in the languages of the index have them.
pub struct WordTerms {
    analyzers: Vec<Analyzer>,
}

/// What one word is in the index: for each language, the terms that stand for it there. An article is in one language,
/// so at most one row of terms is its own.
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

    /// The terms of each word of `text`, in its order.
    pub fn of(&self, text: &str) -> Vec<TermsByLanguage> {
        let mut analyzers = self.analyzers.clone();
        let mut terms = |word: &str| -> TermsByLanguage {
            let each = analyzers.iter_mut().filter_map(|analyzer| analyzer.terms(word));
            each.map(|terms| terms.iter().map(str::to_owned).collect()).collect()
        };
        searched_words(text).iter().map(|word| terms(word.of(text))).filter(|terms| !terms.is_empty()).collect()
    }

    /// The distinct sequences of terms that some words can be: for each language one, and one without accents.
    pub fn sequences(&self, text: &[String]) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = Vec::new();
        for analyzer in &self.analyzers {
            let mut analyzer = analyzer.clone();
            let (mut stems, mut unaccented) = (Vec::new(), Vec::new());
            let each = text.iter().flat_map(|part| searched_words(part).into_iter().map(move |word| word.of(part)));
            for word in each {
                let Some(terms) = analyzer.terms(word) else { continue };
                stems.push(terms.stem.to_string());
                unaccented.push(terms.unaccented.as_ref().unwrap_or(&terms.stem).to_string());
            }
            for sequence in [stems, unaccented] {
                if !sequence.is_empty() && !found.contains(&sequence) {
                    found.push(sequence);
                }
            }
        }
        found
    }

    /// The terms by which a form is stemmed in the languages of the index.
    pub fn of_form(&self, form: &str) -> Vec<String> {
        let mut terms: Vec<String> = self.of(form).into_iter().flatten().flatten().collect();
        terms.sort_unstable();
        terms.dedup();
        terms
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
