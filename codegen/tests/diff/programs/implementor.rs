//! An implementation of everything in the shop, as people usually write it.

use api_server::{
    Api, ApiError, Context, Credential, Events, JsonLines, RequestInfo, operations, types,
};

pub struct Shop;

impl Api for Shop {
    type Principal = String;

    async fn authenticate(
        &self,
        credential: Credential,
        _: &RequestInfo,
    ) -> Result<String, ApiError> {
        match credential {
            Credential::Key(_) => Ok("somebody".to_owned()),
            _ => Err(ApiError::unauthenticated()),
        }
    }

    async fn list_orders(
        &self,
        _: Context<()>,
        input: operations::ListOrders,
    ) -> Result<types::Page, ApiError> {
        let (_, _): (String, i32) = (input.shop, input.first);
        let (_, _): (Option<i32>, Option<String>) = (input.limit, input.x_trace);
        match input.state {
            Some(types::State::Open) | Some(types::State::Shipped) | Some(_) | None => {}
        }
        let _: Vec<String> = input.label;
        Ok(types::Page { items: vec![receipt()], ..Default::default() })
    }

    async fn place_order(
        &self,
        _: Context<String>,
        input: operations::PlaceOrder,
    ) -> Result<types::Receipt, ApiError> {
        let draft: types::Draft = input.body;
        let (_, _): (String, i32) = (draft.name, draft.count);
        let (_, _): (Option<types::State>, Option<String>) = (draft.state, draft.note);
        let (_, _): (bool, Option<Vec<String>>) = (draft.gift, draft.lines);
        match draft.payer {
            Some(types::Payer::Person(types::Person { age: Some(1_i32), .. })) => {}
            Some(types::Payer::Firm(firm)) => drop::<String>(firm.number),
            Some(_) | None => {}
        }
        Ok(receipt())
    }

    async fn get_order(
        &self,
        _: Context<()>,
        input: operations::GetOrder,
    ) -> Result<operations::GetOrderOutput, ApiError> {
        let id: String = input.id;
        if id.is_empty() {
            return Ok(operations::GetOrderOutput::NoContent);
        }
        Ok(operations::GetOrderOutput::Ok(receipt()))
    }

    async fn change_order(
        &self,
        _: Context<()>,
        input: operations::ChangeOrder,
    ) -> Result<(), ApiError> {
        let _: String = input.id;
        if let Some(note) = input.body {
            let _: (Option<String>, Option<String>) = (note.text, note.by);
            let _: Option<&String> = note.additional.get("mood");
        }
        let clash = types::ChangeOrder409XClash { by: Some("her".to_owned()), ..Default::default() };
        let headers = types::ChangeOrder409Headers {
            retry_after: Some(1_i64),
            x_clash: Some(clash),
            ..Default::default()
        };
        let _ = ApiError::unauthenticated().with_headers(&headers);
        Ok(())
    }

    async fn cancel_order(
        &self,
        _: Context<()>,
        input: operations::CancelOrder,
    ) -> Result<(), ApiError> {
        let _: (String, Option<types::CancelOrderWhy>) = (input.id, input.why);
        Ok(())
    }

    async fn search(
        &self,
        _: Context<()>,
        input: operations::Search,
    ) -> Result<types::Page, ApiError> {
        let _: (Option<String>, Option<String>) = (input.word, input.tag);
        Ok(types::Page::default())
    }

    async fn add_scan(
        &self,
        _: Context<()>,
        input: operations::AddScan,
    ) -> Result<String, ApiError> {
        let _: (Vec<String>, Option<i32>, Option<String>) = (input.shelf, input.size, input.seat);
        let _: Option<Option<String>> = input.span.map(|span| span.from);
        let _: (String, Vec<String>) = (input.body.title, input.body.labels);
        Ok(input.body.page.and_then(|page| page.name).unwrap_or_default())
    }

    async fn send_hint(
        &self,
        _: Context<()>,
        input: operations::SendHint,
    ) -> Result<JsonLines<types::Hint>, ApiError> {
        let _: (String, Option<Vec<String>>) = (input.body.about, input.body.words);
        let hint = types::Hint { about: "tea".to_owned(), ..Default::default() };
        Ok(JsonLines::new(futures_util::stream::iter([hint])))
    }

    async fn news(
        &self,
        _: Context<()>,
        _: operations::News,
    ) -> Result<Events<types::Event>, ApiError> {
        let event = types::Event { kind: Some("sale".to_owned()), ..Default::default() };
        Ok(Events::new(futures_util::stream::iter([Ok(event)])))
    }
}

fn receipt() -> types::Receipt {
    types::Receipt {
        id: "1".to_owned(),
        total: 3_i32,
        mood: Some(types::Mood::Good),
        ordered_at: Some("now".to_owned()),
        note: Some("thanks".to_owned()),
        payer: Some(types::Payer::Person(types::Person {
            kind: "person".to_owned(),
            ..Default::default()
        })),
        ..Default::default()
    }
}
