//! How an exchange becomes a WebSocket (RFC 6455), and how one says goodbye.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

use reqwest::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use sha1_smol::Sha1;
use tungstenite::protocol::CloseFrame;
use tungstenite::protocol::frame::coding::CloseCode;

use super::super::types::base64::Base64;
use super::body::one_line;
use super::problem::Problem;
use super::spec::Transport;
use super::upgrade::Upgrade;

/// A WebSocket without subprotocols and extensions.
pub const TRANSPORT: Transport = Transport::Upgrade(&Handshake { max_message_bytes: None });

/// How long the reason for a close may be, in bytes.
const MAX_REASON: usize = 123;

/// The handshake of an operation whose document says more than that it is a WebSocket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handshake {
    /// The largest message to expect, in bytes.
    pub max_message_bytes: Option<usize>,
}

impl Upgrade for Handshake {
    fn ask(&self, headers: &mut HeaderMap) -> String {
        let key = key();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        if let Ok(value) = HeaderValue::from_str(&key) {
            headers.insert(SEC_WEBSOCKET_KEY, value);
        }
        key
    }

    fn check(&self, asked: &str, headers: &HeaderMap) -> Result<(), Problem> {
        let accept = headers.get(SEC_WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes);
        let unasked = [SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL];
        if !names(headers, &UPGRADE, "websocket") || !names(headers, &CONNECTION, "upgrade") {
            Err(Problem::new("the server switched to something else than a WebSocket"))
        } else if accept != Some(signature(asked).as_bytes()) {
            Err(Problem::new("the server did not sign the key"))
        } else if unasked.iter().any(|name| headers.contains_key(name)) {
            Err(Problem::new(
                "the server chose a subprotocol or an extension that nobody asked for",
            ))
        } else {
            Ok(())
        }
    }

    fn max_message_bytes(&self) -> Option<usize> {
        self.max_message_bytes
    }
}

/// 16 bytes in base64 that nobody can guess, so that no answer to another request fits.
fn key() -> String {
    let random = RandomState::new();
    let halves = [0_u8, 1].map(|half| random.hash_one(half).to_ne_bytes());
    Base64::encode(halves.as_flattened()).0
}

/// What the server has to answer to a key.
fn signature(key: &str) -> String {
    let mut hash = Sha1::from(key);
    hash.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    Base64::encode(&hash.digest().bytes()).0
}

/// Whether a word stands in the comma-separated list of a header, in small or capital letters.
fn names(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| item.trim().eq_ignore_ascii_case(word))
}

/// Why a WebSocket was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloseReason {
    /// Status code of RFC 6455: 1000 is the normal end.
    pub code: u16,
    /// What the peer says about it.
    pub reason: String,
}

impl From<CloseFrame> for CloseReason {
    fn from(frame: CloseFrame) -> Self {
        Self { code: frame.code.into(), reason: frame.reason.as_str().to_owned() }
    }
}

/// A goodbye. Of the reason at most 123 bytes are sent; a code that must not be sent becomes 1000.
#[must_use]
pub fn goodbye(code: u16, reason: &str) -> CloseFrame {
    let mut end = reason.len().min(MAX_REASON);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    let reason = reason.get(..end).unwrap_or_default().into();
    let code = Some(CloseCode::from(code)).filter(|code| code.is_allowed());
    CloseFrame { code: code.unwrap_or(CloseCode::Normal), reason }
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the peer closed the socket: {} {}", self.code, one_line(&self.reason))
    }
}

impl std::error::Error for CloseReason {}
