//! Another document's facts for the document of a config, and whether everything still fits.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::NamedTempFile;

use super::request::{Job, Mode, Print, Request, Selection};
use super::{paths, run};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostics, Place, Places, Severity, render_text};
use crate::import::{Imported, Refusal, Side, import as take_over};
use crate::model::Pointer;
use crate::normalise::normalise;
use crate::read::{Document, Effective, Extract, Remote, Source, check, extract, load, plain};

/// What to take over, and where to.
#[derive(Clone, Debug)]
pub struct Import {
    /// The config, which names our document and its overlays.
    pub config: PathBuf,
    /// Another document than the one that the config names.
    pub document: Option<PathBuf>,
    /// Overlays on top of those of the config.
    pub overlays: Vec<PathBuf>,
    /// Their document.
    pub source: Source,
    /// Which of their operations are wanted. Without tags: those with a tag of our operations.
    pub wanted: Extract,
    /// How texts are fetched from where the config allows it.
    pub remote: Remote,
}

/// What came of it.
#[derive(Debug)]
pub struct ImportOutcome {
    /// Our document.
    pub document: String,
    /// What is different in it. Nothing if it could not be taken over.
    pub imported: Option<Imported>,
    /// The text of our document is another one now.
    pub written: bool,
    /// Overlays, config and generator find nothing wrong with it.
    pub fits: bool,
    /// What was said about the documents, ready to be printed.
    pub diagnostics: String,
}

/// Takes over what another document states. What no longer fits to our document is reported after
/// that, and does not undo it.
#[must_use]
pub fn import(request: &Import) -> ImportOutcome {
    let mut outcome = ImportOutcome {
        document: String::new(),
        imported: None,
        written: false,
        fits: false,
        diagnostics: String::new(),
    };
    let Some(imported) = attempt(request, &mut outcome) else { return outcome };
    outcome.imported = Some(imported);
    let whole = run(&as_request(request));
    outcome.fits = whole.is_success();
    outcome.diagnostics.push_str(&whole.render_diagnostics());
    outcome
}

/// A run through all stages that writes nothing.
fn as_request(request: &Import) -> Request {
    let (config, document) = (request.config.clone(), request.document.clone());
    Request {
        job: Job::Configured { config, document },
        overlays: request.overlays.clone(),
        selection: Selection::default(),
        mode: Mode::Print(Print::Names),
        remote: request.remote.clone(),
    }
}

fn attempt(request: &Import, outcome: &mut ImportOutcome) -> Option<Imported> {
    let mut diags = Diagnostics::default();
    let settled = settle(request, &mut diags);
    outcome.diagnostics = render_text(&diags, &Places::new(None, None));
    let Settled { path, source, overlays, remote } = settled?;
    outcome.document = path.display().to_string();
    let (ours, told) = ours(&source, &remote);
    outcome.diagnostics.push_str(&told);
    let ours = ours?;
    let mut wanted = request.wanted.clone();
    if wanted.tags.is_empty() {
        wanted.tags = ours.tags.clone();
    }
    let (imported, told) = theirs(&request.source, &remote, &wanted, |theirs| {
        take_over(&source, ours.side(), theirs.side(), &overlays)
    });
    outcome.diagnostics.push_str(&told);
    let imported = imported?;
    if imported.text != source.text {
        if let Err(error) = replace(&path, &imported.text) {
            let mut diags = Diagnostics::default();
            refuse(&mut diags, Code::OutputUnwritable, &outcome.document, error.to_string());
            outcome.diagnostics.push_str(&render_text(&diags, &Places::new(None, None)));
            return None;
        }
        outcome.written = true;
    }
    Some(imported)
}

/// Our document and its overlays, and from where texts may be fetched.
struct Settled {
    path: PathBuf,
    source: Source,
    overlays: Vec<Value>,
    remote: Remote,
}

