//! What every command needs to know: the folders, the settings, the terminal.

use super::When;
use super::failure::Failure;
use super::pager::Out;
use crate::article::Day;
use crate::engine::Reader;
use crate::engines;
use crate::output::{PathPrinter, Style};
use crate::settings::{self, CONFIG_FILE, Config, Connection, INDEX_FOLDER};
use clap::{Args, ValueEnum};
use etcetera::BaseStrategy;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// How a cluster is reached.
#[derive(Clone, Debug, Default, Args)]
pub struct ClusterArguments {
    /// Trust the authorities in this file (PEM) for a cluster's certificate, and no others
    #[arg(long, global = true, value_name = "FILE", env = "ONRECORD_CA_FILE", hide_env_values = true)]
    ca_file: Option<PathBuf>,
    /// Ask a cluster on another machine without encryption
    #[arg(long, global = true)]
    insecure_http: bool,
}

/// The program's surroundings.
pub struct Context {
    /// The index that was named by a flag, the environment or the settings.
    named_index: Option<PathBuf>,
    /// Working folder.
    pub here: PathBuf,
    /// The user's defaults.
    pub config: Config,
    cluster: ClusterArguments,
    color: When,
    hyperlink: When,
    data_home: Option<PathBuf>,
}

impl Context {
    /// Looks around.
    pub fn new(
        index: Option<PathBuf>,
        cluster: ClusterArguments,
        color: Option<When>,
        hyperlink: Option<When>,
    ) -> Result<Self, Failure> {
        let here = std::env::current_dir()
            .map_err(|error| Failure::plain(format!("the working folder cannot be read: {error}")))?;
        let strategy = etcetera::choose_base_strategy().ok();
        let data_home = strategy.as_ref().map(BaseStrategy::data_dir);
        let found = settings::find_index(index.as_deref(), &here, data_home.as_deref());
        let config = config(found.as_deref(), strategy.map(|strategy| strategy.config_dir()))?;
        let named_index = index.or_else(|| config.index.clone());
        let when = |flag: Option<When>, setting: &str, named: &Option<String>| {
            flag.map_or_else(|| chosen(setting, named.as_deref()), |flag| Ok(Some(flag)))
        };
        let color = when(color, "color", &config.color)?.unwrap_or(When::Auto);
        let hyperlink = when(hyperlink, "hyperlink", &config.hyperlink)?.unwrap_or(When::Auto);
        Ok(Self { named_index, here, config, cluster, color, hyperlink, data_home })
    }

    /// The folder of the index to read.
    pub fn index(&self) -> PathBuf {
        let found = settings::find_index(self.named_index.as_deref(), &self.here, self.data_home.as_deref());
        found.unwrap_or_else(|| self.here.join(INDEX_FOLDER))
    }

    /// The folder of the index to write: the one that is named, else the one here or above, else a new one here.
    pub fn index_to_write(&self) -> PathBuf {
        let found = settings::find_index(self.named_index.as_deref(), &self.here, None);
        found.unwrap_or_else(|| self.here.join(INDEX_FOLDER))
    }

    /// How a cluster is reached.
    pub fn connection(&self) -> Connection {
        Connection {
            credentials: self.config.credentials.clone(),
            ca_file: self.cluster.ca_file.clone().or_else(|| self.config.ca_file.clone()),
            insecure_http: self.cluster.insecure_http,
            shards: self.config.shards,
            replicas: self.config.replicas,
        }
    }

    /// The folder that names of roots are relative to: the one the index lies in. Roots of a cluster's index have their
    /// whole names.
    pub fn base(&self, index: &Path) -> PathBuf {
        if engines::is_cluster(index) {
            return index.to_owned();
        }
        let whole = self.here.join(index);
        let parent = whole.parent().unwrap_or(&self.here);
        parent.canonicalize().unwrap_or_else(|_| parent.to_owned())
    }

    /// Opens the index for reading.
    pub fn reader(&self) -> Result<Box<dyn Reader>, Failure> {
        Ok(engines::reader(&self.index(), &self.connection())?)
    }

    /// Prints the paths of the index that is read.
    pub fn paths(&self) -> PathPrinter {
        let here = self.here.canonicalize().unwrap_or_else(|_| self.here.clone());
        PathPrinter::new(&self.base(&self.index()), &here)
    }

    /// Standard output.
    pub fn out(&self) -> Out {
        Out::plain()
    }

    /// Standard output, through the user's pager where it is a terminal.
    pub fn paged(&self) -> Out {
        Out::paged()
    }

    /// How results are shown on standard output.
    pub fn style(&self) -> Style {
        let is_terminal = std::io::stdout().is_terminal();
        let width = is_terminal.then(|| columns().unwrap_or(80));
        let links = match self.hyperlink {
            When::Always => true,
            When::Never => false,
            When::Auto => is_terminal && self.has_color(is_terminal),
        };
        Style { color: self.has_color(is_terminal), links, width }
    }

    /// Threads: what a flag names, else the settings, else as many as the machine has.
    pub fn threads(&self, named: Option<usize>) -> usize {
        named.or(self.config.threads).unwrap_or_else(settings::default_threads).max(1)
    }

    /// Whether standard output is a person's terminal.
    pub fn is_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    fn has_color(&self, is_terminal: bool) -> bool {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto if is_set("NO_COLOR") => false,
            When::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0") => {
                true
            }
            When::Auto => is_terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    /// Today, in UTC.
    pub fn today(&self) -> Day {
        let days = jiff::Timestamp::now().as_second().div_euclid(86_400);
        let epoch = jiff::civil::date(1970, 1, 1);
        jiff::Span::new().try_days(days).ok().and_then(|days| epoch.checked_add(days).ok()).unwrap_or(epoch)
    }
}

/// A choice that the settings name; none where they do not.
pub fn chosen<T: ValueEnum>(setting: &str, named: Option<&str>) -> Result<Option<T>, Failure> {
    let Some(named) = named else { return Ok(None) };
    let choices = || {
        let names = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        names.map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(", ")
    };
    T::from_str(named, true).map(Some).map_err(|_| {
        Failure::new(format!("'{named}' in the settings is no {setting}"), format!("one of {}", choices()))
    })
}

fn columns() -> Option<usize> {
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    named.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
}

/// The settings beside the index, and behind them the user's.
fn config(index: Option<&Path>, home: Option<PathBuf>) -> Result<Config, Failure> {
    let beside = index.and_then(Path::parent).map(|folder| folder.join(CONFIG_FILE));
    let own = home.map(|home| home.join("onrecord").join(CONFIG_FILE));
    Ok(settings::read_config(&beside.into_iter().chain(own).collect::<Vec<_>>())?)
}
