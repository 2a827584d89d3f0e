//! The types of the API as people write them: plain derives.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Texts of which some are listed.
macro_rules! texts {
    ($($name:ident { $($value:ident),* $(,)? })*) => {
        $(
            #[derive(Clone, Debug, Serialize, Deserialize)]
            #[serde(rename_all = "snake_case")]
            pub(crate) enum $name {
                $($value),*
            }
        )*
    };
}

texts! {
    AgentSubsystem { Envbox, Envbuilder, Exectrace }
    AppHealth { Disabled, Initializing, Healthy, Unhealthy }
    AppStatusState { Working, Idle, Complete, Failure }
    DisplayApp { Vscode, VscodeInsiders, WebTerminal, PortForwardingHelper, SshHelper }
    Lifecycle {
        Created, Starting, StartTimeout, StartError, Ready, ShuttingDown, ShutdownTimeout,
        ShutdownError, Off,
    }
    LogLevel { Trace, Debug, Info, Warn, Error }
    SharingLevel { Owner, Authenticated, Organization, Public }
    Status { Connecting, Connected, Disconnected, Timeout }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OpenIn {
    SlimWindow,
    Tab,
    Window,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StartupScriptBehavior {
    Blocking,
    NonBlocking,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Agent {
    pub(crate) api_version: String,
    #[serde(default)]
    pub(crate) apps: Vec<App>,
    pub(crate) architecture: String,
    pub(crate) connection_timeout_seconds: i32,
    pub(crate) created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) directory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) disconnected_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(crate) display_apps: Vec<DisplayApp>,
    #[serde(default)]
    pub(crate) environment_variables: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expanded_directory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_connected_at: Option<DateTime<Utc>>,
    pub(crate) health: Health,
    pub(crate) id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) instance_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_connected_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) latency: BTreeMap<String, DerpRegion>,
    pub(crate) lifecycle_state: Lifecycle,
    #[serde(default)]
    pub(crate) log_sources: Vec<LogSource>,
    pub(crate) logs_length: i32,
    pub(crate) logs_overflowed: bool,
    pub(crate) name: String,
    pub(crate) operating_system: String,
    pub(crate) parent_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ready_at: Option<DateTime<Utc>>,
    pub(crate) resource_id: Uuid,
    #[serde(default)]
    pub(crate) scripts: Vec<Script>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) started_at: Option<DateTime<Utc>>,
    pub(crate) startup_script_behavior: StartupScriptBehavior,
    pub(crate) status: Status,
    #[serde(default)]
    pub(crate) subsystems: Vec<AgentSubsystem>,
    pub(crate) troubleshooting_url: String,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) version: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct App {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) command: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    pub(crate) external: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<String>,
    pub(crate) health: AppHealth,
    pub(crate) healthcheck: Healthcheck,
    pub(crate) hidden: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) icon: Option<String>,
    pub(crate) id: Uuid,
    pub(crate) open_in: OpenIn,
    pub(crate) sharing_level: SharingLevel,
    pub(crate) slug: String,
    #[serde(default)]
    pub(crate) statuses: Vec<AppStatus>,
    pub(crate) subdomain: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subdomain_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AppStatus {
    pub(crate) agent_id: Uuid,
    pub(crate) app_id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) icon: String,
    pub(crate) id: Uuid,
    pub(crate) message: String,
    pub(crate) needs_user_attention: bool,
    pub(crate) state: AppStatusState,
    pub(crate) uri: String,
    pub(crate) workspace_id: Uuid,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DerpRegion {
    pub(crate) latency_ms: f64,
    pub(crate) preferred: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Health {
    pub(crate) healthy: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Healthcheck {
    pub(crate) interval: i32,
    pub(crate) threshold: i32,
    pub(crate) url: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LogSource {
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) display_name: String,
    pub(crate) icon: String,
    pub(crate) id: Uuid,
    pub(crate) workspace_agent_id: Uuid,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Script {
    pub(crate) cron: String,
    pub(crate) display_name: String,
    pub(crate) id: Uuid,
    pub(crate) log_path: String,
    pub(crate) log_source_id: Uuid,
    pub(crate) run_on_start: bool,
    pub(crate) run_on_stop: bool,
    pub(crate) script: String,
    pub(crate) start_blocks_login: bool,
    pub(crate) timeout: i64,
}

/// A line of an agent's log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AgentLog {
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) id: i64,
    pub(crate) level: LogLevel,
    pub(crate) output: String,
    pub(crate) source_id: Uuid,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct GitSshKey {
    pub(crate) private_key: String,
    pub(crate) public_key: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PostLogSource {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) icon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<Uuid>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PatchLogs {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) log_source_id: Option<Uuid>,
    pub(crate) logs: Vec<PatchLog>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PatchLog {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) level: Option<LogLevel>,
    pub(crate) output: String,
}

/// The general answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Response {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    pub(crate) message: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) validations: Vec<ValidationError>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ValidationError {
    pub(crate) detail: String,
    pub(crate) field: String,
}
