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

#[test]
fn what_lies_ahead_is_told_by_the_nearest_verb() {
    check(TODAY, "The ferry could sail as early as Tuesday.", &[("Tuesday", "2025-03-18")]);
    check(TODAY, "On Tuesday, the council plans to vote.", &[("Tuesday", "2025-03-18")]);
    check(
        TODAY,
        "The council, which will vote soon, met Tuesday.",
        &[("soon", "FUTURE_REF"), ("Tuesday", "2025-03-11")],
    );
    check(
        TODAY,
        "The bridge is expected to open in April. Before the feast in April, much is to be done.",
        &[("April", "2025-04"), ("April", "2025-04")],
    );
}

#[test]
fn parts_of_years_and_of_centuries() {
    check(TODAY, "Profits rose in the third quarter.", &[("the third quarter", "2024-Q3")]);
    check(TODAY, "First-quarter sales fell.", &[("First-quarter", "2025-Q1")]);
    check(None, "It grew in the second half of 2019.", &[("the second half of 2019", "2019-H2")]);
    check(
        None,
        "The mill of the 19th century burned in fiscal 2019.",
        &[("the 19th century", "18"), ("fiscal 2019", "2019")],
    );
    check(
        None,
        "In the sixties and in the twentieth century it rained.",
        &[("the sixties", "196"), ("the twentieth century", "19")],
    );
}

#[test]
fn ranges_and_what_was_talked_about() {
    check(TODAY, "The fair ran 2–4 April 2024.", &[("2", "2024-04-02"), ("4 April 2024", "2024-04-04")]);
    check(TODAY, "The fair ran on March 3 and 4.", &[("March 3", "2025-03-03"), ("4", "2025-03-04")]);
    check(
        TODAY,
        "She was born in June 1998. Later that year she moved.",
        &[("June 1998", "1998-06"), ("Later that year", "1998")],
    );
    check(TODAY, "The week of March 3 was cold.", &[("The week of March 3", "2025-W10")]);
    check(TODAY, "It closed in June 1998. Since then, it rusts.", &[("June 1998", "1998-06"), ("then", "1998-06")]);
    check(TODAY, "It closed in June 1998, and then it rusted.", &[("June 1998", "1998-06")]);
    check(TODAY, "The day before yesterday it snowed.", &[("The day before yesterday", "2025-03-12")]);
}

#[test]
fn numbers_in_words_and_halves() {
    check(
        TODAY,
        "It took twenty-five years, two and a half hours and half an hour.",
        &[("twenty-five years", "P25Y"), ("two and a half hours", "PT2H30M"), ("half an hour", "PT30M")],
    );
}
