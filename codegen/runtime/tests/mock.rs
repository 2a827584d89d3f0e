//! The mock server without any document: what it makes up, and what its command line says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::time::Duration;

use codegen_runtime::mock::answers::Mock;
use codegen_runtime::mock::dice::Dice;
use codegen_runtime::mock::options::Options;
use codegen_runtime::mock::patterns::Pattern;
use codegen_runtime::mock::values::Maker;
use codegen_runtime::server::check;
use codegen_runtime::server::pattern;
use codegen_runtime::server::schema::{Member, Others, Rule, Schema};
use codegen_runtime::server::violations::Violations;
use codegen_runtime::types::date::is_date;
use codegen_runtime::types::secret::Secret;
use serde_json::{Value, json};

static NODE: Schema = Schema::Object {
    members: &[
        Member::required("id", &Schema::Uuid),
        Member::optional("next", &NODE),
        Member::optional("all", &Schema::array(&NODE)),
        Member::optional("by_name", &Schema::Map(&NODE)),
        Member::required("maybe", &Schema::Nullable(&NODE)),
    ],
    others: Others::Each(&NODE),
};

static ENDLESS: Schema = Schema::object(&[Member::required("self", &ENDLESS)]);

static ALL: &[Schema] = &[
    Schema::Any,
    Schema::Boolean,
    Schema::INT32,
    Schema::INT64,
    Schema::UINT64,
    Schema::Integer { min: -9, max: -3 },
    Schema::Integer { min: i64::MAX, max: i64::MAX },
    Schema::Integer { min: i64::MIN, max: -1 },
    Schema::Unsigned { min: u64::MAX - 1, max: u64::MAX },
    Schema::FLOAT,
    Schema::DOUBLE,
    Schema::number(-0.25, -0.125),
    Schema::number(1e300, f64::MAX),
    Schema::Number { min: 0.0, max: 1.0, above_min: true, below_max: true },
    Schema::Number { min: 7.0, max: 8.0, above_min: true, below_max: false },
    Schema::TEXT,
    Schema::Text { min: 0, max: 0 },
    Schema::Text { min: 2, max: 3 },
    Schema::Text { min: 500, max: 500 },
    Schema::Uuid,
    Schema::DateTime,
    Schema::Enum(&["a", "b"]),
    Schema::Array { items: &Schema::Boolean, min: 2, max: 2, unique: true },
    Schema::Array { items: &Schema::Enum(&["a", "b", "c"]), min: 3, max: 9, unique: true },
    Schema::Array { items: &NODE, min: 0, max: 0, unique: false },
    Schema::Map(&Schema::Nullable(&Schema::UINT16)),
    Schema::Like(&Schema::UINT16, "70000"),
    Schema::Ruled(&Schema::TEXT, Rule::Is("a date", is_date, "2025-01-31")),
    Schema::Ruled(&Schema::TEXT, pattern::rule("^[0-9]{3}-(?:ab|[^a-f.]{2,4}?)+$")),
    Schema::Ruled(&Schema::Text { min: 9, max: 12 }, pattern::rule(r"^[A-Z][\w.-]*\.com$")),
    Schema::Ruled(&Schema::TEXT, pattern::rule(r"\d{4}|\s\$[xy]?")),
    NODE,
];

fn value(schema: &'static Schema, seed: u64) -> Value {
    Maker::new(Dice::new(seed, "test", 0), seed == 0).value(schema, "it")
}

#[test]
fn whatever_is_made_up_is_valid() {
    for schema in ALL {
        for seed in 0..200 {
            let made = value(schema, seed);
            let mut violations = Violations::default();
            check::body(schema, true, made.to_string().as_bytes(), &mut violations).unwrap();
            assert_eq!(violations.count(), 0, "{schema:?}, {seed}: {violations:?} in {made}");
        }
    }
}

#[test]
fn there_is_no_text_for_patterns_that_are_not_plain() {
    for pattern in ["(?=a)b", r"(a)\1", "a^b", "a$b", "[[:alpha:]]", r"\bx", "(a", "a{2,1}", "*"] {
        assert!(Pattern::parse(pattern).is_none(), "{pattern}");
    }
}

