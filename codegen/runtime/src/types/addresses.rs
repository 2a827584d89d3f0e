//! Addresses of the Internet Protocol.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::parameter::Parameter;

/// The text is an address of either version.
#[must_use]
pub fn is_ip(text: &str) -> bool {
    IpAddr::decode(text).is_ok()
}

/// The text is an address of version 4.
#[must_use]
pub fn is_ipv4(text: &str) -> bool {
    Ipv4Addr::decode(text).is_ok()
}

/// The text is an address of version 6.
#[must_use]
pub fn is_ipv6(text: &str) -> bool {
    Ipv6Addr::decode(text).is_ok()
}

impl Parameter for IpAddr {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        text.parse().map_err(|_| "an IP address")
    }
}

impl Parameter for Ipv4Addr {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        text.parse().map_err(|_| "an IPv4 address")
    }
}

impl Parameter for Ipv6Addr {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        text.parse().map_err(|_| "an IPv6 address")
    }
}
