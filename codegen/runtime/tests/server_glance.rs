//! Whatever a body is checked against, and whatever it is: a glance at it never passes what the check
//! refuses, and passes most of what that accepts.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use codegen_runtime::server::schema::{Member, Others, Rule, Schema};
use codegen_runtime::server::violations::Violations;
use codegen_runtime::server::{check, glance};
use codegen_runtime::types::shape::Test;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::de::IgnoredAny;

/// JSON in which members may stand twice.
#[derive(Clone, Debug)]
enum Json {
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Writes it, with a blank wherever one may be.
    fn write(&self, blank: &str, text: &mut String) {
        let around = |sign: char| format!("{blank}{sign}{blank}");
        match self {
            Self::Text(value) => text.push_str(value),
            Self::List(items) => {
                text.push_str(&around('['));
                for (index, item) in items.iter().enumerate() {
                    text.push_str(&if index == 0 { String::new() } else { around(',') });
                    item.write(blank, text);
                }
                text.push_str(&around(']'));
            }
            Self::Object(members) => {
                text.push_str(&around('{'));
                for (index, (name, value)) in members.iter().enumerate() {
                    text.push_str(&if index == 0 { String::new() } else { around(',') });
                    text.push_str(&format!("\"{name}\"{}", around(':')));
                    value.write(blank, text);
                }
                text.push_str(&around('}'));
            }
        }
    }
}

fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

const TESTS: &[Test] = &[Test::Text, Test::Integer];
const RULES: [Rule; 4] = [
    Rule::MultipleOf(0.5),
    Rule::Members(1, 2),
    Rule::Pattern("^[a-z]*$", |_, text| text.bytes().all(|byte| byte.is_ascii_lowercase())),
    Rule::Is("short", |text| text.len() < 5, "x"),
];

fn scalar() -> impl Strategy<Value = Schema> {
    let limited = Schema::Number { min: 0.0, max: 10.0, above_min: true, below_max: true };
    select(vec![
        Schema::Any,
        Schema::Boolean,
        Schema::INT32,
        Schema::INT64,
        Schema::UINT64,
        Schema::integer(-3, 12),
        Schema::unsigned(1, 5),
        Schema::DOUBLE,
        Schema::FLOAT,
        Schema::number(0.5, 2.5),
        limited,
        Schema::TEXT,
        Schema::text(1, 3),
        Schema::Uuid,
        Schema::DateTime,
        Schema::Enum(&["info", "é", ""]),
        Schema::Listed { schema: &Schema::TEXT, values: &["\"a\"", "\"\\n\""] },
        Schema::Listed { schema: &Schema::INT32, values: &["1", "20"] },
        Schema::Listed { schema: &Schema::Nullable(&Schema::TEXT), values: &["null", "\"a\""] },
        Schema::union(TESTS, &[&Schema::TEXT, &Schema::INT32]),
    ])
}

fn schema() -> impl Strategy<Value = &'static Schema> {
    scalar().prop_map(leaked).prop_recursive(3, 16, 4, |inner| {
        let member = (select(vec!["name", "id", "naïve", ""]), inner.clone(), any::<bool>());
        let member = member.prop_map(|(name, schema, required)| {
            let member = if required { Member::required } else { Member::optional };
            member(name, schema).or(if name == "id" { &["ID", "Id"] } else { &[] })
        });
        let others = prop_oneof![
            Just(Others::Ignored),
            Just(Others::Refused),
            inner.clone().prop_map(Others::Each)
        ];
        let members = prop::collection::vec(member, 0..4).prop_map(|mut members| {
            members.sort_by_key(|member| member.name);
            members.dedup_by_key(|member| member.name);
            &*members.leak()
        });
        let array = (inner.clone(), 0..3_usize, 0..4_usize, any::<bool>());
        prop_oneof![
            4 => (members, others)
                .prop_map(|(members, others)| leaked(Schema::Object { members, others })),
            2 => array.prop_map(|(items, min, more, unique)| {
                leaked(Schema::Array { items, min, max: min + more, unique })
            }),
            1 => inner.clone().prop_map(|schema| leaked(Schema::Map(schema))),
            1 => inner.clone().prop_map(|schema| leaked(Schema::Nullable(schema))),
            1 => inner.clone().prop_map(|schema| leaked(Schema::Like(schema, "1"))),
            1 => (inner, select(RULES.to_vec()))
                .prop_map(|(schema, rule)| leaked(Schema::Ruled(schema, rule))),
        ]
    })
}

