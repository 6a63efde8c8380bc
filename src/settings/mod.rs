//! Limits, memory, where the index is, the config file: every default in one place. `cli` fills it from flags.

mod budget;

pub use budget::{Budget, Permit};

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Name of the folder that holds an index beside the archive it was made of.
pub const INDEX_FOLDER: &str = ".onrecord";

/// Name of the config file, beside the index's folder or in the user's config folder.
pub const CONFIG_FILE: &str = "onrecord.toml";

/// What a source may cost. Everything beyond is a skip, and the rest goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one article's source after decompression.
    pub article_bytes: u64,
    /// Containers and compressions around an article.
    pub depth: u32,
    /// Bytes that one byte of compressed data may become; counted once it has become [`RATIO_FREE_BYTES`].
    pub ratio: u64,
    /// Members of one file, those of containers inside it included.
    pub members: u64,
    /// Bytes that one file may become, everything in it together.
    pub total_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { article_bytes: 16 << 20, depth: 4, ratio: 250, members: 4_000_000, total_bytes: 1 << 40 }
    }
}

/// Expanded bytes below which no ratio is too large: little text of one letter compresses well.
pub const RATIO_FREE_BYTES: u64 = 16 << 20;

/// Bytes of sources that one piece of work for a thread holds; about.
pub const CHUNK_BYTES: usize = 512 << 10;

/// Least memory, in bytes, that a run of `index` needs.
pub const MEMORY_MIN: u64 = 64 << 20;

/// Hits that are printed when `-n` is not given.
pub const HITS: usize = 10;

/// Snippets of a hit when `--snippets` is not given.
pub const SNIPPETS: usize = 2;

/// Defaults that a user keeps in `onrecord.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Folder of the index.
    pub index: Option<PathBuf>,
    /// Number of hits.
    pub hits: Option<usize>,
    /// Snippets a hit.
    pub snippets: Option<usize>,
    /// Threads.
    pub threads: Option<usize>,
    /// Memory, such as `512M`.
    pub memory: Option<String>,
    /// `all`, `most` or `any`.
    #[serde(rename = "match")]
    pub matching: Option<String>,
    /// Order of hits.
    pub sort: Option<String>,
    /// How results are printed.
    pub format: Option<String>,
    /// Sentences of context.
    pub context: Option<usize>,
    /// When to use colours: `auto`, `always` or `never`.
    pub color: Option<String>,
    /// When to make paths links.
    pub hyperlink: Option<String>,
    /// A file with the user's name and password for a cluster.
    pub credentials: Option<PathBuf>,
    /// Certificates of the authorities that a cluster's is checked against.
    pub ca_file: Option<PathBuf>,
    /// Shards of an index that is made in a cluster.
    pub shards: Option<u32>,
    /// Copies of each shard.
    pub replicas: Option<u32>,
}

/// How a cluster is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// A file with `user:password` in its first line.
    pub credentials: Option<PathBuf>,
    /// Certificates (PEM) of the authorities that are trusted, instead of the usual ones.
    pub ca_file: Option<PathBuf>,
    /// Whether a plain connection to another machine is allowed.
    pub insecure_http: bool,
    /// Shards of an index that is made.
    pub shards: Option<u32>,
    /// Copies of each shard of an index that is made.
    pub replicas: Option<u32>,
}

/// What is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The config file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The config file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The config file is not as it should be.
    #[error("{path}: {message}")]
    Parse {
        /// The config file.
        path: PathBuf,
        /// What and where.
        message: String,
    },
    /// Not a size.
    #[error("'{0}' is not a size")]
    Size(String),
}

/// The settings of some config files, the first first; a file that is not there says nothing.
pub fn read_config(files: &[PathBuf]) -> Result<Config, SettingsError> {
    let mut settings = toml::Table::new();
    for path in files {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(source) => return Err(SettingsError::Read { path: path.to_owned(), source }),
        };
        let wrong = |error: toml::de::Error| SettingsError::Parse {
            path: path.to_owned(),
            message: error.message().to_owned(),
        };
        let _: Config = toml::from_str(&text).map_err(wrong)?;
        for (key, value) in text.parse::<toml::Table>().map_err(wrong)? {
            settings.entry(key).or_insert(value);
        }
    }
    let wrong =
        |error: toml::de::Error| SettingsError::Parse { path: CONFIG_FILE.into(), message: error.message().to_owned() };
    settings.try_into().map_err(wrong)
}

/// The folder of the index: the one that is named, else the nearest `.onrecord` here or above, else the user's own
/// in `data_home` if it is there.
pub fn find_index(named: Option<&Path>, here: &Path, data_home: Option<&Path>) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_owned());
    }
    let beside = here.ancestors().map(|folder| folder.join(INDEX_FOLDER)).find(|folder| folder.is_dir());
    beside.or_else(|| data_home.map(|home| home.join("onrecord")).filter(|folder| folder.is_dir()))
}

/// Bytes of a size such as `512M`, `2G`, `1048576`, `64 MiB` (powers of 1,024).
pub fn parse_size(text: &str) -> Result<u64, SettingsError> {
    let wrong = || SettingsError::Size(text.to_owned());
    let trimmed = text.trim();
    let digits = trimmed.find(|character: char| !character.is_ascii_digit()).unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).ok_or_else(wrong)
}

/// Memory used when none is given: a quarter of the machine's, at most 2 GiB; 1 GiB where the machine does not say.
pub fn default_memory() -> u64 {
    let machine = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    machine.map_or(1 << 30, |kibibytes| (kibibytes * 1024 / 4).clamp(MEMORY_MIN, 2 << 30))
}

/// How the memory that a user gives is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryShares {
    /// Bytes for what the index has taken in and not yet written to disk.
    pub writer: u64,
    /// Bytes of sources that are read, parsed and waiting their turn.
    pub in_flight: u64,
    /// Bytes of documents that wait to be taken in by the index.
    pub queue: u64,
}

/// Shares out `total` bytes: three eighths to the index's writer (which takes half as much again while it writes a segment),
/// a twenty-fourth to sources in flight (a record is several times as large as its source), a sixteenth to documents in the
/// writer's queue; the rest is for merging and for the program itself.
pub const fn share_memory(total: u64) -> MemoryShares {
    MemoryShares { writer: total / 8 * 3, in_flight: total / 24, queue: total / 16 }
}

/// Threads used when `-j` is not given: as many as the machine runs at once.
pub fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_sizes() {
        assert_eq!(parse_size("512M").unwrap(), 512 << 20);
        assert_eq!(parse_size(" 2 GiB ").unwrap(), 2 << 30);
        assert_eq!(parse_size("100").unwrap(), 100);
        for wrong in ["", "M", "1X", "-1", "99999999999T"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_misspelt_setting_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CONFIG_FILE);
        assert_eq!(read_config(std::slice::from_ref(&path)).unwrap(), Config::default());
        std::fs::write(&path, "hits = 5\nmatch = \"most\"\n").unwrap();
        assert_eq!(read_config(std::slice::from_ref(&path)).unwrap().hits, Some(5));
        std::fs::write(&path, "hit = 5\n").unwrap();
        assert!(read_config(std::slice::from_ref(&path)).unwrap_err().to_string().contains("hit"));
    }

    #[test]
    fn the_nearest_index_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        assert_eq!(find_index(None, &deep, None), None);
        std::fs::create_dir(folder.path().join(INDEX_FOLDER)).unwrap();
        assert_eq!(find_index(None, &deep, None), Some(folder.path().join(INDEX_FOLDER)));
        assert_eq!(find_index(Some(Path::new("x")), &deep, None), Some(PathBuf::from("x")));
    }
}
