//! Pieces by themselves.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Wake, Waker};

use axum::http::Request;
use codegen_runtime::server::check::body;
use codegen_runtime::server::close::Close;
use codegen_runtime::server::context::RequestInfo;
use codegen_runtime::server::credentials::Place;
use codegen_runtime::server::json_stream::JsonStream;
use codegen_runtime::server::scalar::parameter;
use codegen_runtime::server::schema::{Member, Schema};
use codegen_runtime::server::shutdown::{Shutdown, Wait};
use codegen_runtime::server::violations::Violations;
use codegen_runtime::types::parameter::Parameter;
use proptest::prelude::*;

fn cookie(headers: &[&[u8]]) -> Option<String> {
    let mut request = Request::builder().uri("/");
    for header in headers {
        request = request.header("cookie", *header);
    }
    let info = RequestInfo::new("op", request.body(()).unwrap().into_parts().0);
    info.credential(&[Place::Cookie("t")]).map(|secret| secret.expose().to_owned())
}

#[test]
fn cookies_are_found_in_any_mess() {
    for header in [
        b"t=x".as_slice(),
        b" t = x ",
        b"a=b;t=x;c=d",
        b"a; ;;=; t=x",
        b"t=; t=x",
        b"t=\"x\"",
        b"a=\xff\xfe\x80; t=x",
        b"t=\xff; t=x",
        b"t=a\"b; t=x",
    ] {
        assert_eq!(cookie(&[header]).as_deref(), Some("x"), "{header:?}");
    }
    for header in [b"T=x".as_slice(), b"", b"t", b"t=", b"tt=x", b"a=t=x", b"t=\"\"", b"t=\""] {
        assert_eq!(cookie(&[header]), None, "{header:?}");
    }
    assert_eq!(cookie(&[b"a=b", b"t=x=y"]).as_deref(), Some("x=y"));
}

