//! Answers.

use super::cx::Cx;
use super::events::{event_stream, lower_events};
use super::faces::Face;
use super::headers::{lower_headers, lower_shared};
use super::media::{Owner, lower_contents};
use super::operation::place_words;
use super::schema::trimmed;
use super::socket::lower_socket;
use crate::diagnostics::Code;
use crate::model::{Method, Response, ResponseBody, StatusKey};
use crate::normalise::{ResolvedOperation, ResolvedResponse};

pub(super) fn lower_responses(
    cx: &mut Cx<'_>,
    operation: &ResolvedOperation,
    operation_id: &str,
    face: &Face,
) -> Vec<Response> {
    let mut answers: Vec<&ResolvedResponse> =
        operation.responses.iter().filter(|r| face.answers.include(r.status)).collect();
    if operation.extensions.socket.is_none() {
        leave_out_switch(cx, &mut answers);
    }
    let successes = answers.iter().filter(|answer| !answer.status.is_error()).count();
    let has_default = answers.iter().any(|answer| answer.status == StatusKey::Default);
    if successes == 0 && !has_default && !answers.is_empty() {
        let at = operation.at.join("responses");
        cx.warning(Code::NoResponse, &at, "no answer is documented that means success")
            .help("add the answer of a call that works");
    }
    let socket = operation.extensions.socket.as_ref();
    // A status comes before its class, and that before `default`, wherever the document has them.
    let mut ordered = answers;
    ordered.sort_by_key(|answer| answer.status);
    // Whoever gets one of several answers gets the headers in one type.
    let shared = (successes > 1).then(|| {
        let successes = ordered.iter().copied().filter(|answer| !answer.status.is_error());
        let at = operation.at.join("responses");
        lower_shared(cx, &successes.collect::<Vec<_>>(), (&at, &face.id))
    });
    let responses: Vec<Response> = ordered
        .into_iter()
        .map(|response| {
            let status = response.status;
            let mut suffix = words_of(status, successes == 1);
            let headers = match &shared {
                Some(shared) if !status.is_error() => shared.clone(),
                _ => lower_headers(cx, response, operation_id, &suffix),
            };
            suffix.push("response".to_owned());
            let suffix: Vec<&str> = suffix.iter().map(String::as_str).collect();
            let words = place_words(&response.at, operation_id, &suffix);
            let place = (operation.method, successes == 1);
            let response = Response { headers, ..lower_response(cx, place, response, &words) };
            match socket {
                Some(socket) if response.body == ResponseBody::Messages => {
                    let messages = socket.value.server_to_client.as_ref();
                    let example = messages.and_then(|m| m.content.values().next()?.example.clone());
                    let socket = lower_socket(cx, socket, &face.id).map(ResponseBody::Socket);
                    Response { body: socket.unwrap_or(response.body), example, ..response }
                }
                _ => response,
            }
        })
        .collect();
    check_events(cx, operation, &responses);
    responses
}

/// Takes `101` from beside other answers that mean success. Nothing says when which one is meant, and
/// HTTP switches protocols only for a client that asks for it, which clients of a plain call do not.
fn leave_out_switch(cx: &mut Cx<'_>, answers: &mut Vec<&ResolvedResponse>) {
    let is_switch = |answer: &ResolvedResponse| answer.status == StatusKey::Code(101);
    if !answers.iter().any(|answer| !is_switch(answer) && !answer.status.is_error()) {
        return;
    }
    answers.retain(|answer| {
        if is_switch(answer) {
            let message = "`101` is left out: it only answers requests to switch protocols, and this one \
                           has other answers that mean success";
            cx.warning(Code::Ignored, &answer.at, message).at_key().help(
                "if a parameter of the query decides, name it with `x-websocket` and `when`",
            );
        }
        !is_switch(answer)
    });
}

fn check_events(cx: &mut Cx<'_>, operation: &ResolvedOperation, responses: &[Response]) {
    let events = responses.iter().find(|response| matches!(response.body, ResponseBody::Events(_)));
    let Some(events) = events else { return };
    if let Some(poll) = &operation.extensions.long_poll {
        let message = "an event stream is no long poll: nothing limits its time";
        cx.error(Code::ExtensionMismatch, &poll.at, message)
            .at_key()
            .note(&events.origin, "the event stream");
    }
}

fn lower_response(
    cx: &mut Cx<'_>,
    (method, is_sole_success): (Method, bool),
    response: &ResolvedResponse,
    words_around: &[String],
) -> Response {
    let ResolvedResponse { status, at, value: source, .. } = response;
    let status = *status;
    note_unused(cx, response);
    let body = if status == StatusKey::Code(101) {
        if !source.content.is_empty() {
            let message = "what becomes a WebSocket has no body; `content` is ignored";
            cx.warning(Code::Ignored, &at.join("content"), message)
                .help("say with `x-websocket` what is sent over it");
        }
        ResponseBody::Messages
    } else if let Some(reason) = bodiless(method, status).filter(|_| !source.content.is_empty()) {
        cx.warning(
            Code::Ignored,
            &at.join("content"),
            format!("{reason} has no body; `content` is ignored"),
        );
        ResponseBody::Empty
    } else if let Some((name, media)) = event_stream(&source.content)
        && (is_sole_success && !status.is_error())
    {
        // Beside other answers, and as an error, a stream stays the bytes that it is.
        let at = at.join("content").join(name);
        let words = words_around.iter().map(|word| if word == "response" { "event" } else { word });
        let words: Vec<String> = words.map(str::to_owned).collect();
        let events = lower_events(cx, media, &at, status, &words);
        events.map_or_else(|| contents(cx, response, words_around), ResponseBody::Events)
    } else {
        contents(cx, response, words_around)
    };
    let description = trimmed(Some(&source.description));
    let (origin, example) = (at.clone(), example(source));
    Response { origin, description, status, body, headers: None, example }
}

fn contents(cx: &mut Cx<'_>, response: &ResolvedResponse, words: &[String]) -> ResponseBody {
    match lower_contents(cx, &response.value.content, &response.at, words, Owner::Response) {
        contents if contents.is_empty() => ResponseBody::Empty,
        contents => ResponseBody::Typed(contents),
    }
}

/// The first example of the body, or of an event in it, that stands beside its schema.
fn example(response: &openapiv3::Response) -> Option<serde_json::Value> {
    let (_, media) = response.content.first()?;
    let listed = media.examples.values().find_map(|example| example.as_item()?.value.clone());
    media.example.clone().or(listed)
}

/// HTTP leaves no room for a body here, whatever the document says.
fn bodiless(method: Method, status: StatusKey) -> Option<&'static str> {
    match status {
        _ if method == Method::Head => Some("an answer to HEAD"),
        StatusKey::Code(204) => Some("204"),
        StatusKey::Code(205) => Some("205"),
        StatusKey::Code(304) => Some("304"),
        StatusKey::Code(_) | StatusKey::Class(_) | StatusKey::Default => None,
    }
}

fn note_unused(cx: &mut Cx<'_>, response: &ResolvedResponse) {
    if !response.value.links.is_empty() {
        let message = "`links` of an answer have no effect: links are not followed";
        cx.warning(Code::Ignored, &response.at.join("links"), message).at_key();
    }
}

fn words_of(status: StatusKey, sole_success: bool) -> Vec<String> {
    let status = match status {
        _ if !status.is_error() && sole_success => None,
        StatusKey::Code(code) => Some(code.to_string()),
        StatusKey::Class(class) => Some(format!("{class}xx")),
        StatusKey::Default => Some("default".to_owned()),
    };
    status.into_iter().collect()
}
