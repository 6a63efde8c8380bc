//! What the readers of XML share: mending, finding, and turning an article's body into the markup that pages have.
//!
//! Declarations of entities are never read, so nothing in a file can expand: the entities of HTML are known, all others
//! stay as they are written.

use super::{charset, html};
use crate::article::{RawSource, Skip, SkipReason};
use roxmltree::{Document, Node, NodeType, ParsingOptions};

/// Elements that are kept in a body, by the name they have in pages. Of others the content is kept.
const ELEMENTS: &[(&str, &str)] = &[
    ("p", "p"),
    ("h1", "h2"),
    ("h2", "h2"),
    ("h3", "h3"),
    ("h4", "h4"),
    ("hl1", "h2"),
    ("hl2", "h2"),
    ("ul", "ul"),
    ("ol", "ol"),
    ("li", "li"),
    ("dl", "dl"),
    ("dt", "dt"),
    ("dd", "dd"),
    ("bq", "blockquote"),
    ("blockquote", "blockquote"),
    ("block", "div"),
    ("div", "div"),
    ("section", "section"),
    ("pre", "pre"),
    ("table", "table"),
    ("tr", "tr"),
    ("td", "td"),
    ("th", "th"),
    ("hr", "hr"),
    ("br", "br"),
];

/// Elements of a body that are not its text.
const LEFT_OUT: &[&str] = &[
    "media",
    "media-caption",
    "media-producer",
    "figure",
    "figcaption",
    "head",
    "script",
    "style",
    "byline",
    "dateline",
    "hedline",
    "distributor",
    "abstract",
    "rights",
    "tagline",
    "body.head",
    "body.end",
];

/// Prefixes without a namespace that are put up with in one file.
const PREFIXES_MAX: usize = 8;

/// What text begins with in which no character means anything else.
const CHARACTER_DATA: &str = "<![CDATA[";

/// The five entities of XML itself.
const OWN_ENTITIES: &[&str] = &["amp", "lt", "gt", "quot", "apos"];

/// The text of a source with its frame, mended so that it can be parsed.
pub fn text(source: &RawSource) -> String {
    mended(&charset::decode(&source.framed(), source.told_charset(), true))
}

fn tree(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    Document::parse_with_options(text, ParsingOptions { allow_dtd: false, ..ParsingOptions::default() })
}

/// Parses XML.
pub fn parse<'t>(text: &'t str, source: &RawSource) -> Result<Document<'t>, Skip> {
    tree(text).map_err(|error| Skip::new(source.locator.clone(), SkipReason::Malformed, format!("XML: {error}")))
}

/// A text in which every prefix of a name stands for a namespace: writers of feeds forget to say which.
pub fn with_prefixes(mut text: String) -> String {
    for _ in 0..PREFIXES_MAX {
        let Err(roxmltree::Error::UnknownNamespace(prefix, _)) = tree(&text) else { break };
        let behind_declaration = text.find("?>").map_or(0, |end| end + 2);
        let root = text[behind_declaration..].find(['>', '/']).map(|end| end + behind_declaration);
        let Some(end) = root else { break };
        text.insert_str(end, &format!(" xmlns:{prefix}=\"{prefix}\""));
    }
    text
}

/// The first element of this name, without regard to namespaces, in or below a node.
pub fn first<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|node| node.is_element() && node.tag_name().name() == name)
}

/// All elements of this name in or below a node.
pub fn all<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// The words in and below a node, white space made plain; none where there are none.
pub fn words(node: Node<'_, '_>) -> Option<String> {
    words_without(node, &[])
}

