//! What operations answer.

use super::compare::{At, Comparison, Place};
use super::effect::{Effect, Usage, Wire, Writing};
use super::kind::Kind;
use super::operations::Pair;
use super::schemas::uses;
use super::{Side, contents, touches};
use crate::model::{
    Channel, ChannelContent, Headers, Operation, Response, ResponseBody, StatusKey,
};
use crate::name::OperationNames;

/// Compares the answers of an operation.
pub(super) fn compare(
    cx: &mut Comparison<'_>,
    pair: &Pair<'_>,
    names: (&OperationNames, &OperationNames),
    place: &Place,
) {
    let mut place = Place { usage: Usage::ANSWER, ..place.clone() };
    place.touches = touches::answers(names.0);
    place.touches.extend(touches::answers(names.1));
    for before in &pair.old.responses {
        match pair.new.responses.iter().find(|after| after.status == before.status) {
            Some(after) => answer(cx, before, after, &place),
            None => gone(cx, pair, before, &place),
        }
    }
    for after in &pair.new.responses {
        if !pair.old.responses.iter().any(|before| before.status == after.status) {
            new(cx, pair, after, &place);
        }
    }
    headers(cx, (pair.old.headers(), pair.new.headers()), pair, &place);
    for before in pair.old.failures() {
        let after = pair.new.failures().find(|after| after.status == before.status);
        if let Some(after) = after
            && !pair.old.successes().any(|success| std::ptr::eq(success, before))
        {
            let place = place.inner(&format!("status {}", before.status));
            headers(cx, (before.headers.as_ref(), after.headers.as_ref()), pair, &place);
        }
    }
}

fn headers(
    cx: &mut Comparison<'_>,
    (before, after): (Option<&Headers>, Option<&Headers>),
    pair: &Pair<'_>,
    place: &Place,
) {
    let origin = |side: Side<'_>, headers: Option<&Headers>| {
        headers.map(|headers| side.api.schema(headers.schema).origin.clone())
    };
    let site = (origin(cx.old, before), origin(cx.new, after));
    let at = (site.0.as_ref(), site.1.as_ref());
    let mut place = Place { writing: Writing::Headers, ..place.inner("headers") };
    match (before, after) {
        (None, None) => {}
        (Some(old), Some(new)) => {
            if old.styles != new.styles {
                let wire = Wire::both(Effect::Partial);
                cx.note(Kind::AnswerHeadersRestyled, &place, "are written otherwise", at, wire);
            }
            place.site = (pair.old.origin.clone(), pair.new.origin.clone());
            // Clients read headers only if they are asked for them.
            cx.worst = Effect::Partial;
            uses(cx, old.schema, new.schema, &place);
            cx.worst = Effect::Breaking;
        }
        // Whoever does not know them pays no attention; whoever asks for them finds none.
        (None, Some(new)) => {
            place.touches.extend(touches::in_place(cx.new, new.schema));
            let wire = Wire { old_client: Effect::Fine, new_client: Effect::Partial };
            cx.note(Kind::AnswerHeadersAdded, &place, "documented now", at, wire);
        }
        (Some(old), None) => {
            place.touches.extend(touches::in_place(cx.old, old.schema));
            let wire = Wire { old_client: Effect::Partial, new_client: Effect::Fine };
            cx.note(Kind::AnswerHeadersRemoved, &place, "no longer documented", at, wire);
        }
    }
}

/// An operation of one document.
type Of<'a> = (Side<'a>, &'a Operation);

