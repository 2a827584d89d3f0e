//! A look at a JSON body that tells of nearly every good one that nothing is wrong with it, for a
//! fraction of what [`check`](super::check) takes. What is wrong, and whether anything is where this
//! is not sure (unions, escapes, lists without repetitions), that one tells.

use std::ptr;

use super::scalar;
use super::schema::{Member, Others, Schema};

/// How deep values may be nested for a glance, and how long the numbers of free-form ones may be.
const DEPTH: usize = 60;
const DIGITS: usize = 15;

/// Objects with more members are not for a glance.
const MEMBERS: usize = 64;

/// Whether nothing is wrong with a body for certain, if it is JSON at all: whoever reads it afterwards
/// finds out.
#[must_use]
pub fn fits(schema: &'static Schema, required: bool, text: &str) -> bool {
    Glance { text, depth: 0 }.value(text.as_bytes(), schema, !required).is_some()
}

/// A look at a text. Methods go on with what is left of it, and answer what is left behind that, or
/// `None` where the check has to have a closer look.
#[derive(Clone, Copy)]
struct Glance<'a> {
    text: &'a str,
    depth: usize,
}

impl<'a> Glance<'a> {
    /// The same one level deeper.
    fn inside(self) -> Option<Self> {
        (self.depth < DEPTH).then_some(Self { depth: self.depth + 1, ..self })
    }

    fn value(
        self,
        rest: &'a [u8],
        schema: &'static Schema,
        absent_if_null: bool,
    ) -> Option<&'a [u8]> {
        let (first, behind) = next(rest)?;
        let (inner, nullable) = schema.not_null();
        match (first, inner) {
            (b'"', Schema::Text { min: 0, max: usize::MAX }) if ptr::eq(schema, inner) => {
                skip_text(behind)
            }
            (b'"', Schema::Text { .. } | Schema::Uuid | Schema::DateTime | Schema::Enum(_)) => {
                let (text, behind) = self.string(behind)?;
                scalar::text(inner, text).ok()?;
                let mut rules = schema.rules();
                rules.all(|rule| scalar::text_rule(rule, text).is_ok()).then_some(behind)
            }
            (b'{', Schema::Object { members, others }) if members.len() <= MEMBERS => {
                self.object(behind, schema, members, *others)
            }
            (b'{', Schema::Map(values)) => self.object(behind, schema, &[], Others::Each(values)),
            (b'[', Schema::Array { items, min, max, unique }) => {
                let (count, behind) = self.array(behind, items)?;
                scalar::items(count, *min, *max).ok()?;
                (!unique || count < 2).then_some(behind)
            }
            (b'n', _) => (absent_if_null || nullable).then(|| word(rest).1),
            (b't' | b'f', Schema::Boolean) => Some(word(rest).1),
            (_, Schema::Any) if schema.rules().next().is_none() => skip(rest),
            (_, Schema::Listed { schema, values }) => {
                let word = self.between(rest, skip(rest)?)?.trim_ascii_start();
                values.contains(&word).then_some(())?;
                self.value(rest, schema, absent_if_null)
            }
            _ => self.number(rest, schema, inner),
        }
    }

    fn number(self, rest: &'a [u8], schema: &'static Schema, inner: &Schema) -> Option<&'a [u8]> {
        let (start, behind) = word(rest);
        let word = self.between(start, behind)?;
        let number = match inner {
            Schema::Integer { .. } | Schema::Unsigned { .. } => {
                let number: i64 = word.parse().ok()?;
                scalar::integer(inner, number.into()).ok()?;
                // Whoever wrote `-0` meant a number with a fraction.
                (word != "-0").then_some(number as f64)?
            }
            Schema::Number { .. } => {
                let number = serde_json::from_str(word).ok()?;
                scalar::number(inner, number).ok()?;
                number
            }
            _ => return None,
        };
        let mut rules = schema.rules();
        rules.all(|rule| scalar::number_rule(rule, number).is_ok()).then_some(behind)
    }

    /// The number of items, too.
    fn array(self, mut rest: &'a [u8], items: &'static Schema) -> Option<(usize, &'a [u8])> {
        let (mut count, inside) = (0, self.inside()?);
        if let (b']', behind) = next(rest)? {
            return Some((count, behind));
        }
        loop {
            count += 1;
            let (sign, behind) = next(inside.value(rest, items, false)?)?;
            if sign == b']' {
                return Some((count, behind));
            }
            rest = behind;
        }
    }

    fn object(
        self,
        rest: &'a [u8],
        schema: &'static Schema,
        members: &'static [Member],
        others: Others,
    ) -> Option<&'a [u8]> {
        let (mut seen, mut expected, mut count) = (0_u64, 0, 0);
        let inside = self.inside()?;
        let (mut sign, mut behind) = next(rest)?;
        while sign == b'"' {
            count += 1;
            let (index, value) = self.member(behind, members, expected)?;
            let (schema, absent_if_null) = match (members.get(index), others) {
                (Some(member), _) => {
                    let bit = 1 << index;
                    (seen & bit == 0).then(|| seen |= bit)?;
                    expected = index + 1;
                    (member.schema, !member.required)
                }
                (None, Others::Each(schema)) => (schema, false),
                (None, Others::Ignored) => (&Schema::Any, false),
                (None, Others::Refused) => return None,
            };
            (sign, behind) = next(inside.value(value, schema, absent_if_null)?)?;
            if sign == b',' {
                (sign, behind) = next(behind)?;
            }
        }
        let is_fine =
            |(index, member): (usize, &Member)| seen >> index & 1 == 1 || !member.required;
        members.iter().enumerate().all(is_fine).then_some(())?;
        let mut rules = schema.rules();
        rules.all(|rule| scalar::members_rule(rule, count).is_ok()).then_some(behind)
    }

    /// Which member comes next (a number too large if none that is known), and what is behind its
    /// colon; its first quote is not in the rest. Most callers write them in the order of the document.
    fn member(
        self,
        rest: &'a [u8],
        members: &[Member],
        expected: usize,
    ) -> Option<(usize, &'a [u8])> {
        let known = members
            .get(expected)
            .and_then(|member| rest.strip_prefix(member.name.as_bytes())?.strip_prefix(b"\""));
        let (index, rest) = match known {
            Some(rest) => (expected, rest),
            None => {
                let (name, rest) = self.string(rest)?;
                let is_it = |member: &Member| member.spelling(name).is_some();
                (members.iter().position(is_it).unwrap_or(usize::MAX), rest)
            }
        };
        let (b':', rest) = next(rest)? else { return None };
        Some((index, rest))
    }

    /// A text that stands there as it is, without escapes; its first quote is not in the rest.
    fn string(self, rest: &'a [u8]) -> Option<(&'a str, &'a [u8])> {
        let end = mark(rest);
        Some((self.between(rest, end)?, end.strip_prefix(b"\"")?))
    }

    /// What stands between two places.
    fn between(self, start: &[u8], end: &[u8]) -> Option<&'a str> {
        let length = self.text.len();
        self.text.get(length.checked_sub(start.len())?..length.checked_sub(end.len())?)
    }
}

