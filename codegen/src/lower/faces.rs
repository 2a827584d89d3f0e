//! An operation that means two things, depending on whether a query parameter is there, becomes two
//! operations: its faces.

use std::collections::BTreeSet;

use openapiv3::Parameter as Source;

use super::cx::Cx;
use super::parameter::lower_parameter;
use crate::diagnostics::Code;
use crate::model::{Flag, Method, Pointer, StatusKey, TypeKind};
use crate::normalise::{Condition, Located, ResolvedOperation};
use crate::read::suggest;

/// One meaning of an operation.
#[derive(Debug)]
pub(super) struct Face {
    pub(super) id: String,
    pub(super) flag: Option<Flag>,
    pub(super) answers: Answers,
    pub(super) long_poll: bool,
}

/// Which answers belong to a face, apart from failures, which belong to every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answers {
    All,
    /// All but the one that switches to WebSocket.
    Plain,
    /// Only the one that switches to WebSocket.
    Socket,
}

impl Answers {
    pub(super) fn include(self, status: StatusKey) -> bool {
        match self {
            Self::All => true,
            Self::Plain => status != SWITCH,
            Self::Socket => status == SWITCH || status.is_error(),
        }
    }
}

const SWITCH: StatusKey = StatusKey::Code(101);

/// The faces of an operation, the plain one first. `taken` are the ids of all operations.
pub(super) fn faces(
    cx: &mut Cx<'_>,
    source: &ResolvedOperation,
    id: &str,
    taken: &mut BTreeSet<String>,
) -> Vec<Face> {
    let (splits, long_polls) = (check_socket(cx, source), check_long_poll(cx, source));
    let answers = match (splits, &source.extensions.socket) {
        (true, Some(_)) => (Answers::Plain, Answers::Socket),
        _ => (Answers::All, Answers::All),
    };
    let always = long_polls && condition_of_poll(source).is_none();
    let plain = |flag: Option<Flag>| Face {
        id: id.to_owned(),
        flag,
        answers: answers.0,
        long_poll: always,
    };
    let condition = if splits { condition_of_socket(source) } else { None };
    let condition = condition.or_else(|| condition_of_poll(source).filter(|_| long_polls));
    let Some((condition, at)) = condition else { return vec![plain(None)] };
    let name = &condition.query;
    if !check_flag(cx, source, name, &at, id) {
        return vec![plain(None)];
    }
    let other = format!("{id}-{name}");
    if !taken.insert(other.clone()) {
        let message = format!("the operation with `{name}` needs the id `{other}`, which is taken");
        cx.error(Code::DuplicateOperationId, &at, message).help("rename one of them");
    }
    let flag = |present| Some(Flag { name: name.clone(), present });
    let long_poll = long_polls && !always;
    let present = Face { id: other, flag: flag(true), answers: answers.1, long_poll };
    vec![plain(flag(false)), present]
}

/// A condition and where the parameter is named.
fn condition_of_socket(source: &ResolvedOperation) -> Option<(&Condition, Pointer)> {
    let socket = source.extensions.socket.as_ref()?;
    located(socket.value.when.as_ref()?, &socket.at)
}

fn condition_of_poll(source: &ResolvedOperation) -> Option<(&Condition, Pointer)> {
    let poll = source.extensions.long_poll.as_ref()?;
    located(poll.value.when.as_ref()?, &poll.at)
}

fn located<'a>(condition: &'a Condition, at: &Pointer) -> Option<(&'a Condition, Pointer)> {
    Some((condition, at.join_all(["when", "query"])))
}

