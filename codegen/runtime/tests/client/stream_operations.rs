//! Operations with streams, as an emitter writes them.

use std::time::Duration;

use codegen_runtime::client::builder::ClientBuilder;
use codegen_runtime::client::call::{Decode, Operation};
use codegen_runtime::client::codec::{Binary, Bytes, Json, Nothing};
use codegen_runtime::client::error::Error;
use codegen_runtime::client::events::{self, Events};
use codegen_runtime::client::handshake::{self, Handshake};
use codegen_runtime::client::reply::Reply;
use codegen_runtime::client::request::RequestEncoder;
use codegen_runtime::client::socket::Socket;
use codegen_runtime::client::spec::{Spec, Transport};
use serde::{Deserialize, Serialize};

use crate::operations::{Pet, Sorry, TOKEN};
use crate::peer;

/// Messages to the client, and nothing else (`derp-map`, `containers/watch`, `logs`).
pub(crate) struct WatchPets;

impl Operation for WatchPets {
    type Output = Socket<Json<Pet>, Nothing>;
    type Error = Sorry;
    const SPEC: Spec =
        Spec::get("/pets").id("watch-pets").security(&[&[&TOKEN]]).over(handshake::TRANSPORT);
    fn encode(self, request: &mut RequestEncoder) {
        request.flag("follow", true);
        request.flag("raw", false);
        request.flag("no_compression", None);
    }
    const DECODE: Decode<Self> = |reply| reply.on(101, Reply::socket);
}

/// The same, with everything that a document can say about it.
pub(crate) struct WatchAll;

impl Operation for WatchAll {
    type Output = Socket<Json<Vec<Pet>>, Nothing>;
    type Error = Sorry;
    const SPEC: Spec = Spec::get("/all")
        .id("watch-all")
        .over(Transport::Upgrade(&Handshake { max_message_bytes: Some(4000) }));
    const DECODE: Decode<Self> = |reply| {
        reply.on(101, |reply| {
            Ok(reply.socket()?.pings_every(Duration::from_millis(100)).ends_with_repeated("[ ]"))
        })
    };
}

/// Bytes both ways (`coordinate`).
pub(crate) struct Tunnel;

impl Operation for Tunnel {
    type Output = Socket<Bytes, Bytes>;
    type Error = Sorry;
    const SPEC: Spec = Spec::get("/tunnel").id("tunnel").over(handshake::TRANSPORT);
    const DECODE: Decode<Self> = |reply| reply.on(101, Reply::socket);
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Input {
    pub(crate) data: String,
}

/// Bytes out, typed input in (`pty`).
pub(crate) struct Terminal;

impl Operation for Terminal {
    type Output = Socket<Bytes, Json<Input, Binary>>;
    type Error = Sorry;
    const SPEC: Spec = Spec::get("/pty").id("terminal").over(handshake::TRANSPORT);
    const DECODE: Decode<Self> = |reply| reply.on(101, Reply::socket);
}

/// Messages both ways, and none to the client.
pub(crate) struct Chat;

impl Operation for Chat {
    type Output = Socket<Json<Pet>, Json<Pet>>;
    type Error = ();
    const SPEC: Spec = Spec::get("/chat").id("chat").over(handshake::TRANSPORT);
    const DECODE: Decode<Self> = |reply| reply.on(101, Reply::socket);
}

pub(crate) struct Report;

impl Operation for Report {
    type Output = Socket<Nothing, Json<Pet>>;
    type Error = ();
    const SPEC: Spec = Spec::get("/report").id("report").over(handshake::TRANSPORT);
    const DECODE: Decode<Self> = |reply| reply.on(101, Reply::socket);
}

/// Server-sent events (`reinit`).
pub(crate) struct Reinit;

impl Operation for Reinit {
    type Output = Events<Pet>;
    type Error = Sorry;
    const SPEC: Spec =
        Spec::get("/reinit").id("reinit").security(&[&[&TOKEN]]).over(events::TRANSPORT);
    const DECODE: Decode<Self> = |reply| reply.on(200, Reply::events);
}

/// The same, with names from the document.
pub(crate) struct Named;

impl Operation for Named {
    type Output = Events<Pet>;
    type Error = Sorry;
    const SPEC: Spec = Spec::get("/named").id("named").over(events::TRANSPORT);
    const DECODE: Decode<Self> = |reply| {
        reply.on(200, |reply| {
            let events = reply.events()?.data_event("pet").error_event("oops").ping_event("tick");
            Ok(events.pings_every(Duration::from_millis(100)))
        })
    };
}

/// A long poll, if the caller wants one (`external-auth`).
#[derive(Default)]
pub(crate) struct Listen {
    pub(crate) listen: Option<bool>,
}

impl Operation for Listen {
    type Output = Pet;
    type Error = Sorry;
    const SPEC: Spec = Spec::get("/auth").id("listen");
    fn encode(self, request: &mut RequestEncoder) {
        request.flag("listen", self.listen);
        request.long_poll(self.listen);
    }
    const DECODE: Decode<Self> = |reply| reply.on(200, Reply::json);
}

/// A builder with a token.
pub(crate) fn builder(origin: &str) -> ClientBuilder {
    peer::builder(origin).credential(&TOKEN, "t")
}

pub(crate) async fn open<O: Operation + Send>(
    origin: &str,
    operation: O,
) -> Result<O::Output, Error<O::Error>> {
    builder(origin).build().unwrap().call(operation).await
}

pub(crate) fn named(name: &str) -> Pet {
    Pet { name: name.to_owned(), legs: Vec::new() }
}
