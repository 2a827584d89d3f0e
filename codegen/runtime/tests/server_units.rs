//! The parts that need no router.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::error::Error;

use axum::http::{Request, StatusCode};
use codegen_runtime::server::api_error::{ApiError, ErrorShape};
use codegen_runtime::server::body::is_json;
use codegen_runtime::server::context::{Context, RequestInfo};
use codegen_runtime::server::lenient::first_value;
use codegen_runtime::server::scalar::{Wrong, integer, items, number, parameter, text};
use codegen_runtime::server::schema::{Member, Schema};
use codegen_runtime::server::violations::{Field, Violations};
use codegen_runtime::types::shape::{self, Test};

fn wrong(result: Result<(), Wrong>) -> String {
    result.unwrap_err().into_owned()
}

#[test]
fn limits_are_inclusive_unless_said_otherwise() {
    let schema = Schema::Integer { min: 1, max: 3 };
    assert_eq!(wrong(integer(&schema, 0)), "must be at least 1");
    assert_eq!(wrong(integer(&schema, 4)), "must be at most 3");
    assert_eq!(wrong(integer(&schema, i128::MAX)), "must be at most 3");
    assert!(integer(&schema, 1).is_ok() && integer(&schema, 3).is_ok());

    assert!(number(&Schema::number(0.5, 1.5), 0.5).is_ok());
    assert!(number(&Schema::number(0.5, 1.5), 1.5).is_ok());
    assert_eq!(wrong(number(&Schema::number(0.5, 1.5), 0.25)), "must be at least 0.5");
    let open = Schema::Number { min: 0.0, max: 1.0, above_min: true, below_max: true };
    assert_eq!(wrong(number(&open, 0.0)), "must be greater than 0");
    assert_eq!(wrong(number(&open, 1.0)), "must be less than 1");
    assert!(number(&Schema::DOUBLE, f64::NAN).is_err());
    assert!(items(2, 2, 2).is_ok() && items(1, 2, 2).is_err() && items(3, 2, 2).is_err());
}

#[test]
fn lengths_count_characters() {
    let schema = Schema::Text { min: 2, max: 3 };
    assert!(text(&schema, "éé").is_ok());
    assert_eq!(wrong(text(&schema, "é")), "must have at least 2 characters");
    assert_eq!(wrong(text(&schema, "éééé")), "must have at most 3 characters");
    assert!(text(&Schema::Text { min: 0, max: 3 }, "ééé").is_ok());
}

#[test]
fn parameters_are_read_from_text() {
    assert!(parameter(&Schema::INT32, "-12").is_ok());
    assert_eq!(wrong(parameter(&Schema::INT32, "2147483648")), "must be at most 2147483647");
    assert_eq!(wrong(parameter(&Schema::INT64, "1.0")), "must be an integer");
    assert_eq!(wrong(parameter(&Schema::DOUBLE, "NaN")), "must be a number");
    assert_eq!(wrong(parameter(&Schema::Boolean, "1")), "must be true or false");
    assert_eq!(wrong(parameter(&Schema::Enum(&["a", "b"]), "c")), "must be one of: a, b");
    assert_eq!(wrong(parameter(&Schema::Uuid, "x")), "must be a UUID");
    assert!(parameter(&Schema::Nullable(&Schema::INT64), "1").is_ok());
}

#[test]
fn places_read_like_code() {
    let body = Field::Body;
    let logs = Field::Member(&body, "logs");
    let log = Field::Item(&logs, 1);
    assert_eq!(body.to_string(), "body");
    assert_eq!(Field::Member(&log, "level").to_string(), "logs[1].level");
    assert_eq!(Field::Item(&body, 3).to_string(), "[3]");
    let long = "é".repeat(1000);
    assert_eq!(Field::Member(&body, &long).to_string(), format!("{}…", "é".repeat(64)));
}

#[test]
fn a_flood_is_counted() {
    let mut violations = Violations::default();
    for index in 0..100_000 {
        violations.add(index, "wrong");
    }
    let error = violations.into_error(None);
    assert_eq!(error.violations().len(), 100);
    assert_eq!(error.details(), Some("the first 100 of 100000 problems are listed"));
}

fn info(headers: &[(&str, &str)]) -> RequestInfo {
    let mut request = Request::builder().method("PUT").uri("/a?token=hidden");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    RequestInfo::new("an-operation", request.body(()).unwrap().into_parts().0)
}

