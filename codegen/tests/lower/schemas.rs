//! Schemas: every kind, what is refused, what has no effect.

use crate::support::*;

#[test]
fn every_kind_of_schema() {
    let (api, diags) = lower_schemas(
        "\
Everything:
  type: object
  required: [text, any]
  properties:
    text: {type: string, minLength: 1, maxLength: 9}
    id: {type: string, format: uuid}
    at: {type: string, format: date-time}
    secret: {type: string, format: password}
    small: {type: integer, format: int32, minimum: -3, maximum: 4, exclusiveMaximum: true}
    large: {type: integer}
    factor: {type: number, format: float}
    flag: {type: boolean, default: true}
    level: {type: string, enum: [low, high, null], default: low}
    list: {type: array, items: {type: integer}, minItems: 1, uniqueItems: true}
    map: {type: object, additionalProperties: {type: number}}
    open: {type: object}
    closed: {type: object, additionalProperties: false}
    any: {}
    nested: {type: object, properties: {deep: {type: array, items: {type: object, properties: {x: {type: string}}}}}}
    other: {description: ' wrapped ', nullable: true, deprecated: true, allOf: [{$ref: '#/components/schemas/Other'}]}
    plain: {$ref: '#/components/schemas/Other'}
Other: {type: object, description: other, properties: {x: {type: string}}, additionalProperties: true}
Name: {$ref: '#/components/schemas/Other'}",
    );
    assert_eq!(found(&diags), []);
    let kind = |name: &str| &property(&api, "Everything", name).1.kind;

    assert!(matches!(kind("text"), TypeKind::String { format: StringFormat::Text(None), rules }
        if rules.min_length == Some(1) && rules.max_length == Some(9)));
    assert!(matches!(kind("id"), TypeKind::String { format: StringFormat::Uuid, .. }));
    assert!(matches!(kind("at"), TypeKind::String { format: StringFormat::DateTime, .. }));
    assert!(property(&api, "Everything", "secret").1.sensitive);
    let TypeKind::Integer { width: IntegerWidth::Int32, bounds } = kind("small") else { panic!() };
    assert_eq!((bounds.minimum, bounds.maximum), (Some(-3.0), Some(4.0)));
    assert!(!bounds.exclusive_minimum && bounds.exclusive_maximum);
    assert!(matches!(kind("large"), TypeKind::Integer { width: IntegerWidth::Int64, .. }));
    let TypeKind::Enum(values) = kind("level") else { panic!() };
    assert_eq!(values.iter().map(|v| v.value.as_str()).collect::<Vec<_>>(), ["low", "high"]);
    assert!(property(&api, "Everything", "level").1.nullable);
    assert!(matches!(kind("list"), TypeKind::Array { unique: true, length, .. }
        if length.minimum == Some(1.0)));
    assert!(matches!(kind("map"), TypeKind::Map { .. }));
    let TypeKind::Map { values } = kind("open") else { panic!() };
    assert!(matches!(api.schema(*values).kind, TypeKind::Any));
    assert!(
        matches!(kind("closed"), TypeKind::Object(Object { properties, additional: Additional::Refused, .. })
        if properties.is_empty())
    );
    assert!(matches!(kind("any"), TypeKind::Any));
    assert!(matches!(object(&api, "Other").additional, Additional::Typed(_)));
    assert!(matches!(component(&api, "Name").kind, TypeKind::Alias(_)));

    let required: Vec<_> =
        object(&api, "Everything").properties.iter().filter(|p| p.required).collect();
    assert_eq!(required.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["text", "any"]);

    let (other, wrapper) = property(&api, "Everything", "other");
    assert!(wrapper.nullable && matches!(wrapper.kind, TypeKind::Alias(_)));
    assert_eq!(other.docs.description, "wrapped");
    assert!(other.docs.deprecated);
    assert_eq!(property(&api, "Everything", "plain").0.docs.description, "");

    let words: Vec<_> = api
        .schemas
        .iter()
        .filter_map(|schema| match (&schema.name, &schema.kind) {
            (SchemaName::Inline(words), TypeKind::Object(_)) => Some(words.join(" ")),
            _ => None,
        })
        .collect();
    let nested = ["Everything closed", "Everything nested", "Everything nested deep item"];
    assert_eq!(words, nested);
}

#[test]
fn ids_do_not_depend_on_the_order_of_the_document() {
    let one = "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}";
    let two = "B: {type: array, items: {type: object, properties: {x: {type: string}}}}";
    let (first, _) = lower_schemas(&format!("{one}\n{two}"));
    let (second, _) = lower_schemas(&format!("{two}\n{one}"));
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}

