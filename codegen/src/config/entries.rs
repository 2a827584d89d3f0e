//! Tables of a TOML text, read entry by entry so that every mistake is found in one run.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;
use crate::read::suggest;

/// A table, and the keys that were asked for.
pub(super) struct Entries<'t> {
    table: Option<&'t DeTable<'t>>,
    at: Pointer,
    known: Vec<&'static str>,
}

impl<'t> Entries<'t> {
    /// The whole text.
    pub(super) fn root(table: &'t DeTable<'t>) -> Self {
        Self { table: Some(table), at: Pointer::root(), known: Vec::new() }
    }

    /// The table itself is there.
    pub(super) fn is_present(&self) -> bool {
        self.table.is_some()
    }

    /// An entry of this name is there, right or wrong.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    /// Where an entry stands.
    pub(super) fn at(&self, key: &str) -> Pointer {
        self.at.join(key)
    }

    /// Where the table stands.
    pub(super) fn place(&self) -> &Pointer {
        &self.at
    }

    /// A table below this one; an empty one when it is not there.
    pub(super) fn table(&mut self, key: &'static str, diags: &mut Diagnostics) -> Self {
        let table = match self.value(key) {
            Some(DeValue::Table(table)) => Some(table),
            Some(other) => self.wrong(key, "a table", other, diags),
            None => None,
        };
        Self { table, at: self.at(key), known: Vec::new() }
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &'static str, diags: &mut Diagnostics) -> Option<String> {
        let value = self.value(key)?;
        text(&self.at(key), value, diags)
    }

    /// `true` or `false`; `false` when it is not there.
    pub(super) fn flag(&mut self, key: &'static str, diags: &mut Diagnostics) -> bool {
        self.switch(key, diags).unwrap_or(false)
    }

    /// `true` or `false`; nothing when it is not there.
    pub(super) fn switch(&mut self, key: &'static str, diags: &mut Diagnostics) -> Option<bool> {
        match self.value(key)? {
            DeValue::Boolean(flag) => Some(*flag),
            other => self.wrong(key, "`true` or `false`", other, diags),
        }
    }

