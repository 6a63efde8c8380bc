//! Results → bytes: for people on a terminal or in a pipe, and for scripts.
//!
//! Everything is written to a `dyn Write`. It opens no files and knows neither flags nor an engine's inside.

mod json;
mod paths;
mod record;
mod report;
mod style;
mod text;

pub use json::{BatchTag, count_line, facet_line, hit_line, no_hits_line, record_line, statement_line, status_line};
pub use paths::PathPrinter;
pub use record::{article, statement};
pub use report::{duration, facets, grouped, size, status};
pub use style::{Style, visible};
pub use text::{hit, statement_hit};
