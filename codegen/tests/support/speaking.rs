//! `call` asks `mock`, of cases that have every kind of parameter and of stream.

use serde_json::Value;

use crate::programs::{Mock, Programs};

/// The values of a text with one in each line.
#[track_caller]
fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The case `streams`: answers of every kind.
pub(crate) fn streams(programs: &Programs) {
    let mock = programs.mock(&["--token", "sesame"]);
    values(&mock);
    streams_of_values(&mock);
    streams_of_bytes(&mock);
    refusals(programs, &mock);
    let log = mock.end();
    assert!(log.contains("GET /jobs/7/logs 200\n") && log.contains("GET /tunnel 101\n"), "{log}");
    assert!(!log.contains("sesame") && !log.contains('?'), "{log}");
    streams_that_end(programs);
    seeds(programs);
}

fn values(mock: &Mock) {
    let ask = |arguments: &[&str]| mock.call(arguments, "sesame", Some(b""));
    let line: Value = serde_json::from_str(&ask(&["get-grant", "--param=id=x"]).text()).unwrap();
    // The document's example, which stands among the components.
    assert_eq!(line, serde_json::json!({"number": 4711, "text": "granted"}));
    let called = ask(&["get-grant-listen", "--param", "match=x"]);
    assert_eq!(called.error, "200 OK\n");
    let logs = ["get-logs", "--param=job=7", "--param=after=3", "--param=raw"];
    assert!(ask(&logs).text().starts_with('['));
    assert_eq!(ask(&["next-job"]).text(), "");
    // Nothing is chosen, or too much: nothing was sent.
    assert!(ask(&["get-grant"]).failed(2).contains("exactly one of `id`, `match`"));
    assert!(ask(&["get-grant", "--param=id=x", "--param=match=y"]).failed(2).contains("one of"));
}

fn streams_of_values(mock: &Mock) {
    for (arguments, count) in [
        (&["get-logs-follow", "--param=job=7", "--max=3"][..], 3),
        (&["watch-progress", "--param=job=7", "--max=2"], 2),
        (&["get-news", "--max=3"], 3),
        (&["get-ticks", "--max=1"], 1),
    ] {
        let output = mock.call(arguments, "sesame", None).text();
        let values = lines(&output);
        assert_eq!(values.len(), count, "{arguments:?}: {output}");
        let example = match arguments.first() {
            Some(&"watch-progress") => Some(serde_json::json!({"percent": 42})),
            Some(&"get-ticks") => Some(serde_json::json!({"number": 12, "text": "tick"})),
            _ => None,
        };
        match example {
            Some(example) => assert!(values.iter().all(|value| *value == example), "{output}"),
            None => assert!(values.first() != values.last(), "{output}"),
        }
    }
    let orders = b"{\"number\": 1}\n\n{\"number\": 2, \"text\": \"two\"}\n";
    assert_eq!(mock.call(&["take-orders"], "sesame", Some(orders)).text(), "");
    let wrong = mock.call(&["take-orders"], "sesame", Some(b"{\"number\": \"one\"}\n"));
    assert!(wrong.failed(2).contains("the input does not fit"));
}

fn streams_of_bytes(mock: &Mock) {
    let bytes: Vec<u8> = (0..200_000_u32).map(|index| (index % 251) as u8).collect();
    let max = format!("--max={}", bytes.len());
    let called = mock.call(&["tunnel", &max], "sesame", Some(&bytes));
    assert_eq!((called.code, called.output == bytes), (Some(0), true), "{}", called.error);
    // What is typed becomes the only text of a message; the mock shows messages.
    let shown = "{\"data\":\"ls ß\\n\"}\r\n";
    let max = format!("--max={}", shown.len());
    let shell = ["open-shell", "--param=job=7", &max];
    assert_eq!(mock.call(&shell, "sesame", Some("ls ß\n".as_bytes())).text(), shown);
    let shown = "{\"height\":24}\r\n";
    let max = format!("--max={}", shown.len());
    let shell = ["open-shell", "--param=job=7", "--lines", &max];
    assert_eq!(mock.call(&shell, "sesame", Some(b"{\"height\": 24}\n")).text(), shown);
    let talk = mock.call(&["talk", "--max=2"], "sesame", Some(b"hello\nyou\n"));
    assert_eq!(talk.text(), "hello\nyou\n");
}

