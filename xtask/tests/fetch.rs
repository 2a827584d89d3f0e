//! A document that refers to texts on the net: what is asked for, of whom, and what is told.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use tempfile::TempDir;

/// A host on the net, and the requests that it has seen.
struct Host {
    address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Host {
    /// Answers with a content type and a text, or with where to go.
    fn new(answer: impl Fn(&str) -> Option<(String, String)> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let host = Self { address, seen: Arc::clone(&seen) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = serve(&stream.unwrap(), &answer, &seen);
            }
        });
        host
    }

    /// The paths that were asked for since the last call.
    fn paths(&self) -> Vec<String> {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap());
        for head in &seen {
            let lower = head.to_ascii_lowercase();
            assert!(!lower.contains("\r\nauthorization:"), "{head}");
            assert!(!lower.contains("\r\ncookie:"), "{head}");
        }
        seen.iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect()
    }
}

fn serve(
    mut stream: &TcpStream,
    answer: impl Fn(&str) -> Option<(String, String)>,
    seen: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = String::new();
    let mut lines = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") && lines.read_line(&mut head)? > 0 {}
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(head);
    let answer = match answer(path.split('?').next().unwrap_or_default()) {
        None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0".to_owned() + CLOSE,
        Some((kind, to)) if kind == "moved" => {
            format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0{CLOSE}")
        }
        Some((kind, text)) => format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}{CLOSE}{text}",
            text.len()
        ),
    };
    stream.write_all(answer.as_bytes())
}

const CLOSE: &str = "\r\nConnection: close\r\n\r\n";

/// A document whose only answer is at the end of a reference.
fn document(reference: &str) -> TempDir {
    let dir = TempDir::new().unwrap();
    let text = format!(
        "openapi: 3.0.3
info: {{title: T, version: '1'}}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200':
          description: A.
          content:
            application/json:
              schema:
                $ref: '{reference}'
"
    );
    fs::write(dir.path().join("api.yaml"), text).unwrap();
    dir
}

/// Generates the document; whether that worked, and what was said.
fn generate(dir: &TempDir, more: &[&str]) -> (bool, String) {
    generate_from(dir, "api.yaml", more)
}

