//! Requests as the Go clients send them: wire 2.2, 2.6, 3.7, 7.

use crate::peer::{Site, TEXT, site, until, within};

async fn ask(site: &Site, path: &str) -> (String, String) {
    let (head, body) = site.get(path, &[]).await.answer().await;
    (head[9..12].to_owned(), body)
}

#[tokio::test]
async fn wire_2_6_follow_is_a_presence_flag() {
    within(async {
        let site = site().await;
        let follows =
            ["follow", "follow=", "follow=false", "after=&follow=true", "x&follow&no_compression="];
        for query in follows {
            let mut peer = site.open(&format!("/agents/a/logs?{query}")).await;
            peer.expect(TEXT, "[]").await;
            // Without the wish for a WebSocket it is no plain operation either.
            assert_eq!(ask(&site, &format!("/agents/a/logs?{query}")).await.0, "426");
        }
        for query in ["", "?after=1", "?Follow", "?follows", "?x=follow", "?&&"] {
            let answer = ask(&site, &format!("/agents/a/logs{query}")).await;
            assert_eq!(answer, ("200".to_owned(), r#"[{"id":7}]"#.to_owned()), "{query}");
        }
        let noted = site.api.noted();
        assert!(noted.contains(&"logs None".to_owned()), "{noted:?}");
        assert!(noted.contains(&"logs-follow None".to_owned()), "{noted:?}");
    })
    .await;
}

#[tokio::test]
async fn wire_3_7_exactly_one_of_id_and_match() {
    within(async {
        let site = site().await;
        for (query, expected) in [
            ("id=&match=github.com", r#"[null,"github.com",false,[]]"#),
            ("match=&id=gh", r#"["gh",null,false,[]]"#),
            ("id=gh", r#"["gh",null,false,[]]"#),
            ("url=github.com&match=&id=", r#"[null,"github.com",false,[]]"#),
            ("match=a&url=b", r#"[null,"a",false,[]]"#),
        ] {
            let answer = ask(&site, &format!("/external-auth?{query}")).await;
            assert_eq!(answer, ("200".to_owned(), expected.to_owned()), "{query}");
        }
        for query in ["", "?id=", "?id=&match=&url=", "?id=a&match=b", "?id=a&url=b", "?listen"] {
            let (status, body) = ask(&site, &format!("/external-auth{query}")).await;
            assert_eq!(status, "400", "{query}");
            for name in ["id", "match", "url"] {
                let field = format!(
                    r#"{{"field":"{name}","detail":"exactly one must be given of: id, match/url"}}"#
                );
                assert!(body.contains(&field), "{query} {body}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn wire_7_5_labels_are_repeated_and_encoded() {
    within(async {
        let site = site().await;
        let (status, body) =
            ask(&site, "/external-auth?label=k%3Dv&unknown=1&id=x&label=a+b%26c").await;
        assert_eq!(status, "200");
        assert_eq!(body, r#"["x",null,false,["k=v","a b&c"]]"#);
    })
    .await;
}

#[tokio::test]
async fn wire_7_16_a_long_poll_ends_when_the_caller_goes_away() {
    within(async {
        let site = site().await;
        for listen in ["listen", "listen=", "listen=false", "listen=true"] {
            let peer = site.get(&format!("/external-auth?id=x&{listen}"), &[]).await;
            until(|| site.api.alive() == 1).await;
            drop(peer);
            until(|| site.api.alive() == 0).await;
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_2_places_of_the_token_in_their_order() {
    within(async {
        let site = site().await;
        let cookie = "Cookie: a=b; coder_session_token=cookie; c=d";
        let header = "Coder-Session-Token: header";
        let bearer = "Authorization: bEaReR bearer";
        let (query, access) = ("coder_session_token=query", "access_token=access");
        let all = format!("{access}&{query}");
        for (query, headers, found) in [
            (all.as_str(), [bearer, header, cookie].as_slice(), Some("cookie")),
            (&all, &[bearer, header], Some("query")),
            (access, &[bearer, header], Some("header")),
            (access, &[bearer], Some("bearer")),
            (access, &[], Some("access")),
            ("", &[], None),
            // Wire 7.1: an empty header (or anything) is no token.
            (access, &["Coder-Session-Token: "], Some("access")),
            ("coder_session_token=", &["Cookie: coder_session_token=", header], Some("header")),
            ("", &["Coder-Session-Token:"], None),
            (access, &["Authorization: Bearer "], Some("access")),
        ] {
            let path = format!("/agents/a/logs?{query}");
            assert_eq!(site.get(&path, headers).await.answer().await.1, r#"[{"id":7}]"#);
            let noted = site.api.noted().pop().unwrap();
            assert_eq!(
                noted,
                format!("logs {:?}", found.map(str::to_owned)),
                "{query} {headers:?}"
            );
        }
    })
    .await;
}
