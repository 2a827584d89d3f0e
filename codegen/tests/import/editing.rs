//! Texts of many styles, mistakes, and what does not fit afterwards.

use super::{OURS, Place, THEIRS, edited, json, refusal};

/// Comments, order and line ends are nobody's business but ours.
#[test]
fn the_text_stays_ours() {
    let source =
        edited("204: {description: No Content}", "200: {description: OK, schema: {type: integer}}")
            .replace("note: {type: string,", "note: {type: integer,");
    for (ours, end) in [(OURS.to_owned(), "\n"), (OURS.replace('\n', "\r\n"), "\r\n")] {
        let place = Place::new(&ours, None);
        let outcome = place.import(&source);
        assert!(outcome.fits, "{}", outcome.diagnostics);
        let text = place.text();
        for line in ours.lines().filter(|line| line.contains('#')) {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert_eq!(text.matches('\n').count(), text.matches(end).count());
        let value = json(&text);
        assert_eq!(
            value["components"]["schemas"]["Order"]["properties"]["note"]["type"],
            "integer"
        );
        assert_eq!(value["paths"]["/orders"], json(&ours)["paths"]["/orders"]);
    }
}

/// Whatever the style, the facts get in; JSON stays JSON.
#[test]
fn other_styles_are_edited_or_refused() {
    let value = json(OURS);
    let source =
        edited("note: {type: string,", "size: {type: integer}\n      note: {type: string,");
    let place = Place::new(&format!("{value:#}\n"), None);
    let outcome = place.import(&source);
    assert!(outcome.fits, "{}", outcome.diagnostics);
    let text = place.text();
    let size = "\"size\": {\n            \"x-needs-description\": true,";
    assert!(text.starts_with("{\n  \"openapi\"") && text.contains(size), "{text}");

    // Another place of the anchor would change as well.
    let aliased = OURS
        .replace("      properties:\n        id:\n", "      properties:\n        id: &id\n")
        .replace(
            "        note:\n          description: What else.\n          type: string\n",
            "        note: *id\n",
        );
    let source = edited(
        "note: {type: string, description: Their words., readOnly: false}",
        "note: {type: string, format: uuid}",
    )
    .replace("id: {type: string, format: uuid}\n      note", "id: {type: integer}\n      note");
    let report = refusal(&aliased, &source);
    assert!(report.contains("[E904]: our document is written in a way"), "{report}");
}

#[test]
fn overlay_actions_that_no_longer_fit_are_reported_with_their_places() {
    let overlay = "overlay: 1.0.0\ninfo: {title: Corrections, version: \"1\"}\nactions:\n  \
        - target: $.components.schemas.Order.properties.note\n    update: {nullable: true}\n  \
        - target: $.components.schemas.State\n    update: {x-kept: true}\n";
    let place = Place::new(OURS, Some(overlay));
    assert!(place.import(THEIRS).fits);
    let outcome = place.import(&edited(
        "note: {type: string, description: Their words., readOnly: false}",
        "hint: {type: string}",
    ));
    assert!(outcome.written && !outcome.fits);
    let report = outcome.diagnostics;
    assert!(
        report.contains("overlay.yaml:4:13: error[E703]: nothing in the document matches"),
        "{report}"
    );
    assert!(report.contains("properties.note") && report.contains("1 error\n"), "{report}");
}

/// What had to go and is gone already does not hide that what has to go is needed now; and both name
/// the action.
#[test]
fn all_removals_that_no_longer_fit_are_reported_at_once() {
    let overlay = "overlay: 1.0.0\ninfo: {title: Corrections, version: \"1\"}\nactions:\n  \
        - target: $.components.schemas.Order.properties.note\n    remove: true\n  \
        - target: $.components.schemas.Order.properties.state\n    remove: true\n  \
        - target: $.components.schemas.State\n    remove: true\n";
    let place = Place::new(OURS, Some(overlay));
    let note = "note: {type: string, description: Their words., readOnly: false}";
    let outcome = place.import(&edited(note, "other: {$ref: '#/definitions/State'}"));
    let report = outcome.diagnostics;
    assert!(report.contains("overlay.yaml:4:13: error[E703]"), "{report}");
    assert!(report.contains("overlay.yaml:9:13: an overlay takes it away here"), "{report}");
    assert!(report.contains("error[E201]") && report.contains("2 errors\n"), "{report}");
}

/// A schema that only an overlay refers to is still needed.
#[test]
fn what_overlays_refer_to_stays() {
    let overlay = "overlay: 1.0.0\ninfo: {title: Corrections, version: \"1\"}\nactions:\n  \
        - target: $.paths['/carts'].get.responses['204']\n    \
          update: {headers: {X-State: {schema: {$ref: '#/components/schemas/State'}}}}\n";
    let place = Place::new(OURS, Some(overlay));
    let source = edited(
        "        enum: [done, open]\n        allOf: [{$ref: '#/definitions/State'}]",
        "        type: string",
    );
    let outcome = place.import(&source);
    assert!(outcome.fits, "{}", outcome.diagnostics);
    assert!(place.text().contains("\n    State:\n"));
}

#[test]
fn bad_sources_change_nothing() {
    for (source, report) in [
        ("", "theirs.yaml: error[E009]: the file is empty"),
        ("<html></html>", "error[E011]"),
        ("swagger: \"1.2\"\n", "Swagger 1.2 is not supported"),
        ("openapi: 3.0.3\npaths: {", "error[E004]"),
    ] {
        let found = refusal(OURS, source);
        assert!(found.contains(report), "{found}");
    }
    // Wherever it is cut off, it is refused, or all of it that is wanted is there.
    for cut in (1..THEIRS.len()).step_by(37) {
        let place = Place::new(OURS, None);
        let outcome = place.import(&THEIRS[..cut]);
        assert!(
            outcome.imported.is_none()
                || outcome.imported.is_some_and(|imported| {
                    json(&imported.text)["paths"].as_object().unwrap().len() <= 3
                })
        );
    }
    let report = refusal(OURS, &THEIRS.replace("#/definitions/Order", "#/definitions/Odrer"));
    assert!(report.contains("error[E201]") && report.contains("theirs.yaml:"), "{report}");
    let report = refusal(OURS, &THEIRS.replace("tags: [Shop]", "tags: [Mall]"));
    assert!(report.contains("error[E904]: no operation of this document is wanted"), "{report}");
    let swagger = THEIRS.to_owned();
    let report = refusal(&swagger, THEIRS);
    assert!(report.contains("error[E904]: only into a document in OpenAPI 3.0"), "{report}");
}
