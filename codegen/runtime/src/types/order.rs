//! Which member comes next.

use std::borrow::Cow;
use std::fmt;
use std::mem;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// What members an object has.
#[derive(Debug)]
pub struct Shape {
    /// What each member is called first.
    pub names: &'static [&'static str],
    /// What members may be called besides, each with what it is called first.
    pub aliases: &'static [(&'static str, &'static str)],
    /// Whether members are kept that nobody knows.
    pub is_open: bool,
}

/// The members of an object in the order in which they are expected.
#[derive(Debug)]
pub struct Order<'de> {
    shape: &'static Shape,
    /// The place behind the member that was found last.
    expected: usize,
    /// The last name that is not known, where such members are kept.
    unknown: Cow<'de, str>,
}

/// The place of a member that nobody knows.
const NOWHERE: usize = usize::MAX;

impl<'de> Order<'de> {
    /// At the start.
    #[must_use]
    pub fn new(shape: &'static Shape) -> Self {
        Self { shape, expected: 0, unknown: Cow::Borrowed("") }
    }

    /// The last name that is not known; it is given away.
    pub fn take_unknown(&mut self) -> String {
        mem::take(&mut self.unknown).into_owned()
    }

    /// The member that was found last was there before: under the same name, which is a mistake, or
    /// perhaps under another one.
    ///
    /// # Errors
    ///
    /// It has no other name, or cannot be read.
    pub fn repeated<A: MapAccess<'de>>(&self, members: &mut A) -> Result<(), A::Error> {
        let found = self.expected.checked_sub(1).and_then(|index| self.shape.names.get(index));
        let has_alias = |name| self.shape.aliases.iter().any(|(_, first)| *first == name);
        match found {
            Some(name) if !has_alias(*name) => Err(A::Error::duplicate_field(name)),
            _ => skip(members),
        }
    }

    /// Whether this is the member that is expected: most peers write members in the order of the
    /// document.
    fn next(&mut self, name: &str) -> Option<usize> {
        let index = self.expected;
        let first = self.shape.names.get(index)?;
        (*first == name).then(|| self.at(index))
    }

    /// The search for another one begins behind the one that was found last: peers leave some out.
    #[cold]
    fn find(&mut self, name: &str) -> Option<usize> {
        let alias = self.shape.aliases.iter().find(|(alias, _)| *alias == name);
        let name = alias.map_or(name, |(_, first)| first);
        let (before, after) = self.shape.names.split_at(self.expected);
        let is_it = |known: &&str| *known == name;
        let behind = after.iter().position(is_it).map(|index| self.expected + index);
        let found = behind.or_else(|| before.iter().position(is_it));
        found.map(|index| self.at(index))
    }

    fn at(&mut self, index: usize) -> usize {
        self.expected = index + 1;
        index
    }

    fn place(&mut self, name: &str, keep: impl FnOnce() -> Cow<'de, str>) -> usize {
        let known = self.next(name).or_else(|| self.find(name));
        known.unwrap_or_else(|| {
            if self.shape.is_open {
                self.unknown = keep();
            }
            NOWHERE
        })
    }
}

/// Skips the value of a member.
///
/// # Errors
///
/// It cannot be read.
pub fn skip<'de, A: MapAccess<'de>>(members: &mut A) -> Result<(), A::Error> {
    members.next_value::<IgnoredAny>().map(drop)
}

impl<'de> DeserializeSeed<'de> for &mut Order<'de> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for &mut Order<'de> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<usize, E> {
        Ok(self.place(name, || Cow::Borrowed(name)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        Ok(self.place(name, || Cow::Owned(name.to_owned())))
    }
}
