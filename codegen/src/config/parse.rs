//! From the text of a config file to a checked [`Config`].

use toml::de::DeTable;

use super::check::check;
use super::entries::{Entries, invalid};
use super::own;
use super::{
    ClientConfig, Collections, Config, ErrorsConfig, Features, NamesConfig, Null, ReferenceConfig,
    SelectConfig, ServerConfig, Traits, Twins, TypesConfig,
};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::read::Prefix;

impl Config {
    /// Reads a config file, which the user knows as `file`. Everything that is wrong with it is
    /// reported at once; what matches nothing in the document, only later stages can tell.
    pub fn parse(text: &str, file: &str, diags: &mut Diagnostics) -> Option<Self> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            for error in &errors {
                let (line, column) = line_column(text, error.span().map_or(0, |span| span.start));
                diags
                    .report(
                        Code::ConfigSyntax,
                        Severity::Error,
                        Place::Text { file: file.to_owned(), line, column },
                        format!("not TOML: {}", error.message().replace('\n', ", ")),
                    )
                    .help("mend the line; https://toml.io shows the notation");
            }
            return None;
        }
        let before = diags.items().len();
        let config = read(Entries::root(table.get_ref()), diags);
        check(&config, diags);
        let failed = diags.items().iter().skip(before).any(|d| d.severity != Severity::Warning);
        (!failed).then_some(config)
    }
}

fn read(mut root: Entries<'_>, diags: &mut Diagnostics) -> Config {
    let features = [("none", Features::None), ("tags", Features::Tags)];
    let config = Config {
        document: root.text("document", diags),
        overlays: root.texts("overlays", diags),
        fetch: root.list("fetch", diags, Prefix::parse),
        client: client(root.table("client", diags), diags),
        server: server(root.table("server", diags), diags),
        reference: reference(root.table("reference", diags), diags),
        names: names(root.table("names", diags), diags),
        types: types(root.table("types", diags), diags),
        errors: errors(root.table("errors", diags), diags),
        select: select(root.table("select", diags), diags),
        skip_unsupported: root.flag("skip-unsupported", diags),
        inherit_workspace: root.flag("inherit-workspace", diags),
        features: root.choice("features", &features, diags).unwrap_or_default(),
    };
    root.done(diags);
    config
}

fn select(mut table: Entries<'_>, diags: &mut Diagnostics) -> SelectConfig {
    let select = SelectConfig {
        tags: table.texts("tags", diags),
        paths: table.texts("paths", diags),
        operations: table.texts("operations", diags),
        keep_schemas: table.flag("keep-schemas", diags),
    };
    table.done(diags);
    select
}

fn client(mut table: Entries<'_>, diags: &mut Diagnostics) -> ClientConfig {
    let client = ClientConfig {
        package: table.text("package", diags),
        out: table.text("out", diags),
        program: table.switch("program", diags),
        dev_dependencies: table.lists("dev-dependencies", diags),
    };
    table.done(diags);
    client
}

fn server(mut table: Entries<'_>, diags: &mut Diagnostics) -> ServerConfig {
    let traits = [("one", Traits::One), ("tags", Traits::Tags)];
    let server = ServerConfig {
        package: table.text("package", diags),
        out: table.text("out", diags),
        r#trait: table.text("trait", diags),
        traits: table.choice("traits", &traits, diags).unwrap_or_default(),
        program: table.switch("program", diags),
        dev_dependencies: table.lists("dev-dependencies", diags),
    };
    table.done(diags);
    server
}

fn reference(mut table: Entries<'_>, diags: &mut Diagnostics) -> ReferenceConfig {
    let reference = ReferenceConfig { out: table.text("out", diags) };
    table.done(diags);
    reference
}

fn names(mut table: Entries<'_>, diags: &mut Diagnostics) -> NamesConfig {
    let names = NamesConfig {
        module_separator: table.text("module-separator", diags),
        types: table.names("types", diags),
        members: table.names("members", diags),
        operations: table.names("operations", diags),
        security: table.names("security", diags),
        traits: table.names("traits", diags),
    };
    table.done(diags);
    names
}

fn types(mut table: Entries<'_>, diags: &mut Diagnostics) -> TypesConfig {
    let collections =
        [("optional", Collections::Optional), ("empty-when-absent", Collections::EmptyWhenAbsent)];
    let null = [("distinct", Null::Distinct), ("absent", Null::Absent)];
    let twins = [("merged", Twins::Merged), ("apart", Twins::Apart)];
    let types = TypesConfig {
        formats: table.parsed("formats", diags, own::format),
        replace: table.parsed("replace", diags, own::rust_type),
        derives: own::derives(table.lists("derives", diags), diags),
        crates: own::crates(table.tables("crates", diags), diags),
        sensitive: table.texts("sensitive", diags),
        collections: table.choice("collections", &collections, diags).unwrap_or_default(),
        null: table.choice("null", &null, diags).unwrap_or_default(),
        twins: table.choice("twins", &twins, diags).unwrap_or_default(),
    };
    table.done(diags);
    own::check(&types, diags);
    types
}

fn errors(mut table: Entries<'_>, diags: &mut Diagnostics) -> Option<ErrorsConfig> {
    let schema = table.text("schema", diags);
    let message = table.text("message", diags);
    let detail = table.text("detail", diags);
    let violations = table.text("violations", diags);
    let violation_field = table.text("violation-field", diags);
    let violation_detail = table.text("violation-detail", diags);
    if table.is_present() {
        check_errors(&table, diags);
    }
    table.done(diags);
    let (schema, message) = (schema?, message?);
    Some(ErrorsConfig { schema, message, detail, violations, violation_field, violation_detail })
}

/// Reports entries of `[errors]` that need others beside them.
fn check_errors(table: &Entries<'_>, diags: &mut Diagnostics) {
    for key in ["schema", "message"] {
        if !table.has(key) {
            invalid(diags, table.place(), format!("`[errors]` needs an entry `{key}`"))
                .help("say which schema errors have and which of its members is the message");
        }
    }
    for key in ["violation-field", "violation-detail"] {
        if table.has("violations") && !table.has(key) {
            let message = format!("`violations` needs `{key}` beside it");
            invalid(diags, &table.at("violations"), message)
                .help("name the member of the list's items");
        }
        if table.has(key) && !table.has("violations") {
            let message = format!("`{key}` has no effect without `violations`");
            invalid(diags, &table.at(key), message)
                .help("remove it, or name the member that lists what is wrong with a request");
        }
    }
}

/// Both from 1; the column in characters.
fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
