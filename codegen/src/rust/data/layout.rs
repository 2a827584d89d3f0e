//! Where lines of data are broken.

use std::fmt;

use super::super::file::WIDTH;
use super::super::literal::quoted;
use super::Data;

/// How wide a row may be, its texts left aside: nothing is gained by breaking around a long text.
const ROW: usize = 64;

impl Data {
    /// Writes this where lines are so deep; so much of the first one is taken by what stands around it.
    pub(in super::super) fn write(&self, out: &mut String, depth: usize, used: usize) {
        if self.write_flat(out, used) {
            return;
        }
        match self {
            // There is no other way.
            Self::Code(_) | Self::Text(_) => drop(self.flat(&mut Line::endless(out))),
            Self::Ref(inner) => {
                out.push('&');
                inner.write(out, depth, used + 1);
            }
            Self::List(items) if items.iter().all(Self::is_word) => fill(items, out, depth),
            Self::List(items) => {
                out.push('[');
                block(items.iter().map(|item| ("", item)), out, depth);
                out.push(']');
            }
            Self::Call(path, arguments) => {
                out.push_str(path);
                out.push('(');
                write_arguments(arguments, out, depth, used + path.len() + 2);
                out.push(')');
            }
            Self::Struct(path, members) => {
                out.push_str(path);
                out.push_str(" {");
                block(members.iter().map(|(name, value)| (*name, value)), out, depth);
                out.push('}');
            }
            Self::Method(inner, name, argument) => {
                let call = format!(".{name}({argument})");
                inner.write(out, depth, used + call.len());
                out.push_str(&call);
            }
        }
    }

    /// Writes this on one line, if it fits or is a row; nothing otherwise.
    fn write_flat(&self, out: &mut String, used: usize) -> bool {
        let start = out.len();
        let mut line = Line { is_row: self.is_row() && self.has_text(), ..Line::new(out, used) };
        let fits = self.flat(&mut line).is_some();
        if !fits {
            out.truncate(start);
        }
        fits
    }

    /// A call of nothing but words and such calls.
    fn is_row(&self) -> bool {
        match self {
            Self::Call(_, arguments) => arguments.iter().all(|one| one.is_word() || one.is_row()),
            Self::Ref(inner) => inner.is_row(),
            _ => false,
        }
    }

    fn has_text(&self) -> bool {
        match self {
            Self::Text(_) => true,
            Self::Call(_, arguments) => arguments.iter().any(Self::has_text),
            Self::Ref(inner) => inner.has_text(),
            _ => false,
        }
    }

    fn is_word(&self) -> bool {
        match self {
            Self::Code(_) | Self::Text(_) => true,
            Self::Ref(inner) => inner.is_word(),
            _ => false,
        }
    }

    /// How much of this stays on the line where it begins when it is broken; nothing if it does not
    /// open a block there.
    fn opening(&self) -> Option<usize> {
        match self {
            Self::Ref(inner) => Some(inner.opening()? + 1),
            Self::List(_) => Some(1),
            Self::Struct(path, _) => Some(path.len() + 2),
            Self::Call(path, arguments) => {
                let inner = arguments.last().and_then(Self::opening).unwrap_or_default();
                Some(path.len() + 1 + inner)
            }
            Self::Code(_) | Self::Text(_) | Self::Method(..) => None,
        }
    }

    /// Writes this on one line; nothing comes back as soon as it doesn't fit.
    fn flat(&self, line: &mut Line<'_>) -> Option<()> {
        match self {
            Self::Code(code) => line.code(code),
            Self::Text(text) => line.text(text),
            Self::Ref(inner) => {
                line.code("&")?;
                inner.flat(line)
            }
            Self::List(items) => {
                line.code("[")?;
                flat_list(items, line)?;
                line.code("]")
            }
            Self::Call(path, arguments) => {
                line.code(path)?;
                line.code("(")?;
                flat_list(arguments, line)?;
                line.code(")")
            }
            Self::Struct(path, members) => {
                line.code(path)?;
                line.code(" {")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    line.code(if index == 0 { " " } else { ", " })?;
                    line.code(name)?;
                    line.code(": ")?;
                    value.flat(line)?;
                }
                line.code(" }")
            }
            Self::Method(inner, name, argument) => {
                inner.flat(line)?;
                line.code(".")?;
                line.code(name)?;
                line.code("(")?;
                argument.flat(line)?;
                line.code(")")
            }
        }
    }
}

