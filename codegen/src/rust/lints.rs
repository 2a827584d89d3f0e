//! Names of a document that say something else to a reader of Rust. They stay what they are, and clippy
//! is told so where they stand.

use proc_macro2::TokenStream;
use quote::quote;

const REASON: &str = "it is what the document calls it";

/// Operators that take a value by value, as a setter does.
const OPERATORS: [&str; 10] =
    ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// For a setter.
pub(crate) fn of_setter(name: &str) -> Option<TokenStream> {
    OPERATORS.contains(&name).then(like_operator)
}

/// For a method of the client.
pub(crate) fn of_call(name: &str) -> Option<TokenStream> {
    (name == "cmp").then(like_operator)
}

fn like_operator() -> TokenStream {
    quote! { #[allow(clippy::should_implement_trait, reason = #REASON)] }
}

/// For a method of a server: `from_` and `into_` promise that it takes no `&self`.
pub(crate) fn of_handler(name: &str) -> Option<TokenStream> {
    let is_conversion = name.starts_with("from_") || name.starts_with("into_");
    is_conversion.then(|| quote! { #[allow(clippy::wrong_self_convention, reason = #REASON)] })
}
