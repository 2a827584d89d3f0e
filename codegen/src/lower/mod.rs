//! Third stage: from OpenAPI's pieces to our own model.
//!
//! The last stage that sees openapiv3. It knows what JSON Schema and HTTP mean and nothing of Rust.
//! What the generator cannot do yet is reported at its place; a stand-in takes that place, so that
//! everything else is still looked at.

mod body;
mod cx;
mod errors;
mod event_frames;
mod events;
mod faces;
mod form;
mod groups;
mod headers;
mod media;
mod operation;
mod parameter;
mod passes;
mod response;
mod schema;
mod security;
mod servers;
mod socket;

use std::collections::BTreeMap;

use crate::config::{Config, Twins};
use crate::diagnostics::Diagnostics;
use crate::model::{Api, Pointer, SchemaName, Tag, TypeId};
use crate::normalise::{Located, NamedSchema, Resolved};

use cx::Cx;
use schema::trimmed;

/// Lowers a resolved document to the model.
///
/// The result is complete only if no error was reported.
#[must_use]
pub fn lower(resolved: &Resolved, config: &Config, diags: &mut Diagnostics) -> Api {
    let mut cx = Cx::new(config, &resolved.schemas_apart, diags);
    lower_components(&mut cx, &resolved.schemas);
    passes::own::replace(&mut cx);
    passes::recursion::check_aliases(&mut cx);
    let security_schemes = security::lower_schemes(&mut cx, resolved);
    let operations = operation::lower_operations(&mut cx, resolved, &security_schemes);
    let servers = servers::lower_servers(&mut cx, &resolved.servers);
    passes::recursion::check_aliases(&mut cx);
    passes::unions::settle(&mut cx);
    // A union of one schema is another name for it.
    passes::recursion::check_aliases(&mut cx);
    passes::expectations::check(&mut cx);
    passes::defaults::check(&mut cx);
    passes::defaults::check_samples(&mut cx);
    passes::sensitive::apply(&mut cx);
    passes::recursion::place_boxes(&mut cx);
    passes::formats::check(&mut cx);
    passes::own::check_derives(&mut cx);
    let error_body = errors::lower_errors(&mut cx);
    let mut api = Api {
        title: resolved.title.clone(),
        version: resolved.version.clone(),
        description: resolved.description.clone(),
        base_path: resolved.base_path.clone(),
        servers,
        tags: resolved.tags.iter().map(lower_tag).collect(),
        schemas: cx.into_schemas(),
        operations,
        security_schemes,
        error_body,
    };
    passes::access::apply(&mut api);
    if config.types.twins == Twins::Merged {
        passes::twins::merge(&mut api, config);
    }
    api
}

fn lower_tag(tag: &Located<openapiv3::Tag>) -> Tag {
    let description = trimmed(tag.value.description.as_deref());
    Tag { origin: tag.at.clone(), name: tag.value.name.clone(), description }
}

/// Lowers `components.schemas`. Ids are given in the order of the names before any of them is
/// looked into: so a schema may mention itself, and the document's order means nothing.
fn lower_components<'a>(cx: &mut Cx<'a>, schemas: &'a [NamedSchema]) {
    let sorted: BTreeMap<&str, &NamedSchema> =
        schemas.iter().map(|schema| (schema.name.as_str(), schema)).collect();
    let mut reserved: Vec<(TypeId, &NamedSchema)> = Vec::new();
    for (name, schema) in sorted {
        let id = cx.reserve(&schema.at, SchemaName::Component(name.to_owned()));
        cx.components.insert(name, id);
        cx.sources.insert(name, schema);
        reserved.push((id, schema));
    }
    schema::family::gather(cx);
    for (id, named) in reserved {
        let words = [named.name.clone()];
        let at: &Pointer = &named.at;
        let spot = schema::Spot { id, at, words: &words, depth: 0 };
        if !schema::family::lower(cx, named, &spot) {
            schema::lower_into(cx, (&named.schema).into(), &spot);
        }
    }
}
