//! Reading what servers send where they mean "nothing".

use serde::{Deserialize, Deserializer};

/// Reads `null` as the default value: for `deserialize_with`, beside `default` for absence.
///
/// # Errors
///
/// Whatever reading a `T` from something else than `null` fails with.
pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads `null` as the value that stands for an absent one.
///
/// # Errors
///
/// As [`null_as_default`].
pub fn null_as_absent<'de, D, T>(deserializer: D, absent: fn() -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(|value| value.unwrap_or_else(absent))
}
