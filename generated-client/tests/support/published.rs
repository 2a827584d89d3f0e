//! The example bodies of the published reference, word for word; and, where no server sends or takes
//! them like that, as they are on the wire.

#![allow(dead_code, reason = "not every test needs all of them")]

pub(crate) const AWS_TOKEN: &str = r#"{ "document": "string", "signature": "string" }"#;
pub(crate) const AZURE_TOKEN: &str = r#"{ "encoding": "string", "signature": "string" }"#;
pub(crate) const GOOGLE_TOKEN: &str = r#"{ "json_web_token": "string" }"#;
pub(crate) const AUTHENTICATED: &str = r#"{ "session_token": "string" }"#;

pub(crate) const APP_STATUS: &str = r#"{
    "app_slug": "string", "icon": "string", "message": "string", "needs_user_attention": true,
    "state": "working", "uri": "string"
}"#;

pub(crate) const RESPONSE: &str = r#"{
    "detail": "string", "message": "string",
    "validations": [ { "detail": "string", "field": "string" } ]
}"#;

pub(crate) const EXTERNAL_AUTH: &str = r#"{
    "access_token": "string", "password": "string", "token_extra": {}, "type": "string",
    "url": "string", "username": "string"
}"#;

pub(crate) const GIT_SSH_KEY: &str = r#"{ "private_key": "string", "public_key": "string" }"#;

pub(crate) const POST_LOG_SOURCE: &str =
    r#"{ "display_name": "string", "icon": "string", "id": "string" }"#;

pub(crate) const LOG_SOURCE: &str = r#"{
    "created_at": "2019-08-24T14:15:22Z", "display_name": "string", "icon": "string",
    "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
    "workspace_agent_id": "7ad2e618-fea7-4c1a-b70a-f501566a72f1"
}"#;

pub(crate) const PATCH_LOGS: &str = r#"{
    "log_source_id": "string",
    "logs": [ { "created_at": "string", "level": "trace", "output": "string" } ]
}"#;

pub(crate) const REINITIALIZATION: &str =
    r#"{ "reason": "prebuild_claimed", "workspaceID": "string" }"#;

pub(crate) const WORKSPACE_AGENT: &str = r#"{
    "api_version": "string",
    "apps": [ {
        "command": "string", "display_name": "string", "external": true, "group": "string",
        "health": "disabled",
        "healthcheck": { "interval": 0, "threshold": 0, "url": "string" },
        "hidden": true, "icon": "string", "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "open_in": "slim-window", "sharing_level": "owner", "slug": "string",
        "statuses": [ {
            "agent_id": "2b1e3b65-2c04-4fa2-a2d7-467901e98978",
            "app_id": "affd1d10-9538-4fc8-9e0b-4594a28c1335",
            "created_at": "2019-08-24T14:15:22Z", "icon": "string",
            "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08", "message": "string",
            "needs_user_attention": true, "state": "working", "uri": "string",
            "workspace_id": "0967198e-ec7b-4c6b-b4d3-f71244cadbe9"
        } ],
        "subdomain": true, "subdomain_name": "string", "url": "string"
    } ],
    "architecture": "string", "connection_timeout_seconds": 0,
    "created_at": "2019-08-24T14:15:22Z", "directory": "string",
    "disconnected_at": "2019-08-24T14:15:22Z", "display_apps": [ "vscode" ],
    "environment_variables": { "property1": "string", "property2": "string" },
    "expanded_directory": "string", "first_connected_at": "2019-08-24T14:15:22Z",
    "health": { "healthy": false, "reason": "agent has lost connection" },
    "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08", "instance_id": "string",
    "last_connected_at": "2019-08-24T14:15:22Z",
    "latency": {
        "property1": { "latency_ms": 0, "preferred": true },
        "property2": { "latency_ms": 0, "preferred": true }
    },
    "lifecycle_state": "created",
    "log_sources": [ {
        "created_at": "2019-08-24T14:15:22Z", "display_name": "string", "icon": "string",
        "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "workspace_agent_id": "7ad2e618-fea7-4c1a-b70a-f501566a72f1"
    } ],
    "logs_length": 0, "logs_overflowed": true, "name": "string", "operating_system": "string",
    "parent_id": { "uuid": "string", "valid": true },
    "ready_at": "2019-08-24T14:15:22Z", "resource_id": "4d5215ed-38bb-48ed-879a-fdb9ca58522f",
    "scripts": [ {
        "cron": "string", "display_name": "string", "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "log_path": "string", "log_source_id": "4197ab25-95cf-4b91-9c78-f7f2af5d353a",
        "run_on_start": true, "run_on_stop": true, "script": "string",
        "start_blocks_login": true, "timeout": 0
    } ],
    "started_at": "2019-08-24T14:15:22Z", "startup_script_behavior": "blocking",
    "status": "connecting", "subsystems": [ "envbox" ], "troubleshooting_url": "string",
    "updated_at": "2019-08-24T14:15:22Z", "version": "string"
}"#;

