//! A connection that talks, and a refusal that says why.

use axum::http::StatusCode;
use behaviour::{client, raw, serve};
use web_socket_client::client::{Error, ErrorBody};
use web_socket_client::operations;
use web_socket_client::runtime::client::web_socket::Message;
use web_socket_client::types::Problem;
use web_socket_server::codec::{Message as Frame, Messages};
use web_socket_server::{
    Answer, Api, ApiError, Context, Options, Shutdown, Socket, Upgrade, router, router_with,
};

struct Rooms;

impl Api for Rooms {
    async fn talk(
        &self,
        _: Context<()>,
        input: operations::Talk,
    ) -> Result<Upgrade<Messages, Messages>, ApiError> {
        if input.room.contains("closed") {
            let problem = Problem { why: format!("{} is closed", input.room) };
            return Err(ApiError::json(StatusCode::NOT_FOUND, &problem));
        }
        Ok(Upgrade::new(|mut socket: Socket<Messages, Messages>| async move {
            let name = input.r#as.unwrap_or_else(|| "somebody".to_owned());
            while let Some(Ok(message)) = socket.recv().await {
                let answer = match message {
                    Frame::Text(text) => Frame::Text(format!("{name} in {}: {text}", input.room)),
                    Frame::Binary(bytes) => Frame::Binary(bytes),
                };
                if socket.send(answer).await.is_err() {
                    break;
                }
            }
        }))
    }

    async fn attach(&self, _: Context<()>, input: operations::Attach) -> Answer<String> {
        Ok(format!("Welcome to {}.", input.room))
    }
}

#[tokio::test]
async fn both_sides_talk() {
    let client = client!(web_socket_client, serve(router(Rooms)).await);
    let mut socket = client.talk("a/b ü").r#as("me & you").await.unwrap();
    socket.send(Message::Text("hello".to_owned())).await.unwrap();
    let answer = socket.recv().await.unwrap().unwrap();
    assert_eq!(answer, Message::Text("me & you in a/b ü: hello".to_owned()));
    socket.send(Message::Binary(vec![0, 255])).await.unwrap();
    assert_eq!(socket.recv().await.unwrap().unwrap(), Message::Binary(vec![0, 255]));
    socket.close(1000, "done").await;
}

#[tokio::test]
async fn a_refusal_says_why() {
    let client = client!(web_socket_client, serve(router(Rooms)).await);
    let Err(Error::Api(error)) = client.talk("closed one").await else { panic!("no refusal") };
    assert_eq!(error.status, 404);
    let ErrorBody::Typed(problem) = error.body else { panic!("untyped") };
    assert_eq!(problem, Problem { why: "closed one is closed".to_owned() });
}

#[tokio::test]
async fn who_does_not_ask_to_switch_gets_the_other_answer() {
    let client = client!(web_socket_client, serve(router(Rooms)).await);
    assert_eq!(client.attach("a").await.unwrap(), "Welcome to a.");
}

#[tokio::test]
async fn a_plain_request_is_told_to_upgrade() {
    let origin = serve(router(Rooms)).await;
    let (status, body) = raw(&origin, "GET /rooms/x/talk HTTP/1.1", "").await;
    assert_eq!(status, 426, "{body}");
}

#[tokio::test]
async fn a_shutdown_says_goodbye() {
    let shutdown = Shutdown::new();
    let options = Options::default().shutdown(shutdown.clone());
    let client = client!(web_socket_client, serve(router_with(Rooms, options)).await);
    let mut socket = client.talk("x").await.unwrap();
    assert_eq!(shutdown.open_streams(), 1);
    shutdown.begin();
    assert!(socket.recv().await.is_none());
    assert_eq!(socket.close_reason().unwrap().code, 1001);
    shutdown.drained().await;
}
