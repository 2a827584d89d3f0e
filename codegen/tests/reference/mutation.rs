//! Changes every fact of every source, and expects that change, and no other, to be reported.

use std::collections::{BTreeMap, BTreeSet};

use codegen::reference::{At, Difference, Fact, Facts, Kind, Where, compare};

use super::changes::{self, Change};
use super::{Form, document, read, readable, refers, told, write, write_with};

/// What became of the changes.
#[derive(Default)]
struct Counts {
    changes: usize,
    reported: usize,
    /// The source is not one any more, and says so.
    refused: BTreeMap<String, usize>,
}

fn every_changed_fact_is_noticed(form: Form) {
    let document = document();
    let facts = readable(form, &write(form, &told(&document.below)));
    let mut counts = Counts::default();
    let views = match form {
        // References have to lead somewhere.
        Form::Swagger => closed_views(&document, &facts),
        Form::Text | Form::Markdown | Form::Html => small_views(&document, &facts),
    };
    views.iter().for_each(|view| view.run(form, &mut counts));
    whole_operations(form, &document, &facts, &mut counts);
    let refused: usize = counts.refused.values().sum();
    println!(
        "{form:?}: {} facts, {} changes: {} reported, {refused} refused as broken ({:?})",
        facts.count(),
        counts.changes,
        counts.reported,
        counts.refused
    );
    assert_eq!(counts.reported + refused, counts.changes);
}

#[test]
fn every_changed_fact_of_a_description_is_noticed() {
    every_changed_fact_is_noticed(Form::Swagger);
}

#[test]
fn every_changed_fact_of_a_markdown_page_is_noticed() {
    every_changed_fact_is_noticed(Form::Markdown);
}

#[test]
fn every_changed_fact_of_an_html_page_is_noticed() {
    every_changed_fact_is_noticed(Form::Html);
}

#[test]
fn every_changed_fact_of_a_text_is_noticed() {
    every_changed_fact_is_noticed(Form::Text);
}

/// A part of the reference that can stand alone, and which facts of it are to be changed. Small
/// sources keep thousands of readings quick: nearly all of the time goes into reading them.
struct View {
    document: Facts,
    told: Vec<Fact>,
    /// Indexes into `told`.
    changed: Vec<usize>,
}

/// Each operation alone, and each schema with an operation that answers it.
fn small_views(document: &Facts, facts: &Facts) -> Vec<View> {
    let view = |fact: &Fact| {
        let own = document.below.iter().find(|own| own.kind == fact.kind && own.name == fact.name);
        let mut told = vec![fact.clone()];
        let mut ours: Vec<Fact> = own.cloned().into_iter().collect();
        if fact.kind == Kind::Schema {
            told.insert(0, carrier(&fact.name));
            ours.insert(0, carrier(&fact.name));
        }
        let changed = vec![told.len() - 1];
        View { document: Facts { below: ours, ..document.clone() }, told, changed }
    };
    facts.below.iter().map(view).collect()
}

/// Each operation with the schemas that it needs; each schema is changed in one of them.
fn closed_views(document: &Facts, facts: &Facts) -> Vec<View> {
    let mut views: Vec<View> = Vec::new();
    let operations = facts.below.iter().filter(|fact| fact.kind == Kind::Operation);
    let mut needs: Vec<(&Fact, BTreeSet<&str>)> =
        operations.map(|operation| (operation, closure(operation, &facts.below))).collect();
    needs.sort_by_key(|(_, names)| names.len());
    let mut done = BTreeSet::new();
    for (operation, names) in needs {
        let wanted = |fact: &&Fact| match fact.kind {
            Kind::Operation => fact.name == operation.name,
            _ => names.contains(fact.name.as_str()),
        };
        let told: Vec<Fact> = facts.below.iter().filter(wanted).cloned().collect();
        let ours = document.below.iter().filter(wanted).cloned().collect();
        let new = told.iter().enumerate().filter(|(_, fact)| done.insert(fact.name.clone()));
        let changed = new.map(|(index, _)| index).collect();
        views.push(View { document: Facts { below: ours, ..document.clone() }, told, changed });
    }
    views
}

/// An operation that answers a schema and does nothing else.
pub(super) fn carrier(schema: &str) -> Fact {
    let fact = |kind, name: &str, value: Option<&str>, below| Fact {
        kind,
        name: name.to_owned(),
        value: value.map(str::to_owned),
        at: At { source: 0, place: Where::Text(0..0) },
        below,
        silent: Vec::new(),
        implied: false,
    };
    let content = fact(Kind::Content, "", Some(schema), Vec::new());
    let below = vec![
        fact(Kind::Title, "", Some("Carry"), Vec::new()),
        fact(Kind::Response, "200", None, vec![content]),
        fact(Kind::Authenticated, "", Some("yes"), Vec::new()),
    ];
    fact(Kind::Operation, "GET /api/v2/carrier", None, below)
}

