//! Members where absence, `null` and nothing are not quite the same.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Reads `null` as the default value: for `with` (see [`serialize`]), beside `default` for absence.
///
/// # Errors
///
/// Whatever reading a `T` from something else than `null` fails with.
pub fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Writes a value as it is.
///
/// # Errors
///
/// Whatever writing it fails with.
pub fn serialize<S: Serializer, T: Serialize>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// The value is its type's default, such as an empty list.
pub fn is_empty<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads what is there as `Some`, `null` included: beside `default` for absence.
///
/// # Errors
///
/// Whatever reading a `T` fails with.
pub fn some<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads `null` as the value that stands for an absent one.
///
/// # Errors
///
/// As [`deserialize`].
pub fn null_as_absent<'de, D, T>(deserializer: D, absent: fn() -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(|value| value.unwrap_or_else(absent))
}
