//! Follows the log lines of an agent until there will be no more:
//! `follow_logs https://coder.example.com TOKEN AGENT-ID`.

#[cfg(feature = "client")]
mod run;

#[cfg(feature = "client")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use coder_agents_client::Client;

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, token, agent] = arguments.as_slice() else {
        return Err("expected three arguments: URL TOKEN AGENT-ID".into());
    };
    let client = Client::builder(url).session_token(token.as_str()).build()?;
    run::run(&client, agent.parse()?, std::io::stdout()).await
}

#[cfg(not(feature = "client"))]
fn main() {}