proptest! {
    #[test]
    fn no_cookie_header_does_harm(bytes in proptest::collection::vec(32u8.., 0..100)
            .prop_map(|bytes| bytes.into_iter().filter(|byte| *byte != 127).collect::<Vec<_>>())) {
        let _ = cookie(&[&bytes]);
    }

    #[test]
    fn values_are_found_wherever_the_pieces_end(
        values in proptest::collection::vec(value(), 1..6),
        cuts in proptest::collection::vec(1usize..9, 1..40),
    ) {
        // A newline, as two numbers could not be told apart; the last one ends the last value.
        let text: String = values.iter().map(|value| format!("{value}\n")).collect();
        let (mut stream, mut found, mut rest) = (JsonStream::default(), Vec::new(), text.as_bytes());
        for cut in cuts.iter().cycle() {
            let (piece, next) = rest.split_at((*cut).min(rest.len()));
            stream.push(piece);
            while let Some(value) = stream.next_value() {
                found.push(serde_json::from_slice::<serde_json::Value>(value).unwrap());
            }
            rest = next;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(found, values);
        prop_assert_eq!(stream.waiting(), 0);
    }

    #[test]
    fn no_bytes_do_harm(pieces in proptest::collection::vec(".{0,8}", 0..20)) {
        let mut stream = JsonStream::default();
        for piece in pieces {
            stream.push(piece.as_bytes());
            while stream.next_value().is_some() {}
        }
    }
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        ".{0,6}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            proptest::collection::btree_map(".{0,4}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

#[test]
fn a_stream_of_values_needs_no_separators() {
    let mut stream = JsonStream::default();
    stream.push(b" {}[]\"a\"{\"b\":\"}\\\"\"} 1[2]3 ");
    let mut found = Vec::new();
    while let Some(value) = stream.next_value() {
        found.push(String::from_utf8(value.to_vec()).unwrap().trim().to_owned());
    }
    assert_eq!(found, ["{}", "[]", "\"a\"", "{\"b\":\"}\\\"\"}", "1", "[2]", "3"]);
}

#[test]
fn codes_that_may_not_be_sent_become_1011() {
    for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000] {
        assert_eq!(Close::new(code, "").code(), 1011);
    }
    for code in [1000, 1003, 1007, 1014, 3000, 4999] {
        assert_eq!(Close::new(code, "").code(), code);
    }
    assert_eq!(Close::failed("x".repeat(200)).reason().len(), 123);
    assert_eq!(Close::new(1000, "done").to_string(), "1000: done");
}

fn violations(schema: &'static Schema, text: &str) -> Vec<String> {
    let mut violations = Violations::default();
    body(schema, true, text.as_bytes(), &mut violations).unwrap();
    let error = violations.into_error(None);
    error.violations().iter().map(|v| format!("{} {}", v.field, v.detail)).collect()
}

#[test]
fn members_come_under_other_names_too() {
    const REGION: Schema = Schema::object(&[
        Member::required("region_id", &Schema::UINT16).or(&["RegionID", "regionId"]),
        Member::optional("name", &Schema::TEXT),
    ]);
    for text in [r#"{"region_id":1}"#, r#"{"RegionID":1}"#, r#"{"regionId":1,"name":null}"#] {
        assert!(violations(&REGION, text).is_empty(), "{text}");
    }
    assert_eq!(violations(&REGION, "{}"), ["region_id is required"]);
    assert_eq!(violations(&REGION, r#"{"regionid":1}"#), ["region_id is required"]);
    assert_eq!(violations(&REGION, r#"{"RegionID":"x"}"#), ["RegionID must be an integer"]);
    // Under two of them, the first one counts; under the same one twice, it is a mistake.
    assert!(violations(&REGION, r#"{"region_id":1,"RegionID":2}"#).is_empty());
    let wrong = violations(&REGION, r#"{"RegionID":1,"region_id":"x"}"#);
    assert_eq!(wrong, ["region_id must be an integer"]);
    let twice = violations(&REGION, r#"{"RegionID":1,"RegionID":2}"#);
    assert_eq!(twice, ["RegionID is given more than once"]);
}

#[test]
fn integers_without_sign() {
    for (schema, max) in [
        (&Schema::UINT16, u64::from(u16::MAX)),
        (&Schema::UINT32, u64::from(u32::MAX)),
        (&Schema::UINT64, u64::MAX),
    ] {
        assert!(violations(schema, "0").is_empty());
        assert!(violations(schema, &max.to_string()).is_empty());
        assert_eq!(violations(schema, "-1"), ["body must be at least 0"]);
        assert!(parameter(schema, &max.to_string()).is_ok());
        assert_eq!(parameter(schema, "-1").unwrap_err(), "must be at least 0");
        let beyond = (u128::from(max) + 1).to_string();
        assert_eq!(parameter(schema, &beyond).unwrap_err(), format!("must be at most {max}"));
        assert_eq!(violations(schema, &beyond).len(), 1);
    }
    assert_eq!(u64::decode(&u64::MAX.encode()), Ok(u64::MAX));
    assert_eq!(u32::decode("4294967296"), Err("a whole number of 32 bits without sign"));
    assert_eq!(u16::decode("-1"), Err("a whole number of 16 bits without sign"));
}

#[tokio::test]
async fn a_shutdown_waits_for_what_is_open() {
    crate::peer::within(async {
        let shutdown = Shutdown::new();
        let (first, second) = (shutdown.count(), shutdown.count());
        let (begun, drained) = (tokio::spawn(shutdown.begun()), tokio::spawn(shutdown.drained()));
        drop(first);
        tokio::task::yield_now().await;
        assert!(!begun.is_finished());
        shutdown.begin();
        begun.await.unwrap();
        assert!(shutdown.has_begun() && !drained.is_finished());
        drop(second);
        drained.await.unwrap();
        // Whoever gave up waiting is forgotten.
        drop(shutdown.begun());
        assert_eq!(shutdown.open_streams(), 0);
    })
    .await;
}

/// Numbers of those who gave up waiting go to others, whose wakers must not get mixed up.
#[test]
fn everybody_who_still_waits_is_woken_once() {
    #[derive(Default)]
    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Relaxed);
        }
    }
    let shutdown = Shutdown::new();
    let counts: [Arc<Count>; 6] = Default::default();
    let poll = |wait: &mut Wait, count: &Arc<Count>| {
        let waker = Waker::from(Arc::clone(count));
        Pin::new(wait).poll(&mut Context::from_waker(&waker)).is_ready()
    };
    let mut waits: Vec<Wait> = counts.iter().map(|_| shutdown.begun()).collect();
    let [first, second, third, fourth, fifth, moved] = &counts;
    for (wait, count) in waits.iter_mut().zip([first, second, third]) {
        assert!(!poll(wait, count));
    }
    drop(waits.remove(1));
    drop(waits.remove(0));
    for (wait, count) in waits.iter_mut().skip(1).zip([fourth, fifth]) {
        assert!(!poll(wait, count));
    }
    // The third goes on in another task.
    assert!(!poll(&mut waits[0], moved) && !poll(&mut waits[0], moved));
    shutdown.begin();
    let woken: Vec<usize> = counts.iter().map(|count| count.0.load(Relaxed)).collect();
    assert_eq!(woken, [0, 0, 0, 1, 1, 1]);
    assert!(waits.iter_mut().take(3).all(|wait| poll(wait, moved)));
}
