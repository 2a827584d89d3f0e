//! Schemas as expressions of the server runtime's `Schema`.

use std::collections::BTreeMap;

use super::super::{Cx, reach};
use super::limits::{self, array, integer, number, string};
use crate::model::{Additional, Object, Rule, TypeId, TypeKind};
use crate::rust::Data;

/// A schema as an expression.
#[derive(Debug)]
pub(super) enum Expression {
    /// A static of the file.
    Static(String),
    /// A constant or a unit variant: good anywhere.
    Constant(&'static str),
    /// Anything else: it needs a static to live in.
    Built(Data),
}

impl Expression {
    /// The expression as it stands inside of the file.
    pub(super) fn data(self) -> Data {
        match self {
            Self::Static(name) => Data::code(name),
            Self::Constant(path) => Data::code(path),
            Self::Built(data) => data,
        }
    }

    fn by_ref(self) -> Data {
        self.data().by_ref()
    }
}

/// The types that have a static, and what statics hold.
#[derive(Debug, Default)]
pub(super) struct Types {
    /// The names of the statics.
    pub(super) statics: BTreeMap<TypeId, String>,
    /// Schemas carry the document's examples.
    pub(super) examples: bool,
}

impl Types {
    /// The expression of a schema with the schema's example.
    fn like(&self, cx: &Cx<'_>, id: TypeId, expression: Expression) -> Expression {
        let (target, schema) = cx.resolve(id);
        let Some(example) = cx.example(id).filter(|_| self.examples) else { return expression };
        let own = schema.example.as_ref().is_some_and(|own| std::ptr::eq(own, example));
        if own && self.statics.contains_key(&target) {
            return expression; // The static has it.
        }
        self.with_example(expression, Some(example))
    }

    /// The expression of a schema with an example that stands beside the schema.
    pub(super) fn with_example(
        &self,
        expression: Expression,
        example: Option<&serde_json::Value>,
    ) -> Expression {
        let Some(example) = example.filter(|_| self.examples) else { return expression };
        let example = Data::text(example.to_string());
        Expression::Built(Data::call("Schema::Like", [expression.by_ref(), example]))
    }

