//! What users of the crates build: no HTTP client for a server, nothing of HTTP for types alone.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::process::Command;

/// The names of all crates that a package is built with, itself included, without those of tests.
fn tree(package: &str, more: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}", "--package", package])
        .args(more)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let names = lines.lines().filter_map(|line| line.split(' ').next());
    let names: BTreeSet<String> = names.map(str::to_owned).collect();
    assert!(names.contains(package), "{names:?}");
    names
}

fn assert_free_of(names: &BTreeSet<String>, unwanted: &[&str]) {
    let found: Vec<&&str> = unwanted.iter().filter(|name| names.contains(**name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

/// Crates that only clients need.
const CLIENT: &[&str] =
    &["reqwest", "hyper-rustls", "hyper-tls", "rustls", "native-tls", "tower-http", "webpki-roots"];

#[test]
fn a_server_builds_no_http_client() {
    let names = tree("coder-agents-server", &[]);
    assert!(names.contains("coder-agents-client") && names.contains("axum"), "{names:?}");
    assert_free_of(&names, CLIENT);
    // What tests of ours need does not reach users either.
    assert_free_of(&names, &["proptest"]);
}

#[test]
fn types_alone_build_nothing_of_http() {
    let names = tree("coder-agents-client", &["--no-default-features"]);
    assert!(names.contains("serde"), "{names:?}");
    assert_free_of(&names, CLIENT);
    assert_free_of(&names, &["http", "http-body", "hyper", "tokio", "tungstenite", "axum", "url"]);
}

#[test]
fn no_tls_is_forced_on_a_client() {
    let names = tree("coder-agents-client", &["--no-default-features", "--features", "client"]);
    assert!(names.contains("reqwest"), "{names:?}");
    let tls = ["rustls", "hyper-rustls", "native-tls", "hyper-tls", "openssl", "ring", "aws-lc-rs"];
    assert_free_of(&names, &tls);
    // But it is there unless somebody says no.
    assert!(tree("coder-agents-client", &[]).contains("rustls"));
}

/// Parts of a version number, so that they compare as versions do.
fn version(text: &str) -> Vec<u32> {
    text.split('.').map(|part| part.parse().unwrap()).chain([0, 0]).take(3).collect()
}

#[test]
fn the_stated_compiler_is_new_enough_for_everything() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let stated = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().unwrap();
    let wanted = |package: &serde_json::Value| package["rust_version"].as_str().map(version);
    let newer = packages.iter().filter(|package| wanted(package) > Some(stated.clone()));
    let newer: Vec<_> = newer.map(|package| &package["name"]).collect();
    assert!(packages.len() > 100 && newer.is_empty(), "{newer:?} need a newer compiler");
}
