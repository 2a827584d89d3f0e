//! The model types against what servers send: published examples, absence, the unknown, secrets,
//! times.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/published.rs"]
mod published;

use std::any::type_name;
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
        $check::<agentsdk::PostLogSourceRequest>(&published::log_source_request());
        $check::<codersdk::WorkspaceAgentLogSource>(published::LOG_SOURCE);
        $check::<agentsdk::PatchLogs>(&published::patch_logs());
        $check::<agentsdk::ReinitializationEvent>(&published::reinitialization());
        $check::<codersdk::WorkspaceAgent>(&published::workspace_agent());
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

/// The JSON without what means nothing: empty lists and maps, how a number is written, and capital
/// letters in names, as the reference spells some in another way.
fn meaning(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), meaning(value)))
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
fn what_the_reference_shows_wrongly_is_refused_where_servers_refuse_it() {
    fn check<T: Model>(example: &str, path: &str) {
        let error = from_str::<T>(example).unwrap_err().to_string();
        assert!(error.contains(path), "{error}");
    }
    check::<codersdk::WorkspaceAgent>(published::WORKSPACE_AGENT, "invalid type: map");
    check::<agentsdk::ReinitializationEvent>(published::REINITIALIZATION, "UUID");
    check::<agentsdk::PostLogSourceRequest>(published::POST_LOG_SOURCE, "UUID");
    check::<agentsdk::PatchLogs>(published::PATCH_LOGS, "UUID");
    let logs = published::PATCH_LOGS.replace(r#""log_source_id": "string","#, "");
    check::<agentsdk::PatchLogs>(&logs, "input contains invalid characters");
}

#[test]
fn wire_8_2_every_spelling_of_a_member_is_read_and_that_of_go_is_written() {
    for name in ["WorkspaceID", "workspaceID", "workspace_id"] {
        let id = "0967198e-ec7b-4c6b-b4d3-f71244cadbe9";
        let event: agentsdk::ReinitializationEvent =
            decode(json!({ "reason": "prebuild_claimed", name: id }));
        let written = json!({ "reason": "prebuild_claimed", "WorkspaceID": id });
        assert_eq!(to_value(event).unwrap(), written);
    }
    let info: workspacesdk::AgentConnectionInfo = from_str(published::CONNECTION_INFO).unwrap();
    let written = to_value(&info).unwrap();
    let node = &written["derp_map"]["Regions"]["property1"]["Nodes"][0];
    let mut names: Vec<&str> = node.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    let expected = [
        "CanPort80",
        "CertName",
        "DERPPort",
        "ForceHTTP",
        "HostName",
        "IPv4",
        "IPv6",
        "InsecureForTests",
        "Name",
        "RegionID",
        "STUNOnly",
        "STUNPort",
        "STUNTestIP",
    ];
    assert_eq!(names, expected);
    assert_eq!(decode::<workspacesdk::AgentConnectionInfo>(written), info);
}

#[test]
fn of_two_spellings_the_first_one_counts() {
    let [one, two] = [1, 2].map(|id| uuid::Uuid::from_u128(id).to_string());
    for [first, second] in [["workspace_id", "WorkspaceID"], ["WorkspaceID", "workspaceID"]] {
        let text = format!(r#"{{"{first}":"{one}","reason":"x","{second}":"{two}"}}"#);
        let event: agentsdk::ReinitializationEvent = from_str(&text).unwrap();
        assert_eq!(event.workspace_id.to_string(), one, "{text}");
    }
}

#[test]
fn wire_8_2_unknown_members_are_ignored_at_every_depth() {
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
fn wire_8_2_absent_null_and_empty_mean_the_same() {
    /// A list or a map; in the examples, maps hold names of the server's choice.
    fn is_collection(value: &Value) -> bool {
        value.is_array() || *value == json!({}) || value.get("property1").is_some()
    }
    fn check<T: Model>(example: &str) {
        let Value::Object(members) = from_str(example).unwrap() else { return };
        for (name, value) in &members {
            let mut absent = members.clone();
            absent.remove(name);
            let with = |value: Value| {
                let mut members = absent.clone();
                members.insert(name.clone(), value);
                from_value::<T>(members.into()).ok()
            };
            let read = from_value::<T>(absent.clone().into()).ok();
            assert_eq!(read, with(Value::Null), "{} {name}", type_name::<T>());
            if is_collection(value) {
                let empty = if value.is_array() { json!([]) } else { json!({}) };
                assert!(read.is_some(), "{} {name}", type_name::<T>());
                assert_eq!(read, with(empty), "{} {name}", type_name::<T>());
            }
        }
        // What is not set is written as if it were not there, as far as that can be.
        let least = to_value(T::default()).unwrap();
        assert_eq!(decode::<T>(least), T::default());
    }
    for_every_example!(check);
    // What is nested.
    let info: workspacesdk::AgentConnectionInfo = decode(json!({
        "derp_force_websockets": false, "disable_direct_connections": false,
        "derp_map": { "Regions": null, "HomeParams": { "RegionScore": null } }
    }));
    assert!(info.derp_map.regions.is_empty());
    assert!(info.derp_map.home_params.unwrap().region_score.is_empty());
}

#[test]
fn values_are_easily_made() {
    let agent = codersdk::WorkspaceAgent {
        name: "dev".to_owned(),
        status: codersdk::WorkspaceAgentStatus::Connected,
        ..Default::default()
    };
    let encoded = to_value(&agent).unwrap();
    assert_eq!((&encoded["name"], &encoded["status"]), (&json!("dev"), &json!("connected")));
    // Nothing was said about this one.
    assert_eq!(encoded["lifecycle_state"], json!(""));
    assert!(!agent.lifecycle_state.is_known());
    assert_eq!((&encoded["parent_id"], &encoded["apps"]), (&Value::Null, &json!([])));
    assert_eq!(encoded.get("directory"), None);
    assert_eq!(decode::<codersdk::WorkspaceAgent>(encoded), agent);
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
    let agent: Value = from_str(&published::workspace_agent()).unwrap();
    decode::<codersdk::WorkspaceAgent>(agent.clone());
    for (name, wrong) in [
        ("id", json!(1)),
        ("apps", json!({})),
        ("latency", json!([])),
        ("id", json!("not-a-uuid")),
        ("parent_id", json!({})),
        ("created_at", json!("yesterday")),
        ("logs_length", json!(1_u64 << 31)),
    ] {
        let mut agent = agent.clone();
        agent[name] = wrong;
        assert!(from_value::<codersdk::WorkspaceAgent>(agent).is_err(), "{name}");
    }
}

#[test]
fn wire_8_2_unknown_values_of_enumerations_survive() {
    let mut sent: Value = from_str(&published::workspace_agent()).unwrap();
    sent["status"] = json!("hibernating");
    sent["display_apps"] = json!(["vscode", "Holodeck \u{1F5A5}", ""]);
    sent["apps"][0]["health"] = json!("HEALTHY");
    let agent: codersdk::WorkspaceAgent = decode(sent.clone());
    let status = &agent.status;
    assert_eq!(*status, codersdk::WorkspaceAgentStatus::Unknown("hibernating".to_owned()));
    assert!(!status.is_known() && status.to_string() == "hibernating");
    assert!(agent.display_apps[0].is_known());
    // A known text in capital letters is another text.
    assert_eq!(agent.apps[0].health.as_str(), "HEALTHY");
    assert_eq!(meaning(to_value(agent).unwrap()), meaning(sent));
    assert!(from_value::<codersdk::LogLevel>(json!(3)).is_err());
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
        "access_token": "hunter2", "password": "hunter2", "username": "hunter2",
        "token_extra": { "hunter2": { "id_token": "hunter2" } }, "type": "github", "url": ""
    }));
    check::<agentsdk::AwsInstanceIdentityToken>(json!({ "document": "d", "signature": "hunter2" }));
    check::<agentsdk::AzureInstanceIdentityToken>(
        json!({ "encoding": "pkcs7", "signature": "hunter2" }),
    );
    check::<agentsdk::GoogleInstanceIdentityToken>(json!({ "json_web_token": "hunter2" }));
}

