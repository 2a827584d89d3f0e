//! One view of a schema's keywords, however openapiv3 has sorted them.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, IntegerFormat, IntegerType,
    NumberFormat, NumberType, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::SchemaRef;
use crate::model::Pointer;

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// A schema of the document and where it stands.
pub(super) type Placed<'a> = (SchemaRef<'a>, Pointer);

/// A member of an object, with every schema that its values must fit.
#[derive(Clone, Debug)]
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) schemas: Vec<Placed<'a>>,
}

/// What `additionalProperties` says.
#[derive(Clone, Debug)]
pub(super) enum Others<'a> {
    Refused(Pointer),
    Any(Pointer),
    Schemas(Vec<Placed<'a>>),
}

/// The keywords that say what values look like: those of one schema, or of several that all hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Keywords<'a> {
    pub(super) json_type: Option<Cow<'a, str>>,
    pub(super) format: Option<Cow<'a, str>>,
    pub(super) patterns: Vec<&'a str>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) multiple_of: Option<f64>,
    pub(super) minimum: Option<Value>,
    pub(super) maximum: Option<Value>,
    pub(super) exclusive_minimum: bool,
    pub(super) exclusive_maximum: bool,
    pub(super) properties: Vec<Member<'a>>,
    pub(super) required: Vec<&'a str>,
    pub(super) additional: Option<Others<'a>>,
    pub(super) min_properties: Option<usize>,
    pub(super) max_properties: Option<usize>,
    pub(super) items: Vec<Placed<'a>>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) unique_items: bool,
    /// The listed values, if any are listed.
    pub(super) enumeration: Option<Vec<Value>>,
    pub(super) one_of: &'a [ReferenceOr<Schema>],
    pub(super) any_of: &'a [ReferenceOr<Schema>],
    pub(super) all_of: &'a [ReferenceOr<Schema>],
    pub(super) not: bool,
}

impl<'a> Keywords<'a> {
    /// The keywords of a schema at a place.
    pub(super) fn of(schema: &'a Schema, at: &Pointer) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => of_string(string),
            SchemaKind::Type(Type::Number(number)) => of_number(number),
            SchemaKind::Type(Type::Integer(integer)) => of_integer(integer),
            SchemaKind::Type(Type::Object(object)) => of_object(object, at),
            SchemaKind::Type(Type::Array(array)) => of_array(array, at),
            SchemaKind::Type(Type::Boolean(boolean)) => of_boolean(boolean),
            SchemaKind::OneOf { one_of } => Self { one_of, ..Self::default() },
            SchemaKind::AnyOf { any_of } => Self { any_of, ..Self::default() },
            SchemaKind::Not { .. } => Self { not: true, ..Self::default() },
            SchemaKind::AllOf { all_of } => Self { all_of, ..Self::default() },
            SchemaKind::Any(any) => of_any(any, at),
        }
    }

    /// The names of all keywords that are there, `type` and the combining ones left aside.
    pub(super) fn present(&self) -> impl Iterator<Item = &'static str> {
        [
            ("format", self.format.is_some()),
            ("pattern", !self.patterns.is_empty()),
            ("minLength", self.min_length.is_some()),
            ("maxLength", self.max_length.is_some()),
            ("multipleOf", self.multiple_of.is_some()),
            ("minimum", self.minimum.is_some()),
            ("maximum", self.maximum.is_some()),
            ("exclusiveMinimum", self.exclusive_minimum),
            ("exclusiveMaximum", self.exclusive_maximum),
            ("properties", !self.properties.is_empty()),
            ("required", !self.required.is_empty()),
            ("additionalProperties", self.additional.is_some()),
            ("minProperties", self.min_properties.is_some()),
            ("maxProperties", self.max_properties.is_some()),
            ("items", !self.items.is_empty()),
            ("minItems", self.min_items.is_some()),
            ("maxItems", self.max_items.is_some()),
            ("uniqueItems", self.unique_items),
            ("enum", self.enumeration.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, there)| there.then_some(name))
    }
}

fn of_string(string: &StringType) -> Keywords<'_> {
    let known = |format: &StringFormat| match format {
        StringFormat::Date => "date",
        StringFormat::DateTime => "date-time",
        StringFormat::Password => "password",
        StringFormat::Byte => "byte",
        StringFormat::Binary => "binary",
    };
    Keywords {
        json_type: Some("string".into()),
        format: format_name(&string.format, known),
        patterns: string.pattern.as_deref().into_iter().collect(),
        min_length: string.min_length,
        max_length: string.max_length,
        enumeration: values(&string.enumeration),
        ..Keywords::default()
    }
}

