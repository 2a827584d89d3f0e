//! Nodes of a description, and the differences between its dialects.

use serde_json::{Map, Value};

use super::super::place::{At, Failure, Read};
use crate::diagnostics::Part;
use crate::model::Pointer;

/// The description at hand.
pub(super) struct Cx<'a> {
    pub(super) root: &'a Value,
    pub(super) dialect: Dialect,
    /// With examples and samples, as pages made from it would have.
    pub(super) derived: bool,
}

/// Where a description says what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.0.
    OpenApi,
}

impl Dialect {
    pub(super) fn schemas(self) -> &'static [&'static str] {
        match self {
            Self::Swagger => &["definitions"],
            Self::OpenApi => &["components", "schemas"],
        }
    }

    pub(super) fn security_schemes(self) -> &'static [&'static str] {
        match self {
            Self::Swagger => &["securityDefinitions"],
            Self::OpenApi => &["components", "securitySchemes"],
        }
    }
}

/// A node and its place.
#[derive(Clone)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) pointer: Pointer,
}

impl<'a> Node<'a> {
    pub(super) fn member(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { value, pointer: self.pointer.join(key) })
    }

    /// The members of an object, in the text's order.
    pub(super) fn entries(&self) -> Vec<(&'a str, Self)> {
        let node = |(key, value): (&'a String, &'a Value)| {
            (key.as_str(), Self { value, pointer: self.pointer.join(key) })
        };
        self.value.as_object().into_iter().flat_map(Map::iter).map(node).collect()
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Vec<Self> {
        let node = |(index, value)| Self { value, pointer: self.pointer.join(index) };
        self.value.as_array().into_iter().flatten().enumerate().map(node).collect()
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The texts of a list.
    pub(super) fn texts(&self) -> Vec<String> {
        let items = self.value.as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    pub(super) fn key(&self) -> At {
        At::node(&self.pointer, Part::Key)
    }

    pub(super) fn at(&self) -> At {
        At::node(&self.pointer, Part::Value)
    }

    /// The place of a member, or of this node if it has no such member.
    pub(super) fn at_member(&self, key: &str) -> At {
        self.member(key).map_or_else(|| self.key(), |member| member.at())
    }
}

impl<'a> Cx<'a> {
    pub(super) fn root(&self) -> Node<'a> {
        Node { value: self.root, pointer: Pointer::root() }
    }

    pub(super) fn section(&self, path: &[&str]) -> Option<Node<'a>> {
        path.iter().try_fold(self.root(), |node, key| node.member(key))
    }

    pub(super) fn schema(&self, name: &str) -> Option<Node<'a>> {
        self.section(self.dialect.schemas())?.member(name)
    }

    /// The name of the schema to which this reference leads.
    pub(super) fn schema_name(&self, reference: &str) -> Option<String> {
        let pointer = Pointer::parse(reference.strip_prefix('#')?)?;
        let (name, section) = pointer.tokens().split_last()?;
        (section == self.dialect.schemas()).then(|| name.clone())
    }

    /// Follows `$ref`, if there is one.
    pub(super) fn resolve(&self, node: &Node<'a>) -> Read<Node<'a>> {
        let mut node = node.clone();
        for _ in 0..32 {
            let Some(reference) = node.text("$ref") else { return Ok(node) };
            let target = reference.strip_prefix('#').and_then(Pointer::parse).and_then(|pointer| {
                let value =
                    pointer.tokens().iter().try_fold(self.root, |value, token| {
                        match token.parse::<usize>() {
                            Ok(index) if value.is_array() => value.get(index),
                            _ => value.get(token),
                        }
                    })?;
                Some(Node { value, pointer })
            });
            node = target.ok_or_else(|| {
                Failure::new(node.at_member("$ref"), format!("`{reference}` leads nowhere"))
            })?;
        }
        Err(Failure::new(node.at(), "references lead in a circle"))
    }
}
