//! Limits of values: which of two leaves more room.

use crate::model::{Bounds, IntegerWidth, Rule, Schema, StringRules, TypeKind};

/// A stretch of numbers, as limits of a value, of a length or of a count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    low: f64,
    high: f64,
    /// The ends themselves are out.
    open: (bool, bool),
}

impl Range {
    const ALL: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY, open: (false, false) };

    fn of(bounds: Bounds) -> Self {
        Self {
            low: bounds.minimum.unwrap_or(f64::NEG_INFINITY),
            high: bounds.maximum.unwrap_or(f64::INFINITY),
            open: (bounds.exclusive_minimum, bounds.exclusive_maximum),
        }
    }

    fn of_width(width: IntegerWidth) -> Self {
        let (low, high) = match width {
            IntegerWidth::Int32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
            // Beyond 53 bits the ends are not exact, which no comparison of two widths notices.
            IntegerWidth::Int64 => (-(2_f64.powi(63)), 2_f64.powi(63)),
            IntegerWidth::Uint16 => (0.0, f64::from(u16::MAX)),
            IntegerWidth::Uint32 => (0.0, f64::from(u32::MAX)),
            IntegerWidth::Uint64 => (0.0, 2_f64.powi(64)),
        };
        Self { low, high, open: (false, false) }
    }

    fn of_length(rules: &StringRules) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "no text is that long")]
        let number = |limit: Option<u64>| limit.map(|limit| limit as f64);
        Self::of(Bounds {
            minimum: number(rules.min_length),
            maximum: number(rules.max_length),
            ..Bounds::default()
        })
    }

    /// Everything of the other one is in this one.
    pub(super) fn contains(self, other: Self) -> bool {
        let low = self.low < other.low
            || (self.low == other.low && (!self.open.0 || other.open.0 || self.low.is_infinite()));
        let high = self.high > other.high
            || (self.high == other.high
                && (!self.open.1 || other.open.1 || self.high.is_infinite()));
        low && high
    }

    fn within(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.min(other.high), ..self }
    }
}

/// What a schema says about its values besides their type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits<'a> {
    range: Range,
    unique: bool,
    rules: &'a [Rule],
}

impl<'a> Limits<'a> {
    /// The limits that a document gives.
    pub(super) fn of(schema: &'a Schema) -> Self {
        let (range, unique) = match &schema.kind {
            TypeKind::Integer { bounds, .. } | TypeKind::Number { bounds, .. } => {
                (Range::of(*bounds), false)
            }
            TypeKind::String { rules, .. } => (Range::of_length(rules), false),
            TypeKind::Array { length, unique, .. } => (Range::of(*length), *unique),
            TypeKind::Any
            | TypeKind::Boolean
            | TypeKind::Enum(_)
            | TypeKind::Map { .. }
            | TypeKind::Object(_)
            | TypeKind::Union(_)
            | TypeKind::Alias(_) => (Range::ALL, false),
        };
        Self { range, unique, rules: &schema.rules }
    }

    /// Everything that the other one allows, this one allows too.
    pub(super) fn contains(self, other: Limits<'_>) -> bool {
        let implied = |rule: &Rule| other.rules.iter().any(|known| known.implies(rule));
        self.range.contains(other.range)
            && (other.unique || !self.unique)
            && self.rules.iter().all(implied)
    }

    /// In words: `1 to 10, no item twice`.
    pub(super) fn words(self) -> String {
        let Range { low, high, open } = self.range;
        let end = |value: f64, open: bool, at: &str| match value.is_finite() {
            true if open => format!("{at} but not {value}"),
            true => format!("{at} {value}"),
            false => String::new(),
        };
        let unique = if self.unique { "no item twice" } else { "" };
        let parts = [end(low, open.0, "from"), end(high, open.1, "up to"), unique.to_owned()];
        let rules = self.rules.iter().map(|rule| match rule {
            Rule::MultipleOf(step) => format!("a multiple of {step}"),
            Rule::Members(min, max) => {
                let most = max.map_or(String::new(), |max| format!(" to {max}"));
                format!("{}{most} members", min.unwrap_or_default())
            }
            Rule::Pattern(pattern) => format!("matches {pattern}"),
        });
        let parts = parts.into_iter().chain(rules);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "no limits".to_owned() } else { parts.join(" ") }
    }
}

/// A list of this length may have one item.
pub(super) fn allows_one(length: Bounds) -> bool {
    let one = Range { low: 1.0, high: 1.0, open: (false, false) };
    Range::of(length).contains(one)
}

/// Every integer of the second width fits into the first; with the documents' limits where a reader
/// checks them.
pub(super) fn integer_fits(
    reader: (IntegerWidth, Bounds),
    writer: (IntegerWidth, Bounds),
    checks: bool,
) -> bool {
    let all = |(width, bounds)| Range::of(bounds).within(Range::of_width(width));
    let readable = if checks { all(reader) } else { Range::of_width(reader.0) };
    readable.contains(all(writer))
}

#[cfg(test)]
mod tests {
    use super::Range;
    use crate::model::Bounds;

    #[test]
    fn ranges_contain_ranges() {
        let range = |minimum, maximum, exclusive_minimum| {
            Range::of(Bounds { minimum, maximum, exclusive_minimum, exclusive_maximum: false })
        };
        let (all, some) = (range(None, None, false), range(Some(1.0), Some(5.0), false));
        assert!(all.contains(some) && !some.contains(all) && all.contains(all));
        let open = range(Some(1.0), Some(5.0), true);
        assert!(some.contains(open) && !open.contains(some) && open.contains(open));
        assert!(!range(Some(2.0), None, false).contains(some));
    }
}
