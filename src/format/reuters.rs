//! SGML as the Reuters-21578 collection has it: many articles a file, control characters and loose ends included.

use super::cut::Elements;
use super::{Options, charset, html, new_article};
use crate::analysis::byline_names;
use crate::article::{Article, Basis, Block, RawSource, Role, Skip, SkipReason, Span};
use crate::calendar::parse_moment;
use crate::source::Cutter;

/// Blanks that a new paragraph starts with.
const INDENT: &str = "    ";

/// Who stands behind the name in a byline.
const AGENCY: &str = "Reuters";

/// What the body of an article ends with.
const SIGN_OFF: &str = "reuter";

/// An element is an article.
pub fn cut(_head: &[u8], _name: &str) -> Option<Box<dyn Cutter>> {
    Some(Box::new(Elements::new(&["REUTERS"])))
}

/// Reads one article.
pub fn parse(source: &RawSource, _options: &Options, each: &mut dyn FnMut(Result<Article, Skip>)) {
    let text = charset::decode(&source.bytes, Some("windows-1252"), false);
    let mut article = new_article(source);
    let words = |name: &str| between(&text, name).map(one_line).filter(|words| !words.is_empty());
    article.title = words("TITLE");
    article.authors = words("AUTHOR").map(|author| byline_names(&author)).unwrap_or_default();
    article.authors.retain(|author| !author.eq_ignore_ascii_case(AGENCY));
    article.id = attribute(&text, "NEWID").unwrap_or_default().to_owned();
    article.dateline_place = words("DATELINE").and_then(|dateline| place(&dateline));
    let moment = words("DATE").and_then(|date| parse_moment(&date));
    article.published = moment.map(|moment| moment.believed(Basis::key("metadata", "DATE")));
    let unprocessed = || between(&text, "TEXT").filter(|text| !text.contains("<TITLE>"));
    match between(&text, "BODY").or_else(unprocessed) {
        Some(body) => (article.text, article.blocks) = paragraphs(body),
        None if article.title.is_some() => {}
        None => return each(Err(Skip::new(source.locator.clone(), SkipReason::NoText, "neither title nor text"))),
    }
    each(Ok(article));
}

/// What stands between the tags of the first element of this name; to the end where it is not closed.
fn between<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut at = 0;
    loop {
        let open = at + text.get(at..)?.find(&format!("<{name}"))?;
        let behind = text.get(open + 1 + name.len()..)?;
        if behind.starts_with(['>', ' ']) {
            let inside = behind.get(behind.find('>')? + 1..)?;
            return Some(inside.split(&format!("</{name}>")).next().unwrap_or(inside));
        }
        at = open + 1;
    }
}

fn attribute<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let tag = text.split('>').next()?;
    tag.split_once(&format!("{name}=\""))?.1.split('"').next()
}

/// References replaced, control characters and needless blanks taken out.
fn one_line(text: &str) -> String {
    let plain: String = references(text).chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Character references replaced by what they mean.
fn references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        match end {
            Some(end) => {
                out.push_str(&html::plain(&rest[..=end]));
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The paragraphs of a body, which start with blanks, without the sign-off at its end.
fn paragraphs(body: &str) -> (String, Vec<Block>) {
    let mut found: Vec<String> = vec![String::new()];
    for line in references(body).lines() {
        if line.starts_with(INDENT) && found.last().is_some_and(|last| !last.is_empty()) {
            found.push(String::new());
        }
        let line = one_line(line);
        if let Some(last) = found.last_mut().filter(|_| !line.is_empty()) {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(&line);
        }
    }
    if let Some(last) = found.last_mut() {
        let end = last.len().saturating_sub(SIGN_OFF.len());
        if last.get(end..).is_some_and(|end| end.eq_ignore_ascii_case(SIGN_OFF)) {
            last.truncate(end);
            last.truncate(last.trim_end().len());
        }
    }
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for paragraph in found.iter().filter(|paragraph| !paragraph.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(paragraph);
        blocks.push(Block { role: Role::Paragraph, span: Span::new(start, text.len()) });
    }
    (text, blocks)
}

/// `    SALVADOR, Feb 26 -` → `SALVADOR`.
fn place(dateline: &str) -> Option<String> {
    let place = dateline.split(',').next().unwrap_or_default().trim_matches([' ', '-']);
    (!place.is_empty()).then(|| place.to_owned())
}