/// What `x-websocket` needs of its operation. Tells whether it makes two operations of it.
fn check_socket(cx: &mut Cx<'_>, source: &ResolvedOperation) -> bool {
    let Some(Located { at, value: socket }) = &source.extensions.socket else { return false };
    if source.method != Method::Get {
        let message = format!("only GET can become a WebSocket, not {}", source.method.as_str());
        cx.error(Code::ExtensionMismatch, at, message).at_key();
    }
    if let Some(body) = &source.body {
        let message = "a request that becomes a WebSocket has no body";
        cx.error(Code::ExtensionMismatch, at, message).at_key().note(&body.at, "the body");
    }
    let statuses = || source.responses.iter().map(|response| response.status);
    let switches = statuses().any(|status| status == SWITCH);
    if !switches {
        let message = "the operation does not document the answer `101`";
        cx.error(Code::ExtensionMismatch, at, message)
            .at_key()
            .help("add `'101': {description: …}` to its `responses`");
    }
    let plain = statuses().any(|status| status != SWITCH && !status.is_error());
    match &socket.when {
        Some(_) if !plain && switches => {
            let message = "without `101`, the operation documents no answer that means success";
            cx.error(Code::ExtensionMismatch, &at.join("when"), message).at_key().help(
                "remove `when`, or document what the operation answers without the parameter",
            );
            false
        }
        None if plain && switches => {
            let message = "the operation documents other answers that mean success beside `101`";
            cx.error(Code::ExtensionMismatch, at, message)
                .at_key()
                .help("say with `when` which parameter decides, or remove the other answers");
            false
        }
        when => when.is_some(),
    }
}

/// What `x-long-poll` needs of its operation. Tells whether it has an effect.
fn check_long_poll(cx: &mut Cx<'_>, source: &ResolvedOperation) -> bool {
    let Some(Located { at, value: poll }) = &source.extensions.long_poll else { return false };
    let Some(socket) = &source.extensions.socket else { return true };
    match (&poll.when, &socket.value.when) {
        (None, Some(_)) => return true,
        (Some(_), Some(_)) => {
            let message = "`when` in both `x-long-poll` and `x-websocket` is not supported yet";
            cx.unsupported(&at.join("when"), message).at_key();
        }
        (_, None) => {
            let message = "a WebSocket is no long poll: nothing limits its time";
            cx.error(Code::ExtensionMismatch, at, message)
                .at_key()
                .note(&socket.at, "the WebSocket");
        }
    }
    false
}

/// The parameter that decides is an optional boolean in the query.
fn check_flag(
    cx: &mut Cx<'_>,
    source: &ResolvedOperation,
    name: &str,
    at: &Pointer,
    operation_id: &str,
) -> bool {
    let Some(parameter) = query_parameter(source, name) else {
        let names = query_names(source);
        let help = match suggest(name, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "name an optional boolean parameter".to_owned(),
        };
        let message = format!("the operation has no query parameter `{name}`");
        cx.error(Code::ExtensionMismatch, at, message).help(help);
        return false;
    };
    let Some(lowered) = lower_parameter(cx, parameter, operation_id) else { return false };
    let kind = cx.resolve(lowered.schema).map(|(_, schema)| &schema.kind);
    let fault = if lowered.required {
        "is required"
    } else if !matches!(kind, Some(TypeKind::Boolean)) {
        "is not a boolean"
    } else {
        return true;
    };
    let message = format!("the query parameter `{name}` {fault}, so its absence decides nothing");
    cx.error(Code::ExtensionMismatch, at, message)
        .help("name an optional boolean parameter")
        .note(&parameter.at, "the parameter");
    false
}

/// The query parameter of this name.
pub(super) fn query_parameter<'a>(
    source: &'a ResolvedOperation,
    name: &str,
) -> Option<&'a Located<Source>> {
    source.parameters.iter().find(|parameter| is_query_parameter(&parameter.value, name))
}

pub(super) fn is_query_parameter(parameter: &Source, name: &str) -> bool {
    matches!(parameter, Source::Query { parameter_data, .. } if parameter_data.name == name)
}

/// The names of all query parameters.
pub(super) fn query_names(source: &ResolvedOperation) -> impl Iterator<Item = &str> {
    source.parameters.iter().filter_map(|parameter| match &parameter.value {
        Source::Query { parameter_data, .. } => Some(parameter_data.name.as_str()),
        Source::Path { .. } | Source::Header { .. } | Source::Cookie { .. } => None,
    })
}
