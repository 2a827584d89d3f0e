//! The code of the README is code that is compiled: each block stands in an example, line by line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::path::Path;

/// The lines of a text, without indentation and blank lines.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// The blocks that name an example: its path, and the code.
fn blocks(readme: &str) -> Vec<(&str, Vec<&str>)> {
    let marks = readme.split("<!-- example: ").skip(1);
    marks
        .map(|rest| {
            let (path, rest) = rest.split_once(" -->").unwrap();
            let code = rest.trim_start().strip_prefix("```rust\n");
            let code = code.unwrap_or_else(|| panic!("no Rust block follows the mark of {path}"));
            (path, lines(code.split_once("```").unwrap().0))
        })
        .collect()
}

#[test]
fn the_readme_shows_what_is_compiled() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let blocks = blocks(&readme);
    let paths: Vec<&str> = blocks.iter().map(|(path, _)| *path).collect();
    let server = "generated-server-stubs/examples/one_agent.rs";
    assert_eq!(paths, ["generated-client/examples/agent_logs.rs", server, server]);
    // Five lines of a client and ten of a server.
    let counts: Vec<usize> = blocks.iter().map(|(_, code)| code.len()).collect();
    assert_eq!(counts, [6, 9, 1]);
    for (path, code) in &blocks {
        let example = std::fs::read_to_string(root.join(path)).unwrap();
        let found = lines(&example).windows(code.len()).any(|window| window == code);
        assert!(found, "README.md shows what {path} does not hold:\n{code:#?}");
    }
    // Rust without a mark would be Rust that nobody compiles.
    assert_eq!(readme.matches("```rust").count(), blocks.len());
}

#[test]
fn marks_are_understood() {
    let text = "a\n<!-- example: x/y.rs -->\n```rust\nfn f() {\n\n    g();\n}\n```\nb\n";
    assert_eq!(blocks(text), [("x/y.rs", vec!["fn f() {", "g();", "}"])]);
}
