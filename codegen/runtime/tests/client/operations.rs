//! Operations as an emitter writes them.

use std::fmt;

use codegen_runtime::client::call::{Decode, Operation};
use codegen_runtime::client::explain::{Explain, Words, explain};
use codegen_runtime::client::handshake;
use codegen_runtime::client::request::RequestEncoder;
use codegen_runtime::client::security::{Placement, Scheme};
use codegen_runtime::client::spec::Spec;
use codegen_runtime::client::web_socket::WebSocket;
use serde::{Deserialize, Serialize};

pub(crate) const TOKEN: Scheme = Scheme { name: "Token", placement: Placement::Header("x-token") };
pub(crate) const USER: Scheme = Scheme { name: "User", placement: Placement::Bearer };

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Pet {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) legs: Vec<Leg>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Leg {
    pub(crate) length: i64,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Sorry {
    pub(crate) message: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct GetPet {
    pub(crate) id: String,
    pub(crate) tag: Option<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) limit: Option<i64>,
    pub(crate) trace: Option<String>,
}

pub(crate) fn pet(id: &str) -> GetPet {
    GetPet { id: id.to_owned(), ..GetPet::default() }
}

impl Explain for Sorry {
    fn explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = Words { message: &self.message, detail: Some("") };
        explain(f, words, [("id", "is odd")])
    }
}

impl Explain for AddError {}

impl Operation for GetPet {
    type Output = Pet;
    type Error = Sorry;
    const SPEC: Spec = Spec::get("/api/pets/{id}/full").id("get-pet").security(&[
        &[],
        &[&TOKEN, &USER],
        &[&TOKEN],
    ]);
    fn encode(self, request: &mut RequestEncoder) {
        request.path("id", &self.id);
        request.query("tag", self.tag.as_ref());
        request.query_each("label", &self.labels);
        request.query_list("labels", &self.labels);
        request.query("limit", self.limit.as_ref());
        request.header("X-Trace", self.trace.as_ref());
    }
    const DECODE: Decode<Self> = |reply| match reply.status() {
        200 => reply.json(),
        _ => reply.error(),
    };
}

/// A method that is not to be repeated, with a body.
#[derive(Clone, Debug, Default)]
pub(crate) struct AddPet {
    pub(crate) body: Option<Pet>,
}

/// A result with several statuses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Added {
    New(Pet),
    Known,
}

/// An error with several bodies.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum AddError {
    Conflict(Vec<String>),
    Other(Sorry),
}

impl Operation for AddPet {
    type Output = Added;
    type Error = AddError;
    const SPEC: Spec = Spec::post("/pets").id("add-pet").security(&[&[&USER]]);
    fn encode(self, request: &mut RequestEncoder) {
        request.json("application/json", self.body.as_ref());
    }
    const DECODE: Decode<Self> = |reply| match reply.status() {
        201 => reply.json().map(Added::New),
        204 => reply.empty().map(|()| Added::Known),
        409 => reply.error_as(AddError::Conflict),
        _ => reply.error_as(AddError::Other),
    };
}

/// An operation about whose errors the document says nothing, and which needs no secret.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListPets;

impl Operation for ListPets {
    type Output = Vec<Pet>;
    type Error = ();
    const SPEC: Spec = Spec::get("/pets").id("list-pets");
    const DECODE: Decode<Self> = |reply| match reply.status() {
        200 => reply.json_or_default(),
        _ => reply.error(),
    };
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Watch;

impl Operation for Watch {
    type Output = WebSocket;
    type Error = Sorry;
    const SPEC: Spec =
        Spec::get("/watch").id("watch").security(&[&[&TOKEN]]).over(handshake::TRANSPORT);
    const DECODE: Decode<Self> = |reply| match reply.status() {
        101 => reply.web_socket(),
        _ => reply.error(),
    };
}

impl GetPet {
    pub(crate) fn with_tag(self, tag: &str) -> Self {
        Self { tag: Some(tag.to_owned()), ..self }
    }

    pub(crate) fn with_trace(self, trace: &str) -> Self {
        Self { trace: Some(trace.to_owned()), ..self }
    }
}
