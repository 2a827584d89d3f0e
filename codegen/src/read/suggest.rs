//! "Did you mean …?"

/// The candidate that looks most like `text`, if one looks enough like it.
pub(crate) fn suggest<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    closest(text, candidates, 3)
}

/// As [`suggest`], for words that others may mean something else by: one letter in four may differ.
pub(super) fn suggest_closer<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    closest(text, candidates, 4)
}

/// One letter in `part` may differ, but no more than three.
fn closest<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    part: usize,
) -> Option<&'a str> {
    let wanted = normal(text);
    let limit = (wanted.len() / part).min(3);
    if wanted.is_empty() || wanted.len() > 64 {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (distance(&wanted, &normal(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `operation_id`, `operation-id` and `OperationID` are all meant to be `operationId`.
fn normal(text: &str) -> Vec<char> {
    text.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// How many letters have to be changed, put in, left out or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&last, j) + usize::from(letter != other);
            let mut best = changed.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && a.get(i - 1) == Some(other) && b.get(j - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn finds_misspelt_words() {
        let words = ["operationId", "parameters", "in", "required"];
        assert_eq!(suggest("operationid", words), Some("operationId"));
        assert_eq!(suggest("operation_id", words), Some("operationId"));
        assert_eq!(suggest("paramaters", words), Some("parameters"));
        assert_eq!(suggest("requierd", words), Some("required"));
        assert_eq!(suggest("at", words), None);
        assert_eq!(suggest("description", words), None);
        assert_eq!(suggest("", words), None);
    }
}