/// Values of which many are wrong everywhere.
const STRANGE: &[&str] = &[
    "null",
    "true",
    "-0",
    "-0.0",
    "0",
    "1",
    "1.0",
    "1e0",
    "-3",
    "12",
    "13",
    "20",
    "2.5",
    "0.5",
    "10",
    "9.75",
    "4294967296",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
    "123456789012345678901234567890",
    "\"\"",
    "\"x\"",
    "\"a\"",
    "\"abcd\"",
    "\"info\"",
    "\"\\n\"",
    "\"\\\"\"",
    "\"\\u0061\"",
    "\"\\ud800\"",
    "\"é\"",
    "\"öäü ß\"",
    "\"ABC\"",
    "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"",
    "\"67e5504410b1426f9247bb680e5fe0c8\"",
    "\"2024-02-29T23:59:60Z\"",
    "\"2023-02-29T23:59:59Z\"",
    "\"2023-02-28T23:59:59Z\"",
    "\"2023-02-28 23:59:59Z\"",
    "\"2023-02-28T23:59:59+01:00\"",
    "\"2023-02-28T23:59:59.Z\"",
    "\"2023-02-28T23:59:59.1234567890123Z\"",
    "\"2023-13-28T23:59:59Z\"",
    "\"2023-é-28T23:59:59Z\"",
    "\"2023-00-10T23:59:59Z\"",
    "\"2023-01-01T24:00:00Z\"",
    "\"2023-01-1:T20:00:00Z\"",
    "\"2023-01-01T20:00:00z\"",
    "[]",
    "{}",
    "[1,1]",
    "[[[\"}\"]]]",
    "{\"a\":{\"b\":[1,{\"c\":null}]}}",
    "{\"name\":1,\"name\":2}",
];

fn strange() -> BoxedStrategy<Json> {
    select(STRANGE).prop_map(|text| Json::Text(text.to_owned())).boxed()
}

fn one_of(texts: &'static [&'static str]) -> BoxedStrategy<Json> {
    select(texts).prop_map(|text| Json::Text(text.to_owned())).boxed()
}

/// Values as a schema has them, of which one in `wrong` is something else.
fn values(schema: &'static Schema, wrong: u32) -> BoxedStrategy<Json> {
    let right = match *schema {
        Schema::Any => one_of(&["1", "null", "[1,{\"a\":\"b\"}]", "\"x\""]),
        Schema::Boolean => one_of(&["true", "false"]),
        Schema::Integer { .. } | Schema::Unsigned { .. } => one_of(&["1", "2", "5"]),
        Schema::Number { .. } => one_of(&["1", "2.5", "0.75", "2e0"]),
        Schema::Text { .. } => one_of(&["\"abc\"", "\"é\"", "\"x\""]),
        Schema::Uuid => one_of(&["\"67e55044-10b1-426f-9247-bb680e5fe0c8\""]),
        Schema::DateTime => one_of(&["\"2023-02-28T23:59:59.5Z\"", "\"2023-03-31T00:00:00Z\""]),
        Schema::Enum(_) => one_of(&["\"info\"", "\"é\""]),
        Schema::Array { items, min, max, .. } => {
            prop::collection::vec(values(items, wrong), min..=max).prop_map(Json::List).boxed()
        }
        Schema::Map(schema) => objects(&[], Others::Each(schema), wrong),
        Schema::Object { members, others } => objects(members, others, wrong),
        Schema::Union { .. } => one_of(&["1", "\"x\""]),
        Schema::Listed { values, .. } => one_of(values),
        Schema::Nullable(schema) | Schema::Like(schema, _) | Schema::Ruled(schema, _) => {
            values(schema, wrong)
        }
    };
    prop_oneof![wrong => right, 1 => strange()].boxed()
}

fn objects(members: &'static [Member], others: Others, wrong: u32) -> BoxedStrategy<Json> {
    let mut all = Just(Vec::new()).boxed();
    for member in members {
        let names = std::iter::once(&member.name).chain(member.aliases);
        let name = select(names.copied().collect::<Vec<_>>());
        let least = usize::from(member.required);
        // Rarely it is missing, or stands twice.
        let times =
            prop_oneof![3 * wrong => Just(1), wrong => Just(least), 1 => Just(0), 1 => Just(2)];
        let value = values(member.schema, wrong);
        all = (all, name, times, value)
            .prop_map(|(mut all, name, times, value)| {
                all.extend(vec![(name.to_owned(), value); times]);
                all
            })
            .boxed();
    }
    let more = match others {
        Others::Ignored => prop::collection::vec((Just("more"), strange()), 0..2).boxed(),
        Others::Refused => prop::collection::vec((Just("more"), strange()), 0..1).boxed(),
        Others::Each(schema) => {
            let name = select(vec!["more", "m\\u0061y", "name"]);
            prop::collection::vec((name, values(schema, wrong)), 0..3).boxed()
        }
    };
    (all, more, any::<Index>(), any::<bool>())
        .prop_map(|(mut all, more, turn, is_turned)| {
            all.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
            if is_turned && !all.is_empty() {
                let turn = turn.index(all.len());
                all.rotate_left(turn);
            }
            Json::Object(all)
        })
        .boxed()
}

