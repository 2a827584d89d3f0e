//! The files of `mock/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source {
        part: Part::Mock,
        name: "answers",
        text: include_str!("../mock/answers.rs"),
        crates: &[("axum", &[]), ("serde", &[]), ("serde_json", &[]), ("tokio", &["time"])],
        optional: false,
    },
    Source {
        part: Part::Mock,
        name: "dice",
        text: include_str!("../mock/dice.rs"),
        crates: &[],
        optional: false,
    },
    Source {
        part: Part::Mock,
        name: "events",
        text: include_str!("../mock/events.rs"),
        crates: &[("serde", &[])],
        optional: true,
    },
    Source {
        part: Part::Mock,
        name: "headers",
        text: include_str!("../mock/headers.rs"),
        crates: &[("serde", &[]), ("serde_json", &[])],
        optional: true,
    },
    Source {
        part: Part::Mock,
        name: "options",
        text: include_str!("../mock/options.rs"),
        crates: &[("lexopt", &[])],
        optional: false,
    },
    Source {
        part: Part::Mock,
        name: "patterns",
        text: include_str!("../mock/patterns.rs"),
        crates: &[],
        optional: false,
    },
    Source {
        part: Part::Mock,
        name: "serve",
        text: include_str!("../mock/serve.rs"),
        crates: &[
            ("axum", &["http1", "original-uri", "tokio"]),
            ("tokio", &["net", "rt", "signal"]),
        ],
        optional: false,
    },
    Source {
        part: Part::Mock,
        name: "sockets",
        text: include_str!("../mock/sockets.rs"),
        crates: &[
            ("futures-util", &[]),
            ("serde", &[]),
            ("serde_json", &[]),
            ("tokio", &["io-util"]),
        ],
        optional: true,
    },
    Source {
        part: Part::Mock,
        name: "ticks",
        text: include_str!("../mock/ticks.rs"),
        crates: &[("futures-util", &[]), ("serde", &[]), ("tokio", &["time"])],
        optional: true,
    },
    Source {
        part: Part::Mock,
        name: "values",
        text: include_str!("../mock/values.rs"),
        crates: &[("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Mock,
        name: "web_socket",
        text: include_str!("../mock/web_socket.rs"),
        crates: &[],
        optional: true,
    },
];
