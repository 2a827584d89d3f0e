//! Waits for events that want an agent to start over, as an agent would:
//! `reinitializations https://coder.example.com AGENT-TOKEN`.

#[cfg(feature = "client")]
mod run;

#[cfg(feature = "client")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use coder_agents_client::Client;

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, token] = arguments.as_slice() else {
        return Err("expected two arguments: URL AGENT-TOKEN".into());
    };
    let client = Client::builder(url).agent_token(token.as_str()).build()?;
    run::run(&client, usize::MAX, std::io::stdout()).await
}

#[cfg(not(feature = "client"))]
fn main() {}
