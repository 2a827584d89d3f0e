//! A server that is as little work as possible, for clients to speak to.

use std::sync::Arc;

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::samples;

/// Answers every request at once.
pub(crate) async fn serve(listener: TcpListener) -> Result<()> {
    let agent = Arc::new(answer("200 OK", &samples::agent()));
    let source = r#"{"created_at":"2025-11-28T09:15:01.123456Z","display_name":"Startup Script","icon":"/emojis/1f4dd.png","id":"67e55044-10b1-426f-9247-bb680e5f0041","workspace_agent_id":"67e55044-10b1-426f-9247-bb680e5f0001"}"#;
    let small = Arc::new(answer("200 OK", samples::SSH_KEY));
    let source = Arc::new(answer("201 Created", source));
    let missing = r#"{"message":"Resource not found or you do not have access to this resource"}"#;
    let missing = Arc::new(answer("404 Not Found", missing));
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let answers = [&agent, &small, &source, &missing].map(Arc::clone);
        tokio::spawn(async move { connection(stream, answers).await });
    }
}

fn answer(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Date: Fri, 28 Nov 2025 09:15:01 GMT\r\n\r\n{body}"
    )
    .into_bytes()
}

async fn connection(mut stream: TcpStream, answers: [Arc<Vec<u8>>; 4]) -> Result<()> {
    let [agent, small, source, missing] = answers;
    let mut buffer = Vec::with_capacity(16 * 1024);
    while stream.read_buf(&mut buffer).await? > 0 {
        let Some(head) = buffer.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&buffer);
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        if buffer.len() < head + 4 + length.unwrap_or(0_usize) {
            continue;
        }
        let line = text.lines().next().unwrap_or_default();
        let answer = match line {
            line if line.contains("/gitsshkey") => &small,
            line if line.contains("/log-source") => &source,
            line if line.contains(samples::AGENT_ID) => &agent,
            _ => &missing,
        };
        buffer.clear();
        stream.write_all(answer).await?;
    }
    Ok(())
}
