//! Sockets with messages: the relay map, containers, log lines (wire 2.7, 3.1, 3.17, 3.20, 8.6, 8.9).

use coder_agents_client::client::StreamError;
use futures_util::StreamExt;

use crate::bodies::{GONE, LINE, LISTING, RELAYS};
use crate::support::{agent, client};
use crate::wire_peer::{BINARY, PING, PONG, TEXT, WirePeer, limited};

/// Two frames as the server writes them: one without FIN, then an empty one with it.
const FIRST_TEXT: u8 = 0x01;
const FIRST_BINARY: u8 = 0x02;
const REST: u8 = 0x80;

#[tokio::test]
async fn wire_2_7_maps_are_fragmented_binary_messages() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            for map in [RELAYS, r#"{"Regions":{}}"#] {
                wire.frame(FIRST_BINARY, format!("{map}\n")).await;
                // Control frames may stand in between.
                wire.frame(PING, "1").await;
                wire.frame(REST, "").await;
            }
            for _ in 0..2 {
                assert_eq!(wire.read_frame().await, (PONG, b"1".to_vec()));
            }
            wire.close(1001, "").await;
            assert_eq!(wire.read_close().await, 1001);
            wire.expect_end().await;
        })
        .await;
        let mut maps = client(&peer.origin).get_derp_map_updates().await.unwrap();
        let map = maps.next().await.unwrap().unwrap();
        assert_eq!(map.regions["7"].region_name, "Home");
        assert!(maps.next().await.unwrap().unwrap().regions.is_empty());
        assert!(maps.next().await.is_none());
        assert_eq!(maps.close_reason().unwrap().code, 1001);
        drop(maps);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_lines_are_fragmented_text_messages() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            // Only the first one can be empty.
            wire.frame(FIRST_TEXT, "[]\n").await;
            wire.frame(REST, "").await;
            for piece in [&b"["[..], LINE.as_bytes(), b",", LINE.as_bytes()] {
                let first = if piece == b"[" { FIRST_TEXT } else { 0x00 };
                wire.frame(first, piece).await;
            }
            wire.frame(REST, "]\n").await;
            wire.close(1000, "").await;
            assert_eq!(wire.read_close().await, 1000);
        })
        .await;
        let mut lines =
            client(&peer.origin).get_logs_by_workspace_agent_follow(agent()).await.unwrap();
        assert_eq!(lines.recv().await.unwrap().unwrap(), []);
        assert_eq!(lines.recv().await.unwrap().unwrap().len(), 2);
        assert!(lines.recv().await.is_none());
        assert_eq!(lines.close_reason().unwrap().code, 1000);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_3_22_the_former_path_follows_too() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(TEXT, format!("[{LINE}]\n")).await;
            wire.expect_close().await;
        })
        .await;
        #[allow(deprecated, reason = "it works")]
        let call = client(&peer.origin).removed_get_logs_by_workspace_agent_follow(agent()).await;
        let mut lines = call.unwrap();
        assert_eq!(lines.recv().await.unwrap().unwrap()[0].id, 9_007_199_254_740_993);
        // A stream that is dropped says goodbye.
        drop(lines);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_listings_are_whole_text_frames() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(TEXT, format!("{LISTING}\n")).await;
            wire.frame(TEXT, format!("{LISTING}\n")).await;
            assert_eq!(wire.read_close().await, 1000);
            wire.close(1000, "").await;
            wire.expect_end().await;
        })
        .await;
        let mut listings = client(&peer.origin)
            .watch_workspace_agent_for_container_updates(agent())
            .await
            .unwrap();
        let listing = listings.next().await.unwrap().unwrap();
        assert_eq!(listing.devcontainers[0].status.as_str(), "stopping");
        // To close is to shake hands.
        listings.close(1000, "enough").await;
        assert_eq!(listings.close_reason().unwrap().code, 1000);
        drop(listings);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_8_9_a_flood_of_empty_listings_is_the_end() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(TEXT, format!("{LISTING}\n")).await;
            wire.frame(TEXT, format!("{GONE}\n")).await;
            wire.frame(TEXT, format!("{LISTING}\n")).await;
            // In a tight loop, until the client goes away.
            let flood = crate::wire_peer::frame(TEXT, format!("{GONE}\n").as_bytes());
            while wire.try_send(&flood).await {}
        })
        .await;
        let mut listings = client(&peer.origin)
            .watch_workspace_agent_for_container_updates(agent())
            .await
            .unwrap();
        let mut seen = Vec::new();
        while let Some(listing) = listings.next().await {
            seen.push(listing.unwrap().containers.len());
        }
        // A single empty one is a listing like any other.
        assert_eq!(seen, [1, 0, 1, 0]);
        assert!(listings.next().await.is_none());
        drop(listings);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_8_6_messages_above_a_mebibyte() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            let lines = vec![LINE; 20_000].join(",");
            assert!(lines.len() > 2 * 1024 * 1024);
            wire.frame(FIRST_TEXT, format!("[{lines}]\n")).await;
            wire.frame(REST, "").await;
            wire.expect_close().await;
        })
        .await;
        let mut lines =
            client(&peer.origin).get_logs_by_workspace_agent_follow(agent()).await.unwrap();
        assert_eq!(lines.recv().await.unwrap().unwrap().len(), 20_000);
        drop(lines);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_8_6_up_to_a_limit_of_the_caller() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(TEXT, format!("[{LINE}]")).await;
            wire.frame(FIRST_TEXT, format!("[{LINE},")).await;
            wire.frame(REST, format!("{LINE}]")).await;
            assert_eq!(wire.read_close().await, 1009);
            wire.expect_end().await;
        })
        .await;
        let limit = LINE.len() + 10;
        let client = client(&peer.origin);
        let call = client.get_logs_by_workspace_agent_follow(agent()).max_message_bytes(limit);
        let mut lines = call.await.unwrap();
        assert_eq!(lines.recv().await.unwrap().unwrap().len(), 1);
        let error = lines.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::TooLarge { limit: l } if l == limit), "{error:?}");
        assert!(lines.recv().await.is_none());
        drop(lines);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_pings_with_short_payloads_are_echoed() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            for payload in ["", "1", "2", "18446744073709551615"] {
                wire.frame(PING, payload).await;
                assert_eq!(wire.read_frame().await, (PONG, payload.as_bytes().to_vec()));
            }
            wire.close(1000, "").await;
            assert_eq!(wire.read_close().await, 1000);
        })
        .await;
        let mut maps = client(&peer.origin).get_derp_map_updates().await.unwrap();
        assert!(maps.next().await.is_none());
        peer.finish().await;
    })
    .await;
}

