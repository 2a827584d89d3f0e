//! A document several times over: what a larger API of the same sort would be.

use codegen::diagnostics::Diagnostics;
use codegen::read::{Source, read};
use serde_json::{Map, Value};

/// The document in the shape of OpenAPI 3.0 with all of its paths and components so many times, each
/// copy with names of its own and references to itself.
pub(super) fn repeated(source: Source, copies: usize) -> Option<Value> {
    let once = read(source, &mut Diagnostics::default())?.value;
    let mut document = once.clone();
    for number in 2..=copies {
        let copy = Copy(number);
        for (path, item) in members(once.get("paths")) {
            insert(document.get_mut("paths"), format!("/copy-{number}{path}"), copy.of(item));
        }
        for (kind, components) in members(once.get("components")) {
            // All copies have the same users.
            if kind == "securitySchemes" {
                continue;
            }
            for (name, component) in members(Some(components)) {
                let home = document.pointer_mut(&format!("/components/{kind}"));
                insert(home, copy.name(name), copy.of(component));
            }
        }
    }
    Some(document)
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn insert(home: Option<&mut Value>, name: String, value: Value) {
    if let Some(members) = home.and_then(Value::as_object_mut) {
        members.insert(name, value);
    }
}

/// A copy by its number.
#[derive(Clone, Copy)]
struct Copy(usize);

impl Copy {
    fn name(self, name: &str) -> String {
        format!("{name}Copy{}", self.0)
    }

    fn of(self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.of(item)).collect(),
            Value::Object(object) => {
                let copied =
                    object.iter().map(|(name, value)| (name.clone(), self.member(name, value)));
                Value::Object(copied.collect::<Map<_, _>>())
            }
            other => other.clone(),
        }
    }

    fn member(self, name: &str, value: &Value) -> Value {
        match (name, value) {
            ("$ref", Value::String(target)) => self.target(target).into(),
            ("operationId", Value::String(id)) => format!("{id}-copy-{}", self.0).into(),
            // Of a discriminator; a property may be called so, too.
            ("mapping", Value::Object(tags)) if tags.values().all(Value::is_string) => {
                let target = |(tag, target): (&String, &Value)| {
                    let target = target.as_str().map(|target| self.target(target));
                    (tag.clone(), Value::from(target))
                };
                Value::Object(tags.iter().map(target).collect())
            }
            (_, value) => self.of(value),
        }
    }

    /// A reference, or a name of a schema.
    fn target(self, target: &str) -> String {
        let Some(inside) = target.strip_prefix("#/components/") else { return self.name(target) };
        let mut parts = inside.splitn(3, '/');
        let (kind, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let rest = parts.next().map_or(String::new(), |rest| format!("/{rest}"));
        format!("#/components/{kind}/{}{rest}", self.name(name))
    }
}

#[cfg(test)]
mod tests {
    use codegen::read::Source;
    use serde_json::json;

    use super::repeated;

    #[test]
    fn copies_are_about_themselves() {
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {
                "description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}},
            }}}}},
            "components": {
                "schemas": {"A": {
                    "oneOf": [{"$ref": "#/components/schemas/A"}],
                    "discriminator": {"propertyName": "k", "mapping": {"x": "A", "y": "#/components/schemas/A"}},
                }},
                "securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}},
            },
        });
        let twice = repeated(Source::new("a.json", document.to_string()), 2).unwrap();
        assert_eq!(twice["paths"]["/copy-2/a"]["get"]["operationId"], "a-copy-2");
        let answer = "/paths/~1copy-2~1a/get/responses/200/content/application~1json/schema/$ref";
        assert_eq!(twice.pointer(answer), Some(&json!("#/components/schemas/ACopy2")));
        let mapping = &twice["components"]["schemas"]["ACopy2"]["discriminator"]["mapping"];
        assert_eq!(mapping, &json!({"x": "ACopy2", "y": "#/components/schemas/ACopy2"}));
        assert_eq!(twice["components"]["securitySchemes"].as_object().unwrap().len(), 1);
        assert_eq!(twice["paths"]["/a"], document["paths"]["/a"]);
    }
}
