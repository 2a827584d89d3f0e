//! Model types.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Log {
    pub level: Option<String>,
    pub output: String,
    pub created_at: Option<DateTime<Utc>>,
    pub size: Option<i32>,
    pub weight: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Settings {
    pub quiet: Option<bool>,
    pub next: Option<Box<Settings>>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct PatchLogs {
    pub log_source_id: Uuid,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub logs: Vec<Log>,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub labels: BTreeMap<String, String>,
    #[serde(default)]
    pub meta: serde_json::Value,
    pub settings: Option<Settings>,
    pub parent: Option<Uuid>,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub tags: Vec<String>,
    pub count: Option<i64>,
}

fn null_is_empty<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(from).map(Option::unwrap_or_default)
}
