//! Who may enter where, and with what.

use behaviour::{client, raw, serve};
use security_client::operations;
use security_server::{Api, ApiError, Context, Credential, RequestInfo, Secret, router};

struct Doors;

fn told(credential: &Credential) -> String {
    let secret = |name: &str, secret: &Secret| format!("{name} {}", secret.expose());
    match credential {
        Credential::Bearer(token) => secret("bearer", token),
        Credential::Key(key) => secret("key", key),
        Credential::SecondKey(key) => secret("second", key),
        Credential::Session(key) => secret("session", key),
        Credential::Csrf(key) => secret("csrf", key),
        Credential::Together(all) => all.iter().map(told).collect::<Vec<_>>().join(" + "),
        other => panic!("unknown: {other:?}"),
    }
}

impl Api for Doors {
    type Principal = String;

    async fn authenticate(
        &self,
        credential: Credential,
        _: &RequestInfo,
    ) -> Result<String, ApiError> {
        let told = told(&credential);
        if told.contains("stolen") { Err(ApiError::unauthenticated()) } else { Ok(told) }
    }

    async fn open(&self, _: Context<()>, _: operations::Open) -> Result<String, ApiError> {
        Ok("come in".to_owned())
    }

    async fn closed(&self, cx: Context<String>, _: operations::Closed) -> Result<String, ApiError> {
        Ok(cx.principal)
    }

    async fn side(&self, cx: Context<String>, _: operations::Side) -> Result<String, ApiError> {
        Ok(cx.principal)
    }

    async fn ajar(
        &self,
        cx: Context<Option<String>>,
        _: operations::Ajar,
    ) -> Result<String, ApiError> {
        Ok(cx.principal.unwrap_or_else(|| "nobody".to_owned()))
    }
}

#[tokio::test]
async fn nobody_is_asked_at_an_open_door() {
    let origin = serve(router(Doors)).await;
    let anonymous = client!(security_client, format!("{origin}"));
    assert_eq!(anonymous.open().await.unwrap(), "come in");
    let known = client!(security_client, origin, .bearer("stolen"));
    assert_eq!(known.open().await.unwrap(), "come in");
}

#[tokio::test]
async fn a_token_or_both_keys_open_a_closed_door() {
    let origin = serve(router(Doors)).await;
    let closed = async |client: security_client::Client| {
        client.closed().await.map_err(|error| error.status().map(|status| status.as_u16()))
    };
    let origin = || origin.clone();
    let refused = Err(Some(401));
    assert_eq!(closed(client!(security_client, origin())).await, refused);
    assert_eq!(closed(client!(security_client, origin(), .key("k"))).await, refused);
    assert_eq!(closed(client!(security_client, origin(), .second_key("s"))).await, refused);
    assert_eq!(closed(client!(security_client, origin(), .bearer("stolen"))).await, refused);
    let token = client!(security_client, origin(), .bearer("t"));
    assert_eq!(closed(token).await, Ok("bearer t".to_owned()));
    let keys = client!(security_client, origin(), .second_key("s").key("k"));
    assert_eq!(closed(keys).await, Ok("key k + second s".to_owned()));
    let all = client!(security_client, origin(), .key("k").second_key("s").bearer("t"));
    assert_eq!(closed(all).await, Ok("bearer t".to_owned()));
}

#[tokio::test]
async fn cookies_open_the_side_door() {
    let origin = serve(router(Doors)).await;
    let (status, _) = raw(&origin, "GET /v1/side HTTP/1.1\r\nCookie: session=s", "").await;
    assert_eq!(status, 401);
    let both = client!(security_client, format!("{origin}"), .session("s").csrf("c"));
    assert_eq!(both.side().await.unwrap(), "session s + csrf c");
    // A header of the call or the client is one more cookie, or takes their place.
    let more =
        client!(security_client, origin, .session("s").csrf("c").default_header("cookie", "a=b"));
    assert_eq!(more.side().await.unwrap(), "session s + csrf c");
    let error = more.side().header("cookie", "a=b").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    for secret in ["a;b", "a b", "\"", "ü", "a,b"] {
        let client = security_client::Client::builder("http://localhost").session(secret).build();
        assert!(client.is_err(), "{secret}");
    }
}

#[tokio::test]
async fn a_door_that_is_ajar_lets_strangers_in() {
    let origin = serve(router(Doors)).await;
    let anonymous = client!(security_client, format!("{origin}"));
    assert_eq!(anonymous.ajar().await.unwrap(), "nobody");
    let known = client!(security_client, format!("{origin}"), .bearer("t"));
    assert_eq!(known.ajar().await.unwrap(), "bearer t");
    let thief = client!(security_client, origin, .bearer("stolen"));
    assert_eq!(thief.ajar().await.unwrap_err().status().unwrap().as_u16(), 401);
}

#[tokio::test]
async fn empty_credentials_are_none() {
    let origin = serve(router(Doors)).await;
    for headers in
        ["X-Key: \r\nX-Second-Key: s", "Authorization: Bearer ", "Authorization: Basic x"]
    {
        let (status, _) = raw(&origin, &format!("GET /v1/closed HTTP/1.1\r\n{headers}"), "").await;
        assert_eq!(status, 401, "{headers}");
    }
}

#[tokio::test]
async fn secrets_are_not_shown() {
    let client = client!(security_client, "http://localhost", .bearer("hush").key("hush"));
    assert!(!format!("{client:?}").contains("hush"));
    assert!(!format!("{:?}", client.closed()).contains("hush"));
    assert!(!format!("{:?}", Credential::Bearer(Secret::new("hush"))).contains("hush"));
}
