//! The servers that documents name.

use super::change::Touch;
use super::compare::{Comparison, Place};
use super::effect::Wire;
use super::kind::Kind;
use super::schemas::uses;
use super::{Side, touches};
use crate::model::Server;

/// A server and its place in the list.
type Listed<'a> = (usize, &'a Server);

/// Compares the servers: which a client talks to is the business of its user, so nothing of it breaks
/// an exchange.
pub(super) fn compare(cx: &mut Comparison<'_>) {
    let (old, new) = (cx.old, cx.new);
    let mut gone: Vec<Listed<'_>> = old.api.servers.iter().enumerate().collect();
    let mut come: Vec<Listed<'_>> = new.api.servers.iter().enumerate().collect();
    let is_there = |one: &Server, other: &Server| one.url == other.url;
    let is_called_so = |one: &Server, other: &Server| one.name == other.name;
    let same: [fn(&Server, &Server) -> bool; 2] = [is_there, is_called_so];
    let mut pairs = Vec::new();
    for same in same {
        gone.retain(|before| {
            let is_it = |(_, after): &Listed<'_>| before.1.of == after.of && same(before.1, after);
            let found = come.iter().position(is_it).map(|index| come.remove(index));
            pairs.extend(found.map(|after| (*before, after)));
            found.is_none()
        });
    }
    for (before, after) in pairs {
        both(cx, before, after);
    }
    for server in gone {
        let at = (Some(&server.1.origin), None);
        cx.note(Kind::ServerRemoved, &place(old, server), "removed", at, Wire::default());
    }
    for server in come {
        let at = (None, Some(&server.1.origin));
        cx.note(Kind::ServerAdded, &place(new, server), "added", at, Wire::default());
    }
}

fn both(cx: &mut Comparison<'_>, old: Listed<'_>, new: Listed<'_>) {
    let at = (Some(&old.1.origin), Some(&new.1.origin));
    let mut place = place(cx.old, old);
    place.touches.extend(self::place(cx.new, new).touches);
    let (from, to) = (&old.1.url, &new.1.url);
    // That all paths begin with something else is told by itself.
    let based =
        |side: Side<'_>, url: &str| url.strip_suffix(&side.api.base_path).map(str::to_owned);
    let same_base = based(cx.old, from);
    if from != to && (same_base.is_none() || same_base != based(cx.new, to)) {
        let text = format!("is at `{to}` now");
        let place = Place { touches: Vec::new(), ..place.clone() };
        cx.note(Kind::ServerMoved, &place, &text, at, Wire::default());
    }
    if let (Some(before), Some(after)) = (old.1.variables, new.1.variables) {
        place.site = (old.1.origin.clone(), new.1.origin.clone());
        uses(cx, before, after, &place.inner("variables"));
    }
    let names = (code_name(cx.old, old), code_name(cx.new, new));
    if let (Some(before), Some(after)) = names
        && before != after
    {
        let text = format!("`{before}` is `{after}` now");
        cx.note(Kind::ServerRenamed, &place, &text, at, Wire::default());
    }
}

fn place(side: Side<'_>, server: Listed<'_>) -> Place {
    let inside = server.1.variables.map(|id| touches::in_place(side, id));
    let mut touches = inside.unwrap_or_default();
    touches.extend(code_name(side, server).map(Touch::item));
    touches.push(Touch::member("client::Server", "impl From"));
    let of = server.1.of.as_ref().map_or(String::new(), |of| format!(" of {of}"));
    Place { subject: format!("server {}{of}", server.1.url), touches, ..Place::default() }
}

/// The constant that it is, or the type of its variables.
fn code_name(side: Side<'_>, (index, server): Listed<'_>) -> Option<String> {
    match server.variables {
        Some(variables) => touches::type_path(side, variables),
        None => {
            let name = side.names.servers.get(index)?.as_ref()?;
            Some(format!("client::{name}"))
        }
    }
}