fn flat_list(items: &[Data], line: &mut Line<'_>) -> Option<()> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            line.code(", ")?;
        }
        item.flat(line)?;
    }
    Some(())
}

/// Arguments that do not fit: on lines of their own, unless only the last one has to be broken.
fn write_arguments(arguments: &[Data], out: &mut String, depth: usize, used: usize) {
    let start = out.len();
    if let Some((last, others)) = arguments.split_last()
        && let Some(opening) = last.opening()
    {
        let mut line = Line::new(out, used + opening);
        let fits = others
            .iter()
            .all(|other| other.flat(&mut line).and_then(|()| line.code(", ")).is_some());
        if fits {
            let used = used + out.len() - start;
            return last.write(out, depth, used);
        }
        out.truncate(start);
    }
    block(arguments.iter().map(|argument| ("", argument)), out, depth);
}

/// One to a line.
fn block<'a>(
    items: impl Iterator<Item = (&'static str, &'a Data)>,
    out: &mut String,
    depth: usize,
) {
    for (name, item) in items {
        start_line(out, depth + 1);
        let mut used = 4 * (depth + 1) + ",".len();
        if !name.is_empty() {
            out.push_str(name);
            out.push_str(": ");
            used += name.len() + 2;
        }
        item.write(out, depth + 1, used);
        out.push(',');
    }
    start_line(out, depth);
}

/// As many to a line as there is room for.
fn fill(items: &[Data], out: &mut String, depth: usize) {
    out.push('[');
    let mut begun = None;
    for item in items {
        let end = out.len();
        if let Some(begun) = begun {
            out.push(' ');
            if item.write_flat(out, end - begun + " ,".len()) {
                out.push(',');
                continue;
            }
            out.truncate(end);
        }
        start_line(out, depth + 1);
        begun = Some(end + "\n".len());
        item.write(out, depth + 1, 4 * (depth + 1) + ",".len());
        out.push(',');
    }
    start_line(out, depth);
    out.push(']');
}

fn start_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("    ");
    }
}

/// A line in the making.
struct Line<'a> {
    out: &'a mut String,
    /// How wide it is, with what stands around.
    width: usize,
    widest: usize,
    /// How much of that is new and no text.
    code: usize,
    /// Texts may make it as wide as they like.
    is_row: bool,
}

impl<'a> Line<'a> {
    fn new(out: &'a mut String, used: usize) -> Self {
        Self { out, width: used, widest: WIDTH, code: 0, is_row: false }
    }

    fn endless(out: &'a mut String) -> Self {
        Self { widest: usize::MAX, ..Self::new(out, 0) }
    }

    fn code(&mut self, code: &str) -> Option<()> {
        self.out.push_str(code);
        self.width += code.len();
        self.code += code.len();
        self.fits()
    }

    fn text(&mut self, text: &str) -> Option<()> {
        let literal = quoted(text);
        self.out.push_str(&literal);
        self.width += literal.len();
        self.fits()
    }

    fn fits(&self) -> Option<()> {
        (self.width <= self.widest || self.is_row && self.code <= ROW).then_some(())
    }
}

