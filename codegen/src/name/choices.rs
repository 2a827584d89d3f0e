//! Names of choices between parameters of which exactly one is given.

use super::candidates::{Candidate, PARAMETER, VARIANT};
use super::collisions::{Request, Scope};
use super::keywords::Reserved;
use super::overrides::Overrides;
use crate::diagnostics::Diagnostics;
use crate::model::{Api, Operation, Pointer};

/// The enums by index of the operation, beside the types of inputs. The two faces of an operation
/// share theirs, which is called after the face that is always there.
pub(super) fn name_choices(
    api: &Api,
    inputs: &[&str],
    scope: &mut Scope,
    diags: &mut Diagnostics,
) -> Vec<Option<String>> {
    let owner = |operation: &Operation| {
        let mut faces = api.operations.iter().filter(|other| other.origin == operation.origin);
        let plain = faces.clone().find(|other| other.flag.as_ref().is_none_or(|f| !f.present));
        plain.or_else(|| faces.next()).is_some_and(|owner| owner.id == operation.id)
    };
    let chosen = |operation: &&Operation| !operation.exactly_one_of.is_empty();
    let owners: Vec<(&Operation, &str)> = api
        .operations
        .iter()
        .zip(inputs.iter().copied())
        .filter(|(operation, _)| chosen(operation) && owner(operation))
        .collect();
    let requests: Vec<Request> = owners
        .iter()
        .map(|(operation, input)| Request {
            rank: 0,
            key: operation.id.clone(),
            best: format!("{input}By"),
            others: vec![format!("{input}Choice").into()],
            fixed: None,
            at: place(operation),
            setting: ("names.operations", operation.id.clone()),
        })
        .collect();
    let names = scope.settle(&requests, diags);
    let named = |operation: &Operation| {
        let mut owners = owners.iter().zip(&names);
        owners.find(|((owner, _), _)| owner.origin == operation.origin).map(|(_, n)| n.clone())
    };
    let choices = api.operations.iter();
    choices.map(|operation| Some(operation).filter(chosen).and_then(named)).collect()
}

/// The field of the choice, which gives way to those of parameters.
pub(super) fn choice_request(
    operation: &Operation,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Option<Request> {
    if operation.exactly_one_of.is_empty() {
        return None;
    }
    let at = place(operation);
    let key = at.to_string();
    Some(Request {
        rank: 4,
        key: String::new(),
        best: "by".to_owned(),
        others: vec!["choice".into()],
        fixed: overrides.members.get(&key, PARAMETER, Reserved::Parameters, diags),
        at,
        setting: ("names.members", key),
    })
}

/// The variants, after the first spelling of each alternative.
pub(super) fn name_alternatives(
    operation: &Operation,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let first = |group: &Vec<usize>| operation.parameters.get(*group.first()?);
    let requests: Vec<Request> = operation
        .exactly_one_of
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let name = first(group).map_or("", |parameter| parameter.name.as_str());
            let key = place(operation).join(index).to_string();
            Request {
                rank: 0,
                key: name.to_owned(),
                best: VARIANT.plain(name),
                others: vec![Candidate::Spelled(VARIANT, name.to_owned())],
                fixed: overrides.members.get(&key, VARIANT, Reserved::Variants, diags),
                at: place(operation).join(index),
                setting: ("names.members", key),
            }
        })
        .collect();
    Scope::new(VARIANT.case, Reserved::Variants).settle(&requests, diags)
}

fn place(operation: &Operation) -> Pointer {
    operation.origin.join("x-exactly-one-of")
}
