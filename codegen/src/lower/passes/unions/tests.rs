//! Tests of values: what a kind alone says, and what two tests say together.

use crate::model::{MemberTest, Schema, Test, TypeKind};

/// What is to be seen of any value of this schema.
pub(super) fn of_kind(schema: &Schema) -> Test {
    match &schema.kind {
        TypeKind::Any | TypeKind::Alias(_) | TypeKind::Union(_) => Test::Anything,
        TypeKind::Boolean => Test::Boolean,
        TypeKind::Integer { .. } => Test::Integer,
        TypeKind::Number { .. } => Test::Number,
        TypeKind::String { .. } | TypeKind::Enum(_) => Test::Text,
        TypeKind::Array { .. } => Test::List(Box::new(Test::Anything)),
        TypeKind::Map { .. } | TypeKind::Object(_) => Test::Object(Vec::new()),
    }
}

/// Both hold.
pub(super) fn both(one: Test, other: Test) -> Test {
    match (one, other) {
        (Test::Anything, test) | (test, Test::Anything) => test,
        (one, other) if one == other => one,
        (Test::Text, test @ (Test::OneOf(_) | Test::Format(_)))
        | (test @ (Test::OneOf(_) | Test::Format(_)), Test::Text)
        | (Test::Number, test @ (Test::Integer | Test::Fraction))
        | (test @ (Test::Integer | Test::Fraction), Test::Number) => test,
        (Test::List(one), Test::List(other)) => Test::List(Box::new(both(*one, *other))),
        (Test::Object(mut one), Test::Object(other)) => {
            for condition in other {
                if !one.contains(&condition) {
                    one.push(condition);
                }
            }
            Test::Object(without_implied(one))
        }
        (one, other) => Test::All(vec![one, other]),
    }
}

/// A member that passes a test is there anyway.
fn without_implied(conditions: Vec<(String, MemberTest)>) -> Vec<(String, MemberTest)> {
    let passes = |name: &String| {
        conditions.iter().any(|(known, test)| known == name && matches!(test, MemberTest::Is(_)))
    };
    let kept = conditions
        .iter()
        .filter(|(name, test)| !(matches!(test, MemberTest::Present) && passes(name)));
    kept.cloned().collect()
}
