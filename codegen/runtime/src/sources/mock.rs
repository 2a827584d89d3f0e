//! The files of `mock/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source::always(
        Part::Mock,
        "answers",
        include_str!("../mock/answers.rs"),
        &[("axum", &[]), ("serde", &[]), ("serde_json", &[]), ("tokio", &["time"])],
    ),
    Source::always(Part::Mock, "dice", include_str!("../mock/dice.rs"), &[]),
    Source::optional(Part::Mock, "events", include_str!("../mock/events.rs"), &[("serde", &[])]),
    Source::optional(
        Part::Mock,
        "headers",
        include_str!("../mock/headers.rs"),
        &[("serde", &[]), ("serde_json", &[])],
    ),
    Source::always(Part::Mock, "options", include_str!("../mock/options.rs"), &[("lexopt", &[])]),
    Source::always(Part::Mock, "patterns", include_str!("../mock/patterns.rs"), &[]),
    Source::always(
        Part::Mock,
        "serve",
        include_str!("../mock/serve.rs"),
        &[("axum", &["http1", "original-uri", "tokio"]), ("tokio", &["net", "rt", "signal"])],
    ),
    Source::optional(
        Part::Mock,
        "sockets",
        include_str!("../mock/sockets.rs"),
        &[("futures-util", &[]), ("serde", &[]), ("serde_json", &[]), ("tokio", &["io-util"])],
    ),
    Source::optional(
        Part::Mock,
        "ticks",
        include_str!("../mock/ticks.rs"),
        &[("futures-util", &[]), ("serde", &[]), ("tokio", &["time"])],
    ),
    Source::always(Part::Mock, "values", include_str!("../mock/values.rs"), &[("serde_json", &[])]),
    Source::optional(Part::Mock, "web_socket", include_str!("../mock/web_socket.rs"), &[]),
];
