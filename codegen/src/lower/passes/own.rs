//! Types of the user's own in the place of emitted ones, and traits that types derive besides.

use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Pointer, SchemaName, TypeId, TypeKind, ValueType};

/// Puts the types that the config names in the place of schemas. What values look like is up to them.
pub(in crate::lower) fn replace(cx: &mut Cx<'_>) {
    let config = cx.config;
    for (name, path) in &config.types.replace {
        let Some(id) = cx.components.get(name.as_str()).copied() else {
            unused(cx, "replace", name, "the document has no schema of this name");
            continue;
        };
        absorb(cx, id);
        if let Some(schema) = cx.schema_mut(id) {
            schema.kind = TypeKind::Any;
            schema.value_type = Some(ValueType::Own(path.clone()));
            schema.allowed.clear();
            schema.rules.clear();
        }
    }
}

/// What is written inside of a schema has no other use.
fn absorb(cx: &mut Cx<'_>, id: TypeId) {
    let mut open = cx.schema(id).map(|schema| schema.kind.children()).unwrap_or_default();
    while let Some(id) = open.pop() {
        let Some(schema) = cx.schema_mut(id) else { continue };
        if matches!(schema.name, SchemaName::Inline(_)) && !schema.absorbed {
            schema.absorbed = true;
            open.extend(schema.kind.children());
        }
    }
}

/// Every schema that derives something has a type that can.
pub(in crate::lower) fn check_derives(cx: &mut Cx<'_>) {
    let config = cx.config;
    for name in config.types.derives.keys().filter(|name| *name != "*") {
        let id = match Pointer::parse(name).filter(|_| name.starts_with('/')) {
            Some(at) => cx.ids().find(|id| cx.schema(*id).is_some_and(|s| s.origin == at)),
            None => cx.components.get(name.as_str()).copied(),
        };
        let kind = id.and_then(|id| cx.schema(id)).map(|schema| (&schema.kind, &schema.value_type));
        match kind {
            Some((TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_), None)) => {}
            Some(_) => {
                unused(cx, "derives", name, "the type of this schema is another name for one")
            }
            None => unused(cx, "derives", name, "the document has no schema of this name"),
        }
    }
}

fn unused(cx: &mut Cx<'_>, table: &str, name: &str, message: &str) {
    cx.config_error(Code::ConfigUnusedEntry, &["types", table, name], message)
        .help("correct the name, or remove the entry");
}
