//! What both pages show, as plain data.

/// Everything.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) title: String,
    pub(super) version: String,
    /// Markdown of the document.
    pub(super) description: String,
    /// What the overlays changed outside of operations and schemas.
    pub(super) corrections: Vec<Correction>,
    pub(super) schemes: Vec<SchemeView>,
    pub(super) operations: Vec<OperationView>,
    pub(super) schemas: Vec<SchemaView>,
    pub(super) client: String,
    pub(super) server: String,
}

/// An operation.
#[derive(Debug)]
pub(super) struct OperationView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) method: String,
    /// With the base path.
    pub(super) path: String,
    /// Markdown of the document.
    pub(super) description: String,
    pub(super) deprecated: bool,
    /// Lines of a call with curl.
    pub(super) curl: Vec<String>,
    pub(super) parameters: Vec<ParameterRow>,
    pub(super) body: Option<BodyView>,
    pub(super) answers: Vec<AnswerView>,
    /// Sentences about what goes on after the answer.
    pub(super) stream: Vec<String>,
    /// The schemes that let a caller in, one alternative each; empty: nobody is asked.
    pub(super) access: Vec<String>,
    pub(super) calls: Vec<RustCall>,
    pub(super) corrections: Vec<Correction>,
}

impl OperationView {
    /// Some answer has a body to show.
    pub(super) fn has_samples(&self) -> bool {
        self.answers.iter().any(|answer| answer.sample.is_some())
    }
}

/// One method of both crates.
#[derive(Debug)]
pub(super) struct RustCall {
    /// How the client is called.
    pub(super) client: String,
    /// What the server implements.
    pub(super) server: String,
}

/// A parameter.
#[derive(Debug)]
pub(super) struct ParameterRow {
    pub(super) name: String,
    pub(super) location: String,
    pub(super) shape: TypeText,
    pub(super) required: bool,
    pub(super) restrictions: String,
    pub(super) description: String,
    pub(super) values: Vec<String>,
    /// Some value, as text.
    pub(super) sample: String,
}

/// What a caller sends.
#[derive(Debug)]
pub(super) struct BodyView {
    pub(super) media_type: String,
    pub(super) shape: TypeText,
    pub(super) required: bool,
    pub(super) description: String,
    pub(super) sample: String,
}

/// A documented answer.
#[derive(Debug)]
pub(super) struct AnswerView {
    pub(super) status: String,
    pub(super) meaning: String,
    /// Where HTTP defines the status.
    pub(super) link: String,
    pub(super) description: String,
    pub(super) media_type: String,
    pub(super) shape: TypeText,
    pub(super) sample: Option<String>,
    /// Members, where the schema has no page section of its own.
    pub(super) rows: Vec<MemberRow>,
    pub(super) headers: Vec<ParameterRow>,
}

/// A named schema.
#[derive(Debug)]
pub(super) struct SchemaView {
    pub(super) name: String,
    /// The Rust type, with its path.
    pub(super) rust: String,
    pub(super) description: String,
    pub(super) sample: String,
    pub(super) rows: Vec<MemberRow>,
    /// Values of the schema itself.
    pub(super) values: Vec<String>,
    pub(super) corrections: Vec<Correction>,
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct MemberRow {
    /// How deep it stands inside of the schema, from 0.
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) shape: TypeText,
    pub(super) required: bool,
    pub(super) restrictions: String,
    pub(super) description: String,
    pub(super) values: Vec<String>,
}

/// A security scheme.
#[derive(Debug)]
pub(super) struct SchemeView {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) description: String,
}

/// A type in words, with the schema in it that has a section of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TypeText {
    /// `array of ` before the rest, or the whole text.
    pub(super) text: String,
    /// Name of a schema.
    pub(super) schema: Option<String>,
}

/// A change that an overlay made, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    /// Where in the document, below the item that is looked at; empty: the item itself.
    pub(super) places: Vec<String>,
    /// As the overlay says it, Markdown.
    pub(super) reason: String,
}
