//! A terminal in a workspace; what is typed goes there line by line:
//! `terminal https://coder.example.com TOKEN AGENT-ID`.

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
    let input = tokio::io::BufReader::new(tokio::io::stdin());
    run::run(&client, agent.parse()?, input, tokio::io::stdout()).await
}

#[cfg(not(feature = "client"))]
fn main() {}
