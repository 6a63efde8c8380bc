//! The baseline of `scripts/bench`: Tantivy alone, with the same text fields and no extraction.
//!
//! usage: raw_tantivy ARTICLES.jsonl FOLDER THREADS

use std::io::BufRead;
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument};

/// Bytes of the writer's memory: what `onrecord index` gives its own by default on a large machine.
const MEMORY: usize = 1 << 30;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, articles, folder, threads] = arguments.as_slice() else {
        return Err("usage: raw_tantivy ARTICLES.jsonl FOLDER THREADS".into());
    };
    let english = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(english).set_stored();
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED);
    let title = schema.add_text_field("title", text.clone());
    let body = schema.add_text_field("text", text);
    std::fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(threads.parse()?, MEMORY)?;
    for line in std::io::BufReader::new(std::fs::File::open(articles)?).lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let mut document = TantivyDocument::new();
        for (field, key) in [(id, "id"), (title, "title"), (body, "text")] {
            document.add_text(field, article[key].as_str().unwrap_or_default());
        }
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
