//! A `type` beside `allOf` agrees with what stands inside.

use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::TypeKind;

pub(in crate::lower) fn check(cx: &mut Cx<'_>) {
    for expectation in std::mem::take(&mut cx.expectations) {
        let Some((_, target)) = cx.resolve(expectation.id) else { continue };
        let actual = json_type(&target.kind);
        let at = cx.schema(expectation.id).map(|schema| schema.origin.join("type"));
        if let (Some(actual), Some(at)) = (actual, at)
            && actual != expectation.json_type
        {
            let message =
                format!("`type` is `{}`, but `allOf` describes `{actual}`", expectation.json_type);
            cx.warning(Code::InvalidSchema, &at, message).help("remove the `type`, or correct it");
        }
    }
}

/// The JSON type of a kind; nothing where any type is possible.
fn json_type(kind: &TypeKind) -> Option<&'static str> {
    match kind {
        TypeKind::Any | TypeKind::Alias(_) | TypeKind::Union(_) => None,
        TypeKind::Boolean => Some("boolean"),
        TypeKind::Integer { .. } => Some("integer"),
        TypeKind::Number { .. } => Some("number"),
        TypeKind::String { .. } | TypeKind::Enum(_) => Some("string"),
        TypeKind::Array { .. } => Some("array"),
        TypeKind::Map { .. } | TypeKind::Object(_) => Some("object"),
    }
}