#[test]
fn recursion_is_boxed_only_where_needed() {
    let (api, diags) = lower_schemas(
        "\
Tree:
  type: object
  properties:
    parent: {$ref: '#/components/schemas/Tree'}
    children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
    named: {type: object, additionalProperties: {$ref: '#/components/schemas/Tree'}}
A: {type: object, properties: {b: {$ref: '#/components/schemas/Renamed'}, other: {$ref: '#/components/schemas/Leaf'}}}
B: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/A'}], nullable: true}, leaf: {$ref: '#/components/schemas/Leaf'}}}
Renamed: {$ref: '#/components/schemas/B'}
Leaf: {type: object, properties: {x: {type: string}}}",
    );
    assert_eq!(found(&diags), []);
    assert_eq!(
        boxed(&api),
        ["/components/schemas/B/properties/a", "/components/schemas/Tree/properties/parent"]
    );
}

/// The pointers of properties that are boxed.
fn boxed(api: &Api) -> Vec<String> {
    let objects = api.schemas.iter().filter_map(|schema| match &schema.kind {
        TypeKind::Object(object) => Some(object.properties.iter().filter(|p| p.boxed)),
        _ => None,
    });
    objects.flatten().map(|property| property.origin.to_string()).collect()
}

/// Without boxes, a value of `Four` would have 30 × 30 × 30 × 30 texts in it.
#[test]
fn what_would_be_too_large_is_boxed() {
    let object = |name: &str, members: &str| {
        let members: Vec<String> = (0..30).map(|index| format!("m{index}: {members}")).collect();
        format!("{name}: {{type: object, properties: {{{}}}}}\n", members.join(", "))
    };
    let of = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let schemas = [
        object("Four", &of("Three")),
        object("Three", &of("Two")),
        object("Two", &of("One")),
        object("One", "{type: string}"),
    ];
    let (api, diags) = lower_schemas(&schemas.concat());
    assert_eq!(found(&diags), []);
    let of = |name: &str| {
        let home = format!("/components/schemas/{name}/");
        boxed(&api).iter().filter(|at| at.starts_with(&home)).count()
    };
    // 720 bytes are part of another value, 21,600 are not, and boxes make that of `Three` small again.
    assert_eq!(["One", "Two", "Three", "Four"].map(of), [0, 0, 30, 0]);
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    let (api, diags) = lower_schemas(
        "\
Any: {type: object, properties: {x: {anyOf: [{type: string}]}}}
Not: {not: {type: string}}
All: {allOf: [{type: object}, {type: object}]}
Codes: {type: integer, enum: [1, 2]}
Twice: {type: string, enum: [a, a]}
Order: {type: integer, minimum: 2, maximum: 1}
Wrong: {type: string, nullable: true, allOf: [{$ref: '#/components/schemas/Order'}]}
Both: {allOf: [{type: string, minLength: 1}, {type: integer, minimum: 1}]}
Unclear: {oneOf: [{type: integer, minimum: 1}, {type: integer, maximum: 0}]}",
    );
    let warning = |code, at: &str| (code, Severity::Warning, format!("/components/schemas/{at}"));
    assert_eq!(
        found(&diags),
        [
            warning(Code::Unchecked, "Both/allOf/1"),
            warning(Code::Unchecked, "Not/not"),
            warning(Code::InvalidSchema, "Order"),
            warning(Code::InvalidSchema, "Twice/enum/1"),
            warning(Code::AmbiguousUnion, "Unclear"),
            warning(Code::InvalidSchema, "Wrong/type"),
        ]
    );
    assert!(matches!(component(&api, "Both").kind, TypeKind::Any));
    assert!(matches!(component(&api, "All").kind, TypeKind::Map { .. }));
    assert_eq!(component(&api, "Codes").allowed, [1, 2]);
}

