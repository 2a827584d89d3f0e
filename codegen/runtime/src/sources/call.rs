//! The files of `call/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source::always(
        Part::Call,
        "arguments",
        include_str!("../call/arguments.rs"),
        &[("serde", &[]), ("serde_json", &[])],
    ),
    Source::optional(Part::Call, "basic", include_str!("../call/basic.rs"), &[]),
    Source::optional(Part::Call, "bodies", include_str!("../call/bodies.rs"), &[("serde", &[])]),
    Source::always(
        Part::Call,
        "caller",
        include_str!("../call/caller.rs"),
        &[("serde", &[]), ("serde_json", &[])],
    ),
    Source::optional(Part::Call, "downloads", include_str!("../call/downloads.rs"), &[]),
    Source::optional(Part::Call, "events", include_str!("../call/events.rs"), &[("serde", &[])]),
    Source::always(Part::Call, "failure", include_str!("../call/failure.rs"), &[]),
    Source::optional(
        Part::Call,
        "input",
        include_str!("../call/input.rs"),
        &[("serde", &[]), ("serde_json", &[]), ("tokio", &["io-std", "io-util"])],
    ),
    Source::optional(
        Part::Call,
        "json_lines",
        include_str!("../call/json_lines.rs"),
        &[("serde", &[])],
    ),
    Source::optional(
        Part::Call,
        "lines",
        include_str!("../call/lines.rs"),
        &[("futures-util", &[]), ("serde", &[])],
    ),
    Source::always(Part::Call, "options", include_str!("../call/options.rs"), &[("lexopt", &[])]),
    Source::always(
        Part::Call,
        "output",
        include_str!("../call/output.rs"),
        &[("serde", &[]), ("serde_json", &[])],
    ),
    Source::optional(
        Part::Call,
        "parts",
        include_str!("../call/parts.rs"),
        &[("serde", &[]), ("serde_json", &[])],
    ),
    Source::always(
        Part::Call,
        "program",
        include_str!("../call/program.rs"),
        &[("tokio", &["rt"])],
    ),
    Source::optional(
        Part::Call,
        "sockets",
        include_str!("../call/sockets.rs"),
        &[("serde", &[]), ("tokio", &["io-util"])],
    ),
    Source::optional(
        Part::Call,
        "streams",
        include_str!("../call/streams.rs"),
        &[("futures-util", &[]), ("tokio", &["signal"])],
    ),
    Source::always(Part::Call, "table", include_str!("../call/table.rs"), &[]),
    Source::optional(Part::Call, "uploads", include_str!("../call/uploads.rs"), &[]),
    Source::optional(
        Part::Call,
        "web_socket",
        include_str!("../call/web_socket.rs"),
        &[("futures-util", &["sink"])],
    ),
];
