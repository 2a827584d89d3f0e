//! Config files: everything that is wrong is reported at its place, in one run.

use codegen::config::{Collections, Config, FormatType, Traits, check_package_name};
use codegen::diagnostics::{Diagnostics, Places, render_text};
use codegen::model::{IntegerWidth, ValueType};
use codegen::read::Source;

fn parse(text: &str) -> (Option<Config>, Vec<String>) {
    let source = Source::new("codegen.toml", text);
    let mut diags = Diagnostics::default();
    let config = Config::parse(&source.text, &source.name, &mut diags);
    let places = Places::new(None, Some(&source));
    let lines = diags
        .items()
        .iter()
        .map(|item| {
            let (file, position) = places.position(item);
            let (line, column) = position.unwrap_or_default();
            format!("{file}:{line}:{column}: {}: {}: {}", item.code, item.message, item.help)
        })
        .collect();
    assert!(render_text(&diags, &places).lines().all(|line| line.len() < 300));
    (config, lines)
}

fn problems(text: &str) -> Vec<String> {
    let (config, problems) = parse(text);
    assert_eq!(config.is_none(), !problems.is_empty());
    problems
}

#[test]
fn an_empty_config_is_the_default() {
    let (config, problems) = parse("");
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(format!("{config:?}"), format!("{:?}", Some(Config::default())));
}

#[test]
fn every_entry_is_read() {
    let text = r#"
        document = "a.yaml"
        inherit-workspace = true
        [client]
        package = "pets-client"
        out = "../client"
        dev-dependencies = { tokio = ["macros", "rt"], tower = [] }
        program = false
        [server]
        package = "pets-server"
        out = "../server"
        trait = "Pets"
        traits = "tags"
        [names]
        module-separator = "."
        types = { "a.B" = "C" }
        members = { "/components/schemas/a/properties/b" = "c" }
        operations = { get-x = "x" }
        security.Key = "key"
        traits.cats = "Kittens"
        [types]
        collections = "empty-when-absent"
        sensitive = ["a/b", "c/d"]
        formats = { ulid = "text", u = "uuid", t = "date-time", n = "uint32", d = "a_b::c::Decimal" }
        replace = { "a.B" = "std::net::IpAddr" }
        derives = { "*" = ["Hash"], C = ["a_b::Schema"] }
        crates = { a-b = { version = "1.2", features = ["x"] } }
        [errors]
        schema = "E"
        message = "m"
        detail = "d"
        violations = "v"
        violation-field = "f"
        violation-detail = "g"
    "#;
    let (config, problems) = parse(text);
    assert!(problems.is_empty(), "{problems:?}");
    let config = config.unwrap();
    assert_eq!(config.document.as_deref(), Some("a.yaml"));
    assert!(config.inherit_workspace);
    assert_eq!(config.client.package.as_deref(), Some("pets-client"));
    assert_eq!(config.client.out.as_deref(), Some("../client"));
    assert_eq!((config.client.program, config.server.program), (Some(false), None));
    assert_eq!(config.client.dev_dependencies["tokio"], ["macros", "rt"]);
    assert!(config.client.dev_dependencies["tower"].is_empty());
    assert!(config.server.dev_dependencies.is_empty());
    assert_eq!(config.server.package.as_deref(), Some("pets-server"));
    assert_eq!(config.server.out.as_deref(), Some("../server"));
    assert_eq!(config.server.r#trait.as_deref(), Some("Pets"));
    assert_eq!(config.names.module_separator.as_deref(), Some("."));
    assert_eq!(config.names.types["a.B"], "C");
    assert_eq!(config.names.members["/components/schemas/a/properties/b"], "c");
    assert_eq!(config.names.operations["get-x"], "x");
    assert_eq!(config.names.security["Key"], "key");
    assert_eq!(config.server.traits, Traits::Tags);
    assert_eq!(config.names.traits["cats"], "Kittens");
    assert_eq!(config.types.collections, Collections::EmptyWhenAbsent);
    assert_eq!(config.types.sensitive, ["a/b", "c/d"]);
    assert_eq!(config.types.formats["ulid"], FormatType::Text);
    assert_eq!(config.types.formats["u"], FormatType::Uuid);
    assert_eq!(config.types.formats["t"], FormatType::DateTime);
    assert_eq!(config.types.formats["n"], FormatType::Integer(IntegerWidth::Uint32));
    let own = FormatType::Value(ValueType::Own("::a_b::c::Decimal".to_owned()));
    assert_eq!(config.types.formats["d"], own);
    assert_eq!(config.types.replace["a.B"], "::std::net::IpAddr");
    assert_eq!(config.types.derives["C"], ["::a_b::Schema"]);
    let krate = &config.types.crates["a-b"];
    assert_eq!((krate.version.as_str(), krate.features.as_slice()), ("1.2", &["x".to_owned()][..]));
    let errors = config.errors.unwrap();
    assert_eq!([errors.schema, errors.message], ["E", "m"]);
    let rest = [errors.detail, errors.violations, errors.violation_field, errors.violation_detail];
    assert_eq!(rest.map(Option::unwrap), ["d", "v", "f", "g"]);
}

/// The page shows every entry there is, with another value than the default.
#[test]
fn the_documented_config_is_right_and_whole() {
    let page = include_str!("../CONFIG.md");
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (config, problems) = parse(example);
    assert!(problems.is_empty(), "{problems:?}");
    let config = format!("{:#?}", config.unwrap());
    for default in [
        ": None,",
        ": [],",
        ": {},",
        ": false,",
        ": Optional,",
        ": Distinct,",
        ": Merged,",
        ": One,",
    ] {
        let missing: Vec<&str> = config.lines().filter(|line| line.ends_with(default)).collect();
        assert!(missing.is_empty(), "not on the page: {missing:?}");
    }
}

#[test]
fn our_own_config_is_right() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/codegen.toml");
    let (config, problems) = parse(&std::fs::read_to_string(path).unwrap());
    assert!(config.is_some(), "{problems:?}");
}