/// The next byte that is not a blank. Between values there is nothing else below.
fn next(mut rest: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let (byte, behind) = rest.split_first()?;
        if *byte > b' ' {
            return Some((*byte, behind));
        }
        rest = behind;
    }
}

/// The next quote or backslash, looked for in eight bytes at a time.
fn mark(mut rest: &[u8]) -> &[u8] {
    const ONES: u64 = u64::MAX / 255;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    while let Some((word, behind)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        let marks =
            zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
        if marks != 0 {
            return rest.get(marks.trailing_zeros() as usize / 8..).unwrap_or_default();
        }
        rest = behind;
    }
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    end.and_then(|end| rest.get(end..)).unwrap_or_default()
}

/// Passes over a text, the first quote of which is not in the rest.
fn skip_text(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        match mark(rest) {
            [b'"', behind @ ..] => return Some(behind),
            // What stands for half a character may be wrong.
            [b'\\', b'u', ..] => return None,
            [_, _, behind @ ..] => rest = behind,
            _ => return None,
        }
    }
}

/// Where a number, `true`, `false` or `null` begins, and what is behind it.
fn word(rest: &[u8]) -> (&[u8], &[u8]) {
    let start = rest.trim_ascii_start();
    let end = start.iter().position(|byte| matches!(byte, 0..=b' ' | b',' | b']' | b'}'));
    (start, end.and_then(|end| start.get(end..)).unwrap_or_default())
}

/// Passes over a value that may be anything.
fn skip(mut rest: &[u8]) -> Option<&[u8]> {
    let mut depth = 0_usize;
    loop {
        let (first, behind) = next(rest)?;
        rest = match first {
            b'"' => skip_text(behind)?,
            b'{' | b'[' => {
                depth += 1;
                behind
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                behind
            }
            b',' | b':' => behind,
            b't' | b'f' | b'n' => word(rest).1,
            // Very large numbers are none of this machine.
            _ => {
                let (start, behind) = word(rest);
                let word = start.get(..start.len() - behind.len())?;
                let is_small = word.len() <= DIGITS && !word.iter().any(u8::is_ascii_alphabetic);
                is_small.then_some(behind)?
            }
        };
        match depth {
            0 => return Some(rest),
            1..=DEPTH => {}
            _ => return None,
        }
    }
}