/// The words of a node, without those of the elements with these names.
pub fn words_without(node: Node<'_, '_>, left_out: &[&str]) -> Option<String> {
    let is_out = |node: &Node<'_, '_>| node.is_element() && left_out.contains(&node.tag_name().name());
    let texts = node.descendants().filter(Node::is_text);
    let texts = texts.filter(|text| left_out.is_empty() || !text.ancestors().any(|above| is_out(&above)));
    let text: String = texts.filter_map(|text| text.text()).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A node's content as the markup of a page, whatever its elements are called. Without recursion: no depth is too much.
pub fn markup(node: Node<'_, '_>) -> String {
    let mut markup = String::new();
    let mut stack = vec![(node, true)];
    while let Some((inner, is_start)) = stack.pop() {
        match inner.node_type() {
            NodeType::Text => escape(inner.text().unwrap_or_default(), &mut markup),
            NodeType::Element if !is_start => tag(inner, "</", &mut markup),
            NodeType::Element if inner != node && LEFT_OUT.contains(&inner.tag_name().name()) => {}
            NodeType::Element => {
                tag(inner, "<", &mut markup);
                stack.push((inner, false));
                stack.extend(inner.children().rev().map(|child| (child, true)));
            }
            _ => {}
        }
    }
    markup
}

fn tag(node: Node<'_, '_>, opening: &str, markup: &mut String) {
    let own = node.tag_name().name();
    if let Some((_, name)) = ELEMENTS.iter().find(|(name, _)| *name == own) {
        markup.push_str(opening);
        markup.push_str(name);
        markup.push('>');
    }
}

fn escape(text: &str, markup: &mut String) {
    for letter in text.chars() {
        match letter {
            '<' => markup.push_str("&lt;"),
            '&' => markup.push_str("&amp;"),
            letter => markup.push(letter),
        }
    }
}

/// Takes out the document type and what XML does not allow, and replaces the entities of HTML by what they mean.
fn mended(text: &str) -> String {
    let text = without_type(text);
    let is_seen =
        |letter: char| matches!(letter, '&' | '<') || letter.is_control() && !matches!(letter, '\t' | '\n' | '\r');
    let mut mended = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(at) = rest.find(is_seen) {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let done = if rest.starts_with("<?xml ") {
            // The text is decoded already, and some files have two.
            rest.find("?>").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with(CHARACTER_DATA) {
            let end = rest.find("]]>").unwrap_or(rest.len());
            mended.extend(
                rest[..end].chars().map(|letter| if is_seen(letter) && letter.is_control() { ' ' } else { letter }),
            );
            end
        } else if rest.starts_with('&') {
            reference(rest, &mut mended)
        } else {
            let letter = rest.chars().next().unwrap_or(' ');
            mended.push(if letter == '<' { '<' } else { ' ' });
            letter.len_utf8()
        };
        rest = &rest[done..];
    }
    mended.push_str(rest);
    mended
}

/// Writes what a reference at the start of `rest` means. Gives the bytes of it that are done with.
fn reference(rest: &str, mended: &mut String) -> usize {
    let name_end = rest.bytes().skip(1).take(32).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
    let whole = name_end.map(|end| end + 1).filter(|end| *end > 1 && rest.as_bytes().get(*end) == Some(&b';'));
    let Some(end) = whole else {
        mended.push_str("&amp;");
        return 1;
    };
    let (name, written) = (&rest[1..end], &rest[..=end]);
    if OWN_ENTITIES.contains(&name) {
        mended.push_str(written);
    } else {
        let meant = html::plain(written);
        let is_known = meant != written && !meant.chars().any(char::is_control);
        match is_known {
            true => escape(&meant, mended),
            false if name.starts_with('#') => mended.push(' '),
            false => {
                mended.push_str("&amp;");
                mended.push_str(&written[1..]);
            }
        }
    }
    written.len()
}

/// A text without its document type.
fn without_type(text: &str) -> std::borrow::Cow<'_, str> {
    let Some(at) = text.find("<!DOCTYPE") else { return text.into() };
    let rest = &text[at..];
    let first_end = rest.find('>').unwrap_or(rest.len());
    let end = match rest.find('[').filter(|subset| *subset < first_end) {
        Some(_) => rest.find("]>").map(|end| end + 2),
        None => Some(first_end + 1),
    };
    let behind = end.and_then(|end| rest.get(end..)).unwrap_or_default();
    format!("{}{behind}", &text[..at]).into()
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn entities_mean_what_they_mean_in_pages() {
        assert_eq!(
            mended("caf&eacute; &amp; bar &#8217;s &x; & more &#3; \u{1}."),
            "café &amp; bar ’s &amp;x; &amp; more    ."
        );
        assert_eq!(mended("<!DOCTYPE n [<!ENTITY a \"b\">]><n>&a;</n>"), "<n>&amp;a;</n>");
        assert_eq!(mended("<a><![CDATA[1 & 2\u{1}]]>&amp</a>"), "<a><![CDATA[1 & 2 ]]>&amp;amp</a>");
        assert_eq!(mended("<!DOCTYPE n SYSTEM \"n.dtd\"><n/>"), "<n/>");
    }
}
