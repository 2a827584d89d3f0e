//! Names that are taken before any document is read.

use crate::config::BESIDE_TRAIT;

/// Keywords of all editions, reserved ones included.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written as raw identifiers either.
const PATH_KEYWORDS: &[&str] = &["Self", "_", "crate", "self", "super"];

/// What emitted code writes without a path in a place of a type, and what a reader expects to mean
/// only one thing.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// A module of such a name would hide the primitive type, or clash with a file that some system or
/// the module tree itself reserves.
const MODULES: &[&str] = &[
    "aux", "bool", "char", "con", "f128", "f16", "f32", "f64", "i128", "i16", "i32", "i64", "i8",
    "isize", "mod", "nul", "prn", "str", "u128", "u16", "u32", "u64", "u8", "usize",
];

/// What every client has, what every server trait has, and what stands beside handlers.
const FUNCTIONS: &[&str] = &[
    "at",
    "authenticate",
    "base_url",
    "borrow",
    "borrow_mut",
    "builder",
    "call",
    "clone",
    "clone_from",
    "clone_into",
    "error_body",
    "execute",
    "finish",
    "fmt",
    "from",
    "into",
    "new",
    "router",
    "router_with",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// What every call has, the local beside which parameters stand in emitted code, and what clippy takes
/// for a placeholder.
const PARAMETERS: &[&str] = &[
    "baz",
    "foo",
    "header",
    "idle_timeout",
    "inputs",
    "into_future",
    "max_message_bytes",
    "operation",
    "operations",
    "quux",
    "reconnect",
    "retry",
    "runtime",
    "send",
    "timeout",
    "types",
    "with",
];

/// What every client's builder has.
const BUILDER: &[&str] = &[
    "basic_credential",
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "credential_source",
    "default_header",
    "fmt",
    "from",
    "hook",
    "http_client",
    "http_client_builder",
    "into",
    "keep",
    "max_body_bytes",
    "max_message_bytes",
    "new",
    "retry",
    "timeout",
    "user_agent",
];

/// Variants of every open enum, and the constant that lists its values.
const VARIANTS: &[&str] = &["KNOWN", "Self", "Unknown"];

/// Where a name stands, as far as names are taken there from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reserved {
    Nothing,
    Types,
    Modules,
    Functions,
    Parameters,
    Builder,
    Variants,
    /// Traits of the server.
    Traits,
}

impl Reserved {
    /// The name is taken.
    pub(super) fn contains(self, ident: &str) -> bool {
        let list = match self {
            Self::Nothing => return ident == "Self",
            Self::Types => PRELUDE,
            Self::Modules => MODULES,
            Self::Functions => FUNCTIONS,
            Self::Parameters => PARAMETERS,
            Self::Builder => BUILDER,
            Self::Variants => VARIANTS,
            Self::Traits if PRELUDE.contains(&ident) => return true,
            Self::Traits => BESIDE_TRAIT,
        };
        list.contains(&ident.strip_prefix("r#").unwrap_or(ident))
    }
}

/// Rust cannot use the text as a name as it stands.
pub(super) fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text) || PATH_KEYWORDS.contains(&text)
}

/// The identifier, raw where it is a keyword; with an underscore where even that is not allowed.
pub(super) fn escape(ident: String) -> String {
    if KEYWORDS.contains(&ident.as_str()) {
        format!("r#{ident}")
    } else if PATH_KEYWORDS.contains(&ident.as_str()) {
        format!("{ident}_")
    } else {
        ident
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_one_and_can_be_escaped() {
        for keyword in KEYWORDS.iter().chain(PATH_KEYWORDS) {
            let escaped = escape((*keyword).to_owned());
            assert!(syn::parse_str::<syn::Ident>(&escaped).is_ok(), "{escaped}");
        }
    }

    /// Emitted code gives methods to types of the runtime, which have some of their own, private ones
    /// included.
    #[test]
    fn methods_of_the_runtime_are_taken() {
        for (owner, reserved) in [
            ("Client", Reserved::Functions),
            ("ClientBuilder", Reserved::Builder),
            ("Call", Reserved::Parameters),
        ] {
            let methods = methods(owner);
            assert!(methods.len() > 2, "{owner}: {methods:?}");
            let free = methods.iter().filter(|name| !reserved.contains(name));
            assert_eq!(free.collect::<Vec<_>>(), Vec::<&String>::new(), "{owner}");
        }
    }

    fn methods(owner: &str) -> Vec<String> {
        let mut found = Vec::new();
        for source in codegen_runtime::sources::sources() {
            for item in syn::parse_file(source.text).into_iter().flat_map(|file| file.items) {
                let syn::Item::Impl(block) = item else { continue };
                if block.trait_.is_some() {
                    continue;
                }
                let syn::Type::Path(path) = &*block.self_ty else { continue };
                if path.path.segments.last().is_none_or(|last| last.ident != owner) {
                    continue;
                }
                found.extend(block.items.iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
        found
    }
}
