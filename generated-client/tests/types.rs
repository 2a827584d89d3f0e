//! The model types against what servers send: published examples, absence, the unknown, secrets,
//! times.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/published.rs"]
mod published;

use std::any::type_name;
use std::collections::BTreeMap;
use std::fmt::Debug;

use chrono::{DateTime, Timelike, Utc};
use coder_agents_client::types::{agentsdk, codersdk, workspacesdk};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, from_value, json, to_value};

/// Runs `$check::<T>(example)` for every published example and its type.
macro_rules! for_every_example {
    ($check:ident) => {
        $check::<agentsdk::AwsInstanceIdentityToken>(published::AWS_TOKEN);
        $check::<agentsdk::AzureInstanceIdentityToken>(published::AZURE_TOKEN);
        $check::<agentsdk::GoogleInstanceIdentityToken>(published::GOOGLE_TOKEN);
        $check::<agentsdk::AuthenticateResponse>(published::AUTHENTICATED);
        $check::<agentsdk::PatchAppStatus>(published::APP_STATUS);
        $check::<codersdk::Response>(published::RESPONSE);
        $check::<agentsdk::ExternalAuthResponse>(published::EXTERNAL_AUTH);
        $check::<agentsdk::GitSshKey>(published::GIT_SSH_KEY);
        $check::<agentsdk::PostLogSourceRequest>(published::POST_LOG_SOURCE);
        $check::<codersdk::WorkspaceAgentLogSource>(published::LOG_SOURCE);
        $check::<agentsdk::PatchLogs>(published::PATCH_LOGS);
        $check::<agentsdk::ReinitializationEvent>(published::REINITIALIZATION);
        $check::<codersdk::WorkspaceAgent>(published::WORKSPACE_AGENT);
        $check::<workspacesdk::AgentConnectionInfo>(published::CONNECTION_INFO);
        $check::<codersdk::WorkspaceAgentListContainersResponse>(published::CONTAINERS);
        $check::<codersdk::WorkspaceAgentListeningPortsResponse>(published::LISTENING_PORTS);
        $check::<Vec<codersdk::WorkspaceAgentLog>>(published::LOGS);
    };
}

/// What every model type can do.
trait Model: Serialize + DeserializeOwned + Default + Clone + PartialEq + Debug {}
impl<T: Serialize + DeserializeOwned + Default + Clone + PartialEq + Debug> Model for T {}

fn decode<T: Model>(value: Value) -> T {
    let shown = value.to_string();
    from_value(value).unwrap_or_else(|error| panic!("{}: {error}: {shown}", type_name::<T>()))
}

/// The JSON without what means nothing: empty lists and maps, and how a number is written.
fn meaning(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, meaning(value)))
            .filter(|(_, value)| *value != json!({}) && *value != json!([]))
            .collect(),
        Value::Array(items) => items.into_iter().map(meaning).collect(),
        Value::Number(number) => json!(number.as_f64()),
        other => other,
    }
}

/// Changes every object in the JSON, the innermost ones first.
fn change(value: &mut Value, how: &impl Fn(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(|value| change(value, how));
            how(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|value| change(value, how)),
        _ => {}
    }
}

#[test]
fn published_examples_lose_nothing() {
    fn check<T: Model>(example: &str) {
        let example: Value = from_str(example).unwrap();
        let decoded: T = decode(example.clone());
        let encoded = to_value(&decoded).unwrap();
        assert_eq!(meaning(encoded.clone()), meaning(example), "{}", type_name::<T>());
        assert_eq!(decode::<T>(encoded), decoded);
    }
    for_every_example!(check);
}

#[test]
fn the_published_parent_is_an_object() {
    let agent: codersdk::WorkspaceAgent = from_str(published::WORKSPACE_AGENT).unwrap();
    let parent = agent.parent_id.unwrap();
    assert_eq!((parent.uuid.as_deref(), parent.valid), (Some("string"), Some(true)));
}

#[test]
fn unknown_members_are_ignored_at_every_depth() {
    fn check<T: Model>(example: &str) {
        let known: Value = from_str(example).unwrap();
        let mut more = known.clone();
        change(&mut more, &|members| {
            // What holds data under names of the server's choice takes names, not members.
            if !members.contains_key("property1") && !members.is_empty() {
                members.insert("added later".to_owned(), json!({ "deep": [1, null, "x"] }));
            }
        });
        assert_ne!(known, more);
        assert_eq!(decode::<T>(more), decode::<T>(known));
    }
    for_every_example!(check);
}

#[test]
fn absent_null_and_empty_mean_the_same() {
    /// What the reference marks as required: without it, a value is not one.
    const REQUIRED: &[&str] =
        &["document", "signature", "encoding", "json_web_token", "field", "detail"];
    fn check<T: Model>(example: &str) {
        let Value::Object(members) = from_str(example).unwrap() else { return };
        if members.keys().all(|name| REQUIRED.contains(&name.as_str())) {
            return;
        }
        let nothing = json!({});
        let nulls: Value = members.keys().map(|name| (name.clone(), Value::Null)).collect();
        let empty: Value = members
            .iter()
            .filter(|(_, value)| value.is_array())
            .map(|(name, _)| (name.clone(), json!([])))
            .collect();
        for value in [nothing, nulls, empty] {
            assert_eq!(decode::<T>(value), T::default());
        }
        assert_eq!(to_value(T::default()).unwrap(), json!({}));
    }
    for_every_example!(check);
    // Maps, and what is nested.
    let agent: codersdk::WorkspaceAgent = decode(json!({
        "environment_variables": null, "latency": {}, "apps": [{ "statuses": null }],
        "log_sources": [{}], "parent_id": null
    }));
    let expected = codersdk::WorkspaceAgent {
        apps: vec![codersdk::WorkspaceApp::default()],
        log_sources: vec![codersdk::WorkspaceAgentLogSource::default()],
        ..Default::default()
    };
    assert_eq!(agent, expected);
    let info: workspacesdk::AgentConnectionInfo =
        decode(json!({ "derp_map": { "regions": null, "homeParams": { "regionScore": null } } }));
    assert!(info.derp_map.unwrap().regions.is_empty());
}

