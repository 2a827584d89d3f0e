//! How members of objects are read and written: what `object!` calls.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

use chrono::{DateTime, Utc};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, SerializeMap};

use super::time::{OptionalTime, Time, Written};

/// Where the value of a member goes. A trait object, so that what reads a value of one type is
/// compiled once, and what reads an object asks the compiler for little.
pub trait Read<'de, A: MapAccess<'de>> {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    fn read(&mut self, members: &mut A) -> Result<(), A::Error>;

    /// What becomes of a member that is not there; its name is this.
    ///
    /// # Errors
    ///
    /// It must be there.
    fn missing(&mut self, name: &'static str) -> Result<(), A::Error>;
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

    /// What is in the field.
    fn value(&self) -> &dyn Value;
}

/// Members that the document does not list.
pub trait WriteRest<M: SerializeMap> {
    /// Writes all of them.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with.
    fn write(&self, members: &mut M) -> Result<(), M::Error>;

    /// What is in the field.
    fn value(&self) -> &dyn Value;
}

/// A value of any type that can be shown, and compared with others of its type.
pub trait Value: Any + Debug {
    /// Whether both are of one type, and equal.
    fn equals(&self, other: &dyn Value) -> bool;
}

impl<T: Any + Debug + PartialEq> Value for T {
    fn equals(&self, other: &dyn Value) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> ReadRest<'de, A> for BTreeMap<String, T> {
    fn read(&mut self, members: &mut A, name: String) -> Result<(), A::Error> {
        self.insert(name, members.next_value()?);
        Ok(())
    }
}

impl<T: Serialize + Value + PartialEq, M: SerializeMap> WriteRest<M> for BTreeMap<String, T> {
    fn write(&self, members: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(name, value)| members.serialize_entry(name, value))
    }

    fn value(&self) -> &dyn Value {
        self
    }
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

/// What stands for a member that is not there.
///
/// # Errors
///
/// Only `null` could, and the type has none.
pub fn missing<'de, T: Deserialize<'de>, E: Error>(name: &'static str) -> Result<T, E> {
    T::deserialize(Missing(name, PhantomData))
}

/// Reads a value that may be `null` to where it goes, without a stop on the way. What is there
/// already stands for `null`.
struct OrNull<'a, P, T>(&'a mut P, PhantomData<T>);

impl<'de, P: From<T>, T: Deserialize<'de>> DeserializeSeed<'de> for OrNull<'_, P, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de, P: From<T>, T: Deserialize<'de>> Visitor<'de> for OrNull<'_, P, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        *self.0 = P::from(T::deserialize(from)?);
        Ok(())
    }
}

/// A member that must be there.
pub mod required {
    use super::{Deserialize, MapAccess, Read, Serialize, SerializeMap, Value, Write, missing};

    /// Where it goes. A type that can be `null` may be missing, too.
    #[derive(Debug)]
    pub struct Place<'a, T>(pub &'a mut T);

    impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Read<'de, A> for Place<'_, T> {
        fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
            *self.0 = members.next_value()?;
            Ok(())
        }

        fn missing(&mut self, name: &'static str) -> Result<(), A::Error> {
            *self.0 = missing(name)?;
            Ok(())
        }
    }

    /// It is always written.
    #[derive(Debug)]
    pub struct Given<'a, T>(pub &'a T);

    impl<T: Serialize + Value, M: SerializeMap> Write<M> for Given<'_, T> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            members.serialize_entry(name, self.0)
        }

        fn value(&self) -> &dyn Value {
            self.0
        }
    }
}

/// A member that may be missing or `null`.
pub mod optional {
    use super::{
        Deserialize, MapAccess, OrNull, PhantomData, Read, Serialize, SerializeMap, Value, Write,
    };

