//! Which version of which format the document is written in.

use serde_json::Value;

use super::Source;
use super::grammar::{OPENAPI_3, SWAGGER_2, Shape};
use crate::diagnostics::{Code, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;

/// The formats that are understood. Nobody behind this stage sees the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1, and as far as it is alike 3.2.
    V3_1,
}

impl Version {
    /// What a whole document looks like.
    pub(super) fn grammar(self) -> &'static Shape {
        match self {
            Self::Swagger2 => &SWAGGER_2,
            Self::V3_0 | Self::V3_1 => &OPENAPI_3,
        }
    }
}

/// Finds the version out, or says why it is none that is understood.
pub(super) fn version(
    document: &Value,
    source: &Source,
    diags: &mut Diagnostics,
) -> Option<Version> {
    let root = Pointer::root();
    let Some(members) = document.as_object() else {
        let place = Place::File(source.name.clone());
        diags
            .report(Code::NotOpenApi, Severity::Error, place, "the document is not an object")
            .help("an OpenAPI document starts with `openapi: 3.0.3`");
        return None;
    };
    let at = |name: &str| root.join(name);
    match (members.get("openapi"), members.get("swagger")) {
        (Some(version), _) => {
            of_openapi(&text(version, &at("openapi"), diags)?, &at("openapi"), diags)
        }
        (None, Some(version)) => {
            of_swagger(&text(version, &at("swagger"), diags)?, &at("swagger"), diags)
        }
        (None, None) => {
            diags
                .error(Code::NotOpenApi, &root, "the document has no member `openapi`")
                .help("an OpenAPI document starts with `openapi: 3.0.3`");
            None
        }
    }
}

/// YAML reads `3.0` as a number; its text is what was meant.
fn text(version: &Value, at: &Pointer, diags: &mut Diagnostics) -> Option<String> {
    match version {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            let message = format!("`{}` does not hold a version", at.tokens().concat());
            diags.error(Code::NotOpenApi, at, message).help("write `openapi: 3.0.3`");
            None
        }
    }
}

fn of_swagger(text: &str, at: &Pointer, diags: &mut Diagnostics) -> Option<Version> {
    if text == "2" || text == "2.0" || text.starts_with("2.0.") {
        return Some(Version::Swagger2);
    }
    let message = format!("Swagger {text} is not supported");
    unsupported(diags, at, message, "convert the document to OpenAPI 3.0");
    None
}

fn of_openapi(text: &str, at: &Pointer, diags: &mut Diagnostics) -> Option<Version> {
    if text == "3" || text == "3.0" || text.starts_with("3.0.") {
        return Some(Version::V3_0);
    }
    if text == "3.1" || text.starts_with("3.1.") {
        return Some(Version::V3_1);
    }
    if text == "3.2" || text.starts_with("3.2.") {
        diags
            .warning(Code::UnsupportedVersion, at, format!("OpenAPI {text} is read as OpenAPI 3.1"))
            .help("what 3.2 adds has no effect");
        return Some(Version::V3_1);
    }
    let known =
        text.strip_prefix("3.").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if known {
        let message = format!("OpenAPI {text} is not supported yet");
        unsupported(diags, at, message, "use OpenAPI 3.1 or 3.0");
    } else {
        diags
            .error(Code::UnsupportedVersion, at, format!("`{text}` is not a version of OpenAPI"))
            .help("write `openapi: 3.0.3`");
    }
    None
}

fn unsupported(diags: &mut Diagnostics, at: &Pointer, message: String, help: &str) {
    let place = Place::Document(at.clone(), Part::Value);
    diags.report(Code::UnsupportedVersion, Severity::Unsupported, place, message).help(help);
}
