//! Pages that nobody wrote in good faith, or that are not whole: an error that says where, soon.

use codegen::read::Source;
use codegen::reference::{Difference, Failure, Kind, compare, page};

use super::{Form, document, readable, told, write};

fn refusal(text: &str) -> String {
    let source = Source::new("page", text);
    match page(&source, None, "/api/v2") {
        Ok(facts) => panic!("{} facts", facts.count()),
        Err(failure) => Failure::render(&failure, &[source]),
    }
}

#[test]
fn layouts_that_are_not_known_are_errors_with_places() {
    let operation = "# A\n\n## Get\n\n`GET /a`\n\n";
    for (rest, report) in [
        ("### Answers\n", "page:7:5: the section `Answers` is not understood"),
        ("## Other\n\nWords.\n", "page:3:4: this operation has no responses"),
        (
            "### Responses\n\n| Status | Schema |\n|---|---|\n| 200 | a |\n",
            "page:9:1: a table of Status, Schema is not understood here",
        ),
        (
            "### Responses\n\n| Status | Meaning | Description | Schema |\n|-|-|-|-|\n| 20 | | | |\n",
            "page:11:3: `20` is no status",
        ),
        (
            "> Body parameter\n\n```json\n{\n  \"a\": 1,\n  \"a\": 2\n}\n```\n\n### Responses\n",
            "page:12:3: this example is no JSON: `a` stands here for the second time",
        ),
        (
            "### Code samples\n\n```shell\ncurl -X GET http://a/a --insecure\n```\n\n### Responses\n",
            "page:10:24: this part of the code sample is not understood",
        ),
        (
            "### Parameters\n\n| Name | In | Type | Required | Description |\n|-|-|-|-|-|\n\
             | `a` | query | string | maybe | |\n\n### Responses\n",
            "page:11:26: `maybe` is neither true nor false",
        ),
        ("### Responses\n\nNone.\n", "page:9:1: this paragraph is not understood"),
    ] {
        assert_eq!(refusal(&format!("{operation}{rest}")), report);
    }
    assert_eq!(refusal("# A\n\n## B\n\nWords.\n"), "page:3:4: this section is no operation");
    assert_eq!(
        refusal(
            "<main><h2>A</h2><p><code>GET /a</code></p><h3>Responses</h3><table><tr><td><table>"
        ),
        "page:1:76: a table stands in a table"
    );
    assert_eq!(
        refusal("<main><h2>A</h2><p><code>GET /a</code></p><h3>Responses</h3><table><tr><td>x"),
        "page:1:61: the page ends within this table"
    );
    assert_eq!(
        refusal("<html><h2>A</h2><p>B</p></html>"),
        "page: there is no operation on this page"
    );
}

/// Wherever a page is cut off, that is noticed.
#[test]
fn pages_that_are_cut_off_are_noticed() {
    let document = document();
    let facts = told(&document.below);
    for form in [Form::Markdown, Form::Html, Form::Text] {
        let (text, _) = write(form, &facts);
        let end = text.rfind("you must be authenticated").unwrap();
        let cuts = (0..end).step_by(end / 150).filter(|at| text.is_char_boundary(*at));
        for cut in cuts {
            let source = Source::new("page", &text[..cut]);
            if let Ok(facts) = page(&source, None, "/api/v2") {
                assert!(!compare(&document, &facts).is_empty(), "{form:?} {cut}");
            }
        }
    }
}

#[test]
fn markup_in_names_stays_text() {
    let document = document();
    let mut facts = told(&document.below);
    let name = "Get <script>alert(1)</script> & \"more\" &amp; 'so'";
    let title = facts[0].below.iter_mut().find(|fact| fact.kind == Kind::Title);
    title.unwrap().value = Some(name.to_owned());
    let read = readable(Form::Html, &write(Form::Html, &facts));
    let differences = compare(&document, &read);
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].reference_says.as_deref(), Some(name));
}

#[test]
fn large_texts_take_little_time() {
    const SIZE: usize = 1_000_000;
    let long = "x".repeat(10 * SIZE);
    let words = "a & b ".repeat(SIZE / 6);
    let entities = "&amp".repeat(SIZE / 4);
    let open = "<table><tr><td>".to_owned() + &"<b>".repeat(SIZE / 3);
    let rows = "Get Code samples\n\n# curl -X GET http://a/a\n\nGET /a\n\nParameters Name In Type Required Description "
        .to_owned()
        + &"a query string true ".repeat(SIZE / 20);
    for text in [
        long.clone(),
        format!("## {long}\n\n`GET /a`\n"),
        format!("## A\n\n`GET /a`\n\n{words}\n"),
        format!("<h2>A</h2><p>{entities}</p><p>{words}</p>"),
        open,
        rows,
        "[".repeat(10 * SIZE),
        "> ".repeat(SIZE / 200),
        format!("## A\n\n`GET /a`\n\n> Body parameter\n\n```json\n{}\n```\n", "[".repeat(SIZE)),
    ] {
        let told = refusal(&text);
        assert!(told.len() < 1_000, "{} bytes of report", told.len());
    }
}

/// What a page says is shown in part, however long it is, and nothing in it reaches a terminal.
#[test]
fn differences_are_short_lines_of_plain_text() {
    let document = document();
    let mut facts = told(&document.below);
    let long = format!("Get \u{1b}[31m<script>alert(1)</script>{}", "x".repeat(10_000_000));
    let title = facts[0].below.iter_mut().find(|fact| fact.kind == Kind::Title);
    title.unwrap().value = Some(long);
    for form in [Form::Markdown, Form::Html, Form::Text] {
        let read = readable(form, &write(form, &facts));
        let lines = Difference::render_all(&compare(&document, &read), &document, &read);
        assert_eq!(lines.lines().count(), 1, "{form:?}");
        // In Markdown, nobody sees a tag.
        assert!(lines.contains("<script>") || form == Form::Markdown);
        assert!(lines.len() < 1_000, "{form:?}: {}", lines.len());
        assert!(lines.trim_end().chars().all(|c| !c.is_control()), "{form:?}");
    }
}

/// Understood or not, there is an answer.
#[track_caller]
fn bounded(text: &str) {
    let source = Source::new("page", text);
    let told = page(&source, None, "/api/v2").map_err(|failure| failure.render(&[source]));
    assert!(told.is_ok() || told.is_err_and(|told| told.len() < 1_000));
}

/// Nesting costs neither stack nor time.
#[test]
fn nesting_has_an_end() {
    const DEPTH: usize = 100_000;
    for (open, close) in [
        ("<table><tr><td>", "</td></tr></table>"),
        ("<div>", "</div>"),
        ("<blockquote>", "</blockquote>"),
        ("<ul><li>", "</li></ul>"),
    ] {
        let nested = open.repeat(DEPTH) + "x" + &close.repeat(DEPTH);
        let page = format!("<h2>A</h2><p><code>GET /a</code></p><h3>Responses</h3>{nested}");
        bounded(&page);
    }
    for open in ["> ", "- ", "[", "*a "] {
        let page = format!("## A\n\n`GET /a`\n\n### Responses\n\n{}x\n", open.repeat(1_000));
        bounded(&page);
    }
}
