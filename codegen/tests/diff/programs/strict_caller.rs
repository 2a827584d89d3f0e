//! A caller that names every field of what it writes and reads.

use api_client::{operations, types};

pub fn requests() -> (types::Draft, types::Note) {
    let draft = types::Draft {
        name: String::new(),
        count: 1,
        state: None,
        note: None,
        gift: false,
        lines: None,
        payer: None,
    };
    (draft, types::Note { by: None, text: None, additional: <_>::default() })
}

pub fn servers() -> types::ProductionServer {
    types::ProductionServer { region: types::ProductionServerRegion::Eu }
}

pub fn inputs(draft: types::Draft) {
    let id = String::new;
    let _ = operations::CancelOrder { id: id(), why: None };
    let _ = operations::ChangeOrder { id: id(), body: None };
    let _ = operations::GetOrder { id: id() };
    let _ = operations::ListOrders {
        shop: String::new(),
        first: 1,
        limit: None,
        state: None,
        label: Vec::new(),
        x_trace: None,
    };
    let _ = operations::News {};
    let _ = operations::PlaceOrder { body: draft };
    let span = types::Span { from: None, to: None };
    let _ = operations::AddScan {
        shelf: Vec::new(),
        span: Some(span),
        size: None,
        seat: None,
        body: operations::AddScanBody { title: String::new(), labels: Vec::new(), page: None },
    };
    let hint = types::Hint { about: String::new(), words: None };
    let _ = operations::SendHint { body: hint };
    let _ = operations::Search { word: None, tag: None };
}

pub fn answers(page: types::Page, problem: types::Problem, clash: types::Clash) {
    let types::Page { items } = page;
    for types::Receipt { id: _, total: _, mood: _, ordered_at: _, note: _, payer: _ } in items {}
    let types::Problem { what: _ } = problem;
    let types::Clash { with: _ } = clash;
}

pub fn headers(headers: types::ChangeOrder409Headers) {
    let types::ChangeOrder409Headers { retry_after: _, x_clash } = headers;
    let Some(types::ChangeOrder409XClash { by: _ }) = x_clash else { return };
}

pub fn event(types::Event { kind: _ }: types::Event) {}
