//! What is a change, and what is another way to say the same.

use super::{OURS, Place, THEIRS, changes, edited, json, refusal};

#[test]
fn the_same_facts_change_nothing() {
    assert_eq!(changes(THEIRS), (Vec::new(), Vec::new(), Vec::new()));
}

/// `/api` as part of every path instead of in front of all of them, and the other way round.
#[test]
fn a_moved_base_path_changes_nothing() {
    let moved = edited("basePath: /api/", "basePath: /").replace("\n  /", "\n  /api/");
    assert_eq!(changes(&moved), (Vec::new(), Vec::new(), Vec::new()));
    let away = edited("basePath: /api/", "basePath: /v2");
    let report = refusal(OURS, &away);
    assert!(report.contains("theirs.yaml:8:3: error[E904]: `/v2/carts` is not below"), "{report}");
}

#[test]
fn our_document_imported_into_itself_stays() {
    let place = Place::new(OURS, None);
    let outcome = place.import(OURS);
    assert!(outcome.fits && !outcome.written, "{}", outcome.diagnostics);
}

#[test]
fn hidden_operations_come_only_when_asked_for() {
    let place = Place::new(OURS, None);
    let outcome = place.import_hidden(THEIRS, None);
    assert!(outcome.fits, "{}", outcome.diagnostics);
    assert_eq!(
        outcome.imported.unwrap().changes,
        ["GET /secrets: added, needs a description", "schema Secret: added, needs a description"]
    );
    let text = place.text();
    // Their words stay with them.
    assert!(!text.contains("Their") && !text.contains("x-docs") && !text.contains("Elsewhere"));
    let secret = "\n    Secret:\n      x-needs-description: true\n      type: object\n      properties:\n        text:\n          x-needs-description: true\n          type: string\n\n    State:";
    assert!(text.contains(secret), "{text}");
}

#[test]
fn what_is_new_is_marked() {
    let source = edited(
        "note: {type: string,",
        "size: {$ref: '#/definitions/Size'}\n      note: {type: string,",
    );
    let source = source.replace("  State: {", "  Size: {type: integer}\n  State: {");
    let (told, gone, come) = changes(&source);
    assert_eq!(
        told,
        [
            "schema Order: properties: size: added, needs a description",
            "schema Size: added, needs a description"
        ]
    );
    assert_eq!(gone, Vec::<String>::new());
    let lines = come.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n");
    assert_eq!(
        lines,
        "size:\nx-needs-description: true\n- $ref: '#/components/schemas/Size'\nallOf:\n\
         Size:\nx-needs-description: true\ntype: integer\n"
    );
}

#[test]
fn what_is_gone_goes_with_what_only_it_needed() {
    let order = "          schema: {type: array, items: {$ref: '#/definitions/Order'}}";
    let source = edited(order, "          schema: {type: array, items: {type: string}}");
    let source = source.replace("schema: {$ref: '#/definitions/Order'}", "schema: {type: string}");
    let (told, gone, come) = changes(&source);
    assert!(told.contains(&"schema Order: removed".to_owned()), "{told:?}");
    assert!(told.contains(&"schema State: removed".to_owned()), "{told:?}");
    assert!(
        gone.contains(&"    Order:".to_owned())
            && gone.contains(&"        # The next two belong together.".to_owned())
    );
    assert!(!come.iter().any(|line| line.contains("needs")), "{come:?}");
}

#[test]
fn values_of_enumerations_come_into_their_order() {
    let source = edited("enum: [open, done]", "enum: [open, late, done]");
    let beside = "enum: [done, open]\n        allOf";
    let source = source.replace(beside, "enum: [done, late, open]\n        allOf");
    let (told, gone, come) = changes(&source);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.contains(&"schema State: enum: \"late\" added".to_owned()), "{told:?}");
    assert!(told.contains(&"schema State: needs a description".to_owned()), "{told:?}");
    assert_eq!(gone, Vec::<String>::new());
    assert!(come.contains(&"        - late".to_owned()));
}

