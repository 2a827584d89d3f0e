//! `cargo xtask reference`: our document and the published reference.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context as _, Result, anyhow, bail};
use codegen::model::Pointer;
use codegen::read::Source;
use codegen::reference::{
    Difference, Facts, Failure, Form, Kind, Provenance, Recording, Selection, compare, document,
    page, read_recording, swagger, write_recording,
};

use crate::cli::{RecordArgs, ReferenceArgs};
use crate::fetch::{Expect, Fetched, fetch};

/// More lines than this help nobody.
const MOST_LINES: usize = 1_000;

/// `cargo xtask reference check`.
pub(crate) fn check(args: &ReferenceArgs) -> ExitCode {
    exit_code(compare_sources(args))
}

/// `cargo xtask reference record`.
pub(crate) fn record(args: &RecordArgs) -> ExitCode {
    exit_code(write_facts(args).map(|()| true))
}

/// 0 means in sync, 1 that there are differences, 2 that there is no comparison.
fn exit_code(done: Result<bool>) -> ExitCode {
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn spec(file: &str) -> PathBuf {
    crate::root().join("spec").join(file)
}

fn recording_path(args: &ReferenceArgs) -> PathBuf {
    args.recording.clone().unwrap_or_else(|| spec("reference.json"))
}

fn load(path: &Path) -> Result<Source> {
    Ok(fetch(&path.display().to_string(), Expect::Description)?.source)
}

fn failed(failure: &Failure, sources: &[Source]) -> anyhow::Error {
    anyhow!("{}", failure.render(sources))
}

fn our_document(args: &ReferenceArgs) -> Result<Facts> {
    let source = load(&args.spec.clone().unwrap_or_else(|| spec("agents.yaml")))?;
    let overlays = args.overlay.iter().map(|path| load(path)).collect::<Result<Vec<_>>>()?;
    document(&source, &overlays).map_err(|failure| failed(&failure, &[source]))
}

fn recorded(path: &Path) -> Result<Recording> {
    let source = load(path)?;
    read_recording(&source).map_err(|failure| failed(&failure, &[source]))
}

fn compare_sources(args: &ReferenceArgs) -> Result<bool> {
    let ours = our_document(args)?;
    if args.page.is_none() && args.swagger.is_none() {
        return Ok(report(&ours, &recorded(&recording_path(args))?.facts));
    }
    let mut same = true;
    for (facts, _) in sources(args, &ours)? {
        same &= report(&ours, &facts);
    }
    Ok(same)
}

/// Prints the differences; true if there are none.
fn report(ours: &Facts, theirs: &Facts) -> bool {
    let differences = compare(ours, theirs);
    let shown = differences.get(..MOST_LINES).unwrap_or(&differences);
    crate::print(&Difference::render_all(shown, ours, theirs));
    let more = differences.len() - shown.len();
    if more > 0 {
        crate::print(&format!("and {more} more\n"));
    }
    let names: Vec<&str> = theirs.sources.iter().map(|source| source.name.as_str()).collect();
    let forms: Vec<&str> = theirs.forms.iter().map(|form| form.word()).collect();
    eprintln!(
        "{} ({}): {} facts, {} operations, {} schemas: {}",
        names.join(", "),
        forms.join(", "),
        theirs.count(),
        theirs.count_of(Kind::Operation),
        theirs.count_of(Kind::Schema),
        match differences.len() {
            0 => "in sync".to_owned(),
            1 => "1 difference".to_owned(),
            count => format!("{count} differences"),
        }
    );
    differences.is_empty()
}

/// The facts of every source, with what is remembered of its texts.
fn sources(args: &ReferenceArgs, ours: &Facts) -> Result<Vec<(Facts, Vec<Fetched>)>> {
    let mut found = Vec::new();
    if let Some(place) = &args.page {
        let main = fetch(place, Expect::Page)?;
        let schemas = args.schemas.as_ref().map(|place| fetch(place, Expect::Page)).transpose()?;
        let second = schemas.as_ref().map(|schemas| &schemas.source);
        let facts = page(&main.source, second, &ours.base).map_err(|failure| {
            let texts = [Some(&main.source), second];
            failed(&failure, &texts.into_iter().flatten().cloned().collect::<Vec<_>>())
        })?;
        found.push((facts, [Some(main), schemas].into_iter().flatten().collect()));
    }
    if let Some(place) = &args.swagger {
        let fetched = fetch(place, Expect::Description)?;
        let selection = Selection::like(ours, hidden(args)?);
        let facts = swagger(&fetched.source, &selection)
            .map_err(|failure| failed(&failure, std::slice::from_ref(&fetched.source)))?;
        found.push((facts, vec![fetched]));
    }
    Ok(found)
}

/// Where operations are marked that are not on the page: as told, else as recorded.
fn hidden(args: &ReferenceArgs) -> Result<Option<Pointer>> {
    if let Some(text) = &args.hidden {
        let pointer = Pointer::parse(text);
        return pointer.map(Some).with_context(|| format!("`{text}` is no JSON pointer"));
    }
    hidden_in(&recording_path(args))
}

/// Where this repository's record says that operations are marked that are not on the page.
pub(crate) fn recorded_hidden() -> Result<Option<Pointer>> {
    hidden_in(&spec("reference.json"))
}

fn hidden_in(path: &Path) -> Result<Option<Pointer>> {
    if path.exists() { Ok(recorded(path)?.hidden) } else { Ok(None) }
}

fn write_facts(args: &RecordArgs) -> Result<()> {
    let ours = our_document(&args.sources)?;
    let mut all: Option<Facts> = None;
    let mut provenance = Vec::new();
    for (facts, fetched) in sources(&args.sources, &ours)? {
        for (form, fetched) in facts.forms.iter().zip(&fetched) {
            provenance.push(remember(args, *form, fetched)?);
        }
        match &mut all {
            None => all = Some(facts),
            Some(all) => {
                let texts = [all.sources.clone(), facts.sources.clone()].concat();
                all.merge(&facts).map_err(|failure| failed(&failure, &texts))?;
            }
        }
    }
    let Some(facts) = all else { bail!("name a page or a Swagger document to record") };
    let count = facts.count();
    let recording = Recording { provenance, hidden: hidden(&args.sources)?, facts };
    let path = recording_path(&args.sources);
    fs::write(&path, write_recording(&recording)).with_context(|| path.display().to_string())?;
    eprintln!("{}: {count} facts", path.display());
    Ok(())
}

fn remember(args: &RecordArgs, form: Form, fetched: &Fetched) -> Result<Provenance> {
    let origin = if fetched.remote { &fetched.source.name } else { &args.repository };
    if origin.is_empty() {
        bail!("the path of a file means nothing elsewhere; say --repository");
    }
    let today = chrono::DateTime::<chrono::Utc>::from(SystemTime::now());
    Ok(Provenance {
        form: form.word().to_owned(),
        origin: origin.clone(),
        revision: args.revision.clone(),
        date: today.format("%Y-%m-%d").to_string(),
        sha256: fetched.sha256.clone(),
    })
}
