//! Flags of every command that takes a query, and how the query is read.

use super::complete::query_word;
use super::context::{Context, chosen};
use super::failure::Failure;
use super::formats::FormatArguments;
use super::message;
use super::selection::Selection;
use crate::analysis::Fold;
use crate::engine::{Counted, Reader, Sort, Suggestion};
use crate::field::Subject;
use crate::output::{Format, amount};
use crate::query::{Match, ParseOptions, Query, parse};
use crate::settings::{HITS, SNIPPETS};
use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

/// The query and what selects.
#[derive(Debug, Args)]
pub struct QueryArguments {
    /// Words, "phrases", wor*, word~, OR, NOT, ( ), field:value, said( … ); arguments are joined by blanks.
    /// `onrecord help query` has all of it
    #[arg(add = ArgValueCompleter::new(query_word))]
    pub query: Vec<String>,
    /// How many of the words have to match
    #[arg(long = "match", value_name = "HOW")]
    pub matching: Option<Matching>,
    /// Print the one query that results from words and flags, the names folded for it, and how hits scored
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub selection: Selection,
}

/// How many of the words have to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Matching {
    /// All of them
    All,
    /// At least 60 %
    Most,
    /// At least one
    Any,
}

impl From<Matching> for Match {
    fn from(matching: Matching) -> Self {
        match matching {
            Matching::All => Match::All,
            Matching::Most => Match::Most,
            Matching::Any => Match::Any,
        }
    }
}

impl QueryArguments {
    /// The query as one text.
    pub fn text(&self) -> String {
        self.query.join(" ")
    }

    /// What queries are read with.
    pub fn options(&self, context: &Context, subject: Subject) -> Result<ParseOptions, Failure> {
        let configured = chosen("match", context.config.matching.as_deref())?.unwrap_or(Matching::All);
        Ok(ParseOptions {
            matching: self.matching.unwrap_or(configured).into(),
            subject,
            today: context.today(),
            clauses: self.selection.clauses.clone(),
            since: self.selection.since.clone(),
            until: self.selection.until.clone(),
        })
    }

    /// Reads one query, and says on standard error what the user should know about it.
    pub fn read(&self, reader: &dyn Reader, text: &str, options: &ParseOptions) -> Result<Query, Failure> {
        let query = parse(text, options)?;
        query.notes.iter().for_each(|note| message(&format!("note: {note}")));
        if self.explain {
            message(&format!("query: {query}"));
            for Fold { from, to, rule } in reader.folded(&query)? {
                message(&format!("folded: {from} is read as {to} ({rule})"));
            }
        }
        Ok(query)
    }
}

/// What is counted, and what a query is about: statements or articles.
pub fn counted(statements: bool) -> (Counted, Subject) {
    match statements {
        true => (Counted::Statements, Subject::Statement),
        false => (Counted::Articles, Subject::Article),
    }
}

/// Says what would find something, when nothing was found: words that the index has, or a looser match.
pub fn hint_at_more(
    reader: &dyn Reader,
    text: &str,
    query: &Query,
    options: &ParseOptions,
    counted: Counted,
) -> Result<(), Failure> {
    let suggestions = reader.suggestions(query, counted)?;
    for Suggestion { field, wrong, right } in &suggestions {
        let field = field.map(|field| format!("{field}:")).unwrap_or_default();
        match right {
            Some(right) => message(&format!("hint: did you mean {field}{right}? nothing has {field}{wrong}")),
            None => message(&format!("hint: nothing has {field}{wrong}")),
        }
    }
    if text.split_whitespace().any(|word| matches!(word, "or" | "and" | "not")) {
        message("hint: OR, AND and NOT are operators in capitals only; small, they are words");
    }
    if options.matching != Match::All {
        return Ok(());
    }
    for (matching, name) in [(Match::Most, "most"), (Match::Any, "any")] {
        let looser = parse(text, &ParseOptions { matching, ..options.clone() })?;
        let count = reader.count(&looser, counted)?;
        if count == 0 {
            continue;
        }
        let found = amount(count, counted.name());
        message(&format!("hint: nothing has all the words; --match {name} finds {found}"));
        break;
    }
    Ok(())
}

