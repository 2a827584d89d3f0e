//! One comparison, as a line of the table.

use serde_json::{Value, json};

use super::program::Outcome;
use crate::bench::times::median;

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// How often each second: the more the better, as of nothing else.
    PerSecond,
    /// The time within which 99 of 100 are done, in microseconds.
    Micros,
    /// Time of the processor in microseconds, each.
    Cpu,
    Allocations,
    /// Allocated bytes, each.
    Bytes,
    /// Resident memory in KiB, each.
    Memory,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::PerSecond => "a second",
            Self::Micros => "µs, p99",
            Self::Cpu => "µs of CPU",
            Self::Allocations => "allocations",
            Self::Bytes => "bytes allocated",
            Self::Memory => "KiB",
        }
    }
}

/// A line of the table.
pub(super) struct Row {
    name: String,
    unit: Unit,
    /// Medians of ours and of the other side.
    medians: [Option<f64>; 2],
    mark: Option<f64>,
}

impl Row {
    pub(super) const TITLES: [&'static str; 6] =
        ["what", "figure", "ours", "by hand", "ratio", "mark"];

    pub(super) fn of(
        name: &str,
        unit: Unit,
        outcomes: &[Vec<Outcome>; 2],
        figure: impl Fn(&Outcome) -> Option<f64>,
        mark: Option<f64>,
    ) -> Self {
        let medians = outcomes
            .each_ref()
            .map(|outcomes| median(outcomes.iter().map(&figure).collect::<Option<_>>()?));
        Self { name: name.to_owned(), unit, medians, mark }
    }

    pub(super) fn new(
        name: &str,
        unit: Unit,
        medians: [Option<f64>; 2],
        mark: Option<f64>,
    ) -> Self {
        Self { name: name.to_owned(), unit, medians, mark }
    }

    /// How good ours is beside the other: twice as good is 2, whatever the unit.
    fn ratio(&self) -> Option<f64> {
        let [ours, other] = self.medians;
        let (ours, other) = (ours?, other?);
        let (more, less) = if self.unit == Unit::PerSecond { (ours, other) } else { (other, ours) };
        (less > 0.0).then(|| more / less)
    }

    pub(super) fn cells(&self) -> [String; 6] {
        let figure = |value: Option<f64>| match value {
            None => "-".to_owned(),
            Some(value) if value < 100.0 => format!("{value:.2}"),
            Some(value) => format!("{value:.0}"),
        };
        let [ours, other] = self.medians;
        let mark = match (self.mark, self.ratio()) {
            (Some(mark), Some(ratio)) if ratio < mark => format!("{mark:.2} missed"),
            (Some(mark), _) => format!("{mark:.2}"),
            (None, _) => String::new(),
        };
        let ratio = self.ratio().map_or("-".to_owned(), |ratio| format!("{ratio:.2}"));
        [self.name.clone(), self.unit.name().to_owned(), figure(ours), figure(other), ratio, mark]
    }

    /// What could not be measured.
    pub(super) fn gap(&self) -> Option<String> {
        self.ratio().is_none().then(|| format!("{}, {}", self.name, self.unit.name()))
    }

    pub(super) fn to_json(&self) -> Value {
        let [ours, other] = self.medians;
        json!({
            "what": self.name,
            "figure": self.unit.name(),
            "ours": ours,
            "hand": other,
            "ratio": self.ratio(),
            "mark": self.mark,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Unit};

    #[test]
    fn better_is_more_than_one() {
        let row = |unit| Row::new("x", unit, [Some(4.0), Some(2.0)], Some(0.97));
        assert_eq!(row(Unit::PerSecond).ratio(), Some(2.0));
        assert_eq!(row(Unit::Cpu).ratio(), Some(0.5));
        assert!(row(Unit::Cpu).cells().join(" ").ends_with("0.50 0.97 missed"));
        assert_eq!(Row::new("x", Unit::Cpu, [None, Some(2.0)], None).ratio(), None);
    }
}
