//! `[errors]` of the config: what an error answer looks like that the document leaves open.

use super::cx::Cx;
use crate::config::ErrorsConfig;
use crate::diagnostics::Code;
use crate::model::{ErrorBody, StringFormat, TypeId, TypeKind, Violations};

/// What is wrong with the key of the table: code and message.
type Refusal = (&'static str, Code, String);

/// Checks the table against the document.
pub(super) fn lower_errors(cx: &mut Cx<'_>) -> Option<ErrorBody> {
    let errors = cx.config.errors.as_ref()?;
    match error_body(cx, errors) {
        Ok(body) => Some(body),
        Err((key, code, message)) => {
            cx.config_error(code, &["errors", key], message);
            None
        }
    }
}

fn error_body(cx: &Cx<'_>, errors: &ErrorsConfig) -> Result<ErrorBody, Refusal> {
    let component = cx.components.get(errors.schema.as_str()).copied().ok_or_else(|| {
        let message = format!("the document has no schema `{}`", errors.schema);
        ("schema", Code::ConfigUnusedEntry, message)
    })?;
    let (schema, _) = cx.object(component).ok_or_else(|| {
        let message = format!("the schema `{}` is not an object with members", errors.schema);
        ("schema", Code::ConfigInvalidValue, message)
    })?;
    text_member(cx, schema, "message", &errors.message)?;
    if let Some(detail) = &errors.detail {
        text_member(cx, schema, "detail", detail)?;
    }
    let violations = violations(cx, schema, errors)?;
    let mut filled = vec![errors.message.as_str()];
    filled.extend(errors.detail.as_deref());
    filled.extend(errors.violations.as_deref());
    nothing_else_required(cx, schema, "schema", &filled)?;
    Ok(ErrorBody {
        schema,
        message: errors.message.clone(),
        detail: errors.detail.clone(),
        violations,
    })
}

fn violations(
    cx: &Cx<'_>,
    schema: TypeId,
    errors: &ErrorsConfig,
) -> Result<Option<Violations>, Refusal> {
    let Some(member) = &errors.violations else {
        for (key, value) in [
            ("violation-field", &errors.violation_field),
            ("violation-detail", &errors.violation_detail),
        ] {
            if value.is_some() {
                let message = format!("`{key}` has no effect without `violations`");
                return Err((key, Code::ConfigUnusedEntry, message));
            }
        }
        return Ok(None);
    };
    let key = "violations";
    let property = property(cx, schema, key, member)?;
    let items = match cx.resolve(property).map(|(_, schema)| &schema.kind) {
        Some(TypeKind::Array { items, .. }) => *items,
        _ => return Err((key, Code::ConfigInvalidValue, format!("`{member}` is not an array"))),
    };
    let (item, _) = cx.object(items).ok_or_else(|| {
        let message = format!("the items of `{member}` are not objects with members");
        (key, Code::ConfigInvalidValue, message)
    })?;
    let (Some(field), Some(detail)) = (&errors.violation_field, &errors.violation_detail) else {
        let message = "`violations` needs `violation-field` and `violation-detail`".to_owned();
        return Err((key, Code::ConfigInvalidValue, message));
    };
    text_member(cx, item, "violation-field", field)?;
    text_member(cx, item, "violation-detail", detail)?;
    nothing_else_required(cx, item, key, &[field, detail])?;
    Ok(Some(Violations {
        member: member.clone(),
        item,
        field: field.clone(),
        detail: detail.clone(),
    }))
}

fn property(cx: &Cx<'_>, object: TypeId, key: &'static str, name: &str) -> Result<TypeId, Refusal> {
    cx.property(object, name)
        .map(|property| property.schema)
        .ok_or_else(|| (key, Code::ConfigUnusedEntry, format!("the schema has no member `{name}`")))
}

fn text_member(cx: &Cx<'_>, object: TypeId, key: &'static str, name: &str) -> Result<(), Refusal> {
    let id = property(cx, object, key, name)?;
    match cx.resolve(id).map(|(_, schema)| &schema.kind) {
        Some(TypeKind::String { format: StringFormat::Text(_), .. }) => Ok(()),
        _ => Err((key, Code::ConfigInvalidValue, format!("the member `{name}` is not text"))),
    }
}

/// Servers fill in only the members that the config names.
fn nothing_else_required(
    cx: &Cx<'_>,
    object: TypeId,
    key: &'static str,
    filled: &[&str],
) -> Result<(), Refusal> {
    let properties = cx.object(object).map(|(_, object)| object.properties.as_slice());
    let missing = properties
        .unwrap_or_default()
        .iter()
        .find(|property| property.required && !filled.contains(&property.name.as_str()));
    missing.map_or(Ok(()), |property| {
        let message =
            format!("the schema requires the member `{}`, which nothing fills", property.name);
        Err((key, Code::ConfigInvalidValue, message))
    })
}
