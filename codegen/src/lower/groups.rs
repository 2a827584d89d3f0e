//! `x-exactly-one-of`: parameters of which exactly one is given.

use std::collections::BTreeSet;

use super::cx::Cx;
use super::faces::{query_names, query_parameter};
use crate::diagnostics::Code;
use crate::model::{Flag, Parameter, ParameterLocation, Pointer, TypeId, TypeKind};
use crate::normalise::{Located, ResolvedOperation};
use crate::read::suggest;

/// The alternatives as indices of `parameters`.
pub(super) fn lower_group(
    cx: &mut Cx<'_>,
    source: &ResolvedOperation,
    parameters: &[Parameter],
    flag: Option<&Flag>,
) -> Vec<Vec<usize>> {
    let Some(Located { at, value: alternatives }) = &source.extensions.exactly_one_of else {
        return Vec::new();
    };
    if alternatives.len() < 2 {
        let message = "it takes two or more alternatives";
        cx.error(Code::ExtensionMismatch, at, message)
            .help("a parameter that must always be there is `required`");
        return Vec::new();
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut lowered = Vec::new();
    for (index, names) in alternatives.iter().enumerate() {
        let at = at.join(index);
        if names.is_empty() {
            cx.error(Code::ExtensionMismatch, &at, "the alternative names no parameter");
        }
        let mut indices = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let at = at.join(index);
            if !seen.insert(name) {
                let message = format!("`{name}` stands here for the second time");
                cx.error(Code::ExtensionMismatch, &at, message);
            } else if check_name(cx, source, name, flag, &at) {
                // One that was refused itself is missing, which has been reported.
                indices.extend(position(parameters, name));
            }
        }
        check_values(cx, &at, parameters, &indices);
        lowered.push(indices);
    }
    lowered
}

/// Whichever spelling was used, the same values have arrived.
fn check_values(cx: &mut Cx<'_>, at: &Pointer, parameters: &[Parameter], indices: &[usize]) {
    let given: Vec<&Parameter> =
        indices.iter().filter_map(|index| parameters.get(*index)).collect();
    for (index, parameter) in given.iter().enumerate() {
        let Some((_, schema)) = cx.resolve(parameter.schema) else { continue };
        let name = &parameter.name;
        let what = match schema.kind {
            TypeKind::Array { .. } => "a list",
            _ if parameter.presence_flag => "a presence flag",
            _ => match given.first() {
                Some(first) if !is_same(cx, first.schema, parameter.schema) => {
                    let message = format!("`{name}` has other values than `{}`", first.name);
                    cx.error(Code::ExtensionMismatch, &at.join(index), message)
                        .help("spellings of the same parameter have the same schema")
                        .note(&first.origin, "the first spelling");
                    continue;
                }
                _ => continue,
            },
        };
        let message = format!("`{name}` is {what}, which cannot be an alternative");
        cx.error(Code::ExtensionMismatch, &at.join(index), message)
            .note(&parameter.origin, "the parameter");
    }
}

/// Whether two schemas of scalars have the same values.
fn is_same(cx: &Cx<'_>, one: TypeId, other: TypeId) -> bool {
    use TypeKind::{Boolean, Integer, Number, String};
    let (Some((one, first)), Some((other, second))) = (cx.resolve(one), cx.resolve(other)) else {
        return true;
    };
    match (&first.kind, &second.kind) {
        (Boolean, Boolean) => true,
        (Integer { width: a, bounds: b }, Integer { width: c, bounds: d }) => a == c && b == d,
        (Number { width: a, bounds: b }, Number { width: c, bounds: d }) => a == c && b == d,
        (String { format: a, rules: b }, String { format: c, rules: d }) => a == c && b == d,
        _ => one == other,
    }
}

fn position(parameters: &[Parameter], name: &str) -> Option<usize> {
    parameters.iter().position(|parameter| {
        parameter.location == ParameterLocation::Query && parameter.name == name
    })
}

fn check_name(
    cx: &mut Cx<'_>,
    source: &ResolvedOperation,
    name: &str,
    flag: Option<&Flag>,
    at: &Pointer,
) -> bool {
    if flag.is_some_and(|flag| flag.name == name) {
        let message = format!("`{name}` decides between two operations and is in neither of them");
        cx.error(Code::ExtensionMismatch, at, message);
        return false;
    }
    let Some(parameter) = query_parameter(source, name) else {
        let help = match suggest(name, query_names(source)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "name optional parameters".to_owned(),
        };
        let message = format!("the operation has no query parameter `{name}`");
        cx.error(Code::ExtensionMismatch, at, message).help(help);
        return false;
    };
    if parameter.value.parameter_data_ref().required {
        let message = format!("the parameter `{name}` is required, so there is no choice");
        cx.error(Code::ExtensionMismatch, at, message)
            .help("remove `required: true`")
            .note(&parameter.at, "the parameter");
        return false;
    }
    true
}