fn closure<'f>(operation: &'f Fact, all: &'f [Fact]) -> BTreeSet<&'f str> {
    let mut names = BTreeSet::new();
    let mut open = vec![operation];
    while let Some(fact) = open.pop() {
        open.extend(&fact.below);
        if matches!(fact.kind, Kind::Type | Kind::Content) {
            let name = fact.value.as_deref().unwrap().rsplit(' ').next().unwrap();
            let schema = all.iter().find(|fact| fact.kind == Kind::Schema && fact.name == name);
            if let Some(schema) = schema.filter(|_| names.insert(name)) {
                open.push(schema);
            }
        }
    }
    names
}

impl View {
    fn run(&self, form: Form, counts: &mut Counts) {
        let mut open: Vec<Vec<usize>> = self.changed.iter().map(|index| vec![*index]).collect();
        while let Some(path) = open.pop() {
            let trail = trail(&self.told, &path);
            let fact = trail.last().unwrap();
            let below = 0..fact.below.len();
            open.extend(below.map(|index| [path.as_slice(), &[index]].concat()));
            if fact.kind == Kind::Operation {
                continue;
            }
            for change in changes::of(form, fact) {
                if !is_no_change(form, &trail, &change) {
                    attempt(form, (&self.document, &self.told), &path, &change, counts);
                }
            }
        }
    }
}

/// What has members is an object, whether it says so or not; and Swagger says once for all answers of an
/// operation how they are written, so that of several none can be changed alone.
fn is_no_change(form: Form, trail: &[&Fact], change: &Change) -> bool {
    let [.., owner, fact] = trail else { return false };
    let written = |fact: &Fact| fact.below.iter().any(|fact| fact.kind == Kind::Media);
    let answers = |fact: &&Fact| fact.kind == Kind::Response && written(fact);
    if form == Form::Swagger && fact.kind == Kind::Media && owner.kind == Kind::Response {
        return trail[0].below.iter().filter(answers).count() > 1;
    }
    let members = [Kind::Field, Kind::Additional, Kind::Open];
    let object = owner.below.iter().any(|fact| members.contains(&fact.kind));
    let removed = matches!(change, Change::Remove) && fact.kind == Kind::Type;
    // And additional members of no type are open, which is another fact.
    form == Form::Swagger && removed && (object || owner.kind == Kind::Additional)
}

/// Operations themselves change among all the others, of which pages need only the outlines.
fn whole_operations(form: Form, document: &Facts, facts: &Facts, counts: &mut Counts) {
    let outlines = |all: &Facts| match form {
        Form::Swagger => all.clone(),
        _ => Facts {
            below: all.below.iter().filter_map(|f| outline(form, f)).collect(),
            ..all.clone()
        },
    };
    let (document, facts) = (&outlines(document), &outlines(facts));
    for (index, fact) in facts.below.iter().enumerate() {
        if fact.kind == Kind::Operation {
            for change in changes::of(form, fact) {
                attempt(form, (document, &facts.below), &[index], &change, counts);
            }
        }
    }
}

fn outline(form: Form, fact: &Fact) -> Option<Fact> {
    let mut outline = fact.clone();
    outline.below.retain_mut(|fact| match fact.kind {
        Kind::Title | Kind::Sample | Kind::Authenticated => true,
        // A text has lost all but the example.
        Kind::Response => {
            fact.below.clear();
            form != Form::Text
        }
        _ => false,
    });
    (fact.kind == Kind::Operation).then_some(outline)
}

fn trail<'f>(facts: &'f [Fact], path: &[usize]) -> Vec<&'f Fact> {
    let mut trail = Vec::new();
    let mut facts = facts;
    for index in path {
        trail.push(&facts[*index]);
        facts = &facts[*index].below;
    }
    trail
}

