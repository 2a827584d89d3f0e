//! What is wrong with a reference.

use serde_json::Value;

use super::{Bundle, target};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;
use crate::read::remote::Failure;
use crate::read::{Reference, ReferenceKind, suggest};

impl Bundle<'_> {
    /// The file and the place that a reference names; what is wrong with it is reported.
    pub(super) fn resolve(
        &mut self,
        file: usize,
        reference: &Reference,
        home: &Pointer,
    ) -> Option<(usize, Pointer)> {
        let text = reference.target.as_str();
        let (path, fragment) = text.split_once('#').map_or((text, ""), |(p, f)| (p, f));
        if path.is_empty() && fragment.is_empty() && !text.starts_with('#') {
            self.error(file, reference, "the reference is empty".to_owned())
                .help(format!("write `#{home}/…`"));
            return None;
        }
        let (to, part) = match self.files.identified(path) {
            Some(part) => part,
            None if path.is_empty() => (file, Pointer::root()),
            None => (self.other_file(file, reference, path, home)?, Pointer::root()),
        };
        let pointer = target::fragment(fragment)
            .map(|below| part.join_all(below.tokens().iter().map(String::as_str)))
            .or_else(|| self.files.anchored(to, fragment));
        if pointer.is_none() {
            let message = format!("`{text}` is not a reference");
            self.error(file, reference, message).help(format!("write `#{home}/…`"));
        }
        Some((to, pointer?))
    }

    fn other_file(
        &mut self,
        file: usize,
        reference: &Reference,
        path: &str,
        home: &Pointer,
    ) -> Option<usize> {
        let text = &reference.target;
        // Not a file, but a name that was not written out.
        if self.files.node(file, &home.join(text)).is_some() {
            self.error(file, reference, format!("`{text}` is not a reference"))
                .help(format!("write `#{}`", home.join(text)));
            return None;
        }
        let failure = match self.files.load(file, path, self.diags) {
            Ok(found) => return Some(found),
            Err(failure) => failure,
        };
        let mut diags = self.in_file(file);
        match failure {
            Failure::NotAsked(origin) => {
                let message = format!(
                    "`{text}` is an address on the net, and nobody asked to fetch from there"
                );
                let place = Place::Document(reference.at.clone(), Part::Value);
                diags
                    .report(Code::ExternalReference, Severity::Unsupported, place, message)
                    .help(format!(
                        "keep a copy beside the document and refer to that, or allow it with `--fetch {origin}`"
                    ));
            }
            Failure::Moved(origin) => {
                let message = format!("`{text}` has moved to `{origin}`");
                let place = Place::Document(reference.at.clone(), Part::Value);
                diags
                    .report(Code::ExternalReference, Severity::Unsupported, place, message)
                    .help(format!("refer to that, or allow it with `--fetch {origin}`"));
            }
            Failure::NotThere(why) => {
                diags
                    .error(Code::ExternalReference, &reference.at, why)
                    .help("nobody is told who asks, so it has to be there for everyone");
            }
            Failure::Unreadable(why) => {
                diags
                    .error(Code::ExternalReference, &reference.at, why)
                    .help("paths are relative to the file that the reference stands in");
            }
        }
        self.diags.append(diags);
        None
    }

    fn in_file(&self, file: usize) -> Diagnostics {
        match self.files.text(file) {
            Some(text) => self.diags.in_text(text),
            None => self.diags.aside(),
        }
    }

    fn error(&mut self, file: usize, reference: &Reference, message: String) -> &mut Diagnostic {
        let text = self.files.text(file);
        let reported = self.diags.error(Code::DanglingReference, &reference.at, message);
        if let Some(text) = text {
            reported.at = Place::Other(text, reference.at.clone(), Part::Value);
        }
        reported
    }

    pub(super) fn report_missing(
        &mut self,
        (file, reference): (usize, &Reference),
        (to, target): (usize, &Pointer),
        home: &Pointer,
    ) {
        let message = format!("`{}` does not exist", reference.target);
        let prefix = reference.target.split_once('#').map_or("", |(path, _)| path);
        let help = self.suggestion(to, target, home, prefix);
        let removed = (to == 0).then(|| self.provenance.removed(target).cloned()).flatten();
        let reported = self.error(file, reference, message);
        reported.help(help);
        if let Some(by) = removed {
            let note = "an overlay takes it away here".to_owned();
            reported.notes.push((by.place(Part::Value), note));
        }
    }

    /// The entry that was probably meant: one with a similar name, or the same name elsewhere.
    fn suggestion(&self, to: usize, target: &Pointer, home: &Pointer, prefix: &str) -> String {
        let Some(name) = target.tokens().last() else { return String::new() };
        let names = self.files.node(to, home).and_then(Value::as_object);
        let names = names.into_iter().flatten().map(|(name, _)| name.as_str());
        match suggest(name, names) {
            Some(found) => format!("did you mean `{prefix}#{}`?", home.join(found)),
            None => format!("define it at `{}`, or correct the reference", home.join(name)),
        }
    }

    /// Something is at the end of the reference, but not what the place needs.
    pub(super) fn report_wrong(
        &mut self,
        (file, reference): (usize, &Reference),
        (to, target): (usize, &Pointer),
        home: &Pointer,
    ) {
        let wanted = reference.kind.words();
        let help = match reference.kind {
            ReferenceKind::PathItem => "refer to an entry of `paths`".to_owned(),
            _ => format!("put {wanted} below `{}` and refer to that", home.tokens().join(".")),
        };
        let end = self.files.text(to);
        let message = format!("{wanted} must be at the end of this reference");
        let reported = self.error(file, reference, message);
        reported.code = Code::WrongReference;
        reported.help(help);
        match end {
            Some(text) => {
                let place = Place::Other(text, target.clone(), Part::Value);
                reported.notes.push((place, "the reference leads here".to_owned()));
            }
            None => _ = reported.note(target, "the reference leads here"),
        }
    }
}