fn of_number(number: &NumberType) -> Keywords<'_> {
    let known = |format: &NumberFormat| match format {
        NumberFormat::Float => "float",
        NumberFormat::Double => "double",
    };
    Keywords {
        json_type: Some("number".into()),
        format: format_name(&number.format, known),
        multiple_of: number.multiple_of,
        minimum: number.minimum.map(Value::from),
        maximum: number.maximum.map(Value::from),
        exclusive_minimum: number.exclusive_minimum,
        exclusive_maximum: number.exclusive_maximum,
        enumeration: values(&number.enumeration),
        ..Keywords::default()
    }
}

fn of_integer(integer: &IntegerType) -> Keywords<'_> {
    let known = |format: &IntegerFormat| match format {
        IntegerFormat::Int32 => "int32",
        IntegerFormat::Int64 => "int64",
    };
    Keywords {
        json_type: Some("integer".into()),
        format: format_name(&integer.format, known),
        #[expect(clippy::cast_precision_loss, reason = "no divisor is that large")]
        multiple_of: integer.multiple_of.map(|value| value as f64),
        minimum: integer.minimum.map(Value::from),
        maximum: integer.maximum.map(Value::from),
        exclusive_minimum: integer.exclusive_minimum,
        exclusive_maximum: integer.exclusive_maximum,
        enumeration: values(&integer.enumeration),
        ..Keywords::default()
    }
}

fn of_object<'a>(object: &'a ObjectType, at: &Pointer) -> Keywords<'a> {
    Keywords {
        json_type: Some("object".into()),
        properties: members(&object.properties, at),
        required: texts(&object.required),
        additional: object.additional_properties.as_ref().map(|others| self::others(others, at)),
        min_properties: object.min_properties,
        max_properties: object.max_properties,
        ..Keywords::default()
    }
}

fn of_array<'a>(array: &'a ArrayType, at: &Pointer) -> Keywords<'a> {
    Keywords {
        json_type: Some("array".into()),
        items: items(array.items.as_ref(), at),
        min_items: array.min_items,
        max_items: array.max_items,
        unique_items: array.unique_items,
        ..Keywords::default()
    }
}

fn of_boolean(boolean: &BooleanType) -> Keywords<'_> {
    Keywords {
        json_type: Some("boolean".into()),
        enumeration: values(&boolean.enumeration),
        ..Keywords::default()
    }
}

fn of_any<'a>(any: &'a AnySchema, at: &Pointer) -> Keywords<'a> {
    Keywords {
        json_type: any.typ.as_deref().map(Cow::Borrowed),
        format: any.format.as_deref().map(Cow::Borrowed),
        patterns: any.pattern.as_deref().into_iter().collect(),
        min_length: any.min_length,
        max_length: any.max_length,
        multiple_of: any.multiple_of,
        minimum: any.minimum.map(Value::from),
        maximum: any.maximum.map(Value::from),
        exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
        exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
        properties: members(&any.properties, at),
        required: texts(&any.required),
        additional: any.additional_properties.as_ref().map(|others| self::others(others, at)),
        min_properties: any.min_properties,
        max_properties: any.max_properties,
        items: items(any.items.as_ref(), at),
        min_items: any.min_items,
        max_items: any.max_items,
        unique_items: any.unique_items.unwrap_or_default(),
        enumeration: (!any.enumeration.is_empty()).then(|| any.enumeration.clone()),
        one_of: &any.one_of,
        any_of: &any.any_of,
        all_of: &any.all_of,
        not: any.not.is_some(),
    }
}

fn members<'a>(properties: &'a Properties, at: &Pointer) -> Vec<Member<'a>> {
    let at = at.join("properties");
    let member = |(name, schema): (&'a String, &'a ReferenceOr<Box<Schema>>)| Member {
        name,
        schemas: vec![(schema.into(), at.join(name))],
    };
    properties.iter().map(member).collect()
}

fn others<'a>(others: &'a AdditionalProperties, at: &Pointer) -> Others<'a> {
    let at = at.join("additionalProperties");
    match others {
        AdditionalProperties::Any(false) => Others::Refused(at),
        AdditionalProperties::Any(true) => Others::Any(at),
        AdditionalProperties::Schema(schema) => Others::Schemas(vec![(schema.as_ref().into(), at)]),
    }
}

fn items<'a>(items: Option<&'a ReferenceOr<Box<Schema>>>, at: &Pointer) -> Vec<Placed<'a>> {
    items.map(|items| (items.into(), at.join("items"))).into_iter().collect()
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn values<T: Clone + Into<Value>>(listed: &[Option<T>]) -> Option<Vec<Value>> {
    let value = |value: &Option<T>| value.clone().map_or(Value::Null, Into::into);
    (!listed.is_empty()).then(|| listed.iter().map(value).collect())
}

fn format_name<'a, T>(
    format: &'a VariantOrUnknownOrEmpty<T>,
    known: impl Fn(&T) -> &'static str,
) -> Option<Cow<'a, str>> {
    match format {
        VariantOrUnknownOrEmpty::Item(item) => Some(Cow::Borrowed(known(item))),
        VariantOrUnknownOrEmpty::Unknown(name) => Some(Cow::Borrowed(name)),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