/// A parameter that operations share stays shared if it changes for all of them.
#[test]
fn shared_parameters_change_once_or_part() {
    let page = "{name: page, in: query, type: integer,";
    let other = "{name: page, in: query, type: string,";
    let (told, gone, come) = changes(&THEIRS.replace(page, other));
    assert_eq!(told, ["parameter Page: schema: type: \"integer\" → \"string\""]);
    assert_eq!(
        (gone, come),
        (vec!["        type: integer".to_owned()], vec!["        type: string".to_owned()])
    );
    let (told, gone, _) = changes(&THEIRS.replacen(page, other, 1));
    assert_eq!(
        told,
        [
            "GET /carts: parameters: query page: added",
            "GET /carts: parameters: #/components/parameters/Page: removed"
        ]
    );
    assert_eq!(gone, ["        - $ref: '#/components/parameters/Page'"]);
}

/// What a path says for all of its operations moves to them when it no longer fits all.
#[test]
fn parameters_of_paths_are_handed_down() {
    let same = "required: true, type: string, format: uuid}";
    let (told, ..) = changes(&edited(same, "required: true, type: string}"));
    assert_eq!(
        told,
        [
            "GET /orders/{id}: parameters: path id: added",
            "/orders/{id}: parameters: path id: removed"
        ]
    );
}

#[test]
fn operations_change_fact_by_fact() {
    for (from, to, told) in [
        (
            "summary: Get order",
            "summary: Fetch order",
            "GET /orders/{id}: summary: \"Get order\" → \"Fetch order\"",
        ),
        (
            "operationId: get-order",
            "operationId: fetch-order",
            "GET /orders/{id}: operationId: \"get-order\" → \"fetch-order\"",
        ),
        (
            "operationId: get-order",
            "operationId: get-order\n      deprecated: true",
            "GET /orders/{id}: deprecated: true added",
        ),
        ("security: [{Key: []}]\n", "\n", "GET /orders: security: {\"Key\":[]} removed"),
        (
            "204: {description: No Content}",
            "204: {description: No Content}\n        404: {description: Not Found}",
            "GET /carts: responses: 404: added, needs a description",
        ),
        ("required: [state, id]", "required: [id]", "schema Order: required: \"state\" removed"),
        (
            "{type: string, description: Their words., readOnly: false}",
            "{type: string, maxLength: 5}",
            "schema Order: properties: note: maxLength: 5 added",
        ),
        (
            "{type: apiKey, in: header, name: X-Key}",
            "{type: apiKey, in: header, name: Key}",
            "security scheme Key: name: \"X-Key\" → \"Key\"",
        ),
    ] {
        let (all, ..) = changes(&edited(from, to));
        assert!(all.contains(&told.to_owned()), "{told}\n{all:#?}");
        assert!(all.len() == 1 || told.contains("security: {"), "{all:#?}");
    }
}

#[test]
fn a_renamed_path_parameter_keeps_the_operation() {
    let source =
        THEIRS.replace("/orders/{id}:", "/orders/{order}:").replace("{name: id,", "{name: order,");
    let place = Place::new(OURS, None);
    let outcome = place.import(&source);
    assert!(outcome.fits, "{}", outcome.diagnostics);
    let value = json(&place.text());
    let item = &value["paths"]["/orders/{order}"]["get"];
    assert_eq!(item["responses"]["200"]["description"], "It.");
    assert_eq!(item["parameters"][0]["name"], "order");
}

/// The same document in OpenAPI 3.1, which has other words for `null`, examples and limits.
#[test]
fn openapi_3_1_is_taken_over_in_the_words_of_3_0() {
    let modern = OURS.replace("openapi: 3.0.3", "openapi: 3.1.0");
    assert_eq!(changes(&modern), (Vec::new(), Vec::new(), Vec::new()));
    let note = "          description: What else.\n          type: string\n";
    assert_eq!(modern.matches(note).count(), 1);
    let source =
        modern.replace(note, "          type: [string, 'null']\n          contentSchema: {}\n");
    let (told, gone, come) = changes(&source);
    assert_eq!(told, ["schema Order: properties: note: nullable: true added"]);
    assert_eq!((gone, come), (Vec::new(), vec!["          nullable: true".to_owned()]));
}