/// A message that does not fit says where, and the stream goes on if the caller does.
#[tokio::test]
async fn a_message_that_does_not_decode_has_a_path() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(TEXT, r#"{"containers":[{"ports":[{"port":65536}]}]}"#).await;
            wire.frame(TEXT, "not json").await;
            wire.frame(BINARY, LISTING).await;
            wire.expect_close().await;
        })
        .await;
        let mut listings = client(&peer.origin)
            .watch_workspace_agent_for_container_updates(agent())
            .await
            .unwrap();
        let error = listings.next().await.unwrap().unwrap_err();
        assert!(error.goes_on());
        let StreamError::Decode { path, .. } = error else { panic!("{error:?}") };
        assert_eq!(path, "containers[0].ports[0].port");
        let error = listings.next().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Decode { .. }), "{error:?}");
        assert!(listings.next().await.unwrap().is_ok());
        drop(listings);
        peer.finish().await;
    })
    .await;
}

/// Every way in which a server says why.
#[tokio::test]
async fn wire_3_18_and_3_21_the_reason_of_the_end_is_told() {
    limited(async {
        for (code, reason) in [(1000, ""), (1001, ""), (1008, "no data"), (1011, "dial agent: ü")]
        {
            let peer = WirePeer::start(move |accept| async move {
                let mut wire = accept.web_socket().await;
                wire.close(code, reason).await;
                assert_eq!(wire.read_close().await, code);
                wire.expect_end().await;
            })
            .await;
            let mut maps = client(&peer.origin).get_derp_map_updates().await.unwrap();
            assert!(maps.next().await.is_none());
            let told = maps.close_reason().unwrap();
            assert_eq!((told.code, told.reason.as_str()), (code, reason));
            drop(maps);
            peer.finish().await;
        }
    })
    .await;
}
