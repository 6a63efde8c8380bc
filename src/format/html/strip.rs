//! Programs, styles, drawings and comments taken out of a page before it is parsed: no article is in them, and they are
//! most of many pages.

use memchr::{memchr, memmem};

/// Elements that go with all that is in them.
const GONE: [&str; 3] = ["script", "style", "svg"];

/// The page without them; descriptions in JSON-LD stay. What is never closed stays too, for the parser to judge.
pub fn without_programs(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr(b'<', page.as_bytes().get(at..).unwrap_or_default()) {
        let start = at + found;
        match end_of_program(page, start) {
            Some(end) => {
                kept.push_str(page.get(copied..start).unwrap_or_default());
                (copied, at) = (end, end);
            }
            None => at = start + 1,
        }
    }
    kept.push_str(page.get(copied..).unwrap_or_default());
    kept
}

/// The end of the comment or element that starts at `start`, if it goes.
fn end_of_program(page: &str, start: usize) -> Option<usize> {
    let rest = page.get(start..)?;
    if rest.starts_with("<!--") {
        return memmem::find(rest.as_bytes(), b"-->").map(|end| start + end + 3);
    }
    let name = GONE.iter().find(|name| {
        let end = 1 + name.len();
        rest.get(1..end).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && rest.as_bytes().get(end).is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
    })?;
    let opening = rest.get(..=memchr(b'>', rest.as_bytes())?)?;
    if opening.contains("ld+json") {
        return None;
    }
    if opening.ends_with("/>") && *name == "svg" {
        return Some(start + opening.len());
    }
    let mut at = opening.len();
    while let Some(found) = memmem::find(rest.as_bytes().get(at..)?, b"</") {
        let tag = at + found + 2;
        if rest.get(tag..tag + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return memchr(b'>', rest.as_bytes().get(tag..)?).map(|end| start + tag + end + 1);
        }
        at = tag;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::without_programs;

    #[test]
    fn takes_out_what_is_no_article() {
        for (page, kept) in [
            ("<p>a</p><script>if (a</b) { '</p>' }</script><p>b</p>", "<p>a</p><p>b</p>"),
            ("<STYLE type=x>p {}</Style >c<!-- <p>no</p> -->d", "cd"),
            ("<svg><path/><text>x</text></svg>e<svg/>f", "ef"),
            ("<script type=\"application/ld+json\">{}</script>", "<script type=\"application/ld+json\">{}</script>"),
            ("<scripted>g</scripted><script>never closed", "<scripted>g</scripted><script>never closed"),
            ("é<script>ö</script>ü < v", "éü < v"),
        ] {
            assert_eq!(without_programs(page), kept);
        }
    }
}
