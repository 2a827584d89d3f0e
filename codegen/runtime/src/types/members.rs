//! How members of objects are read and written: what `object!` calls.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use chrono::{DateTime, Utc};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, SerializeMap};

use super::time::{OptionalTime, Time, Written};

/// Where the value of a member goes. A trait object, so that what reads a value of one type is
/// compiled once, and what reads an object asks the compiler for little.
pub trait Read<'de, A: MapAccess<'de>> {
    /// Reads the value; nothing, if there is one already.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error>;
}

/// Where members go that nobody knows.
pub trait ReadRest<'de, A: MapAccess<'de>> {
    /// Reads the value of the member with this name.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    fn read(&mut self, members: &mut A, name: String) -> Result<(), A::Error>;
}

/// The value of a member that is written.
pub trait Write<M: SerializeMap> {
    /// Writes the member, unless it is left out.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error>;
}

/// Members that the document does not list.
pub trait WriteRest<M: SerializeMap> {
    /// Writes all of them.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    fn write(&self, members: &mut M) -> Result<(), M::Error>;
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> ReadRest<'de, A> for BTreeMap<String, T> {
    fn read(&mut self, members: &mut A, name: String) -> Result<(), A::Error> {
        self.insert(name, members.next_value()?);
        Ok(())
    }
}

impl<T: Serialize, M: SerializeMap> WriteRest<M> for BTreeMap<String, T> {
    fn write(&self, members: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(name, value)| members.serialize_entry(name, value))
    }
}

/// A value that is still to be read, by way of its type.
#[derive(Debug)]
pub struct Slot<T>(Option<T>);

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Read<'de, A> for Slot<T> {
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
        read(&mut self.0, members, PhantomData)
    }
}

fn read<'de, S: DeserializeSeed<'de>, A: MapAccess<'de>>(
    slot: &mut Option<S::Value>,
    members: &mut A,
    seed: S,
) -> Result<bool, A::Error> {
    let is_empty = slot.is_none();
    if is_empty {
        *slot = Some(members.next_value_seed(seed)?);
    }
    Ok(is_empty)
}

/// A slot with nothing in it.
#[must_use]
pub fn slot<T>() -> Slot<T> {
    Slot(None)
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
    use super::{Deserialize, Error, Missing, PhantomData, Serialize, SerializeMap, Slot, Write};

    pub use super::slot;

    /// What was read. A type that can be `null` may be missing, too.
    ///
    /// # Errors
    ///
    /// Nothing was.
    pub fn finish<'de, T, E>(slot: Slot<T>, name: &'static str) -> Result<T, E>
    where
        T: Deserialize<'de>,
        E: Error,
    {
        slot.0.map_or_else(|| T::deserialize(Missing(name, PhantomData)), Ok)
    }

    /// It is always written.
    #[derive(Debug)]
    pub struct Given<'a, T>(pub &'a T);

    impl<T: Serialize, M: SerializeMap> Write<M> for Given<'_, T> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            members.serialize_entry(name, self.0)
        }
    }
}

/// A member that may be missing or `null`.
pub mod optional {
    use super::{Serialize, SerializeMap, Slot, Write};

    pub use super::slot;

    /// What was read.
    #[must_use]
    pub fn finish<T>(slot: Slot<Option<T>>) -> Option<T> {
        slot.0.flatten()
    }

    /// It is written if it is there.
    #[derive(Debug)]
    pub struct Given<'a, T>(pub &'a Option<T>);

    impl<T: Serialize, M: SerializeMap> Write<M> for Given<'_, T> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            match self.0 {
                Some(value) => members.serialize_entry(name, value),
                None => Ok(()),
            }
        }
    }
}

/// A member that may be missing, which is something else than `null`.
pub mod nullable {
    use super::Slot;

    pub use super::optional::Given;
    pub use super::slot;

    /// What was read.
    #[must_use]
    pub fn finish<T>(slot: Slot<T>) -> Option<T> {
        slot.0
    }
}

/// A time that must be there.
pub mod time {
    use super::{DateTime, Error, MapAccess, Read, SerializeMap, Time, Utc, Write, Written, read};

    /// A time that is still to be read.
    #[derive(Debug)]
    pub struct Slot(Option<DateTime<Utc>>);

    impl<'de, A: MapAccess<'de>> Read<'de, A> for Slot {
        fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
            read(&mut self.0, members, Time)
        }
    }

    /// A slot with nothing in it.
    #[must_use]
    pub fn slot() -> Slot {
        Slot(None)
    }

    /// What was read.
    ///
    /// # Errors
    ///
    /// Nothing was.
    pub fn finish<E: Error>(slot: Slot, name: &'static str) -> Result<DateTime<Utc>, E> {
        slot.0.ok_or_else(|| E::missing_field(name))
    }

    /// It is always written.
    #[derive(Debug)]
    pub struct Given<'a>(pub &'a DateTime<Utc>);

    impl<M: SerializeMap> Write<M> for Given<'_> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            members.serialize_entry(name, &Written(self.0))
        }
    }
}

/// A time that may be missing or `null`.
pub mod optional_time {
    use super::{DateTime, MapAccess, OptionalTime, Read, SerializeMap, Utc, Write, Written, read};

    /// A time that is still to be read.
    #[derive(Debug)]
    pub struct Slot(Option<Option<DateTime<Utc>>>);

    impl<'de, A: MapAccess<'de>> Read<'de, A> for Slot {
        fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
            read(&mut self.0, members, OptionalTime)
        }
    }

    /// A slot with nothing in it.
    #[must_use]
    pub fn slot() -> Slot {
        Slot(None)
    }

    /// What was read.
    #[must_use]
    pub fn finish(slot: Slot) -> Option<DateTime<Utc>> {
        slot.0.flatten()
    }

    /// It is written if it is there.
    #[derive(Debug)]
    pub struct Given<'a>(pub &'a Option<DateTime<Utc>>);

    impl<M: SerializeMap> Write<M> for Given<'_> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            match self.0 {
                Some(time) => members.serialize_entry(name, &Written(time)),
                None => Ok(()),
            }
        }
    }
}

/// A list or a map that is empty where it is missing or `null`.
pub mod list {
    use super::Slot;

    pub use super::required::Given;
    pub use super::slot;

    /// What was read.
    #[must_use]
    pub fn finish<T: Default>(slot: Slot<Option<T>>) -> T {
        slot.0.flatten().unwrap_or_default()
    }
}

/// A list or a map that is left out while it is empty.
pub mod optional_list {
    use super::{Serialize, SerializeMap, Write};

    pub use super::list::finish;
    pub use super::slot;

    /// It is written if there is anything in it.
    #[derive(Debug)]
    pub struct Given<'a, T>(pub &'a T);

    impl<T: Default + PartialEq + Serialize, M: SerializeMap> Write<M> for Given<'_, T> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            if *self.0 == T::default() { Ok(()) } else { members.serialize_entry(name, self.0) }
        }
    }
}

/// A member that has a value where it is missing or `null`.
pub mod with_default {
    use super::Slot;

    pub use super::required::Given;
    pub use super::slot;

    /// What was read, or what the function gives.
    pub fn finish<T>(slot: Slot<Option<T>>, default: fn() -> T) -> T {
        slot.0.flatten().unwrap_or_else(default)
    }
}
