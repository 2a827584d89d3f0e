//! A small API of streams, written as the generator would write it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use codegen_runtime::server::api_error::{ApiError, default_body};
use codegen_runtime::server::close::Close;
use codegen_runtime::server::codec::{Bytes, Channel, Json, Nothing, SocketSpec};
use codegen_runtime::server::credentials::Place;
use codegen_runtime::server::events::{Events, EventsReply, EventsSpec};
use codegen_runtime::server::handshake::Handshake;
use codegen_runtime::server::incoming::Incoming;
use codegen_runtime::server::operation::Route;
use codegen_runtime::server::respond;
use codegen_runtime::server::router::{Options, Server};
use codegen_runtime::server::schema::Schema;
use codegen_runtime::server::upgrade::Upgrade;
use futures_util::{Stream, StreamExt, stream};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Log {
    pub id: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Typed {
    pub data: String,
    pub height: u16,
    pub width: u16,
}

/// What the tests look at, and what they feed in.
#[derive(Clone, Default)]
pub struct Api {
    /// Handlers and streams that are alive.
    pub alive: Arc<AtomicUsize>,
    /// What handlers noted.
    pub notes: Arc<std::sync::Mutex<Vec<String>>>,
    pub events: Arc<std::sync::Mutex<Option<Fed>>>,
}

/// Where events come from.
pub type Fed = mpsc::Receiver<Result<Log, ApiError>>;

impl Api {
    pub fn note(&self, text: impl Into<String>) {
        self.notes.lock().unwrap().push(text.into());
    }

    pub fn noted(&self) -> Vec<String> {
        self.notes.lock().unwrap().clone()
    }

    pub fn alive(&self) -> usize {
        self.alive.load(Ordering::SeqCst)
    }

    pub fn live(&self) -> Alive {
        self.alive.fetch_add(1, Ordering::SeqCst);
        Alive(Arc::clone(&self.alive))
    }
}

/// Counts as long as it lives.
pub struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

const DERP_MAP: SocketSpec = SocketSpec { sends: Some(Channel::BINARY), ..SocketSpec::DEFAULT };
const FOLLOW: SocketSpec = SocketSpec { sends: Some(Channel::TEXT), ..SocketSpec::DEFAULT };
const COORDINATE: SocketSpec = SocketSpec {
    receives: Some(Channel::BINARY_STREAM),
    sends: Some(Channel::BINARY_STREAM),
    max_message_size: 100_000,
    ..SocketSpec::DEFAULT
};
const PTY: SocketSpec = SocketSpec { max_message_size: 1000, ..COORDINATE };
const CHAT: SocketSpec = SocketSpec {
    receives: Some(Channel::TEXT),
    sends: Some(Channel::TEXT),
    max_message_size: 1000,
    ..SocketSpec::DEFAULT
};
const PINGED: SocketSpec = SocketSpec { ping_interval: Duration::from_millis(400), ..FOLLOW };
const PINGED_BYTES: SocketSpec =
    SocketSpec { ping_interval: Duration::from_millis(400), ..COORDINATE };
const REINIT: EventsSpec = EventsSpec::DEFAULT;
const PINGED_EVENTS: EventsSpec =
    EventsSpec { ping_interval: Duration::from_millis(50), ..EventsSpec::DEFAULT };

const TOKEN: [Place; 5] = [
    Place::Cookie("coder_session_token"),
    Place::Query("coder_session_token"),
    Place::Header("Coder-Session-Token"),
    Place::Bearer,
    Place::Query("access_token"),
];

pub fn router(api: Api, options: Options) -> Router {
    Server::new(api, options, default_body)
        .serve(Route::get("/derp-map").id("derp-map"), derp_map)
        .serve(Route::get("/agents/{agent}/logs").id("logs"), logs)
        .serve(Route::get("/agents/{agent}/logs").id("logs-follow").flag("follow"), follow)
        .serve(Route::get("/coordinate").id("coordinate"), coordinate)
        .serve(Route::get("/pinged/bytes").id("pinged-bytes"), pinged_bytes)
        .serve(Route::get("/pinged/late").id("pinged-late"), pinged_late)
        .serve(Route::get("/pty").id("pty"), pty)
        .serve(Route::get("/chat").id("chat"), chat)
        .serve(Route::get("/pinged").id("pinged"), pinged)
        .serve(Route::get("/idle").id("idle"), idle)
        .serve(Route::get("/flood").id("flood"), flood)
        .serve(Route::get("/ends/{how}").id("ends"), ends)
        .serve(Route::get("/reinit").id("reinit"), reinit)
        .serve(Route::get("/reinit/pinged").id("reinit-pinged"), reinit_pinged)
        .serve(Route::get("/external-auth").id("external-auth"), external_auth)
        .finish("/api/v2")
}

type Answer = Result<Response, ApiError>;

fn counted<T: Send, I: Stream<Item = T> + Send>(
    api: &Api,
    items: I,
) -> impl Stream<Item = T> + Send + use<T, I> {
    let alive = api.live();
    items.inspect(move |_| {
        let _ = &alive;
    })
}

async fn derp_map(api: Arc<Api>, request: Incoming) -> Answer {
    let handshake = Handshake::of(&mut request.context(()).request)?;
    let maps = stream::iter([Log { id: 1 }, Log { id: 2 }]).chain(stream::pending());
    let output: Upgrade<Nothing, Json<Log>> = Upgrade::stream(counted(&api, maps));
    Ok(handshake.accept(output, &DERP_MAP))
}

async fn logs(api: Arc<Api>, request: Incoming) -> Answer {
    api.note(format!("{} {:?}", request.info().operation(), token(&request)));
    respond::json(200, &[Log { id: 7 }])
}

async fn follow(api: Arc<Api>, mut request: Incoming) -> Answer {
    api.note(format!("{} {:?}", request.info().operation(), token(&request)));
    if token(&request).as_deref() == Some("wrong") {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "Unknown token."));
    }
    let mut inputs = request.inputs();
    let agent = inputs.path::<String>("agent", &Schema::TEXT);
    let after = inputs.query_optional::<u64>("after", &Schema::UINT64);
    let (agent, after) = (inputs.take(agent)?, inputs.take(after)?.unwrap_or_default());
    let handshake = Handshake::of(&mut request.context(()).request)?;
    if agent == "gone" {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "No such agent."));
    }
    let logs = stream::iter([vec![], vec![Log { id: after + 1 }]]);
    let output: Upgrade<Nothing, Json<Vec<Log>>> = Upgrade::stream(logs);
    Ok(handshake.accept(output, &FOLLOW))
}