    /// Where it goes.
    #[derive(Debug)]
    pub struct Place<'a, T>(pub &'a mut Option<T>);

    impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Read<'de, A> for Place<'_, T> {
        fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
            members.next_value_seed(OrNull::<_, T>(self.0, PhantomData))
        }

        fn missing(&mut self, _: &'static str) -> Result<(), A::Error> {
            Ok(())
        }
    }

    /// It is written if it is there.
    #[derive(Debug)]
    pub struct Given<'a, T>(pub &'a Option<T>);

    impl<T: Serialize + Value + PartialEq, M: SerializeMap> Write<M> for Given<'_, T> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            match self.0 {
                Some(value) => members.serialize_entry(name, value),
                None => Ok(()),
            }
        }

        fn value(&self) -> &dyn Value {
            self.0
        }
    }
}

/// A member that may be missing, which is something else than `null`.
pub mod nullable {
    use super::{Deserialize, MapAccess, Read};

    pub use super::optional::Given;

    /// Where it goes.
    #[derive(Debug)]
    pub struct Place<'a, T>(pub &'a mut Option<T>);

    impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Read<'de, A> for Place<'_, T> {
        fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
            *self.0 = Some(members.next_value()?);
            Ok(())
        }

        fn missing(&mut self, _: &'static str) -> Result<(), A::Error> {
            Ok(())
        }
    }
}

/// A time that must be there.
pub mod time {
    use super::{DateTime, Error, MapAccess, Read, SerializeMap, Time, Utc, Value, Write, Written};

    /// Where it goes.
    #[derive(Debug)]
    pub struct Place<'a>(pub &'a mut DateTime<Utc>);

    impl<'de, A: MapAccess<'de>> Read<'de, A> for Place<'_> {
        fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
            *self.0 = members.next_value_seed(Time)?;
            Ok(())
        }

        fn missing(&mut self, name: &'static str) -> Result<(), A::Error> {
            Err(A::Error::missing_field(name))
        }
    }

    /// It is always written.
    #[derive(Debug)]
    pub struct Given<'a>(pub &'a DateTime<Utc>);

    impl<M: SerializeMap> Write<M> for Given<'_> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            members.serialize_entry(name, &Written(self.0))
        }

        fn value(&self) -> &dyn Value {
            self.0
        }
    }
}

/// A time that may be missing or `null`.
pub mod optional_time {
    use super::{
        DateTime, MapAccess, OptionalTime, Read, SerializeMap, Utc, Value, Write, Written,
    };

    /// Where it goes.
    #[derive(Debug)]
    pub struct Place<'a>(pub &'a mut Option<DateTime<Utc>>);

    impl<'de, A: MapAccess<'de>> Read<'de, A> for Place<'_> {
        fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
            *self.0 = members.next_value_seed(OptionalTime)?;
            Ok(())
        }

        fn missing(&mut self, _: &'static str) -> Result<(), A::Error> {
            Ok(())
        }
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

        fn value(&self) -> &dyn Value {
            self.0
        }
    }
}

/// A list or a map that is empty where it is missing or `null`.
pub mod list {
    use super::{Deserialize, MapAccess, OrNull, PhantomData, Read};

    pub use super::required::Given;

    /// Where it goes. What is there already stands for `null`.
    #[derive(Debug)]
    pub struct Place<'a, T>(pub &'a mut T);

    impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Read<'de, A> for Place<'_, T> {
        fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
            members.next_value_seed(OrNull::<_, T>(self.0, PhantomData))
        }

        fn missing(&mut self, _: &'static str) -> Result<(), A::Error> {
            Ok(())
        }
    }
}

/// A list or a map that is left out while it is empty.
pub mod optional_list {
    use super::{Serialize, SerializeMap, Value, Write};

    pub use super::list::Place;

    /// It is written if there is anything in it.
    #[derive(Debug)]
    pub struct Given<'a, T>(pub &'a T);

    impl<T: Default + PartialEq + Serialize + Value, M: SerializeMap> Write<M> for Given<'_, T> {
        fn write(&self, members: &mut M, name: &'static str) -> Result<(), M::Error> {
            if *self.0 == T::default() { Ok(()) } else { members.serialize_entry(name, self.0) }
        }

        fn value(&self) -> &dyn Value {
            self.0
        }
    }
}

/// A member that has a value where it is missing or `null`.
pub mod with_default {
    pub use super::list::Place;
    pub use super::required::Given;
}
