//! Runs the emitted programs as people do: in processes of their own.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Nothing here takes longer, on however slow a machine.
const LIMIT: Duration = Duration::from_secs(120);

/// The two programs of a document.
pub(crate) struct Programs {
    /// The server.
    pub(crate) mock: PathBuf,
    /// The client.
    pub(crate) call: PathBuf,
}

/// A mock server, until it is dropped.
pub(crate) struct Mock {
    process: Child,
    output: BufReader<ChildStdout>,
    call: PathBuf,
    /// Where it listens.
    pub(crate) url: String,
}

/// What a call came to.
#[derive(Debug)]
pub(crate) struct Called {
    /// The exit code; nothing after a signal.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) output: Vec<u8>,
    /// Standard error.
    pub(crate) error: String,
}

impl Called {
    /// Standard output after success.
    #[track_caller]
    pub(crate) fn text(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        String::from_utf8(self.output).unwrap()
    }

    /// Standard error after a failure with this exit code.
    #[track_caller]
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.output.is_empty(), "{self:?}");
        self.error
    }
}

impl Programs {
    /// Starts the server at a free port, with streams that tick quickly.
    pub(crate) fn mock(&self, arguments: &[&str]) -> Mock {
        let mut process = Command::new(&self.mock)
            .args(["--listen", "127.0.0.1:0", "--interval", "20"])
            .args(arguments)
            .env_remove("MOCK_TOKEN")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.mock.display()));
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}"));
        Mock { url: url.to_owned(), process, output, call: self.call.clone() }
    }

    /// Calls without any server.
    pub(crate) fn call(&self, arguments: &[&str]) -> Called {
        run(&mut started(&self.call, arguments, &[]), Some(b""))
    }
}

impl Mock {
    /// Calls an operation; `input` is all of standard input. Without any, it stays open.
    pub(crate) fn call(&self, arguments: &[&str], token: &str, input: Option<&[u8]>) -> Called {
        let variables = [("CALL_URL", self.url.as_str()), ("CALL_TOKEN", token)];
        run(&mut started(&self.call, arguments, &variables), input)
    }

    /// Calls an operation and presses Ctrl-C after the first line of output.
    #[cfg(unix)]
    pub(crate) fn interrupted_call(&self, arguments: &[&str]) -> Called {
        let mut process = started(&self.call, arguments, &[("CALL_URL", &self.url)]);
        let mut first = Vec::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_until(b'\n', &mut first).unwrap();
        let id = process.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let mut called = run(&mut process, None);
        output.read_to_end(&mut first).unwrap();
        called.output = first;
        called
    }

    /// Ends the server, and gives back what it printed about requests.
    pub(crate) fn end(mut self) -> String {
        self.process.kill().unwrap();
        let mut text = String::new();
        self.output.read_to_string(&mut text).unwrap();
        text
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn started(program: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Child {
    Command::new(program)
        .args(arguments)
        .env_remove("CALL_TOKEN")
        .env_remove("CALL_URL")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()))
}

/// Waits for a process, but not for ever.
fn run(process: &mut Child, input: Option<&[u8]>) -> Called {
    let mut stdin = process.stdin.take().unwrap();
    let input = input.map(<[u8]>::to_vec);
    let (ended, end) = mpsc::channel::<()>();
    thread::spawn(move || match input {
        Some(input) => drop(stdin.write_all(&input)),
        // Kept open until the process has ended.
        None => drop(end.recv()),
    });
    let output = process.stdout.take().map(read);
    let error = process.stderr.take().map(read);
    let all = |receiver: Option<mpsc::Receiver<Vec<u8>>>| match receiver {
        Some(receiver) => receiver.recv_timeout(LIMIT).ok(),
        None => Some(Vec::new()),
    };
    let (Some(output), Some(error)) = (all(output), all(error)) else {
        let _ = process.kill();
        panic!("the call does not end");
    };
    drop(ended);
    let error = String::from_utf8_lossy(&error).into_owned();
    Called { code: process.wait().unwrap().code(), output, error }
}

fn read(mut source: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (done, all) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = source.read_to_end(&mut bytes);
        done.send(bytes)
    });
    all
}
