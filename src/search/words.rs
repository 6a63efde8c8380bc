//! Query words as index terms, in every language that the index has.

use crate::analysis::{Analyzer, TokenKind, fold, tokenize};

/// Turns words into the terms under which articles in the languages of the index have them.
pub struct WordTerms {
    analyzers: Vec<Analyzer>,
}

impl WordTerms {
    /// For articles in these languages, and in none that is known.
    pub fn new(languages: &[String]) -> Self {
        let known = languages.iter().map(|language| Analyzer::for_language(Some(language)));
        Self { analyzers: std::iter::once(Analyzer::for_language(None)).chain(known).collect() }
    }

    /// The distinct terms of one word.
    pub fn of(&self, word: &str) -> Vec<String> {
        let mut terms: Vec<String> = self.sequences(&[word.to_owned()]).into_iter().flatten().collect();
        terms.dedup();
        terms
    }

    /// The distinct sequences of terms that some words can be, one a language.
    pub fn sequences(&self, words: &[String]) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = Vec::new();
        for analyzer in &self.analyzers {
            let mut analyzer = analyzer.clone();
            let mut sequence = Vec::with_capacity(words.len());
            for word in words {
                for token in tokenize(word).iter().filter(|token| token.kind != TokenKind::Mark) {
                    sequence.extend(analyzer.term(token.of(word)).map(str::to_owned));
                }
            }
            if !sequence.is_empty() && !found.contains(&sequence) {
                found.push(sequence);
            }
        }
        found
    }
}

/// The folded words of a name.
pub fn name_terms(words: &[String]) -> Vec<String> {
    let mut terms = Vec::new();
    for word in words {
        let tokens = tokenize(word);
        let kept = tokens.iter().filter(|token| token.kind != TokenKind::Mark);
        terms.extend(kept.map(|token| fold(token.of(word)).into_owned()));
    }
    terms
}

/// The folded parts of a path.
pub fn path_terms(path: &str) -> Vec<String> {
    path.split('/').filter(|part| !part.is_empty() && *part != ".").map(|part| fold(part).into_owned()).collect()
}
