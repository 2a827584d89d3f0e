//! Schemas of the kinds that have limits, as expressions of the server runtime's `Schema`.

use super::expressions::Expression;
use crate::model::{Bounds, IntegerWidth, NumberWidth, Rule, StringFormat, StringRules, ValueType};
use crate::rust::{Data, float};

/// A whole number.
pub(super) fn integer(width: IntegerWidth, bounds: Bounds) -> Expression {
    let (constant, low, high) = match width {
        IntegerWidth::Int32 => ("Schema::INT32", i32::MIN.into(), i32::MAX.into()),
        IntegerWidth::Int64 => ("Schema::INT64", i64::MIN.into(), i64::MAX.into()),
        IntegerWidth::Uint16 => ("Schema::UINT16", 0, u16::MAX.into()),
        IntegerWidth::Uint32 => ("Schema::UINT32", 0, u32::MAX.into()),
        IntegerWidth::Uint64 => ("Schema::UINT64", 0, u64::MAX.into()),
    };
    let min =
        bounds.minimum.map_or(low, |minimum| lower(minimum, bounds.exclusive_minimum).max(low));
    let max =
        bounds.maximum.map_or(high, |maximum| upper(maximum, bounds.exclusive_maximum).min(high));
    if (min, max) == (low, high) {
        return Expression::Constant(constant);
    }
    let kind = match width {
        IntegerWidth::Uint64 => "Schema::unsigned",
        IntegerWidth::Int32 | IntegerWidth::Int64 => "Schema::integer",
        IntegerWidth::Uint16 | IntegerWidth::Uint32 => "Schema::integer",
    };
    Expression::Built(Data::call(kind, [limit(min), limit(max)]))
}

fn limit(value: i128) -> Data {
    const LEAST: i128 = i64::MIN as i128;
    const MOST: i128 = i64::MAX as i128;
    const MOST_UNSIGNED: i128 = u64::MAX as i128;
    match value {
        LEAST => Data::code("i64::MIN"),
        MOST => Data::code("i64::MAX"),
        MOST_UNSIGNED => Data::code("u64::MAX"),
        _ => Data::code(value.to_string()),
    }
}

/// The smallest whole number within a limit.
fn lower(limit: f64, exclusive: bool) -> i128 {
    let whole = limit.ceil() as i128; // saturates
    if exclusive && limit.fract() == 0.0 { whole.saturating_add(1) } else { whole }
}

/// The largest whole number within a limit.
fn upper(limit: f64, exclusive: bool) -> i128 {
    let whole = limit.floor() as i128; // saturates
    if exclusive && limit.fract() == 0.0 { whole.saturating_sub(1) } else { whole }
}

/// A number.
pub(super) fn number(width: NumberWidth, bounds: Bounds) -> Expression {
    let (constant, low, high) = match width {
        NumberWidth::Float => ("Schema::FLOAT", "f32::MIN as f64", "f32::MAX as f64"),
        NumberWidth::Double => ("Schema::DOUBLE", "f64::MIN", "f64::MAX"),
    };
    if bounds.minimum.is_none() && bounds.maximum.is_none() {
        return Expression::Constant(constant);
    }
    let limit = |limit: Option<f64>, none| match limit.filter(|limit| limit.is_finite()) {
        Some(limit) => Data::code(float(limit)),
        None => Data::code(none),
    };
    let (min, max) = (limit(bounds.minimum, low), limit(bounds.maximum, high));
    let (above_min, below_max) = (bounds.exclusive_minimum, bounds.exclusive_maximum);
    if !above_min && !below_max {
        return Expression::Built(Data::call("Schema::number", [min, max]));
    }
    Expression::Built(Data::object(
        "Schema::Number",
        [
            ("min", min),
            ("max", max),
            ("above_min", Data::code(above_min.to_string())),
            ("below_max", Data::code(below_max.to_string())),
        ],
    ))
}

/// A text.
pub(super) fn string(format: &StringFormat, rules: &StringRules) -> Expression {
    match format {
        StringFormat::Uuid => Expression::Constant("Schema::Uuid"),
        StringFormat::DateTime => Expression::Constant("Schema::DateTime"),
        StringFormat::Text(_) if rules.min_length.is_none() && rules.max_length.is_none() => {
            Expression::Constant("Schema::TEXT")
        }
        StringFormat::Text(_) => {
            let limits = [least(rules.min_length), most(rules.max_length)];
            Expression::Built(Data::call("Schema::text", limits))
        }
    }
}

/// What holds besides.
pub(super) fn rule(rule: &Rule) -> Data {
    match rule {
        Rule::MultipleOf(step) => Data::call("Rule::MultipleOf", [Data::code(float(*step))]),
        Rule::Members(min, max) => Data::call("Rule::Members", [least(*min), most(*max)]),
        Rule::Pattern(pattern) => Data::call("pattern::rule", [Data::text(pattern)]),
    }
}

