//! Extensions of operations as data, whatever their spelling.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{Operation, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Cx, Located, ResolvedResponse};
use crate::diagnostics::Code;
use crate::model::{Pointer, StatusKey};

/// What the extensions of an operation say.
#[derive(Clone, Debug, Default)]
pub struct OperationExtensions {
    /// `x-websocket`, or another spelling of it.
    pub socket: Option<Located<SocketExtension>>,
    /// `x-long-poll`.
    pub long_poll: Option<Located<LongPollExtension>>,
    /// `x-exactly-one-of`: alternatives, each a list of names of parameters.
    pub exactly_one_of: Option<Located<Vec<Vec<String>>>>,
}

/// What travels over a WebSocket.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct SocketExtension {
    /// The operation is a WebSocket only under this condition.
    pub when: Option<Condition>,
    /// Nothing goes this way when there is none.
    pub server_to_client: Option<Direction>,
    /// Nothing goes this way when there is none.
    pub client_to_server: Option<Direction>,
    /// Bytes.
    pub max_message_size: Option<u64>,
    /// Seconds.
    pub ping_interval: Option<u64>,
    /// The server ends the stream by sending this message twice in a row.
    #[serde(deserialize_with = "any")]
    pub ends_with_repeated: Option<Value>,
}

/// The answer takes as long as it takes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LongPollExtension {
    /// Only under this condition.
    pub when: Option<Condition>,
}

/// A parameter is there.
#[derive(Clone, Debug, Deserialize)]
pub struct Condition {
    /// The name of a query parameter.
    pub query: String,
}

/// One direction of a WebSocket.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Direction {
    /// Media types. Schemas stand apart, in [`super::Resolved::schemas_apart`].
    pub content: BTreeMap<String, Message>,
    /// `text` or `binary`.
    pub frame: Option<String>,
    /// `message` or `stream`.
    pub framing: Option<String>,
}

/// What a message holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Message {
    /// A message, as an example.
    pub example: Option<Value>,
}

/// `null` is a value too.
fn any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Reads the extensions of the operation at `at`.
pub(super) fn extensions(
    cx: &mut Cx<'_>,
    operation: &Operation,
    at: &Pointer,
) -> OperationExtensions {
    let own = member(cx, operation, at, "x-websocket");
    let other = member(cx, operation, at, DROPSHOT).map(|Located { at, value }| {
        let EmptyExtension {} = value;
        Located { at, value: raw_bytes() }
    });
    if let (Some(own), Some(other)) = (&own, &other) {
        let message = "an operation has one of `x-websocket` and `x-dropshot-websocket`";
        if let Some(reported) = cx.error_once(Code::ConflictingMembers, &other.at, message) {
            reported.at_key().help("remove one of them").note(&own.at, "the other one");
        }
    }
    OperationExtensions {
        socket: own.or(other),
        long_poll: member(cx, operation, at, "x-long-poll"),
        exactly_one_of: member(cx, operation, at, "x-exactly-one-of"),
    }
}

const DROPSHOT: &str = "x-dropshot-websocket";

#[derive(Deserialize)]
struct EmptyExtension {}

fn member<T: DeserializeOwned>(
    cx: &mut Cx<'_>,
    operation: &Operation,
    at: &Pointer,
    name: &str,
) -> Option<Located<T>> {
    let at = at.join(name);
    match T::deserialize(operation.extensions.get(name)?) {
        Ok(value) => Some(Located { at, value }),
        Err(error) => {
            // The structure check should have seen it.
            cx.error_once(Code::Unreadable, &at, error.to_string());
            None
        }
    }
}

fn raw_bytes() -> SocketExtension {
    SocketExtension {
        server_to_client: Some(Direction::default()),
        client_to_server: Some(Direction::default()),
        ..SocketExtension::default()
    }
}

/// Dropshot does not document `101`, but `default` with any content.
pub(super) fn add_dropshot_answer(
    operation: &Operation,
    at: &Pointer,
    responses: &mut Vec<ResolvedResponse>,
) {
    let switches = responses.iter().any(|response| response.status == StatusKey::Code(101));
    if switches || !operation.extensions.contains_key(DROPSHOT) {
        return;
    }
    responses.retain(|response| {
        let content: &IndexMap<String, _> = &response.value.content;
        response.status != StatusKey::Default || content.keys().ne(["*/*"])
    });
    let value = Response {
        description: "The connection becomes a WebSocket.".into(),
        ..Response::default()
    };
    let (status, at) = (StatusKey::Code(101), at.join(DROPSHOT));
    responses.push(ResolvedResponse { status, at, value, headers: Vec::new() });
}
