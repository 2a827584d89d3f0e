//! Parameters.

use openapiv3::{
    Content, CookieStyle, HeaderStyle, Parameter as Source, ParameterData,
    ParameterSchemaOrContent, PathStyle, QueryStyle,
};
use serde_json::Value;

use super::cx::Cx;
use super::media::is_json;
use super::operation::place_words;
use super::schema::{lower_schema, trimmed};
use crate::diagnostics::Code;
use crate::model::{
    Docs, Parameter, ParameterLocation, Pointer, SchemaName, Style, StyleKind, TypeId, TypeKind,
};
use crate::normalise::Located;

pub(super) fn lower_parameter(
    cx: &mut Cx<'_>,
    parameter: &Located<Source>,
    operation_id: &str,
) -> Option<Parameter> {
    let at = &parameter.at;
    let data = parameter.value.parameter_data_ref();
    let location = lower_location(&parameter.value);
    if location == ParameterLocation::Header && !is_header_name(&data.name) {
        let message = format!("`{}` is not the name of a header", data.name);
        cx.error(Code::InvalidHeaderName, &at.join("name"), message);
        return None;
    }
    let style = lower_style(&parameter.value);
    let words = place_words(at, operation_id, &[&data.name]);
    let (schema, style) = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => {
            (lower_schema(cx, schema.into(), &at.join("schema"), &words, 0), style)
        }
        ParameterSchemaOrContent::Content(content) => lower_content(cx, content, at, &words)?,
    };
    if cx.resolve(schema).is_none_or(|(_, schema)| cx.was_refused(&schema.origin)) {
        return None;
    }
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
        style,
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

fn lower_location(parameter: &Source) -> ParameterLocation {
    match parameter {
        Source::Path { .. } => ParameterLocation::Path,
        Source::Query { .. } => ParameterLocation::Query,
        Source::Header { .. } => ParameterLocation::Header,
        Source::Cookie { .. } => ParameterLocation::Cookie,
    }
}

fn lower_style(parameter: &Source) -> Style {
    let explode = parameter.parameter_data_ref().explode;
    let (kind, reserved) = match parameter {
        Source::Path { style, .. } => match style {
            PathStyle::Simple => (StyleKind::Simple, false),
            PathStyle::Label => (StyleKind::Label, false),
            PathStyle::Matrix => (StyleKind::Matrix, false),
        },
        Source::Query { style, allow_reserved, .. } => (query_style(style), *allow_reserved),
        Source::Header { style: HeaderStyle::Simple, .. } => (StyleKind::Simple, false),
        Source::Cookie { style: CookieStyle::Form, .. } => (StyleKind::Form, false),
    };
    Style { kind, explode: explode.unwrap_or(kind == StyleKind::Form), reserved }
}

/// Style of a query parameter, or of a field of a form.
pub(super) fn query_style(style: &QueryStyle) -> StyleKind {
    match style {
        QueryStyle::Form => StyleKind::Form,
        QueryStyle::SpaceDelimited => StyleKind::Spaces,
        QueryStyle::PipeDelimited => StyleKind::Pipes,
        QueryStyle::DeepObject => StyleKind::Deep,
    }
}

/// A parameter with `content`: JSON, or anything else as the text that it is.
pub(super) fn lower_content(
    cx: &mut Cx<'_>,
    content: &Content,
    at: &Pointer,
    words: &[String],
) -> Option<(TypeId, Style)> {
    let at = at.join("content");
    let Some((name, media)) = content.first() else {
        cx.error(Code::MissingMember, &at, "`content` names no media type").at_key();
        return None;
    };
    let at = at.join(name);
    let schema_at = at.join("schema");
    let schema = match &media.schema {
        Some(schema) => lower_schema(cx, schema.into(), &schema_at, words, 0),
        None => cx.reserve(&at, SchemaName::Inline(words.to_vec())),
    };
    let kind = if is_json(name) { StyleKind::Json } else { StyleKind::Form };
    Some((schema, Style { kind, explode: false, reserved: false }))
}

/// A token, as HTTP calls it.
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
