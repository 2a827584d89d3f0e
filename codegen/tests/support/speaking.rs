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
