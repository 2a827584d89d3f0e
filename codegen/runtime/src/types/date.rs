//! Days.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::parameter::Parameter;

/// The text is a day, such as `2006-01-02`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    NaiveDate::decode(text).is_ok()
}

/// RFC 3339.
impl Parameter for NaiveDate {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        text.parse().map_err(|_| "a date such as `2006-01-02`")
    }
}
