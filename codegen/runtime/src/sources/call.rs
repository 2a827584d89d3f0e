//! The files of `call/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source {
        part: Part::Call,
        name: "arguments",
        text: include_str!("../call/arguments.rs"),
        crates: &[("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Call,
        name: "caller",
        text: include_str!("../call/caller.rs"),
        crates: &[("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Call,
        name: "events",
        text: include_str!("../call/events.rs"),
        crates: &[("serde", &[])],
        optional: true,
    },
    Source {
        part: Part::Call,
        name: "failure",
        text: include_str!("../call/failure.rs"),
        crates: &[],
        optional: false,
    },
    Source {
        part: Part::Call,
        name: "input",
        text: include_str!("../call/input.rs"),
        crates: &[("serde", &[]), ("serde_json", &[]), ("tokio", &["io-std", "io-util"])],
        optional: true,
    },
    Source {
        part: Part::Call,
        name: "lines",
        text: include_str!("../call/lines.rs"),
        crates: &[("futures-util", &[]), ("serde", &[])],
        optional: true,
    },
    Source {
        part: Part::Call,
        name: "options",
        text: include_str!("../call/options.rs"),
        crates: &[("lexopt", &[])],
        optional: false,
    },
    Source {
        part: Part::Call,
        name: "output",
        text: include_str!("../call/output.rs"),
        crates: &[("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Call,
        name: "program",
        text: include_str!("../call/program.rs"),
        crates: &[("tokio", &["rt"])],
        optional: false,
    },
    Source {
        part: Part::Call,
        name: "sockets",
        text: include_str!("../call/sockets.rs"),
        crates: &[("serde", &[]), ("tokio", &["io-util"])],
        optional: true,
    },
    Source {
        part: Part::Call,
        name: "streams",
        text: include_str!("../call/streams.rs"),
        crates: &[("futures-util", &[]), ("tokio", &["signal"])],
        optional: true,
    },
    Source {
        part: Part::Call,
        name: "table",
        text: include_str!("../call/table.rs"),
        crates: &[],
        optional: false,
    },
    Source {
        part: Part::Call,
        name: "web_socket",
        text: include_str!("../call/web_socket.rs"),
        crates: &[("futures-util", &["sink"])],
        optional: true,
    },
];
