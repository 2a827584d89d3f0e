//! Which parts of the emitted code the parts of a document become.

use std::collections::BTreeSet;

use super::Side;
use super::change::Touch;
use crate::model::{Operation, SchemaName, TypeId};
use crate::name::OperationNames;

/// What makes a value of a type.
pub(super) const MAKERS: [&str; 2] = ["fn new", "impl Default"];

/// The path of the type that a schema becomes, if it becomes one.
pub(super) fn type_path(side: Side<'_>, id: TypeId) -> Option<String> {
    let name = side.names.types.get(&id)?;
    let parts = ["types"].into_iter().chain(name.module.iter().map(String::as_str));
    Some(parts.chain([name.ident.as_str()]).collect::<Vec<_>>().join("::"))
}

/// The field that a property becomes.
pub(super) fn field(side: Side<'_>, id: TypeId, index: usize) -> Option<Touch> {
    let field = side.names.fields.get(&id)?.get(index)?;
    Some(Touch::member(type_path(side, id)?, field))
}

/// The variant that a value of an enumeration, or a member of a union, becomes.
pub(super) fn variant(side: Side<'_>, id: TypeId, index: usize) -> Option<Touch> {
    let name = side.names.variants.get(&id)?.get(index)?;
    Some(Touch::member(type_path(side, id)?, name))
}

/// What makes a value of the type that a schema becomes.
pub(super) fn makers(side: Side<'_>, id: TypeId) -> Vec<Touch> {
    let path = type_path(side, id);
    path.iter().flat_map(|path| MAKERS.map(|maker| Touch::member(path, maker))).collect()
}

/// The types that a schema becomes which is written in place, with those inside of it.
pub(super) fn in_place(side: Side<'_>, id: TypeId) -> Vec<Touch> {
    let mut found = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let schema = side.api.schema(id);
        if matches!(schema.name, SchemaName::Inline(_)) && found.insert(id) {
            open.extend(schema.kind.children());
        }
    }
    found.into_iter().filter_map(|id| type_path(side, id)).map(Touch::item).collect()
}

/// The names of an operation.
pub(super) fn names<'a>(side: Side<'a>, operation: &Operation) -> Option<&'a OperationNames> {
    let index = side.api.operations.iter().position(|known| std::ptr::eq(known, operation))?;
    side.names.operations.get(index)
}

/// The struct of inputs.
pub(super) fn input(names: &OperationNames) -> String {
    format!("operations::{}", names.input)
}

/// The client's method, and the trait's.
pub(super) fn methods(names: &OperationNames) -> [Touch; 2] {
    let function = format!("fn {}", names.function);
    [Touch::member("client::Client", &function), Touch::member("server::trait", function)]
}

/// The trait of its tag, where tags have traits: it comes with the first operation and goes with the
/// last.
pub(super) fn tag_trait(side: Side<'_>, operation: &Operation) -> Option<Touch> {
    let tags = &side.names.traits.as_ref()?.tags;
    let names = tags.iter().find(|names| names.tag.as_deref() == operation.first_tag())?;
    Some(Touch::member("server::trait", format!("trait {}", names.ident)))
}

/// Everything that an operation becomes.
pub(super) fn whole(names: &OperationNames) -> Vec<Touch> {
    let mut touches = answers(names);
    touches.extend(methods(names));
    touches.push(Touch::item(input(names)));
    touches.push(Touch::item(setters(names)));
    touches
}

/// What the inputs of an operation become: the field `name`; and the client's method, where callers
/// must give it.
pub(super) fn input_field(names: &OperationNames, name: &str, demanded: bool) -> Vec<Touch> {
    let mut touches = vec![
        Touch::member(input(names), name),
        Touch::member(setters(names), format!("fn {name}")),
    ];
    if demanded {
        let [client, _] = methods(names);
        touches.push(client);
        touches.push(Touch::member(input(names), "impl Default"));
    }
    touches
}

/// What the answers of an operation become.
pub(super) fn answers(names: &OperationNames) -> Vec<Touch> {
    let [_, server] = methods(names);
    let input = input(names);
    vec![
        Touch::item(format!("operations::{}", names.output)),
        Touch::item(format!("operations::{}", names.failure)),
        Touch::member(&input, "type Output"),
        Touch::member(&input, "type Error"),
        server,
    ]
}

fn setters(names: &OperationNames) -> String {
    format!("Call<'_, operations::{}>", names.input)
}