/// The published log line with another member.
fn line(name: &str, value: Value) -> Result<codersdk::WorkspaceAgentLog, serde_json::Error> {
    let lines: Value = from_str(published::LOGS).unwrap();
    let mut line = lines[0].clone();
    line[name] = value;
    from_value(line)
}

fn time(text: &str) -> DateTime<Utc> {
    let log = line("created_at", json!(text)).unwrap();
    let encoded = to_value(&log).unwrap();
    assert_eq!(decode::<codersdk::WorkspaceAgentLog>(encoded), log, "{text}");
    log.created_at
}

#[test]
fn wire_8_3_times_keep_every_digit() {
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
fn wire_8_3_times_that_mean_never_and_the_far_future() {
    // Go writes its zero time like this.
    let zero = time("0001-01-01T00:00:00Z");
    assert_eq!(zero.to_rfc3339(), "0001-01-01T00:00:00+00:00");
    assert_eq!(to_value(zero).unwrap(), json!("0001-01-01T00:00:00Z"));
    assert_eq!(time("9999-12-31T23:59:59.999999999Z").nanosecond(), 999_999_999);
    assert_eq!(time("2019-08-24T16:15:22+02:00"), time("2019-08-24T14:15:22Z"));
}

#[test]
fn wire_4_2_integers_are_not_rounded() {
    for id in [i64::MIN, -1, 9_007_199_254_740_993, i64::MAX] {
        let log = line("id", json!(id)).unwrap();
        assert_eq!(log.id, id);
        assert_eq!(to_value(log).unwrap()["id"], json!(id));
    }
    assert!(line("id", json!(1.5)).is_err());
    assert!(line("id", json!(u64::MAX)).is_err());
}
