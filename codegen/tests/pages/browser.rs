//! A page in a headless browser, tried out by `harness.html` in a frame around it.
//!
//! Without a browser on the machine nothing is tried, and that is said; where `REQUIRE_BROWSER` is
//! set, as on CI, it is a failure.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

/// One browser at a time is enough for a small machine.
static ONE: Mutex<()> = Mutex::new(());

/// Opens a page and asserts that everything on it works.
#[track_caller]
pub(crate) fn check(page: &Path) {
    let Some(browser) = browser() else {
        assert!(std::env::var_os("REQUIRE_BROWSER").is_none(), "there is no browser");
        println!("not tried: there is no browser on this machine");
        return;
    };
    let _one = ONE.lock();
    let page = std::fs::read(page).expect("the page is there: `cargo xtask reference render`");
    let address = serve(page);
    let profile = tempfile::tempdir().expect("a folder for the browser");
    let output = Command::new("timeout")
        .arg("120")
        .arg(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--virtual-time-budget=20000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("http://{address}/harness"))
        .stdin(Stdio::null())
        .output()
        .expect("the browser starts");
    let (dom, said) = (text(&output.stdout), text(&output.stderr));
    let result = dom.lines().find(|line| line.contains("RESULT:")).unwrap_or("no result");
    assert!(result.contains("RESULT: all is well"), "{result}\n{said}");
    let console: Vec<&str> = said.lines().filter(|line| line.contains(":CONSOLE")).collect();
    assert!(console.is_empty(), "the console has messages: {console:#?}");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn browser() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    std::env::split_paths(&paths)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

/// Serves the page and the harness on a port of this machine until the test ends.
fn serve(page: Vec<u8>) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            drop(answer(stream, &page));
        }
    });
    address
}

fn answer(mut stream: TcpStream, page: &[u8]) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let harness = include_bytes!("harness.html").as_slice();
    let (status, body) = match request.split(' ').nth(1) {
        Some("/harness") => ("200 OK", harness),
        Some("/page") => ("200 OK", page),
        _ => ("404 Not Found", [].as_slice()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}
