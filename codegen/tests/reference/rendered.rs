//! The same proof on the pages that the project carries: every word that states a fact is changed where
//! it stands.

use std::ops::Range;

use codegen::read::Source;
use codegen::reference::{Difference, Fact, Facts, Kind, Where, compare, page};

use super::mutation::carrier;
use super::{layout, print, rendered};

/// A section of a page that is read by itself.
struct Section {
    /// What the document says about it.
    document: Facts,
    text: String,
    /// It is one of the page of schemas; this is a page of operations that needs it.
    operations: Option<String>,
}

#[derive(Default)]
struct Counts {
    facts: usize,
    changes: usize,
    reported: usize,
    refused: usize,
}

impl Section {
    fn read(&self, text: &str) -> Option<Facts> {
        let text = Source::new("section", text);
        let base = &self.document.base;
        match &self.operations {
            Some(operations) => page(&Source::new("page", operations.as_str()), Some(&text), base),
            None => page(&text, None, base),
        }
        .ok()
    }

    fn run(&self, counts: &mut Counts) {
        let facts = self.read(&self.text).unwrap_or_else(|| panic!("{}", self.text));
        let same = compare(&self.document, &facts);
        assert_eq!(Difference::render_all(&same, &self.document, &facts), "");
        let source = usize::from(self.operations.is_some());
        let mut open: Vec<Vec<&Fact>> = facts.below.iter().map(|fact| vec![fact]).collect();
        while let Some(trail) = open.pop() {
            let [.., fact] = trail.as_slice() else { unreachable!() };
            open.extend(fact.below.iter().map(|below| [&trail[..], &[below]].concat()));
            let Where::Text(range) = &fact.at.place else { unreachable!() };
            let word = &self.text[range.clone()];
            // That nobody is asked is said by saying nothing.
            let silent = fact.kind == Kind::Authenticated && fact.value.as_deref() == Some("no");
            if fact.at.source == source && !word.is_empty() && !silent {
                counts.facts += 1;
                self.attempt(range, &other(fact, word), &trail, counts);
                // Half a link is no other fact, but broken markup.
                if !word.contains(" [") {
                    self.attempt(range, "", &trail, counts);
                }
                self.member(range, &trail, counts);
            }
        }
    }

    /// Members of examples have their names in front of their values.
    fn member(&self, range: &Range<usize>, trail: &[&Fact], counts: &mut Counts) {
        let [.., fact] = trail else { unreachable!() };
        let quoted = format!("\"{}\"", fact.name);
        // Objects and lists are found at their names, which have been changed then.
        if fact.kind == Kind::Member && self.text[range.clone()] != quoted {
            let name = format!("{quoted}:");
            let at = self.text[..range.start].rfind(&name).unwrap();
            self.attempt(&(at + 1..at + 1), "x", trail, counts);
        }
    }

    fn attempt(&self, range: &Range<usize>, with: &str, trail: &[&Fact], counts: &mut Counts) {
        let mut text = self.text.clone();
        text.replace_range(range.clone(), with);
        counts.changes += 1;
        let Some(facts) = self.read(&text) else {
            counts.refused += 1;
            return;
        };
        let differences = compare(&self.document, &facts);
        let labels: Vec<String> = trail.iter().map(|fact| fact.label()).collect();
        let about = |found: &Difference| is_about(found, trail, &labels);
        let right = !differences.is_empty() && differences.iter().all(about);
        if !right {
            let report = Difference::render_all(&differences, &self.document, &facts);
            panic!("{labels:?}: `{}` to `{with}`\n{report}", &self.text[range.clone()]);
        }
        counts.reported += 1;
    }
}

/// The difference is the fact that was changed, or says that it is called otherwise now.
fn is_about(found: &Difference, trail: &[&Fact], labels: &[String]) -> bool {
    let steps: Vec<&String> = found.steps.iter().map(|(_, label)| label).collect();
    let [.., fact] = trail else { return false };
    let above = &labels[..labels.len() - 1];
    let beside = steps.len() == labels.len()
        && steps.iter().zip(above).all(|(step, label)| *step == label)
        && found.steps.last().is_some_and(|(kind, _)| {
            // The row of all other members can become that of one.
            *kind == fact.kind || (fact.kind == Kind::Additional && *kind == Kind::Field)
        });
    beside || steps.iter().copied().eq(labels)
}

/// Another text for what stands where a fact is stated.
fn other(fact: &Fact, text: &str) -> String {
    match text {
        "true" => "false".to_owned(),
        "false" => "true".to_owned(),
        "0" => "7".to_owned(),
        _ if text.starts_with('"') => "\"other\"".to_owned(),
        _ if text.starts_with('{') => "[]".to_owned(),
        _ if text.starts_with('[') => "{}".to_owned(),
        _ if fact.kind == Kind::Authenticated => {
            "This operation does not require authentication".to_owned()
        }
        _ => format!("{text}x"),
    }
}

/// The parts of a page that start with these headings.
fn sections(page: &Source) -> Vec<String> {
    let starts: Vec<usize> = page.text.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    let ends = starts.iter().skip(1).copied().chain([page.text.len()]);
    let first = page.text.lines().next().unwrap();
    let section = |(start, end): (&usize, usize)| format!("{first}\n\n{}", &page.text[*start..end]);
    starts.iter().zip(ends).map(section).collect()
}

fn every_word_counts(sections: &[Section], what: &str) {
    let mut counts = Counts::default();
    sections.iter().for_each(|section| section.run(&mut counts));
    println!(
        "{what}: {} facts, {} changes: {} reported, {} refused as broken",
        counts.facts, counts.changes, counts.reported, counts.refused
    );
    assert!(counts.facts > 500 && counts.reported > counts.facts);
    assert_eq!(counts.reported + counts.refused, counts.changes);
}

#[test]
fn every_word_of_our_operations_counts() {
    let (document, operations, _) = rendered();
    let all: Vec<&Fact> =
        document.below.iter().filter(|fact| fact.kind == Kind::Operation).collect();
    let section = |text: String| {
        let facts = page(&Source::new("section", text.as_str()), None, &document.base).unwrap();
        let own = all.iter().filter(|own| own.name == facts.below[0].name);
        let below = own.map(|own| (*own).clone()).collect();
        Section { document: Facts { below, ..document.clone() }, text, operations: None }
    };
    let sections: Vec<Section> = sections(&operations).into_iter().map(section).collect();
    assert_eq!(sections.len(), all.len());
    every_word_counts(&sections, "operations.md");
}

#[test]
fn every_word_of_our_schemas_counts() {
    let (document, _, schemas) = rendered();
    let all: Vec<&Fact> = document.below.iter().filter(|fact| fact.kind == Kind::Schema).collect();
    let section = |text: String| {
        let name = text.lines().find_map(|line| line.strip_prefix("## ")).unwrap().to_owned();
        let own = all.iter().filter(|own| own.name == name).map(|own| (*own).clone());
        let below = [carrier(&name)].into_iter().chain(own).collect();
        let operations = Some(print::markdown(&layout::operations(&[carrier(&name)])));
        Section { document: Facts { below, ..document.clone() }, text, operations }
    };
    let sections: Vec<Section> = sections(&schemas).into_iter().map(section).collect();
    assert_eq!(sections.len(), all.len());
    every_word_counts(&sections, "schemas.md");
}
