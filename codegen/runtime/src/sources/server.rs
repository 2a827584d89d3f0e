//! The files of `server/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source {
        part: Part::Server,
        name: "api_error",
        text: include_str!("../server/api_error.rs"),
        crates: &[("axum", &[]), ("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "body",
        text: include_str!("../server/body.rs"),
        crates: &[("axum", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "check",
        text: include_str!("../server/check.rs"),
        crates: &[("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "context",
        text: include_str!("../server/context.rs"),
        crates: &[("axum", &["tokio"])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "credentials",
        text: include_str!("../server/credentials.rs"),
        crates: &[("axum", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "incoming",
        text: include_str!("../server/incoming.rs"),
        crates: &[("axum", &["original-uri"])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "inputs",
        text: include_str!("../server/inputs.rs"),
        crates: &[("axum", &[]), ("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "query",
        text: include_str!("../server/query.rs"),
        crates: &[("percent-encoding", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "respond",
        text: include_str!("../server/respond.rs"),
        crates: &[("axum", &[]), ("serde", &[]), ("serde_json", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "router",
        text: include_str!("../server/router.rs"),
        crates: &[("axum", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "scalar",
        text: include_str!("../server/scalar.rs"),
        crates: &[("chrono", &[]), ("uuid", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "schema",
        text: include_str!("../server/schema.rs"),
        crates: &[],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "texts",
        text: include_str!("../server/texts.rs"),
        crates: &[("axum", &[])],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "violations",
        text: include_str!("../server/violations.rs"),
        crates: &[],
        optional: false,
    },
    Source {
        part: Part::Server,
        name: "web_socket",
        text: include_str!("../server/web_socket.rs"),
        crates: &[("axum", &["ws"])],
        optional: true,
    },
];