fn refusals(programs: &Programs, mock: &Mock) {
    let refused = mock.call(&["get-logs", "--param=job=7"], "open-me", None).failed(1);
    assert!(refused.starts_with("401 Unauthorized\n"), "{refused}");
    assert!(!refused.contains("open-me"), "{refused}");
    // In the words of the operation, with a wrong credential and without any.
    for token in ["open-me", ""] {
        let refused = mock.call(&["get-ticks", "--max=1"], token, None).failed(1);
        assert!(refused.contains("nobody knows you"), "{token}: {refused}");
    }
    assert!(mock.call(&["get-logs-follow", "--param=job=7"], "", None).failed(1).contains("401"));
    // The right one for one scheme; no environment shows up in the help.
    let one = ["get-logs", "--param=job=7", "--token=Token=sesame"];
    assert!(mock.call(&one, "", None).text().starts_with('['));
    let unknown = mock.call(&["get-lgos"], "sesame", None).failed(2);
    assert!(unknown.contains("did you mean `get-logs`?"), "{unknown}");
    let missing = mock.call(&["get-logs"], "sesame", None).failed(2);
    assert!(missing.contains("`job` is missing"), "{missing}");
    let bad = mock.call(&["get-logs", "--param=job=-7"], "sesame", None).failed(2);
    assert!(bad.contains("`job` does not fit"), "{bad}");
    let nobody = programs.call(&["next-job", "--url=http://127.0.0.1:9"]).failed(1);
    assert!(nobody.contains("connect"), "{nobody}");
    assert!(programs.call(&["next-job"]).failed(2).contains("--url"));
    let list = programs.call(&["--list"]).text();
    assert!(list.contains("get-logs-follow\n    GET /jobs/{job}/logs\n"), "{list}");
    assert!(programs.call(&["--help"]).text().contains("Token  CALL_TOKEN_TOKEN"));
}

fn streams_that_end(programs: &Programs) {
    let mock = programs.mock(&["--ticks", "2"]);
    for arguments in [&["get-logs-follow", "--param=job=7"][..], &["get-news"]] {
        // Without any token: everybody may in.
        let output = mock.call(arguments, "", None).text();
        assert_eq!(lines(&output).len(), 2, "{output}");
    }
    #[cfg(unix)]
    {
        let mock = programs.mock(&[]);
        for arguments in [&["get-logs-follow", "--param=job=7"][..], &["get-ticks"]] {
            assert!(!lines(&mock.interrupted_call(arguments).text()).is_empty());
        }
    }
}

fn seeds(programs: &Programs) {
    let answer = |seed| {
        let mock = programs.mock(&["--seed", seed]);
        mock.call(&["get-logs", "--param=job=1"], "", None).text()
    };
    assert_eq!(answer("5"), answer("5"));
    assert_ne!(answer("5"), answer("6"));
}

/// The case `parameters`: parameters of every kind, and what is wrong with them.
pub(crate) fn parameters(programs: &Programs) {
    let mock = programs.mock(&[]);
    let ask = |arguments: &[&str]| mock.call(arguments, "", Some(b"{\"a\": \"b\"}"));
    let scalars = |number| {
        let parameters = [
            "text=a/b c",
            number,
            "id=5f2d6b1e-1c3a-4b5d-8e7f-0123456789ab",
            "when=2025-01-02T03:04:05Z",
            "flag",
            "ratio=1.5",
            "level=high",
            "X-Trace=abc",
            "X-Count=-3",
        ];
        let parameters = parameters.iter().flat_map(|parameter| ["--param", parameter]);
        ask(&["scalars"].into_iter().chain(parameters).collect::<Vec<_>>())
    };
    assert!(scalars("number=9").text().starts_with('{'));
    // The program does not know the limit, the server does.
    let refused = scalars("number=10").failed(1);
    assert!(refused.starts_with("400 Bad Request\n") && refused.contains("number"), "{refused}");
    let lists = ["each=a", "each=b,c", "joined=1", "joined=2", "needed=low", "needed=high"];
    let lists = lists.iter().flat_map(|parameter| ["--param", parameter]);
    ask(&["lists"].into_iter().chain(lists).collect::<Vec<_>>()).text();
    assert!(ask(&["lists"]).failed(2).contains("`needed` is missing"));
    let alike = ["alike", "--param=from=a", "--param=to=b", "--body"];
    for body in ["{}", "-"] {
        assert!(ask(&[&alike[..], &[body]].concat()).text().starts_with('{'));
    }
    assert!(ask(&[&alike[..], &["{\"a\": 1}"]].concat()).failed(2).contains("line 1"));
    assert!(ask(&["old", "--body={}"]).failed(2).contains("takes no body"));
    assert_eq!(ask(&["old", "--param=used=1"]).text(), "");
}

