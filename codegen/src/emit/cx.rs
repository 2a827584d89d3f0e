//! What every emitter may ask: the model, the names, and how both look in Rust.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::config::{Collections, Config, Null};
use crate::model::{
    Api, IntegerWidth, NumberWidth, Operation, Property, Schema, StringFormat, TypeId, TypeKind,
    ValueType,
};
use crate::name::{Names, OperationNames, TypeName};
use crate::rust::{float, ident};

/// How the emitted crates are called and find each other.
#[derive(Clone, Debug)]
pub(crate) struct Crates {
    /// Package name of the client crate.
    pub(crate) client: String,
    /// Package name of the server crate.
    pub(crate) server: String,
    /// Path from the server crate's folder to the client crate's, with `/`.
    pub(crate) client_from_server: String,
    /// There is no server crate.
    pub(crate) client_only: bool,
}

impl Crates {
    /// The client crate as Rust code names it.
    pub(crate) fn client_lib(&self) -> String {
        self.client.replace('-', "_")
    }

    /// The server crate as Rust code names it.
    pub(crate) fn server_lib(&self) -> String {
        self.server.replace('-', "_")
    }
}

/// Everything that emitters may know.
#[derive(Debug)]
pub(crate) struct Cx<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) config: &'a Config,
    pub(crate) crates: &'a Crates,
    /// The document and its overlays as the header names them: by their file names.
    pub(crate) sources: &'a [String],
    /// The command that a reader runs to get these files again.
    pub(crate) command: &'a str,
}

impl<'a> Cx<'a> {
    /// The first line of every emitted file, without its comment sign.
    pub(crate) fn header(&self) -> String {
        let sources: Vec<String> = self.sources.iter().map(|name| format!("`{name}`")).collect();
        let sources = match sources.as_slice() {
            [] => String::new(),
            [document] => document.clone(),
            [document, overlays @ ..] => format!("{document} with {}", overlays.join(", ")),
        };
        let generated = crate::output::GENERATED_BY;
        format!("{generated} `{}` from {sources}. Do not edit.", self.command)
    }

