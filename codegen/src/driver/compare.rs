//! Two documents instead of one: what changed from one to the other.

use std::path::PathBuf;

use super::stages::{Command, Generated, Layout, generate_effective};
use crate::config::{Config, Twins};
use crate::diagnostics::{Code, Diagnostics, Places, render_text};
use crate::diff::{Format, Report, Side, diff, render};
use crate::read::{Extract, Remote, Source, extract, load};

/// Which documents to compare.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The old document.
    pub old: PathBuf,
    /// The new document.
    pub new: PathBuf,
    /// Overlays for both of them.
    pub overlays: Vec<PathBuf>,
    /// A config file for both of them. Entries in it that match nothing do not matter here.
    pub config: Option<PathBuf>,
    /// Which operations matter; all others may be wrong.
    pub extract: Extract,
    /// How texts are fetched from where the config allows it.
    pub remote: Remote,
}

/// What came of a comparison.
#[derive(Debug)]
pub struct Compared {
    /// What was said about the documents, ready to be printed.
    pub diagnostics: String,
    /// What changed; nothing if a document, an overlay or the config is wrong.
    pub report: Option<Report>,
    places: [Places; 2],
}

impl Compared {
    /// The report as text.
    #[must_use]
    pub fn render(&self, format: Format) -> String {
        let [old, new] = &self.places;
        self.report.as_ref().map_or(String::new(), |report| render(report, [old, new], format))
    }
}

/// Compares two files.
#[must_use]
pub fn compare(comparison: &Comparison) -> Compared {
    let mut diags = Diagnostics::default();
    let mut texts = |path: &PathBuf| Source::load(path, &mut diags);
    let old = texts(&comparison.old);
    let new = texts(&comparison.new);
    let overlays: Vec<_> = comparison.overlays.iter().map(&mut texts).collect();
    let config_text = comparison.config.as_ref().map(texts);
    let config = match &config_text {
        None => Some(Config::default()),
        Some(None) => None,
        Some(Some(source)) => Config::parse(&source.text, &source.name, &mut diags),
    };
    let config_text = config_text.flatten();
    let overlays: Option<Vec<Source>> = overlays.into_iter().collect();
    match (old, new, overlays, config) {
        (Some(old), Some(new), Some(overlays), Some(config)) if !diags.has_errors() => {
            let remote = comparison.remote.clone().with(&config.fetch);
            compared([old, new], &overlays, &config, &comparison.extract, &remote)
        }
        _ => {
            let places = || Places::new(None, config_text.as_ref());
            let diagnostics = render_text(&diags, &places());
            Compared { diagnostics, report: None, places: [places(), places()] }
        }
    }
}

/// Compares two texts. Nothing is fetched for them.
#[must_use]
pub fn compare_texts(
    texts: [Source; 2],
    overlays: &[Source],
    config: &Config,
    wanted: &Extract,
) -> Compared {
    compared(texts, overlays, config, wanted, &Remote::default())
}

fn compared(
    texts: [Source; 2],
    overlays: &[Source],
    config: &Config,
    wanted: &Extract,
    remote: &Remote,
) -> Compared {
    let [old, new] = texts;
    let (old, old_places, mut diagnostics) = one(old, overlays, config, wanted, remote);
    let (new, new_places, told) = one(new, overlays, config, wanted, remote);
    diagnostics.push_str(&told);
    let report =
        old.zip(new).and_then(|(old, new)| match diff(side(&old, config), side(&new, config)) {
            Ok(report) => Some(report),
            Err(mistake) => {
                diagnostics.push_str(&format!("mistake in the generator: {mistake}\n"));
                None
            }
        });
    Compared { diagnostics, report, places: [old_places, new_places] }
}

fn side<'a>(generated: &'a Generated, config: &'a Config) -> Side<'a> {
    let Generated { api, names, files, .. } = generated;
    Side { api, names, files, config }
}

fn one(
    text: Source,
    overlays: &[Source],
    config: &Config,
    wanted: &Extract,
    remote: &Remote,
) -> (Option<Generated>, Places, String) {
    // The config belongs to one of the documents, and says more than the other one needs.
    let mut diags = Diagnostics::tolerating(&[Code::ConfigUnusedEntry]);
    let places = Places::new(Some(&text), None);
    let effective = load(text, overlays, &mut diags);
    let provenance = effective.as_ref().map(|effective| effective.provenance.clone());
    let places = places.with_overlays(overlays, provenance.unwrap_or_default());
    // Packages have one name on both sides, whatever the titles are.
    let layout = Layout { name: Some("api".to_owned()), ..Layout::default() };
    // Two places that have one type only as long as they look alike are compared each for itself.
    let mut config = config.clone();
    config.types.twins = Twins::Apart;
    let generated = effective.and_then(|mut effective| {
        extract(&mut effective.value, wanted);
        effective.remote = remote.clone();
        generate_effective(effective, &config, &layout, Command::Generate, &mut diags)
    });
    let told = if diags.has_errors() { render_text(&diags, &places) } else { String::new() };
    (generated, places.with_moves(&diags), told)
}
