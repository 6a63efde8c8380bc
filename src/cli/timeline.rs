//! `onrecord timeline`: counts by day, month or year.

use super::context::Context;
use super::failure::Failure;
use super::formats::FormatArguments;
use super::query::{QueryArguments, hint_at_more};
use super::{FOUND, NOTHING, message};
use crate::engine::Period;
use crate::output::{self, Format};
use clap::{Args, ValueEnum};

/// The columns of a row.
const COLUMNS: &[&str] = &["period", "count", "all", "share"];

/// Count what matches by day, month or year, with its share of all articles of that time
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord timeline flood
  onrecord timeline --by month --since 2023 'outlet:\"coastal wire\" bridge'
  onrecord timeline --statements --speaker venn --format csv > venn.csv")]
pub struct TimelineArguments {
    #[command(flatten)]
    query: QueryArguments,
    /// The steps [default: what suits the range]
    #[arg(long, value_name = "PERIOD")]
    by: Option<By>,
    /// Count statements, read as in `said`
    #[arg(long)]
    statements: bool,
    #[command(flatten)]
    format: FormatArguments,
}

/// The steps of a timeline.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// Days
    Day,
    /// Months
    Month,
    /// Years
    Year,
}

impl From<By> for Period {
    fn from(by: By) -> Self {
        match by {
            By::Day => Self::Day,
            By::Month => Self::Month,
            By::Year => Self::Year,
        }
    }
}

impl TimelineArguments {
    /// Runs the command.
    pub fn run(self, context: &Context) -> Result<u8, Failure> {
        let (counted, subject) = super::query::counted(self.statements);
        let format = self.format.format_of_values(context)?;
        let fields = self.format.fields(format, COLUMNS)?;
        let options = self.query.options(context, subject)?;
        let reader = context.reader()?;
        let text = self.query.text();
        let query = self.query.read(&*reader, &text, &options)?;
        let timeline = reader.timeline(&query, counted, self.by.map(Period::from))?;
        let mut out = context.paged();
        match format {
            Format::Text => output::bars(&mut out, &timeline, context.style())?,
            format => {
                let rows = timeline.bars.iter().map(|bar| output::bar_row(timeline.period, bar));
                FormatArguments::print(&mut out, format, COLUMNS, fields, rows)?;
            }
        }
        out.finish()?;
        if timeline.undated > 0 {
            let count = output::grouped(timeline.undated);
            message(&format!("note: not shown, since their day is not known closely enough: {count}"));
        }
        if timeline.bars.is_empty() && timeline.undated == 0 {
            hint_at_more(&*reader, &text, &query, &options, counted)?;
        }
        Ok(if timeline.bars.is_empty() { NOTHING } else { FOUND })
    }
}
