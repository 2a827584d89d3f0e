//! What is received of a request's body before the inputs are read.

use std::any::Any;
use std::mem;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

use super::api_error::{Answer, ApiError};
use super::body;
use super::incoming::Incoming;
use super::inputs::Inputs;
use super::router::Options;

/// How a body is received before the inputs are read.
#[derive(Clone, Copy, Debug)]
pub enum BodyKind {
    /// Not at all: there is none, or it is used as it comes.
    Unread,
    /// As a whole, if the request says that it is JSON.
    Json,
    /// As a whole.
    Whole,
    /// In parts.
    Parts(PartsReceiver),
    /// As its media type says.
    Either(&'static [(&'static str, BodyKind)]),
    /// So, unless there is none.
    Optional(&'static BodyKind),
}

/// Receives the parts of a body. Where they are, only `multipart` knows, which few servers need.
pub type PartsReceiver = for<'i> fn(&'i mut Incoming) -> Receiving<'i>;

/// The parts, on their way.
pub type Receiving<'i> = Pin<Box<dyn Future<Output = Answer<Box<dyn Any + Send>>> + Send + 'i>>;

/// The body of a request.
#[derive(Debug)]
pub(super) enum Received {
    /// As it comes.
    Unread(Body),
    /// All of it.
    Whole(Bytes),
    /// Its parts.
    Parts(Box<dyn Any + Send>),
    /// Of no use to anybody.
    Refused(ApiError),
}

impl Received {
    /// Takes all of it, and leaves nothing.
    fn take(&mut self) -> Self {
        mem::replace(self, Self::Unread(Body::empty()))
    }

    /// Takes what has not been read.
    pub(super) fn take_unread(&mut self) -> Body {
        match self.take() {
            Self::Unread(body) => body,
            other => {
                *self = other;
                Body::empty()
            }
        }
    }
}

impl Incoming {
    /// Receives the body, as far as reading the inputs needs it.
    pub async fn receive(&mut self, kind: BodyKind) {
        let Options { body_limit, lenient_bodies, .. } = self.info.settings().options;
        let headers = self.info.headers();
        let received = match decided(kind, headers, &self.body) {
            None | Some(BodyKind::Unread | BodyKind::Either(_) | BodyKind::Optional(_)) => return,
            Some(BodyKind::Parts(receive)) => receive(self).await.map(Received::Parts),
            Some(BodyKind::Json) if !lenient_bodies && !body::is_json(headers) => {
                Err(body::not_json())
            }
            Some(BodyKind::Json | BodyKind::Whole) => {
                let whole = body::read(headers, self.body.take_unread(), body_limit).await;
                whole.map(Received::Whole)
            }
        };
        self.body = received.unwrap_or_else(Received::Refused);
    }
}

/// The kind that this body is of. Nothing where there is none, or one of no known media type: reading
/// the inputs tells about that.
fn decided(kind: BodyKind, headers: &HeaderMap, body: &Received) -> Option<BodyKind> {
    match kind {
        BodyKind::Optional(_) if is_nothing(body) => None,
        BodyKind::Optional(kind) => decided(*kind, headers, body),
        BodyKind::Either(known) => {
            let position = position(headers, known.iter().map(|(name, _)| *name))?;
            known.get(position).map(|(_, kind)| *kind)
        }
        kind => Some(kind),
    }
}

impl Inputs<'_> {
    /// All of the body. Nothing if it could not be received; that is noted.
    pub fn whole_body(&mut self) -> Option<Bytes> {
        match self.body.take() {
            Received::Whole(bytes) => Some(bytes),
            Received::Refused(error) => self.stop(error),
            Received::Unread(_) | Received::Parts(_) => None,
        }
    }

    /// The parts of the body. Nothing if they could not be received; that is noted.
    pub fn parts(&mut self) -> Option<Box<dyn Any + Send>> {
        match self.body.take() {
            Received::Parts(parts) => Some(parts),
            Received::Refused(error) => self.stop(error),
            Received::Unread(_) | Received::Whole(_) => None,
        }
    }

    /// Which of several media types the body has; the first if it does not say. One that has none
    /// of them is refused.
    pub fn media_type(&mut self, known: &[&'static str]) -> usize {
        position(self.headers, known.iter().copied()).unwrap_or_else(|| {
            self.stop::<()>(body::unsupported(known));
            usize::MAX
        })
    }

    /// The request says that it has no body.
    #[must_use]
    pub fn has_no_body(&self) -> bool {
        is_nothing(self.body)
    }
}

fn is_nothing(body: &Received) -> bool {
    matches!(body, Received::Unread(body) if body.is_end_stream())
}

/// Which of these media types a request has; the first if it does not say.
fn position(headers: &HeaderMap, mut known: impl Iterator<Item = &'static str>) -> Option<usize> {
    if !headers.contains_key(CONTENT_TYPE) {
        return Some(0);
    }
    known.position(|known| body::is_media_type(headers, known))
}
