//! What times of invented sentences mean.

use crate::article::{Article, Basis, DateValue};
use crate::extract::extract;

fn found(published: Option<&str>, text: &str) -> Vec<(String, String)> {
    let published = published.map(|day| DateValue::day(day.parse().unwrap(), Basis::rule("path")));
    let article = Article { text: text.to_owned(), published, title: Some("A title".into()), ..Article::default() };
    extract(article).dates.into_iter().map(|date| (date.text, date.value)).collect()
}

#[track_caller]
fn check(published: Option<&str>, text: &str, expected: &[(&str, &str)]) {
    let found = found(published, text);
    let found: Vec<(&str, &str)> = found.iter().map(|(text, value)| (text.as_str(), value.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

/// A Friday.
const TODAY: Option<&str> = Some("2025-03-14");

#[test]
fn absolute_dates() {
    check(
        None,
        "It opened on 2 April 1997 and closed on Sept. 9, 2003.",
        &[("2 April 1997", "1997-04-02"), ("Sept. 9, 2003", "2003-09-09")],
    );
    check(
        None,
        "Rents rose in May 2019, in 2020 and in the 1990s.",
        &[("May 2019", "2019-05"), ("2020", "2020"), ("the 1990s", "199")],
    );
}

#[test]
fn a_year_that_nothing_supports_stays_open() {
    check(None, "The ferry sank on March 13.", &[("March 13", "XXXX-03-13")]);
    check(TODAY, "The ferry sank on March 13.", &[("March 13", "2025-03-13")]);
    check(Some("2025-01-04"), "The ferry sank on Dec. 28.", &[("Dec. 28", "2024-12-28")]);
}

#[test]
fn relative_dates() {
    check(TODAY, "She resigned on Tuesday.", &[("Tuesday", "2025-03-11")]);
    check(TODAY, "She will speak on Tuesday.", &[("Tuesday", "2025-03-18")]);
    check(TODAY, "It rained last week and two years ago.", &[("last week", "2025-W10"), ("two years ago", "2023")]);
    check(
        TODAY,
        "He left on Monday night. The following day he was back.",
        &[("Monday night", "2025-03-10TNI"), ("The following day", "2025-03-11")],
    );
    check(TODAY, "Yesterday it snowed, today it thaws.", &[("Yesterday", "2025-03-13"), ("today", "2025-03-14")]);
}

#[test]
fn durations_and_sets() {
    check(TODAY, "The strike lasted three weeks.", &[("three weeks", "P3W")]);
    check(TODAY, "Trams run every day.", &[("every day", "P1D")]);
}

#[test]
fn what_only_looks_like_a_time() {
    check(TODAY, "He may march with 2000 people.", &[]);
    check(TODAY, "Ada Venn is 43 years old and won the second race.", &[]);
    check(TODAY, "She wrote for the Sunday Times.", &[]);
}
