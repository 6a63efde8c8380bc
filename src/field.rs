//! The one table of everything a user can name in a query.
//!
//! The index's schema, the query parser, the selection flags, `help fields`, `top` and the completions are all made
//! from [`FIELDS`]; a new field is one row here and one value in [`crate::index`]'s documents.

/// What a field holds, and so how a clause on it is read and matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Running text: analysed like the article's text; words and phrases.
    Text,
    /// Names: whole words of any form of the name, without accents and case; words and phrases.
    Name,
    /// Names of persons: the same, folded over the archive.
    Person,
    /// One of few values, compared whole, without case.
    Keyword,
    /// Days as intervals.
    Date,
    /// A path: matched by its beginning, its end, or any whole part of it.
    Path,
    /// Dates where the value is one, else names of any type.
    DateOrName,
}

/// What a clause on the field looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The article: in `said`, the article of the statement.
    Article,
    /// A statement: in `search`, some statement of the article.
    Statement,
    /// In `search` the article, in `said` the statement's own span.
    Both,
}

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The name: in queries, in `top`, as a flag.
    pub name: &'static str,
    /// Other names that queries accept.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: FieldKind,
    /// What it looks at.
    pub subject: Subject,
    /// Whether `top` can count its values.
    pub countable: bool,
    /// Whether it is a flag of its own (`--speaker NAME`).
    pub flag: bool,
    /// One line of help.
    pub help: &'static str,
    /// An example value.
    pub example: &'static str,
}

/// The table.
pub static FIELDS: &[Field] = &[
    Field {
        name: "speaker",
        aliases: &["by", "who"],
        kind: FieldKind::Person,
        subject: Subject::Statement,
        countable: true,
        flag: true,
        help: "who said it, by any form of the name",
        example: "speaker:\"Ada Venn\"",
    },
    Field {
        name: "kind",
        aliases: &[],
        kind: FieldKind::Keyword,
        subject: Subject::Statement,
        countable: true,
        flag: true,
        help: "how a statement is reported: direct, mixed, indirect or listed",
        example: "kind:direct",
    },
    Field {
        name: "confidence",
        aliases: &[],
        kind: FieldKind::Keyword,
        subject: Subject::Statement,
        countable: true,
        flag: false,
        help: "how far the rule that found a statement can be trusted: high, medium or low",
        example: "confidence:high",
    },
    Field {
        name: "person",
        aliases: &["people"],
        kind: FieldKind::Person,
        subject: Subject::Both,
        countable: true,
        flag: true,
        help: "a person who is named",
        example: "person:venn",
    },
    Field {
        name: "org",
        aliases: &["organization", "organisation"],
        kind: FieldKind::Name,
        subject: Subject::Both,
        countable: true,
        flag: true,
        help: "an organization that is named",
        example: "org:\"harbour authority\"",
    },
    Field {
        name: "place",
        aliases: &["location"],
        kind: FieldKind::Name,
        subject: Subject::Both,
        countable: true,
        flag: true,
        help: "a place that is named",
        example: "place:harrowmouth",
    },
    Field {
        name: "mentions",
        aliases: &["about"],
        kind: FieldKind::DateOrName,
        subject: Subject::Both,
        countable: false,
        flag: false,
        help: "a date that the text talks about, or any person, organization or place in it",
        example: "mentions:2025-05-09",
    },
    Field {
        name: "title",
        aliases: &["headline"],
        kind: FieldKind::Text,
        subject: Subject::Article,
        countable: false,
        flag: false,
        help: "words of the title",
        example: "title:ceasefire",
    },
    Field {
        name: "date",
        aliases: &["published"],
        kind: FieldKind::Date,
        subject: Subject::Article,
        countable: true,
        flag: true,
        help: "when the article was published: a day, month, year or range",
        example: "date:2024..2025-03",
    },
    Field {
        name: "author",
        aliases: &["authors", "byline"],
        kind: FieldKind::Name,
        subject: Subject::Article,
        countable: true,
        flag: true,
        help: "who wrote the article",
        example: "author:\"petra lindqvist\"",
    },
    Field {
        name: "editor",
        aliases: &["editors"],
        kind: FieldKind::Name,
        subject: Subject::Article,
        countable: true,
        flag: false,
        help: "who edited the article",
        example: "editor:lindqvist",
    },
    Field {
        name: "outlet",
        aliases: &["publisher"],
        kind: FieldKind::Name,
        subject: Subject::Article,
        countable: true,
        flag: true,
        help: "who published the article",
        example: "outlet:\"coastal wire\"",
    },
    Field {
        name: "section",
        aliases: &["category"],
        kind: FieldKind::Name,
        subject: Subject::Article,
        countable: true,
        flag: false,
        help: "the outlet's section",
        example: "section:politics",
    },
    Field {
        name: "lang",
        aliases: &["language"],
        kind: FieldKind::Keyword,
        subject: Subject::Article,
        countable: true,
        flag: true,
        help: "language of the article, as a two-letter code",
        example: "lang:en",
    },
    Field {
        name: "path",
        aliases: &["file"],
        kind: FieldKind::Path,
        subject: Subject::Article,
        countable: false,
        flag: false,
        help: "where the article lies, whole parts of its path",
        example: "path:2025/03",
    },
];

/// The field with this name or alias, without case.
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| {
        field.name.eq_ignore_ascii_case(name) || field.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> =
            FIELDS.iter().flat_map(|field| field.aliases.iter().copied().chain([field.name])).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn finds_by_alias_and_case() {
        assert_eq!(field("Organisation").map(|field| field.name), Some("org"));
        assert_eq!(field("nothing"), None);
    }
}
