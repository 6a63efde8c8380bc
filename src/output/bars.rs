//! Timelines: bars on a terminal, rows for scripts.

use super::json::object;
use super::report::grouped;
use super::style::Style;
use crate::article::Day;
use crate::engine::{Bar, Period, Timeline};
use serde_json::{Map, Value};
use std::io::{self, Write};

/// Columns of the longest bar where the width is not known, and at most.
const BAR_COLUMNS: usize = 40;

/// Columns of everything but the bar: date, count, share, and the blanks between them.
const OTHER_COLUMNS: usize = 30;

/// The name of a step: `2024`, `2024-03` or `2024-03-05`.
fn name(period: Period, first: Day) -> String {
    let day = first.to_string();
    let letters = match period {
        Period::Day => day.len(),
        Period::Month => day.len() - 3,
        Period::Year => day.len() - 6,
    };
    day.get(..letters).unwrap_or(&day).to_owned()
}

/// The share of a step in percent, with one decimal.
fn share(bar: &Bar) -> f64 {
    (bar.count as f64 * 1000.0 / bar.all.max(1) as f64).round() / 10.0
}

/// A timeline for people: each step with a bar, its count, and its share of all that there is of it.
pub fn bars(out: &mut dyn Write, timeline: &Timeline, style: Style) -> io::Result<()> {
    let most = timeline.bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let digits = grouped(most).len();
    let room = style.width.map_or(BAR_COLUMNS, |width| width.saturating_sub(OTHER_COLUMNS).clamp(5, BAR_COLUMNS));
    for bar in &timeline.bars {
        style.plain(out, &format!("{:<10}  ", name(timeline.period, bar.first)))?;
        style.quiet(out, &format!("{:>digits$}  {:>5.1} %  ", grouped(bar.count), share(bar)))?;
        style.name(out, &drawn(bar.count, most, room))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A bar in eighths of a column.
fn drawn(count: u64, most: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (count as f64 / most as f64 * room as f64 * 8.0).round() as usize;
    let eighths = if count > 0 { eighths.max(1) } else { 0 };
    let rest = EIGHTHS.get(eighths % 8).copied().unwrap_or_default();
    "█".repeat(eighths / 8) + rest
}

/// A step for scripts.
pub fn bar_row(period: Period, bar: &Bar) -> Map<String, Value> {
    object([
        ("period", name(period, bar.first).into()),
        ("count", bar.count.into()),
        ("all", bar.all.into()),
        ("share", share(bar).into()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_their_length() {
        assert_eq!(drawn(4, 4, 5), "█████");
        assert_eq!(drawn(1, 4, 5), "█▎");
        assert_eq!(drawn(1, 4000, 5), "▏");
        assert_eq!(drawn(0, 4, 5), "");
    }
}
