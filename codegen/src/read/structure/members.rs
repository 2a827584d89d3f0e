//! Members of objects: those that are known, those that are missing, and all others.

use serde_json::Value;

use super::{Object, Step, Walk, one_of};
use crate::diagnostics::Code;
use crate::read::extensions::{self, Mistake};
use crate::read::grammar::{Kind, LATER_MEMBERS, Others, Shape};
use crate::read::version::Version;
use crate::read::{ReferenceKind, suggest};

impl<'v> Walk<'v, '_> {
    pub(super) fn members(&mut self, shape: &'static Shape, members: &'v Object) {
        self.members_but(shape, members, "");
    }

    /// All members but one.
    pub(super) fn members_but(&mut self, shape: &'static Shape, members: &'v Object, but: &str) {
        for (key, value) in members.iter().filter(|(key, _)| *key != but) {
            match shape.member(key) {
                Some(kind) if value.is_null() && !shape.required.contains(&key.as_str()) => {
                    self.empty_member(key, kind);
                }
                Some(kind) => self.step(Step::Key(key), kind, value),
                None if shape.extensions && key.starts_with("x-") => self.extension(key),
                None => match self.later(shape, key, value) {
                    Some(kind) => self.step(Step::Key(key), kind, value),
                    None => self.other(shape, members, key, value),
                },
            }
        }
        for name in shape.required.iter().filter(|name| !members.contains_key(**name)) {
            let optional = self.version == Version::V3_1 && matches!(*name, "paths" | "responses");
            if !optional && !self.assumed(shape, name) {
                self.missing(shape.name, name);
            }
        }
        if !shape.one_of.is_empty() {
            self.exactly_one(shape, members);
        }
        if shape.name == "an encoding" {
            self.implied_explode(members);
        }
    }

    /// A member that starts with `x-` and is none of this object's extensions.
    fn extension(&mut self, key: &'v str) {
        // The same ones stand on every member.
        if self.free_extensions.contains(key) {
            return;
        }
        let at = self.here().join(key);
        match extensions::mistake(key) {
            None => {
                self.free_extensions.insert(key);
            }
            Some(Mistake::Misplaced(home)) => {
                let message = format!("`{key}` has no effect here");
                self.diags
                    .error(Code::MisplacedExtension, &at, message)
                    .at_key()
                    .help(format!("it is a member of {home}"));
            }
            Some(Mistake::Misspelt(name, home)) => {
                let message = format!("the extension `{key}` is not known");
                self.diags
                    .error(Code::MisspeltExtension, &at, message)
                    .at_key()
                    .help(format!("did you mean `{name}`? It is a member of {home}"));
            }
        }
    }

    fn empty_member(&mut self, key: &'v str, kind: Kind) {
        if matches!(kind, Kind::Any) {
            return;
        }
        let at = self.here().join(key);
        self.diags
            .warning(Code::EmptyMember, &at, format!("`{key}` has no value and is ignored"))
            .at_key()
            .help("remove it, or give it a value");
        self.found.without_effect.push(at);
    }

    pub(super) fn missing(&mut self, what: &str, name: &str) {
        self.fail(Code::MissingMember, format!("{what} needs a member `{name}`")).at_key();
    }

    fn exactly_one(&mut self, shape: &Shape, members: &Object) {
        let present = shape.one_of.iter().filter(|name| members.contains_key(**name)).count();
        let wanted = one_of(shape.one_of);
        if present == 0 && shape.one_of.iter().any(|name| self.assumed(shape, name)) {
            // Reported.
        } else if present == 0 {
            let message = format!("{} needs a member {wanted}", shape.name);
            self.fail(Code::MissingMember, message).at_key();
        } else if present > 1 {
            let at = self.here();
            let message = format!("{} has {wanted}, not several of them", shape.name);
            self.diags
                .error(Code::ConflictingMembers, &at, message)
                .at_key()
                .help("remove all but one of them");
        }
    }

    /// A member that the shape does not list.
    fn other(&mut self, shape: &'static Shape, members: &Object, key: &'v str, value: &'v Value) {
        match shape.others {
            Others::None => self.unknown(shape, members, key),
            Others::Any(kind) => self.step(Step::Key(key), *kind, value),
            Others::Paths(kind) if key.starts_with('/') => {
                self.step(Step::Key(key), *kind, value);
            }
            Others::Paths(_) => {
                let at = self.here().join(key);
                let message = format!("the path `{key}` does not start with `/`");
                self.diags
                    .error(Code::InvalidPathKey, &at, message)
                    .at_key()
                    .help(format!("write `/{key}`"));
            }
            Others::Statuses(kind) => {
                if !is_status(key) {
                    let at = self.here().join(key);
                    let message = format!("`{key}` is not a status code");
                    let help = "write a code such as `200`, a class such as `2XX`, or `default`";
                    self.diags.error(Code::InvalidStatus, &at, message).at_key().help(help);
                }
                self.step(Step::Key(key), *kind, value);
            }
        }
    }

    /// A misspelt member is a mistake, anything else is a curiosity; except in extensions, which
    /// hold what is known and nothing else.
    fn unknown(&mut self, shape: &'static Shape, members: &Object, key: &str) {
        let at = self.here().join(key);
        let message = format!("{} has no member `{key}`", shape.name);
        let absent = shape.names().filter(|name| !members.contains_key(*name));
        let later = shape.extensions && LATER_MEMBERS.contains(&key);
        let guess = suggest(key, absent).filter(|_| !later);
        // JSON Schema lets everybody add keywords of their own.
        let open = self.version == Version::V3_1 && shape.name == "a schema";
        let reported = if (guess.is_some() && !open) || !shape.extensions {
            self.diags.error(Code::UnknownMember, &at, message)
        } else {
            self.diags.warning(Code::UnknownMember, &at, message)
        };
        reported.at_key().help(match guess {
            Some(name) => format!("did you mean `{name}`?"),
            None if later => {
                "OpenAPI 3.1 has it, but this document says that it is OpenAPI 3.0".to_owned()
            }
            None if shape.extensions => "remove it, or let its name start with `x-`".to_owned(),
            None => {
                let known: Vec<&str> = shape.names().collect();
                match known.as_slice() {
                    [] => "remove it; the object stays empty".to_owned(),
                    known => format!("write {}", one_of(known)),
                }
            }
        });
    }

    /// A member that is lost; a mistake if it would have an effect elsewhere.
    pub(super) fn beside_reference(&mut self, kind: ReferenceKind, key: &str) {
        let at = self.here().join(key);
        let message = format!("`{key}` beside `$ref` is ignored");
        let reported = if !key.starts_with("x-") {
            self.diags.warning(Code::ReferenceSiblings, &at, message)
        } else if extensions::mistake(key).is_some() {
            self.diags.error(Code::MisplacedExtension, &at, message)
        } else {
            return;
        };
        reported.at_key().help(if kind == ReferenceKind::Schema {
            "put the reference into `allOf: [{$ref: …}]`"
        } else {
            "move it to the target of the reference, or remove it"
        });
    }
}

fn is_status(key: &str) -> bool {
    let Some(rest) = key.strip_prefix(|first| matches!(first, '1'..='5')) else {
        return key == "default";
    };
    let digits = rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit());
    digits || rest.eq_ignore_ascii_case("xx")
}