#[test]
fn what_is_required_is_missed() {
    for incomplete in [json!({}), json!({ "document": "d" }), json!({ "signature": null })] {
        assert!(from_value::<agentsdk::AwsInstanceIdentityToken>(incomplete).is_err());
    }
    assert!(from_value::<codersdk::ValidationError>(json!({ "field": "f" })).is_err());
    // Empty is something.
    decode::<agentsdk::GoogleInstanceIdentityToken>(json!({ "json_web_token": "" }));
}

#[test]
fn wrong_types_are_refused() {
    for wrong in [json!({ "id": 1 }), json!({ "apps": {} }), json!({ "latency": [] })] {
        assert!(from_value::<codersdk::WorkspaceAgent>(wrong).is_err());
    }
    for wrong in [json!({ "id": "not-a-uuid" }), json!({ "created_at": "yesterday" })] {
        assert!(from_value::<codersdk::WorkspaceAgent>(wrong).is_err());
    }
}

#[test]
fn unknown_values_of_enumerations_survive() {
    let sent = json!({
        "status": "hibernating", "display_apps": ["vscode", "Holodeck \u{1F5A5}", ""],
        "apps": [{ "health": "HEALTHY", "sharing_level": "galaxy" }]
    });
    let agent: codersdk::WorkspaceAgent = decode(sent.clone());
    let status = agent.status.clone().unwrap();
    assert_eq!(status, codersdk::WorkspaceAgentStatus::Unknown("hibernating".to_owned()));
    assert!(!status.is_known() && status.to_string() == "hibernating");
    assert!(agent.display_apps[0].is_known());
    // A known text in capital letters is another text.
    assert_eq!(agent.apps[0].health.as_ref().map(|health| health.as_str()), Some("HEALTHY"));
    assert_eq!(to_value(agent).unwrap(), sent);
    assert!(from_value::<codersdk::LogLevel>(json!(3)).is_err());
}

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
    assert_eq!(ours, documented());
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
}

#[test]
fn secrets_are_sent_but_not_shown() {
    fn check<T: Model>(value: Value) {
        let decoded: T = decode(value.clone());
        let shown = format!("{decoded:?} {decoded:#?}");
        assert!(!shown.contains("hunter2") && shown.contains("[redacted]"), "{shown}");
        assert_eq!(to_value(decoded).unwrap(), value);
    }
    check::<agentsdk::AuthenticateResponse>(json!({ "session_token": "hunter2" }));
    check::<agentsdk::GitSshKey>(json!({ "private_key": "hunter2", "public_key": "ssh-ed25519" }));
    check::<agentsdk::ExternalAuthResponse>(json!({
        "access_token": "hunter2", "password": "hunter2", "username": "hunter2"
    }));
    check::<agentsdk::AwsInstanceIdentityToken>(json!({ "document": "d", "signature": "hunter2" }));
    check::<agentsdk::AzureInstanceIdentityToken>(
        json!({ "encoding": "pkcs7", "signature": "hunter2" }),
    );
    check::<agentsdk::GoogleInstanceIdentityToken>(json!({ "json_web_token": "hunter2" }));
}

fn time(text: &str) -> DateTime<Utc> {
    let log: codersdk::WorkspaceAgentLog = decode(json!({ "created_at": text }));
    let encoded = to_value(&log).unwrap();
    assert_eq!(decode::<codersdk::WorkspaceAgentLog>(encoded), log, "{text}");
    log.created_at.unwrap()
}

#[test]
fn times_keep_every_digit() {
    for digits in 0..=9 {
        let fraction = &".123456789"[..if digits == 0 { 0 } else { digits + 1 }];
        let expected: u32 = format!("{:0<9}", fraction.trim_start_matches('.')).parse().unwrap();
        for (zone, hour) in [("Z", 7), ("+00:00", 7), ("+05:30", 1), ("-09:00", 16)] {
            let time = time(&format!("2024-05-06T07:08:09{fraction}{zone}"));
            assert_eq!((time.nanosecond(), time.hour()), (expected, hour), "{fraction}{zone}");
        }
    }
}

#[test]
fn times_that_mean_never_and_the_far_future() {
    // Go writes its zero time like this.
    let zero = time("0001-01-01T00:00:00Z");
    assert_eq!(zero.to_rfc3339(), "0001-01-01T00:00:00+00:00");
    assert_eq!(to_value(zero).unwrap(), json!("0001-01-01T00:00:00Z"));
    assert_eq!(time("9999-12-31T23:59:59.999999999Z").nanosecond(), 999_999_999);
    assert_eq!(time("2019-08-24T16:15:22+02:00"), time("2019-08-24T14:15:22Z"));
}

#[test]
fn integers_are_not_rounded() {
    for id in [i64::MIN, -1, 9_007_199_254_740_993, i64::MAX] {
        let log: codersdk::WorkspaceAgentLog = decode(json!({ "id": id }));
        assert_eq!(log.id, Some(id));
        assert_eq!(to_value(log).unwrap(), json!({ "id": id }));
    }
    assert!(from_value::<codersdk::WorkspaceAgentLog>(json!({ "id": 1.5 })).is_err());
    assert!(from_value::<codersdk::WorkspaceAgentLog>(json!({ "id": u64::MAX })).is_err());
}
