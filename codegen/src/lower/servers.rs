//! Servers: an object with a member for each variable of a URL.

use openapiv3::ServerVariable;
use serde_json::Value;

use super::cx::Cx;
use super::schema::trimmed;
use crate::model::{
    Access, Additional, Docs, EnumValue, Object, Pointer, Property, SchemaName, Server,
    StringFormat, StringRules, TypeId, TypeKind,
};
use crate::normalise::ResolvedServer;

/// Descriptions of more words are no names.
const MOST_WORDS: usize = 4;

pub(super) fn lower_servers(cx: &mut Cx<'_>, servers: &[ResolvedServer]) -> Vec<Server> {
    servers.iter().map(|server| lower_server(cx, server)).collect()
}

fn lower_server(cx: &mut Cx<'_>, server: &ResolvedServer) -> Server {
    let ResolvedServer { at, value, of } = server;
    let description = trimmed(value.description.as_deref());
    let name = name(&description, &value.url);
    let at_variables = at.join("variables");
    let used = value.variables.iter().flatten();
    let used = used.filter(|(name, _)| value.url.contains(&format!("{{{name}}}")));
    let properties: Vec<Property> = used
        .map(|(variable, source)| {
            let at = at_variables.join(variable);
            let words = [name.clone(), "server".to_owned(), variable.clone()];
            property(cx, variable, source, (&at, &words))
        })
        .collect();
    let variables = (!properties.is_empty()).then(|| {
        let words = vec![name.clone(), "server".to_owned()];
        let id = cx.reserve(&at_variables, SchemaName::Inline(words));
        if let Some(schema) = cx.schema_mut(id) {
            schema.docs.summary = format!("Variables of the server `{}`.", value.url);
            schema.docs.description.clone_from(&description);
            schema.kind = TypeKind::Object(Object {
                properties,
                additional: Additional::Ignored,
                additional_origin: None,
            });
        }
        id
    });
    let (origin, url) = (at.clone(), value.url.clone());
    Server { origin, name, description, of: of.clone(), url, variables }
}

/// A short description, without the word that is said anyway; else the host.
fn name(description: &str, url: &str) -> String {
    let words: Vec<&str> = description.split_whitespace().collect();
    let is_said = |word: &str| {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        matches!(word.as_str(), "the" | "server")
    };
    let telling: Vec<&str> = words.iter().copied().filter(|word| !is_said(word)).collect();
    if !telling.is_empty() && words.len() <= MOST_WORDS {
        return telling.join(" ");
    }
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').find(|part| !part.is_empty() && *part != ".").unwrap_or("root");
    host.replace(['{', '}'], " ").trim().to_owned()
}

fn property(
    cx: &mut Cx<'_>,
    variable: &str,
    source: &ServerVariable,
    (at, words): (&Pointer, &[String]),
) -> Property {
    Property {
        name: variable.to_owned(),
        origin: at.clone(),
        schema: schema(cx, source, at, words),
        required: false,
        docs: Docs { description: trimmed(source.description.as_deref()), ..Docs::default() },
        boxed: false,
        aliases: Vec::new(),
        access: Access::Both,
        asked: false,
        null_is_absence: false,
    }
}

fn schema(cx: &mut Cx<'_>, source: &ServerVariable, at: &Pointer, words: &[String]) -> TypeId {
    let id = cx.reserve(at, SchemaName::Inline(words.to_vec()));
    let mut values: Vec<EnumValue> = Vec::new();
    // A default that is not listed is a value all the same.
    let default = (!source.enumeration.is_empty()).then_some(&source.default);
    for value in source.enumeration.iter().chain(default) {
        if values.iter().all(|known| known.value != *value) {
            values.push(EnumValue { value: value.clone() });
        }
    }
    if let Some(schema) = cx.schema_mut(id) {
        schema.default = Some(Value::String(source.default.clone()));
        schema.kind = if values.is_empty() {
            TypeKind::String { format: StringFormat::Text(None), rules: StringRules::default() }
        } else {
            TypeKind::Enum(values)
        };
    }
    id
}