/// A text of a type, where that is not just any text; with limits besides or without.
pub(super) fn value_type(value_type: &ValueType, text: Expression) -> Expression {
    let (constant, rule) = match value_type {
        ValueType::Date => ("formats::DATE", "formats::IS_DATE"),
        ValueType::Base64 => ("formats::BASE64", "formats::IS_BASE64"),
        ValueType::Ip => ("formats::IP", "formats::IS_IP"),
        ValueType::Ipv4 => ("formats::IPV4", "formats::IS_IPV4"),
        ValueType::Ipv6 => ("formats::IPV6", "formats::IS_IPV6"),
        ValueType::UnixTime | ValueType::Own(_) => return text,
    };
    if let Expression::Constant(_) = text {
        return Expression::Constant(constant);
    }
    let ruled = [text.data().by_ref(), Data::code(rule)];
    Expression::Built(Data::call("Schema::Ruled", ruled))
}

/// A list of what is referred to.
pub(super) fn array(items: Data, length: Bounds, unique: bool) -> Expression {
    let min = length.minimum.map(|minimum| lower(minimum, length.exclusive_minimum));
    let max = length.maximum.map(|maximum| upper(maximum, length.exclusive_maximum));
    // What is out of its range is beyond every list.
    let count = |limit: i128| u64::try_from(limit.clamp(0, u64::MAX.into())).unwrap_or_default();
    if min.is_none() && max.is_none() && !unique {
        return Expression::Built(Data::call("Schema::array", [items]));
    }
    Expression::Built(Data::object(
        "Schema::Array",
        [
            ("items", items),
            ("min", least(min.map(count))),
            ("max", most(max.map(count))),
            ("unique", Data::code(unique.to_string())),
        ],
    ))
}

/// A lower limit as a `usize` of any system.
fn least(limit: Option<u64>) -> Data {
    Data::code(limit.unwrap_or_default().min(u32::MAX.into()).to_string())
}

/// An upper limit as a `usize` of any system.
fn most(limit: Option<u64>) -> Data {
    match limit.and_then(|limit| u32::try_from(limit).ok()) {
        Some(limit) => Data::code(limit.to_string()),
        None => Data::code("usize::MAX"),
    }
}

#[cfg(test)]
mod tests {
    use super::{array, integer, number, string};
    use crate::model::{Bounds, IntegerWidth, NumberWidth, StringFormat, StringRules};
    use crate::rust::Data;

    fn bounds(minimum: Option<f64>, maximum: Option<f64>, exclusive: bool) -> Bounds {
        Bounds { minimum, maximum, exclusive_minimum: exclusive, exclusive_maximum: exclusive }
    }

    #[test]
    fn limits_of_whole_numbers_are_whole_and_inclusive() {
        let int32 = |bounds| integer(IntegerWidth::Int32, bounds).data().to_string();
        let int64 = |bounds| integer(IntegerWidth::Int64, bounds).data().to_string();
        let uint16 = |bounds| integer(IntegerWidth::Uint16, bounds).data().to_string();
        let uint64 = |bounds| integer(IntegerWidth::Uint64, bounds).data().to_string();
        assert_eq!(int64(bounds(None, None, false)), "Schema::INT64");
        assert_eq!(uint64(bounds(Some(0.0), None, false)), "Schema::UINT64");
        let wanted = "Schema::unsigned(1, u64::MAX)";
        assert_eq!(uint64(bounds(Some(0.0), None, true)), wanted);
        assert_eq!(int64(bounds(None, Some(1e30), false)), "Schema::INT64");
        for (found, min, max) in [
            (int64(bounds(Some(-1.0), Some(5.0), false)), "-1", "5"),
            (int64(bounds(Some(-1.0), Some(5.0), true)), "0", "4"),
            (int64(bounds(Some(0.5), Some(1.5), true)), "1", "1"),
            (int64(bounds(Some(0.0), None, false)), "0", "i64::MAX"),
            (int32(bounds(Some(0.0), None, false)), "0", "2147483647"),
            (uint16(bounds(Some(-5.0), Some(9.0), false)), "0", "9"),
        ] {
            assert_eq!(found, format!("Schema::integer({min}, {max})"));
        }
    }

    #[test]
    fn limits_of_numbers_stay_as_they_are() {
        let double = |bounds| number(NumberWidth::Double, bounds).data().to_string();
        let float = |bounds| number(NumberWidth::Float, bounds).data().to_string();
        assert_eq!(float(bounds(None, None, true)), "Schema::FLOAT");
        let wanted = "Schema::number(0.0, f64::MAX)";
        assert_eq!(double(bounds(Some(0.0), None, false)), wanted);
        let wanted = "Schema::number(-3.25e0, f64::MAX)";
        assert_eq!(double(bounds(Some(-3.25), None, false)), wanted);
        let wanted =
            "Schema::Number { min: 0.5, max: f32::MAX as f64, above_min: true, below_max: true }";
        assert_eq!(float(bounds(Some(0.5), None, true)), wanted);
    }

    #[test]
    fn lengths_fit_every_system() {
        let rules = StringRules { min_length: Some(1), max_length: Some(u64::MAX) };
        let text = string(&StringFormat::Text(None), &rules).data().to_string();
        assert_eq!(text, "Schema::text(1, usize::MAX)");
        let items = Data::code("ITEM").by_ref();
        let list = array(items, bounds(Some(-3.0), Some(2.0), false), true).data().to_string();
        assert_eq!(list, "Schema::Array { items: &ITEM, min: 0, max: 2, unique: true }");
    }
}
