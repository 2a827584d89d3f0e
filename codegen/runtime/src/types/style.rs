//! How values that are more than one plain text are written into paths, queries, headers, cookies
//! and forms.

/// What stands between the parts of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Commas: `a,b`.
    Simple,
    /// A dot before each part: `.a.b`.
    Label,
    /// A semicolon and the name before each part: `;x=a;x=b`.
    Matrix,
    /// As in forms of web pages: `x=a&x=b`.
    Form,
    /// Spaces: `x=a%20b`.
    Spaces,
    /// Vertical bars: `x=a%7Cb`.
    Pipes,
    /// A member of an object as `x[member]=a`, an item of a list as `x[0]=a`, to any depth.
    Deep,
    /// JSON.
    Json,
}

/// A style of OpenAPI with its options. Parts of parts, for which most styles have no form, are
/// JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// What stands between the parts.
    pub kind: Kind,
    /// Each part stands by itself.
    pub explode: bool,
    /// What URLs reserve stays as it is, where that does no harm.
    pub reserved: bool,
}

impl Style {
    /// `a,b` and `k,v`.
    pub const SIMPLE: Self = Self::new(Kind::Simple);
    /// `.a,b` and `.k,v`.
    pub const LABEL: Self = Self::new(Kind::Label);
    /// `;x=a,b` and `;x=k,v`.
    pub const MATRIX: Self = Self::new(Kind::Matrix);
    /// `x=a,b` and `x=k,v`.
    pub const FORM: Self = Self::new(Kind::Form);
    /// `x=a%20b`.
    pub const SPACES: Self = Self::new(Kind::Spaces);
    /// `x=a%7Cb`.
    pub const PIPES: Self = Self::new(Kind::Pipes);
    /// `x[k]=v`.
    pub const DEEP: Self = Self::new(Kind::Deep);
    /// JSON.
    pub const JSON: Self = Self::new(Kind::Json);

    const fn new(kind: Kind) -> Self {
        Self { kind, explode: false, reserved: false }
    }

    /// The style with each part by itself: `k=v` instead of `k,v`, `x=a&x=b` instead of `x=a,b`.
    #[must_use]
    pub const fn explode(mut self) -> Self {
        self.explode = true;
        self
    }

    /// The style that leaves alone what URLs reserve.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }
}
