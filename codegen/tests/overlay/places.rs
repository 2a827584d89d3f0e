//! Diagnostics about overlaid places name the text that the place is from.

use codegen::diagnostics::{Diagnostics, Places, render_text};
use codegen::model::Pointer;
use codegen::normalise::normalise;
use codegen::read::{Source, check, load};
use serde_json::Value;

const REAL: &str = include_str!("../../../spec/agents.yaml");

pub(crate) const CORRECTIONS: &str = "overlay: 1.1.0
info:
  title: Corrections
  version: '1'
actions:
- target: $.paths['/workspaceagents/{workspaceagent}/logs'].get.parameters[?@['$ref']=='#/components/parameters/LogsBefore']
  description: It is not there.
  remove: true
- target: $.components.parameters[?@.name=='follow'].schema
  update:
    tpye: boolean
- target: $.paths['/workspaceagents/{workspaceagent}/logs'].get.responses
  update:
    '404':
      description: No such agent.
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/codersdk.Respons'
- target: $.components.schemas['codersdk.Response'].properties
  update:
    extra:
      typo: true
";

#[test]
fn diagnostics_name_the_text_that_a_part_is_from() {
    let document = Source::new("agents.yaml", REAL);
    let overlays = vec![Source::new("overlay.yaml", CORRECTIONS)];
    let mut diags = Diagnostics::default();
    let effective = load(document.clone(), &overlays, &mut diags).unwrap();
    let provenance = effective.provenance.clone();
    let parameters =
        &effective.value["paths"]["/workspaceagents/{workspaceagent}/logs"]["get"]["parameters"];
    let count = parameters.as_array().unwrap().len();
    let read = check(effective, &mut diags);
    if let Some(read) = &read {
        let _ = normalise(read, &mut diags);
    }
    let places = Places::new(Some(&document), None).with_overlays(&overlays, provenance.clone());
    let lines: Vec<_> = diags
        .items()
        .iter()
        .filter_map(|item| match places.position(item) {
            (file, Some((line, column))) => Some(format!("{file}:{line}:{column}")),
            _ => None,
        })
        .collect();
    for wanted in ["overlay.yaml:11:5", "overlay.yaml:19:19", "overlay.yaml:23:7"] {
        assert!(
            lines.iter().any(|line| line == wanted),
            "{wanted}: {}",
            render_text(&diags, &places)
        );
    }
    // What moved up because something was removed is shown where it is written.
    let list = Pointer::root().join_all([
        "paths",
        "/workspaceagents/{workspaceagent}/logs",
        "get",
        "parameters",
    ]);
    let origins: Vec<_> =
        (0..count).map(|index| provenance.find(&list.join(index)).pointer).collect();
    assert!(origins.iter().all(|origin| origin.tokens().len() == 5), "{origins:?}");
    assert!(origins.windows(2).all(|pair| pair[0] != pair[1]));
    assert_ne!(origins.last(), Some(&list.join(count - 1)));
}

#[test]
fn the_real_document_takes_an_overlay() {
    let good = CORRECTIONS
        .replace("tpye: boolean", "description: It need not have a value.")
        .replace("Respons'", "Response'");
    let good = good.replace("typo: true", "type: string");
    let document = Source::new("agents.yaml", REAL);
    let mut diags = Diagnostics::default();
    let effective =
        load(document.clone(), &[Source::new("overlay.yaml", good)], &mut diags).unwrap();
    let read = check(effective, &mut diags).unwrap();
    let operations = REAL.matches(" operationId: ").count();
    assert_eq!(normalise(&read, &mut diags).operations.len(), operations);
    assert_eq!(render_text(&diags, &Places::new(Some(&document), None)), "");
    let plain = load(document, &[], &mut diags).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&read.value), keys(&plain.value));
    assert_eq!(keys(&read.value["paths"]), keys(&plain.value["paths"]));
}
