//! Members that only answers or only requests have: where the other ones need the same type, they may
//! be missing.

use std::collections::BTreeSet;

use crate::model::{
    Access, Api, Channel, ChannelContent, Operation, RequestBody, ResponseBody, TypeId, TypeKind,
};

pub(in crate::lower) fn apply(api: &mut Api) {
    let (requests, answers) = (closure(api, requests(api)), closure(api, answers(api)));
    for (index, schema) in api.schemas.iter_mut().enumerate() {
        let TypeKind::Object(object) = &mut schema.kind else { continue };
        let id = TypeId::new(index);
        for property in &mut object.properties {
            let may_be_missing = match property.access {
                Access::Both => false,
                Access::ReadOnly => requests.contains(&id),
                Access::WriteOnly => answers.contains(&id),
            };
            if may_be_missing {
                property.asked = property.required && property.access == Access::WriteOnly;
                property.required = false;
            }
        }
    }
}

/// The schemas of what clients send.
fn requests(api: &Api) -> Vec<TypeId> {
    let of_operation = |operation: &Operation| {
        let parameters = operation.parameters.iter().map(|parameter| parameter.schema);
        let body = operation.body.iter().flat_map(RequestBody::schemas);
        let sent = operation.responses.iter().filter_map(|response| match &response.body {
            ResponseBody::Socket(socket) => json(socket.sent.as_ref()),
            ResponseBody::Empty
            | ResponseBody::Typed(_)
            | ResponseBody::Messages
            | ResponseBody::Events(_) => None,
        });
        parameters.chain(body).chain(sent).collect::<Vec<_>>()
    };
    api.operations.iter().flat_map(of_operation).collect()
}

/// The schemas of what servers send.
fn answers(api: &Api) -> Vec<TypeId> {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let bodies = responses.flat_map(|response| match &response.body {
        ResponseBody::Typed(contents) => {
            contents.iter().filter_map(|content| content.kind.schema()).collect()
        }
        ResponseBody::Events(events) => vec![events.item],
        ResponseBody::Socket(socket) => json(socket.received.as_ref()).into_iter().collect(),
        ResponseBody::Empty | ResponseBody::Messages => Vec::new(),
    });
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let headers = responses.filter_map(|response| Some(response.headers.as_ref()?.schema));
    bodies.chain(headers).chain(api.error_body.iter().map(|body| body.schema)).collect()
}

fn json(channel: Option<&Channel>) -> Option<TypeId> {
    match channel?.content {
        ChannelContent::Json(schema) => Some(schema),
        ChannelContent::Bytes => None,
    }
}

fn closure(api: &Api, mut open: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(api.schema(id).kind.children());
        }
    }
    found
}
