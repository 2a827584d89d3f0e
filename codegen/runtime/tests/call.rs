//! The program `call` without any document: its command line, and what texts become.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use codegen_runtime::call::arguments::Arguments;
use codegen_runtime::call::caller::Caller;
use codegen_runtime::call::failure::Failure;
use codegen_runtime::call::input::whole_characters;
use codegen_runtime::call::options::{Options, Wish, help};
use codegen_runtime::call::table::{
    Body, Credential, Operation, Parameter, Pending, find, nearest,
};
use codegen_runtime::client::security::{Placement, Scheme};
use codegen_runtime::types::secret::Secret;

static USER: Scheme = Scheme { name: "User", placement: Placement::Bearer };
static PROXY: Scheme = Scheme { name: "Proxy", placement: Placement::Header("x-proxy") };

const CREDENTIALS: &[Credential] =
    &[Credential::new(&USER, "CALL_TOKEN_USER"), Credential::new(&PROXY, "CALL_TOKEN_PROXY")];

fn nothing(_: &Caller) -> Pending<'_> {
    Box::pin(async { Ok(()) })
}

const OPERATIONS: &[Operation] = &[Operation {
    id: "get-logs",
    place: "GET /logs/{job}",
    about: "Lines",
    parameters: &[
        Parameter::required("job", "path", ""),
        Parameter::optional("after", "query", "Later ones."),
        Parameter::repeated("label", "query", ""),
        Parameter::optional("raw", "query", ""),
    ],
    body: Body::Optional,
    run: nothing,
}];

fn parse(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Wish, Failure> {
    let variable = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name)?;
        Some(found.1.to_owned())
    };
    Options::parse(arguments.iter().map(Into::into), variable, CREDENTIALS)
}

fn options(arguments: &[&str], variables: &[(&str, &str)]) -> Options {
    let Ok(Wish::Call(options)) = parse(arguments, variables) else { panic!("{arguments:?}") };
    *options
}

fn arguments(given: &[&str]) -> Result<Arguments, String> {
    let all: Vec<&str> = ["get-logs", "--url=http://h"].iter().chain(given).copied().collect();
    let operation = find(OPERATIONS, "get-logs").unwrap();
    Arguments::of(operation, &options(&all, &[])).map_err(|failure| failure.to_string())
}

#[test]
fn secrets_come_from_the_environment_or_the_command_line() {
    let url = ("CALL_URL", "http://h");
    let found = options(&["x"], &[url, ("CALL_TOKEN", "a"), ("CALL_TOKEN_PROXY", "b")]);
    assert_eq!(found.url, "http://h");
    assert_eq!(found.token, Some(Secret::new("a")));
    assert_eq!(found.tokens, [("Proxy", Secret::new("b"))]);
    let given = ["x", "--url", "http://i", "--token=c=d", "--token", "Proxy=e", "--token=User="];
    let found = options(&given, &[url, ("CALL_TOKEN", "a"), ("CALL_TOKEN_PROXY", "b")]);
    assert_eq!(found.url, "http://i");
    assert_eq!(found.token, Some(Secret::new("c=d")), "`c` is no scheme");
    assert_eq!(found.tokens, [("Proxy", Secret::new("e")), ("User", Secret::new(""))]);
    assert!(!format!("{found:?}").contains("c=d"));
    assert_eq!(options(&["x"], &[url, ("CALL_TOKEN", "")]).token, None);
}

#[test]
fn exactly_one_of_several_is_chosen() {
    let chosen = |given: &[&str]| {
        let given = arguments(&[&["--param", "job=1"], given].concat()).unwrap();
        given.choice(&["after", "raw"]).map_err(|failure| failure.to_string())
    };
    assert_eq!(chosen(&["--param", "raw=x"]), Ok("raw"));
    assert!(chosen(&[]).unwrap_err().contains("exactly one of `after`, `raw`"));
    assert!(chosen(&["--param", "raw=x", "--param", "after=1"]).is_err());
}

