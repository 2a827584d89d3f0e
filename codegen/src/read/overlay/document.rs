//! The overlay as a document of its own: what it must have, may have, and must not have.

use serde_json::{Map, Value};

use super::super::{Source, suggest};
use super::action::{Action, action};
use super::report::Report;
use crate::diagnostics::Diagnostics;
use crate::model::Pointer;

/// A checked overlay.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// Its number among the overlays of a run, from 0; diagnostics carry it.
    pub index: usize,
    /// What it is for, in its own words.
    pub title: String,
    /// The document that it was written for. Only noted: which one it is applied to, others say.
    pub extends: Option<String>,
    pub(super) actions: Vec<Action>,
}

/// Which overlays have `copy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// Reads an overlay and reports everything that is wrong with it at once.
pub fn parse(source: &Source, index: usize, diags: &mut Diagnostics) -> Option<Overlay> {
    let mut report = Report::new(index, diags);
    let before = report.count();
    let value = report.parse(source)?;
    let root = Pointer::root();
    let Value::Object(members) = &value else {
        report.invalid(&root, "the overlay is not an object").help(START);
        return None;
    };
    let mut object = Object { members, at: root, report: &mut report };
    object.only(&["overlay", "info", "extends", "actions"], "an overlay");
    let version = object.version();
    let title = object.info();
    let extends = object.text("extends");
    // Without a version, `copy` may be right.
    let actions = object.actions(version.unwrap_or(Version::V1_1));
    if report.count() > before {
        return None;
    }
    Some(Overlay { index, title: title?, extends, actions })
}

const START: &str = "an overlay starts with `overlay: 1.1.0`";

/// An object of the overlay that is being checked.
pub(super) struct Object<'a, 'd> {
    pub(super) members: &'a Map<String, Value>,
    pub(super) at: Pointer,
    pub(super) report: &'a mut Report<'d>,
}

impl<'a> Object<'a, '_> {
    /// Reports members of other names; those with `x-` are left alone.
    pub(super) fn only(&mut self, known: &[&str], home: &str) {
        for name in self.members.keys() {
            if known.contains(&name.as_str()) || name.starts_with("x-") {
                continue;
            }
            let help = match suggest(name, known.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "members of your own start with `x-`".to_owned(),
            };
            let message = format!("{home} has no member `{name}`");
            self.report.invalid(&self.at.join(name), message).help(help).at_key();
        }
    }

    /// A member that has to be there.
    pub(super) fn required(&mut self, name: &str, home: &str) -> Option<&'a Value> {
        let value = self.members.get(name);
        if value.is_none() {
            let message = format!("{home} needs a member `{name}`");
            self.report.invalid(&self.at, message).help("the specification requires it");
        }
        value
    }

    /// A member that is text, if it is there.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let value = self.members.get(name)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            let message = format!("`{name}` is {}, but should be text", words(value));
            self.report.invalid(&self.at.join(name), message).help("put it in quotes");
        }
        text
    }

    fn version(&mut self) -> Option<Version> {
        self.required("overlay", "the overlay")?;
        let text = self.text("overlay")?;
        let (minor, patch) = text.rsplit_once('.').unwrap_or((&text, ""));
        let full = !patch.is_empty() && patch.chars().all(|c| c.is_ascii_digit());
        match minor {
            "1.0" if full => Some(Version::V1_0),
            "1.1" if full => Some(Version::V1_1),
            _ => {
                let message = format!("`{text}` is not a version of overlays that is known here");
                self.report
                    .invalid(&self.at.join("overlay"), message)
                    .help("write `overlay: 1.0.0` or `overlay: 1.1.0`");
                None
            }
        }
    }

    fn info(&mut self) -> Option<String> {
        let info = self.required("info", "the overlay")?;
        let at = self.at.join("info");
        let Value::Object(members) = info else {
            let message = format!("`info` is {}, but should be an object", words(info));
            self.report.invalid(&at, message).help("it holds `title` and `version`");
            return None;
        };
        let mut info = Object { members, at, report: &mut *self.report };
        info.only(&["title", "version", "description"], "`info`");
        info.required("title", "`info`");
        info.required("version", "`info`");
        let title = info.text("title");
        info.text("version");
        info.text("description");
        title
    }

    fn actions(&mut self, version: Version) -> Vec<Action> {
        let Some(value) = self.required("actions", "the overlay") else { return Vec::new() };
        let at = self.at.join("actions");
        let items = match value {
            Value::Array(items) if !items.is_empty() => items,
            Value::Array(_) => {
                self.report
                    .invalid(&at, "there are no actions")
                    .help("an overlay has at least one");
                return Vec::new();
            }
            _ => {
                let message = format!("`actions` is {}, but should be a list", words(value));
                self.report.invalid(&at, message).help("each item has a `target`");
                return Vec::new();
            }
        };
        let mut actions = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = at.join(index);
            if items.iter().take(index).any(|earlier| earlier == item) {
                let message = "the same action stands here for the second time";
                self.report.invalid(&at, message).help("remove one of the two");
            } else {
                actions.extend(action(item, at, version, self.report));
            }
        }
        actions
    }
}

/// For messages: what a value is.
pub(super) fn words(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