/// On one line.
impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        // What is endless has room for everything.
        let _ = self.flat(&mut Line::endless(&mut text));
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quote::ToTokens;
    use syn::Expr;
    use syn::visit_mut::{VisitMut, visit_expr_mut};

    use super::Data;

    fn written(data: &Data) -> String {
        let mut text = String::new();
        data.write(&mut text, 0, 0);
        text
    }

    fn data() -> impl Strategy<Value = Data> {
        let code = proptest::sample::select(vec!["Schema::TEXT", "-1", "r#type", "|_, _| true"]);
        let leaf = prop_oneof![code.prop_map(Data::code), any::<String>().prop_map(Data::text)];
        leaf.prop_recursive(5, 60, 6, |inner| {
            let several = proptest::collection::vec(inner.clone(), 0..6);
            prop_oneof![
                inner.clone().prop_map(Data::by_ref),
                several.clone().prop_map(Data::slice),
                several.clone().prop_map(|all| Data::call("some::path", all)),
                several.prop_map(|all| {
                    Data::object("Some", ["a", "b", "c", "d", "e"].into_iter().zip(all))
                }),
                inner.clone().prop_map(|one| Data::call("made", [one.clone()]).with("or", one)),
            ]
        })
    }

    /// Without commas behind the last of several.
    fn parsed(text: &str) -> String {
        let parsed: syn::Expr = syn::parse_str(text).expect("an expression");
        struct Trim;
        impl VisitMut for Trim {
            fn visit_expr_mut(&mut self, expression: &mut Expr) {
                match expression {
                    Expr::Call(call) => call.args.pop_punct(),
                    Expr::Array(list) => list.elems.pop_punct(),
                    Expr::Struct(object) => object.fields.pop_punct(),
                    Expr::MethodCall(call) => call.args.pop_punct(),
                    _ => None,
                };
                visit_expr_mut(self, expression);
            }
        }
        let mut parsed = parsed;
        Trim.visit_expr_mut(&mut parsed);
        parsed.to_token_stream().to_string()
    }

    proptest! {
        #[test]
        fn however_it_is_laid_out_it_says_the_same(data in data()) {
            prop_assert_eq!(parsed(&written(&data)), parsed(&data.to_string()));
        }
    }

    #[test]
    fn only_what_has_no_room_is_broken() {
        let member = |name: &str, schema: Data| {
            Data::call("Member::required", [Data::text(name), schema.by_ref()])
        };
        let list = |min: &str| {
            Data::object(
                "Schema::Array",
                [
                    ("items", Data::code("SOME_ITEM_WITH_A_NAME").by_ref()),
                    ("min", Data::code(min)),
                    ("max", Data::code("usize::MAX")),
                ],
            )
        };
        let item = Data::code("SOME_ITEM_WITH_A_LONG_NAME").by_ref();
        let map = Data::call("Schema::Map", [item]).by_ref();
        let text = "word ".repeat(30);
        let table = Data::call(
            "Schema::object",
            [Data::slice([
                member("a", Data::code("Schema::TEXT")),
                member(&text, Data::code("Schema::TEXT")),
                member(
                    "list",
                    Data::call("Schema::Nullable", [list("123456789012345678901234").by_ref()]),
                ),
                member("enum", Data::call("Schema::Enum", [Data::texts(["value"; 14])])),
                member("Name", Data::call("Schema::Nullable", [map]))
                    .with("or", Data::texts(["name"])),
            ])],
        );
        let expected = format!(
            r#"Schema::object(&[
    Member::required("a", &Schema::TEXT),
    Member::required("{text}", &Schema::TEXT),
    Member::required("list", &Schema::Nullable(&Schema::Array {{
        items: &SOME_ITEM_WITH_A_NAME,
        min: 123456789012345678901234,
        max: usize::MAX,
    }})),
    Member::required("enum", &Schema::Enum(&[
        "value", "value", "value", "value", "value", "value", "value", "value", "value", "value",
        "value", "value", "value", "value",
    ])),
    Member::required("Name", &Schema::Nullable(&Schema::Map(
        &SOME_ITEM_WITH_A_LONG_NAME,
    ))).or(&["name"]),
])"#
        );
        assert_eq!(written(&table), expected);
    }
}
