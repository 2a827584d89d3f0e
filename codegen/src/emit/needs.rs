//! Which optional parts of the runtime the emitted code uses, and thereby which crates it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use codegen_runtime::sources::{Part, Source, sources};
use proc_macro2::TokenStream;
use quote::quote;

use super::answers::contents;
use super::contents::is_stream;
use super::defaults::has_default;
use super::streams::{Stream, stream};
use super::styles::plain;
use super::{Cx, reach};
use crate::model::{
    BodyKind, ChannelContent, Content, Operation, PathSegment, Placement, Schema, TypeKind,
    ValueType,
};

/// What emitted code asks of the runtime beyond what every API needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Some type is an object with known members.
    pub(crate) object: bool,
    /// Some object has no `Default`.
    pub(crate) slots: bool,
    /// Some type is an enumeration.
    pub(crate) string_enum: bool,
    /// Some type is a union whose values are told apart.
    pub(crate) union: bool,
    /// Some type is a union whose values are not.
    pub(crate) any_of: bool,
    /// Some text is a day.
    pub(crate) date: bool,
    /// Some text is an address.
    pub(crate) addresses: bool,
    /// Some text is bytes.
    pub(crate) base64: bool,
    /// Some number is a time.
    pub(crate) unix_time: bool,
    /// Some text or number is of a type of the user's own.
    pub(crate) own: bool,
    /// Some text must match a pattern.
    pub(crate) pattern: bool,
    /// Some operation switches to a WebSocket whose content is not described.
    pub(crate) messages: bool,
    /// Some operation switches to a WebSocket with known content.
    pub(crate) socket: bool,
    /// Some WebSocket carries bytes.
    pub(crate) bytes: bool,
    /// Some operation answers with server-sent events.
    pub(crate) events: bool,
    /// Some security scheme asks for a name and a password.
    pub(crate) basic: bool,
    /// Some answer comes in several ways.
    pub(crate) told_apart: bool,
    /// Some parameter is more than a plain text, or fills only a part of a segment.
    pub(crate) styles: bool,
    /// Some request is a form.
    pub(crate) forms: bool,
    /// Some request consists of parts.
    pub(crate) parts: bool,
    /// Some request may be written in several ways.
    pub(crate) several: bool,
    /// Some request is text.
    pub(crate) text_in: bool,
    /// Some answer is text.
    pub(crate) text_out: bool,
    /// Some request is read as it comes.
    pub(crate) bytes_in: bool,
    /// Some answer is read as it comes.
    pub(crate) bytes_out: bool,
    /// Something consists of lines.
    pub(crate) lines: bool,
    /// Some request is more than one value in JSON.
    pub(crate) written: bool,
    /// The document names a server.
    pub(crate) servers: bool,
    /// Some answer has headers.
    pub(crate) headers: bool,
    /// Some answer that means success has headers.
    pub(crate) headers_out: bool,
}

impl Needs {
    /// What the API of `cx` needs.
    pub(crate) fn of(cx: &Cx<'_>) -> Self {
        let is_enum = |id: &_| matches!(cx.api.schema(*id).kind, TypeKind::Enum(_));
        let string_enum = cx.names.types.keys().any(is_enum);
        let mut objects = cx.names.types.keys().filter(|id| is_object(cx.api.schema(**id)));
        let object = objects.clone().next().is_some();
        let slots = objects.any(|id| !has_default(cx, *id));
        let unions = cx.names.types.keys().filter_map(|id| match &cx.api.schema(*id).kind {
            TypeKind::Union(union) => Some(union.told_apart),
            _ => None,
        });
        let (union, any_of) = unions.fold((false, false), |(union, any_of), told_apart| {
            (union | told_apart, any_of | !told_apart)
        });
        let pattern = reach::checks_patterns(cx);
        let mut schemes = cx.api.security_schemes.iter();
        let basic = schemes.any(|scheme| scheme.placement == Placement::Basic);
        let mut needs =
            Self { object, slots, string_enum, union, any_of, pattern, basic, ..Self::default() };
        needs.servers = !cx.api.servers.is_empty();
        for schema in &cx.api.schemas {
            match schema.value_type {
                Some(ValueType::Date) => needs.date = true,
                Some(ValueType::Base64) => needs.base64 = true,
                Some(ValueType::Ip | ValueType::Ipv4 | ValueType::Ipv6) => needs.addresses = true,
                Some(ValueType::UnixTime) => needs.unix_time = true,
                Some(ValueType::Own(_)) => needs.own |= own_text(schema).is_some(),
                None => {}
            }
        }
        for stream in cx.api.operations.iter().filter_map(stream) {
            match stream {
                Stream::Messages => needs.messages = true,
                Stream::Events(_) => needs.events = true,
                Stream::Socket(socket) => {
                    let mut channels = socket.received.iter().chain(&socket.sent);
                    needs.socket = true;
                    needs.bytes |= channels.any(|channel| channel.content == ChannelContent::Bytes);
                }
            }
        }
        for operation in &cx.api.operations {
            needs.add(cx, operation);
        }
        needs
    }

