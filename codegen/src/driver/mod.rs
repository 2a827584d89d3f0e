//! The driver: the stages in their order, from a request to an outcome.

mod compare;
mod glob;
mod import;
mod outcome;
mod paths;
mod request;
mod select;
mod stages;

use std::collections::BTreeSet;
use std::thread;

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostics, Place, Places};
use crate::emit::Files;
use crate::model::{Api, Pointer, SchemaName};
use crate::output::{Target, Written, check, write};
use crate::read::overlay::Provenance;
use crate::read::{Effective, Source, load, open};

pub use compare::{Compared, Comparison, compare, compare_texts};
pub use import::{Import, ImportOutcome, import};
pub use outcome::{Done, Outcome, Product};
pub use request::{Job, Mode, Print, Request, Selection};
pub use select::LeftOut;
pub use stages::{Command, Generated, Layout, generate};

use paths::Paths;

/// Does what is asked for. Everything that goes wrong is in the outcome; then nothing is written.
#[must_use]
pub fn run(request: &Request) -> Outcome {
    let mut diags = Diagnostics::default();
    let mut sources = Sources::default();
    let done = attempt(request, &mut sources, &mut diags);
    let places = sources.places.take().unwrap_or_else(|| sources.places());
    Outcome::new(diags, places, done)
}

/// The texts that diagnostics point into, as far as they were read.
#[derive(Debug, Default)]
struct Sources {
    document: Option<Source>,
    config: Option<Source>,
    overlays: Vec<Source>,
    provenance: Provenance,
    /// The places in them, once somebody has looked for some.
    places: Option<Places>,
}

impl Sources {
    fn places(&self) -> Places {
        Places::new(self.document.as_ref(), self.config.as_ref())
            .with_overlays(&self.overlays, self.provenance.clone())
    }
}

