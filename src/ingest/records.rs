//! Records as JSON lines, without any index: a sink like any other.

use super::{IngestError, Input, Options, Progress, Summary, index};
use crate::article::{Record, write_line};
use crate::engine::{EngineError, KnownSource, Writer, Written};
use rustc_hash::FxHashMap;
use std::io;
use std::sync::Arc;
use std::sync::{Mutex, PoisonError};

struct JsonLines<'o> {
    state: Mutex<State<'o>>,
}

struct State<'o> {
    each: &'o mut (dyn FnMut(&[u8]) -> io::Result<()> + Send),
    error: Option<io::Error>,
}

impl Writer for JsonLines<'_> {
    type Prepared = Vec<u8>;

    fn prepare(&self, record: Record, _root: &str) -> Result<Vec<u8>, EngineError> {
        let mut line = Vec::with_capacity(2 * record.article.text.len());
        write_line(&mut line, &record).map_err(|error| EngineError::Other(error.to_string()))?;
        Ok(line)
    }

    fn known_sources(&self) -> Result<Arc<FxHashMap<u64, KnownSource>>, EngineError> {
        Ok(Arc::default())
    }

    fn known_source(&self, _root: &str, _path: &str) -> Result<Option<KnownSource>, EngineError> {
        Ok(None)
    }

    fn forget_source(&self, _root: &str, _path: &str) -> Result<(), EngineError> {
        Ok(())
    }

    fn reread_source(&self, _root: &str, _path: &str) -> Result<(), EngineError> {
        Ok(())
    }

    fn abandon_source(&self, _root: &str, _path: &str) -> Result<(), EngineError> {
        Ok(())
    }

    fn write(&self, line: Vec<u8>) -> Result<Written, EngineError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match (state.each)(&line) {
            Ok(()) => Ok(Written::Kept),
            Err(error) => {
                let message = error.to_string();
                state.error = Some(error);
                Err(EngineError::Other(message))
            }
        }
    }

    fn finish_source(&self, _source: &KnownSource) -> Result<(), EngineError> {
        Ok(())
    }

    fn commit(&self) -> Result<(), EngineError> {
        Ok(())
    }
}

/// Hands the records of `input` to `each` as JSON lines, in the order of the sources, without any index.
pub fn extract(
    input: &Input,
    options: &Options,
    progress: &Progress,
    each: &mut (dyn FnMut(&[u8]) -> io::Result<()> + Send),
) -> Result<Summary, IngestError> {
    let writer = JsonLines { state: Mutex::new(State { each, error: None }) };
    let result = index(&writer, input, options, progress);
    let state = writer.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    match state.error {
        Some(error) => Err(IngestError::Output(error)),
        None => result,
    }
}
