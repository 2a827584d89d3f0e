//! The published reference: every source is read, every change in it is noticed.
//!
//! Sources are written from the facts of `spec/agents.yaml`, in every form, by writers of our own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod changes;
mod hostile;
mod layout;
mod mutation;
mod print;
mod real;
mod rendered;
mod swagger;

use codegen::read::Source;
use codegen::reference::{Difference, Fact, Facts, Failure, Kind, Selection, compare};

/// The forms in which a reference comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Swagger,
    Markdown,
    Html,
    Text,
}

const FORMS: [Form; 4] = [Form::Text, Form::Markdown, Form::Html, Form::Swagger];

/// Facts of our own document, with what follows from others.
fn document() -> Facts {
    edited("", "")
}

/// Our document with another text after the first one like this.
fn edited(after: &str, more: &str) -> Facts {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/agents.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(after), "{after}");
    let text = text.replacen(after, &format!("{after}{more}"), 1);
    codegen::reference::document(&Source::new("agents.yaml", text), &[]).unwrap()
}

/// Without what follows from others, which a source need not say.
fn told(facts: &[Fact]) -> Vec<Fact> {
    let told = facts.iter().filter(|fact| !fact.implied);
    told.map(|fact| Fact { below: told_below(fact), ..fact.clone() }).collect()
}

fn told_below(fact: &Fact) -> Vec<Fact> {
    told(&fact.below)
}

/// The texts of a source that states these facts: the page or description, and the page of schemas.
fn write(form: Form, facts: &[Fact]) -> (String, Option<String>) {
    write_with(form, facts, facts.iter().any(|fact| fact.kind == Kind::Schema))
}

/// With a page of schemas, even if there is none on it.
fn write_with(form: Form, facts: &[Fact], schemas: bool) -> (String, Option<String>) {
    let print = match form {
        Form::Html => print::html,
        _ => print::markdown,
    };
    match form {
        Form::Swagger => (swagger::write(facts).to_string(), None),
        Form::Markdown | Form::Html => {
            let schemas = schemas.then(|| print(&layout::schemas(facts)));
            (print(&layout::operations(facts)), schemas)
        }
        Form::Text => (print::text(&layout::operations(facts)), None),
    }
}

/// This fact, or one below it, names a schema.
fn refers(fact: &Fact) -> bool {
    let named = matches!(fact.kind, Kind::Type | Kind::Content)
        && fact.value.as_deref().is_some_and(|words| words.contains('.'));
    named || fact.below.iter().any(refers)
}

fn read(form: Form, texts: &(String, Option<String>)) -> Result<Facts, Failure> {
    let main = Source::new("source", texts.0.as_str());
    if form == Form::Swagger {
        let tags = vec!["Agents".to_owned()];
        return codegen::reference::swagger(&main, &Selection { tags, hidden: None });
    }
    let schemas = texts.1.as_ref().map(|text| Source::new("schemas", text.as_str()));
    codegen::reference::page(&main, schemas.as_ref(), "/api/v2")
}

#[track_caller]
fn readable(form: Form, texts: &(String, Option<String>)) -> Facts {
    read(form, texts).unwrap_or_else(|failure| {
        let schemas = texts.1.clone().unwrap_or_default();
        let sources = [Source::new("source", texts.0.as_str()), Source::new("schemas", schemas)];
        panic!("{form:?}: {}\n{}", failure.render(&sources), texts.0)
    })
}

#[test]
fn what_the_document_says_is_read_back_from_every_form() {
    let document = document();
    for form in FORMS {
        let facts = readable(form, &write(form, &told(&document.below)));
        let differences = compare(&document, &facts);
        assert_eq!(Difference::render_all(&differences, &document, &facts), "", "{form:?}");
        // What was read is enough to write the same source again.
        assert_eq!(write(form, &facts.below), write(form, &told(&document.below)), "{form:?}");
        eprintln!("{form:?}: {} facts", facts.count());
    }
}

/// Pages show one example for all answers of an operation, and the text of a page nothing else of them.
#[test]
fn a_second_answer_is_no_difference_where_it_cannot_be_seen() {
    let document = edited(
        "$ref: '#/components/schemas/agentsdk.ReinitializationEvent'\n",
        "        '418':\n          description: A teapot.\n          content:\n            \
         application/json:\n              schema:\n                \
         $ref: '#/components/schemas/codersdk.Response'\n",
    );
    for form in FORMS {
        let facts = readable(form, &write(form, &told(&document.below)));
        let differences = compare(&document, &facts);
        assert_eq!(Difference::render_all(&differences, &document, &facts), "", "{form:?}");
    }
}

/// The pages that the project renders, of operations and schemas, and what they are rendered from.
fn rendered() -> (Facts, Source, Source) {
    let file = |name: &str| {
        let path = format!("{}/../spec/{name}", env!("CARGO_MANIFEST_DIR"));
        Source::new(name, std::fs::read_to_string(path).unwrap())
    };
    // With the overlays with which they are rendered.
    let config = file("codegen.toml").text;
    let overlaid = config.lines().any(|line| line.starts_with("overlays"));
    let overlays = if overlaid { vec![file("overlay.yaml")] } else { Vec::new() };
    let document = codegen::reference::document(&file("agents.yaml"), &overlays).unwrap();
    (document, file("reference/operations.md"), file("reference/schemas.md"))
}

#[test]
fn the_page_that_we_render_states_the_documents_facts() {
    let (document, operations, schemas) = rendered();
    let facts = codegen::reference::page(&operations, Some(&schemas), &document.base).unwrap();
    let differences = compare(&document, &facts);
    assert_eq!(Difference::render_all(&differences, &document, &facts), "");
    for kind in [Kind::Operation, Kind::Schema] {
        assert_eq!(facts.count_of(kind), document.count_of(kind), "{kind:?}");
    }
}
