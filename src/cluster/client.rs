//! Asking a cluster: requests and answers as JSON over HTTP, tried again where that helps, and what is wrong in words.

use super::address::Address;
use super::credentials::{self, Credentials};
use crate::engine::EngineError;
use crate::settings::Connection;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(120);

/// How long a request is tried again where the cluster is busy, or a node of it gone: by who writes, and by who reads.
const PATIENCE: Duration = Duration::from_secs(120);
const PATIENCE_OF_READERS: Duration = Duration::from_secs(10);

/// First pause between two tries; each is twice as long as the one before, up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(5);

/// The answer of a cluster.
#[derive(Debug)]
pub struct Answer {
    /// Status, as HTTP has it.
    pub status: u16,
    /// Its body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Whether it is about some of the shards only. Such an answer is none: what it leaves out would be missed in silence.
    fn is_partial(&self) -> bool {
        // They stand at the beginning, behind the number of a scroll or point in time at most.
        let head = self.body.get(..8192.min(self.body.len())).unwrap_or_default();
        let Some(shards) = memchr::memmem::find(head, b"\"_shards\":{") else { return false };
        let shards = head.get(shards..).unwrap_or_default();
        let shards = shards.split(|byte| *byte == b'}').next().unwrap_or_default();
        let failed = memchr::memmem::find(shards, b"\"failed\":").and_then(|at| shards.get(at + b"\"failed\":".len()));
        failed.is_some_and(|digit| *digit != b'0')
    }

    /// What the engine says is wrong.
    fn reason(&self) -> String {
        let json = self.json();
        let cause = &json["error"]["root_cause"][0]["reason"];
        let reason = cause.as_str().or(json["error"]["reason"].as_str()).or(json["error"].as_str());
        reason.map_or_else(|| format!("HTTP status {}", self.status), str::to_owned)
    }
}

/// A connection to a cluster.
#[derive(Debug)]
pub struct Client {
    agent: ureq::Agent,
    /// Where it is.
    pub address: Address,
    credentials: Option<Credentials>,
    /// How long requests are tried again.
    patience: Duration,
    /// Whether they are tried again where nothing is reached.
    is_waiting: bool,
}

impl Client {
    /// A client for an address. Nothing is asked yet.
    pub fn new(address: Address, connection: &Connection) -> Result<Self, EngineError> {
        if !address.is_encrypted && !address.is_local() && !connection.insecure_http {
            return Err(EngineError::Unusable {
                place: address.place(),
                detail: "everybody on the way could read what is asked and the password".to_owned(),
                hint: "use opensearch+https://, or allow it with --insecure-http".to_owned(),
            });
        }
        let credentials = credentials::find(&address, connection)?;
        let roots = match &connection.ca_file {
            Some(file) => RootCerts::from(certificates(&address, file)?),
            None => RootCerts::WebPki,
        };
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            // A limit for all of it would start a thread for every request, to look the host up in time.
            .timeout_recv_response(Some(ANSWER))
            .timeout_recv_body(Some(ANSWER))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        Ok(Self { agent: config.into(), address, credentials, patience: PATIENCE_OF_READERS, is_waiting: false })
    }

    /// The same, for work that outlives a restart of the cluster.
    pub fn patient(mut self) -> Self {
        self.patience = PATIENCE;
        self.is_waiting = true;
        self
    }