    /// Every operation with its names and its index.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&'a Operation, &'a OperationNames)> {
        self.api.operations.iter().zip(&self.names.operations)
    }

    /// The path of an operation, base path included.
    pub(crate) fn full_path(&self, operation: &Operation) -> String {
        format!("{}{}", self.api.base_path, operation.path.text)
    }

    /// The schema behind every other name for it.
    pub(crate) fn resolve(&self, id: TypeId) -> (TypeId, &'a Schema) {
        let mut id = id;
        // Lowering refuses alias cycles; the bound keeps a mistake there from hanging us.
        for _ in 0..self.api.schemas.len() {
            match self.api.schema(id).kind {
                TypeKind::Alias(target) => id = target,
                _ => break,
            }
        }
        (id, self.api.schema(id))
    }

    /// `null` is among the values, here or behind another name.
    pub(crate) fn is_nullable(&self, id: TypeId) -> bool {
        self.alias_chain(id).any(|schema| schema.nullable)
    }

    /// The values are secrets, here or behind another name.
    pub(crate) fn is_sensitive(&self, id: TypeId) -> bool {
        self.alias_chain(id).any(|schema| schema.sensitive)
    }

    fn alias_chain(&self, id: TypeId) -> impl Iterator<Item = &'a Schema> {
        let mut next = Some(id);
        let api = self.api;
        (0..api.schemas.len()).map_while(move |_| {
            let schema = api.schema(next?);
            next = if let TypeKind::Alias(target) = schema.kind { Some(target) } else { None };
            Some(schema)
        })
    }

    /// An array or a map, which is empty rather than absent where the config says so.
    pub(crate) fn is_plain_collection(&self, id: TypeId) -> bool {
        self.config.types.collections == Collections::EmptyWhenAbsent
            && matches!(self.resolve(id).1.kind, TypeKind::Array { .. } | TypeKind::Map { .. })
    }

    /// The type of a schema's values as code outside of `types` writes it, `null` left aside.
    pub(crate) fn value_type(&self, id: TypeId) -> TokenStream {
        self.value_type_in(id, None)
    }

    /// The path of a named schema's own type, for code outside of `types`: without what is around values
    /// that must not show up in logs.
    pub(crate) fn own_type(&self, id: TypeId) -> Option<TokenStream> {
        self.names.types.get(&id).map(|name| type_path(name, None))
    }

    /// As [`Self::value_type`], written inside the module `home` of `types`.
    pub(crate) fn value_type_in(&self, id: TypeId, home: Option<&[String]>) -> TokenStream {
        // The server crate's `runtime::types` is the client crate's, so these paths hold in both.
        let is_sensitive = self.is_sensitive(id);
        if is_sensitive && matches!(self.resolve(id).1.kind, TypeKind::String { .. }) {
            return quote! { crate::runtime::types::secret::Secret };
        }
        let value = match self.names.types.get(&id) {
            Some(name) => type_path(name, home),
            None => self.structural_type(id, home),
        };
        if is_sensitive {
            quote! { crate::runtime::types::secret::Sensitive<#value> }
        } else {
            value
        }
    }

    /// As [`Self::value_type_in`], spelt out even though the schema has a name.
    pub(crate) fn anonymous_type_in(&self, id: TypeId, home: &[String]) -> TokenStream {
        self.structural_type(id, Some(home))
    }

    fn structural_type(&self, id: TypeId, home: Option<&[String]>) -> TokenStream {
        if let Some(value_type) = &self.api.schema(id).value_type {
            return value_type_path(value_type);
        }
        match &self.api.schema(id).kind {
            TypeKind::Alias(target) => self.value_type_in(*target, home),
            TypeKind::Array { items, .. } => {
                let items = self.item_type(*items, home);
                quote! { Vec<#items> }
            }
            TypeKind::Map { values } => {
                let values = self.item_type(*values, home);
                quote! { ::std::collections::BTreeMap<String, #values> }
            }
            TypeKind::Boolean => quote! { bool },
            TypeKind::Integer { width: IntegerWidth::Int32, .. } => quote! { i32 },
            TypeKind::Integer { width: IntegerWidth::Int64, .. } => quote! { i64 },
            TypeKind::Integer { width: IntegerWidth::Uint16, .. } => quote! { u16 },
            TypeKind::Integer { width: IntegerWidth::Uint32, .. } => quote! { u32 },
            TypeKind::Integer { width: IntegerWidth::Uint64, .. } => quote! { u64 },
            TypeKind::Number { width: NumberWidth::Float, .. } => quote! { f32 },
            TypeKind::Number { width: NumberWidth::Double, .. } => quote! { f64 },
            TypeKind::String { format, .. } => match format {
                StringFormat::Text(_) => quote! { String },
                StringFormat::Uuid => quote! { ::uuid::Uuid },
                StringFormat::DateTime => quote! { ::chrono::DateTime<::chrono::Utc> },
            },
            // Enums, objects and unions always have a name; free-form values never need one.
            TypeKind::Any | TypeKind::Enum(_) | TypeKind::Object(_) | TypeKind::Union(_) => {
                quote! { ::serde_json::Value }
            }
        }
    }

    /// The type of what stands in an array or a map.
    pub(crate) fn item_type(&self, id: TypeId, home: Option<&[String]>) -> TokenStream {
        let inner = self.value_type_in(id, home);
        if self.is_nullable(id) && !self.is_any(id) {
            quote! { Option<#inner> }
        } else {
            inner
        }
    }

    /// The type of a schema's values with `null`, for code outside of `types`.
    pub(crate) fn nullable_type(&self, id: TypeId) -> TokenStream {
        self.item_type(id, None)
    }

    /// The type of a schema's values with `null`, inside the module `home` of `types`.
    pub(crate) fn nullable_type_in(&self, id: TypeId, home: &[String]) -> TokenStream {
        self.item_type(id, Some(home))
    }

    /// The document's default, here or behind another name.
    pub(crate) fn default_value(&self, id: TypeId) -> Option<&'a serde_json::Value> {
        self.alias_chain(id).find_map(|schema| schema.default.as_ref())
    }

    /// The document's example, here or behind another name.
    pub(crate) fn example(&self, id: TypeId) -> Option<&'a serde_json::Value> {
        self.alias_chain(id).find_map(|schema| schema.example.as_ref())
    }

    /// The values are free-form, here or behind another name.
    pub(crate) fn is_any(&self, id: TypeId) -> bool {
        let schema = self.resolve(id).1;
        matches!(schema.kind, TypeKind::Any) && schema.value_type.is_none()
    }

    /// The values are times as `chrono` has them, here or behind another name.
    pub(crate) fn is_time(&self, id: TypeId) -> bool {
        let schema = self.resolve(id).1;
        matches!(schema.kind, TypeKind::String { format: StringFormat::DateTime, .. })
            && schema.value_type.is_none()
            && !self.is_sensitive(id)
    }

    /// The value that stands for an absent one, as an expression: for texts, numbers, booleans and
    /// enumerations. Other defaults are only documented.
    pub(crate) fn default_expression(&self, id: TypeId) -> Option<TokenStream> {
        let value = self.default_value(id)?;
        let schema = self.resolve(id).1;
        match &schema.kind {
            _ if schema.value_type.is_some() => None,
            TypeKind::Boolean => value.as_bool().map(|value| quote! { #value }),
            TypeKind::Integer { .. } => {
                let literal = value.as_u64().map(Literal::u64_unsuffixed);
                let literal = literal.or_else(|| value.as_i64().map(Literal::i64_unsuffixed))?;
                Some(quote! { #literal })
            }
            TypeKind::Number { .. } => {
                float(value.as_f64().filter(|value| value.is_finite())?).parse().ok()
            }
            TypeKind::String { format: StringFormat::Text(_), .. } | TypeKind::Enum(_) => {
                let text = value.as_str()?;
                Some(quote! { #text.into() })
            }
            TypeKind::String { .. }
            | TypeKind::Any
            | TypeKind::Array { .. }
            | TypeKind::Map { .. }
            | TypeKind::Object(_)
            | TypeKind::Union(_)
            | TypeKind::Alias(_) => None,
        }
    }

    /// Absence and `null` are told apart: the property becomes an `Option` of what may be `null`.
    pub(crate) fn tells_null(&self, property: &Property) -> bool {
        let may_be_null = self.is_nullable(property.schema) || self.is_any(property.schema);
        let told_apart = self.config.types.null == Null::Distinct;
        told_apart
            && may_be_null
            && !property.required
            && !property.null_is_absence
            && !self.is_plain_collection(property.schema)
    }

    /// The property becomes an `Option`.
    pub(crate) fn is_optional(&self, property: &Property) -> bool {
        let nullable = self.is_nullable(property.schema);
        let defaulted = !nullable && self.default_expression(property.schema).is_some();
        (nullable || (!property.required && !defaulted))
            && !self.is_plain_collection(property.schema)
            && !(property.required && self.is_any(property.schema))
    }
}

/// The path of a type that is not emitted.
pub(crate) fn value_type_path(value_type: &ValueType) -> TokenStream {
    match value_type {
        ValueType::Date => quote! { ::chrono::NaiveDate },
        ValueType::Base64 => quote! { crate::runtime::types::base64::Base64 },
        ValueType::Ip => quote! { ::std::net::IpAddr },
        ValueType::Ipv4 => quote! { ::std::net::Ipv4Addr },
        ValueType::Ipv6 => quote! { ::std::net::Ipv6Addr },
        ValueType::UnixTime => quote! { crate::runtime::types::unix_time::UnixTime },
        // The config was checked: it is a path.
        ValueType::Own(path) => path.parse().unwrap_or_default(),
    }
}

/// The path of a named type.
fn type_path(name: &TypeName, home: Option<&[String]>) -> TokenStream {
    let leaf = ident(&name.ident);
    let modules = name.module.iter().map(|module| ident(module));
    match home {
        Some(home) if home == name.module => quote! { #leaf },
        Some(_) => quote! { crate::types::#(#modules::)*#leaf },
        None => quote! { types::#(#modules::)*#leaf },
    }
}
