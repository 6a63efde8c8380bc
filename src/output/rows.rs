//! Results as rows: JSON, lines of JSON, CSV, TSV, or a table in Markdown, with all their fields or those asked for.

use super::style::visible;
use crate::article::write_line;
use serde_json::{Map, Value};
use std::io::{self, Write};

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object a line.
    Ndjson,
    /// One JSON list.
    Json,
    /// Comma-separated values (RFC 4180) with a header.
    Csv,
    /// Tab-separated values with a header; tabs and line breaks in values are blanks.
    Tsv,
    /// Markdown.
    Markdown,
    /// One id a line.
    Ids,
    /// One path a line, each once.
    Paths,
}

/// What stands between the items of a list in one cell.
const BETWEEN: &str = "; ";

/// The key that every row of JSON begins with.
const VERSION_KEY: &str = "v";

/// Writes rows one after the other. [`Rows::finish`] ends what has to be ended.
pub struct Rows {
    format: Format,
    /// The columns, for formats that have some.
    columns: Vec<String>,
    /// The fields that were asked for.
    fields: Option<Vec<String>>,
    written: u64,
}

impl Rows {
    /// Rows in a format, with these columns where no `fields` are asked for.
    pub fn new(format: Format, columns: &[&str], fields: Option<Vec<String>>) -> Self {
        let default = || columns.iter().map(|column| (*column).to_owned()).collect();
        Self { format, columns: fields.clone().unwrap_or_else(default), fields, written: 0 }
    }

    /// Whether a row can be written as it is serialized: no need to look into it.
    pub fn is_plain(&self) -> bool {
        self.format == Format::Ndjson && self.fields.is_none()
    }

    /// Writes one row. `row` is an object whose keys are the fields.
    pub fn row(&mut self, out: &mut dyn Write, row: Map<String, Value>) -> io::Result<()> {
        let chosen = self.chosen(row);
        self.whole_row(out, chosen)
    }

    /// Writes one row with all its fields, whichever are asked for.
    pub fn whole_row(&mut self, out: &mut dyn Write, row: Map<String, Value>) -> io::Result<()> {
        let is_first = self.written == 0;
        self.written += 1;
        match self.format {
            Format::Csv | Format::Tsv | Format::Markdown => {
                if is_first {
                    self.header(out)?;
                }
                let cells = self.columns.iter().map(|column| row.get(column).map(cell).unwrap_or_default());
                let cells: Vec<String> = cells.collect();
                self.cells(out, &cells)
            }
            Format::Json => {
                out.write_all(if is_first { b"[\n " } else { b",\n " })?;
                serde_json::to_writer(out, &row).map_err(io::Error::from)
            }
            _ => write_line(out, &row),
        }
    }

    /// Ends the list; writes the header of a table without rows.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match (self.format, self.written) {
            (Format::Json, 0) => out.write_all(b"[]\n"),
            (Format::Json, _) => out.write_all(b"\n]\n"),
            (Format::Csv | Format::Tsv | Format::Markdown, 0) => self.header(out),
            _ => Ok(()),
        }
    }

    /// The fields that were asked for, in the order in which they were; the version first.
    fn chosen(&self, mut row: Map<String, Value>) -> Map<String, Value> {
        let Some(fields) = &self.fields else { return row };
        let names = std::iter::once(VERSION_KEY).chain(fields.iter().map(String::as_str));
        names.filter_map(|name| row.remove_entry(name)).collect()
    }

    fn header(&self, out: &mut dyn Write) -> io::Result<()> {
        self.cells(out, &self.columns)?;
        if self.format == Format::Markdown {
            let rule: String = self.columns.iter().map(|_| "|---").collect();
            writeln!(out, "{rule}|")?;
        }
        Ok(())
    }

    fn cells(&self, out: &mut dyn Write, cells: &[String]) -> io::Result<()> {
        match self.format {
            Format::Csv => {
                let mut writer = csv::WriterBuilder::new().from_writer(out);
                writer.write_record(cells).map_err(io::Error::other)?;
                writer.flush()
            }
            Format::Tsv => {
                let flat: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
                writeln!(out, "{}", flat.join("\t"))
            }
            _ => {
                let flat = cells.iter().map(|cell| visible(cell).replace('|', "\\|").replace(['\n', '\r'], " "));
                writeln!(out, "| {} |", flat.collect::<Vec<_>>().join(" | "))
            }
        }
    }
}

/// A value as the text of one cell: of an object what names it, of a list its items.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let shown: Vec<String> = items.iter().map(cell).filter(|text| !text.is_empty()).collect();
            shown.join(BETWEEN)
        }
        Value::Object(object) => {
            let named = ["name", "value", "text", "rule"].iter().find_map(|key| object.get(*key));
            named.map(cell).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(format: Format, fields: Option<&[&str]>, rows: &[Value]) -> String {
        let fields = fields.map(|fields| fields.iter().map(|field| (*field).to_owned()).collect());
        let mut writer = Rows::new(format, &["id", "who", "said"], fields);
        let mut out = Vec::new();
        for row in rows {
            writer.row(&mut out, row.as_object().unwrap().clone()).unwrap();
        }
        writer.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn rows_are_whole_in_every_format() {
        let row = json!({"v": 1, "id": "a", "who": [{"name": "Venn", "start": 1}, {"name": null}], "said": "Yes,\tno|\n\"x\""});
        let rows = [row];
        assert_eq!(written(Format::Csv, None, &rows), "id,who,said\na,Venn,\"Yes,\tno|\n\"\"x\"\"\"\n");
        assert_eq!(written(Format::Tsv, None, &rows), "id\twho\tsaid\na\tVenn\tYes, no| \"x\"\n");
        assert_eq!(written(Format::Markdown, Some(&["id"]), &rows), "| id |\n|---|\n| a |\n");
        assert_eq!(
            written(Format::Ndjson, Some(&["who", "id"]), &rows),
            "{\"v\":1,\"who\":[{\"name\":\"Venn\",\"start\":1},{\"name\":null}],\"id\":\"a\"}\n"
        );
        assert_eq!(written(Format::Json, Some(&["id"]), &rows), "[\n {\"v\":1,\"id\":\"a\"}\n]\n");
        assert_eq!(written(Format::Json, None, &[]), "[]\n");
        assert_eq!(written(Format::Csv, None, &[]), "id,who,said\n");
    }
}
