//! What is wrong with a member that starts with `x-`: most are free, but not those that are ours or
//! look as if they should be.

use super::grammar::HOMES;
use super::suggest::suggest_closer;

/// A mistake in the name or the place of an extension.
pub(super) enum Mistake {
    /// The extension belongs elsewhere: to this.
    Misplaced(&'static str),
    /// This one is most likely meant, which belongs to that.
    Misspelt(&'static str, &'static str),
}

/// Looks at a member that its object does not know.
pub(super) fn mistake(key: &str) -> Option<Mistake> {
    if let Some((_, home)) = names().find(|(name, _)| *name == key) {
        return Some(Mistake::Misplaced(home));
    }
    let bare = |name: &'static str| name.strip_prefix("x-");
    let wanted = key.strip_prefix("x-")?;
    let found = suggest_closer(wanted, names().filter_map(|(name, _)| bare(name)))?;
    let (name, home) = names().find(|(name, _)| bare(name) == Some(found))?;
    Some(Mistake::Misspelt(name, home))
}

/// Every extension, and what it belongs to.
fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    HOMES.iter().flat_map(|(home, members)| {
        let names = members.iter().map(|(name, _)| *name);
        names.filter(|name| name.starts_with("x-")).map(|name| (name, *home))
    })
}

#[cfg(test)]
mod tests {
    use super::{Mistake, mistake};

    #[test]
    fn the_reference_page_lists_all() {
        let page = include_str!("../../EXTENSIONS.md");
        for (name, _) in super::names() {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }

    #[test]
    fn only_what_looks_like_ours_is_a_mistake() {
        for key in
            ["x-web-socket", "x-websockets", "x-longpoll", "x-presense-flag", "x-item-schema"]
        {
            assert!(matches!(mistake(key), Some(Mistake::Misspelt(..))), "{key}");
        }
        assert!(matches!(mistake("x-sse"), Some(Mistake::Misplaced("a media type"))));
        for key in ["x-", "x-sso", "x-ssl", "x-internal", "x-look", "x-webhooks", "x-enum-varnames"]
        {
            assert!(mistake(key).is_none(), "{key}");
        }
    }
}
