//! Counts, what an index holds, and figures as people read them.

use super::paths::PathPrinter;
use super::style::Style;
use crate::engine::{ClusterStatus, Facet, Status};
use std::io::{self, Write};
use std::time::Duration;

/// Values with their counts, the counts aligned.
pub fn facets(out: &mut dyn Write, facets: &[Facet], style: Style) -> io::Result<()> {
    let width = facets.iter().map(|facet| facet.count.to_string().len()).max().unwrap_or(0);
    for facet in facets {
        style.quiet(out, &format!("{:>width$}  ", facet.count))?;
        style.plain(out, &format!("{}\n", facet.value))?;
    }
    Ok(())
}

/// What an index holds; `verbose`: every skip too.
pub fn status(out: &mut dyn Write, status: &Status, paths: &PathPrinter, style: Style) -> io::Result<()> {
    let line = |out: &mut dyn Write, name: &str, value: &str| {
        style.quiet(out, &format!("{name:12}"))?;
        style.plain(out, &format!("{value}\n"))
    };
    line(out, "index", &status.place)?;
    line(out, "articles", &grouped(status.articles))?;
    line(out, "statements", &grouped(status.statements))?;
    line(out, "sources", &grouped(status.sources))?;
    line(out, "size", &size(status.index_bytes))?;
    if let (Some(earliest), Some(latest)) = (status.earliest, status.latest) {
        line(out, "published", &format!("{earliest} to {latest}"))?;
    }
    if let Some(cluster) = &status.cluster {
        line(out, "cluster", &in_words(cluster))?;
    }
    line(out, "roots", &status.roots.join(", "))?;
    line(out, "formats", &listed(&status.formats))?;
    line(out, "languages", &listed(&status.languages))?;
    line(out, "kinds", &listed(&status.kinds))?;
    coverage(out, status, style)?;
    if status.forgotten > 0 {
        line(out, "forgotten", &grouped(status.forgotten))?;
    }
    if status.skips.is_empty() {
        return Ok(());
    }
    let reasons: Vec<String> =
        status.skips_by_reason.iter().map(|(reason, count)| format!("{} {count}", reason.name())).collect();
    line(out, "skipped", &reasons.join(", "))?;
    for (root, skip) in &status.skips {
        let mut named = skip.clone();
        named.locator.path = paths.print(root, &skip.locator.path);
        style.plain(out, &format!("            {named}\n"))?;
    }
    Ok(())
}

/// `green, OpenSearch 3.3.2, 3 nodes, 3 shards with 1 copy each`.
fn in_words(cluster: &ClusterStatus) -> String {
    let ClusterStatus { version, health, nodes, shards, replicas, unassigned, lag } = cluster;
    let mut told = format!(
        "{health}, OpenSearch {version}, {}, {} with {} each",
        amount(*nodes, "node"),
        amount(*shards, "shard"),
        if *replicas == 1 { "1 copy".to_owned() } else { format!("{} copies", grouped(*replicas)) },
    );
    if *unassigned > 0 {
        told += &format!(", {} not there", grouped(*unassigned));
    }
    if *lag > 0 {
        told += &format!(", copies are {} behind", amount(*lag, "write"));
    }
    told
}

fn coverage(out: &mut dyn Write, status: &Status, style: Style) -> io::Result<()> {
    let shares: Vec<String> = status
        .coverage
        .iter()
        .map(|(field, count)| format!("{field} {} %", count * 100 / status.articles.max(1)))
        .collect();
    style.quiet(out, &format!("{:12}", "coverage"))?;
    style.plain(out, &format!("{}\n", shares.join(", ")))
}

fn listed(facets: &[Facet]) -> String {
    let values: Vec<String> = facets.iter().map(|facet| format!("{} {}", facet.value, grouped(facet.count))).collect();
    if values.is_empty() { "none".to_owned() } else { values.join(", ") }
}

/// A number with its thousands apart: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A number of things: `1 source`, `33,741 sources`.
pub fn amount(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// Bytes in the unit that suits them.
pub fn size(bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut amount = bytes as f64;
    let mut unit = 0;
    while amount >= 1000.0 && unit + 1 < units.len() {
        amount /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} B") } else { format!("{amount:.1} {}", units[unit]) }
}

/// A time as people say it: `0.8 s`, `12 s`, `3 min 4 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_easy_to_read() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(size(999), "999 B");
        assert_eq!(size(12_340_000), "12.3 MB");
        assert_eq!(duration(Duration::from_millis(840)), "0.8 s");
        assert_eq!(duration(Duration::from_secs(184)), "3 min 4 s");
    }
}
