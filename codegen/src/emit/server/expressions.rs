//! Schemas as expressions of the server runtime's `Schema`.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::{Cx, reach};
use super::limits::{self, array, integer, number, string};
use crate::model::{Additional, Object, Rule, TypeId, TypeKind};

/// A schema as an expression.
#[derive(Debug)]
pub(super) enum Expression {
    /// A static of the file.
    Static(Ident),
    /// A constant or a unit variant: good anywhere.
    Constant(TokenStream),
    /// Anything else: it needs a static to live in.
    Built(TokenStream),
}

impl Expression {
    /// The expression as it stands inside of the file.
    pub(super) fn tokens(self) -> TokenStream {
        match self {
            Self::Static(name) => quote! { #name },
            Self::Constant(tokens) | Self::Built(tokens) => tokens,
        }
    }
}

/// The types that have a static, and what statics hold.
#[derive(Debug, Default)]
pub(super) struct Types {
    /// The names of the statics.
    pub(super) statics: BTreeMap<TypeId, Ident>,
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
        let (inner, example) = (expression.tokens(), example.to_string());
        Expression::Built(quote! { Schema::Like(&#inner, #example) })
    }

    /// What the static of a type holds.
    pub(super) fn definition(&self, cx: &Cx<'_>, id: TypeId) -> Result<TokenStream, String> {
        let expression = structure(cx, self, id)?;
        Ok(self.with_example(expression, cx.resolve(id).1.example.as_ref()).tokens())
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
    let inner = inner.tokens();
    Ok(Expression::Built(quote! { Schema::Nullable(&#inner) }))
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
                quote! { Rule::Pattern(#pattern, |_, _| true) }
            }
            rule => limits::rule(rule),
        };
        let inner = kind.tokens();
        kind = Expression::Built(quote! { Schema::Ruled(&#inner, #rule) });
    }
    if schema.allowed.is_empty() {
        return Ok(kind);
    }
    let (kind, values) = (kind.tokens(), schema.allowed.iter().map(ToString::to_string));
    Ok(Expression::Built(quote! { Schema::Listed { schema: &#kind, values: &[#(#values),*] } }))
}

fn kind(cx: &Cx<'_>, types: &Types, id: TypeId) -> Result<Expression, String> {
    let schema = cx.api.schema(id);
    Ok(match &schema.kind {
        TypeKind::Any => Expression::Constant(quote! { Schema::Any }),
        TypeKind::Boolean => Expression::Constant(quote! { Schema::Boolean }),
        TypeKind::Integer { width, bounds } => integer(*width, *bounds),
        TypeKind::Number { width, bounds } => number(*width, *bounds),
        TypeKind::String { format, rules } => string(format, rules),
        TypeKind::Enum(_) if schema.any_text => Expression::Constant(quote! { Schema::TEXT }),
        TypeKind::Enum(values) => {
            let values = values.iter().map(|value| &value.value);
            Expression::Built(quote! { Schema::Enum(&[#(#values),*]) })
        }
        TypeKind::Array { items, length, unique } => {
            array(&of(cx, types, *items)?.tokens(), *length, *unique)
        }
        TypeKind::Map { values } => {
            let values = of(cx, types, *values)?.tokens();
            Expression::Built(quote! { Schema::Map(&#values) })
        }
        TypeKind::Object(object) => Expression::Built(self::object(cx, types, object)?),
        TypeKind::Union(union) if union.told_apart => {
            let variants = union.variants.iter().map(|v| Ok(of(cx, types, v.schema)?.tokens()));
            let variants = variants.collect::<Result<Vec<_>, String>>()?;
            let name = cx.value_type(id);
            Expression::Built(quote! { Schema::union(#name::TESTS, &[#(&#variants),*]) })
        }
        // Nothing tells which of the schemas a value must fit.
        TypeKind::Union(_) => Expression::Constant(quote! { Schema::Any }),
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

fn object(cx: &Cx<'_>, types: &Types, object: &Object) -> Result<TokenStream, String> {
    let mut members = TokenStream::new();
    for property in reach::members(object, types.examples) {
        let (name, aliases) = (&property.name, &property.aliases);
        let aliases = (!aliases.is_empty()).then(|| quote! { .or(&[#(#aliases),*]) });
        members.extend(if reach::is_free(property, types.examples) {
            quote! { Member::optional(#name, &Schema::Any) #aliases, }
        } else if property.required || property.asked {
            let value = of(cx, types, property.schema)?.tokens();
            quote! { Member::required(#name, &#value) #aliases, }
        } else {
            // Where a member may be absent, `null` says just that.
            let value = not_null(cx, types, property.schema)?.tokens();
            quote! { Member::optional(#name, &#value) #aliases, }
        });
    }
    let others = match object.additional {
        Additional::Ignored => return Ok(quote! { Schema::object(&[#members]) }),
        Additional::Refused => quote! { Others::Refused },
        Additional::Typed(values) => {
            let values = of(cx, types, values)?.tokens();
            quote! { Others::Each(&#values) }
        }
    };
    Ok(quote! { Schema::Object { members: &[#members], others: #others } })
}
