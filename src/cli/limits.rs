//! Flags for what a source may cost, and for what sources do not say themselves.

use super::failure::Failure;
use crate::format::{self, FORMATS, Keys};
use crate::settings::{Limits, parse_size};
use clap::Args;
use clap::builder::PossibleValuesParser;

/// How sources are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Formats and limits")]
pub struct LimitArguments {
    /// Read every source as this format, whatever it looks like
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    input_format: Option<String>,
    /// Take a field from this key of JSON, column of a table or field of front matter: text=body.raw,date=meta.day
    #[arg(long, value_name = "FIELD=KEY")]
    map: Vec<String>,
    /// Largest article [default: 16M]
    #[arg(long, value_name = "SIZE")]
    max_article: Option<String>,
    /// Most containers and compressions, one inside another [default: 4]
    #[arg(long, value_name = "N")]
    max_depth: Option<u32>,
    /// Most bytes that a byte of compressed data may become [default: 250]
    #[arg(long, value_name = "N")]
    max_ratio: Option<u64>,
    /// Most members of one file [default: 4,000,000]
    #[arg(long, value_name = "N")]
    max_members: Option<u64>,
    /// Most that one file may become when everything in it is expanded [default: 1T]
    #[arg(long, value_name = "SIZE")]
    max_expanded: Option<String>,
}

fn formats() -> PossibleValuesParser {
    FORMATS.iter().map(|format| format.name).into()
}

impl LimitArguments {
    /// What a source may cost.
    pub fn limits(&self) -> Result<Limits, Failure> {
        let size = |text: &Option<String>, default: u64| text.as_ref().map_or(Ok(default), |text| parse_size(text));
        let default = Limits::default();
        Ok(Limits {
            article_bytes: size(&self.max_article, default.article_bytes)?,
            depth: self.max_depth.unwrap_or(default.depth),
            ratio: self.max_ratio.unwrap_or(default.ratio),
            members: self.max_members.unwrap_or(default.members),
            total_bytes: size(&self.max_expanded, default.total_bytes)?,
        })
    }

    /// What the user says of all sources.
    pub fn format(&self) -> Result<format::Options, Failure> {
        let mut keys = Keys::default();
        for mapping in &self.map {
            keys.add(mapping).map_err(|error| {
                let fields: Vec<&str> = Keys::fields().collect();
                Failure::new(error.to_string(), format!("--map FIELD=KEY, where FIELD is one of {}", fields.join(", ")))
            })?;
        }
        Ok(format::Options { format: self.input_format.as_deref().and_then(format::format), keys })
    }
}
