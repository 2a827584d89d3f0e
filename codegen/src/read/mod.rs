//! First stage: from text to a document whose structure is known to be right.
//!
//! The road: [`Source`] → parse (plain JSON) → overlays → version → structure → references → the
//! shape of OpenAPI 3.0 → openapiv3's types.
//! Everything that is wrong on the way is reported at once, as far as it can be seen.

mod extensions;
mod extract;
mod flow;
mod grammar;
pub mod locate;
mod modern;
mod moves;
pub mod overlay;
mod parse;
mod references;
mod remote;
mod source;
mod structure;
mod suggest;
mod swagger2;
mod typed;
mod value;
mod version;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::model::Pointer;
use overlay::Provenance;
use structure::{Structure, repair};
use version::Version;

pub(crate) use extract::keep_reachable;
pub use extract::{Extract, extract};
pub use moves::Moves;
pub(crate) use references::{node, percent_decode, target};
pub use remote::{Answer, Get, Prefix, Remote, open};
pub use source::Source;
pub(crate) use suggest::suggest;

/// A document whose structure is right.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it came from.
    pub source: Source,
    /// As plain JSON.
    pub value: serde_json::Value,
    /// As OpenAPI; without callbacks and empty members, which have no effect.
    pub openapi: openapiv3::OpenAPI,
    /// Every `$ref` of the document, with what has to be at its end.
    pub references: Vec<Reference>,
    /// Schemas in places that `openapi` does not have, above all inside extensions.
    pub schemas_apart: SchemasApart,
}

/// Schemas by their place.
pub type SchemasApart = BTreeMap<Pointer, openapiv3::ReferenceOr<openapiv3::Schema>>;

/// A `$ref`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The place of the text of the reference, which ends in `/$ref`.
    pub at: Pointer,
    /// As the document has it.
    pub target: String,
    /// What has to be at its end.
    pub kind: ReferenceKind,
}

/// Kinds of things that a `$ref` can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the sections of `components`")]
pub enum ReferenceKind {
    Schema,
    Response,
    Parameter,
    Example,
    RequestBody,
    Header,
    SecurityScheme,
    Link,
    Callback,
    PathItem,
}

impl ReferenceKind {
    /// The section of `components` where such things stand; path items have none.
    #[must_use]
    pub fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            Self::PathItem => return None,
        })
    }

    /// For messages: `a request body`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Response => "a response",
            Self::Parameter => "a parameter",
            Self::Example => "an example",
            Self::RequestBody => "a request body",
            Self::Header => "a header",
            Self::SecurityScheme => "a security scheme",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::PathItem => "a path item",
        }
    }
}

/// A document as plain JSON with its overlays applied. Nobody knows yet whether it is OpenAPI.
#[derive(Clone, Debug)]
pub struct Effective {
    /// Where the document itself came from.
    pub source: Source,
    /// Where its overlays came from.
    pub overlays: Vec<String>,
    /// As plain JSON, in the order of its text.
    pub value: serde_json::Value,
    /// From which text every part of it is.
    pub provenance: Provenance,
    /// From where it may refer to texts on the net.
    pub remote: Remote,
}

/// Reads the text of a document and applies overlays in their order. Mistakes in all texts are
/// reported, but overlays are applied only to a document whose text is right. Nothing may be fetched
/// for it, unless the caller says so.
pub fn load(source: Source, overlays: &[Source], diags: &mut Diagnostics) -> Option<Effective> {
    let before = diags.items().len();
    let value = parse::parse(&source, diags);
    if overlays.is_empty() {
        let provenance = Provenance::default();
        let (overlays, remote) = (Vec::new(), Remote::default());
        return Some(Effective { source, overlays, value: value?, provenance, remote });
    }
    let names = overlays.iter().map(|overlay| overlay.name.clone()).collect();
    let overlays = overlay::parse_all(overlays, diags)?;
    if diags.items().len() > before {
        return None;
    }
    let mut value = value?;
    let provenance = overlay::apply_all(&mut value, &overlays, diags)?;
    let remote = Remote::default();
    Some(Effective { source, overlays: names, value, provenance, remote })
}

/// A text as plain JSON, whatever it is.
pub(crate) fn plain(source: &Source, diags: &mut Diagnostics) -> Option<serde_json::Value> {
    parse::parse(source, diags)
}

/// Reads a document without overlays: [`load`], then [`check`].
pub fn read(source: Source, diags: &mut Diagnostics) -> Option<Document> {
    check(load(source, &[], diags)?, diags)
}

/// Turns plain JSON into OpenAPI and reports everything that is wrong with its text or structure.
///
/// A document is returned whenever one can be made, even if mistakes were reported, so that the
/// driver can have the next stage look for more of them before it stops.
pub fn check(mut effective: Effective, diags: &mut Diagnostics) -> Option<Document> {
    let version = version::version(&effective.value, &effective.source, diags)?;
    let mut structure = structure::check(&effective.value, version, diags);
    repair::apply(&mut effective.value, std::mem::take(&mut structure.repairs));
    if let Some(moves) = references::bundle(&mut effective, version, &structure, diags) {
        let readable = structure.readable;
        structure = again(&mut effective.value, version, moves, diags);
        structure.readable &= readable;
    } else {
        repair::remove(&mut effective.value, &structure.without_effect);
    }
    if !structure.readable {
        return None;
    }
    let Effective { source, mut value, .. } = effective;
    if version == Version::Swagger2 {
        let (new, moves) = swagger2::convert(&value, diags);
        value = new;
        structure = again(&mut value, Version::V3_0, moves, diags);
    }
    modern::without_certificates(&mut value, diags);
    if version == Version::V3_1 || !structure.modern.is_empty() {
        let moves = modern::rewrite(&mut value, &structure.modern, version, diags);
        structure = again(&mut value, Version::V3_0, moves, diags);
    }
    if !structure.readable {
        return None;
    }
    let Structure { references, schemas_apart, .. } = structure;
    let (openapi, schemas_apart) = typed::read(&value, &schemas_apart, diags)?;
    Some(Document { source, value, openapi, references, schemas_apart })
}

/// Puts right what is plain, and takes away what has no effect.
fn mend(value: &mut serde_json::Value, structure: &mut Structure) {
    repair::apply(value, std::mem::take(&mut structure.repairs));
    repair::remove(value, &std::mem::take(&mut structure.without_effect));
}

/// Looks again at a document that was rewritten. What was wrong with it has been reported; what
/// still is can only be our own mistake.
fn again(
    value: &mut serde_json::Value,
    version: Version,
    moves: Moves,
    diags: &mut Diagnostics,
) -> Structure {
    diags.rewritten(moves);
    let mut aside = diags.aside();
    let mut structure = structure::check(value, version, &mut aside);
    mend(value, &mut structure);
    if !structure.readable && !diags.has_errors() {
        diags.append(aside);
    }
    structure
}
