//! Checks where every `$ref` leads, used or not.

use serde_json::Value;

use super::version::Version;
use super::{Reference, ReferenceKind, suggest};
use crate::diagnostics::{Code, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;

/// Reads a reference within the document. It is a URI fragment, so it may be percent-encoded.
pub(crate) fn target(reference: &str) -> Option<Pointer> {
    Pointer::parse(&percent_decode(reference.strip_prefix('#')?))
}

/// Undoes percent-encoding; what is not percent-encoded stays as it is.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let digits = match (byte, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match digits {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The node behind a pointer.
pub(crate) fn node<'v>(document: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    pointer.tokens().iter().try_fold(document, |value, token| match value {
        Value::Object(members) => members.get(token),
        Value::Array(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// Where things of a kind stand by name, in this version.
fn home(version: Version, kind: ReferenceKind) -> Option<Pointer> {
    let root = Pointer::root();
    match (version, kind) {
        (_, ReferenceKind::PathItem) => Some(root.join("paths")),
        (Version::V3_0, _) => Some(root.join("components").join(kind.section()?)),
        (Version::Swagger2, ReferenceKind::Schema) => Some(root.join("definitions")),
        (Version::Swagger2, ReferenceKind::Parameter) => Some(root.join("parameters")),
        (Version::Swagger2, ReferenceKind::Response) => Some(root.join("responses")),
        (Version::Swagger2, _) => None,
    }
}

/// Checks all references of a document.
pub(super) fn check(
    document: &Value,
    version: Version,
    references: &[Reference],
    diags: &mut Diagnostics,
) {
    for reference in references {
        // A version without a section for such things has no references to them.
        if let Some(home) = home(version, reference.kind) {
            check_one(document, reference, &home, diags);
        }
    }
}

fn check_one(document: &Value, reference: &Reference, home: &Pointer, diags: &mut Diagnostics) {
    let text = &reference.target;
    let at = &reference.at;
    if !text.starts_with('#') {
        report_external(document, reference, home, diags);
        return;
    }
    let Some(target) = target(text) else {
        let message = format!("`{text}` is not a reference");
        diags.error(Code::DanglingReference, at, message).help(format!("write `#{home}/…`"));
        return;
    };
    let inside = target.tokens().strip_prefix(home.tokens());
    if node(document, &target).is_none() {
        let message = format!("`{text}` does not exist");
        let help = suggest_target(document, &target, home);
        diags.error(Code::DanglingReference, at, message).help(help);
    } else if inside.is_none_or(|rest| rest.len() != 1) {
        report_wrong(reference, &target, home, diags);
    }
}

/// Something is at the end of the reference, but not an entry of the right section.
fn report_wrong(reference: &Reference, target: &Pointer, home: &Pointer, diags: &mut Diagnostics) {
    let wanted = reference.kind.words();
    let inside = match target.tokens() {
        [first, _, _, _, ..] if first == "components" => true,
        [first, _, _, ..] => first != "components",
        _ => false,
    };
    let code = if inside { Code::Unsupported } else { Code::WrongReference };
    let (severity, message) = if inside {
        let message = "references into the middle of something are not supported yet".to_owned();
        (Severity::Unsupported, message)
    } else {
        (Severity::Error, format!("{wanted} must be at the end of this reference"))
    };
    let help = match reference.kind {
        ReferenceKind::PathItem => "refer to an entry of `paths`".to_owned(),
        _ => format!("put {wanted} below `{}` and refer to that", home.tokens().join(".")),
    };
    let place = Place::Document(reference.at.clone(), Part::Value);
    diags
        .report(code, severity, place, message)
        .help(help)
        .note(target, "the reference leads here");
}

fn report_external(
    document: &Value,
    reference: &Reference,
    home: &Pointer,
    diags: &mut Diagnostics,
) {
    let text = &reference.target;
    // Not a file, but a name that was not written out.
    let full = home.join(text);
    if node(document, &full).is_some() {
        diags
            .error(Code::DanglingReference, &reference.at, format!("`{text}` is not a reference"))
            .help(format!("write `#{full}`"));
        return;
    }
    let place = Place::Document(reference.at.clone(), Part::Value);
    let message = format!("`{text}` leads out of this document, which is not supported yet");
    diags
        .report(Code::ExternalReference, Severity::Unsupported, place, message)
        .help("bundle everything into one document first");
}

/// The entry that was probably meant: one with a similar name, or the same name elsewhere.
fn suggest_target(document: &Value, target: &Pointer, home: &Pointer) -> String {
    let Some(name) = target.tokens().last() else { return String::new() };
    let names = node(document, home).and_then(Value::as_object);
    let names = names.into_iter().flatten().map(|(name, _)| name.as_str());
    match suggest(name, names) {
        Some(found) => format!("did you mean `#{}`?", home.join(found)),
        None => format!("define it at `{}`, or correct the reference", home.join(name)),
    }
}
