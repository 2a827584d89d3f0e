//! Every enumeration of the document is one in Rust, value by value.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeMap;

use coder_agents_client::types::{agentsdk, codersdk};
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, json, to_value};

/// Of each enumeration: its name in the document, the values that the type lists, and what becomes
/// of a text: is it known, and what is it written as.
type Enumeration = (&'static str, &'static [&'static str], fn(&str) -> (bool, Value));

macro_rules! enumerations {
    ($($name:literal: $type:ty,)*) => {
        [$(($name, <$type>::KNOWN, |text| {
            let value: $type = decode_enum(text);
            assert_eq!(value, <$type>::from(text));
            (value.is_known(), to_value(value).unwrap())
        }),)*]
    };
}

fn decode_enum<T: DeserializeOwned>(text: &str) -> T {
    from_value(json!(text)).unwrap()
}

const ENUMERATIONS: &[Enumeration] = &enumerations! {
    "agentsdk.ReinitializationReason": agentsdk::ReinitializationReason,
    "codersdk.AgentSubsystem": codersdk::AgentSubsystem,
    "codersdk.DisplayApp": codersdk::DisplayApp,
    "codersdk.LogLevel": codersdk::LogLevel,
    "codersdk.WorkspaceAgentDevcontainerStatus": codersdk::WorkspaceAgentDevcontainerStatus,
    "codersdk.WorkspaceAgentLifecycle": codersdk::WorkspaceAgentLifecycle,
    "codersdk.WorkspaceAgentStartupScriptBehavior": codersdk::WorkspaceAgentStartupScriptBehavior,
    "codersdk.WorkspaceAgentStatus": codersdk::WorkspaceAgentStatus,
    "codersdk.WorkspaceAppHealth": codersdk::WorkspaceAppHealth,
    "codersdk.WorkspaceAppOpenIn": codersdk::WorkspaceAppOpenIn,
    "codersdk.WorkspaceAppSharingLevel": codersdk::WorkspaceAppSharingLevel,
    "codersdk.WorkspaceAppStatusState": codersdk::WorkspaceAppStatusState,
};

/// The enumerations of `spec/agents.yaml`, read line by line: this crate has no need of YAML.
fn documented() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut schema, mut listing) = (String::new(), false);
    for line in include_str!("../../spec/agents.yaml").lines() {
        let (depth, text) = (line.len() - line.trim_start().len(), line.trim());
        if listing && let Some(value) = text.strip_prefix("- ") {
            let value = value.trim_matches(['\'', '"']).to_owned();
            found.entry(schema.clone()).or_default().push(value);
            continue;
        }
        listing = text == "enum:";
        if depth == 4
            && let Some(name) = text.strip_suffix(':')
        {
            name.clone_into(&mut schema);
        }
    }
    found
}

#[test]
fn every_documented_value_is_a_variant() {
    let ours: BTreeMap<String, Vec<String>> = ENUMERATIONS
        .iter()
        .map(|(name, known, _)| ((*name).to_owned(), known.iter().map(|v| (*v).into()).collect()))
        .collect();
    let mut documented = documented();
    // What the overlay adds to the reference.
    documented.get_mut("codersdk.WorkspaceAppOpenIn").unwrap().push("window".to_owned());
    for (name, known, read) in ENUMERATIONS {
        for value in *known {
            assert_eq!(read(value), (true, json!(value)), "{name}");
        }
        assert_eq!(read("of tomorrow"), (false, json!("of tomorrow")), "{name}");
    }
    // YAML would take this one for a boolean.
    assert!(
        codersdk::WorkspaceAgentLifecycle::from("off") == codersdk::WorkspaceAgentLifecycle::Off
    );
    // Last, so that an enumeration that is new hides nothing about the others.
    assert_eq!(ours, documented);
}
