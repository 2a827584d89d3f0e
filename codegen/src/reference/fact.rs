//! Facts: a tree in which every node is one thing that a source states.

use super::coverage::Form;
use super::place::At;
use crate::read::Source;

/// One thing that a source states, and what it states below it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What sort of thing.
    pub kind: Kind,
    /// Which one among its siblings of the same kind; empty for kinds of which there is one.
    pub name: String,
    /// What is said of it, for kinds that say something.
    pub value: Option<String>,
    /// Where it is stated.
    pub at: At,
    /// What belongs to it.
    pub below: Vec<Fact>,
    /// Kinds about which the source says nothing here, although its form does elsewhere.
    pub silent: Vec<Kind>,
    /// It follows from another fact; a source need not repeat it, but if it does, then all of them.
    pub implied: bool,
}

impl Fact {
    pub(super) fn new(kind: Kind, name: impl Into<String>, at: At) -> Self {
        let name = name.into();
        Self { kind, name, value: None, at, below: Vec::new(), silent: Vec::new(), implied: false }
    }

    pub(super) fn with_value(kind: Kind, value: impl Into<String>, at: At) -> Self {
        Self { value: Some(value.into()), ..Self::new(kind, "", at) }
    }

    /// The child of this kind and name, made if there is none.
    pub(super) fn at_child(&mut self, kind: Kind, name: &str, at: At) -> &mut Fact {
        let found = self.below.iter().position(|fact| fact.kind == kind && fact.name == name);
        let index = found.unwrap_or(self.below.len());
        if found.is_none() {
            self.below.push(Self::new(kind, name, at));
        }
        // `Vec::get_mut` would need an `expect`; the index was made valid above.
        #[expect(clippy::indexing_slicing, reason = "found or pushed just above")]
        &mut self.below[index]
    }

    /// The child of this kind and name.
    #[must_use]
    pub fn child(&self, kind: Kind, name: &str) -> Option<&Fact> {
        self.below.iter().find(|fact| fact.kind == kind && fact.name == name)
    }

    pub(super) fn child_mut(&mut self, kind: Kind, name: &str) -> Option<&mut Fact> {
        self.below.iter_mut().find(|fact| fact.kind == kind && fact.name == name)
    }

    /// `parameter query match`.
    #[must_use]
    pub fn label(&self) -> String {
        let word = self.kind.word();
        if self.name.is_empty() { word.to_owned() } else { format!("{word} {}", self.name) }
    }

    /// This fact and all below it.
    #[must_use]
    pub fn count(&self) -> usize {
        usize::from(!self.implied) + self.below.iter().map(Self::count).sum::<usize>()
    }
}

/// Everything that a source, or several together, state.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The texts.
    pub sources: Vec<Source>,
    /// What forms they have; these tell what is stated.
    pub forms: Vec<Form>,
    /// Operations and schemas.
    pub below: Vec<Fact>,
    /// Where the source as a whole stands.
    pub at: At,
    /// The path before the paths of all operations, which the names of operations have.
    pub base: String,
}

impl Facts {
    /// How many facts there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.below.iter().map(Fact::count).sum()
    }

    /// How many facts of this kind stand at the top.
    #[must_use]
    pub fn count_of(&self, kind: Kind) -> usize {
        self.below.iter().filter(|fact| fact.kind == kind).count()
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)*) => {
        /// Sorts of facts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// What it is called in reports and recordings.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// By method and whole path.
    Operation = "operation",
    /// Of an operation; widdershins drops a final stop, so it does not count.
    Title = "title",
    /// Its `operationId`.
    Id = "id",
    /// A tag that it has.
    Tag = "tag",
    /// That it is deprecated.
    Deprecated = "deprecated",
    /// Whether callers must be authenticated: `yes` or `no`.
    Authenticated = "authenticated",
    /// A credential that it accepts.
    Security = "security",
    /// The command in the code sample: method and path.
    Sample = "sample",
    /// A query parameter in the sample, with the shape of its value.
    SampleQuery = "sample query",
    /// A header in the sample.
    SampleHeader = "sample header",
    /// By place and name.
    Parameter = "parameter",
    /// What travels over a WebSocket in one direction, by the direction.
    Message = "message",
    /// The body of a request.
    Body = "body",
    /// By status.
    Response = "response",
    /// A media type of a body.
    Media = "media",
    /// The type of a body.
    Content = "content",
    /// A header of a response.
    Header = "header",
    /// A named schema.
    Schema = "schema",
    /// The type of the thing above: of JSON, a schema, or `array of` either.
    Type = "type",
    /// The format of the type; of an array, of its items.
    Format = "format",
    /// Whether the thing above must be there: `true` or `false`.
    Required = "required",
    /// An enumerated value.
    Value = "value",
    /// Any other keyword, as JSON.
    Keyword = "keyword",
    /// A member of an object.
    Field = "field",
    /// The type of members that have no name in the schema.
    Additional = "additional",
    /// That such members may be anything.
    Open = "open",
    /// An example, with its shape.
    Example = "example",
    /// A member in an example, with its shape.
    Member = "member",
    /// The item of a list in an example, with its shape.
    Item = "item",
    /// A row of the table that shows the fields of an answer.
    Row = "row",
}

impl Kind {
    /// Reads `parameter query match` as kind and name.
    pub(super) fn parse(label: &str) -> Option<(Self, &str)> {
        // The longest word first: `sample query` is not a `sample` with a name.
        let fits = |kind: &&Self| {
            label
                .strip_prefix(kind.word())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let kind = Self::ALL.iter().filter(fits).max_by_key(|kind| kind.word().len())?;
        let rest = label.strip_prefix(kind.word())?;
        Some((*kind, rest.strip_prefix(' ').unwrap_or(rest)))
    }
}
