//! Which engine a place names, and opening it there: the one module that knows all engines.
//!
//! A place is a folder, or the address of a cluster, `opensearch+https://host:port/NAME`.

use crate::article::Record;
use crate::engine::{Compacted, EngineError, GivenUp, KnownSource, Maintainer, Reader, Restored, Writer, Written};
use crate::index::{IndexWriter, WriteOptions};
use crate::search::IndexReader;
use crate::settings::Connection;
use rustc_hash::FxHashMap;
use std::path::Path;
use std::sync::Arc;

/// Whether a place is the address of a cluster.
pub fn is_cluster(place: &Path) -> bool {
    place.to_str().is_some_and(|place| place.starts_with("opensearch+"))
}

/// Opens the index at a place for reading.
pub fn reader(place: &Path, connection: &Connection) -> Result<Box<dyn Reader>, EngineError> {
    if !is_cluster(place) {
        return Ok(Box::new(IndexReader::open(place)?));
    }
    #[cfg(feature = "cluster")]
    return Ok(Box::new(crate::cluster::ClusterReader::open(&place.to_string_lossy(), connection)?));
    #[cfg(not(feature = "cluster"))]
    Err(without_clusters(place, connection))
}

#[cfg(not(feature = "cluster"))]
fn without_clusters(place: &Path, _: &Connection) -> EngineError {
    EngineError::Unusable {
        place: place.display().to_string(),
        detail: "this program was built without clusters".to_owned(),
        hint: "build it with the feature cluster".to_owned(),
    }
}

/// An index open for writing, in whichever engine.
pub enum AnyWriter {
    /// In a folder.
    Folder(Box<IndexWriter>),
    /// In a cluster.
    #[cfg(feature = "cluster")]
    Cluster(Box<crate::cluster::ClusterWriter>),
}

/// A record made ready for one engine.
pub enum AnyPrepared {
    /// For a folder.
    Folder(<IndexWriter as Writer>::Prepared),
    /// For a cluster.
    #[cfg(feature = "cluster")]
    Cluster(<crate::cluster::ClusterWriter as Writer>::Prepared),
}

/// The same call to whichever engine it is.
macro_rules! forward {
    ($self:ident, $writer:ident => $call:expr) => {
        match $self {
            Self::Folder($writer) => $call,
            #[cfg(feature = "cluster")]
            Self::Cluster($writer) => $call,
        }
    };
}

impl AnyWriter {
    /// Opens the index at a place, or makes a new one there.
    pub fn open(place: &Path, options: WriteOptions, connection: &Connection) -> Result<Self, EngineError> {
        if !is_cluster(place) {
            return Ok(Self::Folder(Box::new(IndexWriter::open(place, options)?)));
        }
        #[cfg(feature = "cluster")]
        return Ok(Self::Cluster(Box::new(crate::cluster::ClusterWriter::open(
            &place.to_string_lossy(),
            connection,
            options,
        )?)));
        #[cfg(not(feature = "cluster"))]
        Err(without_clusters(place, connection))
    }

    /// Ends the work. A rebuilt index takes the old one's place if it is `complete`.
    pub fn close(self, complete: bool) -> Result<(), EngineError> {
        forward!(self, writer => writer.close(complete))
    }
}

impl Writer for AnyWriter {
    type Prepared = AnyPrepared;

    fn prepare(&self, record: Record, root: &str) -> Result<AnyPrepared, EngineError> {
        Ok(match self {
            Self::Folder(writer) => AnyPrepared::Folder(writer.prepare(record, root)?),
            #[cfg(feature = "cluster")]
            Self::Cluster(writer) => AnyPrepared::Cluster(writer.prepare(record, root)?),
        })
    }

    fn known_sources(&self) -> Result<Arc<FxHashMap<u64, KnownSource>>, EngineError> {
        forward!(self, writer => writer.known_sources())
    }

    fn known_source(&self, root: &str, path: &str) -> Result<Option<KnownSource>, EngineError> {
        forward!(self, writer => writer.known_source(root, path))
    }

    fn forget_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        forward!(self, writer => writer.forget_source(root, path))
    }

    fn reread_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        forward!(self, writer => writer.reread_source(root, path))
    }

    fn abandon_source(&self, root: &str, path: &str) -> Result<(), EngineError> {
        forward!(self, writer => writer.abandon_source(root, path))
    }

    fn write(&self, record: AnyPrepared) -> Result<Written, EngineError> {
        match (self, record) {
            (Self::Folder(writer), AnyPrepared::Folder(record)) => writer.write(record),
            #[cfg(feature = "cluster")]
            (Self::Cluster(writer), AnyPrepared::Cluster(record)) => writer.write(record),
            #[cfg(feature = "cluster")]
            _ => Err(EngineError::Other("a record was made ready for another engine".to_owned())),
        }
    }

    fn finish_source(&self, source: &KnownSource) -> Result<(), EngineError> {
        forward!(self, writer => writer.finish_source(source))
    }

    fn commit(&self) -> Result<(), EngineError> {
        forward!(self, writer => writer.commit())
    }

    fn finish(&self) -> Result<(), EngineError> {
        forward!(self, writer => writer.finish())
    }

    fn given_up(&self) -> Vec<GivenUp> {
        forward!(self, writer => writer.given_up())
    }
}

impl Maintainer for AnyWriter {
    fn forget(&self, articles: &[(String, String, String)]) -> Result<(), EngineError> {
        forward!(self, writer => writer.forget(articles))
    }

    fn restore(&self, ids: &[String]) -> Result<Vec<Restored>, EngineError> {
        forward!(self, writer => writer.restore(ids))
    }

    fn compact(&self) -> Result<Compacted, EngineError> {
        forward!(self, writer => writer.compact())
    }
}
