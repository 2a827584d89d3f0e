//! What pages derive from a description: code samples, examples, tables of an answer's fields.

use serde_json::Value;

use super::super::fact::{Fact, Kind};
use super::super::place::Read;
use super::node::{Cx, Dialect, Node};
use super::operation::Operation;

/// Deeper tables than this exist on no page.
const DEEPEST: usize = 20;

impl<'a> Cx<'a> {
    /// Adds everything that a page would show besides.
    pub(super) fn derive(&self, operation: &Operation<'a>, fact: &mut Fact) -> Read<()> {
        fact.below.push(self.sample(operation)?);
        if let Some(body) = &operation.body
            && let Some(schema) = self.shown_schema(operation, body, "consumes")
            && let Some(fact) = fact.child_mut(Kind::Body, "")
        {
            self.push_example(&schema, fact)?;
        }
        let mut responses = self.responses(operation)?;
        // Pages are made by a language in which keys that are numbers come first, by their size.
        responses.sort_by_key(|(status, _)| status.parse::<u16>().unwrap_or(u16::MAX));
        let mut shown = false;
        for (status, response) in &responses {
            let Some(schema) = self.shown_schema(operation, response, "produces") else { continue };
            let Some(fact) = fact.child_mut(Kind::Response, status) else { continue };
            self.push_example(&schema, fact)?;
            // Upstream shows one example for all answers.
            if let Some(example) = fact.below.last_mut() {
                example.implied = shown;
            }
            shown = true;
            if schema.text("$ref").is_none() {
                self.rows(&schema, fact)?;
            }
        }
        Ok(())
    }

    fn responses(&self, operation: &Operation<'a>) -> Read<Vec<(&'a str, Node<'a>)>> {
        let responses = operation.node.member("responses");
        let mut resolved = Vec::new();
        for (status, response) in responses.iter().flat_map(Node::entries) {
            resolved.push((status, self.resolve(&response)?));
        }
        Ok(resolved)
    }

