//! Recordings: the facts of a reference in a file that people can review, one fact per line.

use serde_json::{Value, json};

use super::coverage::Form;
use super::description::first_mistake;
use super::fact::{Fact, Facts, Kind};
use super::place::{At, Failure, Read};
use crate::diagnostics::{Diagnostics, Part};
use crate::model::Pointer;
use crate::read::{Source, load};

/// Where recorded facts are from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The form of the source.
    pub form: String,
    /// Its address, or the repository that has it.
    pub origin: String,
    /// The revision of the repository; may be empty.
    pub revision: String,
    /// The day of the recording, such as `2025-07-14`.
    pub date: String,
    /// SHA-256 of the source's bytes, in hexadecimal digits.
    pub sha256: String,
}

/// A file of facts.
#[derive(Clone, Debug)]
pub struct Recording {
    /// One for each source.
    pub provenance: Vec<Provenance>,
    /// Where operations of a description have `true` that are not on the page.
    pub hidden: Option<Pointer>,
    /// What all sources together state.
    pub facts: Facts,
}

const ABOUT: &str = "Facts of the published reference that spec/agents.yaml is in sync with. \
    `cargo xtask reference record` writes this file, `cargo xtask reference check` reads it.";

/// The text of a recording.
#[must_use]
pub fn write_recording(recording: &Recording) -> String {
    let sources = recording.provenance.iter().map(|source| {
        json!({
            "form": source.form,
            "origin": source.origin,
            "revision": source.revision,
            "date": source.date,
            "sha256": source.sha256,
        })
    });
    let hidden = recording.hidden.as_ref().map(Pointer::to_string);
    let mut lines = Lines::default();
    for fact in &recording.facts.below {
        lines.add(fact, &mut Vec::new());
    }
    lines.facts.sort();
    lines.unstated.sort();
    let list = |items: Vec<String>| match items.as_slice() {
        [] => "[]".to_owned(),
        items => format!("[\n{}\n]", items.join(",\n")),
    };
    let encode =
        |lines: Vec<Vec<String>>| lines.iter().map(|line| json!(line).to_string()).collect();
    format!(
        "{{\n\"about\": {},\n\"sources\": {},\n\"hidden\": {},\n\"unstated\": {},\n\"facts\": {}\n}}\n",
        json!(ABOUT),
        list(sources.map(|source| source.to_string()).collect()),
        json!(hidden),
        list(encode(lines.unstated)),
        list(encode(lines.facts)),
    )
}

#[derive(Default)]
struct Lines {
    facts: Vec<Vec<String>>,
    unstated: Vec<Vec<String>>,
}

impl Lines {
    fn add(&mut self, fact: &Fact, path: &mut Vec<String>) {
        path.push(fact.label());
        match &fact.value {
            Some(value) => self.facts.push([path.as_slice(), &[format!("= {value}")]].concat()),
            None if fact.below.is_empty() => self.facts.push(path.clone()),
            None => {}
        }
        for kind in &fact.silent {
            self.unstated.push([path.as_slice(), &[kind.word().to_owned()]].concat());
        }
        for below in &fact.below {
            self.add(below, path);
        }
        path.pop();
    }
}

/// Reads a recording.
pub fn read_recording(source: &Source) -> Read<Recording> {
    let mut diags = Diagnostics::default();
    let Some(effective) = load(source.clone(), &[], &mut diags).filter(|_| !diags.has_errors())
    else {
        return Err(first_mistake(&diags));
    };
    let value = &effective.value;
    let list = |key: &str| value.get(key).and_then(Value::as_array).map(Vec::as_slice);
    let (Some(sources), Some(lines)) = (list("sources"), list("facts")) else {
        return Err(Failure::whole("a recording has `sources` and `facts`"));
    };
    let mut facts = Facts {
        sources: vec![source.clone()],
        forms: Vec::new(),
        below: Vec::new(),
        at: At::node(&Pointer::root().join("facts"), Part::Key),
        base: String::new(),
    };
    let mut provenance = Vec::new();
    for (index, entry) in sources.iter().enumerate() {
        let text =
            |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let form = Form::ALL.iter().find(|form| form.word() == text("form"));
        let at = Pointer::root().join("sources").join(index);
        let form = form.ok_or_else(|| {
            Failure::new(At::node(&at, Part::Value), "this source has no known form")
        })?;
        facts.forms.push(*form);
        provenance.push(Provenance {
            form: text("form"),
            origin: text("origin"),
            revision: text("revision"),
            date: text("date"),
            sha256: text("sha256"),
        });
    }
    for (index, line) in lines.iter().enumerate() {
        let at = At::node(&Pointer::root().join("facts").join(index), Part::Value);
        add_line(&mut facts.below, line, &at, false)?;
    }
    for (index, line) in list("unstated").unwrap_or_default().iter().enumerate() {
        let at = At::node(&Pointer::root().join("unstated").join(index), Part::Value);
        add_line(&mut facts.below, line, &at, true)?;
    }
    if facts.below.is_empty() {
        return Err(Failure::whole("there is no fact in this recording"));
    }
    let hidden = value.get("hidden").and_then(Value::as_str).and_then(Pointer::parse);
    Ok(Recording { provenance, hidden, facts })
}

