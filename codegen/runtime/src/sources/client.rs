//! The files of `client/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source {
        part: Part::Client,
        name: "body",
        text: include_str!("../client/body.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "build_error",
        text: include_str!("../client/build_error.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "builder",
        text: include_str!("../client/builder.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "call",
        text: include_str!("../client/call.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "error",
        text: include_str!("../client/error.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "handle",
        text: include_str!("../client/handle.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "hook",
        text: include_str!("../client/hook.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "problem",
        text: include_str!("../client/problem.rs"),
        crates: &[],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "redirect",
        text: include_str!("../client/redirect.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "reply",
        text: include_str!("../client/reply.rs"),
        crates: &[
            ("reqwest", &[]),
            ("serde", &[]),
            ("serde_json", &[]),
            ("serde_path_to_error", &[]),
        ],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "request",
        text: include_str!("../client/request.rs"),
        crates: &[("percent-encoding", &[]), ("reqwest", &[]), ("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "retry",
        text: include_str!("../client/retry.rs"),
        crates: &[("chrono", &[]), ("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "security",
        text: include_str!("../client/security.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "send",
        text: include_str!("../client/send.rs"),
        crates: &[("reqwest", &[]), ("tokio", &["time"])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "upgrade",
        text: include_str!("../client/upgrade.rs"),
        crates: &[("reqwest", &[])],
        optional: false,
    },
    Source {
        part: Part::Client,
        name: "web_socket",
        text: include_str!("../client/web_socket.rs"),
        crates: &[
            ("futures-util", &["sink"]),
            ("reqwest", &[]),
            ("tokio", &["time"]),
            ("tokio-tungstenite", &["handshake"]),
        ],
        optional: true,
    },
];
