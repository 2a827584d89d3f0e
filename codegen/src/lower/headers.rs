//! Headers of answers: an object with a member for each.

use openapiv3::ParameterSchemaOrContent;

use super::cx::Cx;
use super::operation::place_words;
use super::parameter::{is_header_name, lower_content};
use super::schema::{lower_schema, trimmed};
use crate::diagnostics::Code;
use crate::model::{
    Access, Additional, Docs, Headers, Object, Pointer, Property, Schema, SchemaName, StatusKey,
    StringFormat, StringRules, Style, StyleKind, TypeId, TypeKind,
};
use crate::normalise::{ResolvedHeader, ResolvedResponse};

/// What HTTP itself says in an answer: no implementation has a say in it, and clients see none of it.
const OF_HTTP: [&str; 7] =
    ["connection", "content-type", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

/// A header and whether every answer that shares the object has it.
struct Sent<'a> {
    header: &'a ResolvedHeader,
    required: bool,
    /// Answers describe it in different ways.
    differs: bool,
}

/// The headers of one answer.
pub(super) fn lower_headers(
    cx: &mut Cx<'_>,
    response: &ResolvedResponse,
    operation_id: &str,
    place: &[String],
) -> Option<Headers> {
    let at = response.at.join("headers");
    let words = |at: &Pointer, word: &str| {
        let place: Vec<&str> = place.iter().map(String::as_str).chain([word]).collect();
        words(at, operation_id, &place)
    };
    let sent = sent(cx, response);
    // Operations that share the answer share the object.
    let known = cx.inline.get(&at).copied();
    lower(cx, (&at, known), words, &sent)
}

/// The headers of several answers as one object; what only some of them have is optional.
pub(super) fn lower_shared(
    cx: &mut Cx<'_>,
    responses: &[&ResolvedResponse],
    (at, operation_id): (&Pointer, &str),
) -> Option<Headers> {
    let mut shared: Vec<Sent<'_>> = Vec::new();
    for (count, response) in responses.iter().enumerate() {
        let mut own = sent(cx, response);
        for known in &mut shared {
            let same = own.iter().position(|other| is_same(known.header, other.header));
            match same.map(|index| own.remove(index)) {
                Some(other) => {
                    known.required &= other.required;
                    known.differs |= known.header.value.format != other.header.value.format
                        || known.header.explode != other.header.explode;
                }
                None => known.required = false,
            }
        }
        let is_first = count == 0;
        shared
            .extend(own.into_iter().map(|new| Sent { required: new.required && is_first, ..new }));
    }
    let words = |at: &Pointer, word: &str| words(at, operation_id, &[word]);
    lower(cx, (at, None), words, &shared)
}

/// The headers that mean something, each once.
fn sent<'a>(cx: &mut Cx<'_>, response: &'a ResolvedResponse) -> Vec<Sent<'a>> {
    let mut sent: Vec<Sent<'a>> = Vec::new();
    for header in &response.headers {
        let name = &header.name;
        let lower_case = name.to_ascii_lowercase();
        let reason = if response.status == StatusKey::Code(101) {
            "it belongs to the handshake of the WebSocket"
        } else if OF_HTTP.contains(&lower_case.as_str()) {
            "HTTP says itself what is in it"
        } else if !is_header_name(name) {
            "that is not the name of a header"
        } else if sent.iter().any(|other| is_same(other.header, header)) {
            "there is another one whose name differs in case only"
        } else {
            sent.push(Sent { header, required: header.value.required, differs: false });
            continue;
        };
        let message = format!("the header `{name}` has no effect: {reason}");
        cx.warning(Code::Ignored, &response.at.join("headers").join(name), message).at_key();
    }
    sent
}

fn is_same(one: &ResolvedHeader, other: &ResolvedHeader) -> bool {
    one.name.eq_ignore_ascii_case(&other.name)
}

