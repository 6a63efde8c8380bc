//! What is wrong with a cluster is told, with a hint and the right exit code. A few lines that answer as a server would
//! stand in for it where only its first answer matters.

#![cfg(feature = "cluster")]
#![allow(clippy::unwrap_used)]

mod common;

use common::{Ran, command};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

/// What a newer and an older engine say of themselves.
const NEW: &str = r#"{"version":{"distribution":"opensearch","number":"3.3.2"}}"#;
const OLD: &str = r#"{"version":{"distribution":"opensearch","number":"1.3.20"}}"#;
const OTHER: &str = r#"{"version":{"number":"8.15.0"}}"#;

/// Answers every request with what `answer` says to its first line and headers; gives the port.
fn server(answer: impl Fn(&str) -> (u16, String) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            while let Some(request) = request(&mut stream) {
                let (status, body) = answer(&request);
                let head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                if stream.write_all(head.as_bytes()).is_err() {
                    break;
                }
            }
        }
    });
    port
}

fn request(stream: &mut impl Read) -> Option<String> {
    let mut bytes = Vec::new();
    let mut one = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut one).ok()? == 0 {
            return None;
        }
        bytes.push(one[0]);
    }
    Some(String::from_utf8_lossy(&bytes).to_lowercase())
}

fn ask(folder: &Path, index: &str, more: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = command(folder);
    command.args(["count", "--index", index]).args(more).arg("bridge");
    command.envs(environment.iter().copied());
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[track_caller]
fn refused(ran: &Ran, message: &str, hint: &str) {
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    assert!(ran.err.starts_with("error: ") && ran.err.contains(message), "{}", ran.err);
    assert!(ran.err.contains("hint: ") && ran.err.contains(hint), "{}", ran.err);
}

#[test]
fn a_password_is_asked_for_checked_and_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let port = server(|request| match request.contains("authorization: basic ywrhom9wzw4gc2vzyw1l") {
        true if request.starts_with("get / ") => (200, NEW.to_owned()),
        true => (404, "{}".to_owned()),
        false => (401, "{}".to_owned()),
    });
    let index = format!("opensearch+http://127.0.0.1:{port}/wire");
    refused(&ask(here, &index, &[], &[]), "it wants a name and a password", "ONRECORD_CREDENTIALS");
    let wrong = [("ONRECORD_USER", "ada"), ("ONRECORD_PASSWORD", "secret")];
    let ran = ask(here, &index, &[], &wrong);
    refused(&ran, "does not take this name and password", "ONRECORD_CREDENTIALS");
    assert!(!ran.err.contains("secret"), "{}", ran.err);
    let right = [("ONRECORD_USER", "ada"), ("ONRECORD_PASSWORD", "open sesame")];
    refused(&ask(here, &index, &[], &right), "no index at", "onrecord index");
    std::fs::write(here.join("password"), "ada:open sesame\n").unwrap();
    refused(&ask(here, &index, &[], &[("ONRECORD_CREDENTIALS", "password")]), "no index at", "onrecord index");
    std::fs::write(here.join(".netrc"), "machine 127.0.0.1 login ada password none\n").unwrap();
    refused(&ask(here, &index, &[], &[]), "does not take this name and password", "ONRECORD_CREDENTIALS");
    let in_address = format!("opensearch+http://ada:secret@127.0.0.1:{port}/wire");
    let ran = ask(here, &in_address, &[], &[]);
    refused(&ran, "a name and a password in it", "put user:password into a file");
    assert!(!ran.err.contains("secret"), "{}", ran.err);
}

#[test]
fn hosts_and_engines_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    refused(&ask(here, "opensearch+https://nowhere.invalid:9200/wire", &[], &[]), "no such host", "name of the host");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = format!("opensearch+http://127.0.0.1:{free}/wire");
    refused(&ask(here, &closed, &[], &[]), "nothing answers at this address", "https or http");
    refused(&ask(here, "opensearch+http://search.invalid/wire", &[], &[]), "could read", "--insecure-http");
    refused(&ask(here, "opensearch+http://search.invalid/wire", &["--insecure-http"], &[]), "no such host", "host");
    refused(&ask(here, "opensearch+https://search.invalid/Wire", &[], &[]), "small letters", "NAME");
    for (says, message) in [(OLD, "OpenSearch 1.3.20 is too old"), (OTHER, "is not OpenSearch")] {
        let port = server(move |_| (200, says.to_owned()));
        refused(&ask(here, &format!("opensearch+http://127.0.0.1:{port}/wire"), &[], &[]), message, "OpenSearch");
    }
}

#[test]
fn an_index_of_another_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let port = server(|request| match request.starts_with("get / ") {
        true => (200, NEW.to_owned()),
        false => (200, r#"{"wire-articles-1":{"mappings":{"_meta":{"onrecord":"0.1"}}}}"#.to_owned()),
    });
    let ran = ask(folder.path(), &format!("opensearch+http://127.0.0.1:{port}/wire"), &[], &[]);
    refused(&ran, "has version 0.1, this program reads version", "--rebuild");
}

/// A server with a certificate for `localhost` that is valid from one year to another; gives port and certificate (PEM).
fn encrypted(from: i32, to: i32) -> (u16, String) {
    let mut parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    parameters.not_before = rcgen::date_time_ymd(from, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(to, 1, 1);
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    let pem = certificate.pem();
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream.unwrap());
            while request(&mut stream).is_some() {
                let head = format!("HTTP/1.1 200 x\r\ncontent-length: {}\r\n\r\n{OLD}", OLD.len());
                if stream.write_all(head.as_bytes()).is_err() {
                    break;
                }
            }
        }
    });
    (port, pem)
}

#[test]
fn certificates_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let (port, pem) = encrypted(2020, 2021);
    std::fs::write(here.join("old.pem"), pem).unwrap();
    let index = format!("opensearch+https://localhost:{port}/wire");
    refused(&ask(here, &index, &["--ca-file", "old.pem"], &[]), "its certificate has expired", "valid now");
    let (port, pem) = encrypted(2020, 2090);
    std::fs::write(here.join("new.pem"), pem).unwrap();
    let index = format!("opensearch+https://localhost:{port}/wire");
    refused(&ask(here, &index, &[], &[]), "an authority that is not known", "--ca-file");
    refused(&ask(here, &index, &["--ca-file", "new.pem"], &[]), "too old", "OpenSearch 2 or newer");
    let other = format!("opensearch+https://127.0.0.1:{port}/wire");
    refused(&ask(here, &other, &["--ca-file", "new.pem"], &[]), "for another host", "a host that it is for");
    refused(&ask(here, &index, &["--ca-file", "none.pem"], &[]), "none.pem", "PEM");
}