/// The case `bodies`: requests and answers of every media type.
pub(crate) fn bodies(programs: &Programs) {
    let mock = programs.mock(&[]);
    let order = r#"{"item": "a b", "count": 3, "tags": ["x"], "address": {"city": "Köln"}}"#;
    let files = r#"{"title": "T", "file": "@Cargo.toml", "tags": ["a"], "others": ["1", "2"]}"#;
    for (operation, more, body) in [
        ("form", "", order),
        ("optional-form", "", order),
        ("upload", "", files),
        ("single", "", r#"{"file": "data"}"#),
        ("bytes", "", "\u{0}any"),
        ("image", "--as=image/png", "png"),
        ("text", "", "plain"),
        ("number", "", "7"),
        ("lines", "--max=2", "{\"item\": \"a\"}\n{\"item\": \"b\"}\n"),
        ("several", "", order),
        ("several", "--as=application/xml", "<x/>"),
        ("several", "--as=application/x-www-form-urlencoded", order),
        ("several", "--as=multipart/form-data", r#"{"file": "data"}"#),
        ("open", "--as=text/x-any", "any"),
        ("delete", "", order),
        ("json-open", "", order),
    ] {
        let more = Some(more).filter(|more| !more.is_empty());
        let arguments: Vec<&str> = [operation, "--body=-"].into_iter().chain(more).collect();
        let called = mock.call(&arguments, "", Some(body.as_bytes()));
        assert_eq!(called.code, Some(0), "{operation} {more:?}: {called:?}");
        // Of bytes the program knows none that would be right.
        let silent = ["bytes", "image", "open", "delete", "json-open"];
        let is_silent = silent.contains(&operation);
        assert_eq!(called.output.is_empty(), is_silent, "{operation}: {called:?}");
    }
    // Those that may be without.
    for operation in ["optional-form", "single", "image", "number", "open", "delete"] {
        let called = mock.call(&[operation], "", Some(b""));
        assert_eq!(called.code, Some(0), "{operation}: {called:?}");
    }
    let bad = mock.call(&["form", "--body={}"], "", None).failed(2);
    assert!(bad.contains("the body does not fit"), "{bad}");
    let refused = mock.call(&["upload", r#"--body={"title":"0123456789","file":""}"#], "", None);
    let refused = refused.failed(1);
    assert!(refused.starts_with("400 Bad Request\n") && refused.contains("title"), "{refused}");
    let unknown = mock.call(&["several", "--as=text/csv", "--body=x"], "", None).failed(2);
    assert!(unknown.contains("application/xml"), "{unknown}");
}

/// The case `replies`: answers of every sort.
pub(crate) fn replies(programs: &Programs) {
    let mock = programs.mock(&[]);
    for operation in
        ["several", "same", "nothing", "download", "probe", "page", "only-default", "undocumented"]
    {
        let want = (operation == "several").then_some("--param=want=x");
        let arguments: Vec<&str> = [operation].into_iter().chain(want).collect();
        let called = mock.call(&arguments, "", Some(b""));
        assert_eq!(called.code, Some(0), "{operation}: {called:?}");
    }
}

/// The case `styles`: parameters in every style. Lists are repeated, objects are JSON.
pub(crate) fn styles(programs: &Programs) {
    let mock = programs.mock(&[]);
    let point = r#"{"x": 1, "label": "l"}"#;
    let filter = r#"{"author": {"name": "n", "ids": [1, 2]}, "points": [{"x": 1}]}"#;
    let path = |one: &'static str| {
        vec![("one", one), ("list", "a"), ("list", "b c"), ("object", point), ("spread", point)]
    };
    let each = |one| [path(one), vec![("each", "a"), ("each", "b,c")]].concat();
    let headers = ["X-Point", "X-Spread", "X-Json"].map(|name| (name, point));
    let query = vec![
        ("spread", point),
        ("object", r#"{"on": true, "ratio": 0.5}"#),
        ("spaces", "a"),
        ("spaces", "b"),
        ("pipes", "a b"),
        ("pipes", "c"),
        ("reserved", "a/b?c"),
        ("joined", "a"),
        ("json", filter),
        ("deep", r#"{"author": {"name": "n"}}"#),
        ("expand", "a"),
        ("empty", ""),
        ("points", point),
    ];
    for (operation, parameters) in [
        ("simple", [path("o"), headers.to_vec()].concat()),
        ("label", each("7")),
        ("matrix", each("o")),
        ("query", query),
        ("free", vec![("known", "k"), ("rest", r#"{"n": 1}"#)]),
        ("cookies", vec![("session", "s"), ("list", "a"), ("each", "b"), ("point", point)]),
        ("compare", vec![("base", "v1.0"), ("head", "main")]),
        ("file", vec![("name", "a.b")]),
        ("json-file", vec![("name", "a")]),
        ("file-acl", vec![("name", "a"), ("view", "v")]),
        ("old-file-acl", vec![("name", "a")]),
    ] {
        let parameters: Vec<String> =
            parameters.iter().map(|(name, value)| format!("--param={name}={value}")).collect();
        let mut arguments = vec![operation];
        arguments.extend(parameters.iter().map(String::as_str));
        let called = mock.call(&arguments, "", Some(b""));
        assert_eq!(called.code, Some(0), "{operation}: {called:?}");
    }
    let wrong = mock.call(&["free", "--param=rest={\"n\": \"x\"}"], "", None).failed(2);
    assert!(wrong.contains("`rest` does not fit"), "{wrong}");
}

/// The case `credentials`: secrets of every scheme.
pub(crate) fn credentials(programs: &Programs) {
    let mock = programs.mock(&["--token", "sesame"]);
    for operation in ["inherited", "open", "optional", "both", "digest"] {
        let called = mock.call(&[operation], "sesame", Some(b""));
        assert_eq!(called.code, Some(0), "{operation}: {called:?}");
        let called = mock.call(&[operation], "wrong", Some(b""));
        let code = if operation == "open" { 0 } else { 1 };
        assert_eq!(called.code, Some(code), "{operation}: {called:?}");
    }
    let some = ["both", "--token=one=sesame", "--token=two=sesame"];
    assert_eq!(mock.call(&some, "", Some(b"")).code, Some(0));
}