fn generate_from(dir: &TempDir, document: &str, more: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(dir.path())
        .args(["generate", document, "--out", "out", "--client-only"])
        .args(more)
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

fn yaml(text: &str) -> Option<(String, String)> {
    Some(("application/yaml".to_owned(), text.to_owned()))
}

#[test]
fn nothing_is_fetched_unless_asked() {
    let host = Host::new(|path| match path {
        "/schemas/pet.yaml" => yaml(
            "Pet: {type: object, properties: {owner: {$ref: '../people/owner.yaml'}, age: {$ref: '#/Age'}}}\nAge: {type: integer}\n",
        ),
        "/people/owner.yaml" => yaml("{type: object, properties: {name: {type: string}}}"),
        _ => None,
    });
    let dir = document(&format!("{}/schemas/pet.yaml#/Pet", host.address));

    let (done, said) = generate(&dir, &[]);
    assert!(!done && said.contains("api.yaml:13:23: unsupported[E203]"), "{said}");
    assert!(said.contains(&format!("allow it with `--fetch {}/`", host.address)), "{said}");
    assert_eq!(host.paths(), [""; 0]);
    assert!(!dir.path().join("out").exists());

    // A folder does not allow the one beside it.
    let folder = format!("{}/schemas", host.address);
    let (done, said) = generate(&dir, &["--fetch", &folder]);
    let place = format!("{folder}/pet.yaml:1:48: unsupported[E203]");
    assert!(!done && said.contains(&place), "{said}");
    assert_eq!(host.paths(), ["/schemas/pet.yaml"]);

    let (done, said) = generate(&dir, &["--fetch", &host.address]);
    assert!(done, "{said}");
    assert_eq!(host.paths(), ["/schemas/pet.yaml", "/people/owner.yaml"]);
    let types = fs::read_to_string(dir.path().join("out/client/src/types/mod.rs")).unwrap();
    for wanted in ["pub struct Pet ", "pub owner: Option<Owner>", "pub age: Option<Age>"] {
        assert!(types.contains(wanted), "{wanted}: {types}");
    }

    let config = format!("fetch = ['{}/']\n", host.address);
    fs::write(dir.path().join("codegen.toml"), config).unwrap();
    let (done, said) = generate(&dir, &["--check", "--config", "codegen.toml"]);
    assert!(done, "{said}");
}

#[test]
fn what_has_moved_is_fetched_from_where_that_is_allowed() {
    let other = Host::new(|_| yaml("{type: object, properties: {name: {$ref: 'name.yaml#/N'}}}"));
    let to = format!("{}/elsewhere/pet.yaml", other.address);
    let host = Host::new(move |path| match path {
        "/pet.yaml" => Some(("moved".to_owned(), to.clone())),
        "/round.yaml" => Some(("moved".to_owned(), "round.yaml".to_owned())),
        "/page.yaml" => Some(("text/html".to_owned(), "<p>Sign in".to_owned())),
        _ => None,
    });
    let dir = document(&format!("{}/pet.yaml", host.address));

    let (done, said) = generate(&dir, &["--fetch", &host.address]);
    let wanted = format!("pet.yaml` has moved to `{}/`", other.address);
    assert!(!done && said.contains(&wanted), "{said}");
    assert!(said.contains(&format!("`--fetch {}/`", other.address)), "{said}");
    assert_eq!((host.paths(), other.paths().len()), (vec!["/pet.yaml".to_owned()], 0));

    // A mistake is told where it stands, and what is relative is so to the place of the text.
    let both = ["--fetch", &host.address, "--fetch", &other.address];
    let (done, said) = generate(&dir, &both);
    let place = format!("{}/elsewhere/pet.yaml:1:42: error[E201]", other.address);
    assert!(!done && said.contains(&place), "{said}");
    assert_eq!(other.paths(), ["/elsewhere/pet.yaml", "/elsewhere/name.yaml"]);

    for (path, wanted) in [
        ("/round.yaml?token=secret", "it has moved too often"),
        ("/page.yaml?token=secret", "the content type is `text/html`"),
        ("/none.yaml?token=secret", "404"),
    ] {
        let dir = document(&format!("{}{path}", host.address));
        let (done, said) = generate(&dir, &["--fetch", &host.address]);
        assert!(!done && said.contains("E203") && said.contains(wanted), "{said}");
        // The document shows its own text; nothing else does.
        assert!(
            !said.lines().any(|line| line.contains("error") && line.contains("secret")),
            "{said}"
        );
    }
}

#[test]
fn a_document_that_is_an_address() {
    let dir = document("parts/a.yaml");
    let text = fs::read_to_string(dir.path().join("api.yaml")).unwrap();
    let host = Host::new(move |path| match path {
        "/v1/api.yaml" => yaml(&text),
        "/v1/parts/a.yaml" => yaml("{type: object, properties: {name: {type: string}}}"),
        _ => None,
    });
    let address = format!("{}/v1/api.yaml?token=secret", host.address);
    let (done, said) = generate_from(&dir, &address, &[]);
    let place = format!("{}/v1/api.yaml:13:23: unsupported[E203]", host.address);
    assert!(!done && said.contains(&place) && !said.contains("secret"), "{said}");
    assert_eq!(host.paths(), ["/v1/api.yaml?token=secret"]);

    let (done, said) = generate_from(&dir, &address, &["--fetch", &host.address]);
    assert!(done, "{said}");
    assert_eq!(host.paths(), ["/v1/api.yaml?token=secret", "/v1/parts/a.yaml"]);
    let root = fs::read_to_string(dir.path().join("out/client/src/lib.rs")).unwrap();
    assert!(root.contains(" from `api.yaml`."), "{root}");

    let none = format!("{}/v1/none.yaml", host.address);
    let (done, said) = generate_from(&dir, &none, &[]);
    assert!(
        !done && said.contains(&format!("{none}: error[E001]")) && said.contains("404"),
        "{said}"
    );
    let named = none.replace("//", "//me:secret@");
    let (done, said) = generate_from(&dir, &named, &[]);
    assert!(!done && said.contains("never sent") && !said.contains("secret"), "{said}");
}
