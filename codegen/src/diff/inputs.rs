//! What operations take: parameters and bodies.

use super::accepts::resolve;
use super::change::Touch;
use super::compare::{Comparison, Place};
use super::effect::{Effect, Usage, Wire, Writing};
use super::kind::Kind;
use super::operations::Pair;
use super::schemas::uses;
use super::words::words;
use super::{contents, representation, touches};
use crate::model::{
    Api, Operation, Parameter, ParameterLocation, RequestBody, StyleKind, TypeKind,
};
use crate::name::OperationNames;

/// The names of an operation on both sides.
type Names<'a> = (&'a OperationNames, &'a OperationNames);

/// What only old clients do, or only new ones, and the servers of the other age refuse.
const OLD_CLIENT_BREAKS: Wire = Wire { old_client: Effect::Breaking, new_client: Effect::Fine };
const NEW_CLIENT_BREAKS: Wire = Wire { old_client: Effect::Fine, new_client: Effect::Breaking };

/// Compares the inputs of an operation.
pub(super) fn compare(cx: &mut Comparison<'_>, pair: &Pair<'_>, names: Names<'_>, place: &Place) {
    let place = Place { usage: Usage::REQUEST, ..place.clone() };
    parameters(cx, pair, names, &place);
    alternatives(cx, pair, &place);
    body(cx, pair, names, &place);
}

/// A parameter with its field.
type Input<'a> = (&'a Parameter, &'a str);

fn inputs<'a>(operation: &'a Operation, names: &'a OperationNames) -> Vec<Input<'a>> {
    let fields = names.parameters.iter().map(String::as_str);
    operation.parameters.iter().zip(fields).collect()
}

/// Parameters of the path are the same if they stand in the same place of it.
fn same(old: &Operation, new: &Operation, before: &Parameter, after: &Parameter) -> bool {
    // The base path may be part of the path or not, so only parameters count.
    let position = |operation: &Operation, name: &str| {
        operation.path.parameters().iter().position(|known| *known == name)
    };
    before.location == after.location
        && match before.location {
            ParameterLocation::Path => position(old, &before.name) == position(new, &after.name),
            ParameterLocation::Query | ParameterLocation::Cookie => before.name == after.name,
            ParameterLocation::Header => before.name.eq_ignore_ascii_case(&after.name),
        }
}

fn parameters(cx: &mut Comparison<'_>, pair: &Pair<'_>, names: Names<'_>, place: &Place) {
    let (old, new) = (inputs(pair.old, names.0), inputs(pair.new, names.1));
    for before in &old {
        match new.iter().find(|after| same(pair.old, pair.new, before.0, after.0)) {
            Some(after) => parameter(cx, *before, *after, names, place),
            None => removed(cx, pair.old, before, inside(place, before, names.0)),
        }
    }
    for after in &new {
        if !old.iter().any(|before| same(pair.old, pair.new, before.0, after.0)) {
            added(cx, pair.new, after, &inside(place, after, names.1));
        }
    }
    order(cx, pair, (&old, &new), names, place);
}

fn added(cx: &mut Comparison<'_>, operation: &Operation, input: &Input<'_>, place: &Place) {
    let (parameter, _) = *input;
    let (mut kind, how, mut wire) = match parameter.required {
        true => (Kind::ParameterAddedRequired, "required", OLD_CLIENT_BREAKS),
        false => (Kind::ParameterAddedOptional, "optional", Wire::default()),
    };
    let mut text = format!("added, {how}: {}", words(cx.new.api, parameter.schema));
    if representation::is_chosen_by(cx.new, operation, parameter) {
        kind = Kind::RepresentationParameterAdded;
        wire.new_client = Effect::Partial;
        text.push_str("; it chooses how the answer is written, and old servers do not know it");
    }
    cx.note(kind, place, &text, (None, Some(&parameter.origin)), wire);
}

fn removed(cx: &mut Comparison<'_>, operation: &Operation, input: &Input<'_>, mut place: Place) {
    let (parameter, _) = *input;
    let (mut kind, mut text) = (Kind::ParameterRemoved, "removed");
    let mut wire = if parameter.required { NEW_CLIENT_BREAKS } else { Wire::default() };
    if representation::is_chosen_by(cx.old, operation, parameter) {
        kind = Kind::RepresentationParameterRemoved;
        wire.old_client = Effect::Partial;
        text = "removed; it chose how the answer is written, and new servers do not know it";
    }
    place.touches.extend(touches::in_place(cx.old, parameter.schema));
    cx.note(kind, &place, text, (Some(&parameter.origin), None), wire);
}