fn token(request: &Incoming) -> Option<String> {
    request.info().credential(&TOKEN).map(|secret| secret.expose().to_owned())
}

fn echo(api: &Api) -> Upgrade<Bytes, Bytes> {
    let alive = api.live();
    Upgrade::new(|socket| async move {
        let _alive = alive;
        let (mut reader, mut writer) = socket.into_split();
        tokio::io::copy(&mut reader, &mut writer).await.map(drop)
    })
}

async fn coordinate(api: Arc<Api>, request: Incoming) -> Answer {
    Ok(Handshake::of(&mut request.context(()).request)?.accept(echo(&api), &COORDINATE))
}

async fn pinged_bytes(api: Arc<Api>, request: Incoming) -> Answer {
    Ok(Handshake::of(&mut request.context(()).request)?.accept(echo(&api), &PINGED_BYTES))
}

async fn pinged_late(_: Arc<Api>, request: Incoming) -> Answer {
    let handshake = Handshake::of(&mut request.context(()).request)?;
    let output = Upgrade::<Bytes, Bytes>::new(|socket| async move {
        tokio::time::sleep(Duration::from_millis(1400)).await;
        let (mut reader, mut writer) = socket.into_split();
        tokio::io::copy(&mut reader, &mut writer).await.map(drop)
    });
    Ok(handshake.accept(output, &PINGED_BYTES))
}

async fn pty(api: Arc<Api>, request: Incoming) -> Answer {
    use tokio::io::AsyncWriteExt;
    let handshake = Handshake::of(&mut request.context(()).request)?;
    let output = Upgrade::<Json<Typed>, Bytes>::new(|mut socket| async move {
        while let Some(typed) = socket.next().await {
            let typed = typed.map_err(std::io::Error::from)?;
            api.note(format!("{}x{}", typed.width, typed.height));
            if typed.data == "exit" {
                break;
            }
            socket.write_all(typed.data.as_bytes()).await?;
        }
        Ok::<(), std::io::Error>(())
    });
    Ok(handshake.accept(output, &PTY))
}

async fn chat(api: Arc<Api>, request: Incoming) -> Answer {
    let handshake = Handshake::of(&mut request.context(()).request)?;
    let output = Upgrade::<Json<Log>, Json<Log>>::new(|mut socket| async move {
        while let Some(log) = socket.next().await {
            match log {
                Ok(log) => socket.send(&Log { id: log.id + 1 }).await?,
                // The stream goes on behind a message that does not decode, by choice.
                Err(error) => api.note(error.to_string()),
            }
        }
        api.note(format!("{:?}", socket.close_reason()));
        Ok::<(), codegen_runtime::server::socket_error::SocketError>(())
    });
    Ok(handshake.accept(output, &CHAT))
}