    fn shown_schema(
        &self,
        operation: &Operation<'a>,
        owner: &Node<'a>,
        swagger: &str,
    ) -> Option<Node<'a>> {
        if self.dialect == Dialect::Swagger {
            return owner.member("schema");
        }
        let media = self.media(&operation.node, owner, swagger);
        media.iter().find_map(|(_, media)| super::operation::media_schema(media))
    }

    /// `curl -X POST HOST/api/path?name=string -H 'Accept: application/json' …`
    fn sample(&self, operation: &Operation<'a>) -> Read<Fact> {
        let value = format!("{} {}", operation.method, operation.path);
        let mut fact = Fact::with_value(Kind::Sample, value, operation.node.key());
        for parameter in &operation.parameters {
            let name = parameter.text("name").unwrap_or_default();
            let kind = match parameter.text("in") {
                Some("query") if parameter.is_true("required") => Kind::SampleQuery,
                Some("header") => Kind::SampleHeader,
                _ => continue,
            };
            let schema = self.schema_of(parameter)?.unwrap_or_else(|| parameter.clone());
            let mut entry = Fact::new(kind, name, parameter.at_member("name"));
            entry.value = Some(self.shape_of(&schema)?);
            fact.below.push(entry);
        }
        let mut header = |name: &str, value: &str, at| {
            let mut entry = Fact::new(Kind::SampleHeader, name, at);
            entry.value = Some(value.to_owned());
            fact.below.push(entry);
        };
        if let Some(body) = &operation.body
            && let Some((media, node)) = self.media(&operation.node, body, "consumes").first()
        {
            header("Content-Type", media, node.key());
        }
        for (status, response) in self.responses(operation)? {
            // What is asked for is not a failure.
            if status.starts_with(['4', '5']) {
                continue;
            }
            if let Some((media, node)) = self.media(&operation.node, &response, "produces").first()
            {
                header("Accept", media, node.key());
                break;
            }
        }
        for (name, place) in self.credentials(operation)? {
            header(&name, "API_KEY", place.key());
        }
        Ok(fact)
    }

    /// Headers of the first way to authenticate.
    fn credentials(&self, operation: &Operation<'a>) -> Read<Vec<(String, Node<'a>)>> {
        let security = operation.node.member("security");
        let security = security.or_else(|| self.root().member("security"));
        let first = security.and_then(|security| security.items().into_iter().next());
        let mut headers = Vec::new();
        for (name, place) in first.iter().flat_map(Node::entries) {
            let scheme = self.security_scheme(name, &place)?;
            if scheme.text("in") == Some("header") {
                headers.extend(scheme.text("name").map(|name| (name.to_owned(), place)));
            }
        }
        Ok(headers)
    }

    /// The rows of `Response Schema`.
    fn rows(&self, schema: &Node<'a>, owner: &mut Fact) -> Read<()> {
        let Some(items) = schema.member("items") else {
            return self.field_rows(schema, owner, 0);
        };
        let resolved = self.resolve(&items)?;
        if resolved.member("properties").is_none() {
            return Ok(());
        }
        let mut row = Fact::new(Kind::Row, "[array item]", schema.at());
        row.below.push(Fact::with_value(Kind::Type, "array", schema.at()));
        row.below.push(Fact::with_value(Kind::Required, "false", schema.at()));
        self.field_rows(&resolved, &mut row, 1)?;
        owner.below.push(row);
        Ok(())
    }

    fn field_rows(&self, schema: &Node<'a>, owner: &mut Fact, depth: usize) -> Read<()> {
        if depth > DEEPEST {
            return Ok(());
        }
        let required = schema.member("required").map(|names| names.texts()).unwrap_or_default();
        for (name, field) in schema.member("properties").iter().flat_map(Node::entries) {
            let mut row = Fact::new(Kind::Row, name, field.key());
            let typed = self.type_of(&field)?;
            let outer = if typed.words.starts_with("array of ") { "array" } else { &typed.words };
            row.below.push(Fact::with_value(Kind::Type, outer, field.key()));
            if outer != "array"
                && let Some(inner) = &typed.inner
                && let Some(format) = inner.text("format")
            {
                row.below.push(Fact::with_value(Kind::Format, format, inner.at_member("format")));
            }
            let is_required = required.iter().any(|other| other == name).to_string();
            row.below.push(Fact::with_value(Kind::Required, is_required, field.key()));
            self.row_below(&field, &mut row, depth)?;
            owner.below.push(row);
        }
        Ok(())
    }

    /// What the schema of a row shows below it, through references.
    fn row_below(&self, field: &Node<'a>, row: &mut Fact, depth: usize) -> Read<()> {
        let mut schema = self.resolve(field)?;
        for _ in 0..DEEPEST {
            let parts = schema.member("allOf").map(|parts| parts.items()).unwrap_or_default();
            let inner = schema.member("items").or_else(|| parts.into_iter().next());
            match inner {
                Some(inner) => schema = self.resolve(&inner)?,
                None => break,
            }
        }
        for value in schema.member("enum").iter().flat_map(Node::items) {
            let name = super::schema::plain(value.value);
            row.below.push(Fact::new(Kind::Value, name, value.at()));
        }
        self.field_rows(&schema, row, depth + 1)?;
        let additional = schema.member("additionalProperties");
        if let Some(additional) = additional.filter(|node| !matches!(node.value, Value::Bool(_))) {
            let mut any = Fact::new(Kind::Row, "[any property]", additional.key());
            let typed = self.type_of(&additional)?;
            any.below.push(Fact::with_value(Kind::Type, typed.words, additional.key()));
            any.below.push(Fact::with_value(Kind::Required, "false", additional.key()));
            self.row_below(&additional, &mut any, depth + 1)?;
            row.below.push(any);
        }
        Ok(())
    }
}