/// Whatever several schemas say about a member holds; what is beside a choice holds for each member.
#[test]
fn schemas_that_hold_together_are_one() {
    let (api, diags) = lower_schemas(
        "\
Base: {type: object, required: [id], properties: {id: {type: string}, n: {type: number, minimum: 1}}}
Whole:
  allOf:
    - {$ref: '#/components/schemas/Base'}
    - {type: object, properties: {n: {type: integer, maximum: 9}, more: {type: boolean}}}
    - {required: [more]}
Words: {description: said, allOf: [{$ref: '#/components/schemas/Base'}, {example: {}}]}
Few: {allOf: [{type: string, enum: [a, b, c]}, {enum: [c, b]}]}
Choice:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  oneOf: [{required: [a], properties: {a: {type: string}}}, {required: [b], properties: {b: {type: string}}}]",
    );
    assert!(found(&diags).iter().all(|(code, ..)| *code == Code::MissingType), "{diags:?}");
    let members = |id| {
        let TypeKind::Object(object) = &api.schema(id).kind else { panic!("{:?}", api.schema(id)) };
        let members = object.properties.iter().map(|p| (p.name.as_str(), p.required));
        members.collect::<Vec<_>>()
    };
    let id = |name: &str| {
        let is = |id: &_| matches!(&api.schema(*id).name, SchemaName::Component(n) if n == name);
        api.type_ids().find(is).unwrap()
    };
    assert_eq!(members(id("Whole")), [("id", true), ("n", false), ("more", true)]);
    let TypeKind::Integer { bounds, .. } = property(&api, "Whole", "n").1.kind else { panic!() };
    assert_eq!((bounds.minimum, bounds.maximum), (Some(1.0), Some(9.0)));
    assert!(
        matches!(component(&api, "Words").kind, TypeKind::Alias(target) if target == id("Base"))
    );
    let TypeKind::Enum(values) = &component(&api, "Few").kind else { panic!() };
    assert_eq!(values.iter().map(|v| v.value.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    let TypeKind::Union(union) = &component(&api, "Choice").kind else { panic!() };
    let variants: Vec<_> = union.variants.iter().map(|variant| members(variant.schema)).collect();
    assert_eq!(variants, [[("kind", true), ("a", true)], [("kind", true), ("b", true)]]);
}

#[test]
fn what_has_no_effect_is_said() {
    let (api, diags) = lower_schemas(
        "\
Warned:
  properties:
    a: {type: string, pattern: '^(a)\\1$', format: zip}
    b: {type: integer, multipleOf: 0, format: uint7}
    c: {type: boolean, readOnly: true, minLength: 3}
  required: [z]
  minProperties: 1
Loose: {minLength: 3}",
    );
    assert!(matches!(component(&api, "Warned").kind, TypeKind::Object(_)));
    assert!(matches!(component(&api, "Loose").kind, TypeKind::Any));
    let warning = |code, at: &str| (code, Severity::Warning, format!("/components/schemas/{at}"));
    assert_eq!(
        found(&diags),
        [
            warning(Code::MissingType, "Loose/minLength"),
            warning(Code::MissingType, "Warned"),
            warning(Code::UnknownFormat, "Warned/properties/a/format"),
            warning(Code::Unchecked, "Warned/properties/a/pattern"),
            warning(Code::UnknownFormat, "Warned/properties/b/format"),
            warning(Code::InvalidSchema, "Warned/properties/b/multipleOf"),
            warning(Code::Ignored, "Warned/properties/c/minLength"),
            warning(Code::Unchecked, "Warned/required/0"),
        ]
    );
}

#[test]
fn defaults_are_values_of_their_schemas() {
    let (_, diags) = lower_schemas(
        "\
Good: {type: object, properties: {a: {type: integer, default: 3}, b: {type: array, items: {type: string}, default: [x]}, c: {default: {any: 1}}}}
Level: {type: string, enum: [low, high]}
Bad:
  type: object
  properties:
    integer: {type: integer, format: int32, default: 3000000000}
    bounds: {type: number, minimum: 2, default: 1}
    text: {type: string, default: 3}
    level: {default: medium, allOf: [{$ref: '#/components/schemas/Level'}]}
    list: {type: array, items: {type: boolean}, default: [true, 1]}
    object: {type: object, properties: {x: {type: string}}, required: [x], default: {}}",
    );
    let bad = |name: &str| {
        let at = format!("/components/schemas/Bad/properties/{name}/default");
        (Code::BadDefault, Severity::Warning, at)
    };
    let names = ["integer", "bounds", "text", "level", "list", "object"];
    assert_eq!(found(&diags), names.map(bad));
}

#[test]
fn whole_numbers_are_as_wide_as_their_values() {
    let (api, diags) = lower_schemas(
        "\
All:
  type: object
  properties:
    listed: {type: integer, enum: [1, 18446744073709551615]}
    limited: {type: integer, minimum: 0, maximum: 18446744073709551615}
    signed: {type: integer, minimum: -1, maximum: 18446744073709551615}
    most: {type: integer, maximum: 9223372036854775807}",
    );
    assert_eq!(found(&diags), []);
    let width = |name: &str| match property(&api, "All", name).1.kind {
        TypeKind::Integer { width, .. } => width,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(width("listed"), IntegerWidth::Uint64);
    assert_eq!(width("limited"), IntegerWidth::Uint64);
    assert_eq!(width("signed"), IntegerWidth::Int64);
    assert_eq!(width("most"), IntegerWidth::Int64);
}

#[test]
fn a_long_chain_of_all_of_is_no_circle() {
    let links = |count: usize| -> String {
        let link = |at: usize| {
            let own = format!("{{type: object, properties: {{p{at}: {{type: string}}}}}}");
            format!("S{at}: {{allOf: [{{$ref: '#/components/schemas/S{}'}}, {own}]}}\n", at + 1)
        };
        let links: String = (0..count).map(link).collect();
        format!("{links}S{count}: {{type: object, properties: {{x: {{type: string}}}}}}")
    };
    assert_eq!(found(&lower_schemas(&links(60)).1), []);
    let (_, diags) = lower_schemas(&links(70));
    assert!(!diags.items().is_empty());
    assert!(diags.items().iter().all(|told| told.code == Code::Unsupported), "{diags:#?}");
}
