//! Places in a document as JSONPath's results have them: names and indices are different things.

use serde_json::Value;

use crate::model::Pointer;

/// One step from an object or a list to what it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Name(String),
    Index(usize),
}

/// A place in a document. Parents sort before what they hold, items of a list by their index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Location(pub(super) Vec<Step>);

impl Location {
    pub(super) fn pointer(&self) -> Pointer {
        let tokens = self.0.iter().map(|step| match step {
            Step::Name(name) => name.clone(),
            Step::Index(index) => index.to_string(),
        });
        let tokens: Vec<String> = tokens.collect();
        Pointer::root().join_all(tokens.iter().map(String::as_str))
    }

    pub(super) fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(value, |value, step| match step {
            Step::Name(name) => value.as_object()?.get(name),
            Step::Index(index) => value.as_array()?.get(*index),
        })
    }

    pub(super) fn find_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        find_mut(value, &self.0)
    }

    /// Takes the place out of the document and returns the length that the list around it had; 0 if
    /// it was in an object, whose members keep their order. `None` if there is no such place, or it
    /// is the document itself.
    pub(super) fn remove(&self, value: &mut Value) -> Option<usize> {
        let (last, parents) = self.0.split_last()?;
        match (find_mut(value, parents)?, last) {
            (Value::Object(members), Step::Name(name)) => {
                members.shift_remove(name)?;
                Some(0)
            }
            (Value::Array(items), Step::Index(index)) if *index < items.len() => {
                let length = items.len();
                items.remove(*index);
                Some(length)
            }
            _ => None,
        }
    }
}

fn find_mut<'v>(value: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Name(name) => value.as_object_mut()?.get_mut(name),
        Step::Index(index) => value.as_array_mut()?.get_mut(*index),
    })
}
