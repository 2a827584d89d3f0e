//! Objects with known members, read and written as JSON.
//!
//! What `serde`'s derives would repeat for each type stands here once, generic over the types of
//! members, which are few: crates with many types compile in a fraction of the time.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::members::{Read, ReadRest, Write, WriteRest};
use super::order::{Order, Shape, skip};

/// Reads and writes a struct as an object. Each member says how, then its field, then its names in
/// the object; it is read under all of them, and the first one counts.
///
/// - `required` must be there. It is always written.
/// - `optional` may be missing or `null`. It is left out while it is `None`.
/// - `nullable` may be missing, and `null` is a value of its own.
/// - `time` and `optional_time` are `required` and `optional` for times, which go faster.
/// - `list` is a list or a map that is empty where it is missing or `null`. It is always written.
/// - `optional_list` is left out while it is empty.
/// - `with_default` is as in `Default` where it is missing or `null`.
///
/// Other members are skipped, or go into the map after `..`.
///
/// Members are read into a value that is as in `Default`: so nothing has to be moved, and the compiler
/// has nothing to translate but a list of places.
macro_rules! object {
    (
        $type:ident {
            $($mode:ident $field:ident = $name:literal $(| $alias:literal)*),*
            $(,)?
            $(..$rest:ident $(,)?)?
        }
    ) => {
        #[allow(deprecated, reason = "what is deprecated is still read and written")]
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::types::object::write(
                    serializer,
                    <Self as $crate::runtime::types::object::InPlace<'_>>::SHAPE,
                    &[$(&$crate::runtime::types::members::$mode::Given(&self.$field)),*],
                    &[$(&self.$rest)?],
                )
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::types::object::read(from)
            }
        }

        #[allow(deprecated, reason = "what is deprecated is still read")]
        impl<'de> $crate::runtime::types::object::InPlace<'de> for $type {
            const SHAPE: &'static $crate::runtime::types::order::Shape =
                &$crate::runtime::types::order::Shape {
                    names: &[$($name),*],
                    aliases: &[$($(($alias, $name),)*)*],
                    rest: &[$(stringify!($rest))?],
                };

            fn fill<A: ::serde::de::MapAccess<'de>>(&mut self, members: A) -> Result<(), A::Error> {
                $crate::runtime::types::object::fill(
                    members,
                    Self::SHAPE,
                    &mut [$(
                        &mut $crate::runtime::types::members::$mode::Place(&mut self.$field)
                    ),*],
                    &mut [$(&mut self.$rest)?],
                )
            }
        }
    };
}
pub(crate) use object;

/// A struct that is made of its members.
pub trait Object<'de>: Sized {
    /// What members the object has.
    const SHAPE: &'static Shape;

    /// Reads all members.
    ///
    /// # Errors
    ///
    /// A member that must be there is not, stands twice, or cannot be read.
    fn members<A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// What `object!` implements: reading the members into the `Default`.
pub trait InPlace<'de>: Default {
    /// What members the object has.
    const SHAPE: &'static Shape;

    /// Reads all members.
    ///
    /// # Errors
    ///
    /// A member that must be there is not, stands twice, or cannot be read.
    fn fill<A: MapAccess<'de>>(&mut self, members: A) -> Result<(), A::Error>;
}

impl<'de, T: InPlace<'de>> Object<'de> for T {
    const SHAPE: &'static Shape = T::SHAPE;

    fn members<A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        let mut object = T::default();
        object.fill(members)?;
        Ok(object)
    }
}

/// Reads an object.
///
/// # Errors
///
/// The input is none, or something is wrong with a member.
pub fn read<'de, T: Object<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let members = Members(PhantomData);
    // Who reads from something else than an object asks it for the members by their names.
    if T::SHAPE.is_open() {
        from.deserialize_map(members)
    } else {
        from.deserialize_struct("an object", T::SHAPE.names, members)
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

/// Reads members into their places, which are in the order of their names. What nobody knows goes
/// into the rest, where there is one.
///
/// # Errors
///
/// A member that must be there is not, stands twice, or cannot be read.
pub fn fill<'de, A: MapAccess<'de>>(
    mut members: A,
    shape: &'static Shape,
    places: &mut [&mut dyn Read<'de, A>],
    rest: &mut [&mut dyn ReadRest<'de, A>],
) -> Result<(), A::Error> {
    let mut order = Order::new(shape);
    while let Some(place) = members.next_key_seed(&mut order)? {
        match (places.get_mut(place), rest.first_mut()) {
            (Some(value), _) if order.is_first(place) => value.read(&mut members)?,
            (Some(_), _) => order.repeated(&mut members)?,
            (None, Some(rest)) => rest.read(&mut members, order.take_unknown())?,
            (None, None) => skip(&mut members)?,
        }
    }
    if order.is_complete() {
        return Ok(());
    }
    for (place, name) in order.missing() {
        if let Some(value) = places.get_mut(place) {
            value.missing(name)?;
        }
    }
    Ok(())
}

/// Writes an object: members under their names, in this order, then the rest.
///
/// # Errors
///
/// Whatever writing fails with.
pub fn write<S: Serializer>(
    serializer: S,
    shape: &'static Shape,
    given: &[&dyn Write<S::SerializeMap>],
    rest: &[&dyn WriteRest<S::SerializeMap>],
) -> Result<S::Ok, S::Error> {
    let mut members = serializer.serialize_map(None)?;
    for (name, value) in shape.names.iter().zip(given) {
        value.write(&mut members, name)?;
    }
    for rest in rest {
        rest.write(&mut members)?;
    }
    members.end()
}
