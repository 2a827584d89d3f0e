//! Inputs of the operations.

use uuid::Uuid;

use super::types;

#[derive(Clone, Debug, PartialEq)]
pub struct GetLogs {
    pub workspaceagent: Uuid,
    pub before: Option<i64>,
    pub after: Option<i64>,
    pub follow: Option<bool>,
    pub format: Option<String>,
    pub name: Option<String>,
    pub label: Vec<String>,
    pub ids: Vec<i64>,
    pub x_attempt: Option<i32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PatchLogs {
    pub body: types::PatchLogs,
    pub dry: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Recreate {
    pub workspaceagent: Uuid,
    pub body: Option<types::Settings>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pty {
    pub workspaceagent: Uuid,
    pub height: i32,
}