#[test]
fn the_same_seed_makes_the_same_and_another_seed_does_not() {
    assert_eq!(value(&NODE, 7), value(&NODE, 7));
    assert_ne!(value(&NODE, 7), value(&NODE, 8));
    let nulls = |seed| value(&Schema::Nullable(&Schema::Uuid), seed).is_null();
    assert!(!nulls(0) && (1..50).any(nulls));
}

#[test]
fn schemas_that_contain_themselves_come_to_an_end() {
    for seed in 0..20 {
        assert!(value(&NODE, seed).to_string().len() < 2_000_000);
    }
    assert!(value(&ENDLESS, 0).to_string().ends_with(&"}".repeat(40)));
}

#[test]
fn examples_come_first_if_they_are_valid() {
    static GOOD: Schema = Schema::Like(&Schema::UINT16, "42");
    static BAD: Schema = Schema::Like(&Schema::UINT16, r#"{"no": "number"}"#);
    static DEEP: Schema = Schema::object(&[Member::optional("a", &GOOD)]);
    assert_eq!(value(&DEEP, 0), json!({"a": 42}));
    assert!(value(&BAD, 0).is_u64());
    let plain = Maker::new(Dice::new(0, "test", 0), true).without_examples().value(&DEEP, "it");
    assert_ne!(plain, json!({"a": 42}));
}

#[test]
fn an_answer_that_the_type_does_not_take_is_an_error_and_no_panic() {
    static EXAMPLE: Schema = Schema::Like(&Schema::TEXT, r#""two words""#);
    #[derive(Debug, serde::Deserialize)]
    #[serde(try_from = "String")]
    struct OneWord(String);
    impl TryFrom<String> for OneWord {
        type Error = String;
        fn try_from(text: String) -> Result<Self, String> {
            if text.contains(' ') { Err(text) } else { Ok(Self(text)) }
        }
    }
    let mock = Mock { options: Options::default() };
    // Valid, but not what the type takes: something else is made up.
    assert!(mock.answer::<OneWord>("word", &EXAMPLE).unwrap().0.starts_with("word-"));
    assert_eq!(mock.answer::<bool>("word", &Schema::TEXT).unwrap_err().status().as_u16(), 500);
}

fn parsed(arguments: &[&str], token: Option<&str>) -> Result<Option<Options>, String> {
    let arguments = arguments.iter().map(Into::into);
    Options::parse(arguments, token.map(str::to_owned)).map_err(|error| error.to_string())
}

#[test]
fn the_command_line_is_read() {
    assert_eq!(parsed(&[], Some("")).unwrap(), Some(Options::default()));
    let given = ["--listen=[::1]:0", "--token", "-t", "--seed", "3", "--interval=5", "--ticks=2"];
    let expected = Options {
        listen: "[::1]:0".to_owned(),
        token: Some(Secret::new("-t")),
        seed: 3,
        interval: Duration::from_millis(5),
        ticks: Some(2),
    };
    assert_eq!(parsed(&given, Some("other")).unwrap(), Some(expected));
    assert_eq!(parsed(&[], Some("t")).unwrap().unwrap().token, Some(Secret::new("t")));
    assert_eq!(parsed(&["--help"], None).unwrap(), None);
    for wrong in [&["--seed"][..], &["--seed", "x"], &["--tokne=t"], &["word"], &["--ticks=-1"]] {
        assert!(parsed(wrong, None).is_err(), "{wrong:?}");
    }
}

#[test]
fn only_the_token_opens() {
    let mock = |token: Option<&str>| Mock {
        options: Options { token: token.map(Secret::new), ..Options::default() },
    };
    let (right, wrong) = (Secret::new("right"), Secret::new("wrong"));
    assert!(mock(None).admit(std::slice::from_ref(&wrong)).is_ok());
    let locked = mock(Some("right"));
    assert!(locked.admit(std::slice::from_ref(&right)).is_ok());
    for secrets in [vec![wrong.clone()], vec![right, wrong], vec![]] {
        assert_eq!(locked.admit(&secrets).unwrap_err().status().as_u16(), 401);
    }
}