#[test]
fn what_is_wrong_with_the_command_line_is_told() {
    for (given, expected) in [
        (&[][..], "an operation is missing"),
        (&["x"], "--url is missing"),
        (&["x", "y"], "y"),
        (&["x", "--tokne", "t"], "--tokne"),
        (&["x", "--max", "many"], "many"),
        (&["x", "--timeout", "-1"], "seconds"),
        (&["x", "--url"], "--url"),
    ] {
        let Err(failure) = parse(given, &[]) else { panic!("{given:?}") };
        assert!(failure.to_string().contains(expected), "{failure}");
        assert_eq!(failure.code(), 2);
    }
    assert_eq!(parse(&["--help"], &[]).unwrap(), Wish::Help);
    assert_eq!(parse(&["--list"], &[]).unwrap(), Wish::List(None));
    assert_eq!(parse(&["--list", "x"], &[]).unwrap(), Wish::List(Some("x".to_owned())));
    assert!(help(CREDENTIALS).contains("Proxy  CALL_TOKEN_PROXY"));
}

#[test]
fn operations_are_found_by_name_or_nearly() {
    let Err(failure) = find(OPERATIONS, "get-log") else { panic!("there is none") };
    assert!(failure.to_string().contains("did you mean `get-logs`?"), "{failure}");
    let Err(failure) = find(OPERATIONS, "quite-else") else { panic!("there is none") };
    assert!(failure.to_string().contains("--list"), "{failure}");
    let names = || ["abc", "abd", "xyz"].into_iter();
    assert_eq!(nearest("abe", names()), Some("abc"));
    assert_eq!(nearest("", names()), None);
    let listed = OPERATIONS.iter().map(Operation::listed).collect::<String>();
    for line in ["get-logs\n", "GET /logs/{job}", "job=…  path, required", "query: Later ones."] {
        assert!(listed.contains(line), "{listed}");
    }
}

#[test]
fn parameters_become_what_the_operation_takes() {
    let given = ["--param", "job=7", "--param=label=a=b", "--param=label=", "--param=raw"];
    let found = arguments(&given).unwrap();
    assert_eq!(found.required::<u64>("job"), Ok(7));
    assert_eq!(found.required::<String>("job"), Ok("7".to_owned()));
    assert_eq!(found.required::<f32>("job"), Ok(7.0));
    assert_eq!(found.optional::<i32>("after"), Ok(None));
    assert_eq!(found.list::<String>("label"), Ok(vec!["a=b".to_owned(), String::new()]));
    assert_eq!((found.flag("raw"), found.flag("after")), (Ok(true), Ok(false)));
    let wrong = found.required::<u8>("label").unwrap_err();
    assert!(wrong.to_string().contains("`label` does not fit"), "{wrong}");
    assert_eq!(wrong.code(), 2);
}

#[test]
fn parameters_that_do_not_belong_there_are_refused() {
    for (given, expected) in [
        (&[][..], "`job` is missing"),
        (&["--param=job=1", "--param=job=2"], "`job` is given more than once"),
        (&["--param=job=1", "--param=aftr=2"], "did you mean `after`?"),
        (&["--param=job=1", "--body=@/no/such/file"], "cannot be read"),
    ] {
        let wrong = arguments(given).unwrap_err();
        assert!(wrong.contains(expected), "{wrong}");
    }
}

#[test]
fn bodies_are_json() {
    let body = |body: &str| arguments(&["--param=job=1", "--body", body]).unwrap();
    assert_eq!(body("[1, 2]").body::<Vec<u8>>(), Ok(vec![1, 2]));
    let wrong = body("[1, x]").body::<Vec<u8>>().unwrap_err();
    assert!(wrong.to_string().contains("line 1 column"), "{wrong}");
    let none = arguments(&["--param=job=1"]).unwrap();
    assert_eq!(none.optional_body::<Vec<u8>>(), Ok(None));
    assert!(none.body::<Vec<u8>>().is_err());
}

#[test]
fn characters_that_come_in_pieces_stay_whole() {
    let text = "aß日🦀z";
    for size in 1..5 {
        let mut rest = Vec::new();
        let pieces = text.as_bytes().chunks(size);
        let joined: String = pieces.map(|piece| whole_characters(&mut rest, piece)).collect();
        assert_eq!(joined, text, "{size}");
        assert!(rest.is_empty());
    }
    let mut rest = Vec::new();
    assert_eq!(whole_characters(&mut rest, b"a\xffb\xc3"), "a\u{fffd}b");
    assert_eq!(whole_characters(&mut rest, b"c"), "\u{fffd}c");
}
