//! Every `default` is a value of its schema.

use serde_json::Value;

use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Additional, Bounds, IntegerWidth, Object, StringRules, TypeId, TypeKind};

/// A default is a small value; deeper ones are not looked into further.
const MAX_DEPTH: usize = 32;

pub(in crate::lower) fn check(cx: &mut Cx<'_>) {
    for id in cx.ids() {
        let Some(schema) = cx.schema(id) else { continue };
        let Some(default) = &schema.default else { continue };
        if let Err(problem) = matches(cx, id, default, 0) {
            let at = schema.origin.join("default");
            cx.error(
                Code::BadDefault,
                &at,
                format!("the default does not match its schema: {problem}"),
            );
        }
    }
}

fn matches(cx: &Cx<'_>, id: TypeId, value: &Value, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH || (value.is_null() && cx.is_nullable(id)) {
        return Ok(());
    }
    let Some((_, schema)) = cx.resolve(id) else { return Ok(()) };
    match &schema.kind {
        TypeKind::Any | TypeKind::Alias(_) => Ok(()),
        TypeKind::Boolean => value.as_bool().map(drop).ok_or_else(|| expected("a boolean", value)),
        TypeKind::Integer { width, bounds } => integer(*width, *bounds, value),
        TypeKind::Number { bounds, .. } => {
            let number = value.as_f64().ok_or_else(|| expected("a number", value))?;
            within(*bounds, number, value)
        }
        TypeKind::String { rules, .. } => text(rules, value),
        TypeKind::Enum(values) => match value.as_str() {
            Some(text) if values.iter().any(|known| known.value == text) => Ok(()),
            _ => Err(expected("a listed value", value)),
        },
        TypeKind::Array { items, length, .. } => {
            let list = value.as_array().ok_or_else(|| expected("an array", value))?;
            #[expect(clippy::cast_precision_loss, reason = "no default is that long")]
            within(*length, list.len() as f64, value)?;
            list.iter().try_for_each(|item| matches(cx, *items, item, depth + 1))
        }
        TypeKind::Map { values } => {
            let members = value.as_object().ok_or_else(|| expected("an object", value))?;
            members.values().try_for_each(|member| matches(cx, *values, member, depth + 1))
        }
        TypeKind::Object(object) => object_value(cx, object, value, depth),
    }
}

fn object_value(cx: &Cx<'_>, object: &Object, value: &Value, depth: usize) -> Result<(), String> {
    let members = value.as_object().ok_or_else(|| expected("an object", value))?;
    for property in &object.properties {
        match members.get(&property.name) {
            Some(member) => matches(cx, property.schema, member, depth + 1)
                .map_err(|problem| format!("in `{}`, {problem}", property.name))?,
            None if property.required => {
                return Err(format!("the member `{}` is missing", property.name));
            }
            None => {}
        }
    }
    let known = |name: &String| object.properties.iter().any(|property| property.name == *name);
    for (name, member) in members.iter().filter(|(name, _)| !known(name)) {
        match object.additional {
            Additional::Ignored => {}
            Additional::Typed(values) => matches(cx, values, member, depth + 1)?,
            Additional::Refused => return Err(format!("no member `{name}` is allowed")),
        }
    }
    Ok(())
}

fn integer(width: IntegerWidth, bounds: Bounds, value: &Value) -> Result<(), String> {
    let number = value.as_i64().ok_or_else(|| expected("a 64-bit integer", value))?;
    if width == IntegerWidth::Int32 && i32::try_from(number).is_err() {
        return Err(expected("a 32-bit integer", value));
    }
    #[expect(clippy::cast_precision_loss, reason = "the limits are floating-point numbers too")]
    within(bounds, number as f64, value)
}

fn within(bounds: Bounds, number: f64, value: &Value) -> Result<(), String> {
    let below = bounds
        .minimum
        .is_some_and(|min| number < min || (bounds.exclusive_minimum && number <= min));
    let above = bounds
        .maximum
        .is_some_and(|max| number > max || (bounds.exclusive_maximum && number >= max));
    if below || above { Err(format!("{value} is out of bounds")) } else { Ok(()) }
}

fn text(rules: &StringRules, value: &Value) -> Result<(), String> {
    let text = value.as_str().ok_or_else(|| expected("a string", value))?;
    let length = text.chars().count() as u64;
    let fits = rules.min_length.is_none_or(|min| length >= min)
        && rules.max_length.is_none_or(|max| length <= max);
    if fits { Ok(()) } else { Err(format!("{value} has the wrong length")) }
}

fn expected(what: &str, value: &Value) -> String {
    let mut found = value.to_string();
    if found.chars().count() > 40 {
        found = found.chars().take(40).chain(['…']).collect();
    }
    format!("expected {what}, found {found}")
}
