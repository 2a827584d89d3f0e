//! In which directions schemas travel.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use super::effect::Usage;
use super::operations::Pair;
use crate::model::{
    Api, Channel, ChannelContent, Operation, RequestBody, ResponseBody, SchemaName, TypeId,
};

/// The directions of every schema with a name, as far as both documents know the operation: only
/// then a client of one age meets a server of another.
#[derive(Debug, Default)]
pub(super) struct Reach<'a> {
    components: BTreeMap<&'a str, Usage>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>, pairs: &[Pair<'a>]) -> Self {
        let mut reach = Self::default();
        for (api, operations) in [
            (old.api, pairs.iter().map(|pair| pair.old).collect::<Vec<_>>()),
            (new.api, pairs.iter().map(|pair| pair.new).collect()),
        ] {
            for (id, usage) in usages(api, operations, true) {
                if let SchemaName::Component(name) = &api.schema(id).name {
                    let known = reach.components.entry(name).or_default();
                    *known = known.or(usage);
                }
            }
        }
        reach
    }

    /// The directions of a schema that the documents call so.
    pub(super) fn of(&self, component: &str) -> Usage {
        self.components.get(component).copied().unwrap_or_default()
    }
}

/// The directions of every schema that the operations use, in failures only if these count.
pub(super) fn usages<'a>(
    api: &'a Api,
    operations: impl IntoIterator<Item = &'a Operation>,
    failures: bool,
) -> BTreeMap<TypeId, Usage> {
    let mut found = BTreeMap::new();
    let mut answers = BTreeSet::new();
    let mut requests = BTreeSet::new();
    for operation in operations {
        requests.extend(operation.parameters.iter().map(|parameter| parameter.schema));
        requests.extend(operation.body.iter().flat_map(RequestBody::schemas));
        // Implementors give those of failures as well.
        let headers = operation.responses.iter().filter_map(|response| response.headers.as_ref());
        answers.extend(headers.map(|headers| headers.schema));
        for response in operation.responses.iter().filter(|r| failures || !r.status.is_error()) {
            let (received, sent) = contents(&response.body);
            answers.extend(received);
            requests.extend(sent);
        }
    }
    answers.extend(api.error_body.iter().filter(|_| failures).map(|body| body.schema));
    for (roots, usage) in [(requests, Usage::REQUEST), (answers, Usage::ANSWER)] {
        for id in closure(api, roots) {
            let known: &mut Usage = found.entry(id).or_default();
            *known = known.or(usage);
        }
    }
    found
}

/// The schemas of an answer: what clients receive, and what they send.
pub(super) fn contents(body: &ResponseBody) -> (Vec<TypeId>, Option<TypeId>) {
    let json = |channel: &Option<Channel>| match channel.as_ref()?.content {
        ChannelContent::Json(schema) => Some(schema),
        ChannelContent::Bytes => None,
    };
    match body {
        ResponseBody::Empty | ResponseBody::Messages => (Vec::new(), None),
        ResponseBody::Typed(contents) => {
            (contents.iter().filter_map(|content| content.kind.schema()).collect(), None)
        }
        ResponseBody::Socket(socket) => {
            (json(&socket.received).into_iter().collect(), json(&socket.sent))
        }
        ResponseBody::Events(events) => (vec![events.item], None),
    }
}

fn closure(api: &Api, roots: BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<TypeId> = roots.into_iter().collect();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(api.schema(id).kind.children());
        }
    }
    found
}
