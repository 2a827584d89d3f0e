//! Servers that the document names: where requests go.

use behaviour::{http, listen, serve};
use servers_client::Client;
use servers_client::client::{BuildError, Server, servers};
use servers_client::types::{RegionalServer, TenantServer};
use servers_server::{Answer, Api, Context, operations, router};

fn tenant() -> TenantServer {
    TenantServer { scheme: "http".into(), ..Default::default() }
}

#[test]
fn urls_are_those_of_the_document() {
    let base = |server: Server| Client::at(server).build().unwrap().base_url().to_string();
    for (server, url, expected) in [
        (servers::PRODUCTION, "https://api.example.com/v2", "https://api.example.com/"),
        (servers::UPLOADS, "https://uploads.example.com", "https://uploads.example.com/"),
        (
            servers::OTHER.below("https://h.example/x/"),
            "https://h.example/x/other/v2",
            "https://h.example/x/other",
        ),
        (
            TenantServer::default().into(),
            "https://demo.example.com:8443/v2",
            "https://demo.example.com:8443/",
        ),
        (
            TenantServer {
                tenant: "a-b.c".into(),
                port: "443".into(),
                base_path: "a b/ü?#%".into(),
                ..tenant()
            }
            .into(),
            "http://a-b.c.example.com:443/a%20b/%C3%BC%3F%23%25/v2",
            "http://a-b.c.example.com:443/a%20b/%C3%BC%3F%23%25",
        ),
        (
            Server::from(RegionalServer { region: "us".into() }).below("http://h.example"),
            "http://h.example/us/v3",
            "http://h.example/us/v3",
        ),
    ] {
        assert_eq!(server.url().unwrap(), url);
        assert_eq!(base(server), expected, "{url}");
    }
}

#[test]
fn values_never_reach_beyond_their_place() {
    let refused = |server: Server| match Client::at(server).build() {
        Err(BuildError::BaseUrl(reason)) => reason.into_owned(),
        other => panic!("{other:?}"),
    };
    for tenant in ["evil.example/", "user@evil", "a?b", "a#b", "a\\b", "a b", "%2f"] {
        let server = TenantServer { tenant: tenant.into(), ..Default::default() };
        let expected = "has a variable `tenant` whose value cannot stand in the host of a URL";
        assert_eq!(refused(server.into()), expected, "{tenant}");
    }
    for base_path in ["..", "a/../b", "."] {
        let server = TenantServer { base_path: base_path.into(), ..Default::default() };
        let expected = "has a variable `basePath` whose value cannot stand in the path of a URL";
        assert_eq!(refused(server.into()), expected, "{base_path}");
    }
    let server = TenantServer { port: "80".into(), ..Default::default() };
    assert_eq!(refused(server.into()), "has a variable `port` that is none of `8443`, `443`");
    assert!(refused(servers::OTHER).starts_with("is not a URL: "));
}

/// The first line of the request that a client sends to this server by way of a proxy: with the URL.
async fn request(server: Server) -> String {
    let (proxy, request) = listen().await;
    let http = move || reqwest::Client::builder().proxy(reqwest::Proxy::all(&proxy).unwrap());
    let client = Client::at(server).http_client_builder(http).build().unwrap();
    client.get_pet("1").await.unwrap_err();
    let (head, _) = request.await.unwrap();
    head.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn requests_go_below_the_url_of_the_server() {
    for (server, url) in [
        (servers::LOCALHOST_8080, "http://localhost:8080/pets/1"),
        (tenant().into(), "http://demo.example.com:8443/v2/pets/1"),
        (
            TenantServer { base_path: "x".into(), ..tenant() }.into(),
            "http://demo.example.com:8443/x/v2/pets/1",
        ),
        (
            Server::from(RegionalServer { region: "us".into() }).below("http://h.example"),
            "http://h.example/us/v3/pets/1",
        ),
    ] {
        assert_eq!(request(server).await, format!("GET {url} HTTP/1.1"));
    }
}

struct Pets;

impl Api for Pets {
    async fn get_pet(&self, _: Context<()>, input: operations::GetPet) -> Answer<String> {
        Ok(input.id)
    }
}

#[tokio::test]
async fn the_usual_base_path_is_that_of_the_first_server() {
    let origin = serve(router(Pets)).await;
    let client = behaviour::client!(servers_client, origin.as_str());
    assert_eq!(client.get_pet("1").await.unwrap(), "1");
    let other = serve(axum::Router::new().nest("/x", router(Pets))).await;
    let server = Server::new("/x/v2", "/v2").below(&other);
    let client = Client::at(server).http_client_builder(http).build().unwrap();
    assert_eq!(client.get_pet("2").await.unwrap(), "2");
}
