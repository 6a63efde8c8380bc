//! The command line: flags, exit codes, hints. One file a command; what the commands do lies in the other modules.

mod allocator;
mod batch;
mod check;
mod complete;
mod context;
mod count;
mod extract;
mod failure;
mod formats;
mod generate;
mod index;
mod limits;
mod maintain;
mod pager;
mod progress;
mod query;
mod said;
mod search;
mod selection;
mod show;
mod sources;
mod status;
mod timeline;
mod top;
mod topics;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::CompleteEnv;
use context::Context;
use failure::Failure;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

/// Exit code: at least one hit, or the work is done.
pub const FOUND: u8 = 0;
/// Exit code: no hit, no such id.
pub const NOTHING: u8 = 1;
/// Exit code: usage, query or other error.
pub const ERROR: u8 = 2;
/// Exit code: finished, but some sources were skipped.
pub const SKIPPED: u8 = 3;
/// Exit code: the index is missing, of another version, or damaged.
pub const NO_INDEX: u8 = 4;
/// Exit code: another writer holds the index.
pub const LOCKED: u8 = 75;

/// The program's name.
const NAME: &str = "onrecord";

/// Flags of one letter without a value, which may stand together.
const FLAGS: &str = "lqc0hV";

const EXAMPLES: &str = "\
Examples:
  onrecord index news/                          read an archive, or what changed in it
  onrecord search 'bridge closed date:2023'    ranked articles with snippets
  onrecord said --speaker venn 'bridge open'    who said what, and when
  onrecord top speaker bridge                   who is quoted most about it
  onrecord search -l flood | xargs wc -w        paths for other programs

Exit codes: 0 found or done, 1 nothing found, 2 error, 3 done but sources were skipped,
4 no usable index, 75 the index is being written to, 130 or 143 interrupted.";

/// Index an archive of news, and ask it who said what about something, and when.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, after_help = EXAMPLES, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    /// Folder of the index, or opensearch+https://HOST:PORT/NAME [default: .onrecord here or above, else the user's own]
    #[arg(long, global = true, value_name = "DIR", env = "ONRECORD_INDEX", hide_env_values = true)]
    index: Option<PathBuf>,
    #[command(flatten)]
    cluster: context::ClusterArguments,
    /// When to use colours [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    color: Option<When>,
    /// When to make paths links to their files [default: auto]
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    hyperlink: Option<When>,
    #[command(subcommand)]
    command: Command,
}

/// When to use something that suits terminals only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::IndexArguments),
    Search(search::SearchArguments),
    Said(said::SaidArguments),
    Show(show::ShowArguments),
    Extract(extract::ExtractArguments),
    Top(top::TopArguments),
    Timeline(timeline::TimelineArguments),
    Count(count::CountArguments),
    Status(status::StatusArguments),
    Check(check::CheckArguments),
    Forget(maintain::ForgetArguments),
    Compact(maintain::CompactArguments),
    Help(topics::HelpArguments),
    Completions(generate::CompletionsArguments),
    Man(generate::ManArguments),
}

/// Runs the program with these arguments, its own name first. Gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let here = std::env::current_dir().ok();
    let completed = CompleteEnv::with_factory(Cli::command).bin(NAME).try_complete(&arguments, here.as_deref());
    match completed {
        Ok(false) => {}
        Ok(true) => return FOUND,
        Err(error) => return Failure::plain(error.to_string()).report(),
    }
    let parsed = taken_for_flags(&arguments)
        .map_or_else(|| Cli::try_parse_from(&arguments).map_err(Refusal::Usage), |word| Err(Refusal::Word(word)));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(Refusal::Word(word)) => return negated(&word).report(),
        Err(Refusal::Usage(error)) => {
            let printed = error.print();
            return if error.use_stderr() || printed.is_err() { ERROR } else { FOUND };
        }
    };
    let result = Context::new(cli.index, cli.cluster, cli.color, cli.hyperlink).and_then(|context| match cli.command {
        Command::Index(arguments) => arguments.run(&context),
        Command::Search(arguments) => arguments.run(&context),
        Command::Said(arguments) => arguments.run(&context),
        Command::Show(arguments) => arguments.run(&context),
        Command::Extract(arguments) => arguments.run(&context),
        Command::Top(arguments) => arguments.run(&context),
        Command::Timeline(arguments) => arguments.run(&context),
        Command::Count(arguments) => arguments.run(&context),
        Command::Status(arguments) => arguments.run(&context),
        Command::Check(arguments) => arguments.run(&context),
        Command::Forget(arguments) => arguments.run(&context),
        Command::Compact(arguments) => arguments.run(&context),
        Command::Help(arguments) => arguments.run(&context),
        Command::Completions(arguments) => arguments.run(),
        Command::Man(arguments) => arguments.run(),
    });
    match result {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

/// Why the arguments are not taken.
enum Refusal {
    /// What clap says.
    Usage(clap::Error),
    /// A word of a query that stands where a flag would.
    Word(String),
}

/// The first argument such as `-ferry`: meant as "without ferry", and read by a shell's habits as flags `-f -e -r …`.
fn taken_for_flags(arguments: &[OsString]) -> Option<String> {
    let words = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    let is_word = |word: &&str| {
        let letters = word.strip_prefix('-').unwrap_or_default();
        let letter_count = letters.chars().take_while(|letter| letter.is_alphabetic()).count();
        letter_count >= 3 && letters.chars().any(|letter| !FLAGS.contains(letter))
    };
    words.take_while(|word| *word != "--").find(is_word).map(str::to_owned)
}

fn negated(word: &str) -> Failure {
    let plain = word.trim_start_matches('-');
    Failure::new(
        format!("'{word}' looks like flags"),
        format!("to leave the word out, write NOT {plain}, or put -- before the query: -- … {word}"),
    )
}

/// Writes a message to standard error; that it cannot be written is nothing that could be told to anyone.
fn message(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{}", crate::output::visible(text)));
}
