//! What an operation asks of a caller who wants to use it.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use crate::model::Operation;

/// What an operation asks of a caller.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Access<'a> {
    /// Nothing.
    Open,
    /// One of these alternatives, each a list of schemes that are needed together.
    Required(Vec<&'a [usize]>),
    /// The same, but going without is fine too.
    Optional(Vec<&'a [usize]>),
}

impl<'a> Access<'a> {
    /// What `operation` asks.
    pub(super) fn of(operation: &'a Operation) -> Self {
        let alternatives: Vec<&[usize]> = operation
            .security
            .iter()
            .map(Vec::as_slice)
            .filter(|schemes| !schemes.is_empty())
            .collect();
        if alternatives.is_empty() {
            Self::Open
        } else if alternatives.len() < operation.security.len() {
            Self::Optional(alternatives)
        } else {
            Self::Required(alternatives)
        }
    }

    /// The type that tells who the caller is.
    pub(super) fn principal(&self) -> TokenStream {
        match self {
            Self::Open => quote! { () },
            Self::Required(_) => quote! { A::Principal },
            Self::Optional(_) => quote! { Option<A::Principal> },
        }
    }

    /// Every alternative.
    pub(super) fn alternatives(&self) -> &[&'a [usize]] {
        match self {
            Self::Open => &[],
            Self::Required(alternatives) | Self::Optional(alternatives) => alternatives,
        }
    }
}

/// What the operations of an API ask, all in all.
#[derive(Debug, Default)]
pub(super) struct Demands {
    /// The schemes that some operation asks for, in ascending order.
    pub(super) schemes: Vec<usize>,
    /// Some operation asks for several credentials at a time.
    pub(super) together: bool,
}

impl Demands {
    /// What the operations of `cx` ask.
    pub(super) fn of(cx: &Cx<'_>) -> Self {
        let mut demands = Self::default();
        for operation in &cx.api.operations {
            let access = Access::of(operation);
            for schemes in access.alternatives() {
                demands.together |= schemes.len() > 1;
                demands.schemes.extend(*schemes);
            }
        }
        demands.schemes.sort_unstable();
        demands.schemes.dedup();
        demands
    }

    /// Some operation asks for something.
    pub(super) fn any(&self) -> bool {
        !self.schemes.is_empty()
    }
}
