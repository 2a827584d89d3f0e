//! Bodies as servers write them: members that are `null` or missing, members nobody knows, values
//! that came later.

pub(crate) const CREDENTIALS: &str = r#"{"access_token":"","token_extra":null,"url":"https://coder.example/external-auth/gh","type":"","username":"","password":"","expires_at":"0001-01-01T00:00:00Z"}"#;

pub(crate) const SIGNED_IN: &str = r#"{"access_token":"gho_1","token_extra":{"scope":"repo","n":1},"url":"","type":"github","username":"gho_1","password":""}"#;

pub(crate) const AGENT: &str = r#"{
"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","parent_id":null,
"created_at":"2025-07-14T08:00:00.123456Z","updated_at":"2025-07-14T10:00:00.5+02:00",
"first_connected_at":"0001-01-01T00:00:00Z",
"status":"connected","lifecycle_state":"hibernating","name":"main",
"resource_id":"00000000-0000-0000-0000-000000000000","architecture":"amd64",
"environment_variables":null,"operating_system":"linux","logs_length":12,"logs_overflowed":false,
"version":"v2.25.0","api_version":"1.0","apps":[{"id":"0967198e-ec7b-4c6b-b4d3-f71244cadbe9",
"external":false,"slug":"code","subdomain":true,"sharing_level":"organization",
"healthcheck":{"url":"","interval":0,"threshold":0},"health":"disabled","hidden":false,
"open_in":"window","statuses":[],"tooltip":"later"}],"latency":{"Région \u003c1\u003e":
{"preferred":true,"latency_ms":1.25e2}},"connection_timeout_seconds":120,"troubleshooting_url":"",
"subsystems":["exectrace","later"],"health":{"healthy":true},"display_apps":["vscode"],
"log_sources":[],"scripts":[{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","log_source_id":
"497f6eca-6276-4993-bfeb-53cbbbba6f08","log_path":"","script":"true","cron":"","run_on_start":true,
"run_on_stop":false,"start_blocks_login":true,"timeout":90000000000,"display_name":"Startup",
"exit_code":0,"status":"ok"}],"startup_script_behavior":"non-blocking"}"#;

pub(crate) const LISTING: &str = r#"{"devcontainers":[{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","name":"","workspace_folder":"/w","status":"stopping","dirty":false,"subagent_id":null}],"containers":[{"created_at":"2025-07-14T08:00:00.123456789Z","id":"c1","name":"db","image":"pg","labels":null,"running":true,"ports":[{"port":5432,"network":"tcp","host_port":65535}],"status":"exited with code 1","volumes":{"/a":"/b"}}]}"#;

/// What a server of the first releases repeats without end once the agent is gone (wire 3.17).
pub(crate) const GONE: &str = r#"{"devcontainers":null,"containers":null}"#;

pub(crate) const RELAYS: &str = r#"{"HomeParams":{"RegionScore":{"7":0.5}},"Regions":{"7":{"EmbeddedRelay":true,"RegionID":7,"RegionCode":"home","RegionName":"Home","Nodes":[{"Name":"7a","RegionID":7,"HostName":"relay.example","STUNPort":-1,"DERPPort":8080,"ForceHTTP":true}]},"12":{"EmbeddedRelay":false,"RegionID":12,"RegionCode":"far","RegionName":"Far","Avoid":true,"Nodes":null}}}"#;

pub(crate) const LINE: &str = r#"{"id":9007199254740993,"created_at":"2025-07-14T08:00:00Z","output":"\u001b[1mhi\u001b[0m","level":"notice","source_id":"497f6eca-6276-4993-bfeb-53cbbbba6f08"}"#;

pub(crate) const LOG_SOURCE: &str = r#"{"workspace_agent_id":"67e55044-10b1-426f-9247-bb680e5fe0c8","id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","created_at":"2025-07-14T08:00:00Z","display_name":"script","icon":""}"#;
