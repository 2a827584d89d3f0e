//! Names of security schemes.

use super::SecurityNames;
use super::candidates::{CONSTANT, Candidate, Role, SCHEME, VARIANT};
use super::collisions::{Request, Scope};
use super::keywords::Reserved;
use super::overrides::Overrides;
use crate::diagnostics::Diagnostics;
use crate::model::Api;

pub(super) fn name_security(
    api: &Api,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Vec<SecurityNames> {
    let mut fixed = Vec::new();
    for scheme in &api.security_schemes {
        fixed.push(overrides.security.get(&scheme.name, SCHEME, Reserved::Builder, diags));
    }
    let nothing = vec![None; fixed.len()];
    let functions = settle(api, SCHEME, Reserved::Builder, &fixed, diags);
    let constants = settle(api, CONSTANT, Reserved::Nothing, &nothing, diags);
    let variants = settle(api, VARIANT, Reserved::Nothing, &nothing, diags);
    functions
        .into_iter()
        .zip(constants)
        .zip(variants)
        .map(|((function, constant), variant)| SecurityNames { constant, function, variant })
        .collect()
}

fn settle(
    api: &Api,
    role: Role,
    reserved: Reserved,
    fixed: &[Option<String>],
    diags: &mut Diagnostics,
) -> Vec<String> {
    let requests: Vec<Request> = api
        .security_schemes
        .iter()
        .zip(fixed)
        .map(|(scheme, fixed)| Request {
            rank: 0,
            key: scheme.name.clone(),
            best: role.plain(&scheme.name),
            others: vec![
                Candidate::Plain(role, format!("{} scheme", scheme.name)),
                Candidate::Spelled(role, scheme.name.clone()),
            ],
            fixed: fixed.clone(),
            at: scheme.origin.clone(),
            setting: ("names.security", scheme.name.clone()),
        })
        .collect();
    Scope::new(role.case, reserved).settle(&requests, diags)
}
