//! The flags that say how results are printed.

use super::context::{Context, chosen};
use super::failure::Failure;
use crate::output;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value};
use std::io::Write;

/// How results are printed.
#[derive(Debug, Args)]
pub struct FormatArguments {
    /// How results are printed [default: text]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// The same as --format ndjson
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Fields to print, for ndjson, json, csv, tsv: names with commas between them
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub fields: Option<Vec<String>>,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Ndjson,
    /// One JSON list
    Json,
    /// Comma-separated values with a header
    Csv,
    /// Tab-separated values with a header
    Tsv,
    /// Markdown
    Md,
    /// One id a line
    Ids,
    /// One path a line, each once
    Paths,
}

impl From<Format> for output::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Ndjson => Self::Ndjson,
            Format::Json => Self::Json,
            Format::Csv => Self::Csv,
            Format::Tsv => Self::Tsv,
            Format::Md => Self::Markdown,
            Format::Ids => Self::Ids,
            Format::Paths => Self::Paths,
        }
    }
}

impl FormatArguments {
    /// The format that the flags or the settings ask for.
    pub fn format(&self, context: &Context) -> Result<output::Format, Failure> {
        let configured = || chosen("format", context.config.format.as_deref());
        Ok(match self.json {
            true => output::Format::Ndjson,
            false => self.format.map_or_else(configured, |format| Ok(Some(format)))?.unwrap_or(Format::Text).into(),
        })
    }

    /// The same, for results that have neither ids nor paths.
    pub fn format_of_values(&self, context: &Context) -> Result<output::Format, Failure> {
        match self.format(context)? {
            output::Format::Ids | output::Format::Paths => Err(Failure::new(
                "these results have no ids and no paths",
                "formats are text, ndjson, json, csv, tsv and md",
            )),
            format => Ok(format),
        }
    }

    /// Prints rows of values in a format that is not for people.
    pub fn print(
        out: &mut dyn Write,
        format: output::Format,
        columns: &[&str],
        fields: Option<Vec<String>>,
        rows: impl Iterator<Item = Map<String, Value>>,
    ) -> Result<(), Failure> {
        let mut printed = output::Rows::new(format, columns, fields);
        for row in rows {
            printed.row(out, row)?;
        }
        Ok(printed.finish(out)?)
    }

    /// The fields that are asked for; an error if one is not among those that there are.
    pub fn fields(&self, format: output::Format, known: &[&str]) -> Result<Option<Vec<String>>, Failure> {
        let Some(fields) = &self.fields else { return Ok(None) };
        let fields: Vec<String> = fields.iter().map(|field| field.trim().to_owned()).collect();
        if let Some(unknown) = fields.iter().find(|field| !known.contains(&field.as_str())) {
            return Err(Failure::new(
                format!("there is no field '{unknown}' to print"),
                format!("fields are {}", known.join(", ")),
            ));
        }
        let has_fields = !matches!(format, output::Format::Text | output::Format::Ids | output::Format::Paths);
        if !has_fields {
            return Err(Failure::new(
                "--fields needs a format with fields",
                "add --json, --format csv, tsv, json or md",
            ));
        }
        Ok(Some(fields))
    }
}