fn attempt(
    form: Form,
    (document, told): (&Facts, &[Fact]),
    path: &[usize],
    change: &Change,
    counts: &mut Counts,
) {
    let trail = trail(told, path);
    let mut changed = told.to_vec();
    changes::apply(change, &mut changed, path);
    let texts = write_with(form, &changed, told.iter().any(|fact| fact.kind == Kind::Schema));
    counts.changes += 1;
    let facts = match read(form, &texts) {
        Ok(facts) => facts,
        Err(failure) => {
            let kind = trail.last().unwrap().kind;
            assert!(may_refuse(form, kind, change), "{form:?} {change:?}: {failure:?}");
            let what = format!("{} {}", kind.word(), change.word());
            *counts.refused.entry(what).or_default() += 1;
            return;
        }
    };
    let differences = compare(document, &facts);
    let rest: Vec<&Difference> =
        differences.iter().filter(|found| !follows(found, &trail, change)).collect();
    let expected = if matches!(change, Change::Rename(_)) { 2 } else { 1 };
    let right = rest.iter().all(|found| is_about(form, found, &trail, change));
    // A schema of another name is only missed.
    let schema = trail.len() == 1 && trail[0].kind == Kind::Schema;
    let count = rest.len() == expected || (schema && rest.len() == 1);
    if !(right && count) {
        let labels: Vec<String> = trail.iter().map(|fact| fact.label()).collect();
        let report = Difference::render_all(&differences, document, &facts);
        panic!("{form:?}: {labels:?}\n{change:?}\n{report}\n{}", texts.0);
    }
    counts.reported += 1;
}

/// Sources that lack these are broken.
fn may_refuse(form: Form, kind: Kind, change: &Change) -> bool {
    let removed = matches!(change, Change::Remove);
    match (form, kind) {
        // Selected by its tag, the operation is gone, and it was the only one.
        (Form::Swagger, Kind::Tag) => true,
        // What refers to it leads nowhere, or a page has no schema any more.
        (_, Kind::Schema) => true,
        (Form::Swagger, _) => false,
        (Form::Text, Kind::Title | Kind::Sample) => removed,
        // There, types are one word.
        (Form::Text, Kind::Type) => true,
        // Without the note at the end, what follows the last operation is no longer the site's.
        (Form::Text, Kind::Authenticated) => true,
        (_, Kind::Required) => removed,
        _ => false,
    }
}

/// A difference that comes of another one.
fn follows(found: &Difference, trail: &[&Fact], change: &Change) -> bool {
    let (kind, label) = found.steps.last().unwrap();
    let gone = found.reference_says.is_none();
    let fact = trail.last().unwrap();
    match kind {
        // Nothing refers to it any more.
        Kind::Schema => {
            let itself = found.steps.len() == trail.len() && label == &fact.label();
            gone && !itself && !matches!(change, Change::Beside(_)) && refers(fact)
        }
        // Swagger states both in one list; media types belong to what has a schema.
        Kind::Security => gone && fact.kind == Kind::Authenticated,
        Kind::Media => gone && fact.kind == Kind::Content,
        _ => false,
    }
}

/// The difference is about the fact that was changed.
fn is_about(form: Form, found: &Difference, trail: &[&Fact], change: &Change) -> bool {
    let labels: Vec<String> = trail.iter().map(|fact| fact.label()).collect();
    let steps: Vec<&String> = found.steps.iter().map(|(_, label)| label).collect();
    let is = |path: &[String]| steps.iter().copied().eq(path.iter());
    let fact = trail.last().unwrap();
    let (_, above) = labels.split_last().unwrap();
    let with = |above: &[String], last: &Fact| [above, &[last.label()]].concat();
    let itself = match change {
        Change::Value(_) | Change::Remove => is(&labels),
        Change::Rename(name) => {
            let renamed = Fact { name: name.clone(), ..(*fact).clone() };
            is(&labels) || is(&with(above, &renamed))
        }
        Change::Beside(other) => is(&with(above, other)),
        Change::Below(other) => is(&with(&labels, other)),
    };
    // In the text, a body or an answer without its example is not there, nor is a row without all of
    // its words.
    let row = matches!(fact.kind, Kind::Example | Kind::Type | Kind::Required);
    let lost = form == Form::Text && matches!(change, Change::Remove) && row && is(above);
    itself || lost
}

#[test]
fn a_scheme_concerns_every_operation_that_needs_it() {
    let document = document();
    let mut changed = told(&document.below);
    for fact in changed.iter_mut().flat_map(|fact| &mut fact.below) {
        if fact.kind == Kind::Security {
            fact.value = Some("apiKey query Coder-Session-Token".to_owned());
        }
    }
    let facts = readable(Form::Swagger, &write(Form::Swagger, &changed));
    let differences = compare(&document, &facts);
    assert_eq!(differences.len(), document.count_of(Kind::Operation));
    assert!(differences.iter().all(|found| found.path.ends_with(": security CoderSessionToken")));
}
