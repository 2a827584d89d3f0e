//! Names: every Rust identifier of the output, decided in one global phase.
//!
//! The model keeps wire names; emitters print what stands here and never change a case.

mod candidates;
mod case;
mod choices;
mod collisions;
mod contents;
mod features;
mod keywords;
mod members;
mod operations;
mod overrides;
mod security;
mod servers;
mod status;
mod traits;
mod types;

use std::collections::BTreeMap;

use crate::config::{Config, Traits};
use crate::diagnostics::Diagnostics;
use crate::model::{Api, TypeId, TypeKind};

/// Decides every name: first what the config says, then what the document's own names give, then
/// what tells things apart by their surroundings, at last numbers. The document's order plays no
/// part.
#[must_use]
pub fn name(api: &Api, config: &Config, diags: &mut Diagnostics) -> Names {
    let mut overrides = overrides::Overrides::new(&config.names);
    let types = types::name_types(api, &mut overrides, diags);
    let mut names = Names { types, ..Names::default() };
    for id in api.type_ids() {
        let schema = api.schema(id);
        if let TypeKind::Object(object) = &schema.kind {
            let fields = members::name_fields(schema, object, &mut overrides, diags);
            names.fields.insert(id, fields);
        } else if let TypeKind::Enum(values) = &schema.kind {
            let variants = members::name_variants(schema, values, &mut overrides, diags);
            names.variants.insert(id, variants);
        } else if let TypeKind::Union(union) = &schema.kind {
            let variants = members::name_union(schema, union, &mut overrides, diags);
            names.variants.insert(id, variants);
        }
    }
    names.operations = operations::name_operations(api, &mut overrides, diags);
    names.security = security::name_security(api, &mut overrides, diags);
    names.servers = servers::name_servers(api, diags);
    names.features = features::name_features(api);
    if config.server.traits == Traits::Tags {
        names.traits = Some(traits::name_traits(api, config, &mut overrides, diags));
    }
    overrides.check_unused(diags);
    names
}

/// All identifiers. Each is a valid Rust identifier as it stands (keywords are already escaped).
#[derive(Debug, Default)]
pub struct Names {
    /// Types that get an item of their own.
    pub types: BTreeMap<TypeId, TypeName>,
    /// Fields of object types, in the order of their properties; then, when additional members are
    /// kept, the field that keeps them.
    pub fields: BTreeMap<TypeId, Vec<String>>,
    /// Variants of enum types, in the order of their values.
    pub variants: BTreeMap<TypeId, Vec<String>>,
    /// By index of the operation.
    pub operations: Vec<OperationNames>,
    /// By index of the security scheme.
    pub security: Vec<SecurityNames>,
    /// Constants by index of the server; those with variables have none.
    pub servers: Vec<Option<String>>,
    /// Cargo features, by tag.
    pub features: BTreeMap<String, String>,
    /// The server's traits, if there is one for each tag.
    pub traits: Option<TraitNames>,
}

/// Identifiers of the server's traits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraitNames {
    /// The trait that says who callers are.
    pub authenticate: String,
    /// Those of tags, ordered by their names.
    pub tags: Vec<TagNames>,
}

/// Identifiers of one tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagNames {
    /// The tag; none for operations without tags.
    pub tag: Option<String>,
    /// The trait: `UpperCamelCase`.
    pub ident: String,
    /// Its module: `snake_case` in ASCII, so that it can be a file of that name.
    pub module: String,
}

/// Where a type lives below the module `types`, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeName {
    /// Modules below `types`; empty for a type that stands in `types` itself.
    pub module: Vec<String>,
    /// `UpperCamelCase`.
    pub ident: String,
}

/// Identifiers of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationNames {
    /// The method of the client and of the server trait: `snake_case`.
    pub function: String,
    /// The struct of inputs: `UpperCamelCase`.
    pub input: String,
    /// The enum of successful answers, used when there are several.
    pub output: String,
    /// The enum of documented failures, used when they differ.
    pub failure: String,
    /// Fields of the parameters, in their order. Those of a choice have none.
    pub parameters: Vec<String>,
    /// The choice between parameters, if there is one.
    pub choice: Option<ChoiceNames>,
    /// The field of the body.
    pub body: String,
    /// The type of a body that is one of several, or consists of parts: `UpperCamelCase`.
    pub body_type: String,
    /// The type of a body of parts that is one of several.
    pub parts_type: String,
    /// Variants of the body's contents, in their order.
    pub body_contents: Vec<String>,
    /// Variants by index of `Operation::responses`.
    pub responses: Vec<String>,
    /// Variants of the contents of each answer: that of the answer itself where it has one.
    pub contents: Vec<Vec<String>>,
}

/// Identifiers of the choice between parameters of which exactly one is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceNames {
    /// The enum: `UpperCamelCase`. The two faces of an operation share it.
    pub ident: String,
    /// The field of the inputs.
    pub field: String,
    /// Variants by index of `Operation::exactly_one_of`.
    pub variants: Vec<String>,
}

/// Identifiers of one security scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityNames {
    /// The constant: `SCREAMING_SNAKE_CASE`.
    pub constant: String,
    /// The client builder's method: `snake_case`.
    pub function: String,
    /// The variant of the server's `Credential`: `UpperCamelCase`.
    pub variant: String,
}
