//! What `cargo xtask spec diff` says: the report of every case below `tests/diff/cases/`, and of
//! what is no change at all. `BLESS=1 cargo test -p codegen --test diff` rewrites the reports.

#![allow(clippy::panic, reason = "a test may fail loudly")]

#[path = "support/shop.rs"]
mod shop;

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use codegen::config::Config;
use codegen::diagnostics::Diagnostics;
use codegen::diff::{Bump, Effect, Format, Kind, Report, Wire, render};
use codegen::model::Pointer;
use codegen::read::{Extract, Source};
use codegen::{Compared, compare_texts};

use shop::{Made, base, cases, home};

fn compare(old: Source, new: Source) -> Compared {
    let compared = compare_texts([old, new], &[], &Config::default(), &Extract::default());
    assert!(compared.report.is_some(), "{}", compared.diagnostics);
    compared
}

/// Both directions of every case; generating is what takes time.
static CASES: LazyLock<Vec<(String, Made)>> = LazyLock::new(|| {
    cases().into_iter().map(|case| (case.name, Made::new(case.document))).collect()
});

/// What changed to and from every case.
static REPORTS: LazyLock<Vec<(&str, Report, Report)>> = LazyLock::new(|| {
    let both = |(name, made): &'static (String, Made)| {
        (name.as_str(), BASE.compare(made), made.compare(&BASE))
    };
    CASES.iter().map(both).collect()
});

static BASE: LazyLock<Made> = LazyLock::new(|| Made::new(base()));