/// The order of those that callers must give is the order of arguments.
fn order(
    cx: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&[Input<'_>], &[Input<'_>]),
    names: Names<'_>,
    place: &Place,
) {
    let shared = |of: &[Input<'_>], other: &[Input<'_>]| -> Vec<String> {
        let known = |input: &&Input<'_>| {
            input.0.required && other.iter().any(|o| o.0.required && o.0.name == input.0.name)
        };
        of.iter().filter(known).map(|input| input.0.name.clone()).collect()
    };
    if shared(old, new) != shared(new, old) {
        let mut place = place.clone();
        place.touches = touches::methods(names.0).into();
        let at = (Some(&pair.old.origin), Some(&pair.new.origin));
        let text = "required parameters in another order";
        cx.note(Kind::ParametersReordered, &place, text, at, Wire::default());
    }
}

fn inside(place: &Place, (parameter, field): &Input<'_>, names: &OperationNames) -> Place {
    let location = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    let mut inner = place.inner(&format!("{location} parameter `{}`", parameter.name));
    inner.touches = touches::input_field(names, field, parameter.required);
    inner.writing = match parameter.style.kind {
        StyleKind::Json => Writing::Json,
        StyleKind::Form | StyleKind::Spaces | StyleKind::Pipes if parameter.style.explode => {
            Writing::Repeated
        }
        StyleKind::Simple
        | StyleKind::Label
        | StyleKind::Matrix
        | StyleKind::Form
        | StyleKind::Spaces
        | StyleKind::Pipes
        | StyleKind::Deep => Writing::Text,
    };
    inner
}

fn parameter(
    cx: &mut Comparison<'_>,
    (before, old_field): Input<'_>,
    (after, new_field): Input<'_>,
    names: Names<'_>,
    place: &Place,
) {
    let mut inner = inside(place, &(after, new_field), names.1);
    inner.touches.extend(touches::input_field(names.0, old_field, before.required));
    inner.null_is_absent = (true, true);
    inner.site = (before.origin.clone(), after.origin.clone());
    let at = (Some(&before.origin), Some(&after.origin));
    if before.location == ParameterLocation::Path && before.name != after.name {
        let text = format!("renamed, was `{}`", before.name);
        cx.note(Kind::PathParameterRenamed, &inner, &text, at, Wire::default());
    }
    let deprecated = (before.docs.deprecated, after.docs.deprecated);
    cx.deprecation([Kind::ParameterDeprecated, Kind::ParameterRevived], &inner, deprecated, at);
    match (before.required, after.required) {
        (false, true) => {
            cx.note(Kind::ParameterBecameRequired, &inner, "required now", at, OLD_CLIENT_BREAKS);
        }
        (true, false) => {
            cx.note(Kind::ParameterBecameOptional, &inner, "optional now", at, NEW_CLIENT_BREAKS);
        }
        (false, false) | (true, true) => {}
    }
    style(cx, before, after, &inner);
    uses(cx, before.schema, after.schema, &inner);
}

fn style(cx: &mut Comparison<'_>, before: &Parameter, after: &Parameter, inner: &Place) {
    let at = (Some(&before.origin), Some(&after.origin));
    let (old, new) = (written(cx.old.api, before), written(cx.new.api, after));
    // That a list is written otherwise than a single value is no change of its own.
    let same_shape = is_single(cx.old.api, before) == is_single(cx.new.api, after);
    let json = |parameter: &Parameter| parameter.style.kind == StyleKind::Json;
    if old != new && (same_shape || json(before) || json(after)) {
        let text = format!("written {old} → {new}");
        let wire = Wire::both(Effect::Breaking);
        cx.note(Kind::ParameterStyleChanged, inner, &text, at, wire);
    }
    if before.presence_flag != after.presence_flag {
        let told = |flag| if flag { "its presence" } else { "its value" };
        let text = format!("{} counts → {}", told(before.presence_flag), told(after.presence_flag));
        // Only those that say `false` in so many words are misunderstood.
        let wire = match after.presence_flag {
            true => Wire { old_client: Effect::Partial, new_client: Effect::Fine },
            false => Wire { old_client: Effect::Fine, new_client: Effect::Partial },
        };
        cx.note(Kind::ParameterStyleChanged, inner, &text, at, wire);
    }
}

/// Every value of the parameter is one text.
fn is_single(api: &Api, parameter: &Parameter) -> bool {
    !matches!(
        api.schema(resolve(api, parameter.schema)).kind,
        TypeKind::Array { .. } | TypeKind::Object(_) | TypeKind::Map { .. } | TypeKind::Any
    )
}