fn settle(request: &Import, diags: &mut Diagnostics) -> Option<Settled> {
    let source = Source::load(&request.config, diags)?;
    let config = Config::parse(&source.text, &source.name, diags)?;
    let job = as_request(request);
    let path = paths::Paths::new(&job.job, Some(&config), diags)?.document;
    let document = Source::load(&path, diags);
    let overlays: Vec<_> = paths::overlays(&job, &config)
        .iter()
        .map(|path| plain(&Source::load(path, diags)?, diags))
        .collect();
    Some(Settled {
        path,
        source: document?,
        overlays: overlays.into_iter().collect::<Option<_>>()?,
        remote: request.remote.clone().with(&config.fetch),
    })
}

/// A document that all stages up to the model accept.
struct Checked {
    value: Value,
    base: String,
    tags: Vec<String>,
}

impl Checked {
    fn side(&self) -> Side<'_> {
        Side { value: &self.value, base: &self.base }
    }
}

fn ours(source: &Source, remote: &Remote) -> (Option<Checked>, String) {
    let mut diags = Diagnostics::default();
    let effective = loaded(source, remote, &mut diags);
    let value = effective.as_ref().map(|effective| effective.value.clone());
    let checked = checked(effective, &mut diags).zip(value).map(|(checked, value)| {
        // As it is written, so that it can be edited.
        Checked { value, ..checked }
    });
    let version = checked.as_ref().and_then(|checked| checked.value.get("openapi")?.as_str());
    if checked.is_some() && !version.is_some_and(|version| version.starts_with("3.0")) {
        let message = "only into a document in OpenAPI 3.0 can be imported";
        diags.error(Code::NotTakenOver, &Pointer::root(), message).help("convert it first");
    }
    told(checked, &diags, &Places::new(Some(source), None))
}

fn theirs<T>(
    source: &Source,
    remote: &Remote,
    wanted: &Extract,
    take_over: impl FnOnce(&Checked) -> Result<T, Refusal>,
) -> (Option<T>, String) {
    let mut diags = Diagnostics::default();
    let mut effective = loaded(source, remote, &mut diags);
    if let Some(effective) = &mut effective {
        extract(&mut effective.value, wanted);
    }
    let empty = effective.as_ref().is_some_and(|effective| {
        effective.value.get("paths").and_then(Value::as_object).is_some_and(|p| p.is_empty())
    });
    let checked = checked(effective, &mut diags);
    if empty && checked.is_some() {
        let at = Pointer::root().join("paths");
        diags
            .error(Code::NotTakenOver, &at, "no operation of this document is wanted")
            .help("choose others with `--tag`, or take hidden ones with `--include-hidden`");
    }
    let taken = checked.filter(|_| !empty).and_then(|checked| match take_over(&checked) {
        Ok(taken) => Some(taken),
        Err(Refusal { at, message }) => {
            diags.error(Code::NotTakenOver, &at, message).help("nothing was changed");
            None
        }
    });
    let places = Places::new(Some(source), None).with_moves(&diags);
    told(taken, &diags, &places)
}

fn loaded(source: &Source, remote: &Remote, diags: &mut Diagnostics) -> Option<Effective> {
    let effective = load(source.clone(), &[], diags)?;
    Some(Effective { remote: remote.clone(), ..effective })
}

fn checked(effective: Option<Effective>, diags: &mut Diagnostics) -> Option<Checked> {
    let document = check(effective?, diags)?;
    let resolved = normalise(&document, diags);
    let mut tags: Vec<String> = resolved.operations.iter().flat_map(|o| o.tags.clone()).collect();
    tags.sort();
    tags.dedup();
    let Document { value, .. } = document;
    (!diags.has_errors()).then_some(Checked { value, base: resolved.base_path, tags })
}

/// What was made, unless there were mistakes, and everything that was said.
fn told<T>(made: Option<T>, diags: &Diagnostics, places: &Places) -> (Option<T>, String) {
    let report = if diags.items().is_empty() { String::new() } else { render_text(diags, places) };
    (made.filter(|_| !diags.has_errors()), report)
}

fn refuse(diags: &mut Diagnostics, code: Code, file: &str, message: String) {
    diags.report(code, Severity::Error, Place::File(file.to_owned()), message);
}

/// All of the file, or nothing.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    // Behind a link, the file itself.
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temporary = NamedTempFile::new_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    temporary.as_file().sync_all()?;
    temporary.persist(&path)?;
    Ok(())
}
