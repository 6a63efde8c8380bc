//! Work on an index as a whole: taking articles out for good, and making its files small.

use super::document::article_key;
use super::folder::Folder;
use super::forgotten::{Entry, Forgotten};
use super::writer::{IndexWriter, other};
use crate::engine::{Compacted, EngineError, Maintainer, Restored};
use tantivy::Term;
use tantivy::index::SegmentId;

/// How many articles an index keeps out.
pub fn forgotten(folder: &Folder) -> Result<u64, EngineError> {
    Ok(Forgotten::read(folder)?.len() as u64)
}

impl IndexWriter {
    /// Merges some segments into one, without what was deleted.
    fn merge(&self, segments: &[SegmentId]) -> Result<(), EngineError> {
        if !segments.is_empty() {
            self.exclusively(|inner| inner.merge(segments).wait()).map_err(other)?;
        }
        self.exclusively(|inner| inner.garbage_collect_files().wait()).map_err(other)?;
        Ok(())
    }
}

impl Maintainer for IndexWriter {
    /// The list is written first: should the rest fail, the next run takes the articles out.
    fn forget(&self, articles: &[(String, String, String)]) -> Result<(), EngineError> {
        let mut forgotten = Forgotten::read(&self.folder)?;
        for (id, root, path) in articles {
            forgotten.add(Entry { id: id.clone(), root: root.clone(), path: path.clone() });
        }
        forgotten.write(&self.folder)?;
        for (id, root, path) in articles {
            self.has_one_less(root, path)?;
            self.inner().delete_term(Term::from_field_u64(self.schema.article_key, article_key(id)));
        }
        self.fold_names()?;
        // Only a merge takes the text out of the files.
        let searcher = self.searcher()?;
        for segment in searcher.segment_readers().iter().filter(|segment| segment.num_deleted_docs() > 0) {
            self.merge(&[segment.segment_id()])?;
        }
        Ok(())
    }

    fn restore(&self, ids: &[String]) -> Result<Vec<Restored>, EngineError> {
        let mut forgotten = Forgotten::read(&self.folder)?;
        let mut restored = Vec::new();
        for id in ids {
            let entry = forgotten.remove(id);
            if let Some(Entry { root, path, .. }) = &entry {
                self.reread(root, path);
            }
            restored.push(Restored { id: id.clone(), source: entry.map(|entry| (entry.root, entry.path)) });
        }
        // The other way round: while an id is on the list, its source may be read as often as one likes.
        self.commit_now(true)?;
        forgotten.write(&self.folder)?;
        Ok(restored)
    }

    fn compact(&self) -> Result<Compacted, EngineError> {
        let bytes_before = self.folder.bytes();
        let searcher = self.searcher()?;
        let readers = searcher.segment_readers();
        let segments: Vec<SegmentId> = readers.iter().map(tantivy::SegmentReader::segment_id).collect();
        let deleted: u64 = readers.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum();
        drop(searcher);
        let is_one = segments.len() == 1 && deleted == 0;
        self.merge(if is_one { &[] } else { &segments })?;
        let segments = segments.len() as u64;
        Ok(Compacted { segments, segments_left: 1, deleted, deleted_left: 0, bytes_before, bytes: self.folder.bytes() })
    }
}
