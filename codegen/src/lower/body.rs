//! Request bodies.

use super::cx::Cx;
use super::media::{Owner, lower_contents};
use super::operation::place_words;
use super::schema::trimmed;
use crate::model::{BodyKind, Content, Docs, MediaType, RequestBody};
use crate::normalise::Located;

pub(super) fn lower_body(
    cx: &mut Cx<'_>,
    body: &Located<openapiv3::RequestBody>,
    operation_id: &str,
) -> RequestBody {
    let source = &body.value;
    let words = place_words(&body.at, operation_id, &["body"]);
    let mut contents = lower_contents(cx, &source.content, &body.at, &words, Owner::Request);
    if contents.is_empty() {
        // A body about which nothing is known can be anything.
        contents.push(Content {
            origin: body.at.clone(),
            media_type: MediaType("*/*".to_owned()),
            kind: BodyKind::Bytes,
        });
    }
    RequestBody {
        origin: body.at.clone(),
        docs: Docs { description: trimmed(source.description.as_deref()), ..Docs::default() },
        required: source.required,
        contents,
    }
}
