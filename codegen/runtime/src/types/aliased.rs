//! Objects with members that go by several names.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Names that a member may also have, each with the member's own name.
pub type Aliases = &'static [(&'static str, &'static str)];

/// Declares a struct whose members are read under all of their names. Where several of them are
/// there, the first one counts.
macro_rules! aliased {
    (
        const ALIASES: Aliases = $aliases:expr;
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$member_meta:meta])* pub $member:ident: $ty:ty,)*
        }
    ) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[$member_meta])* pub $member: $ty,)*
        }

        const _: () = {
            type Target = $name;

            /// The same members, as serde reads them.
            #[derive(::serde::Deserialize)]
            #[serde(remote = "Target")]
            struct Members {
                $($(#[$member_meta])* $member: $ty,)*
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let from = $crate::runtime::types::aliased::Aliased::new(from, $aliases);
                    Members::deserialize(from)
                }
            }
        };
    };
}
pub(crate) use aliased;

/// A deserializer of an object, which gives every member its own name and skips further ones.
#[derive(Debug)]
pub struct Aliased<D> {
    inner: D,
    aliases: Aliases,
}

impl<D> Aliased<D> {
    /// Reads from `inner`.
    pub fn new(inner: D, aliases: Aliases) -> Self {
        Self { inner, aliases }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Aliased<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Object { visitor, aliases: self.aliases })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

struct Object<V> {
    visitor: V,
    aliases: Aliases,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Members { inner, aliases: self.aliases, seen: Vec::new() })
    }
}

struct Members<A> {
    inner: A,
    aliases: Aliases,
    /// Own names of members with several that were there already.
    seen: Vec<&'static str>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.inner.next_key::<String>()? {
            let named = |(alias, own): &&(&str, &str)| *alias == key || *own == key;
            let Some((_, own)) = self.aliases.iter().find(named) else {
                let key: StringDeserializer<A::Error> = key.into_deserializer();
                return seed.deserialize(key).map(Some);
            };
            if self.seen.contains(own) {
                self.inner.next_value::<IgnoredAny>()?;
                continue;
            }
            self.seen.push(own);
            return seed.deserialize((*own).into_deserializer()).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(seed)
    }
}
