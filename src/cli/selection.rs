//! The flags that are sugar for clauses, made from the table of fields.

use super::complete::flag_value;
use crate::article::Confidence;
use crate::field::{FIELDS, Field, field};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};
use clap_complete::engine::ArgValueCompleter;
use std::ffi::OsStr;

/// Clauses given as flags.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Field and value; several values of one field are alternatives.
    pub clauses: Vec<(&'static Field, String)>,
    /// First day of publication.
    pub since: Option<String>,
    /// Last day of publication.
    pub until: Option<String>,
}

const HEADING: &str = "Selection";

/// The flag that stands for the confidences from a level on.
const LEAST: &str = "min-confidence";

impl FromArgMatches for Selection {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut selection = Self::default();
        for field in FIELDS.iter().filter(|field| field.flag) {
            let values = matches.get_many::<String>(field.name).into_iter().flatten();
            selection.clauses.extend(values.map(|value| (field, value.clone())));
        }
        let least: Option<&String> = matches.get_one(LEAST);
        if let (Some(least), Some(field)) = (least, field("confidence")) {
            let levels = Confidence::ALL.map(Confidence::name);
            let enough: Vec<&str> = levels.into_iter().skip_while(|level| level != least).collect();
            if enough.len() < levels.len() {
                selection.clauses.extend(enough.into_iter().map(|level| (field, level.to_owned())));
            }
        }
        selection.since = matches.get_one("since").cloned();
        selection.until = matches.get_one("until").cloned();
        Ok(selection)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Selection {
    fn augment_args(command: Command) -> Command {
        let flags = FIELDS.iter().filter(|field| field.flag).map(|field| {
            Arg::new(field.name)
                .long(field.name)
                .value_name(field.name.to_uppercase())
                .help(format!("Only {}", field.help))
                .action(ArgAction::Append)
                .add(ArgValueCompleter::new(move |current: &OsStr| flag_value(field, current)))
                .help_heading(HEADING)
        });
        let bound = |name: &'static str, help: &'static str| {
            Arg::new(name).long(name).value_name("DATE").help(help).help_heading(HEADING)
        };
        let levels = Confidence::ALL.map(Confidence::name);
        let least = Arg::new(LEAST)
            .long(LEAST)
            .value_name("LEVEL")
            .value_parser(levels)
            .help("Only statements whose rule can be trusted this far")
            .help_heading(HEADING);
        command
            .args(flags)
            .arg(least)
            .arg(bound("since", "Only articles published on or after this day, month or year"))
            .arg(bound("until", "Only articles published on or before this day, month or year"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