/// Which hits are printed, and how.
#[derive(Debug, Args)]
pub struct HitArguments {
    /// Number of hits; 0 for all [default: 10]
    #[arg(short = 'n', long = "hits", value_name = "N")]
    pub hits: Option<usize>,
    /// Hits to leave out at the start
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Order of hits [default: relevance]
    #[arg(long, value_name = "ORDER")]
    pub sort: Option<SortArgument>,
    /// N hits at random instead of the best
    #[arg(long, value_name = "N", conflicts_with_all = ["hits", "offset", "sort"])]
    pub sample: Option<usize>,
    /// What the random order is drawn from: the same seed gives the same hits
    #[arg(long, value_name = "S", requires = "sample")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub format: FormatArguments,
    /// Print only paths, each once; the same as --format paths
    #[arg(short = 'l', long = "paths", conflicts_with_all = ["format", "json"])]
    pub paths: bool,
    /// With paths or ids: end each with NUL instead of a line break
    #[arg(short = '0', long = "null")]
    pub null: bool,
    /// Sentences of context around what matched
    #[arg(short = 'C', long = "context", value_name = "N")]
    pub context: Option<usize>,
    /// Print only the number of hits
    #[arg(short = 'c', long = "count", conflicts_with_all = ["paths", "format"])]
    pub count: bool,
    /// Print nothing; the exit code says whether there is a hit
    #[arg(short = 'q', long = "quiet", conflicts_with_all = ["count", "paths", "format", "json"])]
    pub quiet: bool,
    /// Run one query a line from FILE, or from standard input with -
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "quiet"])]
    pub batch: Option<String>,
    /// Threads that answer the queries of a batch [default: as many as the machine has]
    #[arg(short = 'j', long, value_name = "N", requires = "batch")]
    pub threads: Option<usize>,
}

/// Order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortArgument {
    /// Best first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
}

impl From<SortArgument> for Sort {
    fn from(sort: SortArgument) -> Self {
        match sort {
            SortArgument::Relevance => Sort::Relevance,
            SortArgument::Newest => Sort::Newest,
            SortArgument::Oldest => Sort::Oldest,
        }
    }
}

impl HitArguments {
    /// The format that the flags or the settings ask for.
    pub fn format(&self, context: &Context) -> Result<Format, Failure> {
        if self.paths { Ok(Format::Paths) } else { self.format.format(context) }
    }

    /// Number of hits.
    pub fn hits(&self, context: &Context) -> usize {
        self.sample.or(self.hits).or(context.config.hits).unwrap_or(HITS)
    }

    /// The order of hits. Where they are drawn without a seed, the seed that was taken is told.
    pub fn order(&self, context: &Context) -> Result<Sort, Failure> {
        Ok(match (self.sample, self.seed) {
            (None, _) => {
                let configured = || chosen("sort", context.config.sort.as_deref());
                let sort = self.sort.map_or_else(configured, |sort| Ok(Some(sort)))?;
                sort.unwrap_or(SortArgument::Relevance).into()
            }
            (Some(_), Some(seed)) => Sort::Shuffled(seed),
            (Some(_), None) => {
                let seed = jiff::Timestamp::now().as_microsecond().unsigned_abs() % 1_000_000;
                message(&format!("note: --seed {seed} gives the same hits again"));
                Sort::Shuffled(seed)
            }
        })
    }

    /// Threads that answer the queries of a batch.
    pub fn threads(&self, context: &Context) -> usize {
        context.threads(self.threads)
    }

    /// What stands behind an id or a path.
    pub fn end(&self) -> &'static [u8] {
        if self.null { b"\0" } else { b"\n" }
    }
}

/// Snippets of a hit: the flag, else the settings, else the default.
pub fn snippets(flag: Option<usize>, context: &Context) -> usize {
    flag.or(context.config.snippets).unwrap_or(SNIPPETS)
}
