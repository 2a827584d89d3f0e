//! Types of the user's own, and the crates that they come from.

use std::collections::BTreeMap;

use super::entries::{Entries, invalid, word};
use super::{FormatType, OwnCrate, TypesConfig};
use crate::diagnostics::Diagnostics;
use crate::model::{IntegerWidth, NumberWidth, Pointer, ValueType};

/// Crates that every program has.
const ALWAYS: &[&str] = &["alloc", "core", "std"];

/// What a format stands for: a word, or a path of Rust.
pub(super) fn format(at: &Pointer, text: String, diags: &mut Diagnostics) -> Option<FormatType> {
    if text.contains("::") {
        let own = rust_type(at, text, diags)?;
        return Some(FormatType::Value(ValueType::Own(own)));
    }
    let words = [
        ("text", FormatType::Text),
        ("uuid", FormatType::Uuid),
        ("date-time", FormatType::DateTime),
        ("date", FormatType::Value(ValueType::Date)),
        ("base64", FormatType::Value(ValueType::Base64)),
        ("ip", FormatType::Value(ValueType::Ip)),
        ("ipv4", FormatType::Value(ValueType::Ipv4)),
        ("ipv6", FormatType::Value(ValueType::Ipv6)),
        ("unix-time", FormatType::Value(ValueType::UnixTime)),
        ("int32", FormatType::Integer(IntegerWidth::Int32)),
        ("int64", FormatType::Integer(IntegerWidth::Int64)),
        ("uint16", FormatType::Integer(IntegerWidth::Uint16)),
        ("uint32", FormatType::Integer(IntegerWidth::Uint32)),
        ("uint64", FormatType::Integer(IntegerWidth::Uint64)),
        ("float", FormatType::Number(NumberWidth::Float)),
        ("double", FormatType::Number(NumberWidth::Double)),
    ];
    word(at, &text, &words, diags)
}

/// A type, as seen from any crate: `::rust_decimal::Decimal`.
pub(super) fn rust_type(at: &Pointer, text: String, diags: &mut Diagnostics) -> Option<String> {
    let absolute = format!("::{}", text.strip_prefix("::").unwrap_or(&text));
    if let Ok(syn::Type::Path(path)) = syn::parse_str(&absolute)
        && path.path.segments.len() > 1
    {
        return Some(absolute);
    }
    invalid(diags, at, format!("`{text}` is no path of a type"))
        .help("such as `rust_decimal::Decimal`: the name of its crate, then where it is in there");
    None
}

/// Traits: the name of one that every program knows, or a path.
pub(super) fn derives(
    lists: BTreeMap<String, Vec<String>>,
    diags: &mut Diagnostics,
) -> BTreeMap<String, Vec<String>> {
    let at = Pointer::root().join_all(["types", "derives"]);
    let mut all = BTreeMap::new();
    for (schema, traits) in lists {
        let mut read = Vec::new();
        for (index, name) in traits.into_iter().enumerate() {
            let path = match name.strip_prefix("::") {
                None if name.contains("::") => format!("::{name}"),
                Some(_) | None => name.clone(),
            };
            if syn::parse_str::<syn::Path>(&path).is_ok() {
                read.push(path);
            } else {
                invalid(diags, &at.join(&schema).join(index), format!("`{name}` is no trait"))
                    .help("such as `Hash` or `schemars::JsonSchema`");
            }
        }
        all.insert(schema, read);
    }
    all
}

/// `NAME = { version = "1", features = [] }`.
pub(super) fn crates(
    tables: Vec<(String, Entries<'_>)>,
    diags: &mut Diagnostics,
) -> BTreeMap<String, OwnCrate> {
    let mut all = BTreeMap::new();
    for (name, mut table) in tables {
        let version = table.text("version", diags);
        let features = table.texts("features", diags);
        if !table.has("version") {
            invalid(diags, table.place(), format!("the crate `{name}` has no `version`"))
                .help("say which version is needed, such as `version = \"1\"`");
        }
        table.done(diags);
        let version = version.unwrap_or_default();
        all.insert(name, OwnCrate { version, features });
    }
    all
}

/// Every path leads into a crate that is listed, and every listed crate is used.
pub(super) fn check(types: &TypesConfig, diags: &mut Diagnostics) {
    let home = Pointer::root().join("types");
    let formats = types.formats.iter().filter_map(|(name, format)| match format {
        FormatType::Value(ValueType::Own(path)) => Some((home.join("formats").join(name), path)),
        _ => None,
    });
    let replaced = types.replace.iter().map(|(name, path)| (home.join("replace").join(name), path));
    let derived = types.derives.iter().flat_map(|(name, traits)| {
        let at = home.join("derives").join(name);
        traits.iter().map(move |path| (at.clone(), path))
    });
    let mut used = Vec::new();
    for (at, path) in formats.chain(replaced).chain(derived) {
        let Some(path) = path.strip_prefix("::") else { continue };
        let krate = path.split("::").next().unwrap_or_default();
        let known = |name: &&String| name.replace('-', "_") == krate;
        if let Some(name) = types.crates.keys().find(known) {
            used.push(name);
        } else if !ALWAYS.contains(&krate) {
            invalid(diags, &at, format!("nothing says which version of `{krate}` is meant"))
                .help(format!("add `{krate} = {{ version = \"1\" }}` under `[types.crates]`"));
        }
    }
    for name in types.crates.keys().filter(|name| !used.contains(name)) {
        let at = home.join("crates").join(name);
        invalid(diags, &at, format!("no type and no trait comes from `{name}`"))
            .help("remove the entry, or use a path that begins with its name");
    }
}
