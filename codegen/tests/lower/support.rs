//! Small documents, lowered.

#![allow(clippy::panic, clippy::unwrap_used, reason = "helpers of tests may fail them")]

pub(crate) use codegen::config::{Config, ErrorsConfig, FormatType};
pub(crate) use codegen::diagnostics::{Code, Diagnostics, Place, Severity};
pub(crate) use codegen::lower::lower;
pub(crate) use codegen::model::{
    Additional, Api, BodyKind, Channel, ChannelContent, Content, Events, Flag, Frame, IntegerWidth,
    Object, Operation, ParameterLocation, PathPiece, PathSegment, Place as SecretPlace, Placement,
    Property, ResponseBody, Schema, SchemaName, Socket, StatusKey, StringFormat, StyleKind, TypeId,
    TypeKind,
};
pub(crate) use codegen::name::name;
pub(crate) use codegen::normalise::normalise;
pub(crate) use codegen::read::{Source, read};

pub(crate) fn lower_text(text: &str, config: &Config) -> (Api, Diagnostics) {
    let mut diags = Diagnostics::default();
    let source = Source { name: "openapi.yaml".to_owned(), text: text.to_owned() };
    let document = read(source, &mut diags);
    let document = document.unwrap_or_else(|| panic!("unreadable: {:#?}", diags.items()));
    let resolved = normalise(&document, &mut diags);
    assert!(!diags.has_errors(), "{:#?}", diags.items());
    // Only what lowering says is of interest here.
    let mut diags = Diagnostics::default();
    let api = lower(&resolved, config, &mut diags);
    (api, diags)
}

/// A document with these schemas, each line below `components.schemas`.
pub(crate) fn schemas_text(schemas: &str) -> String {
    let schemas: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// A document with these operations, each line below `paths`.
pub(crate) fn paths_text(paths: &str) -> String {
    let paths: String = paths.lines().map(|line| format!("  {line}\n")).collect();
    format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n{paths}")
}

pub(crate) fn lower_schemas(schemas: &str) -> (Api, Diagnostics) {
    lower_text(&schemas_text(schemas), &Config::default())
}

/// Code, severity and place of everything that was reported.
pub(crate) fn found(diags: &Diagnostics) -> Vec<(Code, Severity, String)> {
    let place = |place: &Place| match place {
        Place::Document(pointer, _) => pointer.to_string(),
        Place::Config(pointer, _) => format!("config:{pointer}"),
        other => format!("{other:?}"),
    };
    diags.items().iter().map(|d| (d.code, d.severity, place(&d.at))).collect()
}

pub(crate) fn component<'a>(api: &'a Api, name: &str) -> &'a Schema {
    let is_it = |schema: &&Schema| schema.name == SchemaName::Component(name.to_owned());
    api.schemas.iter().find(is_it).unwrap_or_else(|| panic!("no `{name}`"))
}

pub(crate) fn object<'a>(api: &'a Api, name: &str) -> &'a Object {
    match &component(api, name).kind {
        TypeKind::Object(object) => object,
        other => panic!("`{name}` is {other:?}"),
    }
}

pub(crate) fn property<'a>(api: &'a Api, schema: &str, name: &str) -> (&'a Property, &'a Schema) {
    let property = object(api, schema).properties.iter().find(|p| p.name == name);
    let property = property.unwrap_or_else(|| panic!("no `{name}` in `{schema}`"));
    (property, api.schema(property.schema))
}
