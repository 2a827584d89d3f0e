//! What is written in place again and again, word for word, becomes one type: every other place
//! keeps its own name for it. Large documents spell out the same objects hundreds of times, and
//! each of them would be compiled.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use crate::config::Config;
use crate::model::{Additional, Api, Schema, SchemaName, TypeId, TypeKind};

/// Schemas of one class look alike as far as one has looked.
type Class = usize;

/// Joins them in what is lowered. A schema of which the config says something stays by itself.
pub(in crate::lower) fn merge(api: &mut Api, config: &Config) {
    let names = config.names.types.keys().chain(config.names.members.keys());
    let mut named: BTreeSet<String> = names.chain(config.types.derives.keys()).cloned().collect();
    // How headers are written says nobody else.
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let headers = responses.filter_map(|response| response.headers.as_ref());
    let styled = headers.filter(|headers| !headers.styles.is_empty());
    named.extend(styled.map(|headers| api.schema(headers.schema).origin.to_string()));
    // Each is the way to a server.
    let servers = api.servers.iter().filter_map(|server| server.variables);
    named.extend(servers.map(|id| api.schema(id).origin.to_string()));
    let candidates: Vec<(TypeId, Class)> = api
        .type_ids()
        .zip(classes(api, &named))
        .filter(|(id, _)| has_item(api.schema(*id)))
        .collect();
    // The first by its place, so that moving a thing in the document changes nothing.
    let mut firsts: HashMap<Class, TypeId> = HashMap::new();
    for (id, class) in &candidates {
        let first = firsts.entry(*class).or_insert(*id);
        if api.schema(*id).origin < api.schema(*first).origin {
            *first = *id;
        }
    }
    let twins = candidates.into_iter().filter_map(|(id, class)| {
        let first = firsts.get(&class).copied()?;
        (first != id).then_some((id, first))
    });
    for (id, first) in twins {
        if let Some(schema) = api.schemas.get_mut(id.index()) {
            schema.kind = TypeKind::Alias(first);
            schema.is_twin = true;
            // They hold for the first one, and would hold twice.
            schema.allowed.clear();
            schema.rules.clear();
        }
    }
}

/// It is written in place and becomes an item.
fn has_item(schema: &Schema) -> bool {
    !schema.absorbed
        && matches!(schema.name, SchemaName::Inline(_))
        && matches!(schema.kind, TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_))
}

/// The class of every schema: classes are parted by what stands in the schemas themselves, and
/// then by the classes of what is inside them, until that parts none.
fn classes(api: &Api, named: &BTreeSet<String>) -> Vec<Class> {
    let own = |(index, schema): (usize, &Schema)| {
        let origin = schema.origin.to_string();
        let mut names = named.range(origin.clone()..);
        let is_named = names.next().is_some_and(|name| name.starts_with(&origin));
        if is_named || matches!(schema.name, SchemaName::Component(_)) {
            format!("#{index}")
        } else {
            looks(schema)
        }
    };
    let (mut classes, mut count) = number(api.schemas.iter().enumerate().map(own));
    loop {
        let inside = |schema: &Schema| -> Vec<Option<Class>> {
            let children = schema.kind.children().into_iter();
            children.map(|child| classes.get(child.index()).copied()).collect()
        };
        let keys = classes.iter().zip(api.schemas.iter().map(inside));
        let (finer, finer_count) = number(keys);
        if finer_count == count {
            return finer;
        }
        (classes, count) = (finer, finer_count);
    }
}

/// Numbers for things, the same for equal ones, and how many there are.
fn number<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> (Vec<Class>, usize) {
    let mut known = HashMap::new();
    let numbers = keys
        .map(|key| {
            let next = known.len();
            *known.entry(key).or_insert(next)
        })
        .collect();
    (numbers, known.len())
}

/// Everything about a schema but where it stands, what is inside it, and its example.
fn looks(schema: &Schema) -> String {
    let kind = match &schema.kind {
        kind @ (TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer { .. }
        | TypeKind::Number { .. }
        | TypeKind::String { .. }
        | TypeKind::Enum(_)) => format!("{kind:?}"),
        TypeKind::Array { length, unique, .. } => format!("array {length:?} {unique}"),
        TypeKind::Map { .. } => "map".to_owned(),
        TypeKind::Alias(_) => "alias".to_owned(),
        TypeKind::Object(object) => {
            let members = object.properties.iter().map(|p| {
                format!(
                    "{:?}",
                    (
                        &p.name,
                        p.required,
                        &p.docs,
                        p.boxed,
                        &p.aliases,
                        p.access,
                        p.asked,
                        p.null_is_absence
                    )
                )
            });
            let others = match object.additional {
                Additional::Ignored => "ignored",
                Additional::Typed(_) => "typed",
                Additional::Refused => "refused",
            };
            format!("object {others} {}", members.collect::<String>())
        }
        TypeKind::Union(union) => {
            let variants = union
                .variants
                .iter()
                .map(|v| format!("{:?}", (&v.word, &v.tags, v.writes_tag, &v.test, v.boxed)));
            let variants = variants.collect::<String>();
            format!("union {:?} {} {variants}", union.discriminator, union.told_apart)
        }
    };
    let Schema { docs, nullable, default, allowed, rules, any_text, .. } = schema;
    let Schema { recursive, value_type, sensitive, .. } = schema;
    let facts = (docs, nullable, default, allowed, rules, any_text);
    format!("{kind} {facts:?} {:?}", (recursive, value_type, sensitive))
}
