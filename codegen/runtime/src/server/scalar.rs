//! Checks of single values, for bodies and for parameters. Each answers what is wrong.

use std::borrow::Cow;

use super::super::types::parameter::Parameter;
use super::schema::{Rule, Schema};

/// What is wrong with a value, for a sentence that starts with the value's name.
pub type Wrong = Cow<'static, str>;

/// How many values of an enumeration are named to a caller who got it wrong.
const NAMED: usize = 20;

/// Checks a whole number, signed or not.
pub fn integer(schema: &Schema, value: i128) -> Result<(), Wrong> {
    let (min, max) = match *schema {
        Schema::Integer { min, max } => (i128::from(min), i128::from(max)),
        Schema::Unsigned { min, max } => (i128::from(min), i128::from(max)),
        Schema::Any => return Ok(()),
        _ => return mismatch(schema),
    };
    match value {
        value if value < min => Err(format!("must be at least {min}").into()),
        value if value > max => Err(format!("must be at most {max}").into()),
        _ => Ok(()),
    }
}

/// Checks a number.
pub fn number(schema: &Schema, value: f64) -> Result<(), Wrong> {
    let (min, max, above_min, below_max) = match *schema {
        Schema::Number { min, max, above_min, below_max } => (min, max, above_min, below_max),
        Schema::Any => return Ok(()),
        _ => return mismatch(schema),
    };
    if above_min && value <= min {
        return Err(format!("must be greater than {min}").into());
    }
    if below_max && value >= max {
        return Err(format!("must be less than {max}").into());
    }
    if value < min {
        return Err(format!("must be at least {min}").into());
    }
    // Written so that NaN, should it ever come here, is refused too.
    if value <= max { Ok(()) } else { Err(format!("must be at most {max}").into()) }
}

/// Checks a text that stands for itself, as JSON strings do.
pub fn text(schema: &Schema, text: &str) -> Result<(), Wrong> {
    match *schema {
        Schema::Any => Ok(()),
        Schema::Text { min, max } => length(text, min, max),
        Schema::Uuid if uuid::Uuid::decode(text).is_ok() => Ok(()),
        Schema::DateTime if is_time(text) => Ok(()),
        Schema::Enum(values) if values.contains(&text) => Ok(()),
        Schema::Enum(values) => not_listed(values),
        _ => mismatch(schema),
    }
}

/// Checks the text of a parameter, in which numbers and booleans are written out.
pub fn parameter(schema: &Schema, value: &str) -> Result<(), Wrong> {
    match schema {
        Schema::Boolean if bool::decode(value).is_ok() => Ok(()),
        Schema::Integer { .. } | Schema::Unsigned { .. } => match value.parse() {
            Ok(value) => integer(schema, value),
            Err(_) => mismatch(schema),
        },
        Schema::Number { .. } => match f64::decode(value) {
            Ok(value) => number(schema, value),
            Err(_) => mismatch(schema),
        },
        Schema::Nullable(schema) | Schema::Like(schema, _) => parameter(schema, value),
        Schema::Ruled(schema, rule) => {
            parameter(schema, value)?;
            text_rule(*rule, value)?;
            value.parse().map_or(Ok(()), |number| number_rule(*rule, number))
        }
        Schema::Listed { schema, values } => {
            let listed = |known: &&str| known.trim_matches('"') == value;
            if values.iter().any(listed) { parameter(schema, value) } else { not_listed(values) }
        }
        // How the alternatives look as texts is up to whoever reads them.
        Schema::Union { .. } => Ok(()),
        _ => text(schema, value),
    }
}

/// Checks the number of items of a list.
pub fn items(count: usize, min: usize, max: usize) -> Result<(), Wrong> {
    match count {
        count if count < min => Err(format!("must have at least {min} items").into()),
        count if count > max => Err(format!("must have at most {max} items").into()),
        _ => Ok(()),
    }
}

/// Checks a number against a rule.
pub fn number_rule(rule: Rule, value: f64) -> Result<(), Wrong> {
    let Rule::MultipleOf(step) = rule else { return Ok(()) };
    let times = value / step;
    // Decimal fractions are not exact.
    let fits = (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0);
    if fits { Ok(()) } else { Err(format!("must be a multiple of {step}").into()) }
}

/// Checks a text against a rule.
pub fn text_rule(rule: Rule, text: &str) -> Result<(), Wrong> {
    match rule {
        Rule::Pattern(pattern, matches) if !matches(pattern, text) => {
            Err(format!("must match {pattern}").into())
        }
        Rule::Is(what, is, _) if !is(text) => Err(format!("must be {what}").into()),
        Rule::Pattern(..) | Rule::Is(..) | Rule::MultipleOf(_) | Rule::Members(..) => Ok(()),
    }
}

/// Checks the number of an object's members against a rule.
pub fn members_rule(rule: Rule, count: usize) -> Result<(), Wrong> {
    match rule {
        Rule::Members(min, _) if count < min => {
            Err(format!("must have at least {min} members").into())
        }
        Rule::Members(_, max) if count > max => {
            Err(format!("must have at most {max} members").into())
        }
        Rule::Members(..) | Rule::Pattern(..) | Rule::Is(..) | Rule::MultipleOf(_) => Ok(()),
    }
}

/// The value is none of those that are listed.
pub fn not_listed(values: &[&str]) -> Result<(), Wrong> {
    if values.len() > NAMED {
        return Err("must be one of the documented values".into());
    }
    Err(format!("must be one of: {}", values.join(", ")).into())
}

/// The value is of another type.
pub fn mismatch(schema: &Schema) -> Result<(), Wrong> {
    Err(format!("must be {}", schema.expected()).into())
}

/// Whether a text is a time. Nearly all are in UTC, on a day that every month has.
fn is_time(text: &str) -> bool {
    is_usual_time(text.as_bytes()) == Some(true)
        || chrono::DateTime::<chrono::Utc>::decode(text).is_ok()
}

fn is_usual_time(text: &[u8]) -> Option<bool> {
    let (start, rest) = text.split_first_chunk::<19>()?;
    let &[a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n] = start else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| tens * 10 + ones)
    };
    let (_, month, day) = (two(a, b).and(two(c, d))?, two(e, f)?, two(g, h)?);
    let (hour, minute, second) = (two(i, j)?, two(k, l)?, two(m, n)?);
    let is_fraction = match rest {
        [b'Z'] => true,
        [b'.', digits @ .., b'Z'] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let is_day = (1..=12).contains(&month) && (1..=28).contains(&day);
    Some(is_day && hour < 24 && minute < 60 && second < 60 && is_fraction)
}

fn length(text: &str, min: usize, max: usize) -> Result<(), Wrong> {
    // Characters are only counted where bytes do not already settle it.
    if min == 0 && text.len() <= max {
        return Ok(());
    }
    match text.chars().count() {
        count if count < min => Err(format!("must have at least {min} characters").into()),
        count if count > max => Err(format!("must have at most {max} characters").into()),
        _ => Ok(()),
    }
}
