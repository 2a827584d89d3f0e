//! The typed read: from plain JSON to openapiv3's types.

use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use openapiv3::{
    Components, OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema,
    SecurityScheme,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde_json::Value;

use super::SchemasApart;
use crate::diagnostics::{Code, Diagnostics};
use crate::model::Pointer;

/// openapiv3 needs some 50 KiB of stack per level of nested schemas, and 100 levels are allowed.
const STACK: usize = 32 * 1024 * 1024;

/// What the typed read makes.
type Read = (OpenAPI, SchemasApart);

/// Reads a document that the structure check has passed; and the schemas in `apart`, which openapiv3
/// would not look for.
pub(super) fn read(document: &Value, apart: &[Pointer], diags: &mut Diagnostics) -> Option<Read> {
    let mut here = diags.aside();
    let result = thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK);
        let reader = reader.spawn_scoped(scope, || typed(document, apart, &mut here));
        reader.map(ScopedJoinHandle::join)
    });
    diags.append(here);
    match result {
        Ok(Ok(read)) => read,
        Ok(Err(_)) => {
            let message = "reading the document into OpenAPI's types went wrong";
            diags.error(Code::Internal, &Pointer::root(), message).help("please report this");
            None
        }
        // No threads here, so the usual stack has to do.
        Err(_) => typed(document, apart, diags),
    }
}

fn typed(document: &Value, apart: &[Pointer], diags: &mut Diagnostics) -> Option<Read> {
    let openapi = match whole(document) {
        Ok(openapi) => openapi,
        Err(error) => {
            report(document, &error, diags);
            return None;
        }
    };
    let mut schemas = SchemasApart::new();
    for at in apart {
        // What has no value was taken away.
        let Some(value) = document.pointer(&at.to_string()) else { continue };
        match ReferenceOr::<Schema>::deserialize(value) {
            Ok(schema) => drop(schemas.insert(at.clone(), schema)),
            Err(error) => drop(diags.error(Code::Unreadable, at, error.to_string())),
        }
    }
    Some((openapi, schemas))
}

/// The components, which are half of most documents, and all others side by side.
fn whole(document: &Value) -> Result<OpenAPI, serde_json::Error> {
    let components = || document.get("components").map(Components::deserialize).transpose();
    let (components, others) = thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, components);
        let members = document.as_object().into_iter().flatten();
        let others = members.filter(|(name, _)| *name != "components");
        let others = others.map(|(name, value)| (name.as_str(), value));
        let others = OpenAPI::deserialize(MapDeserializer::new(others));
        let components = match reader.map(ScopedJoinHandle::join) {
            Ok(Ok(components)) => components,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => components(),
        };
        (components, others)
    });
    Ok(OpenAPI { components: components?, ..others? })
}

/// The structure check should have seen it. Names at least the component or path that is to blame.
fn report(document: &Value, error: &serde_json::Error, diags: &mut Diagnostics) {
    let before = diags.items().len();
    let components = Pointer::root().join("components");
    probe::<ReferenceOr<PathItem>>(document, &Pointer::root().join("paths"), diags);
    probe::<ReferenceOr<Schema>>(document, &components.join("schemas"), diags);
    probe::<ReferenceOr<Parameter>>(document, &components.join("parameters"), diags);
    probe::<ReferenceOr<RequestBody>>(document, &components.join("requestBodies"), diags);
    probe::<ReferenceOr<Response>>(document, &components.join("responses"), diags);
    probe::<ReferenceOr<SecurityScheme>>(document, &components.join("securitySchemes"), diags);
    if diags.items().len() == before {
        diags.error(Code::Unreadable, &Pointer::root(), error.to_string());
    }
}

fn probe<T: DeserializeOwned>(document: &Value, at: &Pointer, diags: &mut Diagnostics) {
    let members = document.pointer(&at.to_string()).and_then(Value::as_object);
    for (key, value) in members.into_iter().flatten().filter(|(key, _)| !key.starts_with("x-")) {
        if let Err(error) = T::deserialize(value) {
            diags.error(Code::Unreadable, &at.join(key), error.to_string()).at_key();
        }
    }
}
