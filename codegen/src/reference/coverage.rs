//! What each form of a source states at all.

use super::fact::{Fact, Kind};

/// The form of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A Swagger 2.0 or OpenAPI 3.0 description.
    Swagger,
    /// The page as upstream keeps it.
    Markdown,
    /// The page as the documentation's site shows it.
    Html,
    /// The text of the page as a text browser shows it.
    Text,
    /// The page of schemas that belongs to the page, in Markdown or HTML.
    Schemas,
    /// The same, as `reference render` writes it: with the limits of members.
    Rendered,
}

impl Form {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Swagger, Self::Markdown, Self::Html, Self::Text, Self::Schemas, Self::Rendered];

    /// What it is called in recordings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Swagger => "swagger",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Text => "text",
            Self::Schemas => "schemas",
            Self::Rendered => "rendered",
        }
    }

    /// A source of this form would state this fact of the document. `parent` is the kind of the fact
    /// above it.
    pub(super) fn states(self, parent: Option<Kind>, fact: &Fact) -> bool {
        match self {
            Self::Swagger => in_description(parent, fact),
            Self::Markdown | Self::Html => in_page(parent, fact),
            Self::Text => in_text(parent, fact),
            Self::Schemas => in_schemas(parent, fact),
            Self::Rendered => in_schemas(parent, fact) || is_limit(parent, fact),
        }
    }
}

/// Everything but what pages derive.
fn in_description(parent: Option<Kind>, fact: &Fact) -> bool {
    use Kind::{Example, Item, Member, Message, Row, Sample, SampleHeader, SampleQuery};
    let derived =
        matches!(fact.kind, Example | Item | Member | Row | Sample | SampleHeader | SampleQuery);
    // Messages are said in extensions, which nobody else has.
    !derived && fact.kind != Message && parent != Some(Row)
}

/// What the pages of a tag have, in any form.
fn in_page(parent: Option<Kind>, fact: &Fact) -> bool {
    use Kind::{
        Authenticated, Body, Content, Example, Format, Header, Item, Member, Message, Operation,
        Parameter, Required, Response, Row, Sample, SampleHeader, SampleQuery, Title, Type, Value,
    };
    matches!(
        (parent, fact.kind),
        (None, Operation)
            | (Some(Operation), Title | Authenticated | Sample | Parameter | Body | Response)
            | (Some(Operation), Message)
            | (Some(Sample), SampleQuery | SampleHeader)
            | (Some(Parameter), Type | Format | Required | Value)
            | (Some(Body), Content | Required | Example)
            | (Some(Response), Content | Example | Row | Header)
            | (Some(Header), Type | Format)
            | (Some(Example | Member | Item), Member | Item)
            | (Some(Row), Row | Type | Format | Required | Value)
    )
}

/// The text lost tables with links, and with them statuses, types of bodies and answers.
fn in_text(parent: Option<Kind>, fact: &Fact) -> bool {
    use Kind::{Body, Content, Header, Message, Operation, Required, Response};
    match (parent, fact.kind) {
        (Some(Operation), Message) => false,
        (Some(Body), Content | Required) => false,
        (Some(Response), Content | Header) => false,
        (Some(Operation), Response) => {
            fact.child(Kind::Example, "").is_some_and(|example| !example.implied)
        }
        _ => in_page(parent, fact),
    }
}

/// The page of schemas has neither formats nor the types of schemas that are no objects; their
/// examples show these.
fn in_schemas(parent: Option<Kind>, fact: &Fact) -> bool {
    use Kind::{Additional, Example, Field, Item, Keyword, Member, Required, Schema, Type, Value};
    match (parent, fact.kind) {
        (None, Schema)
        | (Some(Schema), Field | Value | Additional | Example)
        | (Some(Field), Type | Required | Value | Field | Additional)
        | (Some(Additional), Type | Field | Value | Additional)
        | (Some(Example | Member | Item), Member | Item) => true,
        (Some(Field), Keyword) => matches!(fact.name.as_str(), "readOnly" | "writeOnly"),
        _ => false,
    }
}

/// What the column of restrictions says on our own page.
fn is_limit(parent: Option<Kind>, fact: &Fact) -> bool {
    let member = matches!(parent, Some(Kind::Field | Kind::Additional));
    member && fact.kind == Kind::Keyword && LIMITS.contains(&fact.name.as_str())
}

const LIMITS: [&str; 7] =
    ["nullable", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];
