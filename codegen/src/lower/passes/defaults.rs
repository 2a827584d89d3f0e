//! Every `default`, and every value in an extension, is a value of its schema.

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
            let message = format!("the default does not match its schema: {problem}");
            cx.warning(Code::BadDefault, &at, message).help("it has no effect: correct it");
            if let Some(schema) = cx.schema_mut(id) {
                schema.default = None;
            }
        }
    }
}

/// Values in extensions, whose schemas may have been lowered after them.
pub(in crate::lower) fn check_samples(cx: &mut Cx<'_>) {
    for (id, value, at) in std::mem::take(&mut cx.samples) {
        if let Err(problem) = matches(cx, id, &value, 0) {
            let message = format!("the value does not match its schema: {problem}");
            cx.error(Code::ExtensionMismatch, &at, message);
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
        TypeKind::Union(union) => {
            let fits = |id| matches(cx, id, value, depth + 1).is_ok();
            let fits = union.variants.iter().any(|variant| fits(variant.schema));
            fits.then_some(()).ok_or_else(|| expected("one of the alternatives", value))
        }
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
    let (signed, unsigned) = (value.as_i64(), value.as_u64());
    let (fits, what) = match width {
        IntegerWidth::Int32 => {
            (signed.is_some_and(|number| i32::try_from(number).is_ok()), "a 32-bit integer")
        }
        IntegerWidth::Int64 => (signed.is_some(), "a 64-bit integer"),
        IntegerWidth::Uint16 => (
            unsigned.is_some_and(|number| u16::try_from(number).is_ok()),
            "a 16-bit integer that is not negative",
        ),
        IntegerWidth::Uint32 => (
            unsigned.is_some_and(|number| u32::try_from(number).is_ok()),
            "a 32-bit integer that is not negative",
        ),
        IntegerWidth::Uint64 => (unsigned.is_some(), "a 64-bit integer that is not negative"),
    };
    if !fits {
        return Err(expected(what, value));
    }
    within(bounds, value.as_f64().unwrap_or_default(), value)
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
