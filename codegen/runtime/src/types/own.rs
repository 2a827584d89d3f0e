//! Types of the user's own in places that hold texts.

/// Makes a parameter of a type that can be written as text and read from it.
macro_rules! text_parameter {
    ($own:ty) => {
        impl $crate::runtime::types::parameter::Parameter for $own {
            fn encode(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(::std::string::ToString::to_string(self))
            }

            fn decode(text: &str) -> Result<Self, &'static str> {
                text.parse().map_err(|_| concat!("one of `", stringify!($own), "`"))
            }
        }
    };
}
pub(crate) use text_parameter;
