//! The program that `tests/exchange_diff.rs` builds out of emitted crates: it lets clients of one age
//! call servers of another over a socket, and tells what came of each call.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::Response;
use codegen_runtime::call::arguments::Arguments;
use codegen_runtime::call::caller::Caller;
use codegen_runtime::call::failure::Failure;
use codegen_runtime::call::options::{Options, Wish};
use codegen_runtime::call::table::{Credential, Operation, find};
use codegen_runtime::client::handle::Client;
use codegen_runtime::mock::answers::Mock;
use codegen_runtime::mock::options;
use serde_json::{Value, json};

/// A document's client and server.
struct Age {
    name: &'static str,
    operations: &'static [Operation],
    credentials: &'static [Credential],
    serve: fn() -> Router,
}

/// What the server's implementation was called with, as it prints it.
static SEEN: Mutex<String> = Mutex::new(String::new());

/// The emitted server's answer to a request.
static ANSWERED: Mutex<Option<u16>> = Mutex::new(None);

pub fn see(input: &dyn std::fmt::Debug) {
    *SEEN.lock().unwrap() = format!("{input:?}");
}

fn mock() -> Mock {
    let interval = Duration::from_millis(1);
    Mock { options: options::Options { interval, ..options::Options::default() } }
}

fn age(name: &Value) -> &'static Age {
    AGES.iter().find(|age| *age.name == *name).unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    std::fs::write("bytes", [0xff]).unwrap();
    let exchanges: Vec<Value> = serde_json::from_reader(std::io::stdin()).unwrap();
    let mut told = Vec::new();
    for exchange in &exchanges {
        told.push(run(exchange).await);
    }
    // The line before may be what a call printed.
    println!("\n{}", Value::from(told));
}

async fn run(exchange: &Value) -> Value {
    *ANSWERED.lock().unwrap() = None;
    SEEN.lock().unwrap().clear();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = exchange["answer"].clone();
    let app = (age(&exchange["server"]).serve)().layer(from_fn(
        move |request, next: axum::middleware::Next| {
            let answer = answer.clone();
            async move {
                let response = next.run(request).await;
                let status = response.status().as_u16();
                *ANSWERED.lock().unwrap() = Some(status);
                // What the document allows instead of the answer that was made up.
                if answer.is_null() || status >= 400 { response } else { written(&answer) }
            }
        },
    ));
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    // Streams never end by themselves.
    let limit = Duration::from_secs(10);
    let told = tokio::time::timeout(limit, call(exchange, address)).await;
    server.abort();
    let (called, told) = match told {
        Ok(Ok(())) => (true, None),
        Ok(Err(Failure::Usage(text))) => (false, Some(text)),
        Ok(Err(Failure::Call(text))) => (true, Some(text)),
        Err(_) => (true, Some("no end".to_owned())),
    };
    let (answered, seen) = (*ANSWERED.lock().unwrap(), SEEN.lock().unwrap().clone());
    json!({ "called": called, "told": told, "answered": answered, "seen": seen })
}

async fn call(exchange: &Value, server: SocketAddr) -> Result<(), Failure> {
    let age = age(&exchange["client"]);
    let arguments = exchange["arguments"].as_array().unwrap();
    let arguments = arguments.iter().map(|text| OsString::from(text.as_str().unwrap()));
    let url = ["--url".into(), OsString::from(format!("http://{server}"))];
    let wish = Options::parse(url.into_iter().chain(arguments), |_| None, age.credentials)?;
    let Wish::Call(options) = wish else { panic!("this is no call") };
    let operation = find(age.operations, &options.operation)?;
    let arguments = Arguments::of(operation, &options)?;
    let mut client = Client::builder(&options.url);
    for (name, secret) in &options.tokens {
        let credential = age.credentials.iter().find(|one| one.scheme.name == *name).unwrap();
        client = client.credential(credential.scheme, secret.clone());
    }
    let client = client.build().unwrap();
    let caller = Caller { client, arguments, max: Some(1), lines: false };
    (operation.run)(&caller).await
}

fn written(answer: &Value) -> Response {
    let status = StatusCode::from_u16(answer["status"].as_u64().unwrap() as u16).unwrap();
    let response = Response::builder().status(status);
    match answer["type"].as_str() {
        Some(kind) => {
            let body = answer["body"].as_str().unwrap().to_owned();
            response.header("content-type", kind).body(Body::from(body)).unwrap()
        }
        None => response.body(Body::empty()).unwrap(),
    }
}
