//! Which version of which format the document is written in.

use serde_json::Value;

use super::Source;
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::model::Pointer;

/// The document is OpenAPI 3.0.
pub(super) fn check(document: &Value, source: &Source, diags: &mut Diagnostics) -> bool {
    let root = Pointer::root();
    let Some(members) = document.as_object() else {
        let place = Place::File(source.name.clone());
        diags
            .report(Code::NotOpenApi, Severity::Error, place, "the document is not an object")
            .help("an OpenAPI document starts with `openapi: 3.0.3`");
        return false;
    };
    if let Some(version) = members.get("openapi") {
        return check_version(version, &root.join("openapi"), diags);
    }
    if members.contains_key("swagger") {
        unsupported(diags, &root.join("swagger"), "Swagger 2.0 is not supported")
            .help("convert the document to OpenAPI 3.0");
        return false;
    }
    diags
        .error(Code::NotOpenApi, &root, "the document has no member `openapi`")
        .help("an OpenAPI document starts with `openapi: 3.0.3`");
    false
}

fn check_version(version: &Value, at: &Pointer, diags: &mut Diagnostics) -> bool {
    let text = match version {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            diags
                .error(Code::NotOpenApi, at, "`openapi` does not hold a version")
                .help("write `openapi: 3.0.3`");
            return false;
        }
    };
    if text.starts_with("3.0.") && version.is_string() {
        return true;
    }
    let known =
        text.strip_prefix("3.").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if text == "3.0" || text == "3" {
        diags
            .error(Code::UnsupportedVersion, at, format!("`{text}` is not a full version"))
            .help("write `openapi: 3.0.3`");
    } else if known {
        unsupported(diags, at, format!("OpenAPI {text} is not supported yet"))
            .help("use OpenAPI 3.0, for example 3.0.3");
    } else {
        diags
            .error(Code::UnsupportedVersion, at, format!("`{text}` is not a version of OpenAPI"))
            .help("write `openapi: 3.0.3`");
    }
    false
}

fn unsupported<'d>(
    diags: &'d mut Diagnostics,
    at: &Pointer,
    message: impl Into<String>,
) -> &'d mut crate::diagnostics::Diagnostic {
    let place = Place::Document(at.clone(), crate::diagnostics::Part::Value);
    diags.report(Code::UnsupportedVersion, Severity::Unsupported, place, message)
}
