//! What of an operation's inputs is checked against a schema.

use super::Cx;
use super::contents::part_fields;
use crate::model::{BodyKind, Operation, PartContent, TypeId};
use crate::name::OperationNames;

/// An input by its position, bodies behind parameters; and the part of it, counted from 1, or 0 for
/// all of it.
pub(crate) type Place = (usize, usize);

/// What an input is checked against.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Checked {
    /// Any text.
    Text,
    /// JSON, so that `null` may be a value.
    Json(TypeId),
    /// A value that is written as text.
    Written(TypeId),
}

/// The schemas of all inputs of all operations.
pub(crate) fn roots(cx: &Cx<'_>) -> Vec<TypeId> {
    let places = cx.operations().flat_map(|(operation, names)| places(cx, operation, names));
    let schemas = places.filter_map(|(_, checked, _)| match checked {
        Checked::Text => None,
        Checked::Json(id) | Checked::Written(id) => Some(id),
    });
    schemas.collect()
}

/// Every input that is checked, with the words of its schema's name. Nobody checks what is read as
/// it comes.
pub(crate) fn places<'n>(
    cx: &Cx<'n>,
    operation: &'n Operation,
    names: &'n OperationNames,
) -> Vec<(Place, Checked, Vec<&'n str>)> {
    let function = names.function.as_str();
    let parameters = operation.parameters.iter().zip(&names.parameters).enumerate();
    let parameters = parameters.map(|(position, (parameter, field))| {
        ((position, 0), Checked::Written(parameter.schema), vec![function, field.as_str()])
    });
    let mut places: Vec<_> = parameters.collect();
    let Some(body) = &operation.body else { return places };
    let first = operation.parameters.len();
    for (position, (content, name)) in body.contents.iter().zip(&names.body_contents).enumerate() {
        let mut words = vec![function, names.body.as_str()];
        if body.contents.len() > 1 {
            words.push(name);
        }
        let checked = match &content.kind {
            BodyKind::Json(id) => Checked::Json(*id),
            BodyKind::Form(id, _) | BodyKind::Text(Some(id)) => Checked::Written(*id),
            BodyKind::Text(None) => Checked::Text,
            BodyKind::Multipart(id, parts) => {
                for (number, part) in part_fields(cx, *id, parts).iter().enumerate() {
                    if matches!(part.content, PartContent::Field(_)) {
                        let checked = Checked::Written(part.property.schema);
                        let words = words.iter().copied().chain([part.field]).collect();
                        places.push(((first + position, number + 1), checked, words));
                    }
                }
                continue;
            }
            BodyKind::Lines(_) | BodyKind::Bytes => continue,
        };
        places.push(((first + position, 0), checked, words));
    }
    places
}
