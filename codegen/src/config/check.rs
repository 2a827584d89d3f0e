//! Values of a config that no document is needed to judge.

use super::entries::invalid;
use super::{Config, Traits};
use crate::diagnostics::{Code, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;

/// Package names that would hide a crate which every Rust program has.
const TAKEN: &[&str] = &["alloc", "build", "core", "deps", "examples", "proc_macro", "std", "test"];

/// Names that stand beside traits of the server somewhere in the emitted crate.
pub(crate) const BESIDE_TRAIT: &[&str] = &[
    "A",
    "Absent",
    "Answer",
    "Answering",
    "Anyone",
    "ApiError",
    "Arc",
    "Basic",
    "BodyKind",
    "ByteStream",
    "Caller",
    "Channel",
    "Close",
    "Context",
    "Credential",
    "Duration",
    "Err",
    "ErrorShape",
    "Events",
    "EventsSpec",
    "ExitCode",
    "File",
    "From",
    "FromParts",
    "Future",
    "Inputs",
    "JsonLines",
    "Member",
    "MethodFilter",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Options",
    "Others",
    "Parts",
    "Place",
    "Reader",
    "RequestInfo",
    "Response",
    "Result",
    "Route",
    "Router",
    "Rule",
    "S",
    "Schema",
    "Secret",
    "Self",
    "Send",
    "Server",
    "Shutdown",
    "Socket",
    "SocketError",
    "SocketSpec",
    "Some",
    "StatusCode",
    "String",
    "Style",
    "Sync",
    "T",
    "Upgrade",
    "Vec",
    "WebSocketUpgrade",
    "WithHeaders",
    "Writer",
];

/// Reports every value that has the right type, but makes no sense.
pub(super) fn check(config: &Config, diags: &mut Diagnostics) {
    let root = Pointer::root();
    let packages = [("client", &config.client.package), ("server", &config.server.package)];
    for (table, package) in packages {
        let Some(package) = package else { continue };
        if let Err(problem) = check_package_name(package) {
            invalid(diags, &root.join(table).join("package"), problem)
                .help("such as `pet-store-client`: small letters, digits, hyphens");
        }
    }
    let lib = |package: &Option<String>| package.as_ref().map(|name| name.replace('-', "_"));
    if config.client.package.is_some() && lib(&config.client.package) == lib(&config.server.package)
    {
        invalid(diags, &root.join("server").join("package"), "both crates have the same name")
            .help("give each crate a name of its own");
    }
    if config.client.out.is_some() && config.client.out == config.server.out {
        invalid(diags, &root.join("server").join("out"), "both crates have the same folder")
            .help("give each crate a folder of its own");
    }
    let dev_dependencies =
        [("client", &config.client.dev_dependencies), ("server", &config.server.dev_dependencies)];
    for (table, wanted) in dev_dependencies {
        if !wanted.is_empty() && !config.inherit_workspace {
            invalid(
                diags,
                &root.join(table).join("dev-dependencies"),
                "dev-dependencies are those of a workspace, but this config inherits none",
            )
            .help("add `inherit-workspace = true`, or remove them");
        }
    }
    if !config.names.traits.is_empty() && config.server.traits == Traits::One {
        let at = root.join("names").join("traits");
        invalid(diags, &at, "tags have no traits to be named")
            .help("add `traits = \"tags\"` under `[server]`, or remove them");
    }
    if let Some(name) = &config.server.r#trait {
        check_trait(name, &root.join("server").join("trait"), diags);
    }
}

fn check_trait(name: &str, at: &Pointer, diags: &mut Diagnostics) {
    let camel = name.starts_with(|c: char| c.is_ascii_uppercase()) && !name.contains('_');
    let taken = BESIDE_TRAIT.contains(&name);
    if camel && !taken && syn::parse_str::<syn::Ident>(name).is_ok() {
        return;
    }
    let place = Place::Config(at.clone(), Part::Value);
    diags
        .report(
            Code::InvalidName,
            Severity::Error,
            place,
            format!("`{name}` cannot be the name of a trait"),
        )
        .help("such as `PetStore`: letters and digits, each word with a capital");
}

/// Whether a crate that is emitted can have this name.
///
/// # Errors
/// What is wrong with it.
pub fn check_package_name(name: &str) -> Result<(), String> {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'));
    if !starts || !plain {
        return Err(format!("`{name}` is not a package name"));
    }
    let lib = name.replace('-', "_");
    if syn::parse_str::<syn::Ident>(&lib).is_err() || TAKEN.contains(&lib.as_str()) {
        return Err(format!("`{name}` is taken by Rust itself"));
    }
    let dependency = |known: &codegen_runtime::sources::Crate| known.name.replace('-', "_") == lib;
    if codegen_runtime::sources::CRATES.iter().any(dependency) {
        return Err(format!("`{name}` is the name of a crate that generated code depends on"));
    }
    Ok(())
}
