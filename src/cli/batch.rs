//! Running one query or many, and printing their hits.

use super::context::Context;
use super::failure::Failure;
use super::query::{HitArguments, QueryArguments, hint_at_more};
use super::{FOUND, NOTHING, message};
use crate::engine::{
    ArticleHead, Contribution, Counted, EngineError, Hit, Reader, Request, Results, Sort, StatementHit,
};
use crate::field::Subject;
use crate::output::{self, BatchTag, Format, PathPrinter, Rows, Style};
use crate::query::{ParseOptions, Query};
use crate::search::SideBySide;
use rustc_hash::FxHashSet;
use serde_json::{Map, Value};
use std::io::{self, BufRead, BufReader, Read, Write};

/// What a command finds: articles or statements.
pub trait Found: Sized + Send + Sync {
    /// What is counted.
    const COUNTED: Counted;
    /// What a query is about.
    const SUBJECT: Subject;
    /// Asks for hits.
    fn ask(reader: &dyn Reader, request: &Request) -> Result<Results<Self>, EngineError>;
    /// The article.
    fn article(&self) -> &ArticleHead;
    /// Id of the hit.
    fn id(&self) -> String;
    /// Its fields.
    const FIELDS: &[&str];
    /// The fields that tables have where none are asked for.
    const COLUMNS: &[&str];
    /// How it scored.
    fn score(&self) -> (f32, &[Contribution]);
    /// As a row.
    fn row(&self, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<Map<String, Value>>;
    /// For notes.
    fn markdown(&self, out: &mut dyn Write, paths: &PathPrinter) -> io::Result<()>;
    /// For people.
    fn text(&self, out: &mut dyn Write, paths: &PathPrinter, style: Style) -> io::Result<()>;
    /// For scripts.
    fn json(&self, out: &mut dyn Write, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<()>;
}

impl Found for Hit {
    const FIELDS: &[&str] = output::HIT_FIELDS;
    const COLUMNS: &[&str] = &["id", "title", "published", "outlet", "score", "path", "snippets"];

    fn score(&self) -> (f32, &[Contribution]) {
        (self.score, &self.contributions)
    }

    fn row(&self, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<Map<String, Value>> {
        output::hit_row(self, paths, batch)
    }

    fn markdown(&self, out: &mut dyn Write, paths: &PathPrinter) -> io::Result<()> {
        output::hit_markdown(out, self, paths)
    }

    const COUNTED: Counted = Counted::Articles;
    const SUBJECT: Subject = Subject::Article;

    fn ask(reader: &dyn Reader, request: &Request) -> Result<Results<Self>, EngineError> {
        reader.search(request)
    }

    fn article(&self) -> &ArticleHead {
        &self.article
    }

    fn id(&self) -> String {
        self.article.id.clone()
    }

    fn text(&self, out: &mut dyn Write, paths: &PathPrinter, style: Style) -> io::Result<()> {
        output::hit(out, self, paths, style)
    }

    fn json(&self, out: &mut dyn Write, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<()> {
        output::hit_line(out, self, paths, batch)
    }
}

impl Found for StatementHit {
    const FIELDS: &[&str] = output::STATEMENT_FIELDS;
    const COLUMNS: &[&str] = &["id", "speakers", "published", "outlet", "title", "text", "kind", "confidence", "path"];

    fn score(&self) -> (f32, &[Contribution]) {
        (self.score, &self.contributions)
    }

    fn row(&self, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<Map<String, Value>> {
        output::statement_row(self, paths, batch)
    }

    fn markdown(&self, out: &mut dyn Write, paths: &PathPrinter) -> io::Result<()> {
        output::statement_markdown(out, self, paths)
    }

    const COUNTED: Counted = Counted::Statements;
    const SUBJECT: Subject = Subject::Statement;

    fn ask(reader: &dyn Reader, request: &Request) -> Result<Results<Self>, EngineError> {
        reader.said(request)
    }

    fn article(&self) -> &ArticleHead {
        &self.article
    }

    fn id(&self) -> String {
        crate::article::statement_id(&self.article.id, self.number)
    }

    fn text(&self, out: &mut dyn Write, paths: &PathPrinter, style: Style) -> io::Result<()> {
        output::statement_hit(out, self, paths, style)
    }

    fn json(&self, out: &mut dyn Write, paths: &PathPrinter, batch: Option<BatchTag>) -> io::Result<()> {
        output::statement_line(out, self, paths, batch)
    }
}

/// Runs the query, or all queries of a batch. Exit code 0 if any has a hit.
pub fn run<H: Found>(
    context: &Context,
    query: &QueryArguments,
    arguments: &HitArguments,
    snippets: usize,
) -> Result<u8, Failure> {
    let options = query.options(context, H::SUBJECT)?;
    let text = query.text();
    if arguments.batch.is_none() && text.trim().is_empty() && query.selection.clauses.is_empty() {
        let bounds = query.selection.since.is_some() || query.selection.until.is_some();
        if !bounds {
            return Err(Failure::new(
                "no query",
                "give words, clauses, or flags such as --speaker NAME or --since DATE",
            ));
        }
    }
    let format = arguments.format(context)?;
    let fields = arguments.format.fields(format, H::FIELDS)?;
    let shows_passages = matches!(format, Format::Text | Format::Markdown)
        || fields.as_ref().map_or(!matches!(format, Format::Ids | Format::Paths), |fields| {
            fields.iter().any(|field| field == "snippets")
        });
    let reader = context.reader()?;
    let shows_hits = !arguments.count && !arguments.quiet;
    let tag: &[&str] = if arguments.batch.is_some() { &["query", "rank"] } else { &[] };
    let mut run = Run::<H> {
        reader: &*reader,
        context,
        query,
        arguments,
        options,
        sort: arguments.order(context)?,
        format,
        snippets: if shows_passages && shows_hits { snippets } else { 0 },
        paths: context.paths(),
        rows: Rows::new(format, &[tag, H::COLUMNS].concat(), fields),
        printed: FxHashSet::default(),
        last_word: None,
        total: 0,
        hits: std::marker::PhantomData,
    };
    let mut out = if format == Format::Text && shows_hits { context.paged() } else { context.out() };
    let found = match &arguments.batch {
        None => run.one(&mut out, &text)?,
        Some(file) => run.batch(&mut out, file)?,
    };
    let is_table = format != Format::Markdown || arguments.format.fields.is_some();
    if shows_hits && is_table {
        run.rows.finish(&mut out)?;
    }
    out.finish()?;
    if let Some(told) = &run.last_word {
        message(told);
    }
    if found {
        return Ok(FOUND);
    }
    if arguments.batch.is_none() && !arguments.quiet && run.total == 0 {
        let query = crate::query::parse(&text, &run.options)?;
        hint_at_more(&*reader, &text, &query, &run.options, H::COUNTED)?;
    }
    Ok(NOTHING)
}

struct Run<'r, H> {
    reader: &'r dyn Reader,
    context: &'r Context,
    query: &'r QueryArguments,
    arguments: &'r HitArguments,
    options: ParseOptions,
    sort: Sort,
    format: Format,
    snippets: usize,
    paths: PathPrinter,
    rows: Rows,
    printed: FxHashSet<String>,
    /// What is said when everything was printed.
    last_word: Option<String>,
    /// All matches of the last query.
    total: u64,
    hits: std::marker::PhantomData<H>,
}

/// Queries that are answered before the first of their answers is printed, for each thread.
const QUERIES_PER_THREAD: usize = 16;

/// What one query of a run found.
enum Answer<H> {
    Count(u64),
    Hits(Results<H>),
}

impl<H> Answer<H> {
    fn total(&self) -> u64 {
        match self {
            Self::Count(count) => *count,
            Self::Hits(results) => results.total,
        }
    }

    fn has_hit(&self) -> bool {
        match self {
            Self::Count(count) => *count > 0,
            Self::Hits(results) => !results.hits.is_empty(),
        }
    }
}

impl<H: Found> Run<'_, H> {
    fn batch(&mut self, out: &mut dyn Write, file: &str) -> Result<bool, Failure> {
        let failed = |error: io::Error| Failure::plain(format!("{file}: {error}"));
        let input: Box<dyn Read> = match file {
            "-" => Box::new(io::stdin()),
            path => Box::new(std::fs::File::open(path).map_err(failed)?),
        };
        let mut input = BufReader::new(input);
        let threads = self.arguments.threads(self.context);
        let pool = SideBySide::new(threads).map_err(Failure::plain)?;
        let mut found = false;
        let mut number = 0_u64;
        loop {
            let lines = lines_at_hand(&mut input, threads * QUERIES_PER_THREAD).map_err(failed)?;
            if lines.is_empty() {
                return Ok(found);
            }
            let mut queries = Vec::with_capacity(lines.len());
            let mut wrong = None;
            for line in lines {
                number += 1;
                if line.trim().is_empty() {
                    continue;
                }
                match self.query.read(self.reader, &line, &self.options) {
                    Ok(query) => queries.push((line, query)),
                    Err(failure) => {
                        wrong = Some(failure.at(&format!("{file}:{number}")));
                        break;
                    }
                }
            }
            let answers = pool.answer(&queries, |(_, query)| self.ask(query));
            for ((line, _), answer) in queries.iter().zip(answers) {
                found |= self.print_answer(out, &answer?, line, true)?;
            }
            out.flush()?;
            if let Some(failure) = wrong {
                return Err(failure);
            }
        }
    }

    /// Runs one query. True if it has a hit.
    fn one(&mut self, out: &mut dyn Write, text: &str) -> Result<bool, Failure> {
        let query = self.query.read(self.reader, text, &self.options)?;
        let answer = self.ask(&query)?;
        self.total = answer.total();
        self.print_answer(out, &answer, text, false)
    }

    fn ask(&self, query: &Query) -> Result<Answer<H>, EngineError> {
        if self.arguments.count || self.arguments.quiet {
            return self.reader.count(query, H::COUNTED).map(Answer::Count);
        }
        let request = Request {
            query,
            sort: self.sort,
            offset: self.arguments.offset,
            limit: self.arguments.hits(self.context),
            snippets: self.snippets,
            context: self.arguments.context.or(self.context.config.context).unwrap_or(0),
            explain: self.query.explain,
        };
        let mut results = H::ask(self.reader, &request)?;
        // Several hits may lie in one file: as many paths are wanted as hits would be.
        let mut limit = request.limit;
        while self.format == Format::Paths
            && limit > 0
            && results.hits.len() == limit
            && distinct_paths(&results) < request.limit
        {
            limit = limit.saturating_mul(4);
            results = H::ask(self.reader, &Request { limit, ..request })?;
        }
        Ok(Answer::Hits(results))
    }

    /// Prints what was found. True if there is a hit.
    fn print_answer(
        &mut self,
        out: &mut dyn Write,
        answer: &Answer<H>,
        text: &str,
        in_batch: bool,
    ) -> Result<bool, Failure> {
        match answer {
            Answer::Count(_) if self.arguments.quiet => {}
            Answer::Count(count) => match (self.arguments.format.json, in_batch) {
                (true, _) => {
                    let mut rows = Rows::new(Format::Ndjson, &[], None);
                    rows.row(out, output::count_row(in_batch.then_some(text), *count))?;
                }
                (false, true) => writeln!(out, "{count}\t{text}")?,
                (false, false) => writeln!(out, "{count}")?,
            },
            Answer::Hits(results) => self.print(out, results, in_batch.then_some(text))?,
        }
        Ok(answer.has_hit())
    }

    fn print(&mut self, out: &mut dyn Write, results: &Results<H>, batch: Option<&str>) -> Result<(), Failure> {
        let format = self.format;
        let style = self.context.style();
        if let (Some(query), Format::Text) = (batch, format) {
            style.title(out, &format!("{query}\n"))?;
            if results.hits.is_empty() {
                out.write_all(b"no hit\n\n")?;
            }
        }
        if let (Some(query), Format::Ndjson | Format::Json, true) = (batch, format, results.hits.is_empty()) {
            self.rows.whole_row(out, output::no_hits_row(query))?;
        }
        let mut here = 0;
        for (index, hit) in results.hits.iter().enumerate() {
            let rank = self.arguments.offset + index + 1;
            if self.query.explain && self.sort == Sort::Relevance {
                let (score, contributions) = hit.score();
                message(&output::contributions(rank, score, &hit.id(), contributions));
            }
            let tag = batch.map(|query| BatchTag { query, rank });
            match format {
                Format::Text => hit.text(out, &self.paths, style)?,
                Format::Ndjson if self.rows.is_plain() => hit.json(out, &self.paths, tag)?,
                Format::Markdown if self.arguments.format.fields.is_none() => hit.markdown(out, &self.paths)?,
                Format::Ndjson | Format::Json | Format::Csv | Format::Tsv | Format::Markdown => {
                    self.rows.row(out, hit.row(&self.paths, tag)?)?;
                }
                Format::Ids => self.item(out, &hit.id())?,
                Format::Paths => {
                    let wanted = self.arguments.hits(self.context);
                    let path = self.paths.of(hit.article());
                    let has_room = wanted == 0 || here < wanted;
                    if has_room && self.printed.insert(path.clone()) {
                        here += 1;
                        self.item(out, &path)?;
                    }
                }
            }
        }
        if format == Format::Text && batch.is_none() && self.context.is_terminal() {
            self.last_word = Some(total(results.hits.len(), results.total, H::COUNTED));
        }
        Ok(())
    }

    fn item(&self, out: &mut dyn Write, item: &str) -> io::Result<()> {
        out.write_all(item.as_bytes())?;
        out.write_all(self.arguments.end())
    }
}

fn distinct_paths<H: Found>(results: &Results<H>) -> usize {
    let place = |hit: &H| (hit.article().root.clone(), hit.article().path.clone());
    results.hits.iter().map(place).collect::<FxHashSet<_>>().len()
}

fn total(shown: usize, total: u64, counted: Counted) -> String {
    let all = output::amount(total, counted.name());
    if shown as u64 == total { all } else { format!("{all}, {shown} shown (-n 0 for all)") }
}

/// The next line, and those that have already come with it, so that a program that sends one query at a time gets
/// its answer at once. Empty at the end.
fn lines_at_hand(input: &mut BufReader<impl Read>, most: usize) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(lines);
        }
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        lines.push(line);
        if lines.len() == most || !input.buffer().contains(&b'\n') {
            return Ok(lines);
        }
    }
}