    /// One of these words.
    pub(super) fn choice<T: Clone>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        diags: &mut Diagnostics,
    ) -> Option<T> {
        let value = self.value(key)?;
        choice(&self.at(key), value, words, diags)
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'static str, diags: &mut Diagnostics) -> Vec<String> {
        let at = self.at(key);
        self.value(key).and_then(|value| texts(&at, value, diags)).unwrap_or_default()
    }

    /// A list of texts that mean something; why one does not, is said.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
        read: fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        let at = self.at(key);
        let texts = self.texts(key, diags).into_iter().enumerate();
        let read = texts.filter_map(|(index, text)| match read(&text) {
            Ok(value) => Some(value),
            Err(why) => {
                invalid(diags, &at.join(index), why);
                None
            }
        });
        read.collect()
    }

    /// A table whose values are lists of texts.
    pub(super) fn lists(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> BTreeMap<String, Vec<String>> {
        self.table(key, diags).each(|at, value| texts(at, value, diags))
    }

    /// A table whose keys are names of the document and whose values are texts.
    pub(super) fn names(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> BTreeMap<String, String> {
        self.table(key, diags).each(|at, value| text(at, value, diags))
    }

    /// A table whose keys are names of the document and whose values are texts that mean something.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
        read: fn(&Pointer, String, &mut Diagnostics) -> Option<T>,
    ) -> BTreeMap<String, T> {
        self.table(key, diags).each(|at, value| {
            let found = text(at, value, diags)?;
            read(at, found, diags)
        })
    }

    /// A table of tables whose keys are names that the user chooses.
    pub(super) fn tables(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Vec<(String, Self)> {
        let all = self.table(key, diags);
        let mut tables = Vec::new();
        for (key, value) in all.table.into_iter().flat_map(DeTable::iter) {
            let (key, at) = (key.get_ref().as_ref(), all.at.join(key.get_ref()));
            match value.get_ref() {
                DeValue::Table(table) => {
                    tables
                        .push((key.to_owned(), Self { table: Some(table), at, known: Vec::new() }));
                }
                other => drop(wrong_type::<()>(&at, "a table", other, diags)),
            }
        }
        tables
    }

    /// Reports every entry that nobody asked for.
    pub(super) fn done(self, diags: &mut Diagnostics) {
        let Some(table) = self.table else { return };
        let mut unknown: Vec<_> =
            table.iter().filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|(key, _)| key.span().start);
        for (key, _) in unknown {
            let key = key.get_ref().as_ref();
            let home = match self.at.tokens() {
                [] => "the config".to_owned(),
                tokens => format!("`[{}]`", tokens.join(".")),
            };
            let help = match suggest(key, self.known.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("known here: {}", listed(&self.known)),
            };
            diags
                .report(
                    Code::ConfigUnknownKey,
                    Severity::Error,
                    Place::Config(self.at(key), Part::Key),
                    format!("{home} has no entry `{key}`"),
                )
                .help(help);
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'t DeValue<'t>> {
        self.known.push(key);
        self.table?.get(key).map(|value| value.get_ref())
    }

    fn each<T>(
        self,
        mut read: impl FnMut(&Pointer, &DeValue<'_>) -> Option<T>,
    ) -> BTreeMap<String, T> {
        let mut all = BTreeMap::new();
        for (key, value) in self.table.into_iter().flat_map(DeTable::iter) {
            let key = key.get_ref().as_ref();
            if let Some(value) = read(&self.at.join(key), value.get_ref()) {
                all.insert(key.to_owned(), value);
            }
        }
        all
    }

    fn wrong<T>(
        &self,
        key: &str,
        wanted: &str,
        found: &DeValue<'_>,
        diags: &mut Diagnostics,
    ) -> Option<T> {
        wrong_type(&self.at(key), wanted, found, diags)
    }
}

fn text(at: &Pointer, value: &DeValue<'_>, diags: &mut Diagnostics) -> Option<String> {
    let DeValue::String(text) = value else {
        return wrong_type(at, "a text", value, diags);
    };
    if text.is_empty() {
        invalid(diags, at, "this text must not be empty").help("remove the entry, or fill it in");
        return None;
    }
    Some(text.to_string())
}

fn texts(at: &Pointer, value: &DeValue<'_>, diags: &mut Diagnostics) -> Option<Vec<String>> {
    let DeValue::Array(items) = value else {
        return wrong_type(at, "a list of texts", value, diags);
    };
    let items = items.iter().enumerate();
    Some(items.filter_map(|(index, item)| text(&at.join(index), item.get_ref(), diags)).collect())
}

fn choice<T: Clone>(
    at: &Pointer,
    value: &DeValue<'_>,
    words: &[(&'static str, T)],
    diags: &mut Diagnostics,
) -> Option<T> {
    let found = text(at, value, diags)?;
    word(at, &found, words, diags)
}

/// What a word means that is one of these.
pub(super) fn word<T: Clone>(
    at: &Pointer,
    found: &str,
    words: &[(&'static str, T)],
    diags: &mut Diagnostics,
) -> Option<T> {
    if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == found) {
        return Some(meaning.clone());
    }
    let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    let help = match suggest(found, words.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("one of {}", listed(&words)),
    };
    invalid(diags, at, format!("`{found}` is not possible here")).help(help);
    None
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn wrong_type<T>(
    at: &Pointer,
    wanted: &str,
    found: &DeValue<'_>,
    diags: &mut Diagnostics,
) -> Option<T> {
    let found = match found {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    let place = Place::Config(at.clone(), Part::Value);
    diags.report(
        Code::ConfigSyntax,
        Severity::Error,
        place,
        format!("this is {found}, but should be {wanted}"),
    );
    None
}

/// Reports a value that has the right type, but makes no sense.
pub(super) fn invalid<'d>(
    diags: &'d mut Diagnostics,
    at: &Pointer,
    message: impl Into<String>,
) -> &'d mut Diagnostic {
    let place = Place::Config(at.clone(), Part::Value);
    diags.report(Code::ConfigInvalidValue, Severity::Error, place, message)
}
