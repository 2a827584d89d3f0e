//! The files of `types/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source::optional(Part::Types, "addresses", include_str!("../types/addresses.rs"), &[]),
    Source::optional(
        Part::Types,
        "any_of",
        include_str!("../types/any_of.rs"),
        &[("serde", &[]), ("serde_json", &[])],
    ),
    Source::optional(Part::Types, "base64", include_str!("../types/base64.rs"), &[]),
    Source::optional(
        Part::Types,
        "byte_stream",
        include_str!("../types/byte_stream.rs"),
        &[("bytes", &[]), ("futures-core", &[])],
    ),
    Source::optional(Part::Types, "date", include_str!("../types/date.rs"), &[("chrono", &[])]),
    Source::optional(Part::Types, "file", include_str!("../types/file.rs"), &[]),
    Source::optional(
        Part::Types,
        "headers",
        include_str!("../types/headers.rs"),
        &[("serde", &[]), ("serde_json", &[])],
    ),
    Source::optional(
        Part::Types,
        "json_lines",
        include_str!("../types/json_lines.rs"),
        &[("bytes", &[]), ("futures-core", &[]), ("serde", &[]), ("serde_json", &[])],
    ),
    Source::optional(
        Part::Types,
        "members",
        include_str!("../types/members.rs"),
        &[("chrono", &[]), ("serde", &[])],
    ),
    Source::optional(Part::Types, "object", include_str!("../types/object.rs"), &[("serde", &[])]),
    Source::optional(Part::Types, "order", include_str!("../types/order.rs"), &[("serde", &[])]),
    Source::optional(Part::Types, "own", include_str!("../types/own.rs"), &[]),
    Source::always(
        Part::Types,
        "parameter",
        include_str!("../types/parameter.rs"),
        &[("chrono", &[]), ("uuid", &[])],
    ),
    Source::optional(
        Part::Types,
        "parts",
        include_str!("../types/parts.rs"),
        &[("serde_json", &[])],
    ),
    Source::always(Part::Types, "secret", include_str!("../types/secret.rs"), &[]),
    Source::always(
        Part::Types,
        "shape",
        include_str!("../types/shape.rs"),
        &[("chrono", &[]), ("serde_json", &[]), ("uuid", &[])],
    ),
    Source::optional(
        Part::Types,
        "slots",
        include_str!("../types/slots.rs"),
        &[("chrono", &[]), ("serde", &[])],
    ),
    Source::optional(
        Part::Types,
        "string_enum",
        include_str!("../types/string_enum.rs"),
        &[("serde", &[])],
    ),
    Source::optional(Part::Types, "style", include_str!("../types/style.rs"), &[]),
    Source::optional(
        Part::Types,
        "time",
        include_str!("../types/time.rs"),
        &[("chrono", &[]), ("serde", &[])],
    ),
    Source::always(
        Part::Types,
        "transparent",
        include_str!("../types/transparent.rs"),
        &[("serde", &[])],
    ),
    Source::optional(
        Part::Types,
        "union",
        include_str!("../types/union.rs"),
        &[("serde", &[]), ("serde_json", &[]), ("serde_path_to_error", &[])],
    ),
    Source::optional(
        Part::Types,
        "unix_time",
        include_str!("../types/unix_time.rs"),
        &[("chrono", &[])],
    ),
];