/// Puts what a line says into the tree.
fn add_line(facts: &mut Vec<Fact>, line: &Value, at: &At, unstated: bool) -> Read<()> {
    let wrong = || Failure::new(at.clone(), "this line is no fact");
    let labels: Option<Vec<&str>> =
        line.as_array().map(|items| items.iter().map(Value::as_str).collect()).unwrap_or_default();
    let labels = labels.filter(|labels| !labels.is_empty()).ok_or_else(wrong)?;
    let mut root = Fact::new(Kind::Operation, "", at.clone());
    std::mem::swap(&mut root.below, facts);
    let mut here = &mut root;
    for (index, label) in labels.iter().enumerate() {
        let last = index + 1 == labels.len();
        match (label.strip_prefix("= "), last) {
            (Some(value), true) if index > 0 => {
                here.value = Some(value.to_owned());
                here.at = at.clone();
            }
            _ if unstated && last => {
                here.silent.push(Kind::parse(label).ok_or_else(wrong)?.0);
            }
            _ => {
                let (kind, name) = Kind::parse(label).ok_or_else(wrong)?;
                here = here.at_child(kind, name, at.clone());
            }
        }
    }
    std::mem::swap(&mut root.below, facts);
    Ok(())
}

impl Facts {
    /// Adds what another source states; what both state must be the same.
    pub fn merge(&mut self, other: &Self) -> Read<()> {
        let offset = self.sources.len();
        let forms = (self.forms.clone(), other.forms.clone());
        merge(&mut self.below, &other.below, &forms, offset)?;
        self.sources.extend(other.sources.iter().cloned());
        self.forms.extend(&other.forms);
        Ok(())
    }
}

fn merge(
    ours: &mut Vec<Fact>,
    theirs: &[Fact],
    forms: &(Vec<Form>, Vec<Form>),
    offset: usize,
) -> Read<()> {
    for fact in theirs {
        let known = ours.iter_mut().find(|own| own.kind == fact.kind && own.name == fact.name);
        let Some(own) = known else {
            ours.push(moved(fact, offset));
            continue;
        };
        if own.value != fact.value {
            let says = |fact: &Fact| fact.value.clone().unwrap_or_default();
            let message = format!(
                "the sources disagree about the {}: one says `{}`, the other `{}`",
                own.label(),
                says(own),
                says(fact)
            );
            return Err(Failure::new(own.at.clone(), message));
        }
        let speaks = |forms: &[Form], kind: Kind| {
            let sample = Fact::new(kind, "", own.at.clone());
            forms.iter().any(|form| form.states(Some(own.kind), &sample))
        };
        let one = own
            .silent
            .iter()
            .filter(|kind| fact.silent.contains(kind) || !speaks(&forms.1, **kind));
        let two = fact
            .silent
            .iter()
            .filter(|kind| !own.silent.contains(kind) && !speaks(&forms.0, **kind));
        let silent = one.chain(two).copied().collect();
        own.silent = silent;
        merge(&mut own.below, &fact.below, forms, offset)?;
    }
    Ok(())
}

/// The same fact of a later text.
fn moved(fact: &Fact, offset: usize) -> Fact {
    let mut fact = fact.clone();
    fact.at.source += offset;
    fact.below = fact.below.iter().map(|below| moved(below, offset)).collect();
    fact
}
