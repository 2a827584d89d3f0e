//! How members of objects are read and written: what `object!` calls.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::mem;

use chrono::{DateTime, Utc};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, SerializeMap};

use super::time::{OptionalTime, Time, Written};

/// The members of an object in the order in which they are expected.
#[derive(Debug)]
pub struct Order<'de> {
    spellings: &'static [&'static [&'static str]],
    is_open: bool,
    expected: usize,
    /// The last name that is not known, where such members are kept.
    unknown: Cow<'de, str>,
}

/// Where a member stands among those that are known.
#[derive(Debug)]
pub struct Place(Cell<usize>);

impl<'de> Order<'de> {
    /// At the start. Names that are not known are kept where the object is open.
    #[must_use]
    pub fn new(spellings: &'static [&'static [&'static str]], is_open: bool) -> Self {
        Self { spellings, is_open, expected: 0, unknown: Cow::Borrowed("") }
    }

    /// The last name that is not known; it is given away.
    pub fn take_unknown(&mut self) -> String {
        mem::take(&mut self.unknown).into_owned()
    }

    /// Whether this is the member that is expected: most peers write members in the order of the
    /// document.
    fn next(&mut self, name: &str) -> Option<Place> {
        let index = self.expected;
        let first = self.spellings.get(index)?.first()?;
        (*first == name).then(|| self.at(index))
    }

    /// The search for another one begins behind the one that was found last: peers leave some out.
    #[cold]
    fn find(&mut self, name: &str) -> Option<Place> {
        let (before, after) = self.spellings.split_at(self.expected);
        let is_it = |names: &&[&str]| names.contains(&name);
        let behind = after.iter().position(is_it).map(|index| self.expected + index);
        let found = behind.or_else(|| before.iter().position(is_it));
        found.map(|index| self.at(index))
    }

    fn at(&mut self, index: usize) -> Place {
        self.expected = index + 1;
        Place(Cell::new(index))
    }

    fn place(&mut self, name: &str, keep: impl FnOnce() -> Cow<'de, str>) -> Place {
        let known = self.next(name).or_else(|| self.find(name));
        known.unwrap_or_else(|| {
            if self.is_open {
                self.unknown = keep();
            }
            Place(Cell::new(usize::MAX))
        })
    }
}

impl Place {
    /// Asked once for each known member in turn: whether it is this one. What looks like counting
    /// becomes a jump.
    #[inline]
    #[must_use]
    pub fn is_next(&self) -> bool {
        self.0.replace(self.0.get().wrapping_sub(1)) == 0
    }
}

impl<'de> DeserializeSeed<'de> for &mut Order<'de> {
    type Value = Place;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Place, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for &mut Order<'de> {
    type Value = Place;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Place, E> {
        Ok(self.place(name, || Cow::Borrowed(name)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Place, E> {
        Ok(self.place(name, || Cow::Owned(name.to_owned())))
    }
}

/// Reads the value of a member with these names into the slot.
fn take<'de, S: DeserializeSeed<'de>, T, A: MapAccess<'de>>(
    members: &mut A,
    slot: &mut Option<T>,
    names: &[&'static str],
    seed: S,
    from: impl FnOnce(S::Value) -> T,
) -> Result<(), A::Error> {
    match (&slot, names) {
        (None, _) => *slot = Some(from(members.next_value_seed(seed)?)),
        (Some(_), [name]) => return Err(A::Error::duplicate_field(name)),
        (Some(_), _) => drop(members.next_value::<IgnoredAny>()?),
    }
    Ok(())
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
        Deserialize, Error, MapAccess, Missing, PhantomData, Serialize, SerializeMap, take,
    };

    /// Reads the member.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        members: &mut A,
        slot: &mut Option<T>,
        names: &[&'static str],
    ) -> Result<(), A::Error> {
        take(members, slot, names, PhantomData, |value: T| value)
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
    use super::{Deserialize, MapAccess, PhantomData, take};

    pub use super::optional::{finish, write};

    /// Reads the member.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        members: &mut A,
        slot: &mut Option<Option<T>>,
        names: &[&'static str],
    ) -> Result<(), A::Error> {
        take(members, slot, names, PhantomData, Some)
    }
}

/// A time that must be there.
pub mod time {
    use super::{DateTime, MapAccess, SerializeMap, Time, Utc, Written, required, take};

    pub use super::required::finish;

    /// Reads the member.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, A: MapAccess<'de>>(
        members: &mut A,
        slot: &mut Option<DateTime<Utc>>,
        names: &[&'static str],
    ) -> Result<(), A::Error> {
        take(members, slot, names, Time, |time| time)
    }

    /// Writes the member.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    pub fn write<M: SerializeMap>(
        members: M,
        name: &'static str,
        time: &DateTime<Utc>,
    ) -> Result<M, M::Error> {
        required::write(members, name, &Written(time))
    }
}

/// A time that may be missing or `null`.
pub mod optional_time {
    use super::{DateTime, MapAccess, OptionalTime, SerializeMap, Utc, take, time};

    pub use super::optional::finish;

    /// Reads the member.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, A: MapAccess<'de>>(
        members: &mut A,
        slot: &mut Option<Option<DateTime<Utc>>>,
        names: &[&'static str],
    ) -> Result<(), A::Error> {
        take(members, slot, names, OptionalTime, |time| time)
    }

    /// Writes the member, if it is there.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    pub fn write<M: SerializeMap>(
        members: M,
        name: &'static str,
        time: &Option<DateTime<Utc>>,
    ) -> Result<M, M::Error> {
        match time {
            Some(time) => time::write(members, name, time),
            None => Ok(members),
        }
    }
}

/// A list or a map that is empty where it is missing or `null`.
pub mod list {
    use super::{Deserialize, Error, MapAccess, PhantomData, take};

    pub use super::required::write;

    /// Reads the member.
    ///
    /// # Errors
    ///
    /// It stands twice, or cannot be read.
    pub fn read<'de, T: Default + Deserialize<'de>, A: MapAccess<'de>>(
        members: &mut A,
        slot: &mut Option<T>,
        names: &[&'static str],
    ) -> Result<(), A::Error> {
        take(members, slot, names, PhantomData, Option::unwrap_or_default)
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
