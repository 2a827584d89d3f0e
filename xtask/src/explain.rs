//! `cargo xtask explain`: the catalogue of diagnostics.

use codegen::diagnostics::Code;

/// Prints the entry of one code, or the list of all.
pub(crate) fn explain(id: &str) -> bool {
    if id.is_empty() {
        for code in Code::ALL {
            crate::print(&format!("{}  {}\n", code.id(), code.title()));
        }
        return true;
    }
    let Some(code) = Code::from_id(id) else {
        eprintln!("error: there is no code `{id}`; `cargo xtask explain` lists all");
        return false;
    };
    crate::print(&format!("{}: {}\n\n{}\n", code.id(), code.title(), code.explanation()));
    true
}
