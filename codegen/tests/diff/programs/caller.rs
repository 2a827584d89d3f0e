//! A caller that uses everything of the shop, as people usually do.

use api_client::client::Events;
use api_client::{Client, Error, JsonLines, operations, types};

pub fn client() -> Client {
    Client::builder("http://localhost").key("secret").build().unwrap()
}

pub fn production() -> Client {
    let region = types::ProductionServerRegion::Us;
    let server = types::ProductionServer { region, ..Default::default() };
    Client::at(server).build().unwrap()
}

pub async fn list(client: &Client) -> Result<types::Page, Error<()>> {
    let call = client.list_orders("corner", 1).limit(5_i32).state(types::State::Open);
    call.label(vec!["new".to_owned()]).x_trace("trace").await
}

pub fn page(page: types::Page) -> Vec<String> {
    page.items.into_iter().map(receipt).collect()
}

pub fn receipt(receipt: types::Receipt) -> String {
    let (id, total): (String, i32) = (receipt.id, receipt.total);
    let note: Option<String> = receipt.note;
    let at: Option<String> = receipt.ordered_at;
    let mood = match receipt.mood {
        Some(types::Mood::Good) => "good",
        Some(types::Mood::Bad) => "bad",
        Some(_) | None => "unknown",
    };
    let payer: Option<String> = match receipt.payer {
        Some(types::Payer::Person(person)) => person.age.map(|age: i32| age.to_string()),
        Some(types::Payer::Firm(firm)) => Some(firm.number),
        Some(_) | None => None,
    };
    format!("{id} {total} {note:?} {at:?} {mood} {payer:?}")
}

pub async fn place(client: &Client) -> Result<types::Receipt, Error<types::Problem>> {
    let draft = types::Draft {
        name: "tea".to_owned(),
        count: 2,
        state: Some(types::State::Shipped),
        note: Some("hot".to_owned()),
        gift: true,
        lines: Some(vec!["milk".to_owned()]),
        payer: Some(types::Payer::Person(person())),
        ..Default::default()
    };
    client.place_order(draft).await
}

fn person() -> types::Person {
    types::Person { kind: "person".to_owned(), age: Some(30), ..Default::default() }
}

pub async fn get(client: &Client) -> Result<Option<String>, Error<()>> {
    Ok(match client.get_order("1").await? {
        operations::GetOrderOutput::Ok(it) => Some(receipt(it)),
        operations::GetOrderOutput::NoContent => None,
    })
}

pub async fn change(client: &Client) -> Option<String> {
    let mut note = types::Note { text: Some("cold".to_owned()), ..Default::default() };
    note.by = Some("her".to_owned());
    note.additional.insert("mood".to_owned(), "bad".to_owned());
    let error = match client.change_order("1").body(note).await {
        Ok(()) => return None,
        Err(error) => error,
    };
    let headers: types::ChangeOrder409Headers = error.api()?.typed_headers().ok()?;
    let _: (Option<i64>, Option<String>) = (headers.retry_after, headers.x_clash?.by);
    match error.api()?.typed()? {
        operations::ChangeOrderError::NotFound(problem) => problem.what.clone(),
        operations::ChangeOrderError::Conflict(clash) => clash.with.clone(),
    }
}

pub async fn cancel(client: &Client) -> Result<(), Error<()>> {
    let () = client.cancel_order("1").why(types::CancelOrderWhy::Late).await?;
    Ok(())
}

pub async fn search(client: &Client) -> Result<types::Page, Error<()>> {
    client.search().word("tea").tag("green").await
}

pub async fn news(client: &Client) -> Result<Events<types::Event>, Error<()>> {
    client.news().await
}

pub async fn scan(client: &Client) -> Result<String, Error<()>> {
    let body = operations::AddScanBody {
        title: "map".to_owned(),
        labels: vec!["old".to_owned()],
        page: None,
    };
    let span = types::Span { from: Some("a".to_owned()), to: None, ..Default::default() };
    let call = client.add_scan(vec!["top".to_owned()], body).span(span).size(3_i32);
    call.seat("window").await
}

pub async fn hint(client: &Client) -> Result<JsonLines<types::Hint>, Error<()>> {
    let words = Some(vec!["soft".to_owned()]);
    client.send_hint(types::Hint { about: "tea".to_owned(), words, ..Default::default() }).await
}

pub fn event(event: types::Event) -> Option<String> {
    event.kind
}
