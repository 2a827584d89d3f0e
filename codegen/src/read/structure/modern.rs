//! What OpenAPI 3.1 says differently, above all in schemas; and what documents of earlier versions
//! take from it, as far as its meaning is plain.

use serde_json::Value;

use super::{Object, Step, Walk};
use crate::diagnostics::Code;
use crate::read::ReferenceKind;
use crate::read::grammar::{Kind, Shape};
use crate::read::version::Version;

/// Members of 3.1 that count in earlier versions, too.
const PLAIN: &[&str] = &["const"];

impl<'v> Walk<'v, '_> {
    /// A schema. The outermost ones are remembered if they have to be rewritten.
    pub(super) fn schema(&mut self, inner: &Kind, value: &'v Value) {
        self.schemas += 1;
        if value.is_boolean() {
            self.found_modern("a schema is an object", Code::WrongType);
        } else {
            self.reference(ReferenceKind::Schema, inner, value);
        }
        self.schemas -= 1;
        if self.schemas == 0 && std::mem::take(&mut self.modern) {
            let at = self.here();
            self.found.modern.push(at);
        }
    }

    /// Something that only 3.1 has; elsewhere that is a mistake, but a plain one.
    fn found_modern(&mut self, instead: &str, code: Code) {
        self.modern = true;
        if self.version != Version::V3_1 {
            let at = self.here();
            let message = format!("{instead} before OpenAPI 3.1; it is read as if it were 3.1");
            self.diags
                .warning(code, &at, message)
                .help("write `openapi: 3.1.0`, or the older form");
        }
    }

    /// A member that only later versions have.
    pub(super) fn later(&mut self, shape: &Shape, key: &str, value: &Value) -> Option<Kind> {
        let kind = shape.later_member(key)?;
        let in_schema = self.schemas > 0 && shape.name == "a schema";
        match self.version {
            Version::V3_1 => self.modern |= in_schema,
            Version::V3_0 | Version::Swagger2 if PLAIN.contains(&key) && !value.is_null() => {
                self.modern = true;
                let at = self.here().join(key);
                let message = format!("{} has no member `{key}` before OpenAPI 3.1", shape.name);
                self.diags
                    .warning(Code::UnknownMember, &at, message)
                    .at_key()
                    .help("it is read as if it were 3.1");
            }
            Version::V3_0 | Version::Swagger2 => return None,
        }
        Some(kind)
    }

    /// What stands beside a `$ref`.
    pub(super) fn siblings(&mut self, kind: ReferenceKind, inner: &Kind, members: &'v Object) {
        if members.len() < 2 {
            return;
        }
        let schema = kind == ReferenceKind::Schema;
        if self.version == Version::V3_1 {
            if let (true, &Kind::Object(shape)) = (schema, inner) {
                self.modern = true;
                self.members_but(shape, members, "$ref");
            }
            return;
        }
        for (key, value) in members.iter().filter(|(key, _)| *key != "$ref") {
            if schema && key == "nullable" && value.as_bool() == Some(true) {
                self.modern = true;
            } else {
                self.beside_reference(kind, key);
            }
        }
    }

    pub(super) fn types(&mut self, choices: &[&'static str], value: &'v Value) {
        match value {
            Value::Array(types) => {
                self.found_modern("there is one type", Code::WrongType);
                for (index, name) in types.iter().enumerate() {
                    self.step(Step::Index(index), Kind::Text, name);
                    let known = name.as_str().is_none_or(|name| choices.contains(&name));
                    if !known {
                        self.path.push(Step::Index(index));
                        self.choice(choices, name);
                        self.path.pop();
                    }
                }
            }
            Value::String(name) if name == "null" => {
                self.found_modern("null is no type", Code::InvalidValue);
            }
            Value::String(name) if !choices.contains(&name.as_str()) && self.meant(name) => {}
            _ => self.choice(choices, value),
        }
    }

    pub(super) fn boolean_or_number(&mut self, value: &Value) {
        if value.is_number() {
            self.found_modern("this is `true` or `false`", Code::WrongType);
        } else {
            self.plain(Kind::Boolean, value.is_boolean(), "`true` or `false`", value);
        }
    }
}