    fn add(&mut self, cx: &Cx<'_>, operation: &Operation) {
        let is_plain = |parameter| plain(cx, parameter).is_some();
        let segments = &operation.path.segments;
        self.styles |= segments.iter().any(|segment| matches!(segment, PathSegment::Mixed(_)));
        let mut parameters = operation.parameters.iter();
        self.styles |= !parameters.all(|p| p.presence_flag || is_plain(p));
        if let Some(body) = &operation.body {
            self.several |= body.contents.len() > 1;
            let is_json = |content: &Content| matches!(content.kind, BodyKind::Json(_));
            self.written |= body.contents.len() > 1 || !body.contents.iter().all(is_json);
            for content in &body.contents {
                match content.kind {
                    BodyKind::Json(_) => {}
                    BodyKind::Form(..) => self.forms = true,
                    BodyKind::Multipart(..) => self.parts = true,
                    BodyKind::Text(_) => self.text_in = true,
                    BodyKind::Lines(_) => self.lines = true,
                    BodyKind::Bytes => self.bytes_in = true,
                }
            }
        }
        self.headers |= operation.responses.iter().any(|response| response.headers.is_some());
        self.headers_out |= operation.headers().is_some();
        let answers: Vec<&Content> = operation.successes().flat_map(contents).collect();
        self.told_apart |= operation.successes().any(|answer| contents(answer).len() > 1)
            || (answers.iter().any(|one| is_stream(one))
                && !answers.iter().all(|one| is_stream(one)));
        for content in answers {
            match content.kind {
                BodyKind::Json(_) => {}
                BodyKind::Text(_) => self.text_out = true,
                BodyKind::Lines(_) => self.lines = true,
                BodyKind::Bytes | BodyKind::Form(..) | BodyKind::Multipart(..) => {
                    self.bytes_out = true;
                }
            }
        }
    }

    /// The `use` lines for the types of bodies that are not in memory as a whole.
    pub(crate) fn body_types(&self) -> TokenStream {
        let bytes = self.bytes_in || self.bytes_out || self.lines || self.parts;
        let bytes = bytes.then(|| quote! { pub use runtime::types::byte_stream::ByteStream; });
        let file = self.parts.then(|| quote! { pub use runtime::types::file::File; });
        let lines = self.lines.then(|| quote! { pub use runtime::types::json_lines::JsonLines; });
        quote! { #bytes #file #lines }
    }

    /// The runtime's files that belong in the output, in the order of its list.
    pub(crate) fn sources(&self) -> Vec<&'static Source> {
        let mut wanted = BTreeSet::new();
        let named = sources().filter(|source| !source.optional || self.names(source));
        let mut found: Vec<Key> = named.map(key).collect();
        while let Some(key) = found.pop() {
            if wanted.insert(key) {
                // What is copied brings along what it uses itself.
                found.extend(IMPORTS.get(&key).into_iter().flatten());
            }
        }
        sources().filter(|source| wanted.contains(&key(source))).collect()
    }

