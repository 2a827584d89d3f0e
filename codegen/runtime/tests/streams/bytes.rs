//! Byte streams.

use crate::peer::{BINARY, site, until, within};

#[tokio::test]
async fn wire_3_18_bytes_come_back_whatever_the_messages_are() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/coordinate?version=2.0").await;
        let sent: Vec<u8> = (0..90_000u32).map(|number| (number % 251) as u8).collect();
        peer.frame(BINARY, &sent[..1]).await;
        peer.frame(BINARY, []).await;
        peer.raw_frame(BINARY, &sent[1..3]).await;
        peer.raw_frame(0x80, &sent[3..10]).await;
        peer.frame(BINARY, &sent[10..]).await;
        peer.expect_bytes(&sent).await;
        peer.close(1000, "").await;
        peer.expect_close(1000, "").await;
        peer.expect_end().await;
        until(|| site.api.alive() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn megabytes_with_flow_control() {
    within(async {
        let site = site().await;
        let peer = site.open("/coordinate").await;
        let (reader, mut writer) = peer.0.into_split();
        let writing = tokio::spawn(async move {
            use tokio::io::AsyncWriteExt;
            let message = crate::peer::masked(0x82, &[7; 65_536]);
            for _ in 0..64 {
                writer.write_all(&message).await.unwrap();
            }
            writer
        });
        // Nobody reads until the pipes are full.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let mut reader = tokio::io::BufReader::new(reader);
        let mut total = 0;
        while total < 64 * 65_536 {
            use tokio::io::AsyncReadExt;
            assert_eq!(reader.read_u8().await.unwrap(), 0x82);
            let length = match reader.read_u8().await.unwrap() {
                126 => u64::from(reader.read_u16().await.unwrap()),
                127 => reader.read_u64().await.unwrap(),
                short => u64::from(short),
            };
            let mut payload = vec![0; usize::try_from(length).unwrap()];
            reader.read_exact(&mut payload).await.unwrap();
            assert!(payload.iter().all(|byte| *byte == 7));
            total += payload.len();
        }
        drop(writing.await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_peer_that_vanishes_ends_the_handler() {
    within(async {
        let site = site().await;
        for rest in [b"".as_slice(), &[0x82], &[0x82, 0x85, 0, 0, 0, 0, 1]] {
            let mut peer = site.open("/coordinate").await;
            peer.frame(BINARY, "x").await;
            peer.expect(BINARY, "x").await;
            // In the middle of a frame as well.
            peer.send(rest).await;
            assert_eq!(site.api.alive(), 1);
            drop(peer);
            until(|| site.api.alive() == 0 && site.shutdown.open_streams() == 0).await;
        }
    })
    .await;
}
