//! Identifiers out of names that the name stage has decided.

use proc_macro2::{Ident, Span};

/// The token of a name; a raw one (`r#type`) stays raw.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
