//! Parameters that choose how an answer is written: `format` with the values `json` and `text`, where
//! the answer is `application/json`.

use super::Side;
use super::accepts::resolve;
use crate::model::{Operation, Parameter, ResponseBody, TypeKind};

/// The values of the parameter are a list of names, among them that of a media type which the operation
/// answers, and others. A server that does not know the parameter keeps to its own way of writing, so
/// whoever asks for another one is misunderstood.
pub(super) fn is_chosen_by(side: Side<'_>, operation: &Operation, parameter: &Parameter) -> bool {
    let TypeKind::Enum(values) = &side.api.schema(resolve(side.api, parameter.schema)).kind else {
        return false;
    };
    let answered = media_types(operation);
    let named = |value: &str| answered.iter().any(|media_type| is_name_of(value, media_type));
    values.iter().any(|value| named(&value.value))
        && values.iter().any(|value| !named(&value.value))
}

/// How the operation writes what it answers if all goes well.
fn media_types(operation: &Operation) -> Vec<&str> {
    operation.successes().flat_map(|response| of_body(&response.body)).collect()
}

fn of_body(body: &ResponseBody) -> Vec<&str> {
    match body {
        ResponseBody::Typed(contents) => {
            let media_types = contents.iter().map(|content| &content.media_type);
            media_types.filter(|known| !known.is_range()).map(|known| known.0.as_str()).collect()
        }
        ResponseBody::Events(_) => vec!["text/event-stream"],
        ResponseBody::Empty | ResponseBody::Messages | ResponseBody::Socket(_) => Vec::new(),
    }
}

/// What people call a media type: all of it, its subtype, what stands on either side of a `+` in
/// that, and plain text also `text`.
fn is_name_of(value: &str, media_type: &str) -> bool {
    let subtype = media_type.split_once('/').map_or(media_type, |(_, subtype)| subtype);
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    let names = [media_type, subtype].into_iter().chain(subtype.split('+'));
    let text = (media_type == "text/plain").then_some("text");
    names.chain(text).any(|name| name.eq_ignore_ascii_case(value))
}
