//! Which operations are generated: those that are selected, and of these, if so asked, those that do
//! not depend on anything unsupported.

use std::collections::BTreeSet;

use super::glob::matches;
use crate::config::{Config, SelectConfig};
use crate::diagnostics::{Code, Diagnostics, Part, Place, Severity};
use crate::lower::lower;
use crate::model::{Api, Pointer};
use crate::normalise::{Reach, Resolved, ResolvedOperation};
use crate::read::{Document, suggest};

/// An operation that depends on something unsupported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Method and path: `GET /pets`.
    pub operation: String,
    /// The first thing that is not supported.
    pub reason: String,
}

/// Keeps the operations that the config selects, and what they need.
pub(super) fn select(
    document: &Document,
    resolved: &mut Resolved,
    config: &SelectConfig,
    diags: &mut Diagnostics,
) {
    if config.tags.is_empty() && config.paths.is_empty() && config.operations.is_empty() {
        return;
    }
    check(resolved, config, diags);
    resolved.operations.retain(|operation| is_selected(operation, config));
    let reach = Reach::new(document);
    let reached: BTreeSet<Pointer> =
        resolved.operations.iter().flat_map(|operation| reach.of_operation(operation)).collect();
    if !config.keep_schemas {
        resolved.schemas.retain(|schema| reached.contains(&schema.at));
    }
    let schemes = Pointer::root().join("components").join("securitySchemes");
    resolved.security_schemes.retain(|scheme| reached.contains(&schemes.join(&scheme.name)));
}

fn is_selected(operation: &ResolvedOperation, config: &SelectConfig) -> bool {
    config.tags.iter().any(|tag| operation.tags.contains(tag))
        || config.paths.iter().any(|pattern| matches(pattern, &operation.path))
        || config.operations.iter().any(|id| operation.id.as_ref() == Some(id))
}

/// Reports entries that select nothing.
fn check(resolved: &Resolved, config: &SelectConfig, diags: &mut Diagnostics) {
    let operations = &resolved.operations;
    let tags: BTreeSet<&str> =
        operations.iter().flat_map(|o| o.tags.iter().map(String::as_str)).collect();
    let ids: BTreeSet<&str> = operations.iter().filter_map(|o| o.id.as_deref()).collect();
    let mut report = |list: &str, index: usize, what: &str, entry: &str, known: &BTreeSet<&str>| {
        let at = Pointer::root().join("select").join(list).join(index);
        let help = match suggest(entry, known.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "correct or remove it".to_owned(),
        };
        let message = format!("no operation has the {what} `{entry}`");
        let place = Place::Config(at, Part::Value);
        diags.report(Code::ConfigUnusedEntry, Severity::Error, place, message).help(help);
    };
    for (index, tag) in config.tags.iter().enumerate() {
        if !tags.contains(tag.as_str()) {
            report("tags", index, "tag", tag, &tags);
        }
    }
    for (index, id) in config.operations.iter().enumerate() {
        if !ids.contains(id.as_str()) {
            report("operations", index, "id", id, &ids);
        }
    }
    for (index, pattern) in config.paths.iter().enumerate() {
        if !operations.iter().any(|operation| matches(pattern, &operation.path)) {
            report("paths", index, "path", pattern, &BTreeSet::new());
        }
    }
}

/// Lowers what is left after leaving out, if the config says so, whatever depends on something
/// unsupported.
pub(super) fn lower_supported(
    document: &Document,
    resolved: &mut Resolved,
    config: &Config,
    diags: &mut Diagnostics,
) -> (Api, Vec<LeftOut>) {
    let mut attempt = diags.aside();
    let api = lower(resolved, config, &mut attempt);
    let refused = attempt.refused();
    if !config.skip_unsupported || refused.is_empty() {
        diags.append(attempt);
        return (api, Vec::new());
    }
    let left_out = leave_out(document, resolved, &refused, diags);
    diags.append_refusals(attempt);
    // What is left refers to nothing that is gone, so this is the last time.
    (lower(resolved, config, diags), left_out)
}

fn leave_out(
    document: &Document,
    resolved: &mut Resolved,
    refused: &[(Pointer, String)],
    diags: &mut Diagnostics,
) -> Vec<LeftOut> {
    let reach = Reach::new(document);
    // With every refusal by itself, the reason of each operation is known; most documents have few.
    let spoilt: Vec<_> = refused
        .iter()
        .map(|(place, reason)| {
            let places = vec![place.clone()];
            (reach.spoilt(&places), places, reason)
        })
        .collect();
    let mut left_out = Vec::new();
    resolved.operations.retain(|operation| {
        let reason = spoilt
            .iter()
            .find(|(components, places, _)| reach.depends(operation, places, components));
        let Some((_, places, reason)) = reason else { return true };
        let name = format!("{} {}", operation.method.as_str(), operation.path);
        let reported = diags
            .warning(Code::LeftOut, &operation.at, format!("`{name}` is left out"))
            .at_key()
            .help("everything else is generated");
        if let Some(place) = places.first() {
            reported.note(place, (*reason).clone());
        }
        left_out.push(LeftOut { operation: name, reason: (*reason).clone() });
        false
    });
    let gone: BTreeSet<&Pointer> = spoilt.iter().flat_map(|(gone, _, _)| gone).collect();
    resolved.schemas.retain(|schema| !gone.contains(&schema.at));
    let schemes = Pointer::root().join("components").join("securitySchemes");
    resolved.security_schemes.retain(|scheme| !gone.contains(&schemes.join(&scheme.name)));
    left_out
}
