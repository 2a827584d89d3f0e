//! What the documents say, read from them and from the emitted documentation: this crate has no need
//! of YAML.

/// The ids of the document's operations.
pub(crate) fn operations() -> Vec<&'static str> {
    let lines = include_str!("../../../spec/agents.yaml").lines();
    let mut ids: Vec<&str> =
        lines.filter_map(|line| line.trim().strip_prefix("operationId: ")).collect();
    ids.sort_unstable();
    assert!(ids.len() > 20, "{ids:?}");
    ids
}

/// The operations that have a second face, with the flag that asks for it.
pub(crate) const FACES: [(&str, &str); 4] = [
    ("get-logs-by-workspace-agent", "follow"),
    ("get-workspace-agent-external-auth", "listen"),
    ("removed-get-logs-by-workspace-agent", "follow"),
    ("removed-get-workspace-agent-git-auth", "listen"),
];

/// The ids of all methods: of the operations, and of their second faces.
pub(crate) fn methods() -> Vec<String> {
    let mut ids: Vec<String> = operations().into_iter().map(str::to_owned).collect();
    ids.extend(FACES.map(|(id, flag)| format!("{id}-{flag}")));
    ids.sort_unstable();
    ids
}

/// The failures that the documentation of a method lists, by status.
pub(crate) fn failures(id: &str) -> Vec<u16> {
    let text = include_str!("../../src/api.rs");
    let (docs, _) =
        text.split_once(&format!("    fn {}(", id.replace('-', "_"))).expect("a method");
    let lines = docs.lines().rev().take_while(|line| line.trim().starts_with("///"));
    let statuses = lines.filter_map(|line| line.trim().strip_prefix("/// - `")?.get(..3));
    let mut statuses: Vec<u16> = statuses.map(|status| status.parse().unwrap()).collect();
    assert!(statuses.iter().any(|status| *status < 400), "{id}: {statuses:?}");
    statuses.retain(|status| *status >= 400);
    statuses
}
