//! Overlays: each rule of the specification, what is said about mistakes, and where.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod driver;
mod mistakes;
mod places;
mod properties;
mod readers;
mod rules;

use codegen::diagnostics::{Diagnostics, Places, render_text};
use codegen::read::overlay::{Provenance, apply_all, parse_all};
use codegen::read::{Source, load};
use serde_json::Value;

/// An overlay with these actions, which are written from the fifth line on.
fn overlay(version: &str, actions: &str) -> String {
    let head =
        format!("overlay: {version}\ninfo: {{title: Test, version: '1'}}\n# Actions.\nactions:\n");
    let lines = actions.lines().map(|line| line.strip_prefix("    ").unwrap_or(line));
    head + &lines.collect::<Vec<_>>().join("\n").trim_start_matches('\n').replace("\n\n", "\n")
}

fn sources(texts: &[String]) -> Vec<Source> {
    texts
        .iter()
        .enumerate()
        .map(|(index, text)| Source::new(format!("{}.overlay.yaml", index + 1), text.as_str()))
        .collect()
}

fn try_apply(mut value: Value, texts: &[String]) -> (Option<(Value, Provenance)>, Diagnostics) {
    let mut diags = Diagnostics::default();
    let result = parse_all(&sources(texts), &mut diags)
        .and_then(|overlays| apply_all(&mut value, &overlays, &mut diags));
    assert!(result.is_some() || diags.has_errors());
    (result.map(|provenance| (value, provenance)), diags)
}

fn applied(value: Value, actions: &str) -> Value {
    let texts = [overlay("1.1.0", actions)];
    let (result, diags) = try_apply(value, &texts);
    let places = Places::default().with_overlays(&sources(&texts), Provenance::default());
    result.unwrap_or_else(|| panic!("{}", render_text(&diags, &places))).0
}

/// What is said about an overlay for this document, as a user sees it.
fn report(value: &Value, texts: &[String]) -> String {
    let document = Source::new("api.json", serde_json::to_string_pretty(value).unwrap());
    let overlays = sources(texts);
    let mut diags = Diagnostics::default();
    let effective = load(document.clone(), &overlays, &mut diags);
    assert!(effective.is_some() || diags.has_errors());
    let provenance = effective.map(|effective| effective.provenance).unwrap_or_default();
    render_text(&diags, &Places::new(Some(&document), None).with_overlays(&overlays, provenance))
}

/// The first lines of the reports: place, code, message.
fn heads(value: &Value, text: &str) -> Vec<String> {
    let report = report(value, &[text.to_owned()]);
    report.lines().filter(|line| line.contains(": error[")).map(str::to_owned).collect()
}

fn head(value: &Value, actions: &str) -> Vec<String> {
    heads(value, &overlay("1.1.0", actions))
}
