//! Names that the config gives.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{FIELD, FUNCTION, Role, SCHEME, TYPE};
use super::case::{Case, is_identifier};
use super::keywords::{self, Reserved};
use crate::config::NamesConfig;
use crate::diagnostics::{Code, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;

/// A table of `[names]`, and which of its entries were asked for.
#[derive(Debug)]
pub(super) struct Table<'a> {
    name: &'static str,
    entries: &'a BTreeMap<String, String>,
    used: BTreeSet<&'a str>,
}

/// All tables of `[names]`.
#[derive(Debug)]
pub(super) struct Overrides<'a> {
    pub(super) separator: Option<&'a str>,
    pub(super) types: Table<'a>,
    pub(super) members: Table<'a>,
    pub(super) operations: Table<'a>,
    pub(super) security: Table<'a>,
    pub(super) traits: Table<'a>,
}

impl<'a> Overrides<'a> {
    pub(super) fn new(config: &'a NamesConfig) -> Self {
        let table = |name, entries| Table { name, entries, used: BTreeSet::new() };
        Self {
            separator: config.module_separator.as_deref().filter(|text| !text.is_empty()),
            types: table("types", &config.types),
            members: table("members", &config.members),
            operations: table("operations", &config.operations),
            security: table("security", &config.security),
            traits: table("traits", &config.traits),
        }
    }

    /// Reports what matches nothing.
    pub(super) fn check_unused(&self, diags: &mut Diagnostics) {
        let all = [&self.types, &self.members, &self.operations, &self.security, &self.traits];
        for table in all {
            for key in table.entries.keys().filter(|key| !table.used.contains(key.as_str())) {
                let message = format!("nothing in the document is called `{key}`");
                report(diags, Code::ConfigUnusedEntry, table.name, key, message)
                    .help("correct the entry, or remove it");
            }
        }
    }
}

impl Table<'_> {
    /// The name that the config gives to `key`, if it gives one that Rust takes.
    pub(super) fn get(
        &mut self,
        key: &str,
        role: Role,
        reserved: Reserved,
        diags: &mut Diagnostics,
    ) -> Option<String> {
        let (key, name) = self.entries.get_key_value(key)?;
        let first_time = self.used.insert(key);
        let raw = name.strip_prefix("r#").unwrap_or(name);
        let valid =
            is_identifier(raw) || (raw != name && keywords::escape(raw.to_owned()) == *name);
        if valid && role.case.fits(raw) && !reserved.contains(raw) {
            return Some(name.clone());
        }
        if first_time {
            let message = format!("`{name}` cannot be the name of this {}", role.word);
            report(diags, Code::InvalidName, self.name, key, message).help(advice(role.case));
        }
        None
    }
}

fn advice(case: Case) -> String {
    let (role, example) = match case {
        Case::UpperCamel => (TYPE, "workspace agent"),
        Case::Snake => (FUNCTION, "get workspace agent"),
        Case::ShoutySnake => (SCHEME, "session token"),
    };
    let example = if role.case == FIELD.case { FIELD.plain(example) } else { role.plain(example) };
    format!("it must be a Rust identifier such as `{example}`, no keyword, and not taken there")
}

fn report<'d>(
    diags: &'d mut Diagnostics,
    code: Code,
    table: &str,
    key: &str,
    message: String,
) -> &'d mut crate::diagnostics::Diagnostic {
    let at = Pointer::root().join_all(["names", table, key]);
    diags.report(code, Severity::Error, Place::Config(at, Part::Key), message)
}
