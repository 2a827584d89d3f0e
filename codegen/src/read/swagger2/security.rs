//! `securityDefinitions` as security schemes.

use serde_json::{Value, json};

use super::{Cx, Object, copy, copy_extensions, text};

pub(super) fn schemes(cx: &mut Cx<'_, '_>) -> Object {
    let mut schemes = Object::new();
    for (name, value, from, to) in cx.entries("securityDefinitions", "securitySchemes") {
        let Some(old) = value.as_object() else { continue };
        cx.moves.set(&to, &from);
        schemes.insert(name.clone(), scheme(old));
    }
    schemes
}

fn scheme(old: &Object) -> Value {
    let mut new = Object::new();
    copy(old, &mut new, &["type", "description", "name", "in"]);
    copy_extensions(old, &mut new);
    match text(old, "type") {
        Some("basic") => {
            new.insert("type".to_owned(), json!("http"));
            new.insert("scheme".to_owned(), json!("basic"));
        }
        Some("oauth2") => {
            new.insert("flows".to_owned(), json!({ flow(old): urls(old) }));
        }
        Some(_) | None => {}
    }
    Value::Object(new)
}

fn flow(old: &Object) -> &'static str {
    match text(old, "flow") {
        Some("implicit") => "implicit",
        Some("password") => "password",
        Some("application") => "clientCredentials",
        Some(_) | None => "authorizationCode",
    }
}

/// What a flow must have in OpenAPI 3.0 is empty where it is missing: tokens come from elsewhere.
fn urls(old: &Object) -> Value {
    let mut new = Object::new();
    let wanted: &[&str] = match flow(old) {
        "implicit" => &["authorizationUrl"],
        "authorizationCode" => &["authorizationUrl", "tokenUrl"],
        _ => &["tokenUrl"],
    };
    for name in wanted {
        new.insert((*name).to_owned(), json!(text(old, name).unwrap_or_default()));
    }
    new.insert("scopes".to_owned(), old.get("scopes").cloned().unwrap_or_else(|| json!({})));
    Value::Object(new)
}
