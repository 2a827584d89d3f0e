//! Who gets a name that several want.

use std::collections::BTreeSet;

use super::candidates::Candidate;
use super::case::Case;
use super::keywords::Reserved;
use crate::diagnostics::{Code, Diagnostics};
use crate::model::Pointer;

/// Somebody who needs a name.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// Who chooses first: lower ranks, then those whose wire name is the name, then the order of
    /// the keys. The document's order is no part of it, so that moving a thing changes no name.
    pub(super) rank: u8,
    /// Tells requests of a scope apart; the wire name first of all.
    pub(super) key: String,
    /// The best one.
    pub(super) best: String,
    /// The others, better ones first; a number is appended to the best when none is left.
    pub(super) others: Vec<Candidate>,
    /// The config says so.
    pub(super) fixed: Option<String>,
    pub(super) at: Pointer,
    /// The table of the config and the key in it that would settle the matter.
    pub(super) setting: (&'static str, String),
}

/// Where names must differ.
#[derive(Debug)]
pub(super) struct Scope {
    case: Case,
    reserved: Reserved,
    taken: BTreeSet<String>,
}

impl Scope {
    pub(super) fn new(case: Case, reserved: Reserved) -> Self {
        Self { case, reserved, taken: BTreeSet::new() }
    }

    /// Marks a name as taken.
    pub(super) fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    fn try_take(&mut self, name: &str) -> bool {
        !self.reserved.contains(name) && self.taken.insert(name.to_owned())
    }

    /// Gives every request a name, in the order of the requests.
    pub(super) fn settle(&mut self, requests: &[Request], diags: &mut Diagnostics) -> Vec<String> {
        let mut pending: Vec<(usize, &Request)> = requests.iter().enumerate().collect();
        pending.sort_by_cached_key(|(_, request)| {
            let best = &request.best;
            let exact = *best.strip_prefix("r#").unwrap_or(best) == request.key;
            (request.fixed.is_none(), request.rank, !exact, request.key.clone(), request.at.clone())
        });
        let mut names: Vec<Option<String>> = vec![None; requests.len()];
        for (index, request) in &pending {
            if let (Some(name), Some(place)) = (&request.fixed, names.get_mut(*index)) {
                self.take_fixed(request, name, diags);
                *place = Some(name.clone());
            }
        }
        let rounds = requests.iter().map(|request| request.others.len()).max().unwrap_or(0);
        for round in 0..=rounds {
            for (index, request) in &pending {
                let Some(place @ None) = names.get_mut(*index) else { continue };
                let candidate = match round.checked_sub(1) {
                    None => Some(request.best.clone()),
                    Some(other) => request.others.get(other).map(Candidate::identifier),
                };
                *place = candidate.filter(|candidate| self.try_take(candidate));
            }
        }
        for (index, request) in &pending {
            if let Some(place @ None) = names.get_mut(*index) {
                *place = Some(self.take_numbered(request, diags));
            }
        }
        names.into_iter().flatten().collect()
    }

    fn take_fixed(&mut self, request: &Request, name: &str, diags: &mut Diagnostics) {
        if !self.taken.insert(name.to_owned()) {
            let (table, key) = &request.setting;
            diags
                .error(
                    Code::DuplicateName,
                    &request.at,
                    format!("the config gives the name `{name}` to two things"),
                )
                .help(format!("change the entry `{key:?}` of `[{table}]`"));
        }
    }

    fn take_numbered(&mut self, request: &Request, diags: &mut Diagnostics) -> String {
        let wanted = request.best.clone();
        let numbered = (2..=u32::MAX).map(|number| self.case.numbered(&wanted, number));
        let free = numbered
            .into_iter()
            .find(|name| !self.reserved.contains(name) && !self.taken.contains(name))
            .unwrap_or_default();
        self.taken.insert(free.clone());
        let (table, key) = &request.setting;
        diags
            .warning(
                Code::UnstableName,
                &request.at,
                format!("the name `{wanted}` is taken, so this becomes `{free}`"),
            )
            .help(format!("choose a name in the config: `{key:?} = \"…\"` under `[{table}]`"));
        free
    }
}
