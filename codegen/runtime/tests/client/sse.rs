//! The parser of server-sent events.

use std::time::Duration;

use codegen_runtime::client::sse::{Parser, TooLarge};
use proptest::prelude::*;

/// Everything that a stream holds, with name and data, when it comes in these pieces.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<(String, String)> {
    let mut parser = Parser::new(1000);
    let mut events = Vec::new();
    for mut piece in pieces {
        while let Some(event) = parser.next(&mut piece).unwrap() {
            events.push((event.name, String::from_utf8(event.data).unwrap()));
        }
        assert!(piece.is_empty());
    }
    events
}

fn check(text: &str, expected: &[(&str, &str)]) {
    let owned: Vec<_> =
        expected.iter().map(|(name, data)| ((*name).to_owned(), (*data).to_owned())).collect();
    assert_eq!(read([text.as_bytes()]), owned, "{text:?}");
    assert_eq!(read(text.as_bytes().chunks(1)), owned, "{text:?} byte by byte");
    for end in ["\r", "\r\n"] {
        assert_eq!(read(text.replace('\n', end).as_bytes().chunks(1)), owned, "{text:?} {end:?}");
    }
}

/// wire.md 2.8: "Exact bytes".
#[test]
fn the_dialect_of_the_wire() {
    check(
        "event: ping\n\nevent: data\ndata: {\"a\":1}\n\nevent: ping\n\nevent: error\ndata: {}\n\n",
        &[("data", "{\"a\":1}"), ("error", "{}")],
    );
}

#[test]
fn everything_else_that_the_standard_knows() {
    check("data: a\ndata: b\ndata\n\n", &[("message", "a\nb\n")]);
    check("data\n\ndata\ndata\n\ndata:", &[("message", ""), ("message", "\n")]);
    check(
        "data:test\n\ndata: test\n\ndata:  x\n\n",
        &[("message", "test"), ("message", "test"), ("message", " x")],
    );
    check(": a comment\n\n:\ndata: a: b\nunknown: x\n\n", &[("message", "a: b")]);
    check("\u{feff}data: a\n\n\u{feff}data: b\n\n", &[("message", "a")]);
    check("event: x\n\ndata: a\n\n", &[("message", "a")]);
    check("event: x\nevent: y\ndata: ü\n\ndata: cut off\n", &[("y", "ü")]);
}

#[test]
fn ids_and_delays() {
    let mut parser = Parser::new(2000);
    let mut feed = |text: &str| {
        let mut rest = text.as_bytes();
        while parser.next(&mut rest).unwrap().is_some() {}
        (parser.last_id().map(str::to_owned), parser.retry())
    };
    assert_eq!(feed("id: 1\nretry: 250\n"), (None, Some(Duration::from_millis(250))));
    assert_eq!(feed("retry: soon\nretry: -1\nretry\n\n").0.as_deref(), Some("1"));
    assert_eq!(feed("data: x\n\nid: a\0b\n\n").0.as_deref(), Some("1"));
    let long = feed(&format!("id: {}\n\nretry: 18446744073709551616\n", "x".repeat(1025)));
    assert_eq!(long, (Some("1".to_owned()), Some(Duration::from_millis(250))));
    assert_eq!(feed("id\n\n").0.as_deref(), Some(""));
}

#[test]
fn nothing_grows_without_bounds() {
    let mut parser = Parser::new(10);
    let mut rest = b"data: 1234567890\n\n".as_slice();
    assert_eq!(parser.next(&mut rest).unwrap().unwrap().data, b"1234567890");
    for text in [
        "data:12345678901234567",
        ":xxxxxxxxxxxxxxxx",
        "data:12345\ndata:6789\ndata:\n",
        "data:12345678901\n",
    ] {
        let mut parser = Parser::new(10);
        let mut outcome = Ok(None);
        for mut byte in text.as_bytes().chunks(1) {
            outcome = parser.next(&mut byte);
        }
        assert_eq!(outcome, Err(TooLarge), "{text:?}");
    }
}

proptest! {
    /// However a stream is cut and whatever ends its lines, the events are the same.
    #[test]
    fn any_cuts_and_line_ends(
        events in prop::collection::vec(("[a-z]{0,3}", prop::collection::vec("[a-zü:{} ]{0,9}", 0..4)), 0..6),
        ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r", "\r\n"]), 40),
        cuts in prop::collection::vec(0_usize..400, 0..40),
    ) {
        let mut ends = ends.into_iter().cycle();
        let mut text = String::new();
        let mut expected = Vec::new();
        let mut last = "";
        for (name, lines) in &events {
            let all = std::iter::once(format!("event: {name}"))
                .chain(lines.iter().map(|line| format!("data: {line}")))
                .chain([": note".to_owned(), String::new()]);
            for line in all {
                // After a CR, the LF of an empty line would be a part of it.
                let end = ends.by_ref().find(|end| !(line.is_empty() && last == "\r" && *end == "\n"));
                last = end.unwrap();
                text.push_str(&line);
                text.push_str(last);
            }
            if !lines.is_empty() {
                let name = if name.is_empty() { "message" } else { name };
                expected.push((name.to_owned(), lines.join("\n")));
            }
        }
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut % (text.len() + 1)).collect();
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| &text.as_bytes()[cut[0]..cut[1]]);
        prop_assert_eq!(read(pieces), expected);
    }

    /// Nothing that a server sends breaks the parser or goes beyond the limit.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(prop::sample::select(b"daetvn: \r\n\0\xff".to_vec()), 0..300)) {
        let mut parser = Parser::new(50);
        let mut rest = bytes.as_slice();
        while let Ok(Some(event)) = parser.next(&mut rest) {
            prop_assert!(event.data.len() <= 50);
        }
    }
}
