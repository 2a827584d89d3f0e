//! `host`, `basePath` and `schemes` as servers.

use serde_json::{Value, json};

use super::{Cx, Object, text, texts};
use crate::model::Pointer;

/// One server for each scheme, the safest one first.
pub(super) fn servers(cx: &mut Cx<'_, '_>, new: &mut Object) {
    let base = text(cx.old, "basePath").unwrap_or_default();
    let slash = if base.is_empty() || base.starts_with('/') { "" } else { "/" };
    let (host, urls) = match text(cx.old, "host") {
        Some(host) if !host.is_empty() => {
            let mut schemes = texts(cx.old, "schemes").unwrap_or_default();
            // Web sockets have URLs of their own, but the same path.
            schemes.retain(|scheme| matches!(*scheme, "http" | "https"));
            schemes.sort_by_key(|scheme| *scheme != "https");
            schemes.dedup();
            if schemes.is_empty() {
                schemes.push("https");
            }
            let url = |scheme| format!("{scheme}://{host}{slash}{base}");
            (true, schemes.into_iter().map(url).collect())
        }
        Some(_) | None if base.is_empty() => return,
        Some(_) | None => (false, vec![format!("{slash}{base}")]),
    };
    let root = Pointer::root();
    let from = root.join(if host { "host" } else { "basePath" });
    cx.moves.set(&root.join("servers"), &from);
    let servers = urls.into_iter().map(|url| json!({ "url": url })).collect();
    new.insert("servers".to_owned(), Value::Array(servers));
}
