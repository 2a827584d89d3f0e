//! Times as numbers.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::parameter::Parameter;
use super::transparent::transparent;

/// Seconds since the beginning of 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(pub i64);

transparent!(UnixTime);

impl UnixTime {
    /// The time; nothing if that is hundreds of thousands of years away.
    #[must_use]
    pub fn time(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.0, 0)
    }
}

impl From<DateTime<Utc>> for UnixTime {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.timestamp())
    }
}

impl Parameter for UnixTime {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        text.parse().map(Self).map_err(|_| "a whole number of seconds")
    }
}
