//! Second stage: references, inheritance and OpenAPI's defaults are worked out.
//!
//! References are followed silently: everything that is wrong with them has been reported.

mod cycles;
mod extensions;
mod operations;
mod parameters;
mod path_query;
mod reach;
mod references;
mod resolve;
mod resolved;
mod security;
mod server;
mod templates;

use std::collections::BTreeSet;

use openapiv3::{Components, OpenAPI};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::Pointer;
use crate::read::Document;

pub use extensions::{
    Condition, Direction, LongPollExtension, OperationExtensions, SocketExtension,
};
pub use reach::Reach;
pub use references::schema_name;
pub use resolved::{
    Located, NamedSchema, NamedSecurityScheme, Resolved, ResolvedHeader, ResolvedOperation,
    ResolvedResponse, ResolvedServer,
};

/// Works out references, inheritance and OpenAPI's defaults.
///
/// The result is complete only if nothing was reported as an error: what could not be resolved is
/// left out of it.
#[must_use]
pub fn normalise(document: &Document, diags: &mut Diagnostics) -> Resolved {
    cycles::check(document, diags);
    let none = Components::default();
    let components = document.openapi.components.as_ref().unwrap_or(&none);
    let mut cx = Cx { document, components, diags, once: BTreeSet::new(), servers: Vec::new() };
    let info = &document.openapi.info;
    let base_path = server::base_path(&document.openapi.servers, cx.diags);
    server::collect(&mut cx, &document.openapi.servers, &Pointer::root(), None);
    let security_schemes = security::schemes(&cx);
    let operations = operations::operations(&mut cx);
    Resolved {
        title: info.title.clone(),
        version: info.version.clone(),
        description: info.description.clone().unwrap_or_default(),
        base_path,
        servers: cx.servers,
        tags: tags(&document.openapi.tags),
        operations,
        schemas: schemas(components),
        security_schemes,
        schemas_apart: document.schemas_apart.clone(),
    }
}

/// Of several with one name, the first one counts.
fn tags(listed: &[openapiv3::Tag]) -> Vec<Located<openapiv3::Tag>> {
    let mut names = BTreeSet::new();
    let at = Pointer::root().join("tags");
    let located = listed.iter().enumerate().filter(|(_, tag)| names.insert(&tag.name));
    located.map(|(index, tag)| Located { at: at.join(index), value: tag.clone() }).collect()
}

fn schemas(components: &Components) -> Vec<NamedSchema> {
    let at = Pointer::root().join("components").join("schemas");
    let named = components.schemas.iter().map(|(name, schema)| NamedSchema {
        name: name.clone(),
        at: at.join(name),
        schema: schema.clone(),
    });
    named.collect()
}

/// What every part of this stage needs.
struct Cx<'a> {
    document: &'a Document,
    components: &'a Components,
    diags: &'a mut Diagnostics,
    /// What has been reported about shared nodes, which are visited more than once.
    once: BTreeSet<(Code, Pointer)>,
    /// The servers met so far.
    servers: Vec<ResolvedServer>,
}

impl<'a> Cx<'a> {
    fn openapi(&self) -> &'a OpenAPI {
        &self.document.openapi
    }

    /// Reports a mistake, but not twice at the same place.
    fn error_once(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        self.once.insert((code, at.clone())).then(|| self.diags.error(code, at, message))
    }

    /// Reports something that is worth knowing, but not twice at the same place.
    fn warning_once(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        self.once.insert((code, at.clone())).then(|| self.diags.warning(code, at, message))
    }

    /// Says that a part of the document does not change what is generated.
    fn ignored(&mut self, at: &Pointer, message: impl Into<String>) {
        if self.once.insert((Code::Ignored, at.clone())) {
            self.diags.warning(Code::Ignored, at, message).at_key();
        }
    }
}
