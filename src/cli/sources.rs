//! Flags of the commands that read sources, and what is said about what they could not read.

use super::context::Context;
use super::failure::Failure;
use super::limits::LimitArguments;
use super::message;
use crate::ingest::{Input, Options, ReadOptions, Summary};
use crate::output::{self, PathPrinter};
use crate::settings::{MemoryShares, default_memory, parse_size, share_memory};
use crate::source::{Root, WalkOptions};
use clap::Args;
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Skips that are named one by one on standard error.
const SKIPS_NAMED: usize = 20;

/// What is read, and how.
#[derive(Debug, Args)]
pub struct SourceArguments {
    /// Folders and files, members of containers (a.zip!b.html); - for standard input: JSON lines, or what a file can be
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read more paths from FILE, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<String>,
    /// Paths of --files-from end with NUL
    #[arg(short = '0', long = "null", requires = "files_from")]
    pub null: bool,
    /// Threads [default: as many as the machine has]
    #[arg(short = 'j', long, value_name = "N")]
    pub threads: Option<usize>,
    /// Memory for the whole program, such as 512M [default: a quarter of the machine's, at most 2G]
    #[arg(long, value_name = "SIZE")]
    pub memory: Option<String>,
    /// Only files whose path below the root matches
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// No files or folders whose path below the root matches
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Hidden files and folders too
    #[arg(long)]
    pub hidden: bool,
    /// Follow symbolic links
    #[arg(long)]
    pub follow: bool,
    /// Stop at the first source that cannot be read, with exit code 2
    #[arg(long)]
    pub strict: bool,
    /// Write every skip to FILE, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    #[command(flatten)]
    pub reading: LimitArguments,
}

impl SourceArguments {
    /// What is read; names of roots are relative to `base`.
    pub fn input(&self, base: &Path, default: Option<&Path>) -> Result<Input, Failure> {
        let mut paths = self.paths.clone();
        if let Some(list) = &self.files_from {
            paths.extend(self.listed(list)?);
        } else if let (true, Some(default)) = (paths.is_empty(), default) {
            paths.push(default.to_owned());
        }
        if paths.iter().any(|path| path.as_os_str() == "-") {
            return match paths.len() {
                1 => Ok(Input::StandardInput),
                _ => Err(Failure::new("- cannot stand beside other paths", "read standard input in a run of its own")),
            };
        }
        let root = |path: &PathBuf| {
            Root::new(path, base)
                .map_err(|error| Failure::new(format!("{}: {}", path.display(), error.source), "check the path"))
        };
        Ok(Input::Roots(paths.iter().map(root).collect::<Result<_, _>>()?))
    }

    fn listed(&self, list: &str) -> Result<Vec<PathBuf>, Failure> {
        let failed = |error: std::io::Error| Failure::plain(format!("{list}: {error}"));
        let mut bytes = Vec::new();
        match list {
            "-" => std::io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?,
            file => std::fs::File::open(file).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(failed)?,
        };
        let end = if self.null { b'\0' } else { b'\n' };
        let lines = bytes.split(|byte| *byte == end).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        Ok(lines.filter(|line| !line.is_empty()).map(|line| PathBuf::from(&*String::from_utf8_lossy(line))).collect())
    }

    /// The memory that may be used, shared out.
    pub fn memory(&self, context: &Context) -> Result<MemoryShares, Failure> {
        let named = self.memory.as_ref().or(context.config.memory.as_ref());
        let total = named.map_or(Ok(default_memory()), |size| parse_size(size))?;
        if total < crate::settings::MEMORY_MIN {
            return Err(Failure::new(format!("{total} bytes of memory are too few"), "give at least 64M"));
        }
        super::allocator::keep_to(total);
        Ok(share_memory(total))
    }

    /// Threads.
    pub fn threads(&self, context: &Context) -> usize {
        context.threads(self.threads)
    }

    /// How the run goes about it; `without`: the index's own folder.
    pub fn options(&self, context: &Context, without: Option<PathBuf>) -> Result<Options, Failure> {
        Ok(Options {
            threads: self.threads(context),
            in_flight: self.memory(context)?.in_flight,
            walk: WalkOptions {
                hidden: self.hidden,
                follow: self.follow,
                include: globs(&self.include)?,
                exclude: globs(&self.exclude)?,
                without: without.into_iter().collect(),
            },
            force: false,
            prune: false,
            strict: self.strict,
            read: ReadOptions { limits: self.reading.limits()?, format: self.reading.format()? },
        })
    }

    /// Names the skips on standard error, and writes the report.
    pub fn tell_skips(&self, summary: &Summary, paths: &PathPrinter) -> Result<(), Failure> {
        for (root, skip) in summary.skips.iter().take(SKIPS_NAMED) {
            let mut named = skip.clone();
            named.locator.path = paths.print(root, &skip.locator.path);
            message(&format!("skipped {named}"));
        }
        let more = summary.skips.len().saturating_sub(SKIPS_NAMED);
        if more > 0 {
            message(&format!("… and {} more; --report FILE lists all", output::grouped(more as u64)));
        }
        let Some(report) = &self.report else { return Ok(()) };
        let failed = |error: std::io::Error| Failure::plain(format!("{}: {error}", report.display()));
        let mut file = std::io::BufWriter::new(std::fs::File::create(report).map_err(failed)?);
        for (root, skip) in &summary.skips {
            let path = paths.print(root, &skip.locator.path);
            let line = serde_json::json!({
                "v": 1, "path": path, "member": skip.locator.member, "line": skip.locator.line,
                "reason": skip.reason.name(), "detail": skip.detail,
            });
            writeln!(file, "{line}").map_err(failed)?;
        }
        file.flush().map_err(failed)
    }
}

/// How many skips there are of each reason: `2 empty, 1 binary`.
pub fn reasons(summary: &Summary) -> String {
    let mut counts: BTreeMap<_, u64> = BTreeMap::new();
    for (_, skip) in &summary.skips {
        *counts.entry(skip.reason).or_default() += 1;
    }
    let listed: Vec<String> = counts.iter().map(|(reason, count)| format!("{count} {}", reason.name())).collect();
    listed.join(", ")
}

fn globs(patterns: &[String]) -> Result<Option<GlobSet>, Failure> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let wrong = |error: globset::Error| {
            Failure::new(format!("'{pattern}' is no pattern: {}", error.kind()), "such as '**/*.html'")
        };
        builder.add(Glob::new(pattern).map_err(wrong)?);
        if !pattern.contains('/') {
            builder.add(Glob::new(&format!("**/{pattern}")).map_err(wrong)?);
        }
    }
    builder.build().map(Some).map_err(|error| Failure::plain(error.to_string()))
}
