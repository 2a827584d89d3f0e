//! Credentials of every scheme: what is on the wire, and who servers take a caller for.

use behaviour::{client, exchange, listen, raw, serve};
use credentials_client::operations;
use credentials_server::{Api, ApiError, Context, Credential, RequestInfo, Secret, router};

struct Doors;

fn told(credential: &Credential) -> String {
    let secret = |name: &str, secret: &Secret| format!("{name} {}", secret.expose());
    match credential {
        Credential::Basic(basic) => format!("basic {}:{}", basic.user, basic.password.expose()),
        Credential::Session(key) => secret("session", key),
        Credential::One(key) => secret("one", key),
        Credential::Two(key) => secret("two", key),
        Credential::Digest(rest) => secret("digest", rest),
        Credential::Token(token) => secret("token", token),
        Credential::Oidc(token) => secret("oidc", token),
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

    async fn inherited(
        &self,
        cx: Context<String>,
        _: operations::Inherited,
    ) -> Result<String, ApiError> {
        Ok(cx.principal)
    }

    async fn open(&self, _: Context<()>, _: operations::Open) -> Result<(), ApiError> {
        Ok(())
    }

    async fn optional(
        &self,
        cx: Context<Option<String>>,
        _: operations::Optional,
    ) -> Result<String, ApiError> {
        Ok(cx.principal.unwrap_or_else(|| "nobody".to_owned()))
    }

    async fn both(&self, cx: Context<String>, _: operations::Both) -> Result<String, ApiError> {
        Ok(cx.principal)
    }

    async fn digest(&self, cx: Context<String>, _: operations::Digest) -> Result<String, ApiError> {
        Ok(cx.principal)
    }
}

/// RFC 7617, 6750, 6265: what stands in the head of a request, and nothing besides.
#[tokio::test]
async fn every_scheme_is_written_as_its_rfc_says() {
    macro_rules! sends {
        ($call:ident, $($with:ident($($secret:expr),+)),* => $expected:expr) => {
            let (origin, request) = listen().await;
            let _ = client!(credentials_client, &origin, $(.$with($($secret),+))*).$call().await;
            let (head, _) = request.await.unwrap();
            let mut secrets: Vec<&str> = head.lines().collect();
            secrets.retain(|line| {
                ["authorization: ", "cookie: ", "x-"].iter().any(|name| line.starts_with(name))
            });
            assert_eq!(secrets, $expected, "{head}");
        };
    }
    // The example of RFC 7617, and its other one, with UTF-8.
    sends!(inherited, basic("Aladdin", "open sesame") => ["authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
    sends!(inherited, basic("test", "123£") => ["authorization: Basic dGVzdDoxMjPCow=="]);
    sends!(inherited, session("s=1") => ["cookie: SESSION=s=1"]);
    // The first that is there, and no other.
    sends!(inherited, session("s"), basic("a", "") => ["authorization: Basic YTo="]);
    sends!(both, one("1"), two("2"), oidc("o") => ["x-one: 1", "x-two: 2"]);
    sends!(both, two("2"), oidc("o") => ["authorization: Bearer o"]);
    sends!(optional, token("t.t-t_t~t+t/t=") => ["authorization: Bearer t.t-t_t~t+t/t="]);
    sends!(optional, oidc("o") => [""; 0]);
    sends!(digest, digest("username=\"u\", response=\"r\"") => ["authorization: Digest username=\"u\", response=\"r\""]);
    sends!(open, basic("a", "b"), one("1"), two("2"), oidc("o"), token("t"), session("s") => [""; 0]);
}

#[tokio::test]
async fn servers_know_callers_by_what_they_send() {
    let origin = serve(router(Doors)).await;
    for (target, headers, answer) in [
        (
            "inherited",
            "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            "basic Aladdin:open sesame",
        ),
        ("inherited", "authorization: bAsIc  dGVzdDoxMjPCow==", "basic test:123£"),
        // Without padding; an empty name, an empty password, colons in it.
        ("inherited", "Authorization: Basic YTo", "basic a:"),
        ("inherited", "Authorization: Basic OmI6Yw==", "basic :b:c"),
        ("inherited", "Cookie: a=b; SESSION=s=1; SESSION=t", "session s=1"),
        ("inherited", "Cookie: SESSION=s\r\nAuthorization: Basic YTo=", "basic a:"),
        ("inherited", "Cookie: SESSION=s\r\nAuthorization: Bearer t", "session s"),
        ("both", "X-Two: 2\r\nX-One: 1", "one 1 + two 2"),
        ("both", "X-Two: 2\r\nAuthorization: Bearer o", "oidc o"),
        ("optional", "Authorization: BEARER t", "token t"),
        ("optional", "X-One: 1", "nobody"),
        ("digest", "Authorization: digest username=\"u\"", "digest username=\"u\""),
    ] {
        let head = format!("GET /{target} HTTP/1.1\r\n{headers}");
        assert_eq!(raw(&origin, &head, "").await, (200, answer.to_owned()), "{headers}");
    }
    let (head, body) = exchange(&origin, "GET /open HTTP/1.1\r\nAuthorization: Basic !", "").await;
    assert_eq!((head.as_str(), body.as_str()), ("HTTP/1.1 204 No Content", ""));
}

#[tokio::test]
async fn what_is_no_credential_opens_nothing() {
    let origin = serve(router(Doors)).await;
    for (target, headers) in [
        ("inherited", "X: y"),
        ("inherited", "Authorization: Basic"),
        ("inherited", "Authorization: Basic "),
        // No base64, no UTF-8, no colon, of another scheme.
        ("inherited", "Authorization: Basic a:b"),
        ("inherited", "Authorization: Basic gIA6gA=="),
        ("inherited", "Authorization: Basic YQ=="),
        ("inherited", "Authorization: Bearer YTo="),
        ("inherited", "Cookie: SESSION="),
        ("inherited", "Cookie: session=s"),
        ("both", "X-One: 1"),
        ("both", "X-One: \r\nX-Two: 2"),
        ("digest", "Authorization: Bearer x"),
        // Whoever presents a wrong one is not nobody.
        ("optional", "Authorization: Bearer stolen"),
    ] {
        let head = format!("GET /{target} HTTP/1.1\r\n{headers}");
        let (status, body) = raw(&origin, &head, "").await;
        assert_eq!(status, 401, "{target} {headers}: {body}");
        assert!(body.starts_with('{') && !body.contains("stolen"), "{body}");
    }
}

/// Both crates mean the same.
#[tokio::test]
async fn whoever_is_sent_arrives() {
    let origin = serve(router(Doors)).await;
    let origin = || origin.clone();
    let known = client!(credentials_client, origin(), .basic("ü", "p:ß"));
    assert_eq!(known.inherited().await.unwrap(), "basic ü:p:ß");
    let known = client!(credentials_client, origin(), .session("s"));
    assert_eq!(known.inherited().await.unwrap(), "session s");
    let known = client!(credentials_client, origin(), .one("1").two("2").digest("d").token("t"));
    assert_eq!(known.both().await.unwrap(), "one 1 + two 2");
    assert_eq!(known.digest().await.unwrap(), "digest d");
    assert_eq!(known.optional().await.unwrap(), "token t");
    known.open().await.unwrap();
    assert_eq!(known.inherited().await.unwrap_err().status().unwrap().as_u16(), 401);
}
