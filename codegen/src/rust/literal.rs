//! Numbers as literals.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A number with a fraction. One with several digits behind the point gets an exponent: clippy takes
/// `3.14` for a mistake.
pub(crate) fn float(value: f64) -> TokenStream {
    let literal = match format!("{value:e}").parse::<Literal>() {
        Ok(literal) if (value * 10.0).fract() != 0.0 => literal,
        _ => Literal::f64_unsuffixed(value),
    };
    quote! { #literal }
}
