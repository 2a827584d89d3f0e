//! Request bodies.

use super::cx::Cx;
use super::media::lower_content;
use super::operation::place_words;
use super::schema::trimmed;
use crate::model::{Docs, RequestBody};
use crate::normalise::Located;

pub(super) fn lower_body(
    cx: &mut Cx<'_>,
    body: &Located<openapiv3::RequestBody>,
    operation_id: &str,
) -> Option<RequestBody> {
    let source = &body.value;
    if source.content.is_empty() {
        cx.unsupported(&body.at, "a request body without `content`")
            .help("say what the body holds, or remove it");
        return None;
    }
    let words = place_words(&body.at, operation_id, &["body"]);
    let (kind, schema) = lower_content(cx, &source.content, &body.at, &words)?;
    Some(RequestBody {
        origin: body.at.clone(),
        docs: Docs { description: trimmed(source.description.as_deref()), ..Docs::default() },
        required: source.required,
        kind,
        schema,
    })
}