fn attempt(request: &Request, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Done> {
    let config = load_config(request, sources, diags);
    let paths = Paths::new(&request.job, config.as_ref(), diags)?;
    let document = open(&paths.document, &request.remote, diags);
    sources.document.clone_from(&document);
    let Some(config) = config else {
        // The document's own mistakes are worth knowing in the same run.
        let mut effective = load(document?, &[], diags)?;
        effective.remote = request.remote.clone();
        stages::read_and_normalise(effective, diags);
        return None;
    };
    let effective = load_effective(request, &config, document, sources, diags)?;
    let (config, layout, command) = settle(request, config, &paths);
    let pages_of = matches!(request.job, Job::Pages { .. }).then(|| effective.clone());
    let config = with_selection(request, config);
    if request.mode == Mode::Print(Print::Document) {
        return print_document(effective, command, diags);
    }
    let generated = stages::generate_effective(effective, &config, &layout, command, diags)?;
    let product = match request.mode {
        // Printed already, before the stages.
        Mode::Print(Print::Document) => return None,
        Mode::Print(Print::Model) => Product::Printed(format!("{:#?}\n", generated.api)),
        Mode::Print(Print::Names) => Product::Printed(format!("{:#?}\n", generated.names)),
        Mode::Check | Mode::Write => {
            let targets = match pages_of {
                Some(effective) => pages(effective, sources, &generated, &paths, diags)?,
                None => targets(&generated, &paths),
            };
            match request.mode {
                Mode::Check => Product::Checked(check(&targets, diags)?),
                _ => Product::Written(write_and_look_up(&targets, sources, diags)?),
            }
        }
    };
    Some(Done {
        operations: places(&generated.api),
        methods: generated.api.operations.len(),
        schemas: components(&generated.api),
        in_document: generated.in_document,
        left_out: generated.left_out,
        lines: lines(&generated.files),
        command,
        product,
    })
}

/// Writes, while the places of what was reported so far are looked up: reading a text once more
/// takes as long.
fn write_and_look_up(
    targets: &[Target],
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Option<Written> {
    let reported: Vec<Place> = diags.items().iter().map(|item| item.at.clone()).collect();
    let places = sources.places();
    let written = thread::scope(|scope| {
        if !reported.is_empty() {
            scope.spawn(|| places.look_up(&reported));
        }
        write(targets, diags)
    });
    sources.places = Some(places);
    written
}

/// The document with its overlays. Each text that cannot be read is reported.
fn load_effective(
    request: &Request,
    config: &Config,
    document: Option<Source>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Option<Effective> {
    let overlays = paths::overlays(request, config);
    let overlays: Vec<_> = overlays.iter().map(|path| Source::load(path, diags)).collect();
    sources.overlays = overlays.into_iter().collect::<Option<_>>()?;
    let mut effective = load(document?, &sources.overlays, diags)?;
    effective.remote = request.remote.clone().with(&config.fetch);
    sources.provenance.clone_from(&effective.provenance);
    Some(effective)
}

/// The effective document, if nothing is wrong with it. JSON is YAML, too.
fn print_document(effective: Effective, command: Command, diags: &mut Diagnostics) -> Option<Done> {
    let text = format!("{:#}\n", effective.value);
    let resolved = stages::read_and_normalise(effective, diags)?;
    let (operations, schemas) = (resolved.operations.len(), resolved.schemas.len());
    let product = Product::Printed(text);
    (!diags.has_errors()).then_some(Done {
        operations,
        methods: operations,
        schemas,
        in_document: (operations, schemas),
        left_out: Vec::new(),
        lines: 0,
        command,
        product,
    })
}

fn load_config(
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Option<Config> {
    let Some(path) = request.job.config() else { return Some(Config::default()) };
    let source = Source::load(path, diags)?;
    let config = Config::parse(&source.text, &source.name, diags);
    sources.config = Some(source);
    config
}

/// What the stages are told: a workspace of its own inherits from nobody, whatever the config says.
fn settle(request: &Request, mut config: Config, paths: &Paths) -> (Config, Layout, Command) {
    let client_from_server = paths.client_from_server();
    match &request.job {
        Job::Configured { .. } => {
            (config, Layout { client_from_server, ..Layout::default() }, Command::Codegen)
        }
        Job::Pages { .. } => {
            (config, Layout { client_from_server, ..Layout::default() }, Command::Render)
        }
        Job::Workspace { name, client_only, .. } => {
            config.inherit_workspace = false;
            let (name, client_only) = (name.clone(), *client_only);
            (config, Layout { name, client_from_server, client_only }, Command::Generate)
        }
    }
}

/// What the command line selects comes on top of what the config selects.
fn with_selection(request: &Request, mut config: Config) -> Config {
    let Selection { tags, paths, operations, skip_unsupported } = request.selection.clone();
    config.select.tags.extend(tags);
    config.select.paths.extend(paths);
    config.select.operations.extend(operations);
    config.skip_unsupported |= skip_unsupported;
    config
}

/// How many lines the files have, the runtime's own included.
fn lines(files: &Files) -> usize {
    let all = [&files.client, &files.server, &files.workspace].into_iter().flatten();
    all.map(|(_, text)| text.lines().count()).sum()
}

fn targets(generated: &Generated, paths: &Paths) -> Vec<Target> {
    let files = &generated.files;
    let mut targets = vec![Target::of_crate(&paths.client, files.client.clone())];
    if !files.server.is_empty() {
        targets.push(Target::of_crate(&paths.server, files.server.clone()));
    }
    if let Some(workspace) = &paths.workspace {
        targets.push(Target::around(workspace, files.workspace.clone()));
    }
    targets
}

/// The reference pages instead of the crates.
fn pages(
    effective: Effective,
    sources: &Sources,
    generated: &Generated,
    paths: &Paths,
    diags: &mut Diagnostics,
) -> Option<Vec<Target>> {
    let [client, server] = &generated.packages;
    // The stages have reported what is wrong with it.
    let document = &crate::read::check(effective, &mut diags.aside())?.value;
    let input = crate::pages::Input {
        document,
        applied: sources.provenance.applied(),
        api: &generated.api,
        names: &generated.names,
        files: &generated.files,
        packages: [client, server],
        header: &generated.header,
    };
    match crate::pages::render(&input) {
        Ok(pages) => Some(vec![Target::of_crate(&paths.pages, pages)]),
        Err(message) => {
            diags
                .error(Code::Internal, &Pointer::root(), format!("reference pages: {message}"))
                .help("this is a mistake of the generator: please report it with the document");
            None
        }
    }
}

/// The operations as the document counts them: those that a flag parts are one there.
fn places(api: &Api) -> usize {
    let places = api.operations.iter().map(|operation| (&operation.path.text, operation.method));
    places.collect::<BTreeSet<_>>().len()
}

fn components(api: &Api) -> usize {
    api.schemas.iter().filter(|s| matches!(s.name, SchemaName::Component(_))).count()
}
