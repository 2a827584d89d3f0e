//! Which crates the emitted crates depend on.

use std::collections::{BTreeMap, BTreeSet};

use codegen_runtime::sources::{CRATES, Crate, Part};
use proc_macro2::TokenStream;

use super::super::Cx;
use super::super::answers::success_type;
use super::super::needs::Needs;
use super::super::streams::Side;
use crate::model::TypeKind;
use crate::rust::Mentions;

/// A crate that an emitted crate depends on.
#[derive(Debug, Default)]
pub(super) struct Dependency {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) features: BTreeSet<&'static str>,
    pub(super) optional: bool,
}

pub(super) type Dependencies = BTreeMap<&'static str, Dependency>;

/// What the client crate depends on: for its types always, for the client only with its feature.
pub(super) fn client(cx: &Cx<'_>, needs: &Needs) -> Result<Dependencies, String> {
    let mut all = Dependencies::new();
    add(&mut all, "serde", &[], false)?;
    if cx.api.schemas.iter().any(|schema| matches!(schema.kind, TypeKind::Any)) {
        add(&mut all, "serde_json", &[], false)?;
    }
    add_runtime(&mut all, needs, Part::Types, false)?;
    add_runtime(&mut all, needs, Part::Client, true)?;
    Ok(all)
}

/// What the server crate depends on besides the client crate.
pub(super) fn server(cx: &Cx<'_>, needs: &Needs) -> Result<Dependencies, String> {
    let mut all = Dependencies::new();
    add_runtime(&mut all, needs, Part::Server, false)?;
    // What emitted code names: the router, the error's body, the types of answers.
    add(&mut all, "axum", &[], false)?;
    if cx.api.error_body.is_some() {
        add(&mut all, "serde_json", &[], false)?;
    }
    let mentions = Mentions::of(&answers(cx));
    for name in ["chrono", "serde_json", "uuid"] {
        if mentions.path(name) {
            add(&mut all, name, &[], false)?;
        }
    }
    Ok(all)
}

/// The types of all answers, as the server crate names them.
pub(super) fn answers(cx: &Cx<'_>) -> TokenStream {
    let operations = cx.operations();
    operations.map(|(operation, names)| success_type(cx, operation, names, Side::Server)).collect()
}

/// What the client crate's example needs beyond that and the feature `client`.
pub(super) fn call(cx: &Cx<'_>, needs: &Needs) -> Result<Dependencies, String> {
    program(needs, Part::Call, cx.config.client.program, &client(cx, needs)?)
}

/// What the server crate's example needs beyond that.
pub(super) fn mock(cx: &Cx<'_>, needs: &Needs) -> Result<Dependencies, String> {
    program(needs, Part::Mock, cx.config.server.program, &server(cx, needs)?)
}

/// What an example needs beyond what its crate depends on, if there is to be one.
fn program(
    needs: &Needs,
    part: Part,
    wanted: Option<bool>,
    of_crate: &Dependencies,
) -> Result<Dependencies, String> {
    let mut all = Dependencies::new();
    if wanted.unwrap_or(true) {
        add_runtime(&mut all, needs, part, false)?;
        all.retain(|name, dependency| {
            let known = of_crate.get(name);
            !known.is_some_and(|known| known.features.is_superset(&dependency.features))
        });
    }
    Ok(all)
}

fn add_runtime(
    all: &mut Dependencies,
    needs: &Needs,
    part: Part,
    optional: bool,
) -> Result<(), String> {
    for source in needs.sources().into_iter().filter(|source| source.part == part) {
        for (name, features) in source.crates {
            add(all, name, features, optional)?;
        }
    }
    Ok(())
}

fn add(
    all: &mut Dependencies,
    name: &str,
    features: &'static [&'static str],
    optional: bool,
) -> Result<(), String> {
    let known: Option<&Crate> = CRATES.iter().find(|known| known.name == name);
    let Crate { name, version, features: always } =
        known.ok_or_else(|| format!("the crate `{name}` has no version"))?;
    let dependency = all.entry(name).or_insert_with(|| Dependency {
        name,
        version,
        features: always.iter().copied().collect(),
        optional,
    });
    dependency.features.extend(features);
    dependency.optional &= optional;
    Ok(())
}