    /// Emitted code itself names this optional file.
    fn names(&self, source: &Source) -> bool {
        match (source.part, source.name) {
            (Part::Types, "object") => self.object,
            (Part::Types, "slots") => self.slots,
            (Part::Types, "string_enum") => self.string_enum,
            (Part::Types, "union") => self.union,
            (Part::Types, "date") => self.date,
            (Part::Types, "addresses") => self.addresses,
            (Part::Types, "base64") => self.base64,
            (Part::Types, "unix_time") => self.unix_time,
            (Part::Types, "own") => self.own,
            (Part::Server, "formats") => self.date || self.addresses || self.base64,
            (Part::Server, "pattern") => self.pattern,
            (Part::Types, "any_of") => self.any_of,
            (Part::Client | Part::Mock | Part::Call, "web_socket") | (Part::Server, "messages") => {
                self.messages
            }
            (Part::Client | Part::Server, "handshake") => self.messages || self.socket,
            (Part::Client, "socket") => self.socket,
            (Part::Client, "socket_bytes") => self.bytes,
            (Part::Client | Part::Server | Part::Mock | Part::Call, "events") => self.events,
            (Part::Mock | Part::Call, "sockets") => self.socket,
            (Part::Client | Part::Server | Part::Call, "basic") => self.basic,
            (Part::Client, "media") => self.told_apart,
            (Part::Types, "style") => self.styles || self.forms || self.parts,
            (Part::Types, "file") | (Part::Server, "multipart") => self.parts,
            (Part::Client | Part::Server, "styled") | (Part::Server, "styled_path") => self.styles,
            (Part::Client, "forms") => self.forms || self.text_in || self.text_out,
            (Part::Server, "forms") => self.forms || self.text_in || self.several,
            (Part::Client, "uploads") => self.bytes_in || self.lines || self.parts,
            (Part::Server, "uploads") => self.bytes_in || self.lines,
            (Part::Client, "downloads") => self.bytes_out || self.lines,
            (Part::Server, "downloads") => self.text_out || self.bytes_out,
            (Part::Client | Part::Server, "lines") => self.lines,
            (Part::Types | Part::Client | Part::Server, "headers") => self.headers,
            (Part::Client, "servers") => self.servers,
            (Part::Mock, "headers") => self.headers_out,
            (Part::Call, "bodies") => self.written,
            (Part::Call, "downloads") => self.bytes_out,
            (Part::Call, "json_lines") => self.lines,
            (Part::Call, "parts") => self.parts,
            (Part::Call, "uploads") => self.bytes_in,
            _ => false,
        }
    }
}

/// The type of the user's own that values written as text are of.
pub(crate) fn own_text(schema: &Schema) -> Option<&str> {
    match (&schema.value_type, &schema.kind) {
        // A type in the place of a whole schema is read from JSON only.
        (_, TypeKind::Any) => None,
        (Some(ValueType::Own(path)), _) => Some(path),
        _ => None,
    }
}

/// The type is emitted as a struct with members.
pub(crate) fn is_object(schema: &Schema) -> bool {
    schema.value_type.is_none() && matches!(schema.kind, TypeKind::Object(_))
}

/// Which file of the runtime.
type Key = (Part, &'static str);

/// What each file of the runtime imports of the others.
static IMPORTS: LazyLock<BTreeMap<Key, Vec<Key>>> = LazyLock::new(|| {
    let known: BTreeSet<Key> = sources().map(key).collect();
    let known = |key: &Key| known.contains(key);
    sources().map(|source| (key(source), imports(source).filter(known).collect())).collect()
});

fn key(source: &'static Source) -> Key {
    (source.part, source.name)
}

/// The files that a file imports. All such lines begin with `use super::`, and stand at its top.
fn imports(user: &'static Source) -> impl Iterator<Item = Key> {
    let is_top = |line: &&str| {
        line.is_empty() || ["//!", "use ", " ", "}"].iter().any(|start| line.starts_with(start))
    };
    let top = user.text.lines().take_while(is_top);
    top.filter_map(|line| line.strip_prefix("use super::")).filter_map(|path| {
        let (part, path) = match path.strip_prefix("super::types::") {
            Some(path) => (Part::Types, path),
            None => (user.part, path),
        };
        Some((part, path.split([':', ';']).next()?))
    })
}

#[cfg(test)]
mod tests {
    use codegen_runtime::sources::sources;

    use super::Needs;

    #[test]
    fn every_optional_module_can_be_needed() {
        let nothing = Needs::default().sources();
        assert!(nothing.iter().all(|source| !source.optional), "{nothing:?}");
        let everything = Needs {
            object: true,
            slots: true,
            string_enum: true,
            union: true,
            any_of: true,
            date: true,
            addresses: true,
            base64: true,
            unix_time: true,
            own: true,
            pattern: true,
            messages: true,
            socket: true,
            bytes: true,
            events: true,
            basic: true,
            told_apart: true,
            styles: true,
            forms: true,
            parts: true,
            several: true,
            text_in: true,
            text_out: true,
            bytes_in: true,
            bytes_out: true,
            lines: true,
            written: true,
            servers: true,
            headers: true,
            headers_out: true,
        };
        let everything = everything.sources();
        let names = |source: &codegen_runtime::sources::Source| (source.part, source.name);
        assert_eq!(
            everything.into_iter().map(names).collect::<Vec<_>>(),
            sources().map(names).collect::<Vec<_>>()
        );
    }

    #[test]
    fn files_bring_along_what_they_use() {
        let needs = Needs { events: true, ..Needs::default() };
        let names: Vec<&str> = needs.sources().iter().map(|source| source.name).collect();
        assert!(names.contains(&"sse"), "{names:?}");
        assert!(!names.contains(&"socket"), "{names:?}");
    }
}
