//! How a WebSocket ends.

use std::fmt;
use std::io;

use super::api_error::ApiError;
use super::socket_error::SocketError;

/// Longest reason that fits into a close frame, in bytes.
const MAX_REASON: usize = 123;

/// Code and reason of a close frame (RFC 6455, section 7.4).
///
/// What a handler of a socket answers is turned into one: `()` and `Ok(())` are the normal end
/// (1000), an error is 1011 with what of it the caller may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    code: u16,
    reason: String,
}

impl Close {
    /// 1000: all is said.
    pub const NORMAL: u16 = 1000;
    /// 1001: the server goes down, or the peer gave no sign of life.
    pub const GOING_AWAY: u16 = 1001;
    /// 1002: the peer does not speak the protocol.
    pub const PROTOCOL: u16 = 1002;
    /// 1003: a frame of the wrong type.
    pub const WRONG_TYPE: u16 = 1003;
    /// 1007: a message that is not what its type promises.
    pub const INVALID_DATA: u16 = 1007;
    /// 1008: data where none is wanted.
    pub const UNWANTED: u16 = 1008;
    /// 1009: too large a message.
    pub const TOO_LARGE: u16 = 1009;
    /// 1011: the server failed.
    pub const FAILED: u16 = 1011;

    /// A close frame. Codes that may not stand in one (below 1000, 1004 to 1006, 1015, above 4999)
    /// become 1011; a reason is cut after 123 bytes.
    #[must_use]
    pub fn new(code: u16, reason: impl Into<String>) -> Self {
        let sendable = matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999);
        let mut reason = reason.into();
        let mut end = reason.len().min(MAX_REASON);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        reason.truncate(end);
        Self { code: if sendable { code } else { Self::FAILED }, reason }
    }

    /// The normal end.
    #[must_use]
    pub fn normal() -> Self {
        Self::new(Self::NORMAL, "")
    }

    /// A failure of the server, with a reason that the caller may read.
    #[must_use]
    pub fn failed(reason: impl Into<String>) -> Self {
        Self::new(Self::FAILED, reason)
    }

    /// As the peer sent it.
    pub(super) fn received(code: u16, reason: &str) -> Self {
        Self { code, reason: reason.to_owned() }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> u16 {
        self.code
    }

    /// The reason; often empty.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Close {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.reason.is_empty() { "" } else { ": " };
        write!(f, "{}{separator}{}", self.code, self.reason)
    }
}

impl From<()> for Close {
    fn from((): ()) -> Self {
        Self::normal()
    }
}

impl<E: Into<Close>> From<Result<(), E>> for Close {
    fn from(result: Result<(), E>) -> Self {
        match result {
            Ok(()) => Self::normal(),
            Err(error) => error.into(),
        }
    }
}

/// With the message of the error, which is meant for the caller.
impl From<ApiError> for Close {
    fn from(error: ApiError) -> Self {
        Self::failed(error.message())
    }
}

/// 1007 for a message that does not decode; otherwise 1011, if anybody is still there to read it.
impl From<SocketError> for Close {
    fn from(error: SocketError) -> Self {
        match error {
            SocketError::Decode(_) => Self::new(Self::INVALID_DATA, "message not understood"),
            _ => Self::failed(""),
        }
    }
}

/// Without the text of the error: it may tell about the inside of the server.
impl From<io::Error> for Close {
    fn from(_: io::Error) -> Self {
        Self::failed("")
    }
}
