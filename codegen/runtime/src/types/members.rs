//! How members of objects are read and written: what `object!` calls.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, SerializeMap};

/// The name of a member, borrowed from the input where that is possible.
#[derive(Debug)]
pub struct Key<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }

    fn visit_string<E: Error>(self, key: String) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key)))
    }
}

/// Reads the value into the slot, if the key is one of the names; whether it is.
fn take<'de, R: Deserialize<'de>, T, A: MapAccess<'de>>(
    key: &Key<'de>,
    members: &mut A,
    slot: &mut Option<T>,
    names: &[&'static str],
    from: impl FnOnce(R) -> T,
) -> Result<bool, A::Error> {
    if !names.contains(&&*key.0) {
        return Ok(false);
    }
    match (&slot, names) {
        (None, _) => *slot = Some(from(members.next_value()?)),
        (Some(_), [name]) => return Err(A::Error::duplicate_field(name)),
        (Some(_), _) => drop(members.next_value::<IgnoredAny>()?),
    }
    Ok(true)
}

/// A value that is not there: only an `Option` can be read from it.
struct Missing<E>(&'static str, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A member that must be there.
pub mod required {
    use super::{
        Deserialize, Error, Key, MapAccess, Missing, PhantomData, Serialize, SerializeMap, take,
    };

    /// Reads the member if this is its key.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        key: &Key<'de>,
        members: &mut A,
        slot: &mut Option<T>,
        names: &[&'static str],
    ) -> Result<bool, A::Error> {
        take(key, members, slot, names, |value| value)
    }

    /// What was read. A type that can be `null` may be missing, too.
    ///
    /// # Errors
    ///
    /// Nothing was.
    pub fn finish<'de, T, E>(slot: Option<T>, name: &'static str) -> Result<T, E>
    where
        T: Deserialize<'de>,
        E: Error,
    {
        slot.map_or_else(|| T::deserialize(Missing(name, PhantomData)), Ok)
    }

    /// Writes the member.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    pub fn write<M: SerializeMap, T: Serialize>(
        mut members: M,
        name: &'static str,
        value: &T,
    ) -> Result<M, M::Error> {
        members.serialize_entry(name, value)?;
        Ok(members)
    }
}

/// A member that may be missing or `null`.
pub mod optional {
    use super::{Error, Serialize, SerializeMap, required};

    pub use super::required::read;

    /// What was read.
    ///
    /// # Errors
    ///
    /// None.
    pub fn finish<T, E: Error>(slot: Option<Option<T>>, _: &'static str) -> Result<Option<T>, E> {
        Ok(slot.flatten())
    }

    /// Writes the member, if it is there.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    pub fn write<M: SerializeMap, T: Serialize>(
        members: M,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<M, M::Error> {
        match value {
            Some(value) => required::write(members, name, value),
            None => Ok(members),
        }
    }
}

/// A member that may be missing, which is something else than `null`.
pub mod nullable {
    use super::{Deserialize, Key, MapAccess, take};

    pub use super::optional::{finish, write};

    /// Reads the member if this is its key.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        key: &Key<'de>,
        members: &mut A,
        slot: &mut Option<Option<T>>,
        names: &[&'static str],
    ) -> Result<bool, A::Error> {
        take(key, members, slot, names, Some)
    }
}

/// A list or a map that is empty where it is missing or `null`.
pub mod list {
    use super::{Deserialize, Error, Key, MapAccess, take};

    pub use super::required::write;

    /// Reads the member if this is its key.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, T: Default + Deserialize<'de>, A: MapAccess<'de>>(
        key: &Key<'de>,
        members: &mut A,
        slot: &mut Option<T>,
        names: &[&'static str],
    ) -> Result<bool, A::Error> {
        take(key, members, slot, names, Option::unwrap_or_default)
    }

    /// What was read.
    ///
    /// # Errors
    ///
    /// None.
    pub fn finish<T: Default, E: Error>(slot: Option<T>, _: &'static str) -> Result<T, E> {
        Ok(slot.unwrap_or_default())
    }
}

/// A list or a map that is left out while it is empty.
pub mod optional_list {
    use super::{Serialize, SerializeMap, required};

    pub use super::list::{finish, read};

    /// Writes the member, if there is anything in it.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    pub fn write<M: SerializeMap, T: Default + PartialEq + Serialize>(
        members: M,
        name: &'static str,
        value: &T,
    ) -> Result<M, M::Error> {
        if *value == T::default() { Ok(members) } else { required::write(members, name, value) }
    }
}

/// A member that has a value where it is missing or `null`.
pub mod with_default {
    use super::Error;

    pub use super::required::{read, write};

    /// What was read, or what the function gives.
    ///
    /// # Errors
    ///
    /// None.
    pub fn finish<T, E: Error>(
        slot: Option<Option<T>>,
        _: &'static str,
        default: fn() -> T,
    ) -> Result<T, E> {
        Ok(slot.flatten().unwrap_or_else(default))
    }
}