    /// Asks once more and more while the cluster is busy or not reached; gives any other answer back.
    pub fn ask(&self, method: &str, path: &str, body: Option<&[u8]>) -> Result<Answer, EngineError> {
        let start = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let answer = self.once(method, path, body);
            let is_worth_trying = match &answer {
                Ok(answer) => matches!(answer.status, 429 | 502 | 503 | 504) || answer.is_partial(),
                Err(error) => self.is_waiting && is_passing(error),
            };
            if !is_worth_trying || start.elapsed() >= self.patience {
                return answer.map_err(|error| self.unreached(&error)).and_then(|answer| self.known(answer));
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LAST_PAUSE);
        }
    }

    /// Asks for JSON; an answer that is an error is one here too.
    pub fn json(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, EngineError> {
        let body = body.map(|body| body.to_string().into_bytes());
        let answer = self.ask(method, path, body.as_deref())?;
        match answer.status {
            _ if answer.is_partial() => {
                Err(EngineError::Other(format!("{}: shards of it cannot be asked", self.address.place())))
            }
            200..=299 => Ok(answer.json()),
            _ => Err(self.refused(&answer)),
        }
    }

    /// What the documents of an index that a query selects have together, as aggregations ask.
    pub fn aggregate(&self, index: &str, query: &Value, aggregations: Value) -> Result<Value, EngineError> {
        let body = json!({ "size": 0, "track_total_hits": false, "query": query, "aggs": aggregations });
        Ok(self.json("POST", &format!("{index}/_search"), Some(&body))?["aggregations"].take())
    }

    /// The error for an answer that is one.
    pub fn refused(&self, answer: &Answer) -> EngineError {
        EngineError::Other(format!("{}: {}", self.address.place(), answer.reason()))
    }

    fn once(&self, method: &str, path: &str, body: Option<&[u8]>) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}/{path}", self.address.cluster))
            .header("Content-Type", if path.contains("_bulk") { "application/x-ndjson" } else { "application/json" });
        if let Some(credentials) = &self.credentials {
            request = request.header("Authorization", credentials.header());
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
        Ok(Answer { status, body })
    }

    /// Turns the answers that say who may ask into errors.
    fn known(&self, answer: Answer) -> Result<Answer, EngineError> {
        let detail = match (answer.status, &self.credentials) {
            (401, None) => "it wants a name and a password",
            (401, Some(_)) => "it does not take this name and password",
            (403, _) if !answer.reason().contains("blocked") => "this user may not do that",
            _ => return Ok(answer),
        };
        Err(EngineError::Unusable {
            place: self.address.place(),
            detail: detail.to_owned(),
            hint: "put user:password into a file, and name that with ONRECORD_CREDENTIALS".to_owned(),
        })
    }

    fn unreached(&self, error: &ureq::Error) -> EngineError {
        let (detail, hint) = in_words(error);
        EngineError::Unusable { place: self.address.place(), detail, hint: hint.to_owned() }
    }
}

/// What went wrong with a connection, and what would help.
fn in_words(error: &ureq::Error) -> (String, &'static str) {
    /// What the messages of the system and of the library have in them, in small letters; what they mean.
    const MEANINGS: [(&str, &str, &str); 7] = [
        ("lookup address", "there is no such host", "see whether the name of the host is right"),
        ("host not found", "there is no such host", "see whether the name of the host is right"),
        ("refused", "nothing answers at this address", "see whether it runs, and whether it is https or http"),
        ("expired", "its certificate has expired", "the cluster needs one that is valid now"),
        ("unknownissuer", "its certificate is signed by an authority that is not known", "name it with --ca-file FILE"),
        ("not valid for name", "its certificate is for another host", "name the cluster by a host that it is for"),
        ("timeout", "it does not answer in time", "see whether the cluster is busy, or the network slow"),
    ];
    let text = error.to_string();
    let small = text.to_ascii_lowercase();
    let known = MEANINGS.iter().find(|(sign, ..)| small.contains(sign));
    known.map_or((text, "see whether it runs, and whether it is https or http"), |(_, detail, hint)| {
        ((*detail).to_owned(), *hint)
    })
}

/// Whether a connection failed in a way that may pass.
fn is_passing(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(error) => !error.to_string().contains("certificate"),
        ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed | ureq::Error::Protocol(_) => true,
        _ => false,
    }
}

fn certificates(address: &Address, file: &std::path::Path) -> Result<Vec<Certificate<'static>>, EngineError> {
    let unusable = |detail: String| EngineError::Unusable {
        place: address.place(),
        detail,
        hint: "name a file with certificates in PEM form".to_owned(),
    };
    let pem = std::fs::read(file).map_err(|error| unusable(format!("{}: {error}", file.display())))?;
    let found: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate.to_owned()),
            _ => None,
        })
        .collect();
    match found.is_empty() {
        true => Err(unusable(format!("{} has no certificate in it", file.display()))),
        false => Ok(found),
    }
}
