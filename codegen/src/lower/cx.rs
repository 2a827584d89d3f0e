//! What all of lowering shares: the schemas made so far, and the sink of diagnostics.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Part, Place, Severity};
use crate::model::{Docs, Object, Pointer, Property, Schema, SchemaName, TypeId, TypeKind};
use crate::normalise::NamedSchema;
use crate::read::SchemasApart;

/// A `type` that stands beside something which has a type of its own.
#[derive(Debug)]
pub(super) struct Expectation {
    pub(super) id: TypeId,
    pub(super) json_type: String,
}

pub(super) struct Cx<'a> {
    pub(super) config: &'a Config,
    /// Schemas that openapiv3 has no place for.
    pub(super) schemas_apart: &'a SchemasApart,
    /// Ids of `components.schemas`.
    pub(super) components: BTreeMap<&'a str, TypeId>,
    /// The texts of `components.schemas`.
    pub(super) sources: BTreeMap<&'a str, &'a NamedSchema>,
    /// Which components have a component among their `allOf`.
    pub(super) derived: BTreeMap<String, Vec<&'a str>>,
    /// Schemas written in place, so that what several operations share is lowered once.
    pub(super) inline: BTreeMap<Pointer, TypeId>,
    /// Every `format` of a string in the document.
    pub(super) formats: BTreeSet<String>,
    pub(super) expectations: Vec<Expectation>,
    /// Values in extensions, with their schemas and places.
    pub(super) samples: Vec<(TypeId, Value, Pointer)>,
    schemas: Vec<Schema>,
    /// Place and message of everything reported; places have no order, but a text form.
    reported: BTreeSet<String>,
    /// Where something was refused, and a stand-in put in its place.
    refused: Vec<Pointer>,
    diags: &'a mut Diagnostics,
    /// Receives help texts for diagnostics that were reported before.
    scratch: Diagnostics,
}

impl<'a> Cx<'a> {
    pub(super) fn new(
        config: &'a Config,
        schemas_apart: &'a SchemasApart,
        diags: &'a mut Diagnostics,
    ) -> Self {
        Self {
            config,
            schemas_apart,
            components: BTreeMap::new(),
            sources: BTreeMap::new(),
            derived: BTreeMap::new(),
            inline: BTreeMap::new(),
            formats: BTreeSet::new(),
            expectations: Vec::new(),
            samples: Vec::new(),
            schemas: Vec::new(),
            reported: BTreeSet::new(),
            refused: Vec::new(),
            diags,
            scratch: Diagnostics::default(),
        }
    }

    pub(super) fn into_schemas(self) -> Vec<Schema> {
        self.schemas
    }

    // Schemas.

    /// An id for a schema that is filled in later; until then it is any value.
    pub(super) fn reserve(&mut self, at: &Pointer, name: SchemaName) -> TypeId {
        self.add(Schema {
            origin: at.clone(),
            name,
            docs: Docs::default(),
            kind: TypeKind::Any,
            nullable: false,
            default: None,
            example: None,
            allowed: Vec::new(),
            rules: Vec::new(),
            any_text: false,
            is_twin: false,
            recursive: false,
            value_type: None,
            absorbed: false,
            sensitive: false,
        })
    }

    pub(super) fn add(&mut self, schema: Schema) -> TypeId {
        self.schemas.push(schema);
        TypeId::new(self.schemas.len() - 1)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.schemas.len()).map(TypeId::new)
    }

    pub(super) fn schema(&self, id: TypeId) -> Option<&Schema> {
        self.schemas.get(id.index())
    }

    pub(super) fn schema_mut(&mut self, id: TypeId) -> Option<&mut Schema> {
        self.schemas.get_mut(id.index())
    }

    /// The schema behind every other name for it; nothing when the names lead nowhere.
    pub(super) fn resolve(&self, id: TypeId) -> Option<(TypeId, &Schema)> {
        let mut id = id;
        for _ in 0..=self.schemas.len() {
            let schema = self.schema(id)?;
            match &schema.kind {
                TypeKind::Alias(target) => id = *target,
                _ => return Some((id, schema)),
            }
        }
        None
    }

    /// The object behind an id.
    pub(super) fn object(&self, id: TypeId) -> Option<(TypeId, &Object)> {
        match self.resolve(id)? {
            (id, Schema { kind: TypeKind::Object(object), .. }) => Some((id, object)),
            _ => None,
        }
    }

    pub(super) fn property(&self, object: TypeId, name: &str) -> Option<&Property> {
        self.object(object)?.1.properties.iter().find(|property| property.name == name)
    }

    /// `null` is among the values, here or behind another name.
    pub(super) fn is_nullable(&self, id: TypeId) -> bool {
        let mut id = id;
        for _ in 0..=self.schemas.len() {
            match self.schema(id) {
                Some(schema) if schema.nullable => return true,
                Some(Schema { kind: TypeKind::Alias(target), .. }) => id = *target,
                _ => return false,
            }
        }
        false
    }

    // Diagnostics. A component that several operations share is reported once.

    pub(super) fn report(
        &mut self,
        code: Code,
        severity: Severity,
        at: Place,
        message: String,
    ) -> &mut Diagnostic {
        if let (Severity::Error | Severity::Unsupported, Place::Document(at, _)) = (severity, &at) {
            self.refused.push(at.clone());
        }
        if self.reported.insert(format!("{at:?} {message}")) {
            self.diags.report(code, severity, at, message)
        } else {
            self.scratch.report(code, severity, at, message)
        }
    }

    pub(super) fn error(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(code, Severity::Error, in_document(at), message.into())
    }

    pub(super) fn warning(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(code, Severity::Warning, in_document(at), message.into())
    }

    pub(super) fn unsupported(
        &mut self,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(Code::Unsupported, Severity::Unsupported, in_document(at), message.into())
    }

    /// Something was refused at this place or inside it, so that its consequences need no report.
    pub(super) fn was_refused(&self, at: &Pointer) -> bool {
        self.refused.iter().any(|refused| refused.tokens().starts_with(at.tokens()))
    }

    /// A mistake in the config file.
    pub(super) fn config_error(
        &mut self,
        code: Code,
        at: &[&str],
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let at = Pointer::root().join_all(at.iter().copied());
        self.report(code, Severity::Error, Place::Config(at, Part::Value), message.into())
    }

    /// A mistake of our own.
    pub(super) fn internal(&mut self, at: &Pointer, message: impl Into<String>) {
        self.error(Code::Internal, at, message)
            .help("this is a mistake of the generator: please report it with the document");
    }
}

fn in_document(at: &Pointer) -> Place {
    Place::Document(at.clone(), Part::Value)
}
