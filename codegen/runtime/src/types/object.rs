//! Objects with known members, read and written as JSON.
//!
//! What `serde`'s derives would repeat for each type stands here once, generic over the types of
//! members, which are few: crates with many types compile in a fraction of the time.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{Impossible, SerializeMap, Serializer};

use super::members::{Read, ReadRest, Write, WriteRest};
use super::order::{Order, Shape, skip};

/// Reads and writes a struct as an object, and shows and compares it as derives do. Each member says
/// how, then its field, then its names in the object; it is read under all of them, and the first one
/// counts.
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
        $crate::runtime::types::object::by_members! { $type }

        #[allow(deprecated, reason = "what is deprecated is still read and written")]
        impl $crate::runtime::types::object::InPlace for $type {
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

            fn fill<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                members: A,
            ) -> Result<(), A::Error> {
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

/// What a struct has that knows its members: of each trait, only a call. As with derives, the compiler
/// translates showing and comparing where somebody does it.
macro_rules! by_members {
    ($type:ident) => {
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::types::object::write(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::types::object::read(from)
            }
        }

        impl ::std::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::types::object::show(self, stringify!($type), f)
            }
        }

        impl PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::types::object::equal(self, other)
            }
        }
    };
}
pub(crate) use by_members;

/// A struct that is made of its members.
pub trait Object: Sized {
    /// What members the object has.
    const SHAPE: &'static Shape;

    /// Shows all members to a visitor.
    fn given<V: Visit>(&self, visitor: V) -> V::Output;

    /// Reads all members.
    ///
    /// # Errors
    ///
    /// A member that must be there is not, stands twice, or cannot be read.
    fn members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// What `object!` implements: reading the members into the `Default`.
pub trait InPlace: Default {
    /// What members the object has.
    const SHAPE: &'static Shape;

    /// Shows all members to a visitor.
    fn given<V: Visit>(&self, visitor: V) -> V::Output;

    /// Reads all members.
    ///
    /// # Errors
    ///
    /// A member that must be there is not, stands twice, or cannot be read.
    fn fill<'de, A: MapAccess<'de>>(&mut self, members: A) -> Result<(), A::Error>;
}

impl<T: InPlace> Object for T {
    const SHAPE: &'static Shape = T::SHAPE;

    fn given<V: Visit>(&self, visitor: V) -> V::Output {
        InPlace::given(self, visitor)
    }

    fn members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        let mut object = T::default();
        object.fill(members)?;
        Ok(object)
    }
}

/// Whoever wants to see the members of an object.
pub trait Visit {
    /// What they could be written to.
    type Map: SerializeMap;
    /// What comes of it.
    type Output;

    /// Sees the members, and the maps of those that the document does not list.
    fn visit(
        self,
        given: &[&dyn Write<Self::Map>],
        rest: &[&dyn WriteRest<Self::Map>],
    ) -> Self::Output;
}

/// Reads an object.
///
/// # Errors
///
/// The input is none, or something is wrong with a member.
pub fn read<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let members = Members(PhantomData);
    // Who reads from something else than an object asks it for the members by their names.
    if T::SHAPE.is_open() {
        from.deserialize_map(members)
    } else {
        from.deserialize_struct("an object", T::SHAPE.names, members)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Members<T> {
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
pub fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    object.given(Writer { serializer, shape: T::SHAPE })
}

struct Writer<S> {
    serializer: S,
    shape: &'static Shape,
}

impl<S: Serializer> Visit for Writer<S> {
    type Map = S::SerializeMap;
    type Output = Result<S::Ok, S::Error>;

    fn visit(
        self,
        given: &[&dyn Write<Self::Map>],
        rest: &[&dyn WriteRest<Self::Map>],
    ) -> Self::Output {
        let mut members = self.serializer.serialize_map(None)?;
        for (name, value) in self.shape.names.iter().zip(given) {
            value.write(&mut members, name)?;
        }
        for rest in rest {
            rest.write(&mut members)?;
        }
        members.end()
    }
}

/// Nothing is written to it.
type NoMap = Impossible<(), fmt::Error>;

/// Shows an object as a derive does.
///
/// # Errors
///
/// Whatever the formatter fails with.
pub fn show<T: Object>(object: &T, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    object.given(Shower { f, name, shape: T::SHAPE })
}

struct Shower<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    name: &'a str,
    shape: &'static Shape,
}

impl Visit for Shower<'_, '_> {
    type Map = NoMap;
    type Output = fmt::Result;

    fn visit(self, given: &[&dyn Write<NoMap>], rest: &[&dyn WriteRest<NoMap>]) -> fmt::Result {
        let values = given.iter().map(|given| given.value());
        let values = values.chain(rest.iter().map(|rest| rest.value()));
        let mut shown = self.f.debug_struct(self.name);
        for (field, value) in self.shape.fields.split_whitespace().zip(values) {
            shown.field(field.trim_start_matches("r#"), &value);
        }
        shown.finish()
    }
}

/// Whether all members of two objects are equal.
pub fn equal<T: Object>(one: &T, other: &T) -> bool {
    one.given(First(other))
}

/// Sees the members of one, and shows them to the other.
struct First<'a, T>(&'a T);

impl<T: Object> Visit for First<'_, T> {
    type Map = NoMap;
    type Output = bool;

    fn visit(self, given: &[&dyn Write<NoMap>], rest: &[&dyn WriteRest<NoMap>]) -> bool {
        self.0.given(Second { given, rest })
    }
}

struct Second<'a> {
    given: &'a [&'a dyn Write<NoMap>],
    rest: &'a [&'a dyn WriteRest<NoMap>],
}

impl Visit for Second<'_> {
    type Map = NoMap;
    type Output = bool;

    fn visit(self, given: &[&dyn Write<NoMap>], rest: &[&dyn WriteRest<NoMap>]) -> bool {
        let pairs = self.given.iter().zip(given).map(|(one, other)| (one.value(), other.value()));
        let rests = self.rest.iter().zip(rest).map(|(one, other)| (one.value(), other.value()));
        pairs.chain(rests).all(|(one, other)| one.equals(other))
    }
}
