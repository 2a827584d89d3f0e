//! Who may ask: security schemes, and what operations demand.

use super::change::Touch;
use super::compare::{Comparison, Place};
use super::effect::{Effect, Wire};
use super::kind::Kind;
use super::operations::Pair;
use super::{Side, touches};
use crate::model::{Operation, Place as Found, Placement, Pointer, SecurityScheme};

/// Compares what an operation demands of callers.
pub(super) fn requirements(cx: &mut Comparison<'_>, pair: &Pair<'_>, place: &Place) {
    let (old, new) = (demands(cx.old, pair.old), demands(cx.new, pair.new));
    if old == new {
        return;
    }
    // Clients give what they were asked for; it must be enough for one of the alternatives.
    let enough = |given: &[Vec<&str>], asked: &[Vec<&str>]| {
        let anything = [Vec::new()];
        let given = if given.is_empty() { &anything[..] } else { given };
        let serves = |alternative: &Vec<&str>, given: &Vec<&str>| {
            alternative.iter().all(|scheme| given.contains(scheme))
        };
        let good = asked.is_empty()
            || given.iter().all(|given| asked.iter().any(|asked| serves(asked, given)));
        if good { Effect::Fine } else { Effect::Breaking }
    };
    let wire = Wire { old_client: enough(&old, &new), new_client: enough(&new, &old) };
    let told = |demands: &[Vec<&str>]| match demands {
        [] => "nothing".to_owned(),
        _ => {
            let alternative = |schemes: &Vec<&str>| match schemes.as_slice() {
                [] => "nothing".to_owned(),
                _ => schemes.join(" and "),
            };
            demands.iter().map(alternative).collect::<Vec<_>>().join(" or ")
        }
    };
    let text = format!("{} → {}", told(&old), told(&new));
    let (at, mut place) = said(pair, place);
    for names in
        [touches::names(cx.old, pair.old), touches::names(cx.new, pair.new)].into_iter().flatten()
    {
        place.touches.extend(touches::methods(names));
    }
    place.touches.extend(demanded());
    cx.note(Kind::SecurityChanged, &place, &text, (at.0.as_ref(), at.1.as_ref()), wire);
}

/// Where the documents say what an operation demands. What is said once for all operations is one
/// change, however many of them have nothing of their own.
fn said(pair: &Pair<'_>, place: &Place) -> ((Option<Pointer>, Option<Pointer>), Place) {
    let (old, new) = (&pair.old.security_origin, &pair.new.security_origin);
    let is_for_all = |at: &Pointer| at.tokens().len() == 1;
    if old.iter().chain(new).all(is_for_all) {
        let place = Place { subject: "security of the document".to_owned(), ..place.clone() };
        return ((old.clone(), new.clone()), place);
    }
    let or_whole = |at: &Option<Pointer>, operation: &Operation| {
        Some(at.as_ref().unwrap_or(&operation.origin).clone())
    };
    ((or_whole(old, pair.old), or_whole(new, pair.new)), place.inner("security"))
}

/// What the trait has only if some operation demands something.
fn demanded() -> [Touch; 3] {
    [
        Touch::member("server::trait", "type Principal"),
        Touch::member("server::trait", "fn authenticate"),
        Touch::item("server::Credential"),
    ]
}

fn demands<'a>(side: Side<'a>, operation: &Operation) -> Vec<Vec<&'a str>> {
    let name = |index: &usize| side.api.security_schemes.get(*index).map(|s| s.name.as_str());
    let alternatives = operation.security.iter();
    let mut demands: Vec<Vec<&str>> = alternatives
        .map(|schemes| {
            let mut names: Vec<&str> = schemes.iter().filter_map(name).collect();
            names.sort_unstable();
            names
        })
        .collect();
    demands.sort_unstable();
    demands
}

