//! Prints what an agent has logged:
//! `agent_logs https://coder.example.com TOKEN AGENT-ID`.

#[cfg(feature = "client")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use coder_agents_client::Client;

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, token, agent_id] = arguments.as_slice() else {
        return Err("expected three arguments: URL TOKEN AGENT-ID".into());
    };
    let (token, agent_id) = (token.as_str(), agent_id.parse()?);

    let client = Client::builder(url).session_token(token).build()?;
    let agent = client.get_workspace_agent_by_id(agent_id).await?;
    println!("{} runs {}", agent.name, agent.operating_system);
    for log in client.get_logs_by_workspace_agent(agent_id).after(100).await? {
        println!("{} {}", log.level, log.output);
    }
    Ok(())
}

#[cfg(not(feature = "client"))]
fn main() {}
