//! Values of every schema of the effective document, out of the schema itself: what is read is what
//! is written, in every form in which it may come.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

#[path = "schemas/values.rs"]
mod values;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use codegen::{Job, Mode, Print};
use coder_agents_server::types::{agentsdk, codersdk, tailcfg, workspacesdk};
use coder_agents_server::{AgentsApi, ApiError, Credential, RequestInfo, router};
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt;

use values::{Document, Forms};

/// How many values of each schema are tried.
const SAMPLES: usize = 200;

/// Reads a value and writes it again; both ways must agree.
type Again = fn(&Value) -> Value;

fn again<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &Value) -> Value {
    let read: T = serde_json::from_str(&value.to_string())
        .unwrap_or_else(|error| panic!("{value} cannot be read: {error}"));
    let written = serde_json::to_string(&read).unwrap();
    let second: T = serde_json::from_str(&written)
        .unwrap_or_else(|error| panic!("{written} cannot be read again: {error}"));
    assert_eq!(second, read, "{written}");
    serde_json::from_str(&written).unwrap()
}

macro_rules! types {
    ($($module:ident: $($name:literal => $ty:ident,)*;)*) => {
        &[$($((concat!(stringify!($module), ".", $name), again::<$module::$ty>),)*)*]
    };
}

const TYPES: &[(&str, Again)] = types! {
    agentsdk:
        "AWSInstanceIdentityToken" => AwsInstanceIdentityToken,
        "AuthenticateResponse" => AuthenticateResponse,
        "AzureInstanceIdentityToken" => AzureInstanceIdentityToken,
        "ExternalAuthResponse" => ExternalAuthResponse,
        "GitSSHKey" => GitSshKey,
        "GoogleInstanceIdentityToken" => GoogleInstanceIdentityToken,
        "Log" => Log,
        "PatchAppStatus" => PatchAppStatus,
        "PatchLogs" => PatchLogs,
        "PostLogSourceRequest" => PostLogSourceRequest,
        "ReinitializationEvent" => ReinitializationEvent,
        "ReinitializationReason" => ReinitializationReason,
    ;
    codersdk:
        "AgentSubsystem" => AgentSubsystem,
        "DERPRegion" => DerpRegion,
        "DisplayApp" => DisplayApp,
        "Healthcheck" => Healthcheck,
        "LogLevel" => LogLevel,
        "Response" => Response,
        "ValidationError" => ValidationError,
        "WorkspaceAgent" => WorkspaceAgent,
        "WorkspaceAgentContainer" => WorkspaceAgentContainer,
        "WorkspaceAgentContainerPort" => WorkspaceAgentContainerPort,
        "WorkspaceAgentDevcontainer" => WorkspaceAgentDevcontainer,
        "WorkspaceAgentDevcontainerAgent" => WorkspaceAgentDevcontainerAgent,
        "WorkspaceAgentDevcontainerStatus" => WorkspaceAgentDevcontainerStatus,
        "WorkspaceAgentHealth" => WorkspaceAgentHealth,
        "WorkspaceAgentLifecycle" => WorkspaceAgentLifecycle,
        "WorkspaceAgentListContainersResponse" => WorkspaceAgentListContainersResponse,
        "WorkspaceAgentListeningPort" => WorkspaceAgentListeningPort,
        "WorkspaceAgentListeningPortsResponse" => WorkspaceAgentListeningPortsResponse,
        "WorkspaceAgentLog" => WorkspaceAgentLog,
        "WorkspaceAgentLogSource" => WorkspaceAgentLogSource,
        "WorkspaceAgentScript" => WorkspaceAgentScript,
        "WorkspaceAgentStartupScriptBehavior" => WorkspaceAgentStartupScriptBehavior,
        "WorkspaceAgentStatus" => WorkspaceAgentStatus,
        "WorkspaceApp" => WorkspaceApp,
        "WorkspaceAppHealth" => WorkspaceAppHealth,
        "WorkspaceAppOpenIn" => WorkspaceAppOpenIn,
        "WorkspaceAppSharingLevel" => WorkspaceAppSharingLevel,
        "WorkspaceAppStatus" => WorkspaceAppStatus,
        "WorkspaceAppStatusState" => WorkspaceAppStatusState,
    ;
    tailcfg:
        "DERPHomeParams" => DerpHomeParams,
        "DERPMap" => DerpMap,
        "DERPNode" => DerpNode,
        "DERPRegion" => DerpRegion,
    ;
    workspacesdk:
        "AgentConnectionInfo" => AgentConnectionInfo,
        "ReconnectingPTYRequest" => ReconnectingPtyRequest,
    ;
};

/// The document with its overlays, as the generator reads it.
fn document() -> Document {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/codegen.toml");
    let job = Job::Configured { config, document: None };
    let mode = Mode::Print(Print::Document);
    let outcome = codegen::run(&codegen::Request {
        job,
        overlays: vec![],
        selection: codegen::Selection::default(),
        mode,
        remote: codegen::read::Remote::default(),
    });
    assert!(outcome.is_success(), "{}", outcome.render_diagnostics());
    Document::new(serde_json::from_str(outcome.text()).unwrap())
}

#[test]
fn every_schema_is_covered() {
    let document = document();
    let known: BTreeSet<&str> = TYPES.iter().map(|(name, _)| *name).collect();
    let named: BTreeSet<&str> = document.schemas().collect();
    assert_eq!(known, named);
    assert_eq!(known.len(), TYPES.len());
}

#[test]
fn what_is_read_is_what_is_written() {
    let document = document();
    let mut runner = TestRunner::deterministic();
    for (name, again) in TYPES {
        let schema = document.schema(name);
        for _ in 0..SAMPLES {
            let value = document.value(schema, Forms::Any, &mut runner);
            let expected = document.expected(schema, &value);
            assert_eq!(again(&value), expected, "{name}: {value}");
            // What we write is read like that, too.
            assert_eq!(again(&expected), expected, "{name}");
        }
    }
}

struct Silent;

impl AgentsApi for Silent {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Result<(), ApiError> {
        Ok(())
    }
}

/// Whatever fits the schema of a body passes the server's checks: behind them, nothing is
/// implemented here.
#[tokio::test]
async fn values_of_bodies_pass_the_checks() {
    let (document, app): (_, Router) = (document(), router(Silent));
    let mut runner = TestRunner::deterministic();
    let base = "/api/v2/workspaceagents";
    for (method, path, name) in [
        ("POST", "aws-instance-identity", "agentsdk.AWSInstanceIdentityToken"),
        ("POST", "azure-instance-identity", "agentsdk.AzureInstanceIdentityToken"),
        ("POST", "google-instance-identity", "agentsdk.GoogleInstanceIdentityToken"),
        ("PATCH", "me/app-status", "agentsdk.PatchAppStatus"),
        ("PATCH", "me/logs", "agentsdk.PatchLogs"),
        ("POST", "me/log-source", "agentsdk.PostLogSourceRequest"),
    ] {
        for _ in 0..SAMPLES {
            let value = document.value(document.schema(name), Forms::Valid, &mut runner);
            let request = Request::builder()
                .method(method)
                .uri(format!("{base}/{path}"))
                .header("coder-session-token", "t")
                .header("content-type", "application/json")
                .body(Body::from(value.to_string()))
                .unwrap();
            let response = app.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_IMPLEMENTED, "{name}: {value}");
        }
    }
}
