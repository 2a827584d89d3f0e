//! Enumerations of texts that stay open to values that are added later.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use super::parameter::StringEnum;

/// Declares an enumeration of texts.
///
/// A value that the list lacks becomes `Unknown`, which keeps it and writes it back unchanged.
/// Values made by `From`, `FromStr` or decoding are never `Unknown` with a listed text.
///
/// They have no order: that of the document is not meant as one, and changes as values are added.
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$value_meta:meta])* $value:ident = $wire:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$value_meta])*
                #[doc = ""]
                #[doc = concat!("Sent as ````", stringify!($wire), "````.")]
                $value,
            )*
            /// A value that the document does not list, as it came. Empty, it is the default and
            /// means that nothing was set.
            Unknown(String),
        }

        impl $name {
            /// Every listed value, as it is sent.
            pub const KNOWN: &'static [&'static str] = &[$($wire),*];

            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$value => $wire,)*
                    Self::Unknown(text) => text,
                }
            }

            /// Whether the document lists the value.
            #[must_use]
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        /// Not set: what an empty text stands for.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from("")
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$value,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::types::string_enum::deserialize(deserializer)
            }
        }

        impl $crate::runtime::types::parameter::StringEnum for $name {}
    };
}
pub(crate) use string_enum;

/// Reads a text, without a copy where it is a listed value.
///
/// # Errors
///
/// The input is not a text.
pub fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: StringEnum,
{
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: StringEnum> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
