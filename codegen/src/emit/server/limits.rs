//! Schemas of the kinds that have limits, as expressions of the server runtime's `Schema`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::expressions::Expression;
use crate::model::{Bounds, IntegerWidth, NumberWidth, Rule, StringFormat, StringRules, ValueType};
use crate::rust::{float, ident};

/// A whole number.
pub(super) fn integer(width: IntegerWidth, bounds: Bounds) -> Expression {
    let (constant, low, high) = match width {
        IntegerWidth::Int32 => (quote! { INT32 }, i32::MIN.into(), i32::MAX.into()),
        IntegerWidth::Int64 => (quote! { INT64 }, i64::MIN.into(), i64::MAX.into()),
        IntegerWidth::Uint16 => (quote! { UINT16 }, 0, u16::MAX.into()),
        IntegerWidth::Uint32 => (quote! { UINT32 }, 0, u32::MAX.into()),
        IntegerWidth::Uint64 => (quote! { UINT64 }, 0, u64::MAX.into()),
    };
    let min =
        bounds.minimum.map_or(low, |minimum| lower(minimum, bounds.exclusive_minimum).max(low));
    let max =
        bounds.maximum.map_or(high, |maximum| upper(maximum, bounds.exclusive_maximum).min(high));
    if (min, max) == (low, high) {
        return Expression::Constant(quote! { Schema::#constant });
    }
    let (min, max) = (limit(min), limit(max));
    let kind = match width {
        IntegerWidth::Uint64 => quote! { unsigned },
        IntegerWidth::Int32 | IntegerWidth::Int64 => quote! { integer },
        IntegerWidth::Uint16 | IntegerWidth::Uint32 => quote! { integer },
    };
    Expression::Built(quote! { Schema::#kind(#min, #max) })
}

fn limit(value: i128) -> TokenStream {
    const LEAST: i128 = i64::MIN as i128;
    const MOST: i128 = i64::MAX as i128;
    const MOST_UNSIGNED: i128 = u64::MAX as i128;
    match value {
        LEAST => quote! { i64::MIN },
        MOST => quote! { i64::MAX },
        MOST_UNSIGNED => quote! { u64::MAX },
        _ => {
            let literal = Literal::i128_unsuffixed(value);
            quote! { #literal }
        }
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
        NumberWidth::Float => {
            (quote! { FLOAT }, quote! { f32::MIN as f64 }, quote! { f32::MAX as f64 })
        }
        NumberWidth::Double => (quote! { DOUBLE }, quote! { f64::MIN }, quote! { f64::MAX }),
    };
    if bounds.minimum.is_none() && bounds.maximum.is_none() {
        return Expression::Constant(quote! { Schema::#constant });
    }
    let min = bounds.minimum.filter(|v| v.is_finite()).map_or(low, float);
    let max = bounds.maximum.filter(|v| v.is_finite()).map_or(high, float);
    let (above_min, below_max) = (bounds.exclusive_minimum, bounds.exclusive_maximum);
    if !above_min && !below_max {
        return Expression::Built(quote! { Schema::number(#min, #max) });
    }
    Expression::Built(quote! {
        Schema::Number { min: #min, max: #max, above_min: #above_min, below_max: #below_max }
    })
}

/// A text.
pub(super) fn string(format: &StringFormat, rules: &StringRules) -> Expression {
    match format {
        StringFormat::Uuid => Expression::Constant(quote! { Schema::Uuid }),
        StringFormat::DateTime => Expression::Constant(quote! { Schema::DateTime }),
        StringFormat::Text(_) if rules.min_length.is_none() && rules.max_length.is_none() => {
            Expression::Constant(quote! { Schema::TEXT })
        }
        StringFormat::Text(_) => {
            let (min, max) = (least(rules.min_length), most(rules.max_length));
            Expression::Built(quote! { Schema::text(#min, #max) })
        }
    }
}

/// What holds besides.
pub(super) fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::MultipleOf(step) => {
            let step = float(*step);
            quote! { Rule::MultipleOf(#step) }
        }
        Rule::Members(min, max) => {
            let (min, max) = (least(*min), most(*max));
            quote! { Rule::Members(#min, #max) }
        }
        Rule::Pattern(pattern) => quote! { pattern::rule(#pattern) },
    }
}

/// A text of a type, where that is not just any text; with limits besides or without.
pub(super) fn value_type(value_type: &ValueType, text: Expression) -> Expression {
    let name = match value_type {
        ValueType::Date => "DATE",
        ValueType::Base64 => "BASE64",
        ValueType::Ip => "IP",
        ValueType::Ipv4 => "IPV4",
        ValueType::Ipv6 => "IPV6",
        ValueType::UnixTime | ValueType::Own(_) => return text,
    };
    if let Expression::Constant(_) = text {
        let name = ident(name);
        return Expression::Constant(quote! { formats::#name });
    }
    let (text, rule) = (text.tokens(), ident(&format!("IS_{name}")));
    Expression::Built(quote! { Schema::Ruled(&#text, formats::#rule) })
}

/// A list.
pub(super) fn array(items: &TokenStream, length: Bounds, unique: bool) -> Expression {
    let min = length.minimum.map(|minimum| lower(minimum, length.exclusive_minimum));
    let max = length.maximum.map(|maximum| upper(maximum, length.exclusive_maximum));
    // What is out of its range is beyond every list.
    let count = |limit: i128| u64::try_from(limit.clamp(0, u64::MAX.into())).unwrap_or_default();
    if min.is_none() && max.is_none() && !unique {
        return Expression::Built(quote! { Schema::array(&#items) });
    }
    let (min, max) = (least(min.map(count)), most(max.map(count)));
    Expression::Built(quote! {
        Schema::Array { items: &#items, min: #min, max: #max, unique: #unique }
    })
}

/// A lower limit as a `usize` of any system.
fn least(limit: Option<u64>) -> Literal {
    Literal::u64_unsuffixed(limit.unwrap_or_default().min(u32::MAX.into()))
}

/// An upper limit as a `usize` of any system.
fn most(limit: Option<u64>) -> TokenStream {
    match limit.and_then(|limit| u32::try_from(limit).ok()) {
        Some(limit) => {
            let literal = Literal::u32_unsuffixed(limit);
            quote! { #literal }
        }
        None => quote! { usize::MAX },
    }
}

#[cfg(test)]
mod tests {
    use super::{array, integer, number, string};
    use crate::model::{Bounds, IntegerWidth, NumberWidth, StringFormat, StringRules};
    use quote::quote;

    fn bounds(minimum: Option<f64>, maximum: Option<f64>, exclusive: bool) -> Bounds {
        Bounds { minimum, maximum, exclusive_minimum: exclusive, exclusive_maximum: exclusive }
    }

    #[test]
    fn limits_of_whole_numbers_are_whole_and_inclusive() {
        let int32 = |bounds| integer(IntegerWidth::Int32, bounds).tokens().to_string();
        let int64 = |bounds| integer(IntegerWidth::Int64, bounds).tokens().to_string();
        let uint16 = |bounds| integer(IntegerWidth::Uint16, bounds).tokens().to_string();
        let uint64 = |bounds| integer(IntegerWidth::Uint64, bounds).tokens().to_string();
        assert_eq!(int64(bounds(None, None, false)), quote! { Schema::INT64 }.to_string());
        assert_eq!(uint64(bounds(Some(0.0), None, false)), quote! { Schema::UINT64 }.to_string());
        let wanted = quote! { Schema::unsigned(1, u64::MAX) }.to_string();
        assert_eq!(uint64(bounds(Some(0.0), None, true)), wanted);
        assert_eq!(int64(bounds(None, Some(1e30), false)), quote! { Schema::INT64 }.to_string());
        for (found, min, max) in [
            (int64(bounds(Some(-1.0), Some(5.0), false)), quote! { -1 }, quote! { 5 }),
            (int64(bounds(Some(-1.0), Some(5.0), true)), quote! { 0 }, quote! { 4 }),
            (int64(bounds(Some(0.5), Some(1.5), true)), quote! { 1 }, quote! { 1 }),
            (int64(bounds(Some(0.0), None, false)), quote! { 0 }, quote! { i64::MAX }),
            (int32(bounds(Some(0.0), None, false)), quote! { 0 }, quote! { 2147483647 }),
            (uint16(bounds(Some(-5.0), Some(9.0), false)), quote! { 0 }, quote! { 9 }),
        ] {
            let wanted = quote! { Schema::integer(#min, #max) }.to_string();
            assert_eq!(found.replace(' ', ""), wanted.replace(' ', ""));
        }
    }

    #[test]
    fn limits_of_numbers_stay_as_they_are() {
        let double = |bounds| number(NumberWidth::Double, bounds).tokens().to_string();
        let float = |bounds| number(NumberWidth::Float, bounds).tokens().to_string();
        assert_eq!(float(bounds(None, None, true)), quote! { Schema::FLOAT }.to_string());
        let wanted = quote! { Schema::number(0.0, f64::MAX) }.to_string();
        assert_eq!(double(bounds(Some(0.0), None, false)), wanted);
        let wanted = quote! { Schema::number(-3.25e0, f64::MAX) }.to_string();
        assert_eq!(
            double(bounds(Some(-3.25), None, false)).replace(' ', ""),
            wanted.replace(' ', "")
        );
        let wanted = quote! {
            Schema::Number { min: 0.5, max: f32::MAX as f64, above_min: true, below_max: true }
        };
        assert_eq!(float(bounds(Some(0.5), None, true)), wanted.to_string());
    }

    #[test]
    fn lengths_fit_every_system() {
        let rules = StringRules { min_length: Some(1), max_length: Some(u64::MAX) };
        let text = string(&StringFormat::Text(None), &rules).tokens().to_string();
        assert_eq!(text, quote! { Schema::text(1, usize::MAX) }.to_string());
        let items = quote! { Schema::Any };
        let list = array(&items, bounds(Some(-3.0), Some(2.0), false), true).tokens();
        let wanted = quote! {
            Schema::Array { items: &Schema::Any, min: 0, max: 2, unique: true }
        };
        assert_eq!(list.to_string(), wanted.to_string());
    }
}
