//! What a `$ref` says.

use crate::read::{ReferenceKind, target};

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
