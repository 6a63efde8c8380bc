//! Work on an index as a whole: articles that are taken out and kept out, and merging.

use super::bulk::{Operation, send_all};
use super::client::Client;
use super::document::key;
use super::manifest::{Indices, each_entry};
use super::outgoing::delete;
use super::writer::ClusterWriter;
use crate::engine::{Compacted, EngineError, Maintainer, Restored, Writer};
use crate::index::document::article_key;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

/// The kind of the documents that say which articles are kept out.
const KIND: &str = "forgotten";

fn id_of(article: &str) -> String {
    format!("{KIND}-{}", key(article_key(article)))
}

/// Numbers of the articles that are kept out.
pub fn keys(client: &Client, indices: &Indices) -> Result<FxHashSet<u64>, EngineError> {
    let mut keys = FxHashSet::default();
    each_entry(client, indices, KIND, |entry| keys.extend(entry["id"].as_str().map(article_key)))?;
    Ok(keys)
}

/// Takes the list over into an index that is made anew.
pub fn copy(client: &Client, from: &Indices, to: &Indices) -> Result<(), EngineError> {
    let mut operations = Vec::new();
    each_entry(client, from, KIND, |entry| {
        let document = json!({ "kind": KIND, "entry": entry });
        let id = id_of(entry["id"].as_str().unwrap_or_default());
        operations.push(Operation::index(&to.sources, &id, document.to_string()));
    })?;
    send_all(client, &operations)
}

impl Maintainer for ClusterWriter {
    /// The list is written first: should the rest fail, the articles stay out of later runs.
    fn forget(&self, articles: &[(String, String, String)]) -> Result<(), EngineError> {
        let listed = articles.iter().map(|(id, root, path)| {
            let document = json!({ "kind": KIND, "entry": { "id": id, "root": root, "path": path } });
            Operation::index(&self.indices.sources, &id_of(id), document.to_string())
        });
        send_all(&self.client, &listed.collect::<Vec<_>>())?;
        let numbers: Vec<String> = articles.iter().map(|(id, ..)| key(article_key(id))).collect();
        for index in [&self.indices.articles, &self.indices.statements] {
            delete(&self.client, index, &json!({ "terms": { "article": numbers } }))?;
        }
        articles.iter().for_each(|(_, root, path)| self.has_one_less(root, path));
        self.commit()?;
        self.fold_names()?;
        // Only a merge takes the text out of the files.
        let both = [self.indices.articles.as_str(), &self.indices.statements].join(",");
        self.client.json("POST", &format!("{both}/_forcemerge?only_expunge_deletes=true"), None).map(drop)
    }

    fn restore(&self, ids: &[String]) -> Result<Vec<Restored>, EngineError> {
        let mut listed: FxHashMap<String, (String, String)> = FxHashMap::default();
        each_entry(&self.client, &self.indices, KIND, |entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            listed.insert(text("id"), (text("root"), text("path")));
        })?;
        let mut restored = Vec::new();
        let mut operations = Vec::new();
        for id in ids {
            let source = listed.remove(id);
            if let Some((root, path)) = &source {
                self.read_again(root, path);
                operations.push(Operation::delete(&self.indices.sources, &id_of(id)));
            }
            restored.push(Restored { id: id.clone(), source });
        }
        self.commit()?;
        send_all(&self.client, &operations)?;
        self.client.json("POST", &format!("{}/_refresh", self.indices.sources), None)?;
        Ok(restored)
    }

    fn compact(&self) -> Result<Compacted, EngineError> {
        let all = self.indices.all().join(",");
        let look = || -> Result<Value, EngineError> {
            let path = format!("{all}/_stats/docs,store,segments?filter_path=_all.primaries");
            Ok(self.client.json("GET", &path, None)?["_all"]["primaries"].take())
        };
        let before = look()?;
        self.client.json("POST", &format!("{all}/_forcemerge?max_num_segments=1"), None)?;
        let after = look()?;
        let number = |value: &Value| value.as_u64().unwrap_or(0);
        Ok(Compacted {
            segments: number(&before["segments"]["count"]),
            segments_left: number(&after["segments"]["count"]),
            deleted: number(&before["docs"]["deleted"]),
            deleted_left: number(&after["docs"]["deleted"]),
            bytes_before: number(&before["store"]["size_in_bytes"]),
            bytes: number(&after["store"]["size_in_bytes"]),
        })
    }
}
