//! An implementation's helpers that name every field of what they read and write.

use api_server::{operations, types};

pub fn inputs(list: operations::ListOrders, place: operations::PlaceOrder) {
    let operations::ListOrders { shop: _, first: _, limit: _, state: _, label: _, x_trace: _ } = list;
    let operations::PlaceOrder { body } = place;
    let types::Draft { name: _, count: _, state: _, note: _, gift: _, lines: _, payer: _ } = body;
}

pub fn scan(scan: operations::AddScan, hint: operations::SendHint) {
    let operations::AddScan { shelf: _, span: _, size: _, seat: _, body } = scan;
    let operations::AddScanBody { title: _, labels: _, page: _ } = body;
    let types::Hint { about: _, words: _ } = hint.body;
}

pub fn more_inputs(
    operations::CancelOrder { id: _, why: _ }: operations::CancelOrder,
    operations::ChangeOrder { id: _, body }: operations::ChangeOrder,
    operations::GetOrder { id: _ }: operations::GetOrder,
    operations::News {}: operations::News,
    operations::Search { word: _, tag: _ }: operations::Search,
) {
    let Some(types::Note { by: _, text: _, additional: _ }) = body else { return };
}

pub fn answers() -> (types::Page, types::Event) {
    let receipt = types::Receipt {
        id: String::new(),
        total: 1,
        mood: None,
        ordered_at: None,
        note: None,
        payer: None,
    };
    (types::Page { items: vec![receipt] }, types::Event { kind: None })
}

pub fn headers() -> types::ChangeOrder409Headers {
    let x_clash = Some(types::ChangeOrder409XClash { by: None });
    types::ChangeOrder409Headers { retry_after: None, x_clash }
}
