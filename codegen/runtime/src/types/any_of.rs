//! Values of shapes that nothing tells apart.

/// Declares a type for values that can be several things at once, or that nothing tells apart: the
/// value as it is, and a view of it as each of the documented shapes.
macro_rules! any_of {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$view_meta:meta])* $view:ident: $ty:ty,)*
        }
    ) => {
        $(#[$meta])*
        ///
        /// Values are kept as they are, since nothing tells the documented shapes apart for sure.
        #[derive(Clone, PartialEq)]
        pub struct $name(pub ::serde_json::Value);

        impl $name {
            $(
                $(#[$view_meta])*
                ///
                /// # Errors
                ///
                /// The value has another shape.
                pub fn $view(&self) -> Result<$ty, ::serde_json::Error> {
                    ::serde::Deserialize::deserialize(&self.0)
                }
            )*

            /// Makes the value out of something that is written as one of the documented shapes.
            ///
            /// # Errors
            ///
            /// As [`serde_json::to_value`].
            pub fn of(value: &impl ::serde::Serialize) -> Result<Self, ::serde_json::Error> {
                ::serde_json::to_value(value).map(Self)
            }
        }

        $crate::runtime::types::transparent::transparent!($name);

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_tuple(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use any_of;