/// Compares the schemes themselves.
pub(super) fn schemes(cx: &mut Comparison<'_>) {
    let (old, new) = (cx.old, cx.new);
    for scheme in &old.api.security_schemes {
        let place = of_scheme(old, scheme);
        match new.api.security_schemes.iter().find(|other| other.name == scheme.name) {
            Some(other) => {
                let mut place = place;
                place.touches.extend(of_scheme(new, other).touches);
                both(cx, scheme, other, &place);
            }
            None => {
                let at = (Some(&scheme.origin), None);
                cx.note(Kind::SchemeRemoved, &place, "removed", at, Wire::default());
            }
        }
    }
    for scheme in &new.api.security_schemes {
        if !old.api.security_schemes.iter().any(|other| other.name == scheme.name) {
            let place = of_scheme(new, scheme);
            let at = (None, Some(&scheme.origin));
            cx.note(Kind::SchemeAdded, &place, "added", at, Wire::default());
        }
    }
}

fn of_scheme(side: Side<'_>, scheme: &SecurityScheme) -> Place {
    let index = side.api.security_schemes.iter().position(|known| std::ptr::eq(known, scheme));
    let names = index.and_then(|index| side.names.security.get(index));
    let touches = names.map_or_else(Vec::new, |names| {
        let mut touches: Vec<Touch> = demanded().into_iter().take(2).collect();
        touches.push(Touch::item(format!("client::{}", names.constant)));
        touches.push(Touch::member("client::ClientBuilder", format!("fn {}", names.function)));
        touches.push(Touch::member("server::Credential", &names.variant));
        touches
    });
    let subject = format!("security scheme {}", scheme.name);
    Place { subject, touches, ..Place::default() }
}

fn both(cx: &mut Comparison<'_>, old: &SecurityScheme, new: &SecurityScheme, place: &Place) {
    let at = (Some(&old.origin), Some(&new.origin));
    if old.placement != new.placement {
        let finds = |scheme: &SecurityScheme, sent: &Placement| match places(scheme)
            .iter()
            .any(|place| is_at(place, sent))
        {
            true => Effect::Fine,
            false => Effect::Breaking,
        };
        let wire =
            Wire { old_client: finds(new, &old.placement), new_client: finds(old, &new.placement) };
        let text = format!("sent: {} → {}", told(&old.placement), told(&new.placement));
        cx.note(Kind::SchemePlaceChanged, place, &text, at, wire);
    } else if places(old) != places(new) {
        let text = "servers look for it in other places";
        cx.note(Kind::SchemeLookupChanged, place, text, at, Wire::both(Effect::Partial));
    }
}

/// Where a server looks for the secret.
fn places(scheme: &SecurityScheme) -> Vec<Found> {
    match scheme.lookup.as_slice() {
        [] => vec![match &scheme.placement {
            Placement::Header(name) => Found::Header(name.clone()),
            Placement::Query(name) => Found::Query(name.clone()),
            Placement::Cookie(name) => Found::Cookie(name.clone()),
            Placement::Bearer => Found::Bearer,
            // No other scheme of HTTP is understood instead.
            Placement::Basic | Placement::Http(_) => return Vec::new(),
        }],
        lookup => lookup.to_vec(),
    }
}

fn is_at(place: &Found, sent: &Placement) -> bool {
    match (place, sent) {
        (Found::Header(name), Placement::Header(sent)) => name.eq_ignore_ascii_case(sent),
        (Found::Query(name), Placement::Query(sent)) => name == sent,
        (Found::Cookie(name), Placement::Cookie(sent)) => name == sent,
        (Found::Bearer, Placement::Bearer) => true,
        (Found::Header(_) | Found::Query(_) | Found::Bearer | Found::Cookie(_), _) => false,
    }
}

fn told(placement: &Placement) -> String {
    match placement {
        Placement::Header(name) => format!("header `{name}`"),
        Placement::Query(name) => format!("query parameter `{name}`"),
        Placement::Cookie(name) => format!("cookie `{name}`"),
        Placement::Bearer => "as a bearer token".to_owned(),
        Placement::Basic => "as a name and a password".to_owned(),
        Placement::Http(scheme) => format!("as `Authorization: {scheme}`"),
    }
}