#[test]
fn credentials_are_found() {
    let bearer = |headers: &[(&str, &str)]| {
        info(headers).bearer_credential().map(|secret| secret.expose().to_owned())
    };
    assert_eq!(bearer(&[("authorization", "Bearer abc")]).as_deref(), Some("abc"));
    assert_eq!(bearer(&[("authorization", "bEARER   abc ")]).as_deref(), Some("abc"));
    for none in ["Bearer", "Bearer ", "Basic abc", "abc", ""] {
        assert_eq!(bearer(&[("authorization", none)]), None, "{none}");
    }
    assert_eq!(bearer(&[]), None);
    let two = info(&[("x-token", ""), ("X-Token", "second")]);
    assert_eq!(two.header_credential("X-TOKEN").unwrap().expose(), "second");
    assert!(two.header_credential("not a header name").is_none());
}

#[test]
fn a_context_shows_no_secrets() {
    let context = Context::new(7, info(&[("x-token", "hidden")]));
    let shown = format!("{context:?}");
    assert!(shown.contains("an-operation") && !shown.contains("hidden"), "{shown}");
    assert_eq!(context.request.method(), "PUT");
    assert_eq!(context.request.headers()["x-token"], "hidden");
    assert_eq!(context.request.peer(), None);
    assert!(context.request.extensions().is_empty());
    assert_eq!(context.request.into_parts().uri.query(), Some("token=hidden"));
}

#[test]
fn errors_tell_what_they_are() {
    let error = ApiError::new(StatusCode::CONFLICT, "No.").detail("why").violation("a.b", "is odd");
    assert_eq!(error.to_string(), "409: No. (why); a.b is odd");
    assert_eq!(size_of::<ApiError>(), size_of::<usize>());
    let error = ApiError::internal("disk on fire");
    assert!(!error.to_string().contains("fire"));
    assert_eq!(error.source().unwrap().to_string(), "disk on fire");
    assert!(format!("{error:?}").contains("fire"));
    assert_eq!(ApiError::unauthenticated().status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn no_content_type_is_as_good_as_json() {
    assert!(is_json(info(&[]).headers()));
    assert!(!is_json(info(&[("content-type", "a/b")]).headers()));
}

/// As servers written in Go read them, inside of unions as well.
#[test]
fn members_have_their_names_in_any_letters() {
    const fn tagged(kind: &'static [&'static str]) -> [(&'static str, shape::Member); 1] {
        [("kind", shape::Member::Is(Test::OneOf(kind)))]
    }
    static CAT: [(&str, shape::Member); 1] = tagged(&["cat"]);
    static DOG: [(&str, shape::Member); 1] = tagged(&["dog"]);
    static TESTS: [Test; 2] = [Test::Object(&CAT), Test::Object(&DOG)];
    static MEMBERS: [Member; 2] =
        [Member::required("kind", &Schema::TEXT), Member::optional("soundsLike", &Schema::TEXT)];
    static NAMED: [Member; 2] =
        [Member::required("kind", &Schema::TEXT), Member::optional("name", &Schema::TEXT)];
    static SHAPES: [&Schema; 2] = [&Schema::object(&MEMBERS), &Schema::object(&NAMED)];
    static PETS: Schema = Schema::array(&Schema::union(&TESTS, &SHAPES));
    let read =
        |text: &str| String::from_utf8(first_value(&PETS, text.as_bytes()).unwrap()).unwrap();
    assert_eq!(
        read(r#"[{"Kind":"cat","SOUNDSLIKE":"m"},{"KIND":"dog","Name":"n"}] more"#),
        r#"[{"kind":"cat","soundsLike":"m"},{"kind":"dog","name":"n"}]"#
    );
    // What is of no shape, or of both, stays as it is.
    assert_eq!(read(r#"[{"Kind":"cow","NAME":"n"},7]"#), r#"[{"Kind":"cow","NAME":"n"},7]"#);
}

/// Members that a schema requires are there even if there is nothing to say.
#[test]
fn errors_have_the_shape_of_the_document() {
    let plain = ErrorShape::new("error").detail("why").violations("fields", "name", "problem");
    let full = ErrorShape::new("error")
        .required_detail("why")
        .required_violations("fields", "name", "problem");
    let bare = ApiError::new(StatusCode::NOT_FOUND, "No \"such\" thing.");
    let written =
        |shape: ErrorShape, error: &ApiError| String::from_utf8(shape.write(error)).unwrap();
    let message = r#""error":"No \"such\" thing.""#;
    assert_eq!(written(ErrorShape::new("error"), &bare), format!("{{{message}}}"));
    assert_eq!(written(plain, &bare), format!("{{{message}}}"));
    assert_eq!(written(full, &bare), format!(r#"{{{message},"why":"","fields":[]}}"#));
    let error = bare.detail("é").violation("id", "is required").violation("x", "is not known");
    let rest = r#""why":"é","fields":[{"name":"id","problem":"is required"},{"name":"x","problem":"is not known"}]"#;
    for shape in [plain, full] {
        assert_eq!(written(shape, &error), format!("{{{message},{rest}}}"));
    }
    assert_eq!(written(ErrorShape::new("error"), &error), format!("{{{message}}}"));
}
