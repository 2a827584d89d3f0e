//! Every way in which one fact can change.

use codegen::reference::{At, Fact, Kind, Where};

use super::Form;

/// A change of one fact.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// It says something else.
    Value(String),
    /// It is called something else.
    Rename(String),
    /// It is gone.
    Remove,
    /// There is another one beside it.
    Beside(Box<Fact>),
    /// There is one more below it.
    Below(Box<Fact>),
}

impl Change {
    /// For counts.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Value(_) => "changed",
            Self::Rename(_) => "renamed",
            Self::Remove => "removed",
            Self::Beside(_) | Self::Below(_) => "added",
        }
    }
}

/// The changes of this fact that a source of this form can show.
pub(super) fn of(form: Form, fact: &Fact) -> Vec<Change> {
    let mut changes: Vec<Change> = values(fact).into_iter().map(Change::Value).collect();
    let names = names(fact);
    changes.extend(names.iter().cloned().map(Change::Rename));
    if let Some(name) = names.first().filter(|_| can_have_siblings(fact)) {
        let mut other = Fact { name: name.clone(), ..fact.clone() };
        // Tables of values name rows by their last names, which would not be clear any more.
        other.below.retain(|below| fact.kind != Kind::Row || below.name.is_empty());
        changes.push(Change::Beside(Box::new(other)));
    }
    if fact.kind == Kind::Item && fact.name.is_empty() {
        changes.push(Change::Beside(Box::new(Fact { name: "2".to_owned(), ..fact.clone() })));
    }
    // What need not be there is not there in Swagger, too.
    let default = fact.kind == Kind::Required && fact.value.as_deref() == Some("false");
    if !(form == Form::Swagger && default) {
        changes.push(Change::Remove);
    }
    changes.extend(below(form, fact).into_iter().map(|fact| Change::Below(Box::new(fact))));
    changes
}

fn values(fact: &Fact) -> Vec<String> {
    let Some(value) = fact.value.as_deref() else { return Vec::new() };
    let one = |value: &str| vec![value.to_owned()];
    match fact.kind {
        Kind::Title | Kind::Id | Kind::SampleHeader => vec![format!("{value}x")],
        Kind::Authenticated => one(if value == "yes" { "no" } else { "yes" }),
        Kind::Required => one(if value == "true" { "false" } else { "true" }),
        Kind::Type | Kind::Content => one(&other_type(value)),
        Kind::Format => one(if value == "uuid" { "date-time" } else { "uuid" }),
        Kind::Sample => vec![format!("{value}x"), format!("X{value}")],
        Kind::Keyword => one("\"other\""),
        Kind::SampleQuery | Kind::Example | Kind::Member | Kind::Item => match value {
            "string" => vec!["number".to_owned(), "\"other\"".to_owned()],
            "number" => vec!["boolean".to_owned(), "7".to_owned()],
            "boolean" => vec!["string".to_owned(), "false".to_owned()],
            "object" => one("array"),
            "array" => one("object"),
            literal if literal.starts_with('"') => {
                vec!["string".to_owned(), "\"other\"".to_owned()]
            }
            _ => one("string"),
        },
        // A scheme belongs to all operations; a test of its own changes it.
        _ => Vec::new(),
    }
}

fn other_type(words: &str) -> String {
    match words {
        "string" => "integer".to_owned(),
        // References stay, or the schemas would be gone as well.
        name if name.contains('.') => match name.strip_prefix("array of ") {
            Some(items) => items.to_owned(),
            None => format!("array of {name}"),
        },
        _ => "string".to_owned(),
    }
}

fn names(fact: &Fact) -> Vec<String> {
    let name = fact.name.as_str();
    match fact.kind {
        Kind::Operation => {
            let (method, path) = name.split_once(' ').unwrap();
            let other = if method == "PUT" { "POST" } else { "PUT" };
            vec![format!("{name}x"), format!("{other} {path}")]
        }
        Kind::Parameter => {
            let (place, word) = name.split_once(' ').unwrap();
            let other = if place == "query" { "header" } else { "query" };
            vec![format!("{name}x"), format!("{other} {word}")]
        }
        Kind::Response => vec!["418".to_owned()],
        _ if name.is_empty() || fact.kind == Kind::Item => Vec::new(),
        _ => vec![format!("{name}x")],
    }
}

fn can_have_siblings(fact: &Fact) -> bool {
    // Another schema that nothing refers to is not part of the reference.
    fact.kind != Kind::Schema
}

/// Facts of kinds that this one has not yet.
fn below(form: Form, fact: &Fact) -> Vec<Fact> {
    let missing = |kind: Kind| !fact.below.iter().any(|below| below.kind == kind);
    let new = |kind: Kind, name: &str, value: Option<&str>| Fact {
        kind,
        name: name.to_owned(),
        value: value.map(str::to_owned),
        at: At { source: 0, place: Where::Text(0..0) },
        below: Vec::new(),
        silent: Vec::new(),
        implied: false,
    };
    let simple = fact.child(Kind::Type, "").is_some_and(|kind| {
        kind.value.as_deref().is_some_and(|words| !words.contains('.') && !words.contains(' '))
    });
    let mut facts = Vec::new();
    let typed = matches!(fact.kind, Kind::Parameter | Kind::Row)
        || (form == Form::Swagger && fact.kind == Kind::Field);
    if typed && simple && missing(Kind::Format) {
        facts.push(new(Kind::Format, "", Some("password")));
    }
    let listed = typed || (fact.kind == Kind::Field && form != Form::Text);
    if listed && simple && missing(Kind::Value) && fact.name != "[array item]" {
        facts.push(new(Kind::Value, "one", None));
    }
    if form == Form::Swagger && fact.kind == Kind::Operation && missing(Kind::Deprecated) {
        facts.push(new(Kind::Deprecated, "", None));
    }
    if form == Form::Swagger && matches!(fact.kind, Kind::Parameter | Kind::Field) && simple {
        facts.push(new(Kind::Keyword, "minLength", Some("1")));
    }
    if matches!(form, Form::Markdown | Form::Html) && fact.kind == Kind::Field {
        facts.push(new(Kind::Keyword, "readOnly", Some("true")));
    }
    facts
}

/// Does it to the fact at this place of the tree.
pub(super) fn apply(change: &Change, facts: &mut Vec<Fact>, path: &[usize]) {
    let (last, above) = path.split_last().unwrap();
    let siblings = above.iter().fold(facts, |facts, index| &mut facts[*index].below);
    let fact = &mut siblings[*last];
    match change {
        Change::Value(value) => {
            fact.value = Some(value.clone());
            if matches!(fact.kind, Kind::Example | Kind::Member | Kind::Item) {
                fact.below.clear();
            }
        }
        Change::Rename(name) => fact.name.clone_from(name),
        Change::Remove => drop(siblings.remove(*last)),
        Change::Beside(other) => siblings.insert(last + 1, (**other).clone()),
        Change::Below(other) => fact.below.push((**other).clone()),
    }
}
