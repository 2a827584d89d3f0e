//! Which optional parts of the runtime the emitted code uses, and thereby which crates it needs.

use codegen_runtime::sources::Source;

use super::Cx;
use crate::model::TypeKind;

/// What emitted code asks of the runtime beyond what every API needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Some type is an enumeration.
    pub(crate) string_enum: bool,
    /// Some operation switches to WebSocket.
    pub(crate) web_socket: bool,
}

impl Needs {
    /// What the API of `cx` needs.
    pub(crate) fn of(cx: &Cx<'_>) -> Self {
        let is_enum = |id: &_| matches!(cx.api.schema(*id).kind, TypeKind::Enum(_));
        Self {
            string_enum: cx.names.types.keys().any(is_enum),
            web_socket: cx.api.operations.iter().any(crate::model::Operation::is_web_socket),
        }
    }

    /// This file of the runtime belongs in the output.
    pub(crate) fn source(&self, source: &Source) -> bool {
        !source.optional || self.optional(source.name).unwrap_or_default()
    }

    /// Whether the optional module of this name is needed; nothing for a name we don't know.
    fn optional(&self, name: &str) -> Option<bool> {
        match name {
            "string_enum" => Some(self.string_enum),
            "web_socket" => Some(self.web_socket),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use codegen_runtime::sources::sources;

    use super::Needs;

    #[test]
    fn every_optional_module_is_known() {
        let needs = Needs::default();
        for source in sources().filter(|source| source.optional) {
            assert!(needs.optional(source.name).is_some(), "{}", source.name);
            assert!(!needs.source(source), "{}", source.name);
        }
    }
}