fn lower(
    cx: &mut Cx<'_>,
    (at, known): (&Pointer, Option<TypeId>),
    words: impl Fn(&Pointer, &str) -> Vec<String>,
    sent: &[Sent<'_>],
) -> Option<Headers> {
    if sent.is_empty() {
        return None;
    }
    let mut properties = Vec::new();
    let mut styles = Vec::new();
    for sent in sent {
        let Some((property, style)) = lower_one(cx, sent, &words) else { continue };
        let is_plain = |schema: &Schema| match schema.kind {
            TypeKind::Object(_) | TypeKind::Map { .. } | TypeKind::Any | TypeKind::Union(_) => {
                false
            }
            TypeKind::Boolean
            | TypeKind::Integer { .. }
            | TypeKind::Number { .. }
            | TypeKind::String { .. }
            | TypeKind::Enum(_)
            | TypeKind::Array { .. }
            | TypeKind::Alias(_) => true,
        };
        let is_plain = cx.resolve(property.schema).is_some_and(|(_, schema)| is_plain(schema));
        if style.kind == StyleKind::Json || style.explode && !is_plain {
            styles.push((property.name.clone(), style));
        }
        properties.push(property);
    }
    if let Some(schema) = known {
        return Some(Headers { schema, styles });
    }
    let id = cx.reserve(at, SchemaName::Inline(words(at, "headers")));
    cx.inline.insert(at.clone(), id);
    if let Some(schema) = cx.schema_mut(id) {
        schema.docs.description = "Headers of an answer.".to_owned();
        schema.kind = TypeKind::Object(Object {
            properties,
            additional: Additional::Ignored,
            additional_origin: None,
        });
    }
    Some(Headers { schema: id, styles })
}

fn lower_one(
    cx: &mut Cx<'_>,
    sent: &Sent<'_>,
    words: impl Fn(&Pointer, &str) -> Vec<String>,
) -> Option<(Property, Style)> {
    let ResolvedHeader { name, at, value, explode } = sent.header;
    let words = words(at, name);
    let simple = Style { kind: StyleKind::Simple, explode: *explode, reserved: false };
    let (schema, style) = match &value.format {
        _ if sent.differs => (any_text(cx, at, &words), simple),
        ParameterSchemaOrContent::Schema(schema) => {
            (lower_schema(cx, schema.into(), &at.join("schema"), &words, 0), simple)
        }
        ParameterSchemaOrContent::Content(content) => {
            let (schema, style) = lower_content(cx, content, at, &words)?;
            let kind = if style.kind == StyleKind::Json { style.kind } else { simple.kind };
            (schema, Style { kind, ..simple })
        }
    };
    let description = trimmed(value.description.as_deref());
    let deprecated = value.deprecated.unwrap_or_default();
    let null_is_absence = style.kind != StyleKind::Json;
    let property = Property {
        name: name.clone(),
        origin: at.clone(),
        schema,
        required: sent.required && !(null_is_absence && cx.is_nullable(schema)),
        docs: Docs { description, deprecated, ..Docs::default() },
        boxed: false,
        aliases: Vec::new(),
        access: Access::Both,
        asked: false,
        null_is_absence,
    };
    Some((property, style))
}

/// The words that a type is called after: those of a shared answer, if it stands in one.
fn words(at: &Pointer, operation_id: &str, place: &[&str]) -> Vec<String> {
    match (at.tokens(), place.last()) {
        ([components, responses, name, ..], Some(last))
            if components == "components" && responses == "responses" =>
        {
            vec![name.clone(), (*last).to_owned()]
        }
        _ => place_words(at, operation_id, place),
    }
}

/// The schema of what answers describe in different ways.
fn any_text(cx: &mut Cx<'_>, at: &Pointer, words: &[String]) -> TypeId {
    let id = cx.reserve(at, SchemaName::Inline(words.to_vec()));
    if let Some(schema) = cx.schema_mut(id) {
        let format = StringFormat::Text(None);
        schema.kind = TypeKind::String { format, rules: StringRules::default() };
    }
    id
}
