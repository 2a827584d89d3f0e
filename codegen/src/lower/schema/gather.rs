//! Everything that a schema consists of: its own keywords, those of its `allOf`, and of what these
//! refer to; and the choices (`oneOf`, `anyOf`) among them.

use openapiv3::{Discriminator, ReferenceOr, Schema as Source, SchemaData};

use super::keywords::{Keywords, Placed};
use super::{MAX_DEPTH, SchemaRef, named};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::Pointer;

/// A `oneOf` or an `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'a> {
    pub(super) members: &'a [ReferenceOr<Source>],
    /// Where the list stands.
    pub(super) at: Pointer,
    pub(super) discriminator: Option<&'a Discriminator>,
}

/// Schemas that all hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered<'a> {
    pub(super) keywords: Keywords<'a>,
    pub(super) choices: Vec<Choice<'a>>,
    /// What each of the schemas says about itself, the outermost last.
    pub(super) data: Vec<&'a SchemaData>,
    /// Every one of them that says something about values allows `null`.
    pub(super) nullable: Option<bool>,
}

impl<'a> Gathered<'a> {
    /// Adds a schema. Where types exclude each other, that is reported and `false` returned.
    pub(super) fn add<'c: 'a>(
        &mut self,
        cx: &mut Cx<'c>,
        schema: SchemaRef<'a>,
        at: &Pointer,
    ) -> bool {
        self.add_below(cx, schema, at, &mut Vec::new())
    }

    fn add_below<'c: 'a>(
        &mut self,
        cx: &mut Cx<'c>,
        schema: SchemaRef<'a>,
        at: &Pointer,
        path: &mut Vec<&'a str>,
    ) -> bool {
        match schema {
            SchemaRef::Reference(reference) => {
                let Some(target) = named(cx, reference) else {
                    cx.internal(at, format!("unresolved reference `{reference}`"));
                    return false;
                };
                if path.len() > MAX_DEPTH {
                    cx.unsupported(at, format!("`allOf` more than {MAX_DEPTH} levels deep"));
                    return false;
                }
                if path.contains(&target.name.as_str()) {
                    let message = "the schema is among its own `allOf`";
                    cx.error(Code::ReferenceCycle, at, message);
                    return false;
                }
                path.push(&target.name);
                let fits = self.add_below(cx, (&target.schema).into(), &target.at, path);
                path.pop();
                fits
            }
            SchemaRef::Item(source) => self.add_item(cx, source, at, path),
        }
    }

    fn add_item<'c: 'a>(
        &mut self,
        cx: &mut Cx<'c>,
        source: &'a Source,
        at: &Pointer,
        path: &mut Vec<&'a str>,
    ) -> bool {
        let own = Keywords::of(source, at);
        let all_of = at.join("allOf");
        for (index, member) in own.all_of.iter().enumerate() {
            if !self.add_below(cx, member.into(), &all_of.join(index), path) {
                return false;
            }
        }
        let discriminator = source.schema_data.discriminator.as_ref();
        for (name, members) in [("oneOf", own.one_of), ("anyOf", own.any_of)] {
            if !members.is_empty() {
                self.choices.push(Choice { members, at: at.join(name), discriminator });
            }
        }
        if is_meaningful(&own) {
            let nullable = source.schema_data.nullable;
            self.nullable = Some(self.nullable.is_none_or(|all| all) && nullable);
        }
        self.data.push(&source.schema_data);
        match std::mem::take(&mut self.keywords).and(own) {
            Ok(keywords) => {
                self.keywords = keywords;
                true
            }
            Err((one, other)) => {
                let message = format!(
                    "`{one}` and `{other}` exclude each other in `allOf`: any value is accepted"
                );
                cx.warning(Code::Unchecked, at, message).help("correct one of the types");
                false
            }
        }
    }
}

/// The keywords say something about values beyond their type.
pub(super) fn is_meaningful(keywords: &Keywords<'_>) -> bool {
    keywords.present().next().is_some()
        || !(keywords.all_of.is_empty() && keywords.one_of.is_empty() && keywords.any_of.is_empty())
}

/// The schema says something about values beyond their type; a reference always does.
pub(super) fn is_meaningful_schema((schema, at): &Placed<'_>) -> bool {
    match schema {
        SchemaRef::Reference(_) => true,
        SchemaRef::Item(source) => is_meaningful(&Keywords::of(source, at)),
    }
}
