//! Paths and queries in every form in which they come (wire 2.1, 2.6, 7.5).

use crate::raw::{TEXT, until, within};
use crate::site::{BASE, ME, site};

#[tokio::test]
async fn wire_2_1_ids_in_lenient_forms() {
    within(async {
        let site = site().await;
        let canonical = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        for id in [
            canonical.to_owned(),
            canonical.to_uppercase(),
            canonical.replace('-', ""),
            format!("urn:uuid:{canonical}"),
            format!("%7B{canonical}%7D"),
        ] {
            let (status, _) = site.ask(&format!("/api/v2/workspaceagents/{id}")).await;
            assert_eq!((status, site.api.last().as_str()), (404, canonical), "{id}");
        }
        for id in ["x", "me", "67e55044", "aws-instance-identity"] {
            let (status, body) = site.ask(&format!("/api/v2/workspaceagents/{id}")).await;
            assert!(matches!(status, 400 | 404 | 405), "{id} {status} {body}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_6_follow_is_a_presence_flag() {
    within(async {
        let site = site().await;
        for logs in ["logs", "startup-logs"] {
            for query in
                ["follow", "after=7&follow", "follow=false", "follow=true&after=", "follow="]
            {
                let mut peer = site.open(&format!("{BASE}/{logs}?{query}")).await;
                peer.expect(TEXT, "[]").await;
                // A plain request for it is no plain answer.
                assert_eq!(site.ask(&format!("{BASE}/{logs}?{query}")).await.0, 426, "{query}");
            }
            for query in ["", "?after=", "?no_compression=", "?format=json", "?after=0&x=follow"] {
                let (status, body) = site.ask(&format!("{BASE}/{logs}{query}")).await;
                assert_eq!((status, body.as_str()), (200, "[]"), "{query}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn wire_3_20_ids_of_lines_have_64_bits_and_no_sign() {
    within(async {
        let site = site().await;
        let (status, _) = site.ask(&format!("{BASE}/logs?no_compression&after={}", i64::MAX)).await;
        assert_eq!((status, site.api.last()), (200, format!("Some({}) true", i64::MAX)));
        for after in ["-1", "x", "1.5", "9223372036854775808", "1&after=2"] {
            let (status, body) = site.ask(&format!("{BASE}/logs?after={after}")).await;
            assert_eq!(status, 400, "{after}");
            assert!(body.contains(r#""field":"after""#), "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_3_7_exactly_one_of_id_and_match() {
    within(async {
        let site = site().await;
        for path in ["external-auth", "gitauth"] {
            for (query, expected) in [
                ("id=&match=git.example", r#"Match("git.example")"#),
                ("match=&id=gh", r#"Id("gh")"#),
                ("id=gh", r#"Id("gh")"#),
                ("url=git.example", r#"Match("git.example")"#),
                ("url=b&match=a", r#"Match("a")"#),
                ("id=&match=&url=b", r#"Match("b")"#),
                ("match=a%26b+c", r#"Match("a&b c")"#),
            ] {
                let (status, _) = site.ask(&format!("{ME}/{path}?{query}")).await;
                assert_eq!((status, site.api.last().as_str()), (200, expected), "{query}");
            }
            for query in ["", "id=&match=", "id=gh&match=a", "id=gh&url=b", "listen"] {
                let (status, body) = site.ask(&format!("{ME}/{path}?{query}")).await;
                assert_eq!(status, 400, "{query}");
                for name in ["id", "match", "url"] {
                    assert!(body.contains(&format!(r#""field":"{name}""#)), "{query} {body}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn wire_7_16_long_polls_end_when_the_caller_goes_away() {
    within(async {
        let site = site().await;
        for path in ["external-auth", "gitauth"] {
            for listen in ["listen=true", "listen", "listen=false"] {
                let peer = site.get(&format!("{ME}/{path}?id=&match=x&{listen}")).await;
                until(|| site.api.alive() == 1).await;
                drop(peer);
                until(|| site.is_empty()).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn wire_7_5_labels_are_repeated_and_encoded() {
    within(async {
        let site = site().await;
        for (query, expected) in [
            ("", "[]"),
            ("label=k%3Dv", r#"["k=v"]"#),
            ("label=k%3Dv&unknown=1&label=a+b%3D", r#"["k=v", "a b="]"#),
            ("label=a=b&&label=c%3D%C3%BC", r#"["a=b", "c=ü"]"#),
        ] {
            let (status, _) = site.ask(&format!("{BASE}/containers?{query}")).await;
            assert_eq!((status, site.api.last().as_str()), (200, expected), "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_3_21_a_terminal_has_defaults_and_is_refused_before_it_opens() {
    within(async {
        let site = site().await;
        let id = "reconnect=67e55044-10b1-426f-9247-bb680e5fe0c8";
        let all = format!("{id}&height=50&width=132&command=&container=");
        for (query, expected) in [
            (id, r"Some(80) Some(80) None"),
            (&format!("{id}&height=&width="), r"Some(80) Some(80) None"),
            (&all, r#"Some(50) Some(132) Some("")"#),
        ] {
            drop(site.open(&format!("{BASE}/pty?{query}")).await);
            assert_eq!(site.api.last(), expected, "{query}");
        }
        for query in
            ["", "reconnect=", "reconnect=x", &format!("{id}&{id}"), &format!("{id}&height=-1")]
        {
            let (status, body) = site.ask(&format!("{BASE}/pty?{query}")).await;
            assert_eq!(status, 400, "{query}");
            assert!(body.contains(r#""validations""#), "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_3_18_the_version_is_looked_at_before_the_upgrade() {
    within(async {
        let site = site().await;
        let refuse = async |query: &str| {
            let path = format!("{BASE}/coordinate{query}");
            let peer = crate::raw::Peer::upgrade(site.address, &path, &[crate::site::TOKEN]);
            peer.await.answer().await
        };
        for query in ["", "?version="] {
            let (head, body) = refuse(query).await;
            assert!(head.starts_with("HTTP/1.1 400 "), "{head}");
            assert!(body.contains(r#""field":"version""#), "{body}");
        }
        // Wire 7.9 and 7.10: what Go reads of a refusal.
        let (head, body) = refuse("?version=1.0").await;
        assert!(head.starts_with("HTTP/1.1 400 "), "{head}");
        assert!(head.contains("content-type: application/json\r\n"), "{head}");
        assert!(body.len() < 1024 && body.contains("Unknown or unsupported API version"), "{body}");
        drop(site.open(&format!("{BASE}/coordinate?version=2.0&resume_token=a.b")).await);
        assert_eq!(site.api.last(), r#"("2.0", Some("a.b"))"#);
        // Wire 2.6: an empty value is none.
        drop(site.open("/api/v2/tailnet?version=&resume_token=").await);
        let noted = site.api.last();
        assert!(noted.contains(r#"version: Some("2.0"), resume_token: None"#), "{noted}");
    })
    .await;
}
