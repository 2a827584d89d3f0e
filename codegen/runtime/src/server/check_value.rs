//! Checks values that are trees already.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::check::Check;
use super::schema::Schema;
use super::violations::{Field, Violations};

/// Checks a body, and notes what is wrong; whether nothing is.
pub fn body(schema: &'static Schema, value: &Value, violations: &mut Violations) -> bool {
    check(schema, Field::Body, value, violations)
}

/// Checks the value of a parameter, and notes what is wrong; whether nothing is.
pub fn parameter(
    schema: &'static Schema,
    name: &str,
    value: &Value,
    violations: &mut Violations,
) -> bool {
    check(schema, Field::Member(&Field::Body, name), value, violations)
}

fn check(
    schema: &'static Schema,
    at: Field<'_>,
    value: &Value,
    violations: &mut Violations,
) -> bool {
    let before = violations.count();
    let check = Check { schema, at, absent_if_null: false, violations };
    if let Err(error) = check.deserialize(value) {
        violations.add(at, error);
    }
    violations.count() == before
}