/// How a parameter is written, as far as it makes a difference on the wire.
fn written(api: &Api, parameter: &Parameter) -> &'static str {
    let whole = is_single(api, parameter);
    match (parameter.style.kind, parameter.style.explode) {
        (StyleKind::Json, _) => "as JSON",
        (StyleKind::Label, _) if whole => "behind a dot",
        (StyleKind::Matrix, _) if whole => "behind a semicolon and its name",
        _ if whole => "as it is",
        (StyleKind::Label, true) => "with dots",
        (StyleKind::Label, false) => "with commas behind a dot",
        (StyleKind::Matrix, true) => "once per item behind semicolons",
        (StyleKind::Matrix, false) => "with commas behind a semicolon and its name",
        (StyleKind::Deep, _) => "with brackets",
        (StyleKind::Simple, true) => "as one list of names and values",
        (StyleKind::Simple, false) | (StyleKind::Form, false) => "as one list",
        (StyleKind::Spaces, false) => "as one list with spaces",
        (StyleKind::Pipes, false) => "as one list with bars",
        (StyleKind::Form | StyleKind::Spaces | StyleKind::Pipes, true) => "once per item",
    }
}

fn alternatives(cx: &mut Comparison<'_>, pair: &Pair<'_>, place: &Place) {
    let told = |operation: &Operation| {
        let name = |index: &usize| operation.parameters.get(*index).map(|p| p.name.clone());
        let groups = operation.exactly_one_of.iter();
        groups.map(|group| group.iter().filter_map(name).collect()).collect::<Vec<Vec<_>>>()
    };
    let (old, new) = (told(pair.old), told(pair.new));
    if old == new {
        return;
    }
    let words = |groups: &[Vec<String>]| match groups {
        [] => "no rule".to_owned(),
        _ => groups.iter().map(|group| group.join("/")).collect::<Vec<_>>().join(", "),
    };
    let text = format!("exactly one of: {} → {}", words(&old), words(&new));
    let broken =
        |rule: &[Vec<String>]| if rule.is_empty() { Effect::Fine } else { Effect::Partial };
    let wire = Wire { old_client: broken(&new), new_client: broken(&old) };
    let at = (Some(&pair.old.origin), Some(&pair.new.origin));
    cx.note(Kind::ExactlyOneOfChanged, place, &text, at, wire);
}

fn body(cx: &mut Comparison<'_>, pair: &Pair<'_>, names: Names<'_>, place: &Place) {
    let mut inner = place.inner("body");
    let field = |names: &OperationNames, body: &Option<RequestBody>| {
        let required = body.as_ref().is_some_and(|body| body.required);
        let mut touches = touches::input_field(names, &names.body, required);
        // The type of a body that is one of several, or consists of parts.
        touches.push(Touch::item(format!("operations::{}", names.body_type)));
        touches
    };
    inner.touches = field(names.0, &pair.old.body);
    inner.touches.extend(field(names.1, &pair.new.body));
    match (&pair.old.body, &pair.new.body) {
        (None, None) => {}
        (None, Some(after)) => {
            let (kind, how, wire) = match after.required {
                true => (Kind::BodyAddedRequired, "required", OLD_CLIENT_BREAKS),
                false => (Kind::BodyAddedOptional, "optional", Wire::default()),
            };
            let text = format!("added, {how}: {}", contents::told(cx.new.api, &after.contents));
            cx.note(kind, &inner, &text, (None, Some(&after.origin)), wire);
        }
        (Some(before), None) => {
            let wire = if before.required { NEW_CLIENT_BREAKS } else { Wire::default() };
            for schema in before.schemas() {
                inner.touches.extend(touches::in_place(cx.old, schema));
            }
            cx.note(Kind::BodyRemoved, &inner, "removed", (Some(&before.origin), None), wire);
        }
        (Some(before), Some(after)) => bodies(cx, before, after, inner),
    }
}

fn bodies(cx: &mut Comparison<'_>, before: &RequestBody, after: &RequestBody, inner: Place) {
    let at = (Some(&before.origin), Some(&after.origin));
    match (before.required, after.required) {
        (false, true) => {
            cx.note(Kind::BodyBecameRequired, &inner, "required now", at, OLD_CLIENT_BREAKS);
        }
        (true, false) => {
            cx.note(Kind::BodyBecameOptional, &inner, "optional now", at, NEW_CLIENT_BREAKS);
        }
        (false, false) | (true, true) => {}
    }
    let null_is_absent = (!before.required, !after.required);
    let site = (before.origin.clone(), after.origin.clone());
    let required = Some((before.required, after.required));
    let inner = Place { null_is_absent, site, required, ..inner };
    let bodies = (before.contents.as_slice(), after.contents.as_slice());
    contents::compare(cx, Kind::BodyMediaTypeChanged, bodies, at, &inner);
}
