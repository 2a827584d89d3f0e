//! Wrappers that JSON does not see.

/// Reads and writes a wrapper as the value that it holds, as serde's derives do.
macro_rules! transparent {
    ($name:ident $(<$value:ident>)?) => {
        impl$(<$value: ::serde::Serialize>)? ::serde::Serialize for $name$(<$value>)? {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de $(, $value: ::serde::Deserialize<'de>)?> ::serde::Deserialize<'de>
            for $name$(<$value>)?
        {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    };
}
pub(crate) use transparent;
