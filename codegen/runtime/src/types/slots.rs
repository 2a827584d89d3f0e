//! Objects without a `Default`, whose members have to be read before there is a value.

use chrono::{DateTime, Utc};
use serde::de::{Deserialize, Error, MapAccess};

use super::members::{self, Read, missing};

/// As `object!`, for a struct that has no `Default`; `with_default(function)` is what the function
/// gives where it is missing or `null`.
macro_rules! object_in_slots {
    (
        $type:ident {
            $(
                $mode:ident $(($default:path))? $field:ident = $name:literal $(| $alias:literal)*
            ),*
            $(,)?
            $(..$rest:ident $(,)?)?
        }
    ) => {
        $crate::runtime::types::object::by_members! { $type }

        #[allow(
            deprecated,
            clippy::disallowed_names,
            reason = "what is deprecated is still read and written, and members are called what they are called"
        )]
        impl $crate::runtime::types::object::Object for $type {
            const SHAPE: &'static $crate::runtime::types::order::Shape =
                &$crate::runtime::types::order::Shape {
                    names: &[$($name),*],
                    aliases: &[$($(($alias, $name),)*)*],
                    rest: &[$(stringify!($rest))?],
                    fields: stringify!($($field)* $($rest)?),
                };

            fn given<V: $crate::runtime::types::object::Visit>(&self, visitor: V) -> V::Output {
                visitor.visit(
                    &[$(&$crate::runtime::types::members::$mode::Given(&self.$field)),*],
                    &[$(&self.$rest)?],
                )
            }

            fn members<'de, A: ::serde::de::MapAccess<'de>>(
                members: A,
            ) -> Result<Self, A::Error> {
                $(let mut $field = None;)*
                $(let mut $rest = Default::default();)?
                let read = $crate::runtime::types::object::fill(
                    members,
                    Self::SHAPE,
                    &mut [$(
                        &mut $crate::runtime::types::slots::$mode(&mut $field $(, $default)?)
                    ),*],
                    &mut [$(&mut $rest)?],
                );
                match (read, $($field),*) {
                    (Ok(()), $(Some($field)),*) => Ok(Self { $($field,)* $($rest,)? }),
                    (read, ..) => Err($crate::runtime::types::slots::incomplete(read)),
                }
            }
        }
    };
}
pub(crate) use object_in_slots;

/// Why there is no value. Of a slot with nothing in it, the name was told already.
pub fn incomplete<E: Error>(read: Result<(), E>) -> E {
    read.err().unwrap_or_else(|| E::custom("a member is missing"))
}

/// A slot for what must be there. A type that can be `null` may be missing, too.
#[derive(Debug)]
pub struct Slot<'a, T>(&'a mut Option<T>);

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Read<'de, A> for Slot<'_, T> {
    fn read(&mut self, members: &mut A) -> Result<(), A::Error> {
        *self.0 = Some(members.next_value()?);
        Ok(())
    }

    fn missing(&mut self, name: &'static str) -> Result<(), A::Error> {
        *self.0 = Some(missing(name)?);
        Ok(())
    }
}

/// A member that must be there.
pub fn required<T>(slot: &mut Option<T>) -> Slot<'_, T> {
    Slot(slot)
}

/// A member that may be missing or `null`.
pub fn optional<T>(slot: &mut Option<Option<T>>) -> members::optional::Place<'_, T> {
    members::optional::Place(slot.insert(None))
}

/// A member that may be missing, which is something else than `null`.
pub fn nullable<T>(slot: &mut Option<Option<T>>) -> members::nullable::Place<'_, T> {
    members::nullable::Place(slot.insert(None))
}

/// A time that must be there.
pub fn time(slot: &mut Option<DateTime<Utc>>) -> members::time::Place<'_> {
    members::time::Place(slot.insert(DateTime::UNIX_EPOCH))
}

/// A time that may be missing or `null`.
pub fn optional_time(
    slot: &mut Option<Option<DateTime<Utc>>>,
) -> members::optional_time::Place<'_> {
    members::optional_time::Place(slot.insert(None))
}

/// A list or a map that is empty where it is missing or `null`.
pub fn list<T: Default>(slot: &mut Option<T>) -> members::list::Place<'_, T> {
    members::list::Place(slot.insert(T::default()))
}

/// A list or a map that is left out while it is empty.
pub fn optional_list<T: Default>(slot: &mut Option<T>) -> members::list::Place<'_, T> {
    list(slot)
}

/// A member that has a value where it is missing or `null`.
pub fn with_default<T>(slot: &mut Option<T>, default: fn() -> T) -> members::list::Place<'_, T> {
    members::list::Place(slot.insert(default()))
}