/// What becomes of a client of `reader` when a server of the other document gives an answer whose
/// status is no key of the client's document.
fn surprise((reader, reads): Of<'_>, (writer, writes): Of<'_>, answer: &Response) -> Effect {
    let is_success = writes.successes().any(|success| std::ptr::eq(success, answer));
    // Every call may fail in ways that no document lists; this one fails in one of them.
    if !is_success || reads.successes().next().is_none() {
        return Effect::Fine;
    }
    let takes = |known: &&Response| match (known.status, answer.status) {
        (StatusKey::Class(class), StatusKey::Code(code)) => u16::from(class) == code / 100,
        (StatusKey::Default, _) => true,
        (StatusKey::Code(_) | StatusKey::Class(_), _) => false,
    };
    // A class is more telling than `default`.
    let read = reads.successes().filter(takes).min_by_key(|known| known.status);
    read.map_or(Effect::Breaking, |read| understood((reader, &read.body), (writer, &answer.body)))
}

/// What a client makes of a body that is described elsewhere.
fn understood(
    (reader, read): (Side<'_>, &ResponseBody),
    (writer, written): (Side<'_>, &ResponseBody),
) -> Effect {
    match (read, written) {
        (ResponseBody::Empty, ResponseBody::Empty | ResponseBody::Typed(_)) => Effect::Fine,
        (ResponseBody::Typed(read), ResponseBody::Typed(written)) => {
            contents::understood((reader, read), (writer, written))
        }
        (
            ResponseBody::Empty
            | ResponseBody::Typed(_)
            | ResponseBody::Messages
            | ResponseBody::Socket(_)
            | ResponseBody::Events(_),
            _,
        ) => Effect::Breaking,
    }
}

fn gone(cx: &mut Comparison<'_>, pair: &Pair<'_>, before: &Response, place: &Place) {
    let new_client = surprise((cx.new, pair.new), (cx.old, pair.old), before);
    let kind = match before.status.is_error() {
        true => Kind::FailureRemoved,
        false => Kind::SuccessRemoved,
    };
    let text = format!("status {} removed", before.status);
    let wire = Wire { old_client: Effect::Fine, new_client };
    let place = &with_headers(cx.old, before, place);
    cx.note(kind, place, &text, (Some(&before.origin), None), wire);
}

fn new(cx: &mut Comparison<'_>, pair: &Pair<'_>, after: &Response, place: &Place) {
    let old_client = surprise((cx.old, pair.old), (cx.new, pair.new), after);
    let kind = match after.status.is_error() {
        true => Kind::FailureAdded,
        false => Kind::SuccessAdded,
    };
    let text = format!("status {} added", after.status);
    let wire = Wire { old_client, new_client: Effect::Fine };
    let place = &with_headers(cx.new, after, place);
    cx.note(kind, place, &text, (None, Some(&after.origin)), wire);
}

/// The place with what the headers of the answer become.
fn with_headers(side: Side<'_>, response: &Response, place: &Place) -> Place {
    let mut place = place.clone();
    let headers = response.headers.iter();
    place.touches.extend(headers.flat_map(|headers| touches::in_place(side, headers.schema)));
    place
}

fn answer(cx: &mut Comparison<'_>, before: &Response, after: &Response, place: &Place) {
    let mut inner = place.inner(&format!("status {}", after.status));
    inner.site = (before.origin.clone(), after.origin.clone());
    // An answer is never left out, so what it would be then does not matter.
    inner.required = Some((true, true));
    let at = (Some(&before.origin), Some(&after.origin));
    match (&before.body, &after.body) {
        (ResponseBody::Empty, ResponseBody::Empty)
        | (ResponseBody::Messages, ResponseBody::Messages) => {}
        (ResponseBody::Typed(old), ResponseBody::Typed(new)) => {
            contents::compare(cx, Kind::AnswerMediaTypeChanged, (old, new), at, &inner);
        }
        (ResponseBody::Empty, ResponseBody::Typed(_)) => {
            // Old servers answer without the body that new clients wait for.
            let wire = Wire { old_client: Effect::Fine, new_client: Effect::Breaking };
            cx.note(Kind::AnswerBodyAdded, &inner, "has a body now", at, wire);
        }
        (ResponseBody::Typed(_), ResponseBody::Empty) => {
            let wire = Wire { old_client: Effect::Breaking, new_client: Effect::Fine };
            cx.note(Kind::AnswerBodyRemoved, &inner, "has no body now", at, wire);
        }
        (ResponseBody::Socket(old), ResponseBody::Socket(new)) => {
            channel(cx, (old.received, new.received), at, &inner.inner("from the server"));
            let mut sent = inner.inner("from the client");
            sent.usage = Usage::REQUEST;
            channel(cx, (old.sent, new.sent), at, &sent);
            if old.ends_with_repeated != new.ends_with_repeated {
                let text = "what ends the stream changed";
                let wire = Wire::both(Effect::Partial);
                cx.note(Kind::AnswerStreamChanged, &inner, text, at, wire);
            }
            if old.max_message_size != new.max_message_size {
                let text = "the size of messages changed";
                let wire = Wire::both(Effect::Partial);
                cx.note(Kind::AnswerStreamChanged, &inner, text, at, wire);
            }
        }
        (ResponseBody::Events(old), ResponseBody::Events(new)) => {
            let names = |events: &crate::model::Events| {
                (events.data_event.clone(), events.ping_event.clone(), events.error_event.clone())
            };
            if names(old) != names(new) {
                let wire = Wire::both(Effect::Breaking);
                let text = "names of events changed";
                cx.note(Kind::AnswerStreamChanged, &inner, text, at, wire);
            }
            uses(cx, old.item, new.item, &inner.inner("event"));
        }
        (
            ResponseBody::Empty
            | ResponseBody::Typed(_)
            | ResponseBody::Messages
            | ResponseBody::Socket(_)
            | ResponseBody::Events(_),
            _,
        ) => streams(cx, before, after, at, &inner),
    }
}

fn streams(
    cx: &mut Comparison<'_>,
    before: &Response,
    after: &Response,
    at: At<'_>,
    inner: &Place,
) {
    let told = |body: &ResponseBody| match body {
        ResponseBody::Empty => "no body",
        ResponseBody::Typed(_) => "a body",
        ResponseBody::Messages => "a WebSocket of any messages",
        ResponseBody::Socket(_) => "a WebSocket",
        ResponseBody::Events(_) => "a stream of events",
    };
    let socket =
        |body: &ResponseBody| matches!(body, ResponseBody::Messages | ResponseBody::Socket(_));
    // To say what travels changes nothing about the messages.
    let effect = match socket(&before.body) && socket(&after.body) {
        true => Effect::Fine,
        false => Effect::Breaking,
    };
    let text = format!("{} → {}", told(&before.body), told(&after.body));
    cx.note(Kind::AnswerStreamChanged, inner, &text, at, Wire::both(effect));
}

fn channel(
    cx: &mut Comparison<'_>,
    channels: (Option<Channel>, Option<Channel>),
    at: At<'_>,
    place: &Place,
) {
    let breaking = Wire::both(Effect::Breaking);
    let (old, new) = match channels {
        (None, None) => return,
        (Some(old), Some(new)) => (old, new),
        (None, Some(_)) => {
            let text = "messages travel now";
            return cx.note(Kind::AnswerStreamChanged, place, text, at, breaking);
        }
        (Some(_), None) => {
            let text = "no messages travel now";
            return cx.note(Kind::AnswerStreamChanged, place, text, at, breaking);
        }
    };
    if old.frame != new.frame {
        cx.note(Kind::AnswerStreamChanged, place, "frames are of the other sort", at, breaking);
    }
    match (old.content, new.content) {
        (ChannelContent::Json(before), ChannelContent::Json(after)) => {
            uses(cx, before, after, place);
        }
        (ChannelContent::Bytes, ChannelContent::Bytes) => {}
        (ChannelContent::Bytes, ChannelContent::Json(_))
        | (ChannelContent::Json(_), ChannelContent::Bytes) => {
            cx.note(Kind::AnswerStreamChanged, place, "what travels changed", at, breaking);
        }
    }
}
