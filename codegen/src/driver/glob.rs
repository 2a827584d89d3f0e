//! Patterns for paths: `*` stands for anything but slashes, `**` for anything, `?` for one character.

/// The whole path matches the pattern. Time grows with the product of both lengths at most.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let path: Vec<char> = path.chars().collect();
    // At which characters of the path the rest of the pattern may go on.
    let mut open = vec![false; path.len() + 1];
    if let Some(first) = open.first_mut() {
        *first = true;
    }
    let mut pattern = pattern.chars().peekable();
    while let Some(c) = pattern.next() {
        let star = c == '*';
        let everything = star && pattern.next_if_eq(&'*').is_some();
        let mut next = vec![false; path.len() + 1];
        let mut running = false;
        for (index, is_open) in open.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| path.get(index));
            let may_pass = everything || before.is_some_and(|c| *c != '/');
            running = star && (*is_open || running && may_pass);
            let stepped = !star
                && index.checked_sub(1).and_then(|index| open.get(index)).is_some_and(|open| *open)
                && before.is_some_and(|found| *found == c || c == '?' && *found != '/');
            if let Some(place) = next.get_mut(index) {
                *place = running || stepped;
            }
        }
        open = next;
    }
    open.last().is_some_and(|open| *open)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stop_at_slashes_unless_doubled() {
        for (pattern, path) in [
            ("/pets", "/pets"),
            ("/pets/*", "/pets/{id}"),
            ("/pets/**", "/pets/{id}/toys"),
            ("**", "/a/b"),
            ("/*/toys", "/pets/toys"),
            ("/p?ts*", "/pets"),
            ("/**/c", "/a/b/c"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("/pets", "/pets/{id}"),
            ("/pets/*", "/pets/{id}/toys"),
            ("/pets/*", "/pets"),
            ("/?", "/"),
            ("/a?b", "/a/b"),
            ("", "/"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }
}
