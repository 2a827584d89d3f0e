//! Who uses which part of the emitted code, and for what.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use super::effect::{Effect, Usage};
use super::surface::{Difference, MemberKind, Surface, What};
use super::touches::type_path;
use super::usage::usages;

/// What a change of code does to both sorts of programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) callers: Effect,
    pub(super) implementors: Effect,
}

/// What the types are used for, by their paths.
#[derive(Debug, Default)]
pub(super) struct Roles {
    /// By callers, and by implementors, who have one type for all failures.
    types: BTreeMap<String, (Usage, Usage)>,
    /// Enums of failures.
    failures: BTreeSet<String>,
    /// Structs of inputs that callers make, because a method takes them as a whole.
    made: BTreeSet<String>,
}

/// What a program does with the values of a type.
#[derive(Clone, Copy, Debug)]
struct Use {
    writes: bool,
    reads: bool,
}

impl Use {
    const NONE: Self = Self { writes: false, reads: false };
    const BOTH: Self = Self { writes: true, reads: true };
}

impl Roles {
    /// From both documents, and what can be named of the old crates.
    pub(super) fn new(old: Side<'_>, new: Side<'_>, before: &Surface) -> Self {
        let mut roles = Self { made: before.inputs_of_methods(), ..Self::default() };
        for side in [old, new] {
            let failures = side.names.operations.iter().map(|names| &names.failure);
            roles.failures.extend(failures.map(|failure| format!("operations::{failure}")));
            for (id, usage) in usages(side.api, &side.api.operations, true) {
                let Some(path) = type_path(side, id) else { continue };
                let known = &mut roles.types.entry(path).or_default().0;
                *known = known.or(usage);
            }
            for (id, usage) in usages(side.api, &side.api.operations, false) {
                let Some(path) = type_path(side, id) else { continue };
                let known = &mut roles.types.entry(path).or_default().1;
                *known = known.or(usage);
            }
            // Callers choose servers.
            for path in variables(side) {
                let known = &mut roles.types.entry(path).or_default().0;
                *known = known.or(Usage::REQUEST);
            }
        }
        roles
    }

    /// What the difference does to programs.
    pub(super) fn judge(&self, difference: &Difference) -> Verdict {
        let (callers, implementors) = self.uses(difference);
        let by_methods = difference.item.starts_with("operations::")
            && matches!(
                difference.what,
                What::Removed(MemberKind::Field) | What::Changed(MemberKind::Field)
            )
            && !self.made.contains(&difference.item);
        let callers = match effect(difference, callers) {
            // Methods fill in the struct, and are compared themselves.
            Effect::Breaking if by_methods => Effect::Partial,
            effect => effect,
        };
        Verdict { callers, implementors: effect(difference, implementors) }
    }

    fn uses(&self, difference: &Difference) -> (Use, Use) {
        let item = difference.item.as_str();
        // How the client asks is told by a trait of the client's.
        let client_only = item.starts_with("client::")
            || item.starts_with("Call<")
            || difference
                .member
                .as_deref()
                .is_some_and(|member| member.starts_with("type ") || member == "impl Operation");
        if item.starts_with("server::") {
            (Use::NONE, Use::BOTH)
        } else if client_only {
            (Use::BOTH, Use::NONE)
        } else if self.failures.contains(item) {
            (Use { writes: false, reads: true }, Use::NONE)
        } else if let Some((callers, implementors)) = self.types.get(item) {
            (
                Use { writes: callers.request, reads: callers.answer },
                Use { writes: implementors.answer, reads: implementors.request },
            )
        } else if item.starts_with("operations::") {
            operation(difference)
        } else {
            // Nobody knows what a type is for that no operation mentions.
            (Use::BOTH, Use::BOTH)
        }
    }
}

/// The types of variables of servers.
fn variables(side: Side<'_>) -> Vec<String> {
    let objects = || side.api.servers.iter().filter_map(|server| server.variables);
    let members = objects().flat_map(|id| side.api.schema(id).kind.children());
    objects().chain(members).filter_map(|id| type_path(side, id)).collect()
}

/// Inputs are structs, answers are enums.
fn operation(difference: &Difference) -> (Use, Use) {
    let is_answer = match difference.what {
        What::ItemAdded | What::ItemRemoved | What::ItemChanged => {
            return (Use::BOTH, Use::BOTH);
        }
        What::Added { kind, .. } | What::Removed(kind) | What::Changed(kind) => {
            kind == MemberKind::Variant
        }
    };
    let callers = Use { writes: !is_answer, reads: is_answer };
    (callers, Use { writes: is_answer, reads: !is_answer })
}

fn effect(difference: &Difference, program: Use) -> Effect {
    if !program.writes && !program.reads {
        return Effect::Fine;
    }
    let if_writes = if program.writes { Effect::Breaking } else { Effect::Partial };
    let maker = difference.member.as_deref().is_some_and(|m| super::touches::MAKERS.contains(&m));
    match difference.what {
        What::ItemAdded => Effect::Fine,
        What::ItemRemoved | What::ItemChanged => Effect::Breaking,
        What::Added { kind: MemberKind::Demanded, .. } => Effect::Breaking,
        What::Added { kind: MemberKind::Function | MemberKind::Implemented, .. }
        | What::Added { open: true, .. } => Effect::Fine,
        // Literals and patterns that name every field.
        What::Added { kind: MemberKind::Field, open: false } => Effect::Partial,
        What::Added { kind: MemberKind::Variant, open: false } => match program.reads {
            true => Effect::Breaking,
            false => Effect::Partial,
        },
        What::Removed(_) | What::Changed(_) if maker => if_writes,
        What::Removed(MemberKind::Implemented) | What::Changed(MemberKind::Implemented) => {
            Effect::Partial
        }
        What::Removed(_) | What::Changed(_) => Effect::Breaking,
    }
}
