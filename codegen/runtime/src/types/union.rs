//! Values of one of several shapes, told apart by looking at them.

use serde::de::DeserializeOwned;
use serde::ser::{Error as _, SerializeMap};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::shape::{Test, choose};

/// Reads a value in order to look at it.
///
/// # Errors
///
/// The input is not JSON.
pub fn look<'de, D: Deserializer<'de>>(
    deserializer: D,
    tests: &[Test],
) -> Result<(Value, Option<usize>), D::Error> {
    let value = Value::deserialize(deserializer)?;
    let chosen = choose(tests, &value);
    Ok((value, chosen))
}

/// Reads what was looked at.
///
/// # Errors
///
/// The value has another shape than it seemed to have; where, says the message.
pub fn read<T: DeserializeOwned, E: serde::de::Error>(value: Value) -> Result<T, E> {
    serde_path_to_error::deserialize(value).map_err(|error| match error.path().to_string() {
        path if path == "." => E::custom(error.inner()),
        path => E::custom(format_args!("{path}: {}", error.inner())),
    })
}

/// Writes the value of a variant, with its tag where the value itself lacks it.
///
/// # Errors
///
/// Whatever writing fails with.
pub fn write<T: Serialize, S: Serializer>(
    value: &T,
    test: &Test,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let Test::Tagged(name, tag) = test else { return value.serialize(serializer) };
    // As text, since a tree would hold short numbers as what they are not.
    let text = serde_json::to_string(value).map_err(S::Error::custom)?;
    let value: Value = serde_json::from_str(&text).map_err(S::Error::custom)?;
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry(name, tag)?;
    for (name, member) in value.as_object().into_iter().flatten() {
        map.serialize_entry(name, member)?;
    }
    map.end()
}

/// Declares a union. Each variant carries the test that tells its values from those of the others;
/// `Test` and `Member` in it are those of `shape`, whatever stands around the union.
///
/// A value that no test knows, or that several know, becomes `Unknown`, which keeps it and writes it
/// back unchanged.
macro_rules! union {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident($ty:ty $(,)?) = $test:expr,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum $name {
            $($(#[$variant_meta])* $variant($ty),)*
            /// A value that fits none of the documented shapes, or several of them, as it came.
            Unknown(::serde_json::Value),
        }

        impl $name {
            /// What each documented variant is recognised by, in their order.
            pub const TESTS: &'static [$crate::runtime::types::shape::Test] = {
                use $crate::runtime::types::shape::*;
                &[$($test,)*]
            };
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(value) => {
                        f.debug_tuple(stringify!($variant)).field(value).finish()
                    })*
                    Self::Unknown(_) => f.write_str("Unknown(..)"),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        use $crate::runtime::types::shape::*;
                        $crate::runtime::types::union::write(value, &$test, serializer)
                    })*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::runtime::types::union::{look, read};
                let (value, chosen) = look(deserializer, Self::TESTS)?;
                let mut index = 0..;
                $(if chosen.is_some() && chosen == index.next() {
                    return read(value).map(Self::$variant);
                })*
                Ok(Self::Unknown(value))
            }
        }
    };
}
pub(crate) use union;