    /// What the static of a type holds.
    pub(super) fn definition(&self, cx: &Cx<'_>, id: TypeId) -> Result<Data, String> {
        let expression = structure(cx, self, id)?;
        Ok(self.with_example(expression, cx.resolve(id).1.example.as_ref()).data())
    }
}

/// The schema of a value, `null` included.
pub(super) fn of(cx: &Cx<'_>, types: &Types, id: TypeId) -> Result<Expression, String> {
    let inner = not_null(cx, types, id)?;
    let schema = cx.resolve(id).1;
    let any = matches!(schema.kind, TypeKind::Any) && schema.allowed.is_empty();
    // A collection that is empty rather than absent is empty rather than `null`, too.
    if any || !(cx.is_nullable(id) || cx.is_plain_collection(id)) {
        return Ok(inner);
    }
    Ok(Expression::Built(Data::call("Schema::Nullable", [inner.by_ref()])))
}

/// The schema of a value, `null` left aside.
pub(super) fn not_null(cx: &Cx<'_>, types: &Types, id: TypeId) -> Result<Expression, String> {
    let expression = match types.statics.get(&cx.resolve(id).0) {
        Some(name) => Expression::Static(name.clone()),
        None => structure(cx, types, id)?,
    };
    Ok(types.like(cx, id, expression))
}

/// The schema of a value, spelt out even though there is a static for it.
fn structure(cx: &Cx<'_>, types: &Types, id: TypeId) -> Result<Expression, String> {
    let (id, schema) = cx.resolve(id);
    let mut kind = kind(cx, types, id)?;
    if let Some(value_type) = &schema.value_type {
        kind = limits::value_type(value_type, kind);
    }
    for rule in &schema.rules {
        let rule = match rule {
            // What is made up matches; only servers need what tells whether anything does.
            Rule::Pattern(pattern) if types.examples => {
                Data::call("Rule::Pattern", [Data::text(pattern), Data::code("|_, _| true")])
            }
            rule => limits::rule(rule),
        };
        kind = Expression::Built(Data::call("Schema::Ruled", [kind.by_ref(), rule]));
    }
    if schema.allowed.is_empty() {
        return Ok(kind);
    }
    let values = Data::texts(schema.allowed.iter().map(ToString::to_string));
    let listed = [("schema", kind.by_ref()), ("values", values)];
    Ok(Expression::Built(Data::object("Schema::Listed", listed)))
}

fn kind(cx: &Cx<'_>, types: &Types, id: TypeId) -> Result<Expression, String> {
    let schema = cx.api.schema(id);
    Ok(match &schema.kind {
        TypeKind::Any => Expression::Constant("Schema::Any"),
        TypeKind::Boolean => Expression::Constant("Schema::Boolean"),
        TypeKind::Integer { width, bounds } => integer(*width, *bounds),
        TypeKind::Number { width, bounds } => number(*width, *bounds),
        TypeKind::String { format, rules } => string(format, rules),
        TypeKind::Enum(_) if schema.any_text => Expression::Constant("Schema::TEXT"),
        TypeKind::Enum(values) => {
            let values = Data::texts(values.iter().map(|value| &value.value));
            Expression::Built(Data::call("Schema::Enum", [values]))
        }
        TypeKind::Array { items, length, unique } => {
            array(of(cx, types, *items)?.by_ref(), *length, *unique)
        }
        TypeKind::Map { values } => {
            let values = of(cx, types, *values)?.by_ref();
            Expression::Built(Data::call("Schema::Map", [values]))
        }
        TypeKind::Object(object) => Expression::Built(self::object(cx, types, object)?),
        TypeKind::Union(union) if union.told_apart => {
            let variants = union.variants.iter().map(|v| Ok(of(cx, types, v.schema)?.by_ref()));
            let variants = variants.collect::<Result<Vec<_>, String>>()?;
            let name = cx.own_type(id).ok_or_else(|| format!("{}: no name", schema.origin))?;
            let tests = Data::code(format!("{name}::TESTS").replace(' ', ""));
            Expression::Built(Data::call("Schema::union", [tests, Data::slice(variants)]))
        }
        // Nothing tells which of the schemas a value must fit.
        TypeKind::Union(_) => Expression::Constant("Schema::Any"),
        TypeKind::Alias(_) => return Err(format!("{}: an alias without an end", schema.origin)),
    })
}

/// The schema needs no static, as it is a constant already.
pub(super) fn is_constant(cx: &Cx<'_>, id: TypeId) -> bool {
    let schema = cx.resolve(id).1;
    if !schema.allowed.is_empty() || !schema.rules.is_empty() || schema.value_type.is_some() {
        return false;
    }
    let expression = match &schema.kind {
        TypeKind::Any | TypeKind::Boolean => return true,
        TypeKind::Union(union) => return !union.told_apart,
        TypeKind::Enum(_) if schema.any_text => return true,
        TypeKind::Integer { width, bounds } => integer(*width, *bounds),
        TypeKind::Number { width, bounds } => number(*width, *bounds),
        TypeKind::String { format, rules } => string(format, rules),
        TypeKind::Enum(_)
        | TypeKind::Array { .. }
        | TypeKind::Map { .. }
        | TypeKind::Object(_)
        | TypeKind::Alias(_) => return false,
    };
    matches!(expression, Expression::Constant(_))
}

fn object(cx: &Cx<'_>, types: &Types, object: &Object) -> Result<Data, String> {
    let mut members = Vec::new();
    for property in reach::members(object, types.examples) {
        let name = Data::text(&property.name);
        let member = if reach::is_free(property, types.examples) {
            Data::call("Member::optional", [name, Data::code("Schema::Any").by_ref()])
        } else if property.required || property.asked {
            let value = of(cx, types, property.schema)?.by_ref();
            Data::call("Member::required", [name, value])
        } else {
            // Where a member may be absent, `null` says just that.
            let value = not_null(cx, types, property.schema)?.by_ref();
            Data::call("Member::optional", [name, value])
        };
        members.push(match property.aliases.as_slice() {
            [] => member,
            aliases => member.with("or", Data::texts(aliases)),
        });
    }
    let members = Data::slice(members);
    let others = match object.additional {
        Additional::Ignored => return Ok(Data::call("Schema::object", [members])),
        Additional::Refused => Data::code("Others::Refused"),
        Additional::Typed(values) => Data::call("Others::Each", [of(cx, types, values)?.by_ref()]),
    };
    Ok(Data::object("Schema::Object", [("members", members), ("others", others)]))
}
