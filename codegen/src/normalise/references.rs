//! Checks where every `$ref` leads, used or not.

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;
use crate::read::{Document, Reference, ReferenceKind, suggest};

/// The name behind a reference to a schema: `Pet` for `#/components/schemas/Pet`.
#[must_use]
pub fn schema_name(reference: &str) -> Option<String> {
    component_name(reference, ReferenceKind::Schema)
}

/// The name of the component behind a reference of this kind.
pub(super) fn component_name(reference: &str, kind: ReferenceKind) -> Option<String> {
    match (kind.section(), target(reference)?.tokens()) {
        (Some(wanted), [components, section, name])
            if components == "components" && section == wanted =>
        {
            Some(name.clone())
        }
        (None, [paths, path]) if paths == "paths" => Some(path.clone()),
        _ => None,
    }
}

/// Reads a reference within the document. It is a URI fragment, so it may be percent-encoded.
pub(super) fn target(reference: &str) -> Option<Pointer> {
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
pub(super) fn node<'v>(document: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    pointer.tokens().iter().try_fold(document, |value, token| match value {
        Value::Object(members) => members.get(token),
        Value::Array(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// Checks all references of a document.
pub(super) fn check(document: &Document, diags: &mut Diagnostics) {
    for reference in &document.references {
        check_one(&document.value, reference, diags);
    }
}

fn check_one(document: &Value, reference: &Reference, diags: &mut Diagnostics) {
    let text = &reference.target;
    let at = &reference.at;
    if !text.starts_with('#') {
        report_external(document, reference, diags);
        return;
    }
    let Some(target) = target(text) else {
        let message = format!("`{text}` is not a reference");
        let help = format!("write `#/components/{}/…`", section(reference.kind));
        diags.error(Code::DanglingReference, at, message).help(help);
        return;
    };
    if node(document, &target).is_none() {
        let message = format!("`{text}` does not exist");
        let help = suggest_target(document, &target, reference.kind);
        diags.error(Code::DanglingReference, at, message).help(help);
    } else if component_name(text, reference.kind).is_none() {
        report_wrong(reference, &target, diags);
    }
}

fn section(kind: ReferenceKind) -> &'static str {
    kind.section().unwrap_or("…")
}

/// Something is at the end of the reference, but not an entry of the right section.
fn report_wrong(reference: &Reference, target: &Pointer, diags: &mut Diagnostics) {
    let wanted = reference.kind.words();
    let inside = match target.tokens() {
        [first, _, _, _, ..] if first == "components" => true,
        [first, _, _, ..] if first == "paths" => true,
        _ => false,
    };
    let code = if inside { Code::Unsupported } else { Code::WrongReference };
    let (severity, message) = if inside {
        let message = "references into the middle of something are not supported yet".to_owned();
        (Severity::Unsupported, message)
    } else {
        (Severity::Error, format!("{wanted} must be at the end of this reference"))
    };
    let help = match reference.kind.section() {
        Some(section) => format!("put {wanted} below `components.{section}` and refer to that"),
        None => "refer to an entry of `paths`".to_owned(),
    };
    let place = Place::Document(reference.at.clone(), Part::Value);
    diags
        .report(code, severity, place, message)
        .help(help)
        .note(target, "the reference leads here");
}

fn report_external(document: &Value, reference: &Reference, diags: &mut Diagnostics) {
    let text = &reference.target;
    // Not a file, but a name that was not written out.
    let section = section(reference.kind);
    let full = Pointer::root().join("components").join(section).join(text);
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
fn suggest_target(document: &Value, target: &Pointer, kind: ReferenceKind) -> String {
    let Some(name) = target.tokens().last() else { return String::new() };
    let home = match kind.section() {
        Some(section) => Pointer::root().join("components").join(section),
        None => Pointer::root().join("paths"),
    };
    let names = node(document, &home).and_then(Value::as_object);
    let names = names.into_iter().flatten().map(|(name, _)| name.as_str());
    match suggest(name, names) {
        Some(found) => format!("did you mean `#{}`?", home.join(found)),
        None => format!("define it at `{}`, or correct the reference", home.join(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::schema_name;

    #[test]
    fn reads_names_out_of_references() {
        let name = |text| schema_name(text);
        assert_eq!(name("#/components/schemas/a.B").as_deref(), Some("a.B"));
        assert_eq!(name("#/components/schemas/a~1b%20c~0").as_deref(), Some("a/b c~"));
        assert_eq!(name("#/components/schemas/100%").as_deref(), Some("100%"));
        assert_eq!(name("#/components/schemas/%C3%A9").as_deref(), Some("é"));
        assert_eq!(name("#/components/responses/A"), None);
        assert_eq!(name("#/components/schemas/A/items"), None);
        assert_eq!(name("other.yaml#/components/schemas/A"), None);
    }
}
