//! Path, query and header parameters.

use openapiv3::{
    HeaderStyle, Parameter as Source, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle,
};
use serde_json::Value;

use super::cx::Cx;
use super::operation::place_words;
use super::passes::unions;
use super::schema::{lower_schema, trimmed};
use crate::diagnostics::Code;
use crate::model::{Docs, Parameter, ParameterLocation, Pointer, TypeId, TypeKind};
use crate::normalise::Located;

pub(super) fn lower_parameter(
    cx: &mut Cx<'_>,
    parameter: &Located<Source>,
    operation_id: &str,
) -> Option<Parameter> {
    let at = &parameter.at;
    let data = parameter.value.parameter_data_ref();
    let location = lower_location(cx, &parameter.value, at)?;
    if location == ParameterLocation::Header && !is_header_name(&data.name) {
        let message = format!("`{}` is not the name of a header", data.name);
        cx.error(Code::InvalidHeaderName, &at.join("name"), message);
        return None;
    }
    let ParameterSchemaOrContent::Schema(schema) = &data.format else {
        cx.unsupported(&at.join("content"), "a parameter with `content` is not supported yet")
            .help("parameters with `schema` are");
        return None;
    };
    let words = place_words(at, operation_id, &[&data.name]);
    let schema_at = at.join("schema");
    let schema = lower_schema(cx, schema.into(), &schema_at, &words, 0);
    let list = check_shape(cx, schema, location, &schema_at)?;
    let docs = Docs {
        description: trimmed(data.description.as_deref()),
        deprecated: data.deprecated.unwrap_or_default(),
        ..Docs::default()
    };
    Some(Parameter {
        name: data.name.clone(),
        origin: at.clone(),
        docs,
        location,
        required: data.required || location == ParameterLocation::Path,
        schema,
        explode: list && location == ParameterLocation::Query && data.explode.unwrap_or(true),
        presence_flag: lower_presence_flag(cx, data, schema, at),
    })
}

/// `x-presence-flag`, which the structure check finds only on query parameters.
fn lower_presence_flag(
    cx: &mut Cx<'_>,
    data: &ParameterData,
    schema: TypeId,
    at: &Pointer,
) -> bool {
    let name = "x-presence-flag";
    if data.extensions.get(name).and_then(Value::as_bool) != Some(true) {
        return false;
    }
    let schema = cx.resolve(schema).map(|(_, schema)| schema);
    let fault = match schema.map(|schema| (&schema.kind, &schema.default)) {
        _ if data.required => "it is required, so it is always there",
        Some((TypeKind::Boolean, Some(Value::Bool(true)))) => "its default is `true`",
        Some((TypeKind::Boolean, _)) => return true,
        Some(_) => "it is not a boolean",
        None => return true,
    };
    let message = format!("the parameter cannot be a flag: {fault}");
    cx.error(Code::ExtensionMismatch, &at.join(name), message)
        .at_key()
        .help("a flag is an optional boolean that is `true` when it is there");
    false
}

fn lower_location(cx: &mut Cx<'_>, parameter: &Source, at: &Pointer) -> Option<ParameterLocation> {
    match parameter {
        Source::Path { style: PathStyle::Simple, .. } => Some(ParameterLocation::Path),
        Source::Header { style: HeaderStyle::Simple, .. } => Some(ParameterLocation::Header),
        Source::Query {
            style: QueryStyle::Form, allow_reserved: false, allow_empty_value, ..
        } => {
            if *allow_empty_value == Some(true) {
                let at = at.join("allowEmptyValue");
                cx.warning(Code::Ignored, &at, "`allowEmptyValue` has no effect");
            }
            Some(ParameterLocation::Query)
        }
        Source::Query { style: QueryStyle::Form, .. } => {
            cx.unsupported(&at.join("allowReserved"), "`allowReserved` is not supported yet");
            None
        }
        Source::Path { .. } | Source::Query { .. } => {
            cx.unsupported(&at.join("style"), "this style of a parameter is not supported yet")
                .help("`simple` is for paths and headers, `form` for queries");
            None
        }
        Source::Cookie { .. } => {
            cx.unsupported(&at.join("in"), "parameters in cookies are not supported yet");
            None
        }
    }
}

/// A token, as HTTP calls it.
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Values that can be written as text: scalars and lists of them. Tells whether it is a list.
fn check_shape(
    cx: &mut Cx<'_>,
    id: TypeId,
    location: ParameterLocation,
    at: &Pointer,
) -> Option<bool> {
    let (target, _) = cx.resolve(id)?;
    unions::simplify(cx, target);
    let (_, schema) = cx.resolve(id)?;
    match &schema.kind {
        kind if is_scalar(kind) => Some(false),
        TypeKind::Array { items, .. } => {
            let items = *items;
            let item = cx.resolve(items);
            let scalar = item.is_some_and(|(_, schema)| is_scalar(&schema.kind));
            if item.is_some_and(|(_, schema)| cx.was_refused(&schema.origin)) {
                return None;
            }
            if !scalar || cx.is_nullable(items) {
                cx.unsupported(
                    at,
                    "a parameter whose items are not plain values is not supported yet",
                );
                return None;
            }
            if location == ParameterLocation::Path {
                cx.unsupported(at, "a list in a path is not supported yet");
                return None;
            }
            Some(true)
        }
        TypeKind::Any if cx.was_refused(&schema.origin) => None,
        TypeKind::Any => {
            cx.unsupported(at, "a parameter that can have any value is not supported yet")
                .help("say what type it has");
            None
        }
        _ => {
            cx.unsupported(at, "objects in parameters are not supported yet");
            None
        }
    }
}

fn is_scalar(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Boolean
        | TypeKind::Integer { .. }
        | TypeKind::Number { .. }
        | TypeKind::String { .. }
        | TypeKind::Enum(_) => true,
        TypeKind::Any
        | TypeKind::Array { .. }
        | TypeKind::Map { .. }
        | TypeKind::Object(_)
        | TypeKind::Union(_)
        | TypeKind::Alias(_) => false,
    }
}