/// A schema, and a body that is right more often than not.
fn bodies(wrong: u32) -> impl Strategy<Value = (&'static Schema, bool, String)> {
    let blank = select(vec!["", "", "", " ", "\n\t", "\r\n  "]);
    let parts = (schema(), any::<bool>(), blank);
    parts.prop_flat_map(move |(schema, required, blank)| {
        values(schema, wrong).prop_map(move |value| {
            let mut text = String::new();
            value.write(blank, &mut text);
            (schema, required, text)
        })
    })
}

fn accepted(schema: &'static Schema, required: bool, text: &str) -> bool {
    let mut violations = Violations::default();
    let parsed = check::body(schema, required, text.as_bytes(), &mut violations);
    parsed.is_ok() && violations.count() == 0
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4000, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn what_a_glance_passes_is_right((schema, required, text) in bodies(12)) {
        serde_json::from_str::<IgnoredAny>(&text).unwrap();
        if glance::fits(schema, required, &text) {
            prop_assert!(accepted(schema, required, &text), "{text} {schema:?}");
        }
    }

    /// Nobody asks for this; but whatever it is, nothing panics.
    #[test]
    fn a_glance_at_anything_ends((schema, required, mut text) in bodies(12), at in any::<Index>()) {
        let at = at.index(text.len());
        if text.is_char_boundary(at) {
            text.truncate(at);
        }
        let _ = glance::fits(schema, required, &text);
    }
}

/// Whatever refers to itself has an end here.
#[test]
fn what_is_nested_deep_is_not_for_a_glance() {
    static LIST: Schema = Schema::array(&LIST);
    static NODE: Schema = Schema::object(&[Member::optional("next", &NODE)]);
    for (schema, start, end) in
        [(&LIST, "[", "]"), (&NODE, "{\"next\":", "}"), (&Schema::Any, "[", "]")]
    {
        let nested = |depth| format!("{}{{}}{}", start.repeat(depth), end.repeat(depth));
        assert!(!glance::fits(schema, true, &nested(1_000_000)));
        assert!(!glance::fits(schema, true, &start.repeat(1_000_000)));
    }
    let nested = format!("{}{{}}{}", "{\"next\":".repeat(20), "}".repeat(20));
    assert!(glance::fits(&NODE, true, &nested));
}

/// The property about glances would be worth nothing if they passed nothing.
#[test]
fn a_glance_passes_most_of_what_is_right() {
    let mut runner = TestRunner::deterministic();
    let strategy = bodies(100);
    let bodies = (0..2000).map(|_| strategy.new_tree(&mut runner).unwrap().current());
    let right: Vec<_> =
        bodies.filter(|(schema, required, text)| accepted(schema, *required, text)).collect();
    let passed =
        right.iter().filter(|(schema, required, text)| glance::fits(schema, *required, text));
    let passed = passed.count();
    assert!(right.len() > 1000 && passed * 10 > right.len() * 7, "{passed} of {}", right.len());
}

/// What clients send day by day is passed, whatever is between it and in whatever order.
#[test]
fn a_glance_knows_what_is_common() {
    static LOG: Schema = Schema::object(&[
        Member::optional("at", &Schema::DateTime),
        Member::required("output", &Schema::Ruled(&Schema::TEXT, RULES[3])),
        Member::optional("count", &Schema::Nullable(&Schema::integer(0, 9))),
        Member::optional("share", &Schema::number(0.0, 1.0)),
        Member::optional("id", &Schema::Uuid).or(&["ID"]),
        Member::optional("level", &Schema::Listed { schema: &Schema::TEXT, values: &["\"a\""] }),
        Member::optional("labels", &Schema::Map(&Schema::TEXT)),
        Member::optional("any", &Schema::Any),
    ]);
    for text in [
        r#"{"output":"x"}"#,
        r#"{ "share" : 0.25 , "output" : "" , "more" : [ { "a" : "\n" } ] }"#,
        r#"{"at":"2025-11-28T09:15:01.123456Z","output":"x","count":null,"id":null}"#,
        r#"{"ID":"67e55044-10b1-426f-9247-bb680e5fe0c8","count":9,"level":"a","output":"ü"}"#,
        r#"{"labels":{},"any":{"a":[],"b":-1.5},"output":"x"}"#,
        r#"{"labels":{"a":"b\\\"","a":"c"},"any":null,"output":"x"}"#,
    ] {
        assert!(accepted(&LOG, true, text), "{text}");
        assert!(glance::fits(&LOG, true, text), "{text}");
    }
    assert!(glance::fits(&LOG, false, " null "));
}
