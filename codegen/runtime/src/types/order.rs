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
    /// The field for members that nobody knows, if they are kept.
    pub rest: &'static [&'static str],
    /// The names of all fields, with spaces between them.
    pub fields: &'static str,
}

impl Shape {
    /// Whether members are kept that nobody knows.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.rest.is_empty()
    }
}

/// The members of an object in the order in which they are expected.
#[derive(Debug)]
pub struct Order<'de> {
    shape: &'static Shape,
    /// The place behind the member that was found last.
    expected: usize,
    /// The place behind the last of all that were found.
    end: usize,
    /// The places before that of which none was found.
    skipped: Places,
    /// The last name that is not known, where such members are kept.
    unknown: Cow<'de, str>,
}

/// A set of places in an object.
#[derive(Debug, Default)]
struct Places {
    /// The first 64 as bits.
    first: u64,
    others: Vec<usize>,
}

impl Places {
    fn has(&self, place: usize) -> bool {
        if place < 64 { self.first & (1 << place) != 0 } else { self.others.contains(&place) }
    }

    fn add(&mut self, place: usize) {
        if place < 64 {
            self.first |= 1 << place;
        } else {
            self.others.push(place);
        }
    }

    /// Whether it was there.
    fn remove(&mut self, place: usize) -> bool {
        let was_there = self.has(place);
        if place < 64 {
            self.first &= !(1 << place);
        } else {
            self.others.retain(|other| *other != place);
        }
        was_there
    }
}

/// The place of a member that nobody knows.
const NOWHERE: usize = usize::MAX;

impl<'de> Order<'de> {
    /// At the start.
    #[inline]
    #[must_use]
    pub fn new(shape: &'static Shape) -> Self {
        Self { shape, expected: 0, end: 0, skipped: Places::default(), unknown: Cow::Borrowed("") }
    }

    /// The last name that is not known; it is given away.
    pub fn take_unknown(&mut self) -> String {
        mem::take(&mut self.unknown).into_owned()
    }

    /// Whether the member that was found last, at this place, was not there before.
    #[inline]
    pub fn is_first(&mut self, place: usize) -> bool {
        if place == self.end {
            self.end += 1;
            return true;
        }
        self.is_first_of_others(place)
    }

    fn is_first_of_others(&mut self, place: usize) -> bool {
        if place < self.end {
            return self.skipped.remove(place);
        }
        (self.end..place).for_each(|skipped| self.skipped.add(skipped));
        self.end = place + 1;
        true
    }

    /// The members that were not found: the places and the names.
    pub fn missing(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let names = self.shape.names.iter().copied().enumerate();
        names.filter(|(place, _)| *place >= self.end || self.skipped.has(*place))
    }

    /// All members were found.
    #[inline]
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.end == self.shape.names.len()
            && self.skipped.first == 0
            && self.skipped.others.is_empty()
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

    /// Most peers write members in the order of the document.
    fn place(&mut self, name: &str, keep: impl FnOnce() -> Cow<'de, str>) -> usize {
        let index = self.expected;
        if self.shape.names.get(index).is_some_and(|expected| *expected == name) {
            return self.at(index);
        }
        self.find(name).unwrap_or_else(|| {
            if self.shape.is_open() {
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
