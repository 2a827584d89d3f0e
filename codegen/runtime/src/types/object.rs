//! Objects with known members, read and written as JSON.
//!
//! What `serde`'s derives would repeat for each type stands here once, generic over the types of
//! members, which are few: crates with many types compile in a fraction of the time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Reads and writes a struct as an object. Each member says how, then its field, then its names in
/// the object where they differ from that; it is read under all of them, and the first one counts.
///
/// - `required` must be there. It is always written.
/// - `optional` may be missing or `null`. It is left out while it is `None`.
/// - `nullable` may be missing, and `null` is a value of its own.
/// - `list` is a list or a map that is empty where it is missing or `null`. It is always written.
/// - `optional_list` is left out while it is empty.
/// - `with_default(function)` is what the function gives where it is missing or `null`.
///
/// Other members are skipped, or go into the map after `..`.
macro_rules! object {
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@open) => { false };
    (@open $rest:ident) => { true };
    (@other $members:ident $key:ident) => {
        $crate::runtime::types::object::skip(&mut $members, &$key)?
    };
    (@other $members:ident $key:ident $rest:ident) => {
        $crate::runtime::types::object::keep(&mut $members, $key, &mut $rest)?
    };
    (
        $type:ident {
            $(
                $mode:ident $(($default:path))? $field:ident $(= $name:literal $(| $alias:literal)*)?
            ),*
            $(,)?
            $(..$rest:ident $(,)?)?
        }
    ) => {
        #[allow(deprecated, reason = "what is deprecated is still read and written")]
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::runtime::types::object;
                let members = object::start(serializer)?;
                $(
                    let members = object::$mode::write(
                        members,
                        object!(@name $field $($name)?),
                        &self.$field,
                    )?;
                )*
                $(let members = object::write_rest(members, &self.$rest)?;)?
                object::end(members)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::types::object::read(from)
            }
        }

        #[allow(deprecated, reason = "what is deprecated is still read and written")]
        impl<'de> $crate::runtime::types::object::Object<'de> for $type {
            const NAMES: &'static [&'static str] = &[$(object!(@name $field $($name)?)),*];
            const OPEN: bool = object!(@open $($rest)?);

            fn members<A: ::serde::de::MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
                use $crate::runtime::types::object;
                $(let mut $field = None;)*
                $(let mut $rest = Default::default();)?
                while let Some(key) = object::next(&mut members)? {
                    $(
                        if object::$mode::read(
                            &key,
                            &mut members,
                            &mut $field,
                            &[object!(@name $field $($name)?), $($($alias),*)?],
                        )? {
                            continue;
                        }
                    )*
                    object!(@other members key $($rest)?);
                }
                Ok(Self {
                    $(
                        $field: object::$mode::finish(
                            $field,
                            object!(@name $field $($name)?),
                            $($default)?
                        )?,
                    )*
                    $($rest,)?
                })
            }
        }
    };
}
pub(crate) use object;

/// What `object!` implements: reading from the members.
pub trait Object<'de>: Sized {
    /// What each member is called first.
    const NAMES: &'static [&'static str];
    /// Whether members are kept that nobody knows.
    const OPEN: bool;

    /// Reads all members.
    ///
    /// # Errors
    ///
    /// A member that must be there is not, stands twice, or cannot be read.
    fn members<A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// Reads an object.
///
/// # Errors
///
/// The input is none, or something is wrong with a member.
pub fn read<'de, T: Object<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let members = Members(PhantomData);
    // Who reads from something else than an object asks it for the members by their names.
    if T::OPEN {
        from.deserialize_map(members)
    } else {
        from.deserialize_struct("an object", T::NAMES, members)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::members(members)
    }
}

/// The name of a member, borrowed from the input where that is possible.
#[derive(Debug)]
pub struct Key<'de>(Cow<'de, str>);

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

/// The name of the next member.
///
/// # Errors
///
/// The input cannot be read.
pub fn next<'de, A: MapAccess<'de>>(members: &mut A) -> Result<Option<Key<'de>>, A::Error> {
    members.next_key()
}

/// Skips a member that nobody knows.
///
/// # Errors
///
/// The input cannot be read.
pub fn skip<'de, A: MapAccess<'de>>(members: &mut A, _: &Key<'de>) -> Result<(), A::Error> {
    members.next_value::<IgnoredAny>().map(drop)
}

/// Keeps a member that the document does not list.
///
/// # Errors
///
/// The value cannot be read.
pub fn keep<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    members: &mut A,
    key: Key<'de>,
    rest: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    rest.insert(key.0.into_owned(), members.next_value()?);
    Ok(())
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
        (Some(_), _) => skip(members, key)?,
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

/// Begins an object.
///
/// # Errors
///
/// Whatever writing fails with.
pub fn start<S: Serializer>(serializer: S) -> Result<S::SerializeMap, S::Error> {
    serializer.serialize_map(None)
}

/// Ends an object.
///
/// # Errors
///
/// Whatever writing fails with.
pub fn end<M: SerializeMap>(members: M) -> Result<M::Ok, M::Error> {
    members.end()
}

/// Writes members that the document does not list.
///
/// # Errors
///
/// Whatever writing fails with.
pub fn write_rest<M: SerializeMap, T: Serialize>(
    mut members: M,
    rest: &BTreeMap<String, T>,
) -> Result<M, M::Error> {
    for (name, value) in rest {
        members.serialize_entry(name, value)?;
    }
    Ok(members)
}

fn entry<M: SerializeMap, T: Serialize>(
    mut members: M,
    name: &'static str,
    value: &T,
) -> Result<M, M::Error> {
    members.serialize_entry(name, value)?;
    Ok(members)
}

/// A member that must be there.
pub mod required {
    use super::{
        Deserialize, Error, Key, MapAccess, Missing, PhantomData, Serialize, SerializeMap, entry,
        take,
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
        members: M,
        name: &'static str,
        value: &T,
    ) -> Result<M, M::Error> {
        entry(members, name, value)
    }
}

/// A member that may be missing or `null`.
pub mod optional {
    use super::{Deserialize, Error, Key, MapAccess, Serialize, SerializeMap, entry, take};

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
        take(key, members, slot, names, |value| value)
    }

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
            Some(value) => entry(members, name, value),
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
    use super::{Serialize, SerializeMap, entry};

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
        if *value == T::default() { Ok(members) } else { entry(members, name, value) }
    }
}

/// A member that has a value where it is missing or `null`.
pub mod with_default {
    use super::{Deserialize, Error, Key, MapAccess, take};

    pub use super::required::write;

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
        take(key, members, slot, names, |value| value)
    }

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