pub(crate) const CONNECTION_INFO: &str = r#"{
    "derp_force_websockets": true,
    "derp_map": {
        "homeParams": { "regionScore": { "property1": 0, "property2": 0 } },
        "omitDefaultRegions": true,
        "regions": {
            "property1": {
                "avoid": true, "embeddedRelay": true,
                "nodes": [ {
                    "canPort80": true, "certName": "string", "derpport": 0, "forceHTTP": true,
                    "hostName": "string", "insecureForTests": true, "ipv4": "string",
                    "ipv6": "string", "name": "string", "regionID": 0, "stunonly": true,
                    "stunport": 0, "stuntestIP": "string"
                } ],
                "regionCode": "string", "regionID": 0, "regionName": "string"
            },
            "property2": {
                "avoid": true, "embeddedRelay": true,
                "nodes": [ {
                    "canPort80": true, "certName": "string", "derpport": 0, "forceHTTP": true,
                    "hostName": "string", "insecureForTests": true, "ipv4": "string",
                    "ipv6": "string", "name": "string", "regionID": 0, "stunonly": true,
                    "stunport": 0, "stuntestIP": "string"
                } ],
                "regionCode": "string", "regionID": 0, "regionName": "string"
            }
        }
    },
    "disable_direct_connections": true, "hostname_suffix": "string"
}"#;

pub(crate) const CONTAINERS: &str = r#"{
    "containers": [ {
        "created_at": "2019-08-24T14:15:22Z", "id": "string", "image": "string",
        "labels": { "property1": "string", "property2": "string" }, "name": "string",
        "ports": [ { "host_ip": "string", "host_port": 0, "network": "string", "port": 0 } ],
        "running": true, "status": "string",
        "volumes": { "property1": "string", "property2": "string" }
    } ],
    "devcontainers": [ {
        "agent": {
            "directory": "string", "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08", "name": "string"
        },
        "config_path": "string",
        "container": {
            "created_at": "2019-08-24T14:15:22Z", "id": "string", "image": "string",
            "labels": { "property1": "string", "property2": "string" }, "name": "string",
            "ports": [ { "host_ip": "string", "host_port": 0, "network": "string", "port": 0 } ],
            "running": true, "status": "string",
            "volumes": { "property1": "string", "property2": "string" }
        },
        "dirty": true, "error": "string", "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "name": "string", "status": "running", "workspace_folder": "string"
    } ],
    "warnings": [ "string" ]
}"#;

pub(crate) const LISTENING_PORTS: &str =
    r#"{ "ports": [ { "network": "string", "port": 0, "process_name": "string" } ] }"#;

pub(crate) const LOGS: &str = r#"[ {
    "created_at": "2019-08-24T14:15:22Z", "id": 0, "level": "trace", "output": "string",
    "source_id": "ae50a35c-df42-4eff-ba26-f8bc28d2af81"
} ]"#;

/// What the reference gets wrong in its examples: the text that it shows, and what servers mean.
pub(crate) const WRONG: [(&str, &str); 5] = [
    (r#""parent_id": { "uuid": "string", "valid": true }"#, r#""parent_id": null"#),
    (r#""workspaceID": "string""#, r#""WorkspaceID": "0967198e-ec7b-4c6b-b4d3-f71244cadbe9""#),
    (
        r#""icon": "string", "id": "string""#,
        r#""icon": "string", "id": "00000000-0000-0000-0000-000000000000""#,
    ),
    (
        r#""log_source_id": "string",
"#,
        "\"log_source_id\": \"4197ab25-95cf-4b91-9c78-f7f2af5d353a\",\n",
    ),
    (r#""created_at": "string""#, r#""created_at": "2019-08-24T14:15:22Z""#),
];

/// An example as it is on the wire.
fn on_the_wire(example: &str) -> String {
    let corrected =
        WRONG.iter().fold(example.to_owned(), |text, (wrong, right)| text.replace(wrong, right));
    assert_ne!(corrected, example);
    corrected
}

pub(crate) fn workspace_agent() -> String {
    on_the_wire(WORKSPACE_AGENT)
}

pub(crate) fn reinitialization() -> String {
    on_the_wire(REINITIALIZATION)
}

pub(crate) fn log_source_request() -> String {
    on_the_wire(POST_LOG_SOURCE)
}

pub(crate) fn patch_logs() -> String {
    on_the_wire(PATCH_LOGS)
}

/// The relay map, which the reference shows inside of the connection info.
pub(crate) fn derp_map() -> String {
    let info: serde_json::Value = serde_json::from_str(CONNECTION_INFO).unwrap();
    info["derp_map"].to_string()
}