#[test]
fn reports_are_as_recorded() {
    let mut reports = String::new();
    for ((name, new), (_, report, _)) in CASES.iter().zip(&*REPORTS) {
        let report = render(report, [&BASE.places(), &new.places()], Format::Text);
        reports.push_str(&format!("==== {name}\n{report}\n"));
    }
    let path = home().join("reports.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &reports).unwrap();
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    let first = reports.lines().zip(recorded.lines()).find(|(now, then)| now != then);
    assert!(reports == recorded, "the reports have changed: {first:?}");
}

/// A case for every sort of change, in one direction or the other.
#[test]
fn every_kind_occurs() {
    let mut seen = BTreeSet::new();
    for (_, forth, back) in &*REPORTS {
        for report in [forth, back] {
            seen.extend(report.changes.iter().map(|change| change.kind));
        }
    }
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What is fine for old clients in one direction is what is fine for new ones in the other.
#[test]
fn the_wire_is_symmetric() {
    for (name, forth, back) in &*REPORTS {
        let worst = |report: &Report| {
            let wires = report.changes.iter().map(|change| change.wire);
            wires.fold(Wire::default(), Wire::and)
        };
        // To miss what was there is worse than to miss what is new.
        let missed = |kind| {
            matches!(kind, Kind::OperationAdded | Kind::OperationRemoved | Kind::PropertyRenamed)
        };
        if !forth.changes.iter().any(|change| missed(change.kind)) {
            assert_eq!(worst(forth), worst(back).reversed(), "{name}");
        }
        assert_eq!(forth.changes.is_empty(), back.changes.is_empty(), "{name}");
    }
}

/// `/api` as part of every path instead of in front of all of them.
#[test]
fn a_moved_base_path_is_no_change() {
    let old = base();
    let moved = old.text.replace("url: /api", "url: /").replace("\n  /", "\n  /api/");
    let moved = moved.replace("$.paths['/", "$.paths['/api/");
    assert_eq!(moved.matches("\n  /api/").count(), 7);
    let report = compare(old, Source::new("moved.yaml", moved)).report.unwrap();
    let told: Vec<_> = report.changes.iter().map(|change| &change.text).collect();
    assert!(report.changes.is_empty(), "{told:?}");
    assert_eq!(report.bumps.client, Bump::None);
}

/// What a year does to an API that grows: every change is told once, and nothing that is none. The
/// base path moves, a parameter of a path gets another name, a format is written out.
#[test]
fn a_year_of_changes_is_told_change_by_change() {
    let text = |name: &str| fs::read_to_string(home().join("year").join(name)).unwrap();
    let source = |name: &str| Source::new(name, text(name));
    let hidden = Pointer::parse("/x-internal").unwrap();
    let wanted = Extract { tags: vec!["Boats".to_owned()], without: vec![hidden] };
    let sources = [source("before.yaml"), source("after.yaml")];
    let report = compare_texts(sources, &[], &Config::default(), &wanted).report.unwrap();
    let told: Vec<String> = report
        .changes
        .iter()
        .map(|change| {
            let Wire { old_client, new_client } = change.wire;
            format!("{}: {}: {old_client}, {new_client}", change.subject, change.text)
        })
        .collect();
    let expected = [
        "GET /api/v2/boats/{boat}/events: status 409 added: fine, fine",
        "GET /api/v2/boats/{ship}/logs: path parameter `ship`: renamed, was `boat`: fine, fine",
        "sea.Event: property `boat_id`: renamed, was `boatID`, text → text (uuid): breaks, fine",
        "DELETE /api/v2/boats/{boat}: added as `sink-boat`: fine, may break",
        "GET /api/v2/boats/{boat}/events: query parameter `wait`: added, optional: boolean: fine, fine",
        "GET /api/v2/boats/{ship}/logs: query parameter `format`: added, optional: text out of a list; it chooses how the answer is written, and old servers do not know it: fine, may break",
        "sea.Event: property `owner_id`: added, optional: text (uuid): fine, fine",
        "sea.Name: property `port`: added, optional: text: fine, fine",
        "PATCH /api/v2/boats/{boat}/name: deprecated: fine, fine",
        "sea.State: value `sinking` added: fine, fine",
    ];
    assert_eq!(told, expected);
}

#[test]
fn places_are_those_of_both_texts() {
    let case = cases().into_iter().find(|case| case.name == "limits-tightened").unwrap();
    let text = compare(base(), case.document).render(Format::Json);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let change = &json["changes"][0];
    let base = base();
    let line = |text: &str, number: &serde_json::Value| {
        let number = usize::try_from(number.as_u64().unwrap()).unwrap();
        text.lines().nth(number - 1).unwrap().to_owned()
    };
    assert!(line(&base.text, &change["old"]["line"]).contains("maxLength: 20"), "{change:#}");
    assert_eq!(change["old"]["pointer"], "/components/schemas/Draft/properties/name");
    assert_eq!(change["kind"], "limits-tightened");
    assert_eq!(json["versions"]["client"]["bump"], "patch");
}

/// Text of a document stays text, in Markdown and on a terminal.
/// With a trait for each tag, it matters to implementations where an operation stands, and that a tag
/// is new; all else is as with one trait.
#[test]
fn traits_of_tags_are_asked_of_one_type() {
    let document = |description: &str, operations: &[(&str, &str)]| {
        let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
        let mut text =
            format!("{head}tags: [{{name: cats, description: {description}}}]\npaths:\n");
        for (id, tag) in operations {
            let body = "security: [{key: []}], responses: {'204': {description: Done.}}";
            text += &format!("  /{id}: {{get: {{operationId: {id}, tags: [{tag}], {body}}}}}\n");
        }
        text += "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}\n";
        Source::new("a.yaml", text)
    };
    let config = Config::parse("[server]\ntraits = 'tags'", "c.toml", &mut Diagnostics::default());
    let config = config.unwrap();
    let old = document("Cats.", &[("see", "cats"), ("feed", "cats")]);
    let changes = |new| {
        let compared = compare_texts([old.clone(), new], &[], &config, &Extract::default());
        let report = compared.report.unwrap_or_else(|| panic!("{}", compared.diagnostics));
        let changes = report.changes.into_iter();
        changes.map(|c| (c.kind, c.callers, c.implementors)).collect::<Vec<_>>()
    };
    let (fine, breaking) = (Effect::Fine, Effect::Breaking);
    for (new, expected) in [
        (document("Tigers.", &[("see", "cats"), ("feed", "cats")]), vec![]),
        (
            document("Cats.", &[("see", "cats"), ("feed", "cats"), ("pat", "cats")]),
            vec![(Kind::OperationAdded, fine, fine)],
        ),
        (
            document("Cats.", &[("see", "cats"), ("feed", "cats"), ("pat", "dogs")]),
            vec![(Kind::OperationAdded, fine, breaking)],
        ),
        (
            document("Cats.", &[("see", "cats"), ("feed", "dogs")]),
            vec![(Kind::CodeOnly, fine, breaking)],
        ),
    ] {
        assert_eq!(changes(new.clone()), expected, "{}", new.text);
    }
}

#[test]
fn hostile_names_stay_text() {
    let evil = "<script>|`*\\u{1b}[31m";
    let old = base();
    let name = evil.replace("\\u{1b}", "\u{1b}");
    let json = serde_json::json!({ "x": name }).to_string();
    let name = json.trim_start_matches("{\"x\":").trim_end_matches('}');
    let new = old.text.replace("note: {type: string}", &format!("{name}: {{type: string}}"));
    let compared = compare(old, Source::new("new.yaml", new));
    let text = compared.render(Format::Text);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    let markdown = compared.render(Format::Markdown);
    assert!(!markdown.contains("<script") || markdown.contains("\\<script"), "{markdown}");
    assert!(!markdown.contains("script>|") && !markdown.contains('\u{1b}'), "{markdown}");
}
