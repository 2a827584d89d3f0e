//! Texts that stand for something.

use super::super::types::addresses::{is_ip, is_ipv4, is_ipv6};
use super::super::types::base64::is_base64;
use super::super::types::date::is_date;
use super::schema::{Rule, Schema};

/// A day.
pub const DATE: Schema = Schema::Ruled(&Schema::TEXT, IS_DATE);
/// Bytes.
pub const BASE64: Schema = Schema::Ruled(&Schema::TEXT, IS_BASE64);
/// An address of either version.
pub const IP: Schema = Schema::Ruled(&Schema::TEXT, IS_IP);
/// An address of version 4.
pub const IPV4: Schema = Schema::Ruled(&Schema::TEXT, IS_IPV4);
/// An address of version 6.
pub const IPV6: Schema = Schema::Ruled(&Schema::TEXT, IS_IPV6);

/// The text is a day.
pub const IS_DATE: Rule = Rule::Is("a date", is_date, "2025-01-31");
/// The text is bytes.
pub const IS_BASE64: Rule = Rule::Is("base64", is_base64, "aGVsbG8=");
/// The text is an address of either version.
pub const IS_IP: Rule = Rule::Is("an IP address", is_ip, "192.0.2.1");
/// The text is an address of version 4.
pub const IS_IPV4: Rule = Rule::Is("an IPv4 address", is_ipv4, "192.0.2.1");
/// The text is an address of version 6.
pub const IS_IPV6: Rule = Rule::Is("an IPv6 address", is_ipv6, "2001:db8::1");
