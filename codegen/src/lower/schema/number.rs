//! Numbers, whole and with a fraction, and limits of all sorts.

use serde_json::Value;

use super::{Keywords, Lowered, Spot, formats, note_meaningless};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Bounds, IntegerWidth, NumberWidth, Pointer, TypeKind};

const MEANT: &[&str] =
    &["format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum"];

pub(super) fn lower_integer(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> Lowered {
    let bounds = lower_bounds(cx, keywords, spot, "an integer");
    let (width, value_type) = match keywords.format.as_deref() {
        Some(name) => formats::of_integer(cx, name, spot.at),
        None if is_beyond(keywords) => (IntegerWidth::Uint64, None),
        None => (IntegerWidth::Int64, None),
    };
    let unsigned = !matches!(width, IntegerWidth::Int32 | IntegerWidth::Int64);
    let of_format = |bounds| match keywords.format.as_deref() {
        Some("int8") => within(bounds, -128.0, 127.0),
        Some("int16") => within(bounds, -32_768.0, 32_767.0),
        Some("int24") => within(bounds, -8_388_608.0, 8_388_607.0),
        Some("uint8") => within(bounds, 0.0, 255.0),
        _ => bounds,
    };
    let narrowed = of_format(bounds);
    let is_below = unsigned && narrowed.maximum.is_some_and(|maximum| maximum < 0.0);
    let bounds = if is_below || leaves_nothing(narrowed) {
        let message = "`format` and the limits leave no value: the limits are not checked";
        cx.warning(Code::InvalidSchema, spot.at, message).help("correct one of them");
        of_format(Bounds::default())
    } else {
        narrowed
    };
    Lowered { value_type, ..TypeKind::Integer { width, bounds }.into() }
}

/// Some values that are asked for need all 64 bits, and none is negative.
fn is_beyond(keywords: &Keywords<'_>) -> bool {
    let large = |value: &Value| value.as_f64().is_some_and(|number| number > 9.3e18);
    let beyond = |value: &Value| value.as_i64().is_none() && large(value);
    let listed = keywords.enumeration.iter().flatten();
    let negative = |value: &Value| value.as_f64().is_some_and(|number| number < 0.0);
    listed.clone().chain(&keywords.maximum).any(beyond)
        && !listed.chain(&keywords.minimum).any(negative)
}

/// The stricter of two sets of limits; the second one includes its ends.
fn within(bounds: Bounds, low: f64, high: f64) -> Bounds {
    let (min, max) =
        (bounds.minimum.filter(|min| *min >= low), bounds.maximum.filter(|max| *max <= high));
    Bounds {
        minimum: Some(min.unwrap_or(low)),
        maximum: Some(max.unwrap_or(high)),
        exclusive_minimum: bounds.exclusive_minimum && min.is_some(),
        exclusive_maximum: bounds.exclusive_maximum && max.is_some(),
    }
}

pub(super) fn lower_number(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> Lowered {
    let bounds = lower_bounds(cx, keywords, spot, "a number");
    let (width, value_type) = match keywords.format.as_deref() {
        Some(name) => formats::of_number(cx, name, spot.at),
        None => (NumberWidth::Double, None),
    };
    Lowered { value_type, ..TypeKind::Number { width, bounds }.into() }
}

fn lower_bounds(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>, what: &str) -> Bounds {
    note_meaningless(cx, keywords, spot.at, what, MEANT);
    let minimum = limit(cx, keywords.minimum.as_ref(), spot.at, "minimum");
    let maximum = limit(cx, keywords.maximum.as_ref(), spot.at, "maximum");
    let bounds = Bounds {
        minimum,
        maximum,
        exclusive_minimum: keywords.exclusive_minimum && minimum.is_some(),
        exclusive_maximum: keywords.exclusive_maximum && maximum.is_some(),
    };
    in_order(cx, bounds, spot.at, ["minimum", "maximum"])
}

/// The model keeps limits as floating-point numbers, which hold whole numbers exactly up to 2^53.
fn limit(cx: &mut Cx<'_>, value: Option<&Value>, at: &Pointer, name: &str) -> Option<f64> {
    let value = value?;
    if let Some(whole) = value.as_i64() {
        if whole == i64::MIN || whole == i64::MAX {
            return None; // No 64-bit integer is beyond.
        }
        if whole.unsigned_abs() > 1 << 53 {
            let message = format!("`{name}` is checked only approximately");
            cx.warning(Code::Unchecked, &at.join(name), message);
        }
    }
    value.as_f64()
}

/// Limits of a number of things.
pub(super) fn count_bounds(minimum: Option<usize>, maximum: Option<usize>) -> Bounds {
    #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
    let count = |count: usize| count as f64;
    Bounds { minimum: minimum.map(count), maximum: maximum.map(count), ..Bounds::default() }
}

/// The limits, unless they leave no value: then what is said cannot be meant.
pub(super) fn in_order(
    cx: &mut Cx<'_>,
    bounds: Bounds,
    at: &Pointer,
    [minimum, maximum]: [&str; 2],
) -> Bounds {
    if !leaves_nothing(bounds) {
        return bounds;
    }
    let message = format!("`{minimum}` and `{maximum}` leave no value: neither is checked");
    cx.warning(Code::InvalidSchema, at, message).help("correct one of them");
    Bounds::default()
}

/// No value is both above the one and below the other.
fn leaves_nothing(bounds: Bounds) -> bool {
    let (Some(min), Some(max)) = (bounds.minimum, bounds.maximum) else { return false };
    min > max || (min >= max && (bounds.exclusive_minimum || bounds.exclusive_maximum))
}