async fn pinged(api: Arc<Api>, request: Incoming) -> Answer {
    let handshake = Handshake::of(&mut request.context(()).request)?;
    let output: Upgrade<Nothing, Json<Log>> = Upgrade::stream(counted(&api, stream::pending()));
    Ok(handshake.accept(output, &PINGED))
}

async fn idle(api: Arc<Api>, request: Incoming) -> Answer {
    let handshake = Handshake::of(&mut request.context(()).request)?;
    let alive = api.live();
    let output = Upgrade::<Nothing, Json<Log>>::new(|mut socket| async move {
        let _alive = alive;
        socket.closed().await;
    });
    Ok(handshake.accept(output, &FOLLOW))
}

async fn flood(api: Arc<Api>, request: Incoming) -> Answer {
    let handshake = Handshake::of(&mut request.context(()).request)?;
    let notes = Arc::clone(&api);
    let texts = stream::repeat_with(move || {
        notes.note("made");
        "x".repeat(100_000)
    });
    let output: Upgrade<Nothing, Json<String>> = Upgrade::stream(counted(&api, texts));
    Ok(handshake.accept(output, &FOLLOW))
}

async fn ends(api: Arc<Api>, mut request: Incoming) -> Answer {
    let mut inputs = request.inputs();
    let how = inputs.path::<String>("how", &Schema::TEXT);
    let how = inputs.take(how)?;
    let handshake = Handshake::of(&mut request.context(()).request)?;
    if how == "try" {
        let error = ApiError::new(StatusCode::BAD_GATEWAY, "Agent is gone.");
        let items = [Ok(Log { id: 1 }), Err(error), Ok(Log { id: 2 })];
        let output: Upgrade<Json<Log>, Json<Log>> = Upgrade::try_stream(stream::iter(items));
        return Ok(handshake.accept(output, &CHAT));
    }
    let alive = api.live();
    let output = Upgrade::<Json<Log>, Json<Log>>::new(|mut socket| async move {
        let _alive = alive;
        match how.as_str() {
            "normal" => Close::normal(),
            "error" => Close::from(ApiError::new(StatusCode::BAD_GATEWAY, "Agent is gone.")),
            "internal" => Close::from(std::io::Error::other("secret path")),
            "long" => Close::failed("é".repeat(100)),
            "own" => Close::new(4000, "own"),
            "impossible" => Close::new(1006, ""),
            "panic" => panic!("a handler of the test panics"),
            "early" => {
                socket.send(&Log { id: 1 }).await.unwrap();
                socket.close(Close::new(1000, "early"));
                assert!(socket.send(&Log { id: 2 }).await.is_err());
                socket.closed().await;
                Close::failed("too late")
            }
            "decode" => match socket.next().await {
                Some(Err(error)) => error.into(),
                other => panic!("{other:?}"),
            },
            "stubborn" => std::future::pending().await,
            other => panic!("{other}"),
        }
    });
    Ok(handshake.accept(output, &CHAT))
}

fn fed(api: &Api) -> Events<Log> {
    let receiver = api.events.lock().unwrap().take().unwrap();
    let items = stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|item| (item, receiver))
    });
    Events::new(counted(api, items))
}

async fn reinit(api: Arc<Api>, request: Incoming) -> Answer {
    let reply = EventsReply::of(&request.context(()).request)?;
    Ok(reply.send(fed(&api), &REINIT))
}

async fn reinit_pinged(api: Arc<Api>, request: Incoming) -> Answer {
    let reply = EventsReply::of(&request.context(()).request)?;
    Ok(reply.send(fed(&api), &PINGED_EVENTS))
}

async fn external_auth(api: Arc<Api>, mut request: Incoming) -> Answer {
    let mut inputs = request.inputs();
    // As an enum would be.
    let by = inputs.exactly_one_of(&[&["id"], &["match", "url"]], |inputs, chosen, name| {
        let text = inputs.query::<String>(name, &Schema::TEXT)?;
        Some(if chosen == 0 { (Some(text), None) } else { (None, Some(text)) })
    });
    let listen = inputs.flag("listen");
    let label =
        inputs.query_each_optional::<String>("label", const { &Schema::array(&Schema::TEXT) });
    let (id, matched) = inputs.take(by)?;
    let input = (id, matched, inputs.take(listen)?, inputs.take(label)?);
    if input.2 {
        let _alive = api.live();
        return std::future::pending().await;
    }
    respond::json(200, &input)
}