#[test]
fn all_unknown_keys_are_found_with_a_suggestion() {
    let text = "\
documnet = \"a.yaml\"
[client]
pakage = \"x\"
colour = 1
[names.types]
\"any.Name\" = \"Fine\"
[server]
Trait = \"X\"
[erors]
";
    assert_eq!(
        problems(text),
        [
            "codegen.toml:3:1: E502: `[client]` has no entry `pakage`: did you mean `package`?",
            "codegen.toml:4:1: E502: `[client]` has no entry `colour`: known here: `package`, `out`, `program`, `dev-dependencies`",
            "codegen.toml:8:1: E502: `[server]` has no entry `Trait`: did you mean `trait`?",
            "codegen.toml:1:1: E502: the config has no entry `documnet`: did you mean `document`?",
            "codegen.toml:9:2: E502: the config has no entry `erors`: did you mean `errors`?",
        ]
    );
}

#[test]
fn all_wrong_types_are_found() {
    let text = "\
document = 1
inherit-workspace = \"yes\"
client = \"x\"
[names]
types = [\"a\"]
operations = { a = true }
[types]
sensitive = [\"ok\", 2]
collections = \"lists\"
formats = { a = \"uid\", b = 1979-05-27 }
";
    assert_eq!(
        problems(text),
        [
            "codegen.toml:1:12: E501: this is a number, but should be a text: ",
            "codegen.toml:3:10: E501: this is a text, but should be a table: ",
            "codegen.toml:5:9: E501: this is a list, but should be a table: ",
            "codegen.toml:6:20: E501: this is a boolean, but should be a text: ",
            "codegen.toml:10:17: E504: `uid` is not possible here: did you mean `uuid`?",
            "codegen.toml:10:28: E501: this is a time, but should be a text: ",
            "codegen.toml:8:20: E501: this is a number, but should be a text: ",
            "codegen.toml:9:15: E504: `lists` is not possible here: \
             one of `optional`, `empty-when-absent`",
            "codegen.toml:2:21: E501: this is a text, but should be `true` or `false`: ",
        ]
    );
}

#[test]
fn mistakes_of_notation_have_a_place() {
    let found = problems("document = \"a\"\nb = x\n[client]\npackage =\n");
    assert!(found.len() >= 2, "{found:?}");
    assert!(found[0].starts_with("codegen.toml:2:"), "{found:?}");
    assert!(found[1].starts_with("codegen.toml:4:"), "{found:?}");
    let found = problems("a = 1\na = 2\n");
    assert!(found[0].starts_with("codegen.toml:2:1: E501: "), "{found:?}");
}

#[test]
fn values_are_checked() {
    let text = "\
document = \"\"
[client]
package = \"Pets\"
[server]
package = \"serde-json\"
trait = \"pets_api\"
[errors]
message = \"m\"
violations = \"v\"
violation-field = \"f\"
[names.traits]
pets = \"Animals\"
";
    let found = problems(text);
    let starts = [
        "codegen.toml:1:12: E504: this text must not be empty",
        "codegen.toml:7:1: E504: `[errors]` needs an entry `schema`",
        "codegen.toml:9:14: E504: `violations` needs `violation-detail` beside it",
        "codegen.toml:3:11: E504: `Pets` is not a package name",
        "codegen.toml:5:11: E504: `serde-json` is the name of a crate that generated code depends on",
        "codegen.toml:11:1: E504: tags have no traits to be named",
        "codegen.toml:6:9: E403: `pets_api` cannot be the name of a trait",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}\n{start}");
    }
}

#[test]
fn types_of_the_users_own_come_from_crates_that_are_known() {
    let text = "\
[types.formats]
a = \"no path\"
b = \"lost::Type\"
c = \"std::net::\"
[types.derives]
D = [\"Ha sh\"]
[types.crates]
idle = { version = \"1\", feature = [] }
bare = {}
";
    let found = problems(text);
    let starts = [
        "codegen.toml:2:5: E504: `no path` is not possible here",
        "codegen.toml:4:5: E504: `std::net::` is no path of a type",
        "codegen.toml:6:6: E504: `Ha sh` is no trait",
        "codegen.toml:9:8: E504: the crate `bare` has no `version`",
        "codegen.toml:8:25: E502: `[types.crates.idle]` has no entry `feature`",
        "codegen.toml:3:5: E504: nothing says which version of `lost` is meant",
        "codegen.toml:9:8: E504: no type and no trait comes from `bare`",
        "codegen.toml:8:8: E504: no type and no trait comes from `idle`",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}\n{start}");
    }
}

#[test]
fn two_crates_need_two_names_and_folders() {
    let text = "\
[client]
package = \"a-b\"
out = \"x\"
[server]
package = \"a_b\"
out = \"x\"
";
    let found = problems(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("codegen.toml:5:11: E504"), "{found:?}");
    assert!(found[1].starts_with("codegen.toml:6:7: E504"), "{found:?}");
}

#[test]
fn package_names() {
    for name in ["a", "pets-client", "a_b", "x2"] {
        assert_eq!(check_package_name(name), Ok(()), "{name}");
    }
    for name in
        ["", "A", "2x", "-a", "a b", "a.b", "é", "fn", "std", "test", "serde", "tokio", "self"]
    {
        assert!(check_package_name(name).is_err(), "{name}");
    }
}
