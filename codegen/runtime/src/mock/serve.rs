//! The mock server as a program.

use std::io::{self, Write};
use std::process::ExitCode;

use axum::Router;
use axum::extract::{OriginalUri, Request};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderValue, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::serve::ListenerExt;
use tokio::net::{TcpListener, TcpStream};

use super::answers::Mock;
use super::options::{HELP, Options, TOKEN_VARIABLE};
use super::server::context::RequestInfo;
use super::server::credentials::Place;
use super::server::router;
use super::server::shutdown::Shutdown;

/// What callers without a credential are given where everybody may in.
const ANYBODY: &str = "anybody";

/// Serves until Ctrl-C. `schemes` are the places where callers put their credentials; `app` makes
/// the router of the API.
pub fn main(
    schemes: &'static [Place],
    app: impl FnOnce(Mock, router::Options) -> Router,
) -> ExitCode {
    let token = std::env::var(TOKEN_VARIABLE).ok();
    let outcome = match Options::parse(std::env::args_os().skip(1), token) {
        Ok(Some(options)) => run(options, schemes, app),
        Ok(None) => say(HELP),
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}; see --help");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(
    options: Options,
    schemes: &'static [Place],
    app: impl FnOnce(Mock, router::Options) -> Router,
) -> io::Result<()> {
    let listen = options.listen.clone();
    let admits_all = options.token.is_none();
    let shutdown = Shutdown::new();
    let limits = router::Options::default().shutdown(shutdown.clone());
    let app = app(Mock { options }, limits.clone());
    let app = app.layer(from_fn(move |request, next| answer(schemes, admits_all, request, next)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(&listen).await.map_err(|error| {
            io::Error::new(error.kind(), format!("cannot listen at {listen}: {error}"))
        })?;
        say(&format!("listening on http://{}\n", listener.local_addr()?))?;
        let end = shutdown.clone();
        let interrupted = async move {
            // Without signals there is no end.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            end.begin();
        };
        let at_once = |stream: &mut TcpStream| {
            let _ = stream.set_nodelay(true);
        };
        let listener = limits.listener(listener.tap_io(at_once));
        axum::serve(listener, app).with_graceful_shutdown(interrupted).await?;
        shutdown.drained().await;
        Ok(())
    })
}

/// Passes a request on and prints a line about it: without its query, which may hold secrets.
async fn answer(
    schemes: &'static [Place],
    admits_all: bool,
    request: Request,
    next: Next,
) -> Response {
    // Who has none is let in, or refused in the words of the operation.
    let (parts, body) = request.into_parts();
    let info = RequestInfo::new("", parts);
    let has_none = info.credential(schemes).is_none();
    let mut request = Request::from_parts(info.into_parts(), body);
    if admits_all || has_none {
        for place in schemes {
            give(place, &mut request);
        }
    }
    let line = format!("{} {}", request.method(), request.uri().path());
    let response = next.run(request).await;
    let _ = say(&format!("{line} {}\n", response.status().as_u16()));
    response
}

/// Puts a credential where there is none.
fn give(place: &Place, request: &mut Request) {
    let value = HeaderValue::from_static(ANYBODY);
    match place {
        Place::Header(name) => {
            let there = request.headers().get(*name).is_some_and(|value| !value.is_empty());
            if let (false, Ok(name)) = (there, axum::http::HeaderName::try_from(*name)) {
                request.headers_mut().insert(name, value);
            }
        }
        Place::Bearer => {
            let value = HeaderValue::from_static("Bearer anybody");
            request.headers_mut().entry(AUTHORIZATION).or_insert(value);
        }
        Place::Http(scheme) => {
            // Of `Basic` a name and a password, in base64.
            let basic = scheme.eq_ignore_ascii_case("basic");
            let secret = if basic { "YW55Ym9keTphbnlib2R5" } else { ANYBODY };
            if let Ok(value) = HeaderValue::try_from(format!("{scheme} {secret}")) {
                request.headers_mut().entry(AUTHORIZATION).or_insert(value);
            }
        }
        Place::Cookie(name) => {
            if let Ok(value) = HeaderValue::try_from(format!("{name}={ANYBODY}")) {
                request.headers_mut().append(COOKIE, value);
            }
        }
        Place::Query(name) => {
            let query = request.uri().query().map(|query| format!("{query}&")).unwrap_or_default();
            let uri = format!("{}?{query}{name}={ANYBODY}", request.uri().path());
            if let Ok(uri) = Uri::try_from(uri) {
                request.extensions_mut().insert(OriginalUri(uri.clone()));
                *request.uri_mut() = uri;
            }
        }
    }
}

/// Prints. Whether anybody reads it is not our business.
fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
