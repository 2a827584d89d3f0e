//! Marks the properties that the config calls secret.

use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Docs, Schema, SchemaName, TypeId, TypeKind};

pub(in crate::lower) fn apply(cx: &mut Cx<'_>) {
    let config = cx.config;
    for (index, entry) in config.types.sensitive.iter().enumerate() {
        if let Err((code, message)) = apply_entry(cx, entry) {
            let index = index.to_string();
            cx.config_error(code, &["types", "sensitive", &index], message)
                .help("entries have the form `schema name/property name`");
        }
    }
}

fn apply_entry(cx: &mut Cx<'_>, entry: &str) -> Result<(), (Code, String)> {
    let unused = |what: String| (Code::ConfigUnusedEntry, what);
    let (schema_name, property_name) =
        entry.split_once('/').ok_or_else(|| unused(format!("`{entry}` has no slash")))?;
    let component = cx.components.get(schema_name).copied();
    let component =
        component.ok_or_else(|| unused(format!("the document has no schema `{schema_name}`")))?;
    let (object, _) = cx
        .object(component)
        .ok_or_else(|| unused(format!("the schema `{schema_name}` has no properties")))?;
    let property = cx.property(object, property_name).map(|property| property.schema);
    let property = property
        .ok_or_else(|| unused(format!("`{schema_name}` has no property `{property_name}`")))?;
    mark(cx, object, property_name, property);
    Ok(())
}

/// Marks what the property alone uses; a schema that others share is left as it is, and the
/// property gets another name for it.
fn mark(cx: &mut Cx<'_>, object: TypeId, property_name: &str, id: TypeId) {
    let Some(schema) = cx.schema_mut(id) else { return };
    if matches!(schema.name, SchemaName::Inline(_)) {
        schema.sensitive = true;
        return;
    }
    let words = match cx.schema(object).map(|object| &object.name) {
        Some(SchemaName::Component(name)) => vec![name.clone(), property_name.to_owned()],
        Some(SchemaName::Inline(words)) => {
            words.iter().cloned().chain([property_name.to_owned()]).collect()
        }
        None => return,
    };
    let Some(origin) = cx.property(object, property_name).map(|property| property.origin.clone())
    else {
        return;
    };
    let wrapper = cx.add(Schema {
        origin,
        name: SchemaName::Inline(words),
        docs: Docs::default(),
        kind: TypeKind::Alias(id),
        nullable: false,
        default: None,
        example: None,
        allowed: Vec::new(),
        rules: Vec::new(),
        any_text: false,
        is_twin: false,
        recursive: false,
        value_type: None,
        absorbed: false,
        sensitive: true,
    });
    if let Some(Schema { kind: TypeKind::Object(object), .. }) = cx.schema_mut(object) {
        for property in object.properties.iter_mut().filter(|p| p.name == property_name) {
            property.schema = wrapper;
        }
    }
}
