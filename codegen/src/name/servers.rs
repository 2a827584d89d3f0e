//! Names of servers.

use super::candidates::{CONSTANT, Candidate};
use super::collisions::{Request, Scope};
use super::keywords::Reserved;
use crate::diagnostics::Diagnostics;
use crate::model::Api;

/// Constants by index of the server; nothing for those with variables, which are types.
pub(super) fn name_servers(api: &Api, diags: &mut Diagnostics) -> Vec<Option<String>> {
    let servers = api.servers.iter().enumerate();
    let plain = servers.filter(|(_, server)| server.variables.is_none());
    let (indices, requests): (Vec<usize>, Vec<Request>) = plain
        .map(|(index, server)| {
            let scheme = server.url.split_once("://").map_or("", |(scheme, _)| scheme);
            let request = Request {
                // Of two that differ in it, the safe one has the short name.
                rank: u8::from(scheme != "https"),
                key: server.url.clone(),
                best: CONSTANT.plain(&server.name),
                others: vec![
                    Candidate::Plain(CONSTANT, format!("{} {scheme}", server.name)),
                    Candidate::Plain(CONSTANT, server.url.replace("://", " ")),
                    Candidate::Spelled(CONSTANT, server.url.clone()),
                    Candidate::Plain(CONSTANT, format!("{} {index}", server.name)),
                ],
                fixed: None,
                at: server.origin.clone(),
                setting: ("names.servers", server.url.clone()),
            };
            (index, request)
        })
        .unzip();
    let names = Scope::new(CONSTANT.case, Reserved::Nothing).settle(&requests, diags);
    let mut all = vec![None; api.servers.len()];
    for (index, name) in indices.into_iter().zip(names) {
        if let Some(place) = all.get_mut(index) {
            *place = Some(name);
        }
    }
    all
}
