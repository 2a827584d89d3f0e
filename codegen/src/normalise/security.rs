//! Security schemes, and what operations ask for.

use openapiv3::{Operation, SecurityRequirement};

use super::resolve::follow;
use super::{Cx, Located, NamedSecurityScheme};
use crate::diagnostics::Code;
use crate::model::Pointer;
use crate::read::{ReferenceKind, suggest};

/// All schemes of the document.
pub(super) fn schemes(cx: &Cx<'_>) -> Vec<NamedSecurityScheme> {
    let section = &cx.components.security_schemes;
    let home = Pointer::root().join("components").join("securitySchemes");
    let named = section.iter().filter_map(|(name, scheme)| {
        let found = follow(section, ReferenceKind::SecurityScheme, scheme, &home.join(name))?;
        Some(NamedSecurityScheme { name: name.clone(), at: found.at, scheme: found.value })
    });
    named.collect()
}

/// What an operation asks for, and where the document says so: its own requirements, else the
/// document's.
pub(super) fn requirements(
    cx: &mut Cx<'_>,
    operation: &Operation,
    at: &Pointer,
) -> Option<Located<Vec<SecurityRequirement>>> {
    let (requirements, at) = match (&operation.security, &cx.openapi().security) {
        (Some(own), _) => (own.clone(), at.join("security")),
        (None, Some(inherited)) => (inherited.clone(), Pointer::root().join("security")),
        (None, None) => return None,
    };
    let mut kept = Vec::new();
    for (index, requirement) in requirements.into_iter().enumerate() {
        let at = at.join(index);
        let known = requirement.keys().filter(|name| is_known(cx, name, &at.join(name))).count();
        if known == requirement.len() {
            kept.push(requirement);
        }
    }
    Some(Located { at, value: kept })
}

/// Nobody can tell how a secret travels that is not described, so nobody can ask for it.
fn is_known(cx: &mut Cx<'_>, name: &str, at: &Pointer) -> bool {
    let known = &cx.components.security_schemes;
    if known.contains_key(name) {
        return true;
    }
    let help = match suggest(name, known.keys().map(String::as_str)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "define it below `components.securitySchemes`".to_owned(),
    };
    let message =
        format!("there is no security scheme `{name}`; nothing is asked for in its place");
    if let Some(diagnostic) = cx.warning_once(Code::UnknownSecurityScheme, at, message) {
        diagnostic.at_key().help(help);
    }
    false
}
