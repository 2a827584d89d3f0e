//! What a part of the measurement tells.

use std::fs;
use std::time::Duration;

use serde_json::json;

use crate::allocator::Count;

/// What was done, and what it took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// How often it was done.
    pub(crate) count: u64,
    /// How often it was done before the clock ran.
    pub(crate) warm_up: u64,
    pub(crate) time: Duration,
    /// How long each took, in microseconds, where that was looked at.
    pub(crate) latencies: Vec<u32>,
    /// What was allocated meanwhile.
    pub(crate) allocated: Count,
    /// The processor's time at the start.
    pub(crate) cpu: Option<Duration>,
}

impl Outcome {
    pub(crate) fn print(mut self) {
        self.latencies.sort_unstable();
        let p99 = self.latencies.get(self.latencies.len() * 99 / 100);
        let cpu = cpu().zip(self.cpu).map(|(end, start)| (end - start).as_secs_f64());
        let line = json!({
            "count": self.count,
            "all": self.count + self.warm_up,
            "seconds": self.time.as_secs_f64(),
            "p99": p99,
            "allocations": self.allocated.allocations,
            "bytes": self.allocated.bytes,
            "cpu": cpu,
        });
        println!("{line}");
    }
}

/// The processor's time that this process has had, as far as the system tells.
pub(crate) fn cpu() -> Option<Duration> {
    let mut sum = Duration::ZERO;
    for task in fs::read_dir("/proc/self/task").ok()? {
        let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        sum += Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?);
    }
    Some(sum)
}
