//! How the document and its reference differ.

use std::collections::BTreeMap;

use super::fact::{Fact, Facts, Kind};
use super::place::{At, Places, printable};

/// One difference.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The thing, from the outermost: `operation GET /x: parameter query id: type`.
    pub path: String,
    /// Kind and name of each step of the path.
    pub steps: Vec<(Kind, String)>,
    /// The nearest place in the document.
    pub document: At,
    /// What the document says; nothing if it does not have the thing.
    pub document_says: Option<String>,
    /// The nearest place in the source.
    pub reference: At,
    /// What the source says; nothing if it does not have the thing.
    pub reference_says: Option<String>,
}

impl Difference {
    /// One line each; places are worked out here.
    #[must_use]
    pub fn render_all(differences: &[Self], document: &Facts, reference: &Facts) -> String {
        let mut ours = Places::new(&document.sources);
        let mut theirs = Places::new(&reference.sources);
        let mut lines = String::new();
        for difference in differences {
            let says = |what: &Option<String>| match what {
                Some(text) if text.is_empty() => "says that it exists".to_owned(),
                Some(text) => format!("says `{}`", printable(text)),
                None => "does not say so".to_owned(),
            };
            lines.push_str(&format!(
                "{}: {}: the document {}, {} {}\n",
                ours.show(&difference.document),
                printable(&difference.path),
                says(&difference.document_says),
                theirs.show(&difference.reference),
                says(&difference.reference_says),
            ));
        }
        lines
    }
}

/// Compares everything that the reference states, and everything of the document that its forms
/// would state.
#[must_use]
pub fn compare(document: &Facts, reference: &Facts) -> Vec<Difference> {
    let mut walk = Walk { reference, steps: Vec::new(), found: Vec::new() };
    let ours = Level { kind: None, at: &document.at, below: &document.below };
    let theirs = Level { kind: None, at: &reference.at, below: &reference.below };
    walk.level(ours, theirs, &[]);
    walk.found
}

#[derive(Clone, Copy)]
struct Level<'a> {
    kind: Option<Kind>,
    at: &'a At,
    below: &'a [Fact],
}

impl<'a> Level<'a> {
    fn of(fact: &'a Fact) -> Self {
        Self { kind: Some(fact.kind), at: &fact.at, below: &fact.below }
    }

    fn index(self) -> BTreeMap<(Kind, &'a str), &'a Fact> {
        // Of two with one name the first counts; the other is reported by itself.
        let mut index = BTreeMap::new();
        for fact in self.below {
            index.entry((fact.kind, fact.name.as_str())).or_insert(fact);
        }
        index
    }
}

struct Walk<'a> {
    reference: &'a Facts,
    steps: Vec<(Kind, String)>,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn level(&mut self, ours: Level<'_>, theirs: Level<'_>, silent: &[Kind]) {
        let known = ours.index();
        let stated = theirs.index();
        for fact in theirs.below {
            let key = (fact.kind, fact.name.as_str());
            let first = stated.get(&key).is_some_and(|first| std::ptr::eq(*first, fact));
            match known.get(&key) {
                _ if !first => self.report(fact, (ours.at, None), (&fact.at, Some("twice"))),
                Some(own) => self.pair(own, fact),
                None => self.report(fact, (ours.at, None), (&fact.at, Some(says(fact)))),
            }
        }
        for fact in ours.below {
            let key = (fact.kind, fact.name.as_str());
            let states = || match fact.implied {
                true => theirs.below.iter().any(|other| other.kind == fact.kind),
                false => self.reference.forms.iter().any(|form| form.states(ours.kind, fact)),
            };
            if !stated.contains_key(&key) && !silent.contains(&fact.kind) && states() {
                self.report(fact, (&fact.at, Some(says(fact))), (theirs.at, None));
            }
        }
    }

    fn pair(&mut self, own: &Fact, other: &Fact) {
        if own.value != other.value {
            self.report(own, (&own.at, Some(says(own))), (&other.at, Some(says(other))));
            // What is below a thing of another shape is the consequence.
            return;
        }
        self.steps.push((own.kind, own.label()));
        self.level(Level::of(own), Level::of(other), &other.silent);
        self.steps.pop();
    }

    fn report(&mut self, fact: &Fact, ours: (&At, Option<&str>), theirs: (&At, Option<&str>)) {
        let mut steps = self.steps.clone();
        steps.push((fact.kind, fact.label()));
        let labels: Vec<&str> = steps.iter().map(|(_, label)| label.as_str()).collect();
        self.found.push(Difference {
            path: labels.join(": "),
            document: ours.0.clone(),
            document_says: ours.1.map(str::to_owned),
            reference: theirs.0.clone(),
            reference_says: theirs.1.map(str::to_owned),
            steps,
        });
    }
}

fn says(fact: &Fact) -> &str {
    fact.value.as_deref().unwrap_or_default()
}
