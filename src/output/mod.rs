//! Results → bytes: for people on a terminal or in a pipe, and for scripts.
//!
//! Everything is written to a `dyn Write`. It opens no files and knows neither flags nor an engine's inside.

mod bars;
mod json;
mod markdown;
mod paths;
mod record;
mod report;
mod rows;
mod style;
mod text;

pub use bars::{bar_row, bars};
pub use json::{
    BatchTag, HIT_FIELDS, STATEMENT_FIELDS, count_row, facet_row, hit_line, hit_row, no_hits_row, record_line,
    statement_line, statement_row, status_line,
};
pub use markdown::{hit as hit_markdown, statement as statement_markdown};
pub use paths::PathPrinter;
pub use record::{article, statement};
pub use report::{amount, duration, facets, grouped, size, status};
pub use rows::{Format, Rows};
pub use style::{Style, visible};
pub use text::{contributions, hit, statement_hit};
