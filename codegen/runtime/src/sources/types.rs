//! The files of `types/`.

use super::{Part, Source};

/// By name.
pub(super) const SOURCES: &[Source] = &[
    Source {
        part: Part::Types,
        name: "aliased",
        text: include_str!("../types/aliased.rs"),
        crates: &[("serde", &[])],
        optional: true,
    },
    Source {
        part: Part::Types,
        name: "any_of",
        text: include_str!("../types/any_of.rs"),
        crates: &[("serde", &[]), ("serde_json", &[])],
        optional: true,
    },
    Source {
        part: Part::Types,
        name: "byte_stream",
        text: include_str!("../types/byte_stream.rs"),
        crates: &[("bytes", &[]), ("futures-core", &[])],
        optional: true,
    },
    Source {
        part: Part::Types,
        name: "file",
        text: include_str!("../types/file.rs"),
        crates: &[],
        optional: true,
    },
    Source {
        part: Part::Types,
        name: "json_lines",
        text: include_str!("../types/json_lines.rs"),
        crates: &[("bytes", &[]), ("futures-core", &[]), ("serde", &[]), ("serde_json", &[])],
        optional: true,
    },
    Source {
        part: Part::Types,
        name: "lenient",
        text: include_str!("../types/lenient.rs"),
        crates: &[("serde", &[])],
        optional: false,
    },
    Source {
        part: Part::Types,
        name: "parameter",
        text: include_str!("../types/parameter.rs"),
        crates: &[("chrono", &[]), ("uuid", &[])],
        optional: false,
    },
    Source {
        part: Part::Types,
        name: "secret",
        text: include_str!("../types/secret.rs"),
        crates: &[("serde", &[])],
        optional: false,
    },
    Source {
        part: Part::Types,
        name: "shape",
        text: include_str!("../types/shape.rs"),
        crates: &[("chrono", &[]), ("serde_json", &[]), ("uuid", &[])],
        optional: false,
    },
    Source {
        part: Part::Types,
        name: "string_enum",
        text: include_str!("../types/string_enum.rs"),
        crates: &[("serde", &[])],
        optional: true,
    },
    Source {
        part: Part::Types,
        name: "style",
        text: include_str!("../types/style.rs"),
        crates: &[],
        optional: true,
    },
    Source {
        part: Part::Types,
        name: "union",
        text: include_str!("../types/union.rs"),
        crates: &[("serde", &[]), ("serde_json", &[])],
        optional: true,
    },
];
