//! One view of a schema's keywords, however openapiv3 has sorted them.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, IntegerFormat, IntegerType,
    NumberFormat, NumberType, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// The keywords that say what values look like.
#[derive(Debug, Default)]
pub(super) struct Keywords<'a> {
    pub(super) json_type: Option<Cow<'a, str>>,
    pub(super) format: Option<Cow<'a, str>>,
    pub(super) pattern: bool,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) multiple_of: bool,
    pub(super) minimum: Option<Value>,
    pub(super) maximum: Option<Value>,
    pub(super) exclusive_minimum: bool,
    pub(super) exclusive_maximum: bool,
    pub(super) properties: Option<&'a Properties>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    pub(super) min_properties: bool,
    pub(super) max_properties: bool,
    pub(super) items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) unique_items: bool,
    pub(super) enumeration: Vec<Value>,
    pub(super) one_of: bool,
    pub(super) any_of: bool,
    pub(super) not: bool,
    pub(super) all_of: Option<&'a [ReferenceOr<Schema>]>,
}

impl<'a> Keywords<'a> {
    pub(super) fn of(kind: &'a SchemaKind) -> Self {
        match kind {
            SchemaKind::Type(Type::String(string)) => of_string(string),
            SchemaKind::Type(Type::Number(number)) => of_number(number),
            SchemaKind::Type(Type::Integer(integer)) => of_integer(integer),
            SchemaKind::Type(Type::Object(object)) => of_object(object),
            SchemaKind::Type(Type::Array(array)) => of_array(array),
            SchemaKind::Type(Type::Boolean(boolean)) => of_boolean(boolean),
            SchemaKind::OneOf { .. } => Self { one_of: true, ..Self::default() },
            SchemaKind::AnyOf { .. } => Self { any_of: true, ..Self::default() },
            SchemaKind::Not { .. } => Self { not: true, ..Self::default() },
            SchemaKind::AllOf { all_of } => Self { all_of: Some(all_of), ..Self::default() },
            SchemaKind::Any(any) => of_any(any),
        }
    }

    /// The names of all keywords that are there, `type` and the combining ones left aside.
    pub(super) fn present(&self) -> impl Iterator<Item = &'static str> {
        [
            ("format", self.format.is_some()),
            ("pattern", self.pattern),
            ("minLength", self.min_length.is_some()),
            ("maxLength", self.max_length.is_some()),
            ("multipleOf", self.multiple_of),
            ("minimum", self.minimum.is_some()),
            ("maximum", self.maximum.is_some()),
            ("exclusiveMinimum", self.exclusive_minimum),
            ("exclusiveMaximum", self.exclusive_maximum),
            ("properties", self.properties.is_some()),
            ("required", !self.required.is_empty()),
            ("additionalProperties", self.additional.is_some()),
            ("minProperties", self.min_properties),
            ("maxProperties", self.max_properties),
            ("items", self.items.is_some()),
            ("minItems", self.min_items.is_some()),
            ("maxItems", self.max_items.is_some()),
            ("uniqueItems", self.unique_items),
            ("enum", !self.enumeration.is_empty()),
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
        pattern: string.pattern.is_some(),
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
        multiple_of: number.multiple_of.is_some(),
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
        multiple_of: integer.multiple_of.is_some(),
        minimum: integer.minimum.map(Value::from),
        maximum: integer.maximum.map(Value::from),
        exclusive_minimum: integer.exclusive_minimum,
        exclusive_maximum: integer.exclusive_maximum,
        enumeration: values(&integer.enumeration),
        ..Keywords::default()
    }
}

fn of_object(object: &ObjectType) -> Keywords<'_> {
    Keywords {
        json_type: Some("object".into()),
        properties: some_properties(&object.properties),
        required: &object.required,
        additional: object.additional_properties.as_ref(),
        min_properties: object.min_properties.is_some(),
        max_properties: object.max_properties.is_some(),
        ..Keywords::default()
    }
}

fn of_array(array: &ArrayType) -> Keywords<'_> {
    Keywords {
        json_type: Some("array".into()),
        items: array.items.as_ref(),
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

fn of_any(any: &AnySchema) -> Keywords<'_> {
    Keywords {
        json_type: any.typ.as_deref().map(Cow::Borrowed),
        format: any.format.as_deref().map(Cow::Borrowed),
        pattern: any.pattern.is_some(),
        min_length: any.min_length,
        max_length: any.max_length,
        multiple_of: any.multiple_of.is_some(),
        minimum: any.minimum.map(Value::from),
        maximum: any.maximum.map(Value::from),
        exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
        exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
        properties: some_properties(&any.properties),
        required: &any.required,
        additional: any.additional_properties.as_ref(),
        min_properties: any.min_properties.is_some(),
        max_properties: any.max_properties.is_some(),
        items: any.items.as_ref(),
        min_items: any.min_items,
        max_items: any.max_items,
        unique_items: any.unique_items.unwrap_or_default(),
        enumeration: any.enumeration.clone(),
        one_of: !any.one_of.is_empty(),
        any_of: !any.any_of.is_empty(),
        not: any.not.is_some(),
        all_of: (!any.all_of.is_empty()).then_some(any.all_of.as_slice()),
    }
}

fn some_properties(properties: &Properties) -> Option<&Properties> {
    (!properties.is_empty()).then_some(properties)
}

fn values<T: Clone + Into<Value>>(listed: &[Option<T>]) -> Vec<Value> {
    listed.iter().map(|value| value.clone().map_or(Value::Null, Into::into)).collect()
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
