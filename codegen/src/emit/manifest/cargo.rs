//! `Cargo.toml` of both crates and of the workspace around them.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::super::needs::Needs;
use super::super::{Cx, features};
use super::dependencies::{self, Dependencies, Dependency};
use super::rendered;
use crate::rust::Mentions;

/// The first Rust that emitted code compiles with.
const RUST_VERSION: &str = "1.90";

#[derive(Template)]
#[template(path = "client/Cargo.toml", escape = "none")]
struct Client<'a> {
    package: Package<'a>,
    dependencies: Vec<String>,
    /// What the feature `client` switches on.
    client: Vec<String>,
    dev_dependencies: Vec<String>,
    /// There is the example.
    program: bool,
    /// The features of tags.
    tags: Vec<&'a String>,
}

#[derive(Template)]
#[template(path = "server/Cargo.toml", escape = "none")]
struct Server<'a> {
    package: Package<'a>,
    client: &'a str,
    client_path: String,
    dependencies: Vec<String>,
    dev_dependencies: Vec<String>,
    /// There is the example.
    program: bool,
    /// The features of tags.
    tags: Vec<&'a String>,
}

#[derive(Template)]
#[template(path = "workspace/Cargo.toml", escape = "none")]
struct Workspace {
    server: bool,
}

/// What both manifests begin and end with.
#[derive(Template)]
#[template(path = "package.toml", escape = "none")]
struct Package<'a> {
    name: &'a str,
    description: String,
    inherit: bool,
    rust_version: &'static str,
}

/// The client crate's manifest.
pub(super) fn client(cx: &Cx<'_>, needs: &Needs) -> Result<String, String> {
    let inherit = cx.config.inherit_workspace;
    let dependencies = dependencies::client(cx, needs)?;
    let optional = dependencies.values().filter(|dependency| dependency.optional);
    rendered(&Client {
        package: package(cx, &cx.crates.client, "client and types"),
        client: optional.map(|dependency| format!("dep:{}", dependency.name)).collect(),
        dependencies: with_own(cx, lines(&dependencies, inherit), &dependencies, |_| true),
        dev_dependencies: dev_dependencies(
            cx,
            &cx.config.client.dev_dependencies,
            &dependencies::call(cx, needs)?,
        ),
        program: cx.config.client.program.unwrap_or(true),
        tags: tags(cx),
    })
}

/// The server crate's manifest.
pub(super) fn server(cx: &Cx<'_>, needs: &Needs) -> Result<String, String> {
    let dependencies = dependencies::server(cx, needs)?;
    let mentions = Mentions::of(&dependencies::answers(cx));
    let named = |krate: &str| mentions.path(&krate.replace('-', "_"));
    rendered(&Server {
        package: package(cx, &cx.crates.server, "axum server stubs"),
        client: &cx.crates.client,
        client_path: text(&cx.crates.client_from_server),
        dependencies: with_own(
            cx,
            lines(&dependencies, cx.config.inherit_workspace),
            &dependencies,
            named,
        ),
        dev_dependencies: dev_dependencies(
            cx,
            &cx.config.server.dev_dependencies,
            &dependencies::mock(cx, needs)?,
        ),
        program: cx.config.server.program.unwrap_or(true),
        tags: tags(cx),
    })
}

/// The features of tags, if they are wanted.
fn tags<'a>(cx: &Cx<'a>) -> Vec<&'a String> {
    if features::are_wanted(cx) { cx.names.features.values().collect() } else { Vec::new() }
}

/// The manifest of a workspace that holds just the two, or the client.
pub(super) fn workspace(cx: &Cx<'_>) -> Result<String, String> {
    rendered(&Workspace { server: !cx.crates.client_only })
}

fn package<'a>(cx: &Cx<'_>, name: &'a str, kind: &str) -> Package<'a> {
    let title: Vec<&str> = cx.api.title.split_whitespace().collect();
    let title = if title.is_empty() { "An HTTP API".to_owned() } else { title.join(" ") };
    let description = text(&format!("{title}: {kind}"));
    let inherit = cx.config.inherit_workspace;
    Package { name, description, inherit, rust_version: RUST_VERSION }
}

fn lines(dependencies: &Dependencies, inherit: bool) -> Vec<String> {
    let features = |dependency: &Dependency| dependency.features.iter().copied().collect();
    dependencies.values().map(|one| line(one.name, one, &features(one), inherit)).collect()
}

/// The crates of the user's own types besides, as far as they are wanted.
fn with_own(
    cx: &Cx<'_>,
    mut lines: Vec<String>,
    known: &Dependencies,
    wanted: impl Fn(&str) -> bool,
) -> Vec<String> {
    for (name, own) in &cx.config.types.crates {
        if known.contains_key(name.as_str()) || !wanted(name) {
            continue;
        }
        let features = (!own.features.is_empty()).then(|| list(&own.features));
        let features = features.map(|list| format!(", features = {list}")).unwrap_or_default();
        lines.push(if cx.config.inherit_workspace {
            format!("{name} = {{ workspace = true{features} }}")
        } else {
            format!("{name} = {{ version = {}{features} }}", text(&own.version))
        });
    }
    lines.sort();
    lines
}

fn line(name: &str, dependency: &Dependency, features: &BTreeSet<&str>, inherit: bool) -> String {
    let mut line = if inherit {
        format!("{name} = {{ workspace = true")
    } else {
        let version = text(dependency.version);
        format!("{name} = {{ version = {version}, default-features = false")
    };
    if !features.is_empty() {
        line.push_str(&format!(", features = {}", list(features)));
    }
    line.push_str(if dependency.optional { ", optional = true }" } else { " }" });
    line
}

/// What the example needs, and the tests beside emitted code: these only a workspace around it has.
fn dev_dependencies(
    cx: &Cx<'_>,
    wanted: &BTreeMap<String, Vec<String>>,
    program: &Dependencies,
) -> Vec<String> {
    let inherit = cx.config.inherit_workspace;
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, features) in wanted.iter().filter(|_| inherit) {
        all.entry(name).or_default().extend(features.iter().map(String::as_str));
    }
    for dependency in program.values() {
        all.entry(dependency.name).or_default().extend(&dependency.features);
    }
    all.into_iter()
        .map(|(name, features)| match program.get(name) {
            Some(dependency) => line(name, dependency, &features, inherit),
            None => line(name, &Dependency::default(), &features, inherit),
        })
        .collect()
}

fn list(items: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| text(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// A TOML string.
fn text(value: &str) -> String {
    let mut text = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::{RUST_VERSION, text};

    #[test]
    fn every_text_is_a_toml_string() {
        for value in ["", "plain", "\"\\", "a\nb\u{7f}\u{0}", "日本"] {
            let table: toml::Table = toml::from_str(&format!("x = {}", text(value))).unwrap();
            assert_eq!(table.get("x").and_then(toml::Value::as_str), Some(value));
        }
    }

    #[test]
    fn emitted_crates_need_no_other_rust_than_we_do() {
        let manifest: toml::Table = toml::from_str(include_str!("../../../../Cargo.toml")).unwrap();
        let ours = &manifest["workspace"]["package"]["rust-version"];
        assert_eq!(ours.as_str(), Some(RUST_VERSION));
    }
}
