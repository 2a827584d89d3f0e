//! Operations, with parameters, bodies and answers.

use serde_json::Value;

use super::super::fact::{Fact, Kind};
use super::super::place::{Failure, Read};
use super::Selection;
use super::node::{Cx, Dialect, Node};

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation and where it stands.
pub(super) struct Operation<'a> {
    pub(super) node: Node<'a>,
    pub(super) method: String,
    /// With the base path.
    pub(super) path: String,
    pub(super) parameters: Vec<Node<'a>>,
    pub(super) body: Option<Node<'a>>,
}

impl<'a> Cx<'a> {
    pub(super) fn operations(&self, selection: &Selection) -> Read<Vec<Fact>> {
        let base = self.base_path();
        let mut facts = Vec::new();
        for (path, item) in self.root().member("paths").iter().flat_map(Node::entries) {
            let item = self.resolve(&item)?;
            for (method, node) in item.entries() {
                if !METHODS.contains(&method) || !selection.takes(&node) {
                    continue;
                }
                let (parameters, body) = self.parameters(&item, &node)?;
                let method = method.to_ascii_uppercase();
                let path = format!("{base}{path}");
                facts.push(self.operation(&Operation { node, method, path, parameters, body })?);
            }
        }
        Ok(facts)
    }

    /// The path of all operations: of the first server, or `basePath`.
    pub(super) fn base_path(&self) -> String {
        let root = self.root();
        let base = match self.dialect {
            Dialect::Swagger => root.text("basePath"),
            Dialect::OpenApi => {
                let servers = root.member("servers");
                servers.and_then(|servers| servers.items().first()?.text("url"))
            }
        };
        let base = base.unwrap_or_default();
        let path = match base.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default(),
            None => base,
        };
        path.trim_end_matches('/').to_owned()
    }

    /// Parameters of the path and the operation; those of Swagger that are the body come apart.
    fn parameters(
        &self,
        item: &Node<'a>,
        operation: &Node<'a>,
    ) -> Read<(Vec<Node<'a>>, Option<Node<'a>>)> {
        let mut parameters: Vec<Node<'a>> = Vec::new();
        for list in [item.member("parameters"), operation.member("parameters")] {
            for parameter in list.iter().flat_map(Node::items) {
                let parameter = self.resolve(&parameter)?;
                let key = |node: &Node<'a>| (node.text("in"), node.text("name"));
                // What the operation says replaces what the path says.
                parameters.retain(|other| key(other) != key(&parameter));
                parameters.push(parameter);
            }
        }
        let body = operation.member("requestBody").map(|body| self.resolve(&body)).transpose()?;
        let of_swagger = parameters.iter().position(|node| node.text("in") == Some("body"));
        let body = body.or_else(|| of_swagger.map(|at| parameters.remove(at)));
        Ok((parameters, body))
    }

    fn operation(&self, operation: &Operation<'a>) -> Read<Fact> {
        let node = &operation.node;
        let name = format!("{} {}", operation.method, operation.path);
        let mut fact = Fact::new(Kind::Operation, name, node.key());
        let text = |key: &str, kind| {
            let text = node.text(key)?;
            let text = if kind == Kind::Title { super::title(text) } else { text };
            Some(Fact::with_value(kind, text, node.at_member(key)))
        };
        fact.below.extend(text("summary", Kind::Title));
        fact.below.extend(text("operationId", Kind::Id));
        for tag in node.member("tags").iter().flat_map(Node::items) {
            let name = tag.value.as_str().unwrap_or_default();
            fact.below.push(Fact::new(Kind::Tag, name, tag.at()));
        }
        if node.is_true("deprecated") {
            fact.below.push(Fact::new(Kind::Deprecated, "", node.at_member("deprecated")));
        }
        self.security(node, &mut fact)?;
        for parameter in &operation.parameters {
            fact.below.push(self.parameter(parameter)?);
        }
        self.messages(node, &mut fact)?;
        if let Some(body) = &operation.body {
            fact.below.push(self.body(node, body)?);
        }
        for (status, response) in node.member("responses").iter().flat_map(Node::entries) {
            if !status.starts_with("x-") {
                let resolved = self.resolve(&response)?;
                let mut answer = Fact::new(Kind::Response, status, response.key());
                self.response(node, &resolved, &mut answer)?;
                fact.below.push(answer);
            }
        }
        if self.derived {
            self.derive(operation, &mut fact)?;
        }
        Ok(fact)
    }

    /// JSON values that travel over a WebSocket.
    fn messages(&self, operation: &Node<'a>, fact: &mut Fact) -> Read<()> {
        let Some(socket) = operation.member("x-websocket") else { return Ok(()) };
        for (name, direction) in socket.entries() {
            let content = direction.member("content");
            let media = content.and_then(|content| content.entries().into_iter().next());
            let Some(schema) = media.and_then(|(_, media)| media.member("schema")) else {
                continue;
            };
            let mut message = Fact::new(Kind::Message, name, schema.at());
            message.value = Some(self.type_of(&schema)?.words);
            fact.below.push(message);
        }
        Ok(())
    }

    fn security(&self, operation: &Node<'a>, fact: &mut Fact) -> Read<()> {
        let Some(security) =
            operation.member("security").or_else(|| self.root().member("security"))
        else {
            fact.below.push(Fact::with_value(Kind::Authenticated, "no", operation.key()));
            return Ok(());
        };
        let needed = !security.items().is_empty();
        let value = if needed { "yes" } else { "no" };
        fact.below.push(Fact::with_value(Kind::Authenticated, value, security.at()));
        for (name, scheme) in security.items().iter().flat_map(Node::entries) {
            let mut entry = Fact::new(Kind::Security, name, scheme.key());
            let definition = self.security_scheme(name, &scheme)?;
            let words = ["type", "in", "scheme", "name"].map(|key| definition.text(key));
            entry.value = Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "));
            fact.below.push(entry);
        }
        Ok(())
    }

    pub(super) fn security_scheme(&self, name: &str, place: &Node<'a>) -> Read<Node<'a>> {
        let section = self.section(self.dialect.security_schemes());
        let scheme = section.and_then(|section| section.member(name));
        let scheme = scheme.ok_or_else(|| {
            Failure::new(place.key(), format!("there is no security scheme `{name}`"))
        })?;
        self.resolve(&scheme)
    }

    fn parameter(&self, node: &Node<'a>) -> Read<Fact> {
        let (Some(place), Some(name)) = (node.text("in"), node.text("name")) else {
            return Err(Failure::new(node.at(), "this parameter has no place or no name"));
        };
        if place == "formData" {
            return Err(Failure::new(node.at(), "parameters in forms are not supported"));
        }
        let mut fact =
            Fact::new(Kind::Parameter, format!("{place} {name}"), node.at_member("name"));
        let required = node.is_true("required").to_string();
        let at = node.at_member("required");
        fact.below.push(Fact::with_value(Kind::Required, required, at));
        if node.is_true("deprecated") {
            fact.below.push(Fact::new(Kind::Deprecated, "", node.at_member("deprecated")));
        }
        match self.dialect {
            Dialect::OpenApi => {
                if let Some(schema) = self.schema_of(node)? {
                    self.describe(&schema, &mut fact)?;
                }
            }
            Dialect::Swagger => {
                self.describe(node, &mut fact)?;
                // Members of the parameter, not of its schema.
                let own = ["in", "name", "collectionFormat", "allowEmptyValue"];
                fact.below.retain(|below| {
                    below.kind != Kind::Keyword || !own.contains(&below.name.as_str())
                });
            }
        }
        self.list_format(node, &mut fact);
        Ok(fact)
    }

    /// The schema of an OpenAPI parameter.
    pub(super) fn schema_of(&self, parameter: &Node<'a>) -> Read<Option<Node<'a>>> {
        if let Some(schema) = parameter.member("schema") {
            return Ok(Some(schema));
        }
        let content = parameter.member("content");
        let media = content.and_then(|content| content.entries().into_iter().next());
        Ok(media.and_then(|(_, media)| media.member("schema")))
    }

    /// How a list is written: Swagger's `collectionFormat`, OpenAPI's `style` and `explode`.
    fn list_format(&self, node: &Node<'a>, fact: &mut Fact) {
        let words = fact.child(Kind::Type, "").and_then(|fact| fact.value.as_deref());
        if !words.is_some_and(|words| words.starts_with("array of ")) {
            return;
        }
        let query = matches!(node.text("in"), Some("query" | "cookie"));
        let format = match self.dialect {
            Dialect::Swagger => node.text("collectionFormat").unwrap_or("csv"),
            Dialect::OpenApi => match (node.text("style"), node.value.get("explode")) {
                (Some("spaceDelimited"), _) => "ssv",
                (Some("pipeDelimited"), _) => "pipes",
                (None | Some("form"), None | Some(Value::Bool(true))) if query => "multi",
                _ => "csv",
            },
        };
        let mut keyword = Fact::new(Kind::Keyword, "collectionFormat", node.at());
        keyword.value = Some(format.to_owned());
        fact.below.push(keyword);
    }

    fn body(&self, operation: &Node<'a>, body: &Node<'a>) -> Read<Fact> {
        let mut fact = Fact::new(Kind::Body, "", body.key());
        let required = body.is_true("required").to_string();
        fact.below.push(Fact::with_value(Kind::Required, required, body.at_member("required")));
        self.content(operation, body, "consumes", &mut fact)?;
        Ok(fact)
    }

    fn response(&self, operation: &Node<'a>, response: &Node<'a>, fact: &mut Fact) -> Read<()> {
        self.content(operation, response, "produces", fact)?;
        for (name, header) in response.member("headers").iter().flat_map(Node::entries) {
            let header = self.resolve(&header)?;
            let mut entry = Fact::new(Kind::Header, name, header.key());
            let schema = header.member("schema").unwrap_or_else(|| header.clone());
            self.describe(&schema, &mut entry)?;
            fact.below.push(entry);
        }
        Ok(())
    }

    /// Media types and the type of a body or an answer.
    fn content(
        &self,
        operation: &Node<'a>,
        owner: &Node<'a>,
        swagger: &str,
        fact: &mut Fact,
    ) -> Read<()> {
        for (name, media) in self.media(operation, owner, swagger) {
            fact.below.push(Fact::new(Kind::Media, name, media.key()));
        }
        for schema in self.schemas_of(operation, owner, swagger) {
            let at = schema.member("$ref").map_or_else(|| schema.at(), |node| node.at());
            let mut content = Fact::new(Kind::Content, "", at);
            self.describe(&schema, &mut content)?;
            // The type is what the content is called.
            let at = content.below.iter().position(|below| below.kind == Kind::Type);
            content.value = at.and_then(|at| content.below.remove(at).value);
            match fact.child(Kind::Content, "") {
                None => fact.below.push(content),
                Some(first) if first.value == content.value => {}
                Some(_) => {
                    let message = "media types with different schemas are not supported";
                    return Err(Failure::new(schema.at(), message));
                }
            }
        }
        Ok(())
    }

    /// The media types of a body or an answer, and where they stand.
    pub(super) fn media(
        &self,
        operation: &Node<'a>,
        owner: &Node<'a>,
        swagger: &str,
    ) -> Vec<(String, Node<'a>)> {
        match self.dialect {
            Dialect::OpenApi => owner
                .member("content")
                .iter()
                .flat_map(Node::entries)
                .map(|(name, media)| (name.to_owned(), media))
                .collect(),
            Dialect::Swagger if owner.member("schema").is_none() => Vec::new(),
            Dialect::Swagger => {
                let list = operation.member(swagger).or_else(|| self.root().member(swagger));
                let items = list.iter().flat_map(Node::items);
                items
                    .filter_map(|item| Some((item.value.as_str()?.to_owned(), item.clone())))
                    .collect()
            }
        }
    }

    fn schemas_of(&self, operation: &Node<'a>, owner: &Node<'a>, swagger: &str) -> Vec<Node<'a>> {
        match self.dialect {
            Dialect::Swagger => owner.member("schema").into_iter().collect(),
            Dialect::OpenApi => {
                let media = self.media(operation, owner, swagger);
                media.iter().filter_map(|(_, media)| media_schema(media)).collect()
            }
        }
    }
}

/// The schema of a body, or of each event in a stream of them.
pub(super) fn media_schema<'a>(media: &Node<'a>) -> Option<Node<'a>> {
    ["schema", "itemSchema", "x-itemSchema"].iter().find_map(|key| media.member(key))
}
