//! Who asks: a name and a password from a file, the environment or netrc. Never from arguments, never printed.

use super::address::Address;
use crate::engine::EngineError;
use crate::settings::Connection;
use base64::Engine;
use std::path::{Path, PathBuf};

/// A name and a password, as the header that carries them.
#[derive(Clone)]
pub struct Credentials(String);

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    fn new(user: &str, password: &str) -> Self {
        let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        Self(format!("Basic {encoded}"))
    }

    /// The value of the header `Authorization`.
    pub fn header(&self) -> &str {
        &self.0
    }
}

/// What is known for an address: from the file that the environment or the settings name, from `ONRECORD_USER` and
/// `ONRECORD_PASSWORD`, or from netrc; none if none has it.
pub fn find(address: &Address, connection: &Connection) -> Result<Option<Credentials>, EngineError> {
    let file = std::env::var_os("ONRECORD_CREDENTIALS").map(PathBuf::from).or_else(|| connection.credentials.clone());
    if let Some(file) = file {
        return from_file(address, &file).map(Some);
    }
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some((user, password)) = variable("ONRECORD_USER").zip(variable("ONRECORD_PASSWORD")) {
        return Ok(Some(Credentials::new(&user, &password)));
    }
    let netrc = std::env::var_os("NETRC").map(PathBuf::from);
    let netrc = netrc.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".netrc")));
    let text = netrc.and_then(|netrc| std::fs::read_to_string(netrc).ok()).unwrap_or_default();
    Ok(from_netrc(&text, &address.host).map(|(user, password)| Credentials::new(&user, &password)))
}

fn from_file(address: &Address, file: &Path) -> Result<Credentials, EngineError> {
    let unusable = |detail: String| EngineError::Unusable {
        place: address.place(),
        detail,
        hint: "the file has user:password in its first line".to_owned(),
    };
    let text = std::fs::read_to_string(file).map_err(|error| unusable(format!("{}: {error}", file.display())))?;
    let pair = text.lines().next().and_then(|line| line.trim_end().split_once(':'));
    let (user, password) =
        pair.ok_or_else(|| unusable(format!("{} has no name and password in it", file.display())))?;
    Ok(Credentials::new(user, password))
}

/// Name and password for a host in the text of a netrc file (as curl and ftp read it).
fn from_netrc(text: &str, host: &str) -> Option<(String, String)> {
    let mut words = text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(str::split_whitespace);
    let (mut user, mut password, mut is_it) = (None, None, false);
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if is_it {
                    break;
                }
                is_it = word == "default" || words.next() == Some(host);
            }
            "login" if is_it => user = words.next(),
            "password" if is_it => password = words.next(),
            _ => {}
        }
    }
    Some((user?.to_owned(), password?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_netrc() {
        let text = "# ours\nmachine a.example login ada password one\nmachine b.example\n  login ben\n  password two\n";
        let found = |host| from_netrc(text, host).map(|(user, password)| format!("{user} {password}"));
        assert_eq!(found("b.example").as_deref(), Some("ben two"));
        assert_eq!(found("c.example"), None);
    }

    #[test]
    fn never_shows_a_password() {
        assert_eq!(format!("{:?}", Credentials::new("ada", "secret")), "Credentials");
    }
}
