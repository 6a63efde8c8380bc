//! The address of an index in a cluster: `opensearch+https://host:port/NAME`.

use crate::engine::EngineError;

/// What an address is written with.
const HINT: &str = "write it as opensearch+https://HOST:PORT/NAME";

/// Where a cluster is, and the name of an index in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address of the cluster, without a slash at its end.
    pub cluster: String,
    /// The host.
    pub host: String,
    /// Name of the index.
    pub name: String,
    /// Whether the connection is encrypted.
    pub is_encrypted: bool,
}

impl Address {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, EngineError> {
        let wrong = |detail: &str| EngineError::Unusable {
            place: text.to_owned(),
            detail: detail.to_owned(),
            hint: HINT.to_owned(),
        };
        let address = text.strip_prefix("opensearch+").ok_or_else(|| wrong("it is no address of a cluster"))?;
        let url = url::Url::parse(address).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("it begins with neither opensearch+https:// nor opensearch+http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EngineError::Unusable {
                place: "the address that was given".to_owned(),
                detail: "there are a name and a password in it, which others can read there".to_owned(),
                hint: "put user:password into a file, and name that with ONRECORD_CREDENTIALS".to_owned(),
            });
        }
        let host = url.host_str().ok_or_else(|| wrong("it names no host"))?.to_owned();
        let name = url.path().trim_matches('/').to_owned();
        let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
        let is_name = name.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit());
        if !is_name || !name.chars().all(is_letter) {
            return Err(wrong("the name of an index is made of small letters, digits, - and _"));
        }
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let cluster = format!("{}://{host}{port}", url.scheme());
        Ok(Self { cluster, host, name, is_encrypted: url.scheme() == "https" })
    }

    /// Whether the cluster is on this machine.
    pub fn is_local(&self) -> bool {
        let host = self.host.trim_matches(['[', ']']);
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// The address as it is given.
    pub fn place(&self) -> String {
        format!("opensearch+{}/{}", self.cluster, self.name)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses() {
        let address = Address::parse("opensearch+https://search.example:9200/wire").unwrap();
        assert_eq!((address.cluster.as_str(), address.name.as_str()), ("https://search.example:9200", "wire"));
        assert_eq!(address.place(), "opensearch+https://search.example:9200/wire");
        assert!(!address.is_local());
        for local in
            ["opensearch+http://127.0.0.1:9201/a", "opensearch+http://localhost/a", "opensearch+http://[::1]/a"]
        {
            assert!(Address::parse(local).unwrap().is_local(), "{local}");
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        for wrong in [
            "opensearch+ftp://host/a",
            "opensearch+https://host",
            "opensearch+https://host/A",
            "opensearch+https://host/a/b",
            "opensearch+https://host/_all",
            "opensearch+https://ada:secret@host/a",
            "opensearch+https:///a",
        ] {
            let error = Address::parse(wrong).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
