//! Objects with known members, read and written as JSON.
//!
//! What `serde`'s derives would repeat for each type stands here once, generic over the types of
//! members, which are few: crates with many types compile in a fraction of the time.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::members::{Order, Place};

/// Reads and writes a struct as an object. Each member says how, then its field, then its names in
/// the object where they differ from that; it is read under all of them, and the first one counts.
///
/// - `required` must be there. It is always written.
/// - `optional` may be missing or `null`. It is left out while it is `None`.
/// - `nullable` may be missing, and `null` is a value of its own.
/// - `time` and `optional_time` are `required` and `optional` for times, which go faster.
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
    (@other $members:ident $order:ident $place:ident) => {
        $crate::runtime::types::object::skip(&mut $members, $place)?
    };
    (@other $members:ident $order:ident $place:ident $rest:ident) => {
        $crate::runtime::types::object::keep(&mut $members, &mut $order, $place, &mut $rest)?
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
                    let members = $crate::runtime::types::members::$mode::write(
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

        #[allow(
            deprecated,
            clippy::disallowed_names,
            reason = "what is deprecated is still read, and members are called what they are called"
        )]
        impl<'de> $crate::runtime::types::object::Object<'de> for $type {
            const NAMES: &'static [&'static str] = &[$(object!(@name $field $($name)?)),*];
            const SPELLINGS: &'static [&'static [&'static str]] =
                &[$(&[object!(@name $field $($name)?), $($($alias),*)?]),*];
            const OPEN: bool = object!(@open $($rest)?);

            fn members<A: ::serde::de::MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
                use $crate::runtime::types::object;
                $(let mut $field = None;)*
                $(let mut $rest = Default::default();)?
                let mut order = object::order(Self::SPELLINGS, Self::OPEN);
                while let Some(place) = object::next(&mut members, &mut order)? {
                    $(
                        if place.is_next() {
                            $crate::runtime::types::members::$mode::read(
                                &mut members,
                                &mut $field,
                                &[object!(@name $field $($name)?), $($($alias),*)?],
                            )?;
                            continue;
                        }
                    )*
                    object!(@other members order place $($rest)?);
                }
                Ok(Self {
                    $(
                        $field: $crate::runtime::types::members::$mode::finish(
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
    /// What each member may be called.
    const SPELLINGS: &'static [&'static [&'static str]];
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

/// The order in which members are expected.
#[must_use]
pub fn order<'de>(spellings: &'static [&'static [&'static str]], is_open: bool) -> Order<'de> {
    Order::new(spellings, is_open)
}

/// The name of the next member.
///
/// # Errors
///
/// The input cannot be read.
pub fn next<'de, A: MapAccess<'de>>(
    members: &mut A,
    order: &mut Order<'de>,
) -> Result<Option<Place>, A::Error> {
    members.next_key_seed(order)
}

/// Skips a member that nobody knows.
///
/// # Errors
///
/// The input cannot be read.
pub fn skip<'de, A: MapAccess<'de>>(members: &mut A, _: Place) -> Result<(), A::Error> {
    members.next_value::<IgnoredAny>().map(drop)
}

/// Keeps a member that the document does not list.
///
/// # Errors
///
/// The value cannot be read.
pub fn keep<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    members: &mut A,
    order: &mut Order<'de>,
    _: Place,
    rest: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    rest.insert(order.take_unknown(), members.next_value()?);
    Ok(())
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
