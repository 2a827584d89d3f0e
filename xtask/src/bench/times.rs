//! Times of several runs, and what they say beside others.

use std::time::Duration;

/// The times of one contender.
#[derive(Clone, Debug, Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The middle one, in seconds; nothing without a run.
    pub(super) fn median(&self) -> Option<f64> {
        median(self.0.iter().map(Duration::as_secs_f64).collect())
    }

    /// The quickest one, in seconds.
    pub(super) fn least(&self) -> Option<f64> {
        self.0.iter().min().map(Duration::as_secs_f64)
    }
}

/// The middle one; nothing of nothing.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let low = values.get(values.len().checked_sub(1)? / 2)?;
    let high = values.get(values.len() / 2)?;
    Some((low + high) / 2.0)
}

/// A time as a cell of a table.
pub(super) fn seconds(time: Option<f64>) -> String {
    match time {
        Some(time) if time < 1.0 => format!("{:.1} ms", time * 1000.0),
        Some(time) => format!("{time:.2} s"),
        None => "-".to_owned(),
    }
}

/// How many times as long as another one.
pub(super) fn ratio(time: Option<f64>, other: Option<f64>) -> String {
    match (time, other) {
        (Some(time), Some(other)) if other > 0.0 => format!("{:.2}", time / other),
        _ => "-".to_owned(),
    }
}

/// Memory as a cell of a table.
pub(super) fn memory(bytes: Option<u64>) -> String {
    bytes.map_or("-".to_owned(), |bytes| format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Times, ratio};

    #[test]
    fn the_median_is_in_the_middle() {
        let times = |all: &[u64]| Times(all.iter().map(|s| Duration::from_secs(*s)).collect());
        assert_eq!(times(&[]).median(), None);
        assert_eq!(times(&[9, 1, 2]).median(), Some(2.0));
        assert_eq!(times(&[9, 1, 2, 4]).median(), Some(3.0));
        assert_eq!(ratio(Some(3.0), times(&[2]).median()), "1.50");
    }
}
