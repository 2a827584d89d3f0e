//! One action of an overlay: a target, and exactly one of `update`, `copy` and `remove`.

use serde_json::Value;

use super::document::{Object, Version, words};
use super::query::Query;
use super::report::Report;
use crate::diagnostics::Code;
use crate::model::Pointer;

/// A checked action.
#[derive(Clone, Debug)]
pub(super) struct Action {
    /// Where it stands in the overlay.
    pub(super) at: Pointer,
    pub(super) target: Query,
    /// Why, in the overlay's own words.
    pub(super) reason: String,
    pub(super) change: Change,
}

/// What becomes of the target.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// This is merged into it.
    Update(Value),
    /// Another part of the document is merged into it.
    Copy(Query),
    /// It is taken away.
    Remove,
}

impl Change {
    /// It changes nothing but what people read.
    pub(super) fn is_words_only(&self) -> bool {
        let words = |name: &str| matches!(name, "description" | "summary" | "title");
        match self {
            Self::Update(Value::Object(members)) => members.keys().all(|name| words(name)),
            Self::Update(_) | Self::Copy(_) | Self::Remove => false,
        }
    }
}

/// Checks an action; `None` if anything is wrong with it.
pub(super) fn action(
    value: &Value,
    at: Pointer,
    version: Version,
    report: &mut Report<'_>,
) -> Option<Action> {
    let Value::Object(members) = value else {
        let message = format!("the action is {}, but should be an object", words(value));
        report.invalid(&at, message).help("an action has a `target` and says what becomes of it");
        return None;
    };
    let mut object = Object { members, at: at.clone(), report };
    object.only(&["target", "description", "update", "copy", "remove"], "an action");
    let reason = object.text("description").unwrap_or_default();
    object.required("target", "the action");
    let target = object.query("target");
    let change = object.change(version);
    Some(Action { at, target: target?, reason, change: change? })
}

impl Object<'_, '_> {
    fn query(&mut self, name: &str) -> Option<Query> {
        let text = self.text(name)?;
        match Query::parse(&text) {
            Ok(query) => Some(query),
            Err((message, help)) => {
                let at = self.at.join(name);
                self.report.error(Code::InvalidJsonPath, &at, message).help(help);
                None
            }
        }
    }

    fn change(&mut self, version: Version) -> Option<Change> {
        let remove = match self.members.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(other) => {
                let message = format!("`remove` is {}, but should be `true`", words(other));
                self.report.invalid(&self.at.join("remove"), message).help("write `remove: true`");
                return None;
            }
        };
        let update = self.members.get("update");
        let copy = self.members.contains_key("copy");
        if copy && version == Version::V1_0 {
            self.report
                .invalid(&self.at.join("copy"), "overlays have `copy` from version 1.1 on")
                .help("write `overlay: 1.1.0`")
                .at_key();
            return None;
        }
        match (update, copy, remove) {
            (Some(value), false, false) => Some(Change::Update(value.clone())),
            (None, true, false) => self.query("copy").map(Change::Copy),
            (None, false, true) => Some(Change::Remove),
            (None, false, false) => {
                self.report
                    .invalid(&self.at, "the action does nothing")
                    .help("it needs one of `update`, `copy` and `remove: true`");
                None
            }
            _ => {
                self.report
                    .invalid(&self.at, "`update`, `copy` and `remove` exclude each other")
                    .help("make several actions of it; they are applied in their order");
                None
            }
        }
    }
}
