//! Errors → messages, hints and exit codes. The only place that does it.

use super::{ERROR, FOUND, LOCKED, NO_INDEX, message};
use crate::engine::EngineError;
use crate::ingest::IngestError;
use crate::query::QueryError;
use std::io;

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The reader of the output has gone: no failure at all.
    ClosedPipe,
    /// A message for the user.
    Message {
        /// What went wrong.
        message: String,
        /// What would work.
        hint: Option<String>,
        /// Exit code.
        code: u8,
    },
}

impl Failure {
    /// An error with a hint.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Message { message: message.into(), hint: Some(hint.into()), code: ERROR }
    }

    /// An error that explains itself.
    pub fn plain(message: impl Into<String>) -> Self {
        Self::Message { message: message.into(), hint: None, code: ERROR }
    }

    /// The same, with the place of what is wrong before it.
    pub fn at(self, place: &str) -> Self {
        match self {
            Self::Message { message, hint, code } => {
                Self::Message { message: format!("{place}: {message}"), hint, code }
            }
            Self::ClosedPipe => self,
        }
    }

    /// Prints the message, and gives the exit code.
    pub fn report(self) -> u8 {
        match self {
            Self::ClosedPipe => FOUND,
            Self::Message { message: text, hint, code } => {
                message(&format!("error: {text}"));
                if let Some(hint) = hint {
                    message(&format!("hint: {hint}"));
                }
                code
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::plain(format!("cannot write: {error}")),
        }
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        let pointer: String = error.pointer().lines().map(|line| format!("\n  {line}")).collect();
        Self::Message { message: format!("{}{pointer}", error.message), hint: error.hint, code: ERROR }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let (code, hint) = match &error {
            EngineError::Missing(_) => (NO_INDEX, Some("make one with: onrecord index PATH".to_owned())),
            EngineError::Version { .. } => {
                (NO_INDEX, Some("make it anew from the archive with: onrecord index --rebuild PATH".to_owned()))
            }
            EngineError::Damaged { .. } => {
                (NO_INDEX, Some("make it anew from the archive with: onrecord index --rebuild PATH".to_owned()))
            }
            EngineError::Foreign(_) => (NO_INDEX, Some("name another folder with --index DIR".to_owned())),
            EngineError::Locked { .. } => (LOCKED, Some("try again later, or wait for it with --wait".to_owned())),
            EngineError::Full(_) => {
                (ERROR, Some("make room and run it again: what was committed before is kept".to_owned()))
            }
            EngineError::Unusable { hint, .. } => (NO_INDEX, Some(hint.clone())),
            EngineError::Other(_) => (ERROR, None),
        };
        Self::Message { message: error.to_string(), hint, code }
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Engine(error) => error.into(),
            IngestError::Output(error) => error.into(),
            error => Self::plain(error.to_string()),
        }
    }
}

impl From<crate::settings::SettingsError> for Failure {
    fn from(error: crate::settings::SettingsError) -> Self {
        use crate::settings::SettingsError;
        let hint = match &error {
            SettingsError::Size(_) => Some("write it as 512M or 2G".to_owned()),
            SettingsError::Parse { .. } => Some(
                "settings are index, hits, snippets, context, sort, format, match, color, hyperlink, threads, \
                     memory, credentials, ca-file, shards and replicas"
                    .to_owned(),
            ),
            SettingsError::Read { .. } => None,
        };
        Self::Message { message: error.to_string(), hint, code: ERROR }
    }
}
