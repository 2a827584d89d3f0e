//! Every format that the config explains occurs in the document.

use crate::diagnostics::Code;
use crate::lower::cx::Cx;

pub(in crate::lower) fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    for name in config.types.formats.keys() {
        if !cx.formats.contains(name) {
            cx.config_error(
                Code::ConfigUnusedEntry,
                &["types", "formats", name],
                format!("no schema in the document has the format `{name}`"),
            )
            .help("correct the name, or remove the entry");
        }
    }
}
